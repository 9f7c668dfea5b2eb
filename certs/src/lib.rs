//! Trust material, all fake and marked so: a root made afresh for every run, server and signing certificates, and the pool of RSA keys.
//! Bytes in, bytes out, save for the pool's files. TLS itself and the judging of other people's certificates live elsewhere.

mod pool;
mod pool_files;
mod recipe;
mod root;
mod server;
mod signing;

pub use pool::{KeyPool, MAX_POOL_KEYS, RsaKey};
pub use pool_files::PoolError;
pub use recipe::{CertificateError, ORGANISATION, Recipe, Validity};
pub use root::{ROOT_NAME, TestRoot};
pub use server::{ServerIdentity, SubjectName, server_certificate};
pub use signing::{SignedBy, signing_certificate};
