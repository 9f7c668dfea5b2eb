//! What a scenario can ask itsme to do next. When each is looked for is up to the endpoint it concerns.

use etalon_stage::Direction;
use serde_json::{Value, json};

use crate::Mode;

/// A direction for itsme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItsmeDirection {
    /// The page is skipped: this person approves in the app.
    ApproveAs {
        /// The person's id.
        person: String,
        /// How they said who they are.
        mode: Mode,
    },
    /// The person refuses in the app.
    Cancel,
    /// The person does not take out the telephone.
    TimeOut,
    /// The person types a wrong itsme code, as often as it takes.
    WrongCode,
    /// itsme is out of service.
    Unavailable,
}

impl Direction for ItsmeDirection {
    fn name(&self) -> &'static str {
        match self {
            Self::ApproveAs { .. } => "approve-as",
            Self::Cancel => "cancel",
            Self::TimeOut => "time-out",
            Self::WrongCode => "wrong-code",
            Self::Unavailable => "unavailable",
        }
    }

    fn fields(&self) -> Value {
        match self {
            Self::ApproveAs { person, mode } => json!({"person": person, "mode": mode.name()}),
            Self::Cancel | Self::TimeOut | Self::WrongCode | Self::Unavailable => json!({}),
        }
    }
}
