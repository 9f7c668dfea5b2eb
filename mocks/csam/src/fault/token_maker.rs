//! Signed tokens, right ones and those with one fault in them. Pure: claims, keys and time in, a token out.

use etalon_wire::{hs256_jws, unsigned_jws, with_payload};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{Change, LevelSaid, Mutation, STRANGER, Signer, Token};
use crate::{CsamKey, LEVELS, Level};

/// What tokens of one login are made with.
pub(crate) struct TokenMaker<'a> {
    /// The key that signs.
    pub(crate) key: &'a CsamKey,
    /// Keys for those faults in which another one signs.
    pub(crate) foreign: Option<&'a CsamKey>,
    pub(crate) withdrawn: Option<&'a CsamKey>,
    pub(crate) client: &'a str,
    pub(crate) client_secret: &'a str,
    pub(crate) now: Timestamp,
    /// The level that was asked for.
    pub(crate) asked: Level,
    /// How many keys are published.
    pub(crate) published: usize,
}

/// A token, and whether the fault is in it.
#[derive(Debug)]
pub(crate) struct Making {
    pub(crate) compact: String,
    /// What it says.
    pub(crate) claims: Value,
    /// Nothing where no fault was to be put in; else why it could not be, if so.
    pub(crate) fault: Option<Result<(), &'static str>>,
}

impl TokenMaker<'_> {
    /// The token `of` these claims, with `mutation` in it where that is about this token.
    pub(crate) fn make(&self, of: Token, claims: Map<String, Value>, mutation: Option<&Mutation>) -> Making {
        let Some(mutation) = mutation.filter(|mutation| is_about(mutation, of)) else {
            return self.right(claims, None);
        };
        match self.changed(&claims, mutation) {
            Ok((compact, claims)) => Making {
                compact,
                claims: Value::Object(claims),
                fault: Some(Ok(())),
            },
            Err(why) => self.right(claims, Some(Err(why))),
        }
    }

    fn right(&self, claims: Map<String, Value>, fault: Option<Result<(), &'static str>>) -> Making {
        let claims = Value::Object(claims);
        let compact = self.key.sign(&claims);
        Making { compact, claims, fault }
    }

    fn changed(&self, claims: &Map<String, Value>, mutation: &Mutation) -> Result<(String, Map<String, Value>), &'static str> {
        let mut said = claims.clone();
        let mut header = self.key.header();
        match mutation {
            Mutation::Claim { name, change, .. } => change.apply(&mut said, name)?,
            Mutation::Time {
                name, seconds_from_now, ..
            } => {
                let at = self.now.as_second().saturating_add(*seconds_from_now);
                said.insert(name.clone(), json!(at));
            }
            Mutation::Audience {
                values, authorized_party, ..
            } => {
                let values: Vec<_> = values.iter().map(|value| value.replace("{client}", self.client)).collect();
                said.insert("aud".to_owned(), json!(values));
                if !authorized_party {
                    said.shift_remove("azp");
                }
            }
            Mutation::Level(level) => self.say_level(&mut said, *level)?,
            Mutation::Header { name, change, .. } => {
                if name == "kid" && *change == Change::Remove && self.published != 1 {
                    return Err("several-keys-published");
                }
                change.apply(header.as_object_mut().ok_or("header-unreadable")?, name)?;
            }
            Mutation::Signature { by, .. } => return self.signed_by(*by, said),
            Mutation::AlteredAfterSigning { name, seconds, .. } => {
                let right = self.key.sign(&Value::Object(said.clone()));
                let at = said.get(name).and_then(Value::as_i64).ok_or("claim-absent")?;
                said.insert(name.clone(), json!(at.saturating_add(*seconds)));
                let said = Value::Object(said);
                let altered = with_payload(&right, &said).ok_or("token-unreadable")?;
                return Ok((altered, object(said)));
            }
            _ => return Err("not-about-a-token"),
        }
        if said == *claims && header == self.key.header() {
            return Err("already-so");
        }
        let said = Value::Object(said);
        Ok((self.key.sign_under(&header, &said), object(said)))
    }

    fn signed_by(&self, by: Signer, said: Map<String, Value>) -> Result<(String, Map<String, Value>), &'static str> {
        let mut header = self.key.header();
        let claims = Value::Object(said);
        let compact = match by {
            Signer::Nobody => {
                header["alg"] = json!("none");
                unsigned_jws(&header, &claims)
            }
            Signer::Stripped => unsigned_jws(&header, &claims),
            Signer::ClientSecret => {
                header["alg"] = json!("HS256");
                hs256_jws(&header, &claims, self.client_secret.as_bytes())
            }
            Signer::PublicKey => {
                header["alg"] = json!("HS256");
                hs256_jws(&header, &claims, self.key.public_pem().as_bytes())
            }
            Signer::ForeignKey => self.foreign.ok_or("no-spare-key")?.sign_under(&header, &claims),
            Signer::WithdrawnKey => self.withdrawn.ok_or("no-spare-key")?.sign(&claims),
        };
        Ok((compact, object(claims)))
    }

    fn say_level(&self, said: &mut Map<String, Value>, level: LevelSaid) -> Result<(), &'static str> {
        let lower = LEVELS.into_iter().rev().map(Level).find(|level| *level < self.asked);
        let urn = match level {
            LevelSaid::Lower => Some(lower.ok_or("no-lower-level")?.urn()),
            LevelSaid::Missing => None,
        };
        let is_level = |word: &Value| word.as_str().is_some_and(|word| Level::from_acr(word).is_some());
        if let Some(Value::Array(methods)) = said.get_mut("amr") {
            methods.retain(|word| !is_level(word));
            methods.extend(urn.clone().map(Value::String));
        }
        match urn {
            Some(urn) => {
                said.insert("acr".to_owned(), Value::String(urn));
            }
            None => {
                said.shift_remove("acr");
            }
        }
        Ok(())
    }
}

impl Change {
    /// A value that is not there cannot change.
    pub(crate) fn apply(&self, values: &mut Map<String, Value>, name: &str) -> Result<(), &'static str> {
        match self {
            Self::Remove => values.shift_remove(name).map(drop).ok_or("claim-absent"),
            Self::Set(value) => {
                let place = values.get_mut(name).ok_or("claim-absent")?;
                *place = Value::String(value.clone());
                Ok(())
            }
        }
    }
}

fn is_about(mutation: &Mutation, token: Token) -> bool {
    match mutation {
        Mutation::Claim { of, .. }
        | Mutation::Time { of, .. }
        | Mutation::Audience { of, .. }
        | Mutation::Header { of, .. }
        | Mutation::Signature { of, .. }
        | Mutation::AlteredAfterSigning { of, .. } => *of == token,
        Mutation::Level(_) => token == Token::IdToken,
        _ => false,
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        other => Map::from_iter([(STRANGER.to_owned(), other)]),
    }
}
