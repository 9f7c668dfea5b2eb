//! Random identifiers, digests and comparisons that take the same time whatever they are given.

use std::fmt::Write as _;

use aws_lc_rs::{constant_time, digest, rand};

/// 128 bits: enough that no identifier can be guessed.
const IDENTIFIER_BYTES: usize = 16;
/// 256 bits for what opens a session.
const SECRET_BYTES: usize = 32;

/// A fresh identifier for an address: 32 hexadecimal digits.
pub(crate) fn fresh_identifier() -> String {
    hexadecimal(&random::<IDENTIFIER_BYTES>())
}

/// A fresh secret for a cookie or a form: 64 hexadecimal digits.
pub(crate) fn fresh_secret() -> String {
    hexadecimal(&random::<SECRET_BYTES>())
}

/// Whether this could be one of our secrets.
pub(crate) fn is_like_a_secret(text: &str) -> bool {
    text.len() == SECRET_BYTES * 2 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// What is stored in place of a secret.
pub(crate) fn digest_of(secret: &str) -> String {
    digest_of_bytes(secret.as_bytes())
}

/// SHA-256, as 64 hexadecimal digits.
pub(crate) fn digest_of_bytes(bytes: &[u8]) -> String {
    hexadecimal(digest::digest(&digest::SHA256, bytes).as_ref())
}

/// Whether two secrets are equal; the digests hide their lengths.
pub(crate) fn are_equal(one: &str, other: &str) -> bool {
    let (one, other) = (digest_of(one), digest_of(other));
    constant_time::verify_slices_are_equal(one.as_bytes(), other.as_bytes()).is_ok()
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
