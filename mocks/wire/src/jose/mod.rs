//! JOSE: compact signed tokens (RFC 7515) with RS256, and the keys they are checked with (RFC 7517). No encryption here, no algorithm but RS256.

mod jwk;
mod jws;
mod signing;
mod strict_json;

pub use jwk::{Jwk, JwkSet};
pub use jws::{Claims, JwsRefusal, MAX_TOKEN_BYTES, verify_jws, verify_jws_with};
pub use signing::{KeyRefusal, SigningKey};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// Base64url without padding (RFC 7515, 2).
#[must_use]
pub fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The bytes behind unpadded base64url. Nothing for any other spelling: padding, blanks, the other alphabet, stray trailing bits.
#[must_use]
pub fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}
