//! A compact signed token taken apart: header, claims and signature, none of it believed yet.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::from_base64url;

/// Longer tokens are not read.
const LONGEST_TOKEN: usize = 64 * 1024;
const MICROSECONDS: f64 = 1_000_000.0;

/// A token as it was presented.
pub(crate) struct Token {
    compact: String,
    header: Map<String, Value>,
    claims: Map<String, Value>,
    signature: Vec<u8>,
}

impl Token {
    /// Three parts, two of them JSON objects; nothing otherwise. The signature may be empty.
    pub(crate) fn parse(compact: &str) -> Option<Self> {
        if compact.len() > LONGEST_TOKEN {
            return None;
        }
        let mut parts = compact.split('.');
        let (header, claims, signature) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        Some(Self {
            header: object(header)?,
            claims: object(claims)?,
            signature: from_base64url(signature)?,
            compact: compact.to_owned(),
        })
    }

    /// The token as it came.
    pub(crate) fn compact(&self) -> &str {
        &self.compact
    }

    /// What the header says of the algorithm.
    pub(crate) fn algorithm(&self) -> Option<&str> {
        self.header.get("alg").and_then(Value::as_str)
    }

    /// The key that the header names.
    pub(crate) fn kid(&self) -> Option<&str> {
        self.header.get("kid").and_then(Value::as_str)
    }

    /// Whether the header has a `kid`, readable or not.
    pub(crate) fn names_a_key(&self) -> bool {
        self.header.contains_key("kid")
    }

    /// Whether the header demands extensions (RFC 7515, 4.1.11).
    pub(crate) fn demands_extensions(&self) -> bool {
        self.header.contains_key("crit")
    }

    /// The bytes that the signature is over.
    pub(crate) fn signed(&self) -> &[u8] {
        let end = self.compact.rfind('.').unwrap_or(self.compact.len());
        &self.compact.as_bytes()[..end]
    }

    /// The signature; empty where there is none.
    pub(crate) fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// A claim.
    pub(crate) fn claim(&self, name: &str) -> Option<&Value> {
        self.claims.get(name)
    }

    /// A claim that is text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.claim(name).and_then(Value::as_str)
    }

    /// The seconds by which the instant in a claim lies after `now`; nothing where the claim is no instant (RFC 7519, 2: NumericDate).
    pub(crate) fn seconds_until(&self, name: &str, now: Timestamp) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "microseconds of this age are exact in 53 bits")]
        let now = now.as_microsecond() as f64 / MICROSECONDS;
        self.claim(name).and_then(Value::as_f64).map(|instant| instant - now)
    }
}

fn object(part: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&from_base64url(part)?).ok()
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

    use super::Token;

    #[test]
    fn a_token_has_three_parts_and_two_objects() {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let (header, claims) = (part(r#"{"alg":"none"}"#), part(r#"{"sub":"s"}"#));
        let read = Token::parse(&format!("{header}.{claims}."));
        assert!(
            read.is_some_and(|token| token.algorithm() == Some("none") && token.text("sub") == Some("s") && token.signature().is_empty())
        );
        for wrong in [
            String::new(),
            format!("{header}.{claims}"),
            format!("{header}.{claims}.c2ln.c2ln"),
            format!("{header}.{}.c2ln", part("[]")),
            format!("{header}=.{claims}.c2ln"),
            format!("{header}.{claims}.{}", "A".repeat(64 * 1024)),
        ] {
            assert!(Token::parse(&wrong).is_none(), "{wrong}");
        }
    }
}
