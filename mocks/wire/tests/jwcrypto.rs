//! A stranger reads our tokens and we read its: Python's jwcrypto, where `ETALON_PYTHON` names a Python that has it.
#![allow(clippy::unwrap_used)]

mod jwcrypto_stranger;

use aws_lc_rs::{encoding::AsDer, rsa};
use etalon_wire::{SigningKey, verify_jws};
use serde_json::{Value, json};

use jwcrypto_stranger::{ask, pem};

/// Verifies the token with the public key, reads it tampered with, and signs the same claims with the private key.
const STRANGER: &str = r#"
import base64, json, sys
from jwcrypto import jwk, jws
given = json.load(sys.stdin)
public = jwk.JWK(**given["jwk"])
def read(compact):
    token = jws.JWS()
    token.allowed_algs = ["RS256"]
    token.deserialize(compact)
    token.verify(public)
    return token
read_token = read(given["token"])
header, payload, signature = given["token"].split(".")
other = base64.urlsafe_b64encode(b'{"sub":"karel"}').rstrip(b"=").decode()
try:
    read(".".join([header, other, signature]))
    tampered = "accepted"
except jws.InvalidJWSSignature:
    tampered = "refused"
private = jwk.JWK.from_pem(given["pem"].encode())
token = jws.JWS(read_token.payload)
token.add_signature(private, alg="RS256", protected=json.dumps({"alg": "RS256", "kid": given["jwk"]["kid"]}))
print(json.dumps({
    "claims": json.loads(read_token.payload), "thumbprint_agrees": public.thumbprint() == private.thumbprint(),
    "tampered": tampered, "token": token.serialize(compact=True),
}))
"#;

#[test]
fn jwcrypto_reads_our_token_and_we_read_its() {
    let pkcs8 = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).unwrap().as_der().unwrap();
    let key = SigningKey::from_pkcs8(pkcs8.as_ref(), "k1").unwrap();
    let no_chain: [&[u8]; 0] = [];
    let claims = json!({ "sub": "anna", "surname": "Zoë-Specimen", "roles": [], "exp": 4_102_444_800_u64 });
    let given = json!({
        "jwk": key.jwk(&no_chain),
        "token": key.sign_jws(&key.header(), &claims),
        "pem": pem(pkcs8.as_ref()),
    });
    let Some(answer) = ask(STRANGER, &given) else { return };
    assert_eq!(answer["claims"], claims);
    assert_eq!(
        (&answer["thumbprint_agrees"], &answer["tampered"]),
        (&json!(true), &json!("refused"))
    );
    let read = verify_jws(answer["token"].as_str().unwrap(), &key.jwk(&no_chain)).unwrap();
    assert_eq!(Value::Object(read.into_map()), claims);
}
