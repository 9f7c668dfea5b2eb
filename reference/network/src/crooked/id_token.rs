//! Mistakes about what an ID token says: checks left out, and checks that let pass what is not there.

use serde_json::Value;

use crate::policies::{Policies, token};

pub(super) fn replace(policies: &mut Policies, name: &str) -> bool {
    let rules = &mut policies.provider.id_token;
    match name {
        "csam-issuer-unchecked" => rules.issuer = |_, _| true,
        "csam-audience-unchecked" => rules.audience = |_, _| true,
        "csam-audience-optional" => {
            rules.audience = |token, expected| token.claim("aud").is_none() || token::is_for_us_only(token, expected)
        }
        "csam-audience-among-others" => {
            rules.audience = |token, expected| match token.claim("aud") {
                Some(Value::Array(audiences)) => audiences.iter().any(|audience| audience == expected.client_id),
                _ => token::is_for_us_only(token, expected),
            }
        }
        "csam-azp-unchecked" => rules.authorised_party = |_, _| true,
        "csam-expiry-unchecked" => rules.expiry = |token, _| token.claim("exp").is_some(),
        "csam-expiry-optional" => rules.expiry = |token, expected| token.claim("exp").is_none() || token::has_not_expired(token, expected),
        "csam-nbf-unchecked" => rules.not_before = |_, _| true,
        "csam-iat-in-future-accepted" => {
            rules.issue_time = |token, expected| {
                token.seconds_until("iat", expected.now).is_some_and(|ahead| ahead > 0.0) || token::was_issued_just_now(token, expected)
            }
        }
        "csam-iat-age-unchecked" => {
            rules.issue_time = |token, expected| {
                token.seconds_until("iat", expected.now).is_some_and(|ahead| ahead < 0.0) || token::was_issued_just_now(token, expected)
            }
        }
        "csam-iat-optional" => {
            rules.issue_time = |token, expected| token.claim("iat").is_none() || token::was_issued_just_now(token, expected)
        }
        "csam-nonce-unchecked" => rules.nonce = |token, _| token.claim("nonce").is_some(),
        "csam-nonce-optional" => rules.nonce = |token, expected| token.claim("nonce").is_none() || token::has_our_nonce(token, expected),
        "csam-subject-optional" => {
            rules.subject = |_, _| true;
            // With nothing to compare it with, user info is about whomever it says.
            policies.provider.user_info.subject =
                |token, expected| expected.subject.is_none() || token::is_about_the_same_subject(token, expected);
        }
        "csam-at-hash-unchecked" => rules.access_token_hash = |_, _| true,
        _ => return false,
    }
    true
}
