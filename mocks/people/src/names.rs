//! The visible name of a synthetic person, made from the name a scenario uses. It always shows that nobody is meant.

use crate::{Chance, Sex};

/// Every synthetic surname ends with this, so that a screen or a letter never looks like a real person's.
pub const SYNTHETIC_SUFFIX: &str = "Specimen";
/// Longer scenario names are cut to this many characters.
pub const MAX_NAME_CHARS: usize = 60;

/// What others see of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// First name.
    pub given_name: String,
    /// Family name, ending in [`SYNTHETIC_SUFFIX`].
    pub surname: String,
    /// The sex that goes with the first name; drawn where the name does not tell.
    pub sex: Sex,
}

const TITLES: [&str; 8] = ["dr", "dr.", "doctor", "docteur", "dokter", "prof", "prof.", "professor"];
const WOMEN: [&str; 14] = [
    "Anna",
    "Amina",
    "Camille",
    "Charlotte",
    "Elise",
    "Eva",
    "Fatima",
    "Greet",
    "Ingrid",
    "Lucie",
    "Marie",
    "Nora",
    "Sofie",
    "Zoë",
];
const MEN: [&str; 14] = [
    "Adam", "Bart", "Bruno", "Daan", "Emile", "Hassan", "Jan", "Karel", "Louis", "Luc", "Mehdi", "Pieter", "Thomas", "Wout",
];

impl Names {
    /// `Anna` → Anna Specimen; `Anna Janssens` → Anna Janssens-Specimen; `Dr Peeters` → a drawn first name and Peeters-Specimen.
    #[must_use]
    pub fn from_scenario(name: &str, chance: &mut Chance) -> Self {
        let shown: String = name.chars().filter(|c| !c.is_control()).take(MAX_NAME_CHARS).collect();
        let mut words: Vec<&str> = shown.split_whitespace().collect();
        let titled = words.first().is_some_and(|first| TITLES.contains(&first.to_lowercase().as_str()));
        if titled {
            words.remove(0);
        }
        let drawn_sex = if chance.below(2) == 0 { Sex::Female } else { Sex::Male };
        let drawn_name = chance
            .pick(if drawn_sex == Sex::Female { &WOMEN } else { &MEN })
            .expect("the lists are not empty");
        let (given_name, family, sex) = match words.as_slice() {
            [] => (*drawn_name, String::new(), drawn_sex),
            [given, family @ ..] if !titled => (*given, family.join(" "), sex_of(given).unwrap_or(drawn_sex)),
            family => (*drawn_name, family.join(" "), drawn_sex),
        };
        let surname = if family.is_empty() {
            SYNTHETIC_SUFFIX.to_owned()
        } else {
            format!("{family}-{SYNTHETIC_SUFFIX}")
        };
        Self {
            given_name: given_name.to_owned(),
            surname,
            sex,
        }
    }
}

fn sex_of(given_name: &str) -> Option<Sex> {
    let among = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(given_name));
    if among(&WOMEN) {
        Some(Sex::Female)
    } else if among(&MEN) {
        Some(Sex::Male)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, given_name: Option<&str>, surname: &str) {
        let names = Names::from_scenario(name, &mut Chance::new(5));
        assert_eq!(names.surname, surname, "surname for {name:?}");
        assert!(
            given_name.is_none_or(|expected| expected == names.given_name) && !names.given_name.is_empty(),
            "{names:?}"
        );
    }

    #[test]
    fn every_visible_name_is_marked_as_synthetic() {
        check("Anna", Some("Anna"), "Specimen");
        check("Anna Janssens", Some("Anna"), "Janssens-Specimen");
        check("Anna Van den Berg", Some("Anna"), "Van den Berg-Specimen");
        check("Dr Peeters", None, "Peeters-Specimen");
        check("dokter De Smet", None, "De Smet-Specimen");
        check("Dr", None, "Specimen");
        check("", None, "Specimen");
        check(" \u{7}\n", None, "Specimen");
        check(&"x".repeat(500), Some(&"x".repeat(MAX_NAME_CHARS)), "Specimen");
    }
}
