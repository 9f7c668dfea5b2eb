//! From facts to an answer: which rules are asked of whom, at one moment. How an answer goes through time is `story`'s.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{
    consent, deletion, exclusion,
    facts::{Document, Facts, Person},
    ground::{Answer, Decision, Family, Holds, Look, answer},
    link, profession, quality, release, restriction,
    story::{judged, marked_moments},
    sumehr, timing,
    when::Moment,
};

/// A question that cannot be asked of these facts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    /// Nobody bears that name.
    #[error("there is nobody called “{name}” here; there are: {known}")]
    Person {
        /// The name asked for.
        name: String,
        /// Who there is.
        known: String,
    },
    /// No document bears that name or reference.
    #[error("there is no document “{name}” here, neither by name nor by reference; there are: {known}")]
    Document {
        /// The name asked for.
        name: String,
        /// Which there are.
        known: String,
    },
}

/// An instant from which the answer is another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// From then on.
    pub at: Timestamp,
    /// After that entry of the journal; none where time alone changed it, or there is no journal.
    pub after: Option<u64>,
    /// The answer.
    pub answer: Answer,
}

/// A question about a record: this person, this patient, these readings of what the sources leave open.
#[derive(Clone, Copy)]
pub(crate) struct Record<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) person: &'a Person,
    pub(crate) patient: &'a str,
    pub(crate) readings: &'a BTreeMap<String, String>,
}

/// A question about one document of it.
#[derive(Clone, Copy)]
pub(crate) struct Case<'a> {
    pub(crate) record: Record<'a>,
    pub(crate) document: &'a Document,
}

/// Whether `person` may open `document` at `moment`, and by which rules. `readings` are the parameters that are pinned, by name.
///
/// # Errors
/// There is no such person or document.
pub fn decide(
    facts: &Facts,
    person: &str,
    document: &str,
    moment: Moment,
    readings: &BTreeMap<String, String>,
) -> Result<Decision, Unknown> {
    let case = case(facts, person, document, readings)?;
    // One moment is asked about, so there is one decision.
    Ok(judged(&case, &[moment]).pop().expect("one moment, one decision"))
}

/// Every instant at which the answer changes, in order. Before the first it is a refusal, since nothing refers to the document yet.
///
/// # Errors
/// There is no such person or document.
pub fn changes(facts: &Facts, person: &str, document: &str, readings: &BTreeMap<String, String>) -> Result<Vec<Change>, Unknown> {
    let case = case(facts, person, document, readings)?;
    let mut changes: Vec<Change> = Vec::new();
    for (moment, after) in marked_moments(&case) {
        let answer = answer(&looks(&case, moment));
        if changes.last().map_or(&Answer::Refused, |last| &last.answer) != &answer {
            changes.push(Change {
                at: moment.at,
                after,
                answer,
            });
        }
    }
    Ok(changes)
}

/// What every rule that is asked of this person says at `moment`, in the order in which they are asked.
pub(crate) fn looks(case: &Case<'_>, moment: Moment) -> Vec<Look> {
    let record = &case.record;
    if record.person.name == record.patient {
        let rule = timing::of_patient(case, moment);
        let release = release::without_status(case, moment, &rule);
        let mut looks = vec![
            quality::own_record(record),
            deletion::of_reference(case, moment),
            consent::of_patient(record, moment),
            rule,
        ];
        looks.extend(release);
        looks.extend(sumehr::others_settings(case, moment));
        return looks;
    }
    let mut looks = record_looks(record, moment);
    // What is about this document comes behind who is asking, and before what is about the record.
    looks.insert(1, deletion::of_reference(case, moment));
    if let Some(exclusion) = looks.iter().position(|look| look.family == Family::Exclusion) {
        looks.insert(exclusion + 1, restriction::of_doctor(case, moment));
        looks.extend(quality::doctors_keep_access(case, moment));
    }
    looks
}

/// What each family of rules, by which requirement, says of this person, this record and, where one is named, this document. Nothing of who is not known.
pub(crate) fn holds(
    facts: &Facts,
    person: &str,
    (patient, document): (&str, Option<&str>),
    moment: Moment,
    readings: &BTreeMap<String, String>,
) -> Vec<(Family, &'static str, Holds)> {
    let Some(person) = facts.person(person) else { return Vec::new() };
    let record = Record {
        facts,
        person,
        patient,
        readings,
    };
    let looks = match document.map(|document| facts.document(document)) {
        Some(None) => Vec::new(),
        Some(Some(document)) => looks(&Case { record, document }, moment),
        None if person.name == patient => vec![consent::of_patient(&record, moment)],
        None => record_looks(&record, moment),
    };
    looks.into_iter().map(|look| (look.family, look.requirement, look.holds)).collect()
}

/// What the rules about the record say of somebody who is not its patient, whatever the document.
fn record_looks(record: &Record<'_>, moment: Moment) -> Vec<Look> {
    let asker = profession::of_asker(record).unwrap_or_else(|| quality::nobodys_record(record));
    let patient = consent::of_patient(record, moment);
    if asker.holds == Holds::No {
        return vec![asker, patient];
    }
    let link = link::of_doctor(record, moment);
    let form = link::by_form(record, moment, &link);
    let mut looks = vec![
        asker,
        patient,
        consent::of_doctor(record, moment),
        exclusion::of_doctor(record, moment),
        link,
    ];
    looks.extend(form);
    looks
}

fn case<'a>(facts: &'a Facts, person: &str, document: &str, readings: &'a BTreeMap<String, String>) -> Result<Case<'a>, Unknown> {
    let listed = |names: Vec<&str>| if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    let known_person = facts.person(person).ok_or_else(|| Unknown::Person {
        name: person.to_owned(),
        known: listed(facts.people.iter().map(|person| person.name.as_str()).collect()),
    })?;
    let known_document = facts.document(document).ok_or_else(|| Unknown::Document {
        name: document.to_owned(),
        known: listed(facts.documents.iter().map(|document| document.name.as_str()).collect()),
    })?;
    let record = Record {
        facts,
        person: known_person,
        patient: &known_document.patient,
        readings,
    };
    Ok(Case {
        record,
        document: known_document,
    })
}
