//! Public RSA keys as JSON (RFC 7517), alone and in sets. Certificates in `x5c` are carried, not judged.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use super::base64url;

/// A public RSA key. Other members of a key read from elsewhere are dropped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwk {
    /// Key type; only `RSA` is ever used.
    pub kty: String,
    /// The key's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// What the key is for; `sig` for signatures.
    #[serde(default, rename = "use", skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// The one algorithm the key is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alg: Option<String>,
    /// Modulus, base64url.
    #[serde(default)]
    pub n: String,
    /// Public exponent, base64url.
    #[serde(default)]
    pub e: String,
    /// Certificate chain: DER in ordinary base64 (not base64url: RFC 7517, 4.7), own certificate first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub x5c: Vec<String>,
}

/// A published set of keys.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JwkSet {
    /// The keys, in the order published.
    pub keys: Vec<Jwk>,
}

impl Jwk {
    /// The JWK of an RS256 signing key; modulus and exponent big-endian, without leading zeros.
    #[must_use]
    pub fn rsa(kid: &str, modulus: &[u8], exponent: &[u8], chain: &[impl AsRef<[u8]>]) -> Self {
        Self {
            kty: "RSA".to_owned(),
            kid: Some(kid.to_owned()),
            purpose: Some("sig".to_owned()),
            alg: Some("RS256".to_owned()),
            n: base64url(modulus),
            e: base64url(exponent),
            x5c: chain.iter().map(|certificate| STANDARD.encode(certificate)).collect(),
        }
    }
}

impl JwkSet {
    /// The one key of that name; nothing if there is none, or more than one.
    #[must_use]
    pub fn find(&self, kid: &str) -> Option<&Jwk> {
        let mut named = self.keys.iter().filter(|key| key.kid.as_deref() == Some(kid));
        named.next().filter(|_| named.next().is_none())
    }
}
