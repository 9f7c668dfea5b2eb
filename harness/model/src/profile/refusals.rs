//! How refusals look, and how crashes do, so that the one is never taken for the other.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Reason;

/// How refusals and other answers look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Refusals {
    /// CSS selector of what only a refusal shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selector: Option<String>,
    /// HTTP statuses that only a refusal has, whatever the page shows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<u16>,
    /// Attribute of that element that says why, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason_attribute: Option<String>,
    /// The product's reasons, each with ours.
    pub reasons: BTreeMap<String, Reason>,
    /// CSS selector of what the product shows when a source does not answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unavailable: Option<String>,
    /// The log in which the product says why it refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<RefusalLog>,
    /// How a crash looks, beside every status of 500 or more that is neither a refusal nor `unavailable`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crash: Option<Crash>,
}

/// A log that says why the product refused: a sign from outside the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RefusalLog {
    /// The file, one of `log-files` of `[start]`; or `stdout` or `stderr`.
    pub file: String,
    /// A text that stands in the line, with our reason. Where several fit, the longest counts.
    pub reasons: BTreeMap<String, Reason>,
}

/// How a crash looks. It counts before anything that would make the page a refusal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Crash {
    /// CSS selector of what only a crash shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selector: Option<String>,
    /// HTTP statuses that only a crash has.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<u16>,
}

impl RefusalLog {
    /// Our reason for what `line` says.
    #[must_use]
    pub fn reason_in(&self, line: &str) -> Option<Reason> {
        let fitting = self.reasons.iter().filter(|(text, _)| line.contains(text.as_str()));
        fitting.max_by_key(|(text, _)| text.len()).map(|(_, reason)| *reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_text_that_stands_in_a_line_gives_the_reason() {
        let log = RefusalLog {
            file: "error.log".to_owned(),
            reasons: BTreeMap::from([
                ("oidc_proto_validate".to_owned(), Reason::LoginFailed),
                ("oidc_proto_validate_level".to_owned(), Reason::LevelTooLow),
            ]),
        };
        assert_eq!(
            log.reason_in("[error] oidc_proto_validate_level: too low"),
            Some(Reason::LevelTooLow)
        );
        assert_eq!(log.reason_in("[error] oidc_proto_validate_exp: over"), Some(Reason::LoginFailed));
        assert_eq!(log.reason_in("[notice] resuming normal operations"), None);
    }
}
