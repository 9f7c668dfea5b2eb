//! The text form of keys, certificates and revocation lists (RFC 7468).

use base64::{Engine as _, engine::general_purpose::STANDARD};

const LINE: usize = 64;

/// `der` between BEGIN and END lines with that label.
#[must_use]
pub fn to_pem(label: &str, der: &[u8]) -> String {
    let encoded = STANDARD.encode(der);
    let mut text = format!("-----BEGIN {label}-----\n");
    for line in encoded.as_bytes().chunks(LINE) {
        text.extend(line.iter().map(|byte| char::from(*byte)));
        text.push('\n');
    }
    text + &format!("-----END {label}-----\n")
}

/// The first block with that label.
pub(crate) fn first(label: &str, text: &str) -> Option<Vec<u8>> {
    let (_, after) = text.split_once(&format!("-----BEGIN {label}-----"))?;
    let (body, _) = after.split_once(&format!("-----END {label}-----"))?;
    STANDARD.decode(body.split_whitespace().collect::<String>()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        for length in [0, 1, 48, 49, 200] {
            let bytes = vec![0xa5; length];
            assert_eq!(first("X", &format!("before\n{}after", to_pem("X", &bytes))), Some(bytes));
        }
        assert_eq!(first("Y", &to_pem("X", &[1])), None);
        assert_eq!(first("X", "-----BEGIN X-----\n!\n-----END X-----\n"), None);
    }
}
