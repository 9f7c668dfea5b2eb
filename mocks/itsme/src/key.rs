//! The two keys of a party that speaks sealed tokens: the one that signs, and the one that opens. itsme has such a pair, and so has a relying party.

use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use etalon_certs::RsaKey;
use etalon_wire::{DecryptionKey, Jwk, JwkSet, KeyRefusal, SigningKey, base64url};
use serde_json::json;

/// A key that signs and a key that opens. Cloning shares them.
#[derive(Clone, Debug)]
pub struct ItsmeKey {
    signing: Arc<SigningKey>,
    opening: Arc<DecryptionKey>,
}

impl ItsmeKey {
    /// The keys' names are drawn from their public halves, so that they are the same in every run.
    ///
    /// # Errors
    /// One of them is no RSA key.
    pub fn new(signing: &RsaKey, opening: &RsaKey) -> Result<Self, KeyRefusal> {
        let named = |unnamed: &Jwk, purpose: &str| format!("{purpose}-{}", thumbprint(unnamed));
        let no_chain: [&[u8]; 0] = [];
        let sign = named(&SigningKey::from_pkcs8(signing.pkcs8_der(), "")?.jwk(&no_chain), "s");
        let open = named(&DecryptionKey::from_pkcs8(opening.pkcs8_der(), "")?.jwk(), "e");
        Ok(Self {
            signing: Arc::new(SigningKey::from_pkcs8(signing.pkcs8_der(), sign)?),
            opening: Arc::new(DecryptionKey::from_pkcs8(opening.pkcs8_der(), open)?),
        })
    }

    /// The key that signs.
    #[must_use]
    pub fn signing(&self) -> &Arc<SigningKey> {
        &self.signing
    }

    /// The key that opens what was sealed for it.
    #[must_use]
    pub fn opening(&self) -> &Arc<DecryptionKey> {
        &self.opening
    }

    /// The public halves, as they are published.
    #[must_use]
    pub fn published(&self) -> JwkSet {
        let no_chain: [&[u8]; 0] = [];
        JwkSet {
            keys: vec![self.signing.jwk(&no_chain), self.opening.jwk()],
        }
    }
}

/// RFC 7638: the digest of the required members in lexicographic order.
fn thumbprint(jwk: &Jwk) -> String {
    let required = json!({"e": jwk.e, "kty": jwk.kty, "n": jwk.n}).to_string();
    base64url(digest(&SHA256, required.as_bytes()).as_ref())
}
