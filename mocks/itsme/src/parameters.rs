//! Every number and choice of itsme in one place: what the operator states [F], and what its words leave open [G], so that no rule comes to rest on a guess.

use std::time::Duration;

use jiff::SignedDuration;

/// How long a code may wait for its exchange [F].
pub const CODE_LIFETIME: SignedDuration = SignedDuration::from_mins(3);
/// How long access tokens last [F].
pub const TOKEN_LIFETIME: SignedDuration = SignedDuration::from_secs(3600);
/// How long ID tokens last [F].
pub const ID_TOKEN_LIFETIME: SignedDuration = SignedDuration::from_secs(300);
/// How long the app waits for its person [G].
pub const APPROVAL_LIFETIME: SignedDuration = SignedDuration::from_mins(3);
/// How often the itsme code may be typed wrongly in one login [G].
pub const WRONG_CODES: u32 = 3;
/// The least time for which a relying party's keys are remembered [F].
pub const KEYS_LEAST: SignedDuration = SignedDuration::from_mins(30);
/// The most [F].
pub const KEYS_MOST: SignedDuration = SignedDuration::from_hours(24);
/// How quickly a relying party must hand over its keys [F].
pub const KEYS_WAIT: Duration = Duration::from_millis(1000);

/// What can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameters {
    /// See [`CODE_LIFETIME`].
    pub code_lifetime: SignedDuration,
    /// See [`TOKEN_LIFETIME`].
    pub token_lifetime: SignedDuration,
    /// See [`ID_TOKEN_LIFETIME`].
    pub id_token_lifetime: SignedDuration,
    /// See [`APPROVAL_LIFETIME`].
    pub approval_lifetime: SignedDuration,
    /// See [`WRONG_CODES`].
    pub wrong_codes: u32,
    /// How long keys are remembered where the relying party does not say, within [`KEYS_LEAST`] and [`KEYS_MOST`] [G].
    pub keys_unsaid: SignedDuration,
    /// Whether keys that came later than [`KEYS_WAIT`] are refused. Lateness is written down anyway; by default it is no refusal here, since a
    /// busy test machine is not the relying party's fault.
    pub late_keys_refused: bool,
    /// Whether a `request_uri` must name port 443 and no host of this machine [F]. By default it need not: relying parties under test live here.
    pub request_uri_public: bool,
    /// Whether the ID token says which `acr` was reached [G].
    pub acr_in_id_token: bool,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            code_lifetime: CODE_LIFETIME,
            token_lifetime: TOKEN_LIFETIME,
            id_token_lifetime: ID_TOKEN_LIFETIME,
            approval_lifetime: APPROVAL_LIFETIME,
            wrong_codes: WRONG_CODES,
            keys_unsaid: KEYS_LEAST,
            late_keys_refused: false,
            request_uri_public: false,
            acr_in_id_token: true,
        }
    }
}

/// How the person proves to the app who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Acr {
    /// Fingerprint or code.
    Basic,
    /// The itsme code.
    Advanced,
}

impl Acr {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Basic, Self::Advanced];

    /// As `acr_values` and tokens spell it [F].
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Basic => "http://itsme.services/v2/claim/acr_basic",
            Self::Advanced => "http://itsme.services/v2/claim/acr_advanced",
        }
    }

    /// The most constraining of those that are named; basic where none is [F].
    pub(crate) fn asked(values: &[String]) -> Self {
        let named = Self::ALL.into_iter().filter(|acr| values.iter().any(|value| value == acr.name()));
        named.max().unwrap_or(Self::Basic)
    }
}
