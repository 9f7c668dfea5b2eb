//! The keys that the provider publishes, and whether a signature is by one of them. Certificates beside a key are not looked at.

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use serde::Deserialize;

use super::from_base64url;

/// A published key. Those of other kinds than RSA are read too, and verify nothing.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Jwk {
    kty: String,
    pub(crate) kid: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    alg: Option<String>,
    #[serde(default)]
    n: String,
    #[serde(default)]
    e: String,
}

/// All published keys, in the order published.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct KeySet {
    pub(crate) keys: Vec<Jwk>,
}

impl Jwk {
    /// Whether it is published for RS256 signatures.
    pub(crate) fn is_for_rs256(&self) -> bool {
        self.kty == "RSA"
            && self.purpose.as_deref().is_none_or(|purpose| purpose == "sig")
            && self.alg.as_deref().is_none_or(|algorithm| algorithm == "RS256")
    }

    /// Whether this is its RS256 signature; never for a modulus of less than 2048 bits (RFC 7518, 3.3).
    pub(crate) fn has_signed(&self, signed: &[u8], signature: &[u8]) -> bool {
        self.numbers().is_some_and(|(n, e)| {
            RsaPublicKeyComponents { n, e }
                .verify(&RSA_PKCS1_2048_8192_SHA256, signed, signature)
                .is_ok()
        })
    }

    /// Modulus and public exponent, big-endian.
    pub(crate) fn numbers(&self) -> Option<(Vec<u8>, Vec<u8>)> {
        Some((from_base64url(&self.n)?, from_base64url(&self.e)?))
    }
}
