//! What a scenario can ask a hospital to do next.

use etalon_stage::Direction;
use serde_json::{Value, json};

/// A direction for a hospital's repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HospitalDirection {
    /// It is out of service (503).
    Down,
    /// It takes the request and does not answer.
    Silent,
    /// It answers as it should, but later than a client should wait; see [`crate::SLOW_ANSWER`].
    Slow,
    /// It announces the whole answer, sends half of it, and closes the connection.
    Truncated,
    /// It hands over another document of the same patient.
    WrongDocument,
    /// It hands over a document of another patient.
    WrongPatient,
}

impl HospitalDirection {
    /// Every direction.
    pub const ALL: [Self; 6] = [
        Self::Down,
        Self::Silent,
        Self::Slow,
        Self::Truncated,
        Self::WrongDocument,
        Self::WrongPatient,
    ];

    /// As journals spell it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Down => "down",
            Self::Silent => "silent",
            Self::Slow => "slow",
            Self::Truncated => "truncated",
            Self::WrongDocument => "wrong-document",
            Self::WrongPatient => "wrong-patient",
        }
    }
}

/// A direction, and which of the realm's institutions it is for.
#[derive(Clone)]
pub(crate) struct Directed {
    pub(crate) direction: HospitalDirection,
    pub(crate) publisher: &'static str,
}

impl Direction for Directed {
    fn name(&self) -> &'static str {
        self.direction.as_str()
    }

    fn fields(&self) -> Value {
        json!({"publisher": self.publisher})
    }
}
