//! Private keys of both kinds that Belgian certificates have, kept by role so that a certificate made twice has the same key. Two things
//! aws-lc refuses are wanted on purpose, a key that is too short and a signature over SHA-1: the `rsa` crate makes those, and nothing else.

use std::{fmt, path::Path};

use aws_lc_rs::{
    digest,
    encoding::{AsDer, PublicKeyX509Der},
    rand::SystemRandom,
    rsa::{KeyPair as RsaKeyPair, KeySize},
    signature::{ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256},
};
use rsa::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, EncodePublicKey as _};
use serde::{Deserialize, Serialize};

use crate::{CertificateError, PoolError, der, parts::key_bits, pool_files::PoolFiles};

const FOLDER: &str = "certificate-keys";
const MAX_ROLE_CHARS: usize = 60;
const WEAK_BITS: usize = 1024;

/// The kinds of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyKind {
    /// As on cards up to applet 1.7, and in eHealth certificates for years.
    Rsa2048,
    /// As on cards with applet 1.8, and in the newest eHealth certificates.
    P384,
    /// Too short to be accepted anywhere: only for the recipe that says so.
    Rsa1024,
}

/// What a signature is made over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Digest {
    /// SHA-256 for RSA, SHA-384 for P-384.
    #[default]
    OfKind,
    /// SHA-1, broken. RSA only.
    Sha1,
}

/// A private key that can sign. `Debug` keeps it to itself.
#[derive(Clone, PartialEq, Eq)]
pub struct PrivateKey {
    kind: KeyKind,
    pkcs8: Vec<u8>,
    public_key: Vec<u8>,
}

/// The keys of one data folder, by role. Any number of processes may use one folder: all see the same keys.
#[derive(Debug)]
pub struct KeyRing {
    files: PoolFiles,
}

impl KeyRing {
    /// Opens the ring in `data_folder`; creates what is missing, readable by the owner only.
    pub fn open(data_folder: &Path) -> Result<Self, PoolError> {
        Ok(Self {
            files: PoolFiles::open(data_folder, FOLDER)?,
        })
    }

    /// The key for `role` (lower-case letters, digits and hyphens); made now if there is none, which takes RSA a fraction of a second.
    pub fn key(&self, kind: KeyKind, role: &str) -> Result<PrivateKey, PoolError> {
        let fits = |role: &str| role.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if role.is_empty() || role.len() > MAX_ROLE_CHARS || !fits(role) {
            return Err(PoolError::Role(role.to_owned()));
        }
        let name = format!("{role}.{}.pk8", kind.short());
        let kept = self.files.read_or_make(&name, || kind.generate().ok_or(PoolError::NoKeyMade))?;
        PrivateKey::from_pkcs8(kind, kept).ok_or_else(|| PoolError::Corrupt {
            path: self.files.path(&name),
            reason: format!("no {} key", kind.short()),
        })
    }
}

impl KeyKind {
    /// In file names and addresses: `rsa-2048`, `p-384`.
    #[must_use]
    pub fn short(self) -> &'static str {
        match self {
            Self::Rsa2048 => "rsa-2048",
            Self::P384 => "p-384",
            Self::Rsa1024 => "rsa-1024",
        }
    }

    fn generate(self) -> Option<Vec<u8>> {
        match self {
            Self::Rsa2048 => {
                let pair = RsaKeyPair::generate(KeySize::Rsa2048).and_then(|pair| pair.as_der());
                pair.ok().map(|der| der.as_ref().to_vec())
            }
            Self::P384 => {
                let pair = EcdsaKeyPair::generate_pkcs8(&ECDSA_P384_SHA384_ASN1_SIGNING, &SystemRandom::new());
                pair.ok().map(|der| der.as_ref().to_vec())
            }
            Self::Rsa1024 => {
                let key = rsa::RsaPrivateKey::new(&mut rsa::rand_core::OsRng, WEAK_BITS).ok()?;
                key.to_pkcs8_der().ok().map(|der| der.as_bytes().to_vec())
            }
        }
    }
}

impl PrivateKey {
    /// A new key that is kept nowhere.
    pub fn fresh(kind: KeyKind) -> Result<Self, CertificateError> {
        let made = kind.generate().ok_or(CertificateError::NoRandomness)?;
        Self::from_pkcs8(kind, made).ok_or(CertificateError::NoSignature)
    }

    /// Reads PKCS#8; nothing where it is no key of that kind.
    #[must_use]
    pub fn from_pkcs8(kind: KeyKind, pkcs8: Vec<u8>) -> Option<Self> {
        let public_key = match kind {
            KeyKind::Rsa2048 => {
                let pair = RsaKeyPair::from_pkcs8(&pkcs8).ok()?;
                let fits = pair.public_modulus_len() == KeySize::Rsa2048.len();
                AsDer::<PublicKeyX509Der>::as_der(pair.public_key())
                    .ok()
                    .filter(|_| fits)?
                    .as_ref()
                    .to_vec()
            }
            KeyKind::P384 => {
                let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P384_SHA384_ASN1_SIGNING, &pkcs8).ok()?;
                AsDer::<PublicKeyX509Der>::as_der(pair.public_key()).ok()?.as_ref().to_vec()
            }
            KeyKind::Rsa1024 => {
                let key = rsa::RsaPrivateKey::from_pkcs8_der(&pkcs8).ok()?;
                key.to_public_key().to_public_key_der().ok()?.as_bytes().to_vec()
            }
        };
        Some(Self { kind, pkcs8, public_key })
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The private key, PKCS#8 DER.
    #[must_use]
    pub fn pkcs8_der(&self) -> &[u8] {
        &self.pkcs8
    }

