//! Encrypted tokens: what is sealed opens, and every change, other key and unaccepted kind is refused beside it.
#![allow(clippy::unwrap_used)]

use aws_lc_rs::{encoding::AsDer, rsa};
use etalon_wire::{
    Accepted, ContentEncryption, DecryptionKey, JweRefusal, KeyManagement, MAX_SEALED_BYTES, UnopenedJwe, decrypt_jwe,
    decrypt_jwe_directly, encrypt_jwe, encrypt_jwe_directly, jwe_under, jwe_with_key,
};
use proptest::prelude::*;
use serde_json::json;

const RSA: [KeyManagement; 2] = [KeyManagement::RsaOaep, KeyManagement::RsaOaep256];
const ANY: Accepted<'_> = Accepted {
    key_management: &KeyManagement::ALL,
    content: &ContentEncryption::ALL,
};
const ITSME: Accepted<'_> = Accepted {
    key_management: &[KeyManagement::RsaOaep256],
    content: &[ContentEncryption::A128CbcHs256],
};
const INSIDE: &[u8] = b"eyJhbGciOiJSUzI1NiJ9.e30.c2ln";

fn key(kid: &str) -> DecryptionKey {
    let der = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).unwrap().as_der().unwrap();
    DecryptionKey::from_pkcs8(der.as_ref(), kid).unwrap()
}

#[test]
fn what_is_sealed_opens_in_every_combination() {
    let key = key("k1");
    for alg in RSA {
        for enc in ContentEncryption::ALL {
            let token = encrypt_jwe(&key.jwk(), alg, enc, Some("JWT"), INSIDE).unwrap();
            let opened = decrypt_jwe(&token, &key, ANY).unwrap();
            assert_eq!(opened.plaintext, INSIDE);
            let said = json!({"alg": alg.name(), "enc": enc.name(), "cty": "JWT", "kid": "k1"});
            assert_eq!(serde_json::Value::Object(opened.header), said);
        }
    }
    for enc in ContentEncryption::ALL {
        let secret = [5; 32];
        let token = encrypt_jwe_directly(&secret, enc, None, b"").unwrap();
        assert_eq!(decrypt_jwe_directly(&token, &secret, ANY).unwrap().plaintext, b"");
        assert_eq!(decrypt_jwe_directly(&token, &[6; 32], ANY), Err(JweRefusal::Sealed));
    }
}

#[test]
fn a_change_of_any_part_is_refused() {
    let key = key("k1");
    for enc in ContentEncryption::ALL {
        let token = encrypt_jwe(&key.jwk(), KeyManagement::RsaOaep256, enc, Some("JWT"), INSIDE).unwrap();
        let whole = UnopenedJwe::parse(&token).unwrap();
        assert_eq!(whole.compact(), token, "taking apart and putting together changes nothing");
        let changed = |change: &dyn Fn(&mut UnopenedJwe)| {
            let mut other = whole.clone();
            change(&mut other);
            decrypt_jwe(&other.compact(), &key, ANY)
        };
        let changes: [&dyn Fn(&mut UnopenedJwe); 6] = [
            &|token| drop(token.header.insert("cty".to_owned(), json!("jwt"))),
            &|token| token.encrypted_key[3] ^= 1,
            &|token| token.encrypted_key.clear(),
            &|token| token.iv[0] ^= 1,
            &|token| token.ciphertext[0] ^= 1,
            &|token| token.tag[15] ^= 1,
        ];
        for change in changes {
            assert_eq!(changed(change), Err(JweRefusal::Sealed));
        }
    }
}

#[test]
fn another_key_does_not_open_it_and_is_not_told_why() {
    let (ours, other) = (key("k1"), key("k1"));
    let token = encrypt_jwe(&ours.jwk(), RSA[1], ContentEncryption::A256Gcm, None, INSIDE).unwrap();
    assert_eq!(decrypt_jwe(&token, &other, ANY), Err(JweRefusal::Sealed));
    let named = key("k2");
    assert_eq!(decrypt_jwe(&token, &named, ANY), Err(JweRefusal::OtherKey("\"k1\"".to_owned())));
}

