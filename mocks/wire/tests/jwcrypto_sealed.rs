//! A stranger opens what we seal and we open what it seals: Python's jwcrypto, where `ETALON_PYTHON` names a Python that has it.
#![allow(clippy::unwrap_used)]

mod jwcrypto_stranger;

use aws_lc_rs::{encoding::AsDer, rsa};
use etalon_wire::{
    Accepted, ContentEncryption, DecryptionKey, KeyManagement, SigningKey, decrypt_jwe, decrypt_jwe_directly, encrypt_jwe,
    encrypt_jwe_directly, verify_jws,
};
use serde_json::{Value, json};

use jwcrypto_stranger::{ask, pem};

/// Opens each token, tries each with one character of each part changed, and seals the same claims itself.
const STRANGER: &str = r#"
import json, sys
from jwcrypto import jwe, jwk, jws
given = json.load(sys.stdin)
private = jwk.JWK.from_pem(given["pem"].encode())
shared = jwk.JWK(kty="oct", k=given["secret"])
allowed = ["RSA-OAEP", "RSA-OAEP-256", "dir", "A128CBC-HS256", "A256GCM"]
def open_with(key, compact):
    token = jwe.JWE(algs=allowed)
    token.deserialize(compact, key)
    return token
said = []
for case in given["cases"]:
    key = shared if case["alg"] == "dir" else private
    opened = open_with(key, case["token"])
    inner = jws.JWS()
    inner.allowed_algs = ["RS256"]
    inner.deserialize(opened.payload.decode())
    inner.verify(jwk.JWK(**given["signer"]))
    refused = 0
    parts = case["token"].split(".")
    filled = [at for at in range(5) if parts[at]]
    for at in filled:
        other = list(parts)
        other[at] = ("B" if parts[at][0] != "B" else "C") + parts[at][1:]
        try:
            open_with(key, ".".join(other))
        except Exception:
            refused += 1
    header = {"alg": case["alg"], "enc": case["enc"], "cty": "JWT"}
    if case["alg"] != "dir":
        header["kid"] = given["kid"]
    own = jwe.JWE(opened.payload, json.dumps(header), algs=allowed)
    own.add_recipient(key)
    said.append({"claims": json.loads(inner.payload), "header": opened.jose_header, "refused": refused == len(filled),
                 "token": own.serialize(compact=True)})
print(json.dumps(said))
"#;

#[test]
fn jwcrypto_opens_what_we_seal_and_we_open_what_it_seals() {
    let pkcs8 = rsa::KeyPair::generate(rsa::KeySize::Rsa2048).unwrap().as_der().unwrap();
    let signer = SigningKey::from_pkcs8(pkcs8.as_ref(), "s1").unwrap();
    let recipient = DecryptionKey::from_pkcs8(pkcs8.as_ref(), "e1").unwrap();
    let no_chain: [&[u8]; 0] = [];
    let claims = json!({"sub": "zoë", "exp": 4_102_444_800_u64});
    let inner = signer.sign_jws(&signer.header(), &claims);
    let secret = [9; 32];
    let mut cases = Vec::new();
    for alg in KeyManagement::ALL {
        for enc in ContentEncryption::ALL {
            let token = match alg {
                KeyManagement::Dir => encrypt_jwe_directly(&secret, enc, Some("JWT"), inner.as_bytes()).unwrap(),
                alg => encrypt_jwe(&recipient.jwk(), alg, enc, Some("JWT"), inner.as_bytes()).unwrap(),
            };
            cases.push(json!({"alg": alg.name(), "enc": enc.name(), "token": token}));
        }
    }
    let given = json!({
        "cases": cases, "signer": signer.jwk(&no_chain), "kid": "e1", "secret": etalon_wire::base64url(&secret),
        "pem": pem(pkcs8.as_ref()),
    });
    let Some(said) = ask(STRANGER, &given) else { return };
    assert_eq!(said.as_array().unwrap().len(), 6);
    for (case, said) in cases.iter().zip(said.as_array().unwrap()) {
        assert_eq!((&said["claims"], &said["refused"]), (&claims, &json!(true)), "{case}");
        assert_eq!((&said["header"]["alg"], &said["header"]["enc"]), (&case["alg"], &case["enc"]));
        let only = [KeyManagement::named(case["alg"].as_str().unwrap()).unwrap()];
        let content = [ContentEncryption::named(case["enc"].as_str().unwrap()).unwrap()];
        let accepted = Accepted {
            key_management: &only,
            content: &content,
        };
        let theirs = said["token"].as_str().unwrap();
        let opened = match only[0] {
            KeyManagement::Dir => decrypt_jwe_directly(theirs, &secret, accepted),
            _ => decrypt_jwe(theirs, &recipient, accepted),
        };
        let inside = String::from_utf8(opened.unwrap().plaintext).unwrap();
        let read = verify_jws(&inside, &signer.jwk(&no_chain)).unwrap();
        assert_eq!(Value::Object(read.into_map()), claims);
    }
}
