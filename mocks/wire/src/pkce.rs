//! Proof key for code exchange (RFC 7636), method S256 only: `plain` proves nothing to somebody who saw the request.

use aws_lc_rs::digest::{SHA256, digest};

use crate::{base64url, secrets_match};

/// The challenge that belongs to a verifier.
#[must_use]
pub fn s256_challenge(verifier: &str) -> String {
    base64url(digest(&SHA256, verifier.as_bytes()).as_ref())
}

/// Whether `verifier` is well-formed (43 to 128 unreserved characters: RFC 7636, 4.1) and belongs to `challenge`.
#[must_use]
pub fn verifier_fits(verifier: &str, challenge: &str) -> bool {
    let well_formed = (43..=128).contains(&verifier.len())
        && verifier
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~'));
    well_formed && secrets_match(s256_challenge(verifier).as_bytes(), challenge.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 7636, appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn the_published_pair_fits_and_no_other() {
        assert_eq!(s256_challenge(VERIFIER), CHALLENGE);
        assert!(verifier_fits(VERIFIER, CHALLENGE));
        assert!(!verifier_fits(VERIFIER, &CHALLENGE.replace("-cM", "-cN")));
        assert!(!verifier_fits(VERIFIER, VERIFIER), "the plain method");
        assert!(!verifier_fits(VERIFIER, ""));
    }

    #[test]
    fn a_malformed_verifier_never_fits_even_its_own_challenge() {
        for verifier in [
            "a".repeat(42),
            "a".repeat(129),
            format!("{}+", "a".repeat(43)),
            String::new(),
            "é".repeat(30),
        ] {
            assert!(!verifier_fits(&verifier, &s256_challenge(&verifier)), "{verifier}");
        }
    }
}
