//! What a scenario can ask the certificates' authorities to do next.

use etalon_certs::{ListFlaw, OcspFlaw};
use etalon_stage::Direction;
use serde_json::{Value, json};

/// A direction for a realm's certificate authorities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PkiDirection {
    /// Neither lists nor answers nor certificates (503).
    Unavailable,
    /// A revocation list with that wrong.
    FlawedList(ListFlaw),
    /// A status answer with that wrong.
    FlawedAnswer(OcspFlaw),
}

impl PkiDirection {
    pub(crate) const UNAVAILABLE: &str = "unavailable";
    pub(crate) const FLAWED_LIST: &str = "flawed-list";
    pub(crate) const FLAWED_ANSWER: &str = "flawed-status-answer";

    /// The flaws that a list can have.
    pub(crate) const LIST_FLAWS: [ListFlaw; 3] = [ListFlaw::Stale, ListFlaw::NotYetInForce, ListFlaw::SignedByNamesake];
    /// The flaws that a status answer can have.
    pub(crate) const ANSWER_FLAWS: [OcspFlaw; 7] = [
        OcspFlaw::Stale,
        OcspFlaw::OtherNonce,
        OcspFlaw::OtherCertificate,
        OcspFlaw::Altered,
        OcspFlaw::ResponderWithoutPurpose,
        OcspFlaw::DelegatedByNamesake,
        OcspFlaw::TryLater,
    ];

    pub(crate) fn is_unavailable(&self) -> Option<()> {
        (*self == Self::Unavailable).then_some(())
    }

    pub(crate) fn list_flaw(&self) -> Option<ListFlaw> {
        match self {
            Self::FlawedList(flaw) => Some(*flaw),
            _ => None,
        }
    }

    pub(crate) fn answer_flaw(&self) -> Option<OcspFlaw> {
        match self {
            Self::FlawedAnswer(flaw) => Some(*flaw),
            _ => None,
        }
    }
}

impl Direction for PkiDirection {
    fn name(&self) -> &'static str {
        match self {
            Self::Unavailable => Self::UNAVAILABLE,
            Self::FlawedList(_) => Self::FLAWED_LIST,
            Self::FlawedAnswer(_) => Self::FLAWED_ANSWER,
        }
    }

    fn fields(&self) -> Value {
        match self {
            Self::Unavailable => json!({}),
            Self::FlawedList(flaw) => json!({"flaw": flaw}),
            Self::FlawedAnswer(flaw) => json!({"flaw": flaw}),
        }
    }
}
