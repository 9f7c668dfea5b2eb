//! What the operator's public words leave open, in one place, so that no rule comes to rest on a guess.

use jiff::SignedDuration;

use crate::{CodeParameters, SamlParameters};

/// How long a code may wait for its exchange: AM's default [G].
pub const CODE_LIFETIME: SignedDuration = SignedDuration::from_secs(120);
/// How long ID and access tokens last [G].
pub const TOKEN_LIFETIME: SignedDuration = SignedDuration::from_secs(3600);
/// How long a session lasts without being used [G].
pub const SESSION_IDLE_LIMIT: SignedDuration = SignedDuration::from_mins(30);
/// How long the login page may stay open [G].
pub const LOGIN_PAGE_LIFETIME: SignedDuration = SignedDuration::from_mins(10);
/// The level where none is asked for [G].
pub const DEFAULT_LEVEL: u16 = 100;

/// Guessed values, all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameters {
    /// See [`CODE_LIFETIME`].
    pub code_lifetime: SignedDuration,
    /// See [`TOKEN_LIFETIME`].
    pub token_lifetime: SignedDuration,
    /// See [`SESSION_IDLE_LIMIT`].
    pub session_idle_limit: SignedDuration,
    /// See [`LOGIN_PAGE_LIFETIME`].
    pub login_page_lifetime: SignedDuration,
    /// See [`DEFAULT_LEVEL`].
    pub default_level: u16,
    /// What `sub` says.
    pub subject: SubjectStrategy,
    /// The SAML side.
    pub saml: SamlParameters,
    /// Security codes, and means that were withdrawn.
    pub codes: CodeParameters,
}

/// What `sub` says. Clients have been seen to read the national number from it or from `egovNRN` [C].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SubjectStrategy {
    /// Opaque, and different for each client.
    #[default]
    Opaque,
    /// The national number.
    NationalNumber,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            code_lifetime: CODE_LIFETIME,
            token_lifetime: TOKEN_LIFETIME,
            session_idle_limit: SESSION_IDLE_LIMIT,
            login_page_lifetime: LOGIN_PAGE_LIFETIME,
            default_level: DEFAULT_LEVEL,
            subject: SubjectStrategy::default(),
            saml: SamlParameters::default(),
            codes: CodeParameters::default(),
        }
    }
}
