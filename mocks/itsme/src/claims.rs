//! What relying parties are told: the claims of tokens, and the data of a person and of their account. What stands on the document lives in
//! `document_claims`.

use etalon_people::{Chance, Language, Person, Sex};
use etalon_stage::Realm;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde_json::{Map, Value, json};

use crate::{
    Lack,
    asked_claims::CLAIM,
    desk::Desk,
    document_claims::{self, PHOTO, PHOTO_FORMAT},
    grant::Grant,
};

/// A subject has 36 characters [F].
const SUBJECT_LENGTH: usize = 36;
const LOWER_CASE: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
/// Kept for documentation (RFC 5737): nobody's address.
const ADDRESS_OF_NOBODY: &str = "192.0.2.1";

impl Desk {
    pub(crate) fn id_token_claims(&self, grant: &Grant) -> Map<String, Value> {
        let now = self.now();
        let ends = now
            .saturating_add(self.itsme.parameters.id_token_lifetime)
            .unwrap_or(Timestamp::MAX);
        let mut claims = members(json!({
            "iss": grant.door.issuer(&self.realm), "aud": grant.client, "sub": grant.subject, "iat": now.as_second(), "nbf": now.as_second(),
            "exp": ends.as_second(),
        }));
        if let Some(nonce) = &grant.nonce {
            claims.insert("nonce".to_owned(), json!(nonce));
        }
        if self.itsme.parameters.acr_in_id_token {
            claims.insert("acr".to_owned(), json!(grant.acr.name()));
        }
        if grant.tells_time {
            claims.insert("auth_time".to_owned(), json!(grant.approved_at.as_second()));
        }
        self.tell(&mut claims, grant, &grant.claims.id_token);
        claims
    }

    pub(crate) fn userinfo_claims(&self, grant: &Grant) -> Map<String, Value> {
        let mut claims = members(json!({"iss": grant.door.issuer(&self.realm), "aud": grant.client, "sub": grant.subject}));
        self.tell(&mut claims, grant, &grant.claims.userinfo);
        claims
    }

    /// 36 characters, another one for each relying party, and another one for an account that was made anew [F].
    pub(crate) fn subject(&self, client: &str, person: &str) -> String {
        let purpose = format!("itsme subject {client} {person} {}", self.itsme.generation_of(person));
        let mut chance = Chance::new(self.realm.seed()).branch(&purpose);
        (0..SUBJECT_LENGTH)
            .filter_map(|_| chance.pick(LOWER_CASE).copied().map(char::from))
            .collect()
    }

    fn tell(&self, claims: &mut Map<String, Value>, grant: &Grant, asked: &std::collections::BTreeSet<String>) {
        let told = asked.iter().filter(|name| !claims.contains_key(*name));
        let told: Map<String, Value> = told.filter_map(|name| Some((name.clone(), self.value(name, grant)?))).collect();
        // What is told about other claims needs others to tell about (docs/itsme.md, metadata claims [F]).
        let about = asked.iter().filter_map(|name| {
            let value = document_claims::metadata(name.strip_prefix(CLAIM)?, grant.persona, self.facts(&grant.person).issued)?;
            let about: Map<String, Value> = told.keys().map(|name| (name.clone(), value.clone())).collect();
            (!about.is_empty()).then(|| (name.clone(), Value::Object(about)))
        });
        let about: Vec<_> = about.collect();
        claims.extend(told);
        claims.extend(about);
    }

