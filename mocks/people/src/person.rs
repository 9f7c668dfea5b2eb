//! A synthetic person: names, number, and what identity providers tell about them. What a person may do is not known here.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{Chance, Counters, Insz, Names, NumberKind, draw_number};

/// A synthetic citizen or holder of a BIS number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Stable key inside a realm, readable in a journal: the scenario's name and eight characters.
    pub id: String,
    /// First name.
    pub given_name: String,
    /// Family name, visibly synthetic.
    pub surname: String,
    /// National number.
    pub insz: Insz,
    /// Sex as the register holds it.
    pub sex: Sex,
    /// Date of birth as the register holds it.
    pub birth_date: Date,
    /// Address in a domain that is reserved for examples and can never receive anything.
    pub mail: String,
    /// Preferred language.
    pub language: Language,
    /// Opaque identifier of the federal login: 40 hexadecimal characters, stable per person.
    pub fedid: String,
    /// The register that knows this person.
    pub kind: Kind,
}

/// The register that knows a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// In the National Register.
    Citizen,
    /// Known to social security only, by a BIS number.
    BisHolder,
}

/// Sex as the registers write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sex {
    /// Even counters.
    Female,
    /// Odd counters.
    Male,
}

/// Preferred language, one of the three official ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Dutch.
    Nl,
    /// French.
    Fr,
    /// German.
    De,
}

impl Language {
    /// The two-letter code that identity providers send.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::Fr => "fr",
            Self::De => "de",
        }
    }
}

/// The citizen that `name` stands for under `seed`. Two names may in rare cases draw one number (see `numbering`); a [`crate::Cast`] rules it out.
#[must_use]
pub fn person(seed: u64, name: &str) -> Person {
    person_of(seed, name, Kind::Citizen, Counters::default(), 0)
}

/// The same, with the kind of number and the counters chosen. `draw` counts the attempts at a number: everything but the number and the
/// date of birth stays as it was at draw 0.
#[must_use]
pub fn person_of(seed: u64, name: &str, number: impl Into<NumberKind>, counters: Counters, draw: u32) -> Person {
    let number = number.into();
    let own = Chance::new(seed).branch(name);
    let names = Names::from_scenario(name, &mut own.branch("names"));
    let (birth_date, insz) = draw_number(&mut own.branch(&format!("number {draw}")), number, names.sex, counters);
    let id = format!("{}-{}", slug(name), own.branch("id").hex(8));
    Person {
        mail: format!("{id}@people.example"),
        id,
        given_name: names.given_name,
        surname: names.surname,
        insz,
        sex: names.sex,
        birth_date,
        language: *own
            .branch("language")
            .pick(&[Language::Nl, Language::Fr, Language::De])
            .expect("three languages"),
        fedid: own.branch("fedid").hex(40),
        kind: number.register(),
    }
}

/// Room for a readable name; the mail's local part (slug, hyphen, eight characters) stays below the 64 octets of RFC 5321.
const MAX_SLUG: usize = 40;

fn slug(name: &str) -> String {
    let ascii: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' })
        .collect();
    let joined = ascii.split_whitespace().collect::<Vec<_>>().join("-");
    let cut = joined[..joined.len().min(MAX_SLUG)].trim_end_matches('-');
    if cut.is_empty() { "person".to_owned() } else { cut.to_owned() }
}
