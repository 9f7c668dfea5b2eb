//! An accepted token, and hostile ones, each composed by hand with one thing wrong.
#![allow(clippy::unwrap_used)]

use std::sync::LazyLock;

use aws_lc_rs::{encoding::AsDer, hmac, rsa};
use etalon_wire::{Jwk, JwkSet, JwsRefusal, MAX_TOKEN_BYTES, SigningKey, base64url, from_base64url, verify_jws, verify_jws_with};
use proptest::prelude::*;
use serde_json::{Value, json};

fn fresh_key(kid: &str) -> SigningKey {
    let pair = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).unwrap();
    SigningKey::from_pkcs8(pair.as_der().unwrap().as_ref(), kid).unwrap()
}

const NO_CHAIN: [&[u8]; 0] = [];

static KEY: LazyLock<SigningKey> = LazyLock::new(|| fresh_key("k1"));
static JWK: LazyLock<Jwk> = LazyLock::new(|| KEY.jwk(&NO_CHAIN));
static INTRUDER: LazyLock<SigningKey> = LazyLock::new(|| fresh_key("k1"));

fn good() -> String {
    KEY.sign_jws(&KEY.header(), &json!({ "sub": "anna", "n": 1 }))
}

/// Header and payload as written, rightly signed: what is wrong can only be what they say.
fn signed_as_written(header: &str, payload: &str) -> String {
    let signed = format!("{}.{}", base64url(header.as_bytes()), base64url(payload.as_bytes()));
    format!("{signed}.{}", base64url(&KEY.signature_of(signed.as_bytes())))
}

fn with_header(header: &Value) -> String {
    KEY.sign_jws(header, &json!({ "sub": "anna" }))
}

#[test]
fn a_good_token_gives_its_claims() {
    let claims = verify_jws(&good(), &JWK).unwrap();
    assert_eq!(
        (claims.text("sub"), claims.get("n"), claims.text("n")),
        (Some("anna"), Some(&json!(1)), None)
    );
    let nameless = with_header(&json!({ "alg": "RS256" }));
    assert!(verify_jws(&nameless, &JWK).is_ok(), "naming the key is optional");
}

#[test]
fn other_algorithms_are_refused() {
    for alg in [
        json!("none"),
        json!("None"),
        json!("HS256"),
        json!("rs256"),
        json!("RS512"),
        json!("PS256"),
        json!(["RS256"]),
        json!(null),
    ] {
        let refusal = verify_jws(&with_header(&json!({ "alg": alg })), &JWK);
        assert_eq!(refusal, Err(JwsRefusal::Algorithm(alg.to_string())));
    }
    assert!(matches!(verify_jws(&with_header(&json!({})), &JWK), Err(JwsRefusal::Algorithm(_))));
}

