//! Who and when: read from all steps of a scenario before it begins, so that people and clock do not depend on the order
//! in which steps mention them.

use std::collections::BTreeMap;

use etalon_people::{Kind, NumberKind};
use jiff::Timestamp;

use crate::{BoundStep, arguments::instant};

/// Where the clock stands when a scenario does not say.
const USUAL_INSTANT: &str = "2026-03-10 09:00";
/// Whoever works in the network's office: scenarios speak of "the office", and never of more than one person there.
pub(crate) const OFFICE: &str = "Office";
/// The professions that a scenario can give somebody.
pub(crate) const PROFESSIONS: [&str; 4] = [PHYSICIAN, "nurse", "pharmacist", "clerk"];
/// What every doctor is.
pub(crate) const PHYSICIAN: &str = "physician";
/// The phrase that sets clocks.
const TIME_PHRASE: &str = "time-is";
/// How the phrases begin in which the office does something.
const OFFICE_PHRASE: &str = "office-";

/// Somebody whom the steps mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mentioned {
    pub(crate) name: String,
    /// As the network knows the person; none for those whom it knows as no professional.
    pub(crate) profession: Option<String>,
    pub(crate) works_in_office: bool,
    /// What kind of number the nation's registers gave.
    pub(crate) number: NumberKind,
    /// Whose names the person bears, where a scenario says so.
    pub(crate) namesake_of: Option<String>,
}

impl Mentioned {
    fn by_name(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            profession: None,
            works_in_office: false,
            number: NumberKind::Usual(Kind::Citizen),
            namesake_of: None,
        }
    }
}

/// Everybody whom the steps mention, in the order of their names.
pub(crate) fn mentioned(steps: &[BoundStep]) -> Vec<Mentioned> {
    let mut people: BTreeMap<String, Mentioned> = BTreeMap::new();
    for step in steps {
        let said = &step.spoken.arguments;
        let phrase = step.spoken.phrase.as_str();
        for (place, name) in said
            .iter()
            .filter(|(place, _)| ["patient", "doctor", "person", "other"].contains(&place.as_str()))
            .filter(|(_, name)| name.chars().next().is_some_and(char::is_uppercase))
        {
            let who = people.entry(name.clone()).or_insert_with(|| Mentioned::by_name(name));
            match phrase {
                "profession" => who.profession = said.get("profession").cloned(),
                // An unknown word is told of by the step.
                "number-kind" => who.number = said.get("number").and_then(|word| NumberKind::by_word(word)).unwrap_or(who.number),
                "namesake" if place == "person" => who.namesake_of = said.get("other").cloned(),
                _ => {}
            }
            if who.profession.is_none() && name.starts_with("Dr ") {
                who.profession = Some(PHYSICIAN.to_owned());
            }
        }
    }
    let mut people: Vec<Mentioned> = people.into_values().collect();
    if steps.iter().any(|step| step.spoken.phrase.starts_with(OFFICE_PHRASE)) {
        people.push(Mentioned {
            works_in_office: true,
            ..Mentioned::by_name(OFFICE)
        });
    }
    people
}

/// The instant at which the scenario begins.
pub(crate) fn beginning(steps: &[BoundStep]) -> Timestamp {
    let said = steps
        .iter()
        .find(|step| step.spoken.phrase == TIME_PHRASE)
        .and_then(|step| step.spoken.arguments.get("instant"));
    said.and_then(|text| instant(text).ok())
        .unwrap_or_else(|| instant(USUAL_INSTANT).expect("a constant"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Spoken;

    fn step(phrase: &str, arguments: &[(&str, &str)]) -> BoundStep {
        let spoken = Spoken {
            phrase: phrase.to_owned(),
            arguments: arguments
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        };
        BoundStep {
            role: "given",
            keyword: "Given".to_owned(),
            text: String::new(),
            line: 1,
            spoken,
        }
    }

    fn told(steps: &[BoundStep]) -> Vec<String> {
        let tell = |one: &Mentioned| format!("{} {:?} {}", one.name, one.profession.as_deref(), one.works_in_office);
        mentioned(steps).iter().map(tell).collect()
    }

    #[test]
    fn a_profession_that_is_said_counts_wherever_it_is_said() {
        let reads = step("reads-as-professional", &[("person", "Sofie"), ("document", "letter")]);
        let says = step("profession", &[("person", "Sofie"), ("profession", "nurse")]);
        let doctor = step("doctor-reads", &[("doctor", "Dr Peeters"), ("document", "letter")]);
        let both = ["Dr Peeters Some(\"physician\") false", "Sofie Some(\"nurse\") false"];
        assert_eq!(told(&[reads.clone(), says.clone(), doctor.clone()]), both);
        assert_eq!(told(&[says, doctor, reads]), both);
        let retrained = step("profession", &[("person", "Dr Peeters"), ("profession", "clerk")]);
        let doctor = step("doctor-reads", &[("doctor", "Dr Peeters"), ("document", "letter")]);
        assert_eq!(told(&[retrained, doctor]), ["Dr Peeters Some(\"clerk\") false"]);
    }

    #[test]
    fn whoever_is_only_spoken_of_is_introduced_too_and_the_office_where_it_acts() {
        let excludes = step(
            "doctor-excludes",
            &[("doctor", "Dr Peeters"), ("other", "Dr Claes"), ("patient", "Marie")],
        );
        let processes = step("office-processes-deletion", &[("document", "letter")]);
        let visitor = step("looks-for", &[("person", "a visitor"), ("offer", "contact")]);
        assert_eq!(
            told(&[excludes, processes, visitor]),
            [
                "Dr Claes Some(\"physician\") false",
                "Dr Peeters Some(\"physician\") false",
                "Marie None false",
                "Office None true"
            ]
        );
    }

    #[test]
    fn a_number_and_a_namesake_are_the_persons_wherever_they_are_said() {
        let reads = step("patient-reads", &[("patient", "Marie"), ("document", "letter")]);
        let number = step("number-kind", &[("person", "Marie"), ("number", "bis-sex-unknown")]);
        let namesake = step("namesake", &[("person", "Lucas"), ("other", "Marie")]);
        let everybody = mentioned(&[reads, number, namesake]);
        let told: Vec<_> = everybody
            .iter()
            .map(|one| (one.name.as_str(), one.number, one.namesake_of.as_deref()))
            .collect();
        assert_eq!(
            told,
            [
                ("Lucas", NumberKind::Usual(Kind::Citizen), Some("Marie")),
                ("Marie", NumberKind::BisSexUnknown, None)
            ]
        );
    }
}
