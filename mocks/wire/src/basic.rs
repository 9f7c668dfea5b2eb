//! The client's name and secret in `Authorization: Basic`, as OAuth wants it: both form-encoded before they are joined (RFC 6749, 2.3.1).
//! Whether the secret is right is asked with `secrets_match`.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::form::{decode_component, encode_component};

/// Longer header values are refused unread.
pub const MAX_BASIC_BYTES: usize = 4 * 1024;

/// What a client presented. `Debug` keeps the secret to itself.
#[derive(Clone, PartialEq, Eq)]
pub struct BasicCredentials {
    /// The client's identifier.
    pub client_id: String,
    /// The secret it presented.
    pub client_secret: String,
}

/// Why a header value holds no credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BasicRefusal {
    /// Above [`MAX_BASIC_BYTES`].
    #[error("the Authorization header is longer than {MAX_BASIC_BYTES} bytes")]
    TooLong,
    /// Another authentication scheme, or none.
    #[error("the Authorization header does not use the Basic scheme")]
    Scheme,
    /// Not padded standard base64 of UTF-8.
    #[error("the Basic credentials are not base64 of UTF-8 text")]
    Encoding,
    /// No colon, or nothing before it.
    #[error("the Basic credentials are not `identifier:secret`")]
    Parts,
    /// A part is not form-encoded.
    #[error("a part of the Basic credentials is not form-encoded (RFC 6749, 2.3.1)")]
    FormEncoding,
}

impl BasicCredentials {
    /// Reads the value of an `Authorization` header.
    pub fn parse(header: &str) -> Result<Self, BasicRefusal> {
        if header.len() > MAX_BASIC_BYTES {
            return Err(BasicRefusal::TooLong);
        }
        let (scheme, rest) = header.split_once(' ').ok_or(BasicRefusal::Scheme)?;
        if !scheme.eq_ignore_ascii_case("Basic") {
            return Err(BasicRefusal::Scheme);
        }
        let bytes = STANDARD.decode(rest.trim_start_matches(' ')).map_err(|_| BasicRefusal::Encoding)?;
        let joined = String::from_utf8(bytes).map_err(|_| BasicRefusal::Encoding)?;
        // The secret may hold colons, the form-encoded identifier cannot.
        let (client_id, client_secret) = joined.split_once(':').filter(|(id, _)| !id.is_empty()).ok_or(BasicRefusal::Parts)?;
        Ok(Self {
            client_id: decode_component(client_id).ok_or(BasicRefusal::FormEncoding)?,
            client_secret: decode_component(client_secret).ok_or(BasicRefusal::FormEncoding)?,
        })
    }

    /// The header value that presents these credentials.
    #[must_use]
    pub fn header(&self) -> String {
        let joined = format!("{}:{}", encode_component(&self.client_id), encode_component(&self.client_secret));
        format!("Basic {}", STANDARD.encode(joined))
    }
}

impl fmt::Debug for BasicCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BasicCredentials")
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header_of(joined: &[u8]) -> String {
        format!("Basic {}", STANDARD.encode(joined))
    }

    fn check(header: &str, expected: Result<(&str, &str), BasicRefusal>) {
        let read = BasicCredentials::parse(header);
        let read = read
            .as_ref()
            .map(|read| (read.client_id.as_str(), read.client_secret.as_str()))
            .map_err(|refusal| *refusal);
        assert_eq!(read, expected, "{header}");
    }

    #[test]
    fn form_encoded_credentials_are_read() {
        check(
            "Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3",
            Ok(("s6BhdRkqt3", "7Fjfp0ZBr1KtDRbnfVdmIw")),
        ); // RFC 6749, 2.3.1
        check(&header_of(b"a%3Ab:p%25+q").replace("Basic", "bASIC "), Ok(("a:b", "p% q")));
        check(&header_of(b"id:se:cret"), Ok(("id", "se:cret")));
        check(&header_of(b"id:"), Ok(("id", "")));
    }

    #[test]
    fn anything_else_is_refused() {
        check("", Err(BasicRefusal::Scheme));
        check("Basic", Err(BasicRefusal::Scheme));
        check("Bearer abc", Err(BasicRefusal::Scheme));
        check("Basic a", Err(BasicRefusal::Encoding));
        check("Basic aWQ6c2VjcmV0IA", Err(BasicRefusal::Encoding));
        check(&header_of(b"id:\xff"), Err(BasicRefusal::Encoding));
        check(&header_of(b"idsecret"), Err(BasicRefusal::Parts));
        check(&header_of(b":secret"), Err(BasicRefusal::Parts));
        check(&header_of(b"id:100%"), Err(BasicRefusal::FormEncoding));
        check(&header_of(b"id:%ff"), Err(BasicRefusal::FormEncoding));
        check(&format!("Basic {}", "A".repeat(MAX_BASIC_BYTES)), Err(BasicRefusal::TooLong));
    }

    #[test]
    fn a_secret_stays_out_of_debug_output() {
        let shown = format!(
            "{:?}",
            BasicCredentials {
                client_id: "id".to_owned(),
                client_secret: "hush".to_owned()
            }
        );
        assert!(shown.contains("id") && !shown.contains("hush"), "{shown}");
    }
}
