//! `application/x-www-form-urlencoded`, strictly: bounded, every name once, no broken escapes. Also fits the query of a URL.

use std::{collections::BTreeMap, fmt, fmt::Write};

/// Longer bodies are refused unread.
pub const MAX_FORM_BYTES: usize = 64 * 1024;
/// More fields are refused.
pub const MAX_FORM_FIELDS: usize = 100;

/// The fields of a form. `Debug` shows names only: values may be secrets.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Form(BTreeMap<String, String>);

/// Why bytes are not an acceptable form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormRefusal {
    /// Above [`MAX_FORM_BYTES`].
    #[error("the form has {0} bytes, more than {MAX_FORM_BYTES}")]
    TooLong(usize),
    /// Above [`MAX_FORM_FIELDS`].
    #[error("the form has more than {MAX_FORM_FIELDS} fields")]
    TooManyFields,
    /// A broken percent escape, or text that is not UTF-8.
    #[error("field {0} of the form is not form-encoded UTF-8")]
    Encoding(usize),
    /// A value without a name.
    #[error("field {0} of the form has no name")]
    Nameless(usize),
    /// OAuth forbids to send a parameter twice (RFC 6749, 3.1 and 3.2).
    #[error("the form names `{0}` more than once")]
    Duplicate(String),
}

impl Form {
    /// Reads a request body, or the query of a URL.
    pub fn parse(body: &[u8]) -> Result<Self, FormRefusal> {
        if body.len() > MAX_FORM_BYTES {
            return Err(FormRefusal::TooLong(body.len()));
        }
        let mut fields = BTreeMap::new();
        for (at, field) in body.split(|byte| *byte == b'&').filter(|field| !field.is_empty()).enumerate() {
            if at == MAX_FORM_FIELDS {
                return Err(FormRefusal::TooManyFields);
            }
            let field = std::str::from_utf8(field).map_err(|_| FormRefusal::Encoding(at))?;
            let (name, value) = field.split_once('=').unwrap_or((field, ""));
            let name = decode_component(name).ok_or(FormRefusal::Encoding(at))?;
            let value = decode_component(value).ok_or(FormRefusal::Encoding(at))?;
            if name.is_empty() {
                return Err(FormRefusal::Nameless(at));
            }
            if fields.contains_key(&name) {
                return Err(FormRefusal::Duplicate(name));
            }
            fields.insert(name, value);
        }
        Ok(Self(fields))
    }

    /// The value of a field; nothing when it is absent or empty, which OAuth treats alike (RFC 6749, 3.1).
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// All fields, by name; empty ones too.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// The body or query that carries these fields, in this order.
#[must_use]
pub fn encode_form<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let pairs = fields
        .into_iter()
        .map(|(name, value)| format!("{}={}", encode_component(name), encode_component(value)));
    pairs.collect::<Vec<_>>().join("&")
}

pub(crate) fn encode_component(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'*' => encoded.push(char::from(byte)),
            b' ' => encoded.push('+'),
            _ => write!(encoded, "%{byte:02X}").expect("a string takes all that is written"),
        }
        encoded
    })
}

/// Nothing for a broken escape or bytes that are not UTF-8.
pub(crate) fn decode_component(text: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => {
                let (high, low) = (hex_digit(bytes.next()?)?, hex_digit(bytes.next()?)?);
                high * 16 + low
            }
            plain => plain,
        });
    }
    String::from_utf8(decoded).ok()
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// `address` with these fields behind those that its query has already.
#[must_use]
pub fn address_with(address: &str, fields: &[(&str, &str)]) -> String {
    let (before, fragment) = address
        .split_once('#')
        .map_or((address, None), |(before, fragment)| (before, Some(fragment)));
    let joint = match before.split_once('?') {
        None => "?",
        Some((_, "")) => "",
        Some(_) => "&",
    };
    let fields = encode_form(fields.iter().copied());
    let fragment = fragment.map_or_else(String::new, |fragment| format!("#{fragment}"));
    format!("{before}{joint}{fields}{fragment}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_says_already_stays() {
        let fields = [("code", "a b"), ("state", "s")];
        assert_eq!(address_with("https://x/cb", &fields), "https://x/cb?code=a+b&state=s");
        assert_eq!(
            address_with("https://x/cb?tenant=1", &fields),
            "https://x/cb?tenant=1&code=a+b&state=s"
        );
        assert_eq!(address_with("https://x/cb?", &[("e", "1")]), "https://x/cb?e=1");
    }
}
