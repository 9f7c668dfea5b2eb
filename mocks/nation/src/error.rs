//! Why a nation does not start or a realm does not open, each with what to do about it.

use etalon_certs::{CertificateError, PoolError};
use etalon_csam::KeyError;
use etalon_stage::StageError;

/// An environment error: nothing about the system under test follows from it.
#[derive(Debug, thiserror::Error)]
pub enum NationError {
    /// The listener could not be set up, or the realm not be opened: the port, the certificate or the name.
    #[error(transparent)]
    Stage(#[from] StageError),
    /// The pool of keys cannot be used.
    #[error(transparent)]
    KeyPool(#[from] PoolError),
    /// A certificate could not be made.
    #[error("the nation's certificates could not be made: {0}; check the address it is to listen on")]
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
