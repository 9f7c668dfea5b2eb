//! Private keys with their certificate, and public keys that the caller trusts. What a certificate is worth is for the caller to judge.

use std::fmt;

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use base64::{Engine, engine::general_purpose::STANDARD};
use bergshamra::{Key, KeyData, KeyUsage};

use rsa::pkcs8::DecodePrivateKey as _;

use super::{DSIG, RsaAlgorithm};
use crate::{jose::SigningKey, xml::Markup};

/// DER before the digest in a PKCS#1 1.5 signature with SHA-1 (RFC 8017, 9.2, note 1).
const SHA1_DIGEST_INFO: &[u8] = &[
    0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14,
];
/// What is signed to see whether a key and a certificate belong together.
const PROBE: &[u8] = b"one key";

/// An RSA key and the certificate that goes with it: it signs, and opens what was encrypted to it.
pub struct Credential {
    pub(super) key: Key,
    signing: SigningKey,
    pkcs8: Vec<u8>,
    certificate: Vec<u8>,
}

/// An RSA public key that counts.
#[derive(Clone)]
pub struct TrustedKey {
    pub(super) key: Key,
    spki: Vec<u8>,
}

/// Why bytes are no credential or key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an RSA {what}: {reason}")]
pub struct CredentialRefusal {
    what: &'static str,
    reason: String,
}

impl Credential {
    /// From a private key in PKCS#8 and its certificate, both DER.
    ///
    /// # Errors
    /// Either is unreadable or no RSA key, or they do not belong together.
    pub fn new(pkcs8: &[u8], certificate: &[u8]) -> Result<Self, CredentialRefusal> {
        let refused = |reason: String| CredentialRefusal {
            what: "credential",
            reason,
        };
        let signing = SigningKey::from_pkcs8(pkcs8, "").map_err(|error| refused(error.to_string()))?;
        let certified = TrustedKey::from_certificate(certificate)?;
        let data = KeyData::from_pkcs8_der(certified.key.data.algorithm(), pkcs8).map_err(|error| refused(error.to_string()))?;
        if !certified.verifies(PROBE, &signing.signature_of(PROBE), RsaAlgorithm::Sha256) {
            return Err(refused("the certificate is for another key".to_owned()));
        }
        Ok(Self {
            key: Key::new(data, KeyUsage::Any),
            signing,
            pkcs8: pkcs8.to_vec(),
            certificate: certificate.to_vec(),
        })
    }

    /// The certificate, DER.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// The public half as a key to trust.
    ///
    /// # Panics
    /// Never: the certificate was read when the credential was made.
    #[must_use]
    pub fn public(&self) -> TrustedKey {
        TrustedKey::from_certificate(&self.certificate).expect("the certificate was read before")
    }

    /// The signature of any bytes: for redirects, and for messages composed by hand.
    #[must_use]
    pub fn signature_of(&self, message: &[u8], algorithm: RsaAlgorithm) -> Vec<u8> {
        match algorithm {
            RsaAlgorithm::Sha256 => self.signing.signature_of(message),
            RsaAlgorithm::Sha384 => self.signing.signature_with(&aws_lc_rs::signature::RSA_PKCS1_SHA384, message),
            RsaAlgorithm::Sha512 => self.signing.signature_with(&aws_lc_rs::signature::RSA_PKCS1_SHA512, message),
        }
    }

    /// RSA with SHA-1, which nobody should accept. Nothing where the key cannot do it.
    pub(super) fn signature_with_sha1(&self, message: &[u8]) -> Option<Vec<u8>> {
        let key = rsa::RsaPrivateKey::from_pkcs8_der(&self.pkcs8).ok()?;
        let digest = digest(&SHA1_FOR_LEGACY_USE_ONLY, message);
        let info = [SHA1_DIGEST_INFO, digest.as_ref()].concat();
        key.sign(rsa::Pkcs1v15Sign::new_unprefixed(), &info).ok()
    }

    /// A `ds:KeyInfo` that shows the certificate.
    #[must_use]
    pub fn key_info(&self) -> Markup {
        key_info(&self.certificate)
    }
}

/// A `ds:KeyInfo` that shows a certificate, whoever's it is.
pub(crate) fn key_info(certificate: &[u8]) -> Markup {
    let shown = Markup::element("ds:X509Certificate").text(&STANDARD.encode(certificate));
    Markup::element("ds:KeyInfo")
        .namespace("ds", DSIG)
        .child(Markup::element("ds:X509Data").child(shown))
}

impl TrustedKey {
    /// The key of a certificate in DER; nothing else of it is looked at.
    ///
    /// # Errors
    /// It is no certificate, or not for an RSA key.
    pub fn from_certificate(certificate: &[u8]) -> Result<Self, CredentialRefusal> {
        let key = bergshamra::keys::loader::load_x509_cert_der(certificate);
        Self::of(key.map_err(|error| error.to_string()), "certificate")
    }

    /// A `SubjectPublicKeyInfo` in DER.
    ///
    /// # Errors
    /// It is none, or not for an RSA key.
    pub fn from_spki(spki: &[u8]) -> Result<Self, CredentialRefusal> {
        let key = bergshamra::keys::loader::load_spki_der(spki);
        Self::of(key.map_err(|error| error.to_string()), "public key")
    }

    fn of(key: Result<Key, String>, what: &'static str) -> Result<Self, CredentialRefusal> {
        let refused = |reason: &str| CredentialRefusal {
            what,
            reason: reason.to_owned(),
        };
        let key = key.map_err(|reason| refused(&reason))?;
        if key.algorithm_name() != "RSA" {
            return Err(refused(key.algorithm_name()));
        }
        let spki = key.to_spki_der().ok_or_else(|| refused("it has no public key"))?;
        // The chain would be judged by the wall clock, and by nobody's roots.
        let key = Key::new(key.data, KeyUsage::Any);
        Ok(Self { key, spki })
    }

    /// Whether `signature` is this key's over exactly those bytes.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8], algorithm: RsaAlgorithm) -> bool {
        use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, UnparsedPublicKey};
        let parameters = match algorithm {
            RsaAlgorithm::Sha256 => &RSA_PKCS1_2048_8192_SHA256,
            RsaAlgorithm::Sha384 => &RSA_PKCS1_2048_8192_SHA384,
            RsaAlgorithm::Sha512 => &RSA_PKCS1_2048_8192_SHA512,
        };
        UnparsedPublicKey::new(parameters, &self.spki).verify(message, signature).is_ok()
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential").finish_non_exhaustive()
    }
}

impl fmt::Debug for TrustedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TrustedKey").field(&STANDARD.encode(&self.spki)).finish()
    }
}
