//! The fields of an authorization request: those in the address or form, and those in its request object. Where a field is in both, both say the same.

use std::borrow::Cow;

use etalon_wire::Form;
use serde_json::{Map, Value};

/// What only the outside can say.
const OUTSIDE: [&str; 2] = ["request", "request_uri"];
/// What is about the request object itself.
const OF_THE_OBJECT: [&str; 6] = ["iss", "aud", "exp", "iat", "nbf", "jti"];

/// The fields of a request.
pub(crate) struct Fields {
    outside: Form,
    inside: Map<String, Value>,
}

impl Fields {
    /// A request without an object.
    pub(crate) fn outside(outside: Form) -> Self {
        Self {
            outside,
            inside: Map::new(),
        }
    }

    /// With what the object says.
    ///
    /// # Errors
    /// The reason why the two do not go together.
    pub(crate) fn with(outside: Form, mut inside: Map<String, Value>) -> Result<Self, &'static str> {
        OF_THE_OBJECT.iter().for_each(|name| {
            inside.shift_remove(*name);
        });
        if OUTSIDE.iter().any(|name| inside.contains_key(*name)) {
            return Err("request-object-in-request-object");
        }
        let differs = |(name, value): (&String, &Value)| outside.get(name).is_some_and(|text| !same(text, value));
        if inside.iter().any(differs) {
            return Err("request-object-contradicts-request");
        }
        Ok(Self { outside, inside })
    }

    /// A field as text.
    pub(crate) fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        let inside = self.inside.get(name).map(|value| match value {
            Value::String(text) => Cow::Borrowed(text.as_str()),
            other => Cow::Owned(other.to_string()),
        });
        inside.or_else(|| self.outside.get(name).map(Cow::Borrowed))
    }

    /// The same, on its own.
    pub(crate) fn owned(&self, name: &str) -> Option<String> {
        self.text(name).map(Cow::into_owned)
    }

    /// A field as words between blanks.
    pub(crate) fn words(&self, name: &str) -> Vec<String> {
        let text = self.text(name).unwrap_or_default();
        text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
    }
}

/// JSON is compared as JSON, everything else character by character.
fn same(outside: &str, inside: &Value) -> bool {
    match inside {
        Value::String(text) => text == outside,
        other => serde_json::from_str::<Value>(outside).is_ok_and(|outside| outside == *other),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    fn fields(outside: &str, inside: Value) -> Result<Fields, &'static str> {
        Fields::with(Form::parse(outside.as_bytes()).unwrap(), inside.as_object().unwrap().clone())
    }

    #[test]
    fn inside_and_outside_complete_each_other() {
        let read = fields(
            "client_id=a&state=s&max_age=60",
            json!({"nonce": "n", "max_age": 60, "aud": "x", "state": "s"}),
        )
        .unwrap();
        let said = ["client_id", "state", "nonce", "max_age"].map(|name| read.owned(name).unwrap());
        assert_eq!(said, ["a", "s", "n", "60"]);
        assert_eq!(read.text("aud"), None, "that is about the object");
    }

    #[test]
    fn what_is_said_twice_is_said_alike() {
        for (outside, inside) in [
            ("state=s", json!({"state": "t"})),
            ("max_age=60", json!({"max_age": 61})),
            ("claims=%7B%7D", json!({"claims": {"userinfo": {}}})),
        ] {
            assert_eq!(
                fields(outside, inside).err(),
                Some("request-object-contradicts-request"),
                "{outside}"
            );
        }
        assert!(fields("claims=%7B+%22userinfo%22:%7B%7D%7D", json!({"claims": {"userinfo": {}}})).is_ok());
        assert_eq!(
            fields("", json!({"request_uri": "https://x/"})).err(),
            Some("request-object-in-request-object")
        );
    }
}
