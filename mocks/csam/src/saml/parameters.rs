//! What the operator's public words leave open about SAML, in one place: guesses, and defaults of the product behind it.

use jiff::SignedDuration;

/// How long an assertion and its bearer confirmation hold [G].
pub const ASSERTION_LIFETIME: SignedDuration = SignedDuration::from_mins(5);
/// How long before it was made an assertion begins to hold, for those whose clocks are behind: AM's default [I].
pub const ASSERTION_BACKDATED: SignedDuration = SignedDuration::from_mins(10);
/// How old a request may be, and how far in the future it may claim to be made [G].
pub const MOST_REQUEST_AGE: SignedDuration = SignedDuration::from_mins(5);

/// Values of the SAML side that nobody has told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SamlParameters {
    /// See [`ASSERTION_LIFETIME`].
    pub assertion_lifetime: SignedDuration,
    /// See [`ASSERTION_BACKDATED`].
    pub assertion_backdated: SignedDuration,
    /// See [`MOST_REQUEST_AGE`].
    pub most_request_age: SignedDuration,
}

impl Default for SamlParameters {
    fn default() -> Self {
        Self {
            assertion_lifetime: ASSERTION_LIFETIME,
            assertion_backdated: ASSERTION_BACKDATED,
            most_request_age: MOST_REQUEST_AGE,
        }
    }
}
