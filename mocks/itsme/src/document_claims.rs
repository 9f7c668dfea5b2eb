//! What an identity document tells: numbers, citizenship, place of birth, address; and what is told about such claims: since when, until when, by whom.
//! A Dutch document has no national number, no card number, no address and no place of birth [F]. Spellings without a mark are guesses [G].

use etalon_people::{Chance, Person};
use jiff::{ToSpan, civil::Date};
use serde_json::{Value, json};

use crate::{Document, Lack, Persona, claims::language};

/// A picture of one transparent dot: nobody's face.
pub(crate) const PHOTO: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\x0bIDAT\x78\x9c\x63\x60\0\x02\0\0\x05\0\x01\x7a\x5e\xab\x3f\0\0\0\0IEND\xae\x42\x60\x82";
/// What it is.
pub(crate) const PHOTO_FORMAT: &str = "image/png";

const VALID_YEARS: i16 = 10;
const FIRST_ISSUE: Date = Date::constant(2019, 1, 1);
const DAYS_OF_ISSUE: u64 = 1_800;
const MECHANISMS: [&str; 3] = ["CARD_READER", "CONTACT_LESS", "ID_PROVIDER"];

/// What is drawn for an account.
pub(crate) struct Facts {
    pub(crate) issued: Date,
    pub(crate) activated: Date,
    pub(crate) mechanism: &'static str,
    ten_digits: u64,
}

impl Facts {
    pub(crate) fn drawn(chance: &mut Chance) -> Self {
        let days = i64::try_from(chance.below(DAYS_OF_ISSUE)).expect("a few thousand days");
        let issued = FIRST_ISSUE.checked_add(days.days()).expect("a few years later");
        let activated = issued.checked_add(1.day()).expect("a day later");
        Self {
            issued,
            activated,
            mechanism: chance.pick(&MECHANISMS).copied().unwrap_or(MECHANISMS[0]),
            ten_digits: chance.below(10_000_000_000),
        }
    }

    /// Twelve digits, the last two a check on the first ten [F]; or `B` and nine digits on a card for foreigners [F].
    fn card_number(&self, document: Document) -> String {
        match document {
            Document::BelgianForeigner => format!("B{:09}", self.ten_digits % 1_000_000_000),
            _ => {
                let check = match self.ten_digits % 97 {
                    0 => 97,
                    rest => rest,
                };
                format!("{:010}{check:02}", self.ten_digits)
            }
        }
    }
}

/// The value of one of itsme's own claims about the document.
pub(crate) fn value(name: &str, persona: Persona, person: &Person, facts: &Facts) -> Option<Value> {
    let document = persona.document();
    let belgian = document != Document::Dutch;
    let citizen = document == Document::Belgian;
    match name {
        "BENationalNumber" => belgian.then(|| json!(person.insz.to_string())),
        "BEeidSn" => belgian.then(|| json!(facts.card_number(document))),
        "IDDocumentSN" if belgian => Some(json!(facts.card_number(document))),
        "IDDocumentSN" => Some(json!(format!("SPECI{:04}", facts.ten_digits % 10_000))),
        "IDDocumentType" => Some(json!(match document {
            Document::Belgian => "BELGIAN_CITIZEN",
            Document::BelgianForeigner => "FOREIGNER",
            Document::Dutch => "IDENTITY_CARD",
        })),
        "official_gender" => Some(json!(if person.sex == etalon_people::Sex::Female { "F" } else { "M" })),
        // In words on a Belgian document, a country's letters on others [F].
        "claim_citizenship" if citizen => Some(json!(match language(person) {
            "fr" => "belge",
            "de" => "belgisch",
            _ => "Belg",
        })),
        "claim_citizenship" | "claim_citizenship_as_iso" => Some(json!(if citizen { "BEL" } else { "NLD" })),
        "place_of_birth" if belgian && !persona.lacks().contains(&Lack::PlaceOfBirth) => {
            let city = locality(person);
            Some(json!({"formatted": format!("{city}, BEL"), "city": city, "country": "BEL"}))
        }
        _ => None,
    }
}

/// A value that is told about other claims.
pub(crate) fn metadata(name: &str, persona: Persona, issued: Date) -> Option<Value> {
    let dutch = persona.document() == Document::Dutch;
    match name {
        "validityFrom" => Some(json!(issued.to_string())),
        "validityTo" => Some(json!(issued.saturating_add(VALID_YEARS.years()).to_string())),
        "verificationDate" => Some(json!(issued.saturating_add(1.day()).to_string())),
        "IDIssuingCountry" => Some(json!(if dutch { "NLD" } else { "BEL" })),
        "issuance_locality" => Some(json!(if dutch { "Utrecht" } else { "Brussel" })),
        _ => None,
    }
}

/// The address on the document.
pub(crate) fn address(persona: Persona, person: &Person) -> Option<Value> {
    if persona.document() == Document::Dutch {
        return None;
    }
    let street = match language(person) {
        "fr" => "Rue de l'Exemple 1",
        "de" => "Musterstraße 1",
        _ => "Voorbeeldstraat 1",
    };
    let (code, locality) = ("1000", locality(person));
    Some(json!({
        "formatted": format!("{street}\n{code} {locality}"), "street_address": street, "postal_code": code, "locality": locality,
    }))
}

fn locality(person: &Person) -> &'static str {
    match language(person) {
        "fr" => "Bruxelles",
        "de" => "Brüssel",
        _ => "Brussel",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_number_carries_its_check_digits() {
        for seed in 0..200 {
            let facts = Facts::drawn(&mut Chance::new(seed));
            let number = facts.card_number(Document::Belgian);
            assert!(number.len() == 12 && number.bytes().all(|byte| byte.is_ascii_digit()), "{number}");
            let (ten, check) = number.split_at(10);
            let rest = ten.parse::<u64>().unwrap_or_default() % 97;
            assert_eq!(check.parse().ok(), Some(if rest == 0 { 97 } else { rest }), "{number}");
        }
        assert!(
            Facts::drawn(&mut Chance::new(1))
                .card_number(Document::BelgianForeigner)
                .starts_with('B')
        );
    }
}
