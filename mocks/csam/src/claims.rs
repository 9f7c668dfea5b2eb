//! What tokens say. Names are FAS's own, not OpenID's: `givenName`, `surname`, `mail`, `prefLanguage`, `egovNRN` (docs/csam.md, 1.5 [C]).

use aws_lc_rs::digest::{SHA256, digest};
use etalon_people::Chance;
use etalon_wire::base64url;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::{Level, SubjectStrategy, desk::Desk, grant::Grant, issuer, unguessable::unguessable};

const SUBJECT_LENGTH: usize = 32;
/// Below this level an account is self-registered and not tied to the National Register [F].
pub(crate) const TIED_TO_REGISTER: Level = Level(200);

impl Desk {
    pub(crate) fn id_token_claims(
        &self,
        grant: &Grant,
        access_token: &str,
        issued_at: Timestamp,
        expires_at: Timestamp,
    ) -> Map<String, Value> {
        let mut claims = members(json!({
            "iss": issuer(&self.realm), "sub": self.subject(grant), "aud": grant.client, "azp": grant.client,
            "iat": issued_at.as_second(), "exp": expires_at.as_second(), "auth_time": grant.authenticated_at.as_second(),
            "acr": grant.acr, "amr": grant.amr, "sid": grant.session, "at_hash": half_digest(access_token),
        }));
        if let Some(nonce) = &grant.nonce {
            claims.insert("nonce".to_owned(), json!(nonce));
        }
        claims
    }

    pub(crate) fn access_token_claims(&self, grant: &Grant, issued_at: Timestamp, expires_at: Timestamp) -> Value {
        json!({
            "iss": issuer(&self.realm), "sub": self.subject(grant), "aud": grant.client, "tokenName": "access_token", "token_type": "Bearer",
            "scope": grant.scopes, "jti": unguessable(), "iat": issued_at.as_second(), "exp": expires_at.as_second(),
        })
    }

    pub(crate) fn userinfo_claims(&self, grant: &Grant) -> Map<String, Value> {
        let (person, subject) = (&grant.person, self.subject(grant));
        let mut claims = members(json!({"iss": issuer(&self.realm), "sub": subject, "subname": subject, "aud": grant.client}));
        let mut say = |name: &str, value: Value| drop(claims.insert(name.to_owned(), value));
        let granted = |scope: &str| grant.scopes.iter().any(|granted| granted == scope);
        if granted("profile") {
            say("givenName", json!(person.given_name));
            say("surname", json!(person.surname));
            say("mail", json!(person.mail));
            say("prefLanguage", json!(person.language.code()));
            say("fedid", json!(person.fedid));
        }
        if granted("egovnrn") && grant.level >= TIED_TO_REGISTER && !grant.without_national_number {
            say("egovNRN", json!(person.insz.to_string()));
        }
        claims
    }

    pub(crate) fn subject(&self, grant: &Grant) -> String {
        match self.csam.parameters.subject {
            SubjectStrategy::NationalNumber => grant.person.insz.to_string(),
            SubjectStrategy::Opaque => {
                let purpose = format!("subject {} {}", grant.client, grant.person.id);
                Chance::new(self.realm.seed()).branch(&purpose).hex(SUBJECT_LENGTH)
            }
        }
    }
}

fn members(claims: Value) -> Map<String, Value> {
    match claims {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// `at_hash`: the left half of the digest (OpenID Connect Core, 3.1.3.6).
fn half_digest(token: &str) -> String {
    let whole = digest(&SHA256, token.as_bytes());
    base64url(&whole.as_ref()[..16])
}