    /// The value of a claim; nothing where there is none to tell, or where it is told about other claims.
    fn value(&self, name: &str, grant: &Grant) -> Option<Value> {
        let (person, lacks) = (&*grant.person, grant.persona.lacks());
        let unless = |lack: Lack, value: Value| (!lacks.contains(&lack)).then_some(value);
        match name {
            "family_name" => Some(json!(person.surname)),
            "given_name" => unless(Lack::GivenName, json!(person.given_name)),
            "name" if lacks.contains(&Lack::GivenName) => Some(json!(person.surname)),
            "name" => Some(json!(format!("{} {}", person.given_name, person.surname))),
            "gender" => Some(json!(if person.sex == Sex::Female { "female" } else { "male" })),
            "locale" => Some(json!(language(person).to_uppercase())),
            "birthdate" => unless(Lack::BirthDate, json!(person.birth_date.to_string())),
            "picture" => unless(Lack::Photo, json!(grant.door.address(&self.realm, grant.door.paths().picture))),
            "email" => unless(Lack::Email, json!(person.mail)),
            // Always so [F]: nobody checked the one, and the app is bound to the other.
            "email_verified" => unless(Lack::Email, json!(false)),
            "phone_number" => Some(json!(phone_number(&self.realm, &person.id))),
            "phone_number_verified" => Some(json!(true)),
            "address" => document_claims::address(grant.persona, person),
            own => self.own_value(own.strip_prefix(CLAIM)?, grant),
        }
    }

    fn own_value(&self, name: &str, grant: &Grant) -> Option<Value> {
        let (person, lacks) = (&*grant.person, grant.persona.lacks());
        let facts = self.facts(person);
        match name {
            "birthdate_as_string" if lacks.contains(&Lack::BirthDate) => Some(json!(person.birth_date.year().to_string())),
            "birthdate_as_string" => Some(json!(person.birth_date.to_string())),
            "physical_person_photo" => (!lacks.contains(&Lack::Photo)).then(|| json!({"format": PHOTO_FORMAT, "value": in_base64(PHOTO)})),
            "identification_mode" => Some(json!(grant.mode.name())),
            "transaction_ip" => Some(json!(ADDRESS_OF_NOBODY)),
            "ongoing_call" => Some(json!(grant.persona == crate::Persona::OngoingCall)),
            "app" => Some(json!({"name": "itsme", "version": "0.0.0"})),
            "claim_device" => Some(json!({"os": "Android", "appName": "itsme", "deviceModel": "Specimen"})),
            "account" => Some(json!({"activationDate": facts.activated.to_string(), "activationMechanism": facts.mechanism})),
            "age_gte_16" | "age_gte_18" | "age_gte_21" | "age_gte_30" => {
                let years = name.rsplit_once('_')?.1.parse().ok()?;
                Some(json!(age(person.birth_date, self.now()) >= years))
            }
            document => document_claims::value(document, grant.persona, person, &facts),
        }
    }

    fn facts(&self, person: &Person) -> document_claims::Facts {
        document_claims::Facts::drawn(&mut Chance::new(self.realm.seed()).branch(&format!("itsme account {}", person.id)))
    }
}

/// A telephone number in a range that no operator has, as far as is known [G]; written as the operator does [F].
pub(crate) fn phone_number(realm: &Realm, person: &str) -> String {
    let mut chance = Chance::new(realm.seed()).branch(&format!("itsme telephone {person}"));
    format!("+32 440{:06}", chance.below(1_000_000))
}

pub(crate) fn language(person: &Person) -> &'static str {
    match person.language {
        Language::Nl => "nl",
        Language::Fr => "fr",
        Language::De => "de",
    }
}

/// Whole years, by the date in Belgium.
fn age(born: Date, now: Timestamp) -> i16 {
    let today = TimeZone::get("Europe/Brussels").map_or_else(|_| now.to_zoned(TimeZone::UTC).date(), |zone| now.to_zoned(zone).date());
    let before_birthday = (today.month(), today.day()) < (born.month(), born.day());
    today.year() - born.year() - i16::from(before_birthday)
}

fn in_base64(bytes: &[u8]) -> String {
    use base64::{Engine, engine::general_purpose::STANDARD};
    STANDARD.encode(bytes)
}

fn members(claims: Value) -> Map<String, Value> {
    match claims {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_age_is_reached_on_the_birthday_in_belgium() {
        let born = Date::constant(2000, 4, 9);
        let at = |text: &str| age(born, text.parse().unwrap());
        // Midnight in Brussels is 22:00 UTC in April.
        assert_eq!((at("2018-04-08T21:59:59Z"), at("2018-04-08T22:00:00Z")), (17, 18));
    }
}
