//! Comparing secrets without telling, by the time it takes, where or by how much they differ.

use aws_lc_rs::{
    constant_time::verify_slices_are_equal,
    digest::{SHA256, digest},
};

/// Whether both are the same. Digests are compared, so that the lengths do not show either.
#[must_use]
pub fn secrets_match(presented: &[u8], expected: &[u8]) -> bool {
    verify_slices_are_equal(digest(&SHA256, presented).as_ref(), digest(&SHA256, expected).as_ref()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_equal_secrets_match() {
        assert!(secrets_match(b"correct horse", b"correct horse"));
        for other in [&b"correct hors"[..], b"correct horsE", b"", b"correct horse "] {
            assert!(!secrets_match(other, b"correct horse"));
        }
    }
}
