//! Which claims a request asks for: by scopes, and by name in its `claims` parameter. What they are worth lives in `claims`.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// Where the names of itsme's own claims begin.
pub const CLAIM: &str = "http://itsme.services/v2/claim/";
/// The most claims that are asked for by name.
const MAX_CLAIMS: usize = 200;

/// The scopes' claims (docs/itsme.md, scopes [F]). Names that begin with `+` are itsme's own.
const BY_SCOPE: [(&str, &[&str]); 6] = [
    (
        "profile",
        &["family_name", "given_name", "name", "gender", "locale", "picture", "birthdate"],
    ),
    ("email", &["email", "email_verified"]),
    ("phone", &["phone_number", "phone_number_verified"]),
    ("address", &["address"]),
    ("eid", &["+BENationalNumber", "+BEeidSn"]),
    (
        "idDocument",
        &[
            "+IDDocumentSN",
            "+IDDocumentType",
            "+IDIssuingCountry",
            "+validityFrom",
            "+validityTo",
        ],
    ),
];

/// The claims that a request asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AskedClaims {
    /// In the ID token.
    pub(crate) id_token: BTreeSet<String>,
    /// In the userinfo.
    pub(crate) userinfo: BTreeSet<String>,
}

impl AskedClaims {
    /// Reads the parameter; the scopes' claims are told by the userinfo (OpenID Connect Core, 5.4).
    pub(crate) fn parse(parameter: Option<&str>, scopes: &[String]) -> Result<Self, &'static str> {
        let by_name = match parameter {
            None => Map::new(),
            Some(text) => match serde_json::from_str(text) {
                Ok(Value::Object(members)) => members,
                _ => return Err("claims-unreadable"),
            },
        };
        let named = |place: &str| match by_name.get(place) {
            None => Ok(BTreeSet::new()),
            Some(Value::Object(claims)) if claims.len() <= MAX_CLAIMS && claims.values().all(is_a_wish) => {
                Ok(claims.keys().cloned().collect())
            }
            Some(_) => Err("claims-unreadable"),
        };
        let (id_token, mut userinfo): (BTreeSet<String>, BTreeSet<String>) = (named("id_token")?, named("userinfo")?);
        let by_scope = BY_SCOPE.iter().filter(|(scope, _)| scopes.iter().any(|asked| asked == scope));
        userinfo.extend(by_scope.flat_map(|(_, names)| names.iter()).map(|name| whole(name)));
        Ok(Self { id_token, userinfo })
    }

    /// All of them, for the journal and for the page.
    pub(crate) fn names(&self) -> BTreeSet<&str> {
        self.id_token.iter().chain(&self.userinfo).map(String::as_str).collect()
    }
}

/// `null`, or what more is said about a claim (OpenID Connect Core, 5.5.1).
fn is_a_wish(value: &Value) -> bool {
    value.is_null() || value.is_object()
}

fn whole(name: &str) -> String {
    name.strip_prefix('+')
        .map_or_else(|| name.to_owned(), |own| format!("{CLAIM}{own}"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn scopes_and_names_are_put_together() {
        let scopes = ["openid".to_owned(), "email".to_owned(), "eid".to_owned()];
        let asked = AskedClaims::parse(
            Some(r#"{"id_token":{"name":null},"userinfo":{"gender":{"essential":true}}}"#),
            &scopes,
        )
        .unwrap();
        assert_eq!(asked.id_token.iter().collect::<Vec<_>>(), ["name"]);
        let own = [format!("{CLAIM}BENationalNumber"), format!("{CLAIM}BEeidSn")];
        assert_eq!(
            asked.userinfo,
            BTreeSet::from_iter(["email", "email_verified", "gender", &own[0], &own[1]].map(str::to_owned))
        );
    }

    #[test]
    fn what_is_no_wish_is_not_read() {
        for text in [
            "",
            "[]",
            "{\"userinfo\":[]}",
            "{\"userinfo\":{\"name\":\"Anna\"}}",
            "{\"id_token\":1}",
        ] {
            assert_eq!(AskedClaims::parse(Some(text), &[]), Err("claims-unreadable"), "{text}");
        }
    }
}
