//! Trust material, all fake and marked so: roots, authorities, certificates upright and flawed, revocation lists, status answers, keystores.
//! Bytes in, bytes out, save for the files of keys. TLS itself and the judging of other people's certificates live elsewhere.

mod authority;
mod authority_name;
mod change;
mod content;
mod der;
mod hierarchy;
mod holder;
mod kept_root;
mod keys;
mod keystore;
mod lint;
mod make;
mod material;
mod name;
mod ocsp;
mod parts;
mod pem;
mod pieces;
mod pool;
mod pool_files;
mod recipe;
mod revocation;
mod root;
mod server;
mod shape;
mod signing;
mod standing;

pub use authority::{Addresses, Authority};
pub use authority_name::{AUTHORITY_ORGANISATION, AuthorityFlaw, AuthorityName};
pub use change::{
    Altered, ChainFlaw, Change, Claimed, Foreign, ListFlaw, OcspFlaw, Piece, SerialFlaw, Signer, SubjectFlaw, Unknown, WeakDigest,
};
pub use content::{COMMENT, KeyUsage, Purpose, QualifiedStatement};
pub use hierarchy::Hierarchy;
pub use holder::Holder;
pub use kept_root::{KeptRoot, KeptRootError};
pub use keys::{KeyKind, KeyRing, PrivateKey};
pub use keystore::Protection;
pub use lint::lint;
pub use material::{Encryption, Material, RevocationList};
pub use name::{Attribute, Name};
pub use ocsp::{MAX_OCSP_CERTIFICATES, MAX_OCSP_REQUEST_BYTES, OcspRefusal, OcspRequest, OcspResponder, Status};
pub use parts::CertificateParts;
pub use pem::to_pem;
pub use pool::{KeyPool, MAX_POOL_KEYS, RsaKey};
pub use pool_files::PoolError;
pub use recipe::{HolderKind, Noticed, Reaction, Recipe, Upright, Words};
pub use revocation::{Reason, Revocation};
pub use root::{ROOT_NAME, TestRoot};
pub use server::{ServerIdentity, SubjectName, server_certificate};
pub use shape::{CertificateError, ORGANISATION, Validity};
pub use signing::{SignedBy, signing_certificate};
