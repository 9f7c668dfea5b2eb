//! The secret of a one-time code as apps and people write it: base 32 (RFC 4648, 6).

/// The fewest bytes of a secret (RFC 4226, 4, R6).
pub const SHORTEST_OTP_SECRET: usize = 16;
/// The most bytes of a secret that is read.
pub const LONGEST_OTP_SECRET: usize = 128;

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Base 32 without padding (RFC 4648, 6), as apps expect a secret.
#[must_use]
pub fn to_base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(BASE32[(held >> bits) as usize & 31]));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(char::from(BASE32[(held << (5 - bits)) as usize & 31]));
    }
    text
}

/// A secret as people copy it: in either case, with blanks and padding. Nothing where it is none, or outside of
/// [`SHORTEST_OTP_SECRET`] and [`LONGEST_OTP_SECRET`].
#[must_use]
pub fn from_base32(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0_u32);
    let written = text
        .trim()
        .trim_end_matches('=')
        .bytes()
        .filter(|byte| !matches!(byte, b' ' | b'-'));
    for byte in written {
        let value = BASE32.iter().position(|known| *known == byte.to_ascii_uppercase())?;
        held = (held << 5) | u32::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
        if bytes.len() > LONGEST_OTP_SECRET {
            return None;
        }
    }
    // Bits that belong to no byte are empty, and fewer than a letter's.
    let whole = bits < 5 && held == 0;
    (whole && bytes.len() >= SHORTEST_OTP_SECRET).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn a_secret_is_read_as_people_copy_it_and_nothing_else_is() {
        assert_eq!(from_base32("gezd gnbv-gy3tqojqGEZDGNBVGY3TQOJQ").as_deref(), Some(SECRET));
        for none in [
            "",
            "MZXW6",
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1",
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQA",
            "é",
        ] {
            assert_eq!(from_base32(none), None, "{none}");
        }
        assert_eq!(from_base32(&to_base32(&[1; LONGEST_OTP_SECRET + 1])), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(bytes in proptest::collection::vec(any::<u8>(), SHORTEST_OTP_SECRET..=LONGEST_OTP_SECRET)) {
            prop_assert_eq!(from_base32(&to_base32(&bytes)), Some(bytes));
        }
    }
}
