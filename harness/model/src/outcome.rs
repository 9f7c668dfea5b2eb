//! What an actor saw after wanting something.

use std::collections::BTreeMap;

use etalon_journal::Silence;
use serde::{Deserialize, Serialize};

use crate::Reason;

/// What came of an intent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Outcome {
    /// It was done.
    Done {
        /// What the trigger was told to take from the pages, by name.
        #[serde(default)]
        shown: BTreeMap<String, Vec<String>>,
    },
    /// It was refused, in the way in which the product shows refusals.
    Refused {
        /// The reason in our words, where the product shows one that the profile knows.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        reason: Option<Reason>,
        /// What the product showed.
        shown: String,
    },
    /// A login was demanded first.
    LoginDemanded {},
    /// The product said in its own words that something it needs does not answer.
    SourceUnavailable {
        /// What it showed.
        shown: String,
    },
    /// It broke: an HTTP status of 500 or more that the profile does not know as an ordinary answer.
    Crashed {
        /// The status.
        status: u16,
    },
    /// No answer came.
    NoAnswer {
        /// In which way.
        how: Silence,
        /// Which request stayed without answer.
        detail: String,
    },
    /// The pages were not what the profile says: the profile or the product changed.
    Unrecognised {
        /// What was looked for and what was there.
        why: String,
    },
}

impl Outcome {
    /// One word for tables.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Done { .. } => "done",
            Self::Refused { .. } => "refused",
            Self::LoginDemanded {} => "login-demanded",
            Self::SourceUnavailable { .. } => "source-unavailable",
            Self::Crashed { .. } => "crashed",
            Self::NoAnswer { .. } => "no-answer",
            Self::Unrecognised { .. } => "unrecognised",
        }
    }

    /// A sentence about it, for people.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::Done { .. } => "it was done".to_owned(),
            Self::Refused { reason: Some(reason), .. } => format!("it was refused because `{reason}`"),
            Self::Refused { reason: None, shown } => format!("it was refused with the words “{shown}”"),
            Self::LoginDemanded {} => "a login was demanded".to_owned(),
            Self::SourceUnavailable { shown } => format!("the system said that a source does not answer: “{shown}”"),
            Self::Crashed { status } => format!("the system crashed: HTTP status {status}"),
            Self::NoAnswer { how, detail } => format!("no answer came ({how:?}): {detail}"),
            Self::Unrecognised { why } => format!("the page is not what the profile says: {why}"),
        }
    }
}
