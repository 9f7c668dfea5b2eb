//! JOSE: compact signed tokens (RFC 7515), encrypted ones (RFC 7516), and their keys (RFC 7517). Only RS256 is ever verified; other signed tokens are
//! made by hand, for those who must refuse them.

mod hand_made;
mod jwe;
mod jwe_content;
mod jwe_hand_made;
mod jwe_keys;
mod jwk;
mod jws;
mod signing;
mod strict_json;

pub use hand_made::{UnverifiedJws, hs256_jws, unsigned_jws, with_payload};
pub use jwe::{Accepted, JweRefusal, MAX_SEALED_BYTES, Opened, decrypt_jwe, decrypt_jwe_directly, encrypt_jwe, encrypt_jwe_directly};
pub use jwe_content::ContentEncryption;
pub use jwe_hand_made::{UnopenedJwe, jwe_under, jwe_with_key};
pub use jwe_keys::{DecryptionKey, KeyManagement};
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
