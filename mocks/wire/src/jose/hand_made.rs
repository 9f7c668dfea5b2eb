//! Tokens composed by hand, right or hostile: what libraries refuse to make, and reading without believing. Nothing here is proof of anything.

use aws_lc_rs::hmac;
use serde_json::{Map, Value};

use super::{MAX_TOKEN_BYTES, base64url, from_base64url, strict_json};

/// The parts of a compact token as they were sent. Nobody verified them: use [`super::verify_jws`] for that.
#[derive(Debug, Clone, PartialEq)]
pub struct UnverifiedJws {
    /// The header.
    pub header: Map<String, Value>,
    /// The payload.
    pub payload: Map<String, Value>,
    /// The signature; may be empty.
    pub signature: Vec<u8>,
}

impl UnverifiedJws {
    /// Takes a token apart. Nothing where it is none: not three parts of base64url, or header or payload no JSON object.
    #[must_use]
    pub fn parse(compact: &str) -> Option<Self> {
        if compact.len() > MAX_TOKEN_BYTES {
            return None;
        }
        let parts: Vec<&str> = compact.split('.').collect();
        let &[header, payload, signature] = parts.as_slice() else {
            return None;
        };
        let object = |part: &str| strict_json::object(&from_base64url(part)?).ok();
        Some(Self {
            header: object(header)?,
            payload: object(payload)?,
            signature: from_base64url(signature)?,
        })
    }
}

/// A token over exactly this header and payload that nobody signed: its third part is empty.
#[must_use]
pub fn unsigned_jws(header: &Value, payload: &Value) -> String {
    format!("{}.", signed_part(header, payload))
}

/// A token over exactly this header and payload, authenticated with HMAC-SHA256, whatever the header claims.
#[must_use]
pub fn hs256_jws(header: &Value, payload: &Value, secret: &[u8]) -> String {
    let signed = signed_part(header, payload);
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let tag = hmac::sign(&key, signed.as_bytes());
    format!("{signed}.{}", base64url(tag.as_ref()))
}

/// `compact` with another payload and the signature it had.
#[must_use]
pub fn with_payload(compact: &str, payload: &Value) -> Option<String> {
    let (header, rest) = compact.split_once('.')?;
    let (_, signature) = rest.split_once('.')?;
    Some(format!("{header}.{}.{signature}", base64url(payload.to_string().as_bytes())))
}

fn signed_part(header: &Value, payload: &Value) -> String {
    format!(
        "{}.{}",
        base64url(header.to_string().as_bytes()),
        base64url(payload.to_string().as_bytes())
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    #[test]
    fn an_hs256_token_has_the_tag_of_the_standards_example() {
        // RFC 7515, A.1: header, payload and key octets as given there.
        let signed = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        let key = from_base64url("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow").unwrap();
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), signed.as_bytes());
        assert_eq!(base64url(tag.as_ref()), "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        let token = hs256_jws(&json!({"alg": "HS256"}), &json!({"a": 1}), &key);
        let (signed, tag) = token.rsplit_once('.').unwrap();
        assert!(
            hmac::verify(
                &hmac::Key::new(hmac::HMAC_SHA256, &key),
                signed.as_bytes(),
                &from_base64url(tag).unwrap()
            )
            .is_ok()
        );
    }

    #[test]
    fn what_is_taken_apart_is_what_was_put_together() {
        let token = unsigned_jws(&json!({"alg": "none"}), &json!({"sub": "a"}));
        assert!(token.ends_with('.'));
        let read = UnverifiedJws::parse(&token).unwrap();
        assert_eq!(
            (read.header["alg"].as_str(), read.payload["sub"].as_str(), read.signature.len()),
            (Some("none"), Some("a"), 0)
        );
        let other = with_payload(&format!("{token}c2ln"), &json!({"sub": "b"})).unwrap();
        let read = UnverifiedJws::parse(&other).unwrap();
        assert_eq!(
            (read.payload["sub"].as_str(), read.signature.as_slice()),
            (Some("b"), b"sig".as_slice())
        );
    }

    #[test]
    fn what_is_no_token_is_not_read() {
        for text in ["", "a.b", "e30.e30", "e30.e30.e30.e30", "e30.W10.", "e30.e30.=", "e30=.e30."] {
            assert_eq!(UnverifiedJws::parse(text), None, "{text}");
        }
    }
}