#[test]
fn only_what_is_accepted_is_opened() {
    let key = key("k1");
    let sealed = |alg, enc| encrypt_jwe(&key.jwk(), alg, enc, None, INSIDE).unwrap();
    let (cbc, gcm) = (ContentEncryption::A128CbcHs256, ContentEncryption::A256Gcm);
    assert!(decrypt_jwe(&sealed(RSA[1], cbc), &key, ITSME).is_ok());
    let refused = |token: &str| decrypt_jwe(token, &key, ITSME).unwrap_err();
    assert_eq!(refused(&sealed(RSA[0], cbc)), JweRefusal::KeyManagement("\"RSA-OAEP\"".to_owned()));
    assert_eq!(refused(&sealed(RSA[1], gcm)), JweRefusal::Content("\"A256GCM\"".to_owned()));
    let direct = encrypt_jwe_directly(&[5; 32], cbc, None, INSIDE).unwrap();
    assert!(matches!(refused(&direct), JweRefusal::KeyManagement(_)));
    assert!(matches!(decrypt_jwe(&direct, &key, ANY), Err(JweRefusal::KeyManagement(_))));
    let with_key = sealed(RSA[1], cbc);
    assert!(matches!(
        decrypt_jwe_directly(&with_key, &[5; 32], ANY),
        Err(JweRefusal::KeyManagement(_))
    ));
    // A key that is named for one padding is not used with the other.
    let mut named = key.jwk();
    named.alg = Some("RSA-OAEP".to_owned());
    assert!(matches!(
        encrypt_jwe(&named, RSA[1], cbc, None, INSIDE),
        Err(JweRefusal::UnfitKey(_))
    ));
    named.alg = None;
    named.purpose = Some("sig".to_owned());
    assert!(matches!(
        encrypt_jwe(&named, RSA[1], cbc, None, INSIDE),
        Err(JweRefusal::UnfitKey(_))
    ));
}

#[test]
fn a_header_that_lies_or_demands_is_refused() {
    let key = key("k1");
    let under = |header: serde_json::Value| jwe_under(&header, &key.jwk(), RSA[1], ContentEncryption::A128CbcHs256, INSIDE).unwrap();
    let (alg, enc) = ("RSA-OAEP-256", "A128CBC-HS256");
    assert!(
        decrypt_jwe(&under(json!({"alg": alg, "enc": enc})), &key, ITSME).is_ok(),
        "the twin opens"
    );
    let refused = |header| decrypt_jwe(&under(header), &key, ANY).unwrap_err();
    assert_eq!(refused(json!({"alg": "RSA-OAEP", "enc": enc})), JweRefusal::Sealed);
    assert_eq!(refused(json!({"alg": alg, "enc": "A256GCM"})), JweRefusal::Sealed);
    assert_eq!(
        refused(json!({"alg": "RSA1_5", "enc": enc})),
        JweRefusal::KeyManagement("\"RSA1_5\"".to_owned())
    );
    assert_eq!(refused(json!({"enc": enc})), JweRefusal::KeyManagement("(none stated)".to_owned()));
    assert_eq!(
        refused(json!({"alg": alg, "enc": enc, "zip": "DEF"})),
        JweRefusal::Unsupported("zip")
    );
    assert_eq!(
        refused(json!({"alg": alg, "enc": enc, "crit": ["exp"]})),
        JweRefusal::Unsupported("crit")
    );
    let chosen = jwe_with_key(
        &json!({"alg": alg, "enc": enc}),
        &[0; 32],
        &[0; 256],
        ContentEncryption::A128CbcHs256,
        INSIDE,
    )
    .unwrap();
    assert_eq!(decrypt_jwe(&chosen, &key, ANY), Err(JweRefusal::Sealed));
    let doubled = under(json!({"alg": alg, "enc": enc}));
    let (_, rest) = doubled.split_once('.').unwrap();
    let header = etalon_wire::base64url(br#"{"alg":"dir","alg":"RSA-OAEP-256","enc":"A128CBC-HS256"}"#);
    assert!(matches!(
        decrypt_jwe(&format!("{header}.{rest}"), &key, ANY),
        Err(JweRefusal::Header(_))
    ));
}

#[test]
fn what_is_no_token_is_not_read() {
    let key = key("k1");
    assert_eq!(decrypt_jwe("a.b.c", &key, ANY), Err(JweRefusal::Parts(3)));
    assert_eq!(decrypt_jwe("=.b.c.d.e", &key, ANY), Err(JweRefusal::Encoding("header")));
    let long = "a".repeat(MAX_SEALED_BYTES + 1);
    assert_eq!(decrypt_jwe(&long, &key, ANY), Err(JweRefusal::TooLong(MAX_SEALED_BYTES + 1)));
    assert_eq!(UnopenedJwe::parse(&long), None);
    assert_eq!(UnopenedJwe::parse("e30.e30.e30"), None);
}

proptest! {
    #[test]
    fn no_text_makes_a_reader_panic(text in r#"[A-Za-z0-9_=.{}":\-]{0,200}"#, secret in any::<[u8; 32]>()) {
        prop_assert!(decrypt_jwe_directly(&text, &secret, ANY).is_err());
        let _ = UnopenedJwe::parse(&text);
    }

    #[test]
    fn no_parts_make_a_reader_panic(iv in prop::collection::vec(any::<u8>(), 0..40), content in prop::collection::vec(any::<u8>(), 0..80), tag in prop::collection::vec(any::<u8>(), 0..40), gcm in any::<bool>()) {
        let enc = if gcm { "A256GCM" } else { "A128CBC-HS256" };
        let header = json!({"alg": "dir", "enc": enc});
        let token = UnopenedJwe { header: header.as_object().unwrap().clone(), encrypted_key: Vec::new(), iv, ciphertext: content, tag };
        prop_assert_eq!(decrypt_jwe_directly(&token.compact(), &[1; 32], ANY), Err(JweRefusal::Sealed));
    }
}
