//! Tokens as itsme hands them out: signed, then sealed for the relying party; with its key where it has one, with its secret where it has that.

use aws_lc_rs::digest::{SHA256, digest};
use etalon_wire::{ContentEncryption, KeyManagement, encrypt_jwe, encrypt_jwe_directly, hs256_jws};
use serde_json::{Map, Value, json};

use crate::{Authentication, Client, InnerSignature, desk::Desk, party_keys::sealing_key};

/// What is inside is a token itself (RFC 7519, 5.2).
const JWT: Option<&str> = Some("JWT");

impl Desk {
    /// A token with these claims that only `client` can read.
    pub(crate) async fn seal_for(&self, client: &Client, claims: Map<String, Value>) -> Result<String, &'static str> {
        let claims = Value::Object(claims);
        let signing = self.itsme.keys.signing();
        match &client.authentication {
            Authentication::PrivateKeyJwt(_) => {
                let keys = self.keys_of(client).await?;
                let recipient = sealing_key(&keys).ok_or("party-keys-incomplete")?;
                let alg = recipient
                    .alg
                    .as_deref()
                    .and_then(KeyManagement::named)
                    .unwrap_or(KeyManagement::RsaOaep256);
                let inner = signing.sign_jws(&signing.header(), &claims);
                encrypt_jwe(recipient, alg, ContentEncryption::A128CbcHs256, JWT, inner.as_bytes()).map_err(|_| "party-key-unfit")
            }
            Authentication::Secret { secret, inner } => {
                let inner = match inner {
                    InnerSignature::Rs256 => signing.sign_jws(&signing.header(), &claims),
                    InnerSignature::Hs256 => hs256_jws(&json!({"alg": "HS256", "typ": "JWT"}), &claims, secret.as_bytes()),
                };
                let shared = shared_key(secret);
                encrypt_jwe_directly(&shared, ContentEncryption::A256Gcm, JWT, inner.as_bytes()).map_err(|_| "party-key-unfit")
            }
        }
    }
}

/// The content's key that a secret stands for: the left of its digest, as long as the algorithm wants (OpenID Connect Core, 10.2).
fn shared_key(secret: &str) -> Vec<u8> {
    let digest = digest(&SHA256, secret.as_bytes());
    digest.as_ref()[..ContentEncryption::A256Gcm.key_bytes()].to_vec()
}
