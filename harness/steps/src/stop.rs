//! Why a step could not be played to its end. It travels typed through cucumber's panics.

use etalon_journal::Blame;

/// What stopped a scenario.
#[derive(Clone, Debug)]
pub(crate) struct Stop {
    pub(crate) blame: Blame,
    pub(crate) what: String,
}

impl Stop {
    /// The system under test, the machine or the network.
    pub(crate) fn environment(what: impl Into<String>) -> Self {
        Self {
            blame: Blame::Environment,
            what: what.into(),
        }
    }

    /// The feature says what cannot be.
    pub(crate) fn feature(what: impl Into<String>) -> Self {
        Self {
            blame: Blame::Feature,
            what: what.into(),
        }
    }

    /// Etalon itself.
    pub(crate) fn harness(what: impl Into<String>) -> Self {
        Self {
            blame: Blame::Harness,
            what: what.into(),
        }
    }
}
