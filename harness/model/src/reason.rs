//! Why a health network may refuse, in our words. A profile says how its product spells them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A reason for a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The patient has not consented to the sharing of health data.
    PatientConsentMissing,
    /// The doctor has not consented.
    DoctorConsentMissing,
    /// No therapeutic link is in force between the two.
    NoTherapeuticLink,
    /// The person is not known to the network as a professional.
    NotAProfessional,
    /// The delay before the patient may read has not passed.
    NotYetAccessible,
    /// The patient may not read this at all.
    NotAccessible,
    /// There is no such thing, or its existence is not told.
    NotFound,
    /// The means of login is too weak.
    LevelTooLow,
    /// The patient is not registered with the network.
    PatientNotRegistered,
    /// The person gave the login up.
    LoginCancelled,
    /// The patient has shut this professional out.
    Excluded,
    /// This document was shut to this professional.
    Restricted,
    /// Only who drew the document up, or published it, may do this.
    NotAuthor,
    /// The document's status does not allow a release.
    NotReleasable,
    /// What came back from the login does not prove who the person is: forged, stale, for somebody else, or an error.
    LoginFailed,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 15] = [
        Self::PatientConsentMissing,
        Self::DoctorConsentMissing,
        Self::NoTherapeuticLink,
        Self::NotAProfessional,
        Self::NotYetAccessible,
        Self::NotAccessible,
        Self::NotFound,
        Self::LevelTooLow,
        Self::PatientNotRegistered,
        Self::LoginCancelled,
        Self::Excluded,
        Self::Restricted,
        Self::NotAuthor,
        Self::NotReleasable,
        Self::LoginFailed,
    ];

    /// Its spelling in features, profiles and records.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PatientConsentMissing => "patient-consent-missing",
            Self::DoctorConsentMissing => "doctor-consent-missing",
            Self::NoTherapeuticLink => "no-therapeutic-link",
            Self::NotAProfessional => "not-a-professional",
            Self::NotYetAccessible => "not-yet-accessible",
            Self::NotAccessible => "not-accessible",
            Self::NotFound => "not-found",
            Self::LevelTooLow => "level-too-low",
            Self::PatientNotRegistered => "patient-not-registered",
            Self::LoginCancelled => "login-cancelled",
            Self::Excluded => "excluded",
            Self::Restricted => "restricted",
            Self::NotAuthor => "not-author",
            Self::NotReleasable => "not-releasable",
            Self::LoginFailed => "login-failed",
        }
    }

    /// The reason spelled `text`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text)
    }
}

impl std::fmt::Display for Reason {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.as_str())
    }
}
