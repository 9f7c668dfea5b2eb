//! Where each check of a token begins and ends to hold.
#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Disbelief, Expected, SignatureRules, TokenCheck, fits_the_access_token, has_not_expired, has_our_nonce, is_about_the_same_subject,
    is_authorised_for_us, is_for_us_only, is_of_the_issuer, is_rs256, is_valid_already, names_a_subject, the_key_it_names,
    was_issued_just_now,
};
use crate::jose::{KeySet, Token, half_hash_of};

const NOW: i64 = 1_773_133_200;
const ISSUER: &str = "https://idp.example/fas/oauth2";

fn expected() -> Expected<'static> {
    Expected {
        issuer: ISSUER,
        client_id: "network",
        client_secret: "secret",
        nonce: "n-1",
        access_token: "access",
        subject: Some("s-1"),
        now: Timestamp::from_second(NOW).unwrap(),
    }
}

fn token(header: &Value, claims: &Value) -> Token {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    Token::parse(&format!("{}.{}.c2ln", part(header), part(claims))).unwrap()
}

/// Whether a check holds for each of these claims.
fn holds(check: TokenCheck, cases: &[(Value, bool)]) {
    for (claims, right) in cases {
        assert_eq!(check(&token(&json!({"alg": "RS256"}), claims), &expected()), *right, "{claims}");
    }
}

#[test]
fn the_issuer_is_the_same_text() {
    let said = |issuer: &str| json!({ "iss": issuer });
    holds(
        is_of_the_issuer,
        &[
            (said(ISSUER), true),
            (said("https://idp.example/fas/oauth2/"), false),
            (said("https://IDP.example/fas/oauth2"), false),
            (json!({"iss": [ISSUER]}), false),
            (json!({}), false),
        ],
    );
}

#[test]
fn the_audience_is_the_client_and_nobody_else() {
    holds(
        is_for_us_only,
        &[
            (json!({"aud": "network"}), true),
            (json!({"aud": ["network"]}), true),
            (json!({"aud": "networks"}), false),
            (json!({"aud": ["network", "stranger"], "azp": "network"}), false),
            (json!({"aud": []}), false),
            (json!({"aud": null}), false),
            (json!({}), false),
        ],
    );
    holds(
        is_authorised_for_us,
        &[
            (json!({}), true),
            (json!({"azp": "network"}), true),
            (json!({"azp": "stranger"}), false),
            (json!({"azp": null}), false),
        ],
    );
}

#[test]
fn a_token_expires_at_its_expiry_and_not_after() {
    holds(
        has_not_expired,
        &[
            (json!({"exp": NOW + 1}), true),
            (json!({"exp": NOW as f64 + 0.5}), true),
            (json!({ "exp": NOW }), false),
            (json!({"exp": NOW - 1}), false),
            (json!({"exp": (NOW + 1).to_string()}), false),
            (json!({}), false),
        ],
    );
}

#[test]
fn a_token_may_be_five_minutes_ahead_and_ten_old() {
    holds(
        is_valid_already,
        &[
            (json!({}), true),
            (json!({"nbf": NOW + 300}), true),
            (json!({"nbf": NOW + 301}), false),
            (json!({"nbf": "now"}), false),
        ],
    );
    holds(
        was_issued_just_now,
        &[
            (json!({"iat": NOW + 300}), true),
            (json!({"iat": NOW + 301}), false),
            (json!({"iat": NOW - 600}), true),
            (json!({"iat": NOW - 601}), false),
            (json!({}), false),
        ],
    );
}

#[test]
fn nonce_subject_and_hash_are_those_of_this_login() {
    holds(
        has_our_nonce,
        &[
            (json!({"nonce": "n-1"}), true),
            (json!({"nonce": "n-2"}), false),
            (json!({}), false),
        ],
    );
    holds(
        names_a_subject,
        &[
            (json!({"sub": "s-2"}), true),
            (json!({"sub": ""}), false),
            (json!({"sub": 2}), false),
            (json!({}), false),
        ],
    );
    holds(
        is_about_the_same_subject,
        &[(json!({"sub": "s-1"}), true), (json!({"sub": "s-2"}), false), (json!({}), false)],
    );
    holds(
        fits_the_access_token,
        &[
            (json!({}), true),
            (json!({"at_hash": half_hash_of("access")}), true),
            (json!({"at_hash": half_hash_of("other")}), false),
            (json!({"at_hash": null}), false),
        ],
    );
    let nobody = Expected {
        subject: None,
        ..expected()
    };
    assert!(!is_about_the_same_subject(&token(&json!({}), &json!({})), &nobody));
}

#[test]
fn one_algorithm_and_no_extension() {
    let cases = [
        (json!({"alg": "RS256"}), true),
        (json!({"alg": "RS256", "kid": "a", "typ": "JWT", "jwk": {}}), true),
        (json!({"alg": "RS256", "crit": ["b64"], "b64": false}), false),
        (json!({"alg": "rs256"}), false),
        (json!({"alg": "RS512"}), false),
        (json!({"alg": "HS256"}), false),
        (json!({"alg": "none"}), false),
        (json!({}), false),
    ];
    for (header, right) in cases {
        assert_eq!(is_rs256(&token(&header, &json!({})), &expected()), right, "{header}");
    }
}

#[test]
fn a_token_names_its_key_unless_there_is_only_one() {
    let rsa = |kid: &str| json!({"kty": "RSA", "kid": kid, "n": "AQAB", "e": "AQAB"});
    let keys = |keys: Value| serde_json::from_value::<KeySet>(json!({ "keys": keys })).unwrap();
    let encryption = json!({"kty": "RSA", "kid": "e", "use": "enc", "n": "AQAB", "e": "AQAB"});
    let curve = json!({"kty": "EC", "kid": "c", "crv": "P-256", "x": "AQAB", "y": "AQAB"});
    let (named, unnamed) = (json!({"kid": "a"}), json!({}));
    let cases = [
        (&named, json!([rsa("a"), rsa("b")]), true),
        (&named, json!([rsa("a"), rsa("a")]), false),
        (&named, json!([rsa("b")]), false),
        (&named, json!([]), false),
        (&unnamed, json!([rsa("a"), encryption, curve]), true),
        (&unnamed, json!([rsa("a"), rsa("b")]), false),
        (&json!({"kid": null}), json!([rsa("a")]), false),
        (&json!({"kid": "e"}), json!([encryption]), false),
        (&json!({"kid": "c"}), json!([curve]), false),
    ];
    for (header, published, right) in cases {
        let published = keys(published);
        let found = the_key_it_names(&token(header, &json!({})), &published);
        assert_eq!(found.len(), usize::from(right), "{header} {published:?}");
    }
    // Only a name that is not known makes it worth asking anew.
    let rules = SignatureRules::upright();
    let refused = |header: Value, published: Value| rules.verify(&token(&header, &json!({})), &keys(published), &expected());
    let rs256 = |kid: &str| json!({"alg": "RS256", "kid": kid});
    assert_eq!(refused(rs256("a"), json!([rsa("b")])), Err(Disbelief::UnknownKey));
    assert_eq!(refused(json!({"alg": "RS256"}), json!([])), Err(Disbelief::Failed("key")));
    assert_eq!(refused(rs256("a"), json!([rsa("a")])), Err(Disbelief::Failed("signature")));
}
