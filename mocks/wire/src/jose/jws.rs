//! Reading compact signed tokens, strictly: RS256 or nothing, with a key the caller already trusts. Times and audiences are not judged here.

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use serde_json::{Map, Value};

use super::{Jwk, JwkSet, from_base64url, strict_json};

/// Longer tokens are refused unread.
pub const MAX_TOKEN_BYTES: usize = 64 * 1024;
/// Foreign words are quoted up to this many characters in a refusal.
const MAX_QUOTED_CHARS: usize = 40;

/// The payload of a token whose signature was verified. Only verification makes one.
#[derive(Debug, Clone, PartialEq)]
pub struct Claims(Map<String, Value>);

/// Why a token is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JwsRefusal {
    /// Above [`MAX_TOKEN_BYTES`].
    #[error("the token has {0} bytes, more than {MAX_TOKEN_BYTES}")]
    TooLong(usize),
    /// A compact signed token has three parts.
    #[error("the token has {0} parts instead of 3")]
    Parts(usize),
    /// A part is not unpadded base64url.
    #[error("the token's {0} is not unpadded base64url")]
    Encoding(&'static str),
    /// A part is not a JSON object, or names a member twice.
    #[error("the token's {part} is not a JSON object with distinct members: {reason}")]
    Json {
        /// `header` or `payload`.
        part: &'static str,
        /// What the reader met.
        reason: String,
    },
    /// The header's algorithm is not RS256; what it is instead.
    #[error("the token's algorithm is {0}, not RS256")]
    Algorithm(String),
    /// The header demands extensions (RFC 7515, 4.1.11); none is understood here.
    #[error("the token's header demands extensions (`crit`) that are not understood")]
    Critical,
    /// The header names another key, or the set has no (single) key of that name.
    #[error("the token names the key {0}, which is not the one to verify with")]
    OtherKey(String),
    /// The key given is not an RSA key for RS256 signatures.
    #[error("the key to verify with is unfit: {0}")]
    UnfitKey(&'static str),
    /// The signature is wrong for this key, or the key is weaker than 2048 bits.
    #[error("the token's signature does not verify with the key")]
    Signature,
}

impl Claims {
    /// A claim by name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// A claim by name, where it is text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    /// All claims.
    #[must_use]
    pub fn into_map(self) -> Map<String, Value> {
        self.0
    }
}

/// The claims of `compact`, if it is an RS256 token signed by `key`. Keys offered in the token's own header (`jwk`, `jku`, `x5c`) are never used.
pub fn verify_jws(compact: &str, key: &Jwk) -> Result<Claims, JwsRefusal> {
    let token = Token::parse(compact)?;
    match (token.header.get("kid"), &key.kid) {
        (Some(named), Some(kid)) if named != kid => Err(JwsRefusal::OtherKey(quoted(named))),
        _ => token.verify(key),
    }
}

/// The same with the key that the token names out of `keys`; a token that names none is accepted only if the set holds a single key.
pub fn verify_jws_with(compact: &str, keys: &JwkSet) -> Result<Claims, JwsRefusal> {
    let token = Token::parse(compact)?;
    let key = match (token.header.get("kid"), keys.keys.as_slice()) {
        (None, [only]) => Some(only),
        (None, _) => None,
        (Some(kid), _) => kid.as_str().and_then(|kid| keys.find(kid)),
    };
    match key {
        Some(key) => token.verify(key),
        None => Err(JwsRefusal::OtherKey(
            token.header.get("kid").map_or_else(|| "(none)".to_owned(), quoted),
        )),
    }
}

struct Token<'a> {
    signed: &'a str,
    payload: &'a str,
    signature: Vec<u8>,
    header: Map<String, Value>,
}

impl<'a> Token<'a> {
    fn parse(compact: &'a str) -> Result<Self, JwsRefusal> {
        if compact.len() > MAX_TOKEN_BYTES {
            return Err(JwsRefusal::TooLong(compact.len()));
        }
        let parts: Vec<&str> = compact.split('.').collect();
        let &[header, payload, signature] = parts.as_slice() else {
            return Err(JwsRefusal::Parts(parts.len()));
        };
        let header = object("header", header)?;
        match header.get("alg") {
            Some(Value::String(alg)) if alg == "RS256" => {}
            Some(other) => return Err(JwsRefusal::Algorithm(quoted(other))),
            None => return Err(JwsRefusal::Algorithm("(none stated)".to_owned())),
        }
        if header.contains_key("crit") {
            return Err(JwsRefusal::Critical);
        }
        let signed = &compact[..compact.len() - signature.len() - 1];
        let signature = from_base64url(signature).ok_or(JwsRefusal::Encoding("signature"))?;
        Ok(Self {
            signed,
            payload,
            signature,
            header,
        })
    }

    fn verify(&self, key: &Jwk) -> Result<Claims, JwsRefusal> {
        if key.kty != "RSA" {
            return Err(JwsRefusal::UnfitKey("its type is not RSA"));
        }
        if key.purpose.as_deref().is_some_and(|purpose| purpose != "sig") {
            return Err(JwsRefusal::UnfitKey("it is not for signatures"));
        }
        if key.alg.as_deref().is_some_and(|alg| alg != "RS256") {
            return Err(JwsRefusal::UnfitKey("it is for another algorithm"));
        }
        let n = from_base64url(&key.n).ok_or(JwsRefusal::UnfitKey("its modulus is not base64url"))?;
        let e = from_base64url(&key.e).ok_or(JwsRefusal::UnfitKey("its exponent is not base64url"))?;
        RsaPublicKeyComponents { n, e }
            .verify(&RSA_PKCS1_2048_8192_SHA256, self.signed.as_bytes(), &self.signature)
            .map_err(|_| JwsRefusal::Signature)?;
        object("payload", self.payload).map(Claims)
    }
}

fn object(part: &'static str, text: &str) -> Result<Map<String, Value>, JwsRefusal> {
    let bytes = from_base64url(text).ok_or(JwsRefusal::Encoding(part))?;
    strict_json::object(&bytes).map_err(|error| JwsRefusal::Json {
        part,
        reason: error.to_string(),
    })
}

fn quoted(foreign: &Value) -> String {
    foreign.to_string().chars().take(MAX_QUOTED_CHARS).collect()
}
