//! Name and secret in `Authorization: Basic`, as they are (RFC 7617): this is no OAuth client, which would encode both first.

use base64::{Engine, engine::general_purpose::STANDARD};

/// Longer header values are refused unread.
const MAX_BYTES: usize = 4 * 1024;

/// The header value that presents them. A colon would end the name, and neither may hold control characters.
pub(crate) fn present(name: &str, secret: &str) -> Option<String> {
    let usable = !name.is_empty() && !name.contains(':') && !name.chars().chain(secret.chars()).any(char::is_control);
    usable.then(|| format!("Basic {}", STANDARD.encode(format!("{name}:{secret}"))))
}

/// Name and secret, if the header value holds any.
pub(crate) fn read(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.split_once(' ').filter(|_| header.len() <= MAX_BYTES)?;
    let joined = String::from_utf8(STANDARD.decode(encoded.trim_start_matches(' ')).ok()?).ok()?;
    let (name, secret) = joined.split_once(':').filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
    Some((name.to_owned(), secret.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_presented_is_read_as_it_was() {
        for (name, secret) in [("north-hospital", "s: 1%+é"), ("a", "")] {
            let read = present(name, secret).and_then(|header| read(&header));
            assert_eq!(read, Some((name.to_owned(), secret.to_owned())));
        }
        // The example of RFC 7617, 2.
        assert_eq!(
            present("Aladdin", "open sesame").as_deref(),
            Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
        );
        assert_eq!([present("a:b", "c"), present("", "c"), present("a", "b\n")], [None, None, None]);
        let long = format!("Basic {}", "QUFB".repeat(MAX_BYTES));
        for header in [
            "",
            "Basic",
            "Basic !",
            "Bearer QWxhZGRpbjpvcGVu",
            "Basic QWxhZGRpbg==",
            "Basic /w==",
            long.as_str(),
        ] {
            assert_eq!(read(header), None, "{header}");
        }
    }
}
