//! Tokens made to be refused are what they claim to be: jwcrypto verifies them where it is told to, and refuses them where it is not.
#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stderr, reason = "a run without the stranger says so")]

use std::{
    io::Write,
    process::{Command, Stdio},
};

use aws_lc_rs::{encoding::AsDer, rsa};
use etalon_wire::{JwsRefusal, SigningKey, base64url, hs256_jws, unsigned_jws, verify_jws, with_payload};
use serde_json::{Value, json};

const STRANGER: &str = r#"
import json, sys
from jwcrypto import jwk, jws
given = json.load(sys.stdin)
public = jwk.JWK(**given["jwk"])
def verifies(compact, key, algorithms):
    token = jws.JWS()
    token.allowed_algs = algorithms
    try:
        token.deserialize(compact)
        token.verify(key)
    except Exception as problem:
        return type(problem).__name__
    return "verifies"
def secret(text):
    return jwk.JWK(kty="oct", k=text)
from_pem = jwk.JWK.from_pem(given["pem"].encode())
print(json.dumps({
    "pem_is_the_key": from_pem.thumbprint() == public.thumbprint(),
    "as_a_secret": verifies(given["with_secret"], secret(given["secret"]), ["HS256"]),
    "pem_as_a_secret": verifies(given["with_pem"], secret(given["pem_as_secret"]), ["HS256"]),
    "rightly": [verifies(token, public, ["RS256"]) for token in given["hostile"]],
}))
"#;

#[test]
fn each_is_refused_by_us_and_by_jwcrypto_and_for_its_own_reason() {
    let pkcs8 = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).unwrap().as_der().unwrap();
    let key = SigningKey::from_pkcs8(pkcs8.as_ref(), "k1").unwrap();
    let no_chain: [&[u8]; 0] = [];
    let (jwk, pem, secret) = (key.jwk(&no_chain), key.public_pem(), b"a secret of thirty-two bytes here");
    let claims = json!({"sub": "anna"});
    let hs256 = json!({"alg": "HS256", "kid": "k1"});
    let with_secret = hs256_jws(&hs256, &claims, secret);
    let with_pem = hs256_jws(&hs256, &claims, pem.as_bytes());
    let right = key.sign_jws(&key.header(), &claims);
    let hostile = [
        with_secret.clone(),
        with_pem.clone(),
        unsigned_jws(&json!({"alg": "none"}), &claims),
        unsigned_jws(&key.header(), &claims),
        with_payload(&right, &json!({"sub": "karel"})).unwrap(),
    ];
    assert!(verify_jws(&right, &jwk).is_ok());
    let refused: Vec<_> = hostile.iter().map(|token| verify_jws(token, &jwk).unwrap_err()).collect();
    let algorithm = |name: &str| JwsRefusal::Algorithm(format!("\"{name}\""));
    let signature = JwsRefusal::Signature;
    assert_eq!(
        refused,
        [
            algorithm("HS256"),
            algorithm("HS256"),
            algorithm("none"),
            signature.clone(),
            signature
        ]
    );

    let Ok(python) = std::env::var("ETALON_PYTHON") else {
        assert_ne!(
            std::env::var("CI").as_deref(),
            Ok("true"),
            "ETALON_PYTHON must name a Python that has jwcrypto"
        );
        eprintln!("jwcrypto was not asked: ETALON_PYTHON is not set");
        return;
    };
    let told = ask(
        &python,
        &json!({
            "jwk": jwk, "pem": pem, "secret": base64url(secret), "pem_as_secret": base64url(pem.as_bytes()), "with_secret": with_secret,
            "with_pem": with_pem, "hostile": hostile,
        }),
    );
    assert_eq!(told["pem_is_the_key"], true);
    assert_eq!(
        (told["as_a_secret"].as_str(), told["pem_as_a_secret"].as_str()),
        (Some("verifies"), Some("verifies"))
    );
    let rightly = told["rightly"].as_array().unwrap();
    assert!(
        rightly.len() == hostile.len() && rightly.iter().all(|said| said != "verifies"),
        "{told}"
    );
}

fn ask(python: &str, given: &Value) -> Value {
    let mut stranger = Command::new(python);
    stranger
        .args(["-c", STRANGER])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut running = stranger.spawn().unwrap_or_else(|error| panic!("{python}: {error}"));
    running.stdin.take().unwrap().write_all(given.to_string().as_bytes()).unwrap();
    let answer = running.wait_with_output().unwrap();
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    serde_json::from_slice(&answer.stdout).unwrap()
}
