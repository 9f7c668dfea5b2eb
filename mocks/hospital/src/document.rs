//! A document as the hospital knows it, and when the patient may read it. Its content is made in `content`.

use jiff::Timestamp;
use serde_json::{Value, json};

/// A document that a scenario lays down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What the scenario calls it.
    pub name: String,
    /// The hospital's own reference.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// What kind of document it is, such as `discharge-letter`.
    pub kind: String,
    /// Who wrote it.
    pub author: String,
    /// The patient's national number.
    pub patient_insz: String,
    /// When the hospital published it.
    pub published_at: Timestamp,
    /// When the patient may read it.
    pub patient_access: Rule,
    /// The attachments' file names.
    pub attachments: Vec<String>,
}

/// When a patient may read a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// At once.
    Immediate,
    /// So many days after publication.
    AfterDays(u32),
    /// Never.
    Never,
}

impl Rule {
    /// As it is published.
    #[must_use]
    pub fn published(self) -> Value {
        match self {
            Self::Immediate => json!({"rule": "immediate"}),
            Self::AfterDays(days) => json!({"rule": "after-days", "days": days}),
            Self::Never => json!({"rule": "never"}),
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Immediate => "immediate",
            Self::AfterDays(_) => "after-days",
            Self::Never => "never",
        }
    }

    /// The days to wait, where there are any.
    #[must_use]
    pub fn days(self) -> Option<u32> {
        match self {
            Self::AfterDays(days) => Some(days),
            Self::Immediate | Self::Never => None,
        }
    }
}
