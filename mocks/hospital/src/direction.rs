//! What a scenario can ask the hospital to do next.

use etalon_stage::Direction;
use serde_json::{Value, json};

/// A direction for the hospital.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HospitalDirection {
    /// It is out of service (503).
    Down,
    /// It takes the request and does not answer.
    Silent,
    /// It hands over another document than the one asked for.
    WrongDocument,
}

impl Direction for HospitalDirection {
    fn name(&self) -> &'static str {
        match self {
            Self::Down => "down",
            Self::Silent => "silent",
            Self::WrongDocument => "wrong-document",
        }
    }

    fn fields(&self) -> Value {
        json!({})
    }
}
