//! Encrypted tokens composed by hand, right or hostile, and taken apart without opening them. Nothing here is proof of anything.

use serde_json::{Map, Value};

use super::{
    ContentEncryption, JweRefusal, Jwk, KeyManagement, MAX_SEALED_BYTES, base64url, from_base64url,
    jwe::{random, sealed},
    jwe_keys::wrap,
    strict_json,
};

/// The parts of a compact encrypted token as they were sent. Nobody opened them: use [`super::decrypt_jwe`] for that.
#[derive(Debug, Clone, PartialEq)]
pub struct UnopenedJwe {
    /// The header.
    pub header: Map<String, Value>,
    /// The key of the content, wrapped; empty where both sides share it.
    pub encrypted_key: Vec<u8>,
    /// The initialisation vector.
    pub iv: Vec<u8>,
    /// The content.
    pub ciphertext: Vec<u8>,
    /// The authentication tag; over the header as it was sent.
    pub tag: Vec<u8>,
}

impl UnopenedJwe {
    /// Takes a token apart. Nothing where it is none: not five parts of base64url, or a header that is no JSON object.
    #[must_use]
    pub fn parse(compact: &str) -> Option<Self> {
        if compact.len() > MAX_SEALED_BYTES {
            return None;
        }
        let parts: Vec<&str> = compact.split('.').collect();
        let &[header, encrypted_key, iv, ciphertext, tag] = parts.as_slice() else {
            return None;
        };
        Some(Self {
            header: strict_json::object(&from_base64url(header)?).ok()?,
            encrypted_key: from_base64url(encrypted_key)?,
            iv: from_base64url(iv)?,
            ciphertext: from_base64url(ciphertext)?,
            tag: from_base64url(tag)?,
        })
    }

    /// The parts as a token again, whatever became of them.
    #[must_use]
    pub fn compact(&self) -> String {
        let header = base64url(Value::Object(self.header.clone()).to_string().as_bytes());
        let [encrypted_key, iv, ciphertext, tag] = [&self.encrypted_key, &self.iv, &self.ciphertext, &self.tag].map(|part| base64url(part));
        format!("{header}.{encrypted_key}.{iv}.{ciphertext}.{tag}")
    }
}

/// A token over exactly this header, which may lie: the content's key is wrapped for `recipient` by `alg`, and the content encrypted by `enc`, whatever
/// the header claims.
///
/// # Errors
/// `alg` wraps no key, or the key is unfit.
pub fn jwe_under(
    header: &Value,
    recipient: &Jwk,
    alg: KeyManagement,
    enc: ContentEncryption,
    plaintext: &[u8],
) -> Result<String, JweRefusal> {
    let key = random(enc.key_bytes());
    Ok(sealed(header, &wrap(recipient, alg, &key)?, enc, &key, plaintext))
}

/// The same with a content's key that the caller chose, and whatever is to stand in the place of the wrapped one.
///
/// # Errors
/// The key has another length than `enc` wants.
pub fn jwe_with_key(
    header: &Value,
    content_key: &[u8],
    encrypted_key: &[u8],
    enc: ContentEncryption,
    plaintext: &[u8],
) -> Result<String, JweRefusal> {
    if content_key.len() != enc.key_bytes() {
        return Err(JweRefusal::UnfitKey("it has another length than the content encryption wants"));
    }
    Ok(sealed(header, encrypted_key, enc, content_key, plaintext))
}
