//! Random secrets for cookies and forms, and comparisons that take the same time whatever they are given.

use std::fmt::Write as _;

use aws_lc_rs::{constant_time, digest, rand};

/// 256 bits.
const SECRET_BYTES: usize = 32;

/// What is kept in place of a secret.
#[derive(Clone)]
pub(crate) struct Digest(digest::Digest);

impl Digest {
    pub(crate) fn of(secret: &str) -> Self {
        Self(digest::digest(&digest::SHA256, secret.as_bytes()))
    }

    /// Whether both are of one secret.
    pub(crate) fn is(&self, other: &Self) -> bool {
        constant_time::verify_slices_are_equal(self.0.as_ref(), other.0.as_ref()).is_ok()
    }
}

/// 64 hexadecimal digits that nobody can guess.
pub(crate) fn fresh_secret() -> String {
    let mut bytes = [0; SECRET_BYTES];
    rand::fill(&mut bytes).expect("the operating system gives random bytes");
    hexadecimal(&bytes, "")
}

/// SHA-256 of some bytes, in pairs of digits: how certificates are told apart.
pub(crate) fn fingerprint(bytes: &[u8]) -> String {
    hexadecimal(digest::digest(&digest::SHA256, bytes).as_ref(), ":").to_uppercase()
}

fn hexadecimal(bytes: &[u8], joint: &str) -> String {
    bytes.iter().enumerate().fold(String::new(), |mut text, (at, byte)| {
        let _ = write!(text, "{}{byte:02x}", if at == 0 { "" } else { joint });
        text
    })
}
