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
    /// The national number of the professional who drew it up, where the hospital tells it.
    pub author_insz: Option<String>,
    /// The title of the institution that keeps it. Whoever lays it down puts its own name here.
    pub publisher: String,
    /// The patient's number, INSZ or BIS: it is published as it is.
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
    /// Once an attending physician has released it.
    Releasable,
}

impl Rule {
    /// As it is published.
    #[must_use]
    pub fn published(self) -> Value {
        match self {
            Self::AfterDays(days) => json!({"rule": self.name(), "days": days}),
            Self::Immediate | Self::Never | Self::Releasable => json!({"rule": self.name()}),
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Immediate => "immediate",
            Self::AfterDays(_) => "after-days",
            Self::Never => "never",
            Self::Releasable => "releasable",
        }
    }

    /// The days to wait, where there are any.
    #[must_use]
    pub fn days(self) -> Option<u32> {
        match self {
            Self::AfterDays(days) => Some(days),
            Self::Immediate | Self::Never | Self::Releasable => None,
        }
    }
}
