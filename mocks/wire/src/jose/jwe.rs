//! Encrypted tokens in compact form (RFC 7516): sealing for a recipient, and opening strictly. What is inside is not looked at here, and nobody who sealed
//! something has proved anything: whoever wants to know the sender reads the signed token inside.

use aws_lc_rs::rand;
use serde_json::{Map, Value, json};

use super::{
    Jwk, base64url, from_base64url,
    jwe_content::{ContentEncryption, MAX_CONTENT_KEY_BYTES},
    jwe_keys::{DecryptionKey, KeyManagement, wrap},
    strict_json,
};

/// Longer tokens are refused unread: a signed token of the greatest length, sealed, still fits.
pub const MAX_SEALED_BYTES: usize = 128 * 1024;
const MAX_QUOTED_CHARS: usize = 40;

/// What a reader is ready to open. Everything else is refused before a key is used.
#[derive(Debug, Clone, Copy)]
pub struct Accepted<'a> {
    /// How the content's key may come.
    pub key_management: &'a [KeyManagement],
    /// How the content may be encrypted.
    pub content: &'a [ContentEncryption],
}

/// An opened token.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// Its header.
    pub header: Map<String, Value>,
    /// What was inside.
    pub plaintext: Vec<u8>,
}

/// Why a token is not opened, or not sealed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JweRefusal {
    /// Above [`MAX_SEALED_BYTES`].
    #[error("the encrypted token has {0} bytes, more than {MAX_SEALED_BYTES}")]
    TooLong(usize),
    /// A compact encrypted token has five parts.
    #[error("the encrypted token has {0} parts instead of 5")]
    Parts(usize),
    /// A part is not unpadded base64url.
    #[error("the encrypted token's {0} is not unpadded base64url")]
    Encoding(&'static str),
    /// The header is not a JSON object, or names a member twice.
    #[error("the encrypted token's header is not a JSON object with distinct members: {0}")]
    Header(String),
    /// The content's key comes in a way that is not accepted.
    #[error("the encrypted token's `alg` is {0}, which is not accepted")]
    KeyManagement(String),
    /// The content is encrypted in a way that is not accepted.
    #[error("the encrypted token's `enc` is {0}, which is not accepted")]
    Content(String),
    /// The header demands extensions (RFC 7516, 4.1.13), or compression, which none of these profiles has.
    #[error("the encrypted token's header has `{0}`, which is not supported")]
    Unsupported(&'static str),
    /// The header names another key.
    #[error("the encrypted token is for the key {0}, which is not the one to open it with")]
    OtherKey(String),
    /// The key is not fit for this.
    #[error("the key to encrypt for is unfit: {0}")]
    UnfitKey(&'static str),
    /// It was sealed for another key, or changed since. Which of the two is not said (RFC 7516, 11.5).
    #[error("the encrypted token cannot be opened with the key")]
    Sealed,
}

/// A token that only the holder of `recipient`'s private half opens. Where `content_type` is `JWT`, the plaintext is a token itself (RFC 7519, 5.2).
///
/// # Errors
/// `alg` is [`KeyManagement::Dir`], or the key is no RSA key for encryption.
pub fn encrypt_jwe(
    recipient: &Jwk,
    alg: KeyManagement,
    enc: ContentEncryption,
    content_type: Option<&str>,
    plaintext: &[u8],
) -> Result<String, JweRefusal> {
    let key = random(enc.key_bytes());
    let encrypted_key = wrap(recipient, alg, &key)?;
    let header = header(alg, enc, recipient.kid.as_deref(), content_type);
    Ok(sealed(&header, &encrypted_key, enc, &key, plaintext))
}

/// A token that whoever shares `secret` opens; the secret is the content's key and must have the length that `enc` wants.
///
/// # Errors
/// The secret has another length.
pub fn encrypt_jwe_directly(
    secret: &[u8],
    enc: ContentEncryption,
    content_type: Option<&str>,
    plaintext: &[u8],
) -> Result<String, JweRefusal> {
    if secret.len() != enc.key_bytes() {
        return Err(JweRefusal::UnfitKey("it has another length than the content encryption wants"));
    }
    let header = header(KeyManagement::Dir, enc, None, content_type);
    Ok(sealed(&header, &[], enc, secret, plaintext))
}

/// What is in a token sealed for `key`.
///
/// # Errors
/// The token is none, is not of the `accepted` kinds, is for another key, or was changed.
pub fn decrypt_jwe(compact: &str, key: &DecryptionKey, accepted: Accepted<'_>) -> Result<Opened, JweRefusal> {
    let token = Token::parse(compact, accepted)?;
    match token.header.get("kid") {
        Some(named) if named != key.kid() => return Err(JweRefusal::OtherKey(quoted(named))),
        _ => {}
    }
    if token.alg == KeyManagement::Dir {
        return Err(JweRefusal::KeyManagement("\"dir\", but there is no shared key".to_owned()));
    }
    // A wrong key and a wrong content must look alike: with a key of chance the tag is wrong (RFC 7516, 11.5).
    let unwrapped = key.unwrap(token.alg, &token.encrypted_key);
    let content_key = unwrapped
        .filter(|found| found.len() == token.enc.key_bytes())
        .unwrap_or_else(|| random(token.enc.key_bytes()));
    token.open(&content_key)
}

/// What is in a token sealed with the shared `secret`.
///
/// # Errors
/// As [`decrypt_jwe`]; or the token brings a key of its own.
pub fn decrypt_jwe_directly(compact: &str, secret: &[u8], accepted: Accepted<'_>) -> Result<Opened, JweRefusal> {
    let token = Token::parse(compact, accepted)?;
    if token.alg != KeyManagement::Dir || !token.encrypted_key.is_empty() {
        return Err(JweRefusal::KeyManagement(format!(
            "\"{}\", with a key of its own",
            token.alg.name()
        )));
    }
    if secret.len() != token.enc.key_bytes() {
        return Err(JweRefusal::UnfitKey("it has another length than the content encryption wants"));
    }
    token.open(secret)
}

fn header(alg: KeyManagement, enc: ContentEncryption, kid: Option<&str>, content_type: Option<&str>) -> Value {
    let mut header = json!({"alg": alg.name(), "enc": enc.name()});
    if let Value::Object(members) = &mut header {
        members.extend(content_type.map(|cty| ("cty".to_owned(), cty.into())));
        members.extend(kid.map(|kid| ("kid".to_owned(), kid.into())));
    }
    header
}

/// Five parts, over exactly this header.
pub(super) fn sealed(header: &Value, encrypted_key: &[u8], enc: ContentEncryption, key: &[u8], plaintext: &[u8]) -> String {
    let header = base64url(header.to_string().as_bytes());
    let iv = random(enc.iv_bytes());
    let (ciphertext, tag) = enc.seal(key, &iv, header.as_bytes(), plaintext);
    let [encrypted_key, iv, ciphertext, tag] = [encrypted_key, &iv, &ciphertext, &tag].map(base64url);
    format!("{header}.{encrypted_key}.{iv}.{ciphertext}.{tag}")
}

pub(super) fn random(length: usize) -> Vec<u8> {
    debug_assert!(length <= MAX_CONTENT_KEY_BYTES, "keys and vectors are short");
    let mut bytes = vec![0; length];
    rand::fill(&mut bytes).expect("the operating system's generator is seeded long before this runs");
    bytes
}

struct Token<'a> {
    /// As it was sent: the tag is over these characters.
    protected: &'a str,
    header: Map<String, Value>,
    alg: KeyManagement,
    enc: ContentEncryption,
    encrypted_key: Vec<u8>,
    iv: Vec<u8>,
    ciphertext: Vec<u8>,
    tag: Vec<u8>,
}

impl<'a> Token<'a> {
    fn parse(compact: &'a str, accepted: Accepted<'_>) -> Result<Self, JweRefusal> {
        if compact.len() > MAX_SEALED_BYTES {
            return Err(JweRefusal::TooLong(compact.len()));
        }
        let parts: Vec<&str> = compact.split('.').collect();
        let &[protected, encrypted_key, iv, ciphertext, tag] = parts.as_slice() else {
            return Err(JweRefusal::Parts(parts.len()));
        };
        let bytes = |part: &'static str, text: &str| from_base64url(text).ok_or(JweRefusal::Encoding(part));
        let header = strict_json::object(&bytes("header", protected)?).map_err(|why| JweRefusal::Header(why.to_string()))?;
        let said = |name: &str| header.get(name).map_or_else(|| "(none stated)".to_owned(), quoted);
        let alg = header.get("alg").and_then(Value::as_str).and_then(KeyManagement::named);
        let alg = alg.filter(|alg| accepted.key_management.contains(alg));
        let alg = alg.ok_or_else(|| JweRefusal::KeyManagement(said("alg")))?;
        let enc = header.get("enc").and_then(Value::as_str).and_then(ContentEncryption::named);
        let enc = enc.filter(|enc| accepted.content.contains(enc));
        let enc = enc.ok_or_else(|| JweRefusal::Content(said("enc")))?;
        if let Some(unsupported) = ["crit", "zip"].into_iter().find(|name| header.contains_key(*name)) {
            return Err(JweRefusal::Unsupported(unsupported));
        }
        Ok(Self {
            protected,
            alg,
            enc,
            encrypted_key: bytes("encrypted key", encrypted_key)?,
            iv: bytes("initialisation vector", iv)?,
            ciphertext: bytes("ciphertext", ciphertext)?,
            tag: bytes("authentication tag", tag)?,
            header,
        })
    }

    fn open(self, key: &[u8]) -> Result<Opened, JweRefusal> {
        let opened = self.enc.open(key, &self.iv, self.protected.as_bytes(), &self.ciphertext, &self.tag);
        let plaintext = opened.ok_or(JweRefusal::Sealed)?;
        Ok(Opened {
            header: self.header,
            plaintext,
        })
    }
}

fn quoted(foreign: &Value) -> String {
    foreign.to_string().chars().take(MAX_QUOTED_CHARS).collect()
}
