//! The HTTP-POST binding (bindings, 3.5): a message as one field of a form, in base64. The page with the form is its sender's.

use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose},
};

/// Longer fields are refused unread.
pub const MAX_POSTED_BYTES: usize = 512 * 1024;

/// Why a field holds no message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PostRefusal {
    /// Above [`MAX_POSTED_BYTES`].
    #[error("the field has {0} bytes, more than {MAX_POSTED_BYTES}")]
    TooLong(usize),
    /// Not base64 of text in UTF-8.
    #[error("the field is not base64 of UTF-8 text")]
    Encoding,
}

/// The value of `SAMLRequest` or `SAMLResponse`.
#[must_use]
pub fn to_posted(xml: &str) -> String {
    general_purpose::STANDARD.encode(xml)
}

/// The message in such a value. Line breaks are let pass, since many write them; other stray characters are not.
///
/// # Errors
/// It is too long or none.
pub fn from_posted(field: &str) -> Result<String, PostRefusal> {
    if field.len() > MAX_POSTED_BYTES {
        return Err(PostRefusal::TooLong(field.len()));
    }
    let lines: String = field.chars().filter(|character| !matches!(character, '\r' | '\n')).collect();
    let engine = GeneralPurpose::new(
        &STANDARD,
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::RequireCanonical),
    );
    let bytes = engine.decode(lines).map_err(|_| PostRefusal::Encoding)?;
    String::from_utf8(bytes).map_err(|_| PostRefusal::Encoding)
}
