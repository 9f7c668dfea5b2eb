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

/// Whether a code that was issued for `challenge` may be redeemed with `verifier`; else why not, as a journal says it. A verifier
/// without a challenge is refused too: the challenge may have been taken out on the way (RFC 9700, 2.1.1).
pub fn redeems(challenge: Option<&str>, verifier: Option<&str>) -> Result<(), &'static str> {
    match (challenge, verifier) {
        (None, None) => Ok(()),
        (None, Some(_)) => Err("verifier-unexpected"),
        (Some(_), None) => Err("verifier-missing"),
        (Some(challenge), Some(verifier)) if verifier_fits(verifier, challenge) => Ok(()),
        (Some(_), Some(_)) => Err("verifier-wrong"),
    }
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

    #[test]
    fn a_code_is_redeemed_only_as_it_was_asked_for() {
        assert_eq!(redeems(None, None), Ok(()));
        assert_eq!(redeems(None, Some(VERIFIER)), Err("verifier-unexpected"));
        assert_eq!(redeems(Some(CHALLENGE), None), Err("verifier-missing"));
        assert_eq!(redeems(Some(CHALLENGE), Some(VERIFIER)), Ok(()));
        assert_eq!(redeems(Some(CHALLENGE), Some(&VERIFIER.replace('d', "e"))), Err("verifier-wrong"));
    }
}
