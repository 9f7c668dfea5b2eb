//! The bytes of one message, kept so that text stays readable and anything else survives unchanged.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

/// The body of a message as it was received or sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Bytes received in all, also when not all of them were kept.
    pub size: u64,
    /// The body, when it is UTF-8.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub text: Option<String>,
    /// The body in base64, when it is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub base64: Option<String>,
    /// Whether the body was cut at [`Body::LIMIT`].
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub cut: bool,
}

impl Body {
    /// The most bytes kept of one body. What lies behind is counted, not kept.
    pub const LIMIT: usize = 12 * 1024 * 1024;

    /// Keeps `bytes`, as text where they are UTF-8.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let kept = &bytes[..bytes.len().min(Self::LIMIT)];
        let cut = kept.len() < bytes.len();
        let size = bytes.len() as u64;
        if bytes.is_empty() {
            return Self::default();
        }
        match std::str::from_utf8(kept) {
            Ok(text) => Self {
                size,
                text: Some(text.to_owned()),
                base64: None,
                cut,
            },
            Err(_) => Self {
                size,
                text: None,
                base64: Some(STANDARD.encode(kept)),
                cut,
            },
        }
    }

    /// The bytes that were kept. A damaged base64 (a record changed by hand) yields nothing.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        match (&self.text, &self.base64) {
            (Some(text), _) => text.as_bytes().to_vec(),
            (None, Some(encoded)) => STANDARD.decode(encoded).unwrap_or_default(),
            (None, None) => Vec::new(),
        }
    }

    /// Whether the kept bytes hold `needle`.
    #[must_use]
    pub fn holds(&self, needle: &str) -> bool {
        match &self.text {
            Some(text) => text.contains(needle),
            None => self.base64.is_some() && contains(&self.bytes(), needle.as_bytes()),
        }
    }
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    !needle.is_empty() && haystack.windows(needle.len()).any(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_bytes_come_back_as_they_went_in() {
        for bytes in [&b""[..], b"plain", "é – ü".as_bytes(), &[0xff, 0x00, 0x41, 0x42]] {
            let body = Body::of(bytes);
            assert_eq!(body.bytes(), bytes);
            assert_eq!(body.size, bytes.len() as u64);
        }
    }

    #[test]
    fn a_marker_is_found_inside_binary() {
        assert!(Body::of(b"\xff\xfeAB12CD\x00").holds("AB12CD"));
        assert!(!Body::of(b"\xff\xfeAB12CD\x00").holds("AB13CD"));
    }
}