#[test]
fn a_token_without_a_signature_is_refused() {
    let unsigned = format!("{}.{}.", base64url(br#"{"alg":"none"}"#), base64url(br#"{"sub":"anna"}"#));
    assert_eq!(verify_jws(&unsigned, &JWK), Err(JwsRefusal::Algorithm("\"none\"".to_owned())));
    let stripped = format!("{}.", good().rsplit_once('.').unwrap().0);
    assert_eq!(verify_jws(&stripped, &JWK), Err(JwsRefusal::Signature));
}

#[test]
fn the_public_key_is_no_shared_secret() {
    let signed = format!(
        "{}.{}",
        base64url(br#"{"alg":"HS256","kid":"k1"}"#),
        base64url(br#"{"sub":"anna"}"#)
    );
    let secret = hmac::Key::new(hmac::HMAC_SHA256, &from_base64url(&JWK.n).unwrap());
    let token = format!("{signed}.{}", base64url(hmac::sign(&secret, signed.as_bytes()).as_ref()));
    assert_eq!(verify_jws(&token, &JWK), Err(JwsRefusal::Algorithm("\"HS256\"".to_owned())));
}

#[test]
fn extensions_that_are_demanded_are_refused() {
    for crit in [json!(["b64"]), json!(["http://example.com/unknown"]), json!([]), json!("exp")] {
        let token = with_header(&json!({ "alg": "RS256", "crit": crit, "b64": true }));
        assert_eq!(verify_jws(&token, &JWK), Err(JwsRefusal::Critical), "{crit}");
    }
}

#[test]
fn a_key_that_the_token_brings_along_is_not_used() {
    let jwk = serde_json::to_value(INTRUDER.jwk(&NO_CHAIN)).unwrap();
    let token = INTRUDER.sign_jws(
        &json!({ "alg": "RS256", "kid": "k1", "jwk": jwk, "jku": "https://intruder.example/" }),
        &json!({}),
    );
    assert_eq!(verify_jws(&token, &JWK), Err(JwsRefusal::Signature));
}

#[test]
fn duplicate_members_and_other_shapes_are_refused() {
    let header = r#"{"alg":"RS256"}"#;
    for (header, payload) in [
        (r#"{"alg":"none","alg":"RS256"}"#, "{}"),
        (header, r#"{"sub":"anna","sub":"karel"}"#),
        (header, r#"{"a":[{"b":{"c":1,"c":2}}]}"#),
        (header, "[]"),
        (header, "\"anna\""),
        (header, "{} {}"),
        (header, ""),
        ("[]", "{}"),
    ] {
        let refusal = verify_jws(&signed_as_written(header, payload), &JWK);
        assert!(matches!(refusal, Err(JwsRefusal::Json { .. })), "{header} {payload}: {refusal:?}");
    }
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    assert!(matches!(
        verify_jws(&signed_as_written(header, &deep), &JWK),
        Err(JwsRefusal::Json { part: "payload", .. })
    ));
}

#[test]
fn other_spellings_of_a_token_are_refused() {
    let good = good();
    assert_eq!(verify_jws("", &JWK), Err(JwsRefusal::Parts(1)));
    assert_eq!(verify_jws(&format!("{good}.AA.AA"), &JWK), Err(JwsRefusal::Parts(5)));
    assert_eq!(verify_jws(&format!("{good}=="), &JWK), Err(JwsRefusal::Encoding("signature")));
    assert_eq!(verify_jws(&format!(" {good}"), &JWK), Err(JwsRefusal::Encoding("header")));
    assert_eq!(
        verify_jws(&"A".repeat(MAX_TOKEN_BYTES + 1), &JWK),
        Err(JwsRefusal::TooLong(MAX_TOKEN_BYTES + 1))
    );
}

#[test]
fn an_unfit_key_is_not_used() {
    let unfit = |change: fn(&mut Jwk)| {
        let mut key = JWK.clone();
        change(&mut key);
        verify_jws(&good(), &key)
    };
    assert!(matches!(unfit(|key| key.kty = "EC".to_owned()), Err(JwsRefusal::UnfitKey(_))));
    assert!(matches!(
        unfit(|key| key.purpose = Some("enc".to_owned())),
        Err(JwsRefusal::UnfitKey(_))
    ));
    assert!(matches!(
        unfit(|key| key.alg = Some("RS512".to_owned())),
        Err(JwsRefusal::UnfitKey(_))
    ));
    assert!(matches!(unfit(|key| key.n.push('=')), Err(JwsRefusal::UnfitKey(_))));
    assert_eq!(unfit(|key| key.n.truncate(40)), Err(JwsRefusal::Signature));
    assert_eq!(unfit(|key| key.n.clear()), Err(JwsRefusal::Signature));
    assert_eq!(unfit(|key| key.e = "AQ".to_owned()), Err(JwsRefusal::Signature));
    assert_eq!(
        unfit(|key| key.kid = Some("k2".to_owned())),
        Err(JwsRefusal::OtherKey("\"k1\"".to_owned()))
    );
}

#[test]
fn a_set_is_searched_by_name_and_never_guessed_from() {
    let other = INTRUDER.jwk(&NO_CHAIN);
    let renamed = Jwk {
        kid: Some("k2".to_owned()),
        ..other.clone()
    };
    let set = |keys: &[&Jwk]| JwkSet {
        keys: keys.iter().map(|key| (*key).clone()).collect(),
    };
    let nameless = with_header(&json!({ "alg": "RS256" }));
    assert!(verify_jws_with(&good(), &set(&[&renamed, &JWK])).is_ok());
    assert!(verify_jws_with(&nameless, &set(&[&JWK])).is_ok());
    assert_eq!(
        verify_jws_with(&nameless, &set(&[&JWK, &renamed])),
        Err(JwsRefusal::OtherKey("(none)".to_owned()))
    );
    assert_eq!(
        verify_jws_with(&good(), &set(&[&renamed])),
        Err(JwsRefusal::OtherKey("\"k1\"".to_owned()))
    );
    assert_eq!(
        verify_jws_with(&good(), &set(&[&other, &JWK])),
        Err(JwsRefusal::OtherKey("\"k1\"".to_owned()))
    );
}

#[test]
fn a_published_key_reads_back_and_carries_its_chain() {
    let chain = [vec![0x30, 0xfb, 0xff], vec![0x30]];
    let published = serde_json::to_value(JwkSet {
        keys: vec![KEY.jwk(&chain)],
    })
    .unwrap();
    let key = &published["keys"][0];
    assert_eq!(
        (&key["kty"], &key["use"], &key["alg"], &key["kid"], &key["e"]),
        (&json!("RSA"), &json!("sig"), &json!("RS256"), &json!("k1"), &json!("AQAB"))
    );
    assert_eq!(key["x5c"], json!(["MPv/", "MA=="]), "ordinary base64");
    assert_eq!(
        serde_json::from_value::<JwkSet>(published).unwrap().find("k1"),
        Some(&KEY.jwk(&chain))
    );
    assert!(SigningKey::from_pkcs8(b"no key", "k3").unwrap_err().to_string().contains("k3"));
}

proptest! {
    #[test]
    fn a_changed_character_is_refused(at in any::<prop::sample::Index>(), to in "[A-Za-z0-9_.-]") {
        let good = good();
        let at = at.index(good.len());
        let mut tampered = good.clone();
        tampered.replace_range(at..=at, &to);
        prop_assert_eq!(verify_jws(&tampered, &JWK).is_ok(), tampered == good, "{}", tampered);
    }

    #[test]
    fn no_text_makes_the_reader_panic(token in "[A-Za-z0-9_.={}\" -]{0,80}", any in ".{0,40}") {
        prop_assert!(verify_jws(&token, &JWK).is_err());
        prop_assert!(verify_jws(&any, &JWK).is_err());
    }
}
