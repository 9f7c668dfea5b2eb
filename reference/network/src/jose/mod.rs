//! Signed tokens (RFC 7515) and published keys (RFC 7517), read and calculated with. What is believed of them is in `policies/token.rs`.

mod key;
mod token;

pub(crate) use key::{Jwk, KeySet};
pub(crate) use token::Token;

use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// Unpadded base64url, and no other spelling.
fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// The left half of the SHA-256 of an access token, as `at_hash` says it beside RS256 (OpenID Connect Core 1.0, 3.1.3.6).
pub(crate) fn half_hash_of(access_token: &str) -> String {
    let whole = digest::digest(&digest::SHA256, access_token.as_bytes());
    URL_SAFE_NO_PAD.encode(&whole.as_ref()[..whole.as_ref().len() / 2])
}

#[cfg(test)]
mod tests {
    /// The access token and `at_hash` of OpenID Connect Core 1.0, appendix A.3.
    #[test]
    fn the_half_hash_is_that_of_the_standard() {
        assert_eq!(
            super::half_hash_of("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"),
            "77QmUPtjPfzWtF2AnpK9RQ"
        );
    }
}
