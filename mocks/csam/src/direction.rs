//! What a scenario can ask CSAM to do next. When each is looked for is up to the endpoint it concerns.

use etalon_stage::Direction;
use serde_json::{Value, json};

use crate::Means;

/// What the direction to carry a fault is called, whichever it is.
const FAULT: &str = "fault";

/// A direction for CSAM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CsamDirection {
    /// The login page is skipped: this person logs in with these means.
    LogInAs {
        /// The person's id.
        person: String,
        /// With what.
        means: Means,
    },
    /// `acr` and `amr` speak of this level, whatever was reached.
    AnswerLevel(u16),
    /// `acr` says exactly this.
    AnswerAcr(String),
    /// `egovNRN` is left out.
    WithoutNationalNumber,
    /// The person cancels.
    Cancel,
    /// CSAM is out of service (503).
    Unavailable,
    /// One login goes wrong in the way of that fault ([`crate::faults`]). Always for one login, also where it was asked for from now on.
    Fault(String),
}

impl Direction for CsamDirection {
    fn name(&self) -> &'static str {
        match self {
            Self::LogInAs { .. } => "log-in-as",
            Self::AnswerLevel(_) => "answer-level",
            Self::AnswerAcr(_) => "answer-acr",
            Self::WithoutNationalNumber => "without-national-number",
            Self::Cancel => "cancel",
            Self::Unavailable => "unavailable",
            Self::Fault(_) => FAULT,
        }
    }

    fn fields(&self) -> Value {
        match self {
            Self::LogInAs { person, means } => json!({"person": person, "means": means.name()}),
            Self::AnswerLevel(level) => json!({"level": level}),
            Self::AnswerAcr(acr) => json!({"acr": acr}),
            Self::Fault(id) => json!({"fault": id}),
            Self::WithoutNationalNumber | Self::Cancel | Self::Unavailable => json!({}),
        }
    }
}