    /// The public key with its algorithm (SubjectPublicKeyInfo), DER.
    #[must_use]
    pub fn public_key_der(&self) -> &[u8] {
        &self.public_key
    }

    /// SHA-1 of the key's bits: the usual key identifier (RFC 5280, 4.2.1.2), where SHA-1 protects nothing.
    #[must_use]
    pub fn identifier(&self) -> Vec<u8> {
        sha1(&key_bits(&self.public_key))
    }

    /// Algorithm identifier and signature.
    pub(crate) fn sign(&self, message: &[u8], digest: Digest) -> Result<(Vec<u8>, Vec<u8>), CertificateError> {
        const NULL: &[u8] = &[5, 0];
        let refused = |_| CertificateError::NoSignature;
        Ok(match (self.kind, digest) {
            (KeyKind::P384, _) => {
                let pair =
                    EcdsaKeyPair::from_pkcs8(&ECDSA_P384_SHA384_ASN1_SIGNING, &self.pkcs8).map_err(|_| CertificateError::NoSignature)?;
                let signature = pair.sign(&SystemRandom::new(), message).map_err(refused)?;
                (der::sequence(&[&der::known_oid(ECDSA_WITH_SHA384)]), signature.as_ref().to_vec())
            }
            (KeyKind::Rsa2048, Digest::OfKind) => {
                let pair = RsaKeyPair::from_pkcs8(&self.pkcs8).map_err(|_| CertificateError::NoSignature)?;
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
                    .map_err(refused)?;
                (der::sequence(&[&der::known_oid(RSA_WITH_SHA256), NULL]), signature)
            }
            (KeyKind::Rsa2048, Digest::Sha1) => (
                der::sequence(&[&der::known_oid(RSA_WITH_SHA1), NULL]),
                self.sign_digest(SHA1_DIGEST_INFO, &sha1(message))?,
            ),
            (KeyKind::Rsa1024, _) => (
                der::sequence(&[&der::known_oid(RSA_WITH_SHA256), NULL]),
                self.sign_digest(SHA256_DIGEST_INFO, digest::digest(&digest::SHA256, message).as_ref())?,
            ),
        })
    }

    fn sign_digest(&self, digest_info: &[u8], digest: &[u8]) -> Result<Vec<u8>, CertificateError> {
        let key = rsa::RsaPrivateKey::from_pkcs8_der(&self.pkcs8).map_err(|_| CertificateError::NoSignature)?;
        key.sign(rsa::Pkcs1v15Sign::new_unprefixed(), &[digest_info, digest].concat())
            .map_err(|_| CertificateError::NoSignature)
    }
}

const ECDSA_WITH_SHA384: &str = "1.2.840.10045.4.3.3";
const RSA_WITH_SHA256: &str = "1.2.840.113549.1.1.11";
const RSA_WITH_SHA1: &str = "1.2.840.113549.1.1.5";
/// What stands before the digest in a PKCS#1 signature (RFC 8017, 9.2, note 1).
const SHA1_DIGEST_INFO: &[u8] = b"\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14";
const SHA256_DIGEST_INFO: &[u8] = b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20";

pub(crate) fn sha1(bytes: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, bytes).as_ref().to_vec()
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateKey").field("kind", &self.kind).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_key_stays_with_its_role_and_keeps_to_itself() {
        let folder = tempfile::tempdir().unwrap();
        let ring = KeyRing::open(folder.path()).unwrap();
        let key = ring.key(KeyKind::P384, "citizen-ca").unwrap();
        assert_eq!(KeyRing::open(folder.path()).unwrap().key(KeyKind::P384, "citizen-ca").unwrap(), key);
        assert_ne!(ring.key(KeyKind::P384, "foreigner-ca").unwrap(), key);
        assert_ne!(ring.key(KeyKind::Rsa2048, "citizen-ca").unwrap().kind(), key.kind());
        assert_eq!(format!("{key:?}"), "PrivateKey { kind: P384, .. }");
        for role in ["", "../x", "A", "a/b", &"a".repeat(61)] {
            assert!(matches!(ring.key(KeyKind::P384, role), Err(PoolError::Role(_))), "{role}");
        }
    }

    #[test]
    fn a_file_with_a_key_of_another_kind_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let ring = KeyRing::open(folder.path()).unwrap();
        ring.key(KeyKind::P384, "a").unwrap();
        let kept = folder.path().join(FOLDER);
        std::fs::copy(kept.join("a.p-384.pk8"), kept.join("b.rsa-2048.pk8")).unwrap();
        assert!(matches!(ring.key(KeyKind::Rsa2048, "b"), Err(PoolError::Corrupt { .. })));
    }
}
