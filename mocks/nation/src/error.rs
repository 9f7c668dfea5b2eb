//! Why a nation does not start or a realm does not open, each with what to do about it.

use etalon_certs::{CertificateError, KeptRootError, PoolError};
use etalon_csam::KeyError;
use etalon_people::CastRefusal;
use etalon_stage::StageError;

use crate::{keeping::KeepError, pki::PkiError};

/// An environment error: nothing about the system under test follows from it.
#[derive(Debug, thiserror::Error)]
pub enum NationError {
    /// The listener could not be set up, or the realm not be opened: the port, the certificate or the name.
    #[error(transparent)]
    Stage(#[from] StageError),
    /// The pool of keys cannot be used.
    #[error(transparent)]
    KeyPool(#[from] PoolError),
    /// The root that stays cannot be used.
    #[error(transparent)]
    KeptRoot(#[from] KeptRootError),
    /// What lasts of a realm cannot be kept, or what was kept not be read.
    #[error(transparent)]
    Keep(#[from] KeepError),
    /// A realm's certificate authorities cannot be founded.
    #[error(transparent)]
    Pki(#[from] PkiError),
    /// A person of that name cannot live in the realm.
    #[error(transparent)]
    Newcomer(#[from] CastRefusal),
    /// The token of the control API is no token.
    #[error("the token of the control API needs at least 16 letters, digits or signs without blanks; leave it out to have one drawn")]
    Token,
    /// The machine gives no random bytes.
    #[error("the operating system gave no random bytes")]
    NoRandomness,
    /// A certificate could not be made.
    #[error("the nation's certificates could not be made: {0}; check the address it is to listen on and the name it is to be called by")]
    Certificate(#[from] CertificateError),
    /// A signing key could not be used.
    #[error("a signing key of the pool cannot be used: {0}; delete the pool's folder, and new keys are made")]
    SigningKey(#[from] KeyError),
    /// The client for outgoing calls could not be made.
    #[error("the nation cannot make outgoing calls: {0}")]
    Outgoing(String),
    /// A task that prepares keys did not come back.
    #[error("the keys were not prepared: {0}; start again")]
    Interrupted(#[from] tokio::task::JoinError),
}
