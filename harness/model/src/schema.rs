//! The forms of profiles and of known deviations as JSON Schema, for editors. What only the catalogue knows is not in them.

use schemars::schema_for;
use serde_json::{Value, json};

use crate::{Deviations, Intent, Profile};

/// Names that triggers of one intent go by: the roles, and `any`.
const ROLES: [&str; 4] = ["any", "patient", "professional", "office"];

/// The form of `profile.toml`.
#[must_use]
pub fn profile_schema() -> Value {
    let mut schema = schema_for!(Profile).to_value();
    if let Some(intents) = schema.pointer_mut("/properties/intents").and_then(Value::as_object_mut) {
        intents.insert("propertyNames".to_owned(), json!({ "enum": Intent::NAMES }));
        if let Some(by_role) = intents.get_mut("additionalProperties").and_then(Value::as_object_mut) {
            by_role.insert("propertyNames".to_owned(), json!({ "enum": ROLES }));
        }
    }
    schema
}

/// The form of `deviations.toml`.
#[must_use]
pub fn deviations_schema() -> Value {
    schema_for!(Deviations).to_value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schemas_know_every_intent_and_refuse_what_the_form_does_not_know() {
        let profile = profile_schema();
        let names = profile.pointer("/properties/intents/propertyNames/enum").and_then(Value::as_array);
        assert_eq!(names.map(Vec::len), Some(Intent::NAMES.len()));
        let roles = profile.pointer("/properties/intents/additionalProperties/propertyNames/enum");
        assert_eq!(roles, Some(&json!(ROLES)));
        assert_eq!(profile["additionalProperties"], false);
        for (place, required) in [
            (
                "/required",
                json!(["format", "name", "title", "kind", "capabilities", "isolation", "clock", "start"]),
            ),
            ("/$defs/Ready/required", json!(["url"])),
        ] {
            assert_eq!(profile.pointer(place), Some(&required), "{place}");
        }
        let deviations = deviations_schema();
        let required = deviations.pointer("/$defs/Deviation/required");
        assert_eq!(required, Some(&json!(["requirement", "reason", "owner", "expires"])));
        assert_eq!(
            deviations.pointer("/$defs/Deviation/properties/expires/format"),
            Some(&json!("date"))
        );
    }
}
