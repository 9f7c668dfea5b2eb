//! One-time codes of apps: HOTP (RFC 4226) and TOTP (RFC 6238), and the `otpauth` address by which an app learns a secret. Its letters are in `otp_secret`. Which code was
//! used before, and how often somebody may try, is for the caller, who keeps it.

use aws_lc_rs::hmac;

use crate::{Form, from_base32, secrets_match, to_base32};

/// The widest window on either side of now, in steps: beyond that a code says nothing about now.
pub const WIDEST_OTP_DRIFT: u8 = 10;

/// What a code is computed with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OtpDigest {
    /// What apps take for granted.
    #[default]
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
}

/// What an app and its verifier agree on, beside the secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totp {
    /// What a code is computed with.
    pub digest: OtpDigest,
    /// How many digits a code has: 6, 7 or 8.
    pub digits: u8,
    /// How many seconds a code is shown.
    pub period: u32,
}

impl Default for Totp {
    /// What every app assumes where the address does not say: SHA-1, six digits, thirty seconds.
    fn default() -> Self {
        Self {
            digest: OtpDigest::Sha1,
            digits: 6,
            period: 30,
        }
    }
}

/// Why a code is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OtpRefusal {
    /// It has not so many digits, or something else in it.
    #[error("that is no code: so many digits are expected, and nothing else")]
    Malformed,
    /// It belongs to no step of the window.
    #[error("the code belongs to no step around now")]
    Wrong,
    /// It, or one of a later step, was accepted before (RFC 6238, 5.2).
    #[error("a code of this step, or of a later one, was accepted before")]
    Used,
}

impl Totp {
    /// The step in which `unix_seconds` lies; nothing before 1970 counts.
    #[must_use]
    pub fn step_at(&self, unix_seconds: i64) -> u64 {
        u64::try_from(unix_seconds).unwrap_or_default() / u64::from(self.period.max(1))
    }

    /// The code that an app shows then.
    #[must_use]
    pub fn code_at(&self, secret: &[u8], unix_seconds: i64) -> String {
        hotp(secret, self.step_at(unix_seconds), self.digits, self.digest)
    }

    /// How many seconds longer that code is shown.
    #[must_use]
    pub fn seconds_left(&self, unix_seconds: i64) -> u32 {
        let period = i64::from(self.period.max(1));
        u32::try_from(period - unix_seconds.rem_euclid(period)).unwrap_or_default()
    }

    /// The step that `presented` belongs to, at most `drift` steps from now (RFC 6238, 5.2), if it comes after the `last` that was accepted.
    ///
    /// # Errors
    /// It is no code, belongs to no such step, or was used.
    pub fn accept(&self, secret: &[u8], presented: &str, unix_seconds: i64, drift: u8, last: Option<u64>) -> Result<u64, OtpRefusal> {
        let is_code = presented.len() == usize::from(self.digits) && presented.bytes().all(|byte| byte.is_ascii_digit());
        if !is_code {
            return Err(OtpRefusal::Malformed);
        }
        let (now, drift) = (self.step_at(unix_seconds), u64::from(drift.min(WIDEST_OTP_DRIFT)));
        // Every step is computed and compared, so that the time taken does not tell which one fits.
        let fitting: Vec<u64> = (now.saturating_sub(drift)..=now.saturating_add(drift))
            .map(|step| (step, hotp(secret, step, self.digits, self.digest)))
            .filter(|(_, code)| secrets_match(presented.as_bytes(), code.as_bytes()))
            .map(|(step, _)| step)
            .collect();
        // Two steps of one window may by chance have the same code: the later one counts, if it is not used up.
        let fresh = fitting.iter().rev().find(|step| last.is_none_or(|last| **step > last));
        match (fresh, fitting.is_empty()) {
            (Some(step), _) => Ok(*step),
            (None, false) => Err(OtpRefusal::Used),
            (None, true) => Err(OtpRefusal::Wrong),
        }
    }

    /// The address by which an app learns `secret`, as Google Authenticator's key URI format has it: `issuer` is who asks for codes,
    /// `account` whose they are.
    #[must_use]
    pub fn address(&self, secret: &[u8], issuer: &str, account: &str) -> String {
        let algorithm = match self.digest {
            OtpDigest::Sha1 => "SHA1",
            OtpDigest::Sha256 => "SHA256",
            OtpDigest::Sha512 => "SHA512",
        };
        let (issuer, account) = (escaped(issuer), escaped(account));
        let (secret, digits, period) = (to_base32(secret), self.digits, self.period);
        format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm={algorithm}&digits={digits}&period={period}")
    }
}

/// What an app makes of such an address: how to compute codes, and the secret. Nothing where it is none of a time-based code, or asks for
/// something that no app does.
#[must_use]
pub fn totp_of_address(address: &str) -> Option<(Totp, Vec<u8>)> {
    let (_, query) = address.strip_prefix("otpauth://totp/")?.split_once('?')?;
    let said = Form::parse(query.as_bytes()).ok()?;
    let digest = match said.get("algorithm").unwrap_or("SHA1") {
        "SHA1" => OtpDigest::Sha1,
        "SHA256" => OtpDigest::Sha256,
        "SHA512" => OtpDigest::Sha512,
        _ => return None,
    };
    let digits = said.get("digits").map_or(Some(6), |digits| digits.parse().ok())?;
    let period = said.get("period").map_or(Some(30), |period| period.parse().ok())?;
    let secret = from_base32(said.get("secret")?)?;
    let is_usual = (6..=8).contains(&digits) && period > 0;
    is_usual.then_some((Totp { digest, digits, period }, secret))
}

/// The code of a counter (RFC 4226, 5.3). `digits` beyond nine say no more than nine do.
#[must_use]
pub fn hotp(secret: &[u8], counter: u64, digits: u8, digest: OtpDigest) -> String {
    let algorithm = match digest {
        OtpDigest::Sha1 => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
        OtpDigest::Sha256 => hmac::HMAC_SHA256,
        OtpDigest::Sha512 => hmac::HMAC_SHA512,
    };
    let tag = hmac::sign(&hmac::Key::new(algorithm, secret), &counter.to_be_bytes());
    let tag = tag.as_ref();
    let at = usize::from(tag.last().copied().unwrap_or_default() & 0x0f);
    let taken = tag.get(at..at + 4).and_then(|bytes| <[u8; 4]>::try_from(bytes).ok());
    let number = u32::from_be_bytes(taken.expect("every tag has twenty bytes or more, and the offset is below sixteen")) & 0x7fff_ffff;
    let digits = digits.min(9);
    format!("{:0width$}", number % 10_u32.pow(u32::from(digits)), width = usize::from(digits))
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'@' => escaped.push(char::from(byte)),
            other => escaped.push_str(&format!("%{other:02X}")),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// RFC 4226, appendix D.
    #[test]
    fn the_published_codes_of_counters_are_computed() {
        let published = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
        ];
        for (counter, code) in (0..).zip(published) {
            assert_eq!(hotp(b"12345678901234567890", counter, 6, OtpDigest::Sha1), code, "{counter}");
        }
    }

    /// RFC 6238, appendix B.
    #[test]
    fn the_published_codes_of_times_are_computed() {
        let secret = b"1234567890".repeat(7);
        let cases = [
            (59, "94287082", "46119246", "90693936"),
            (1_111_111_109, "07081804", "68084774", "25091201"),
            (1_111_111_111, "14050471", "67062674", "99943326"),
            (1_234_567_890, "89005924", "91819424", "93441116"),
            (2_000_000_000, "69279037", "90698825", "38618901"),
            (20_000_000_000, "65353130", "77737706", "47863826"),
        ];
        for (at, sha1, sha256, sha512) in cases {
            for (digest, length, code) in [
                (OtpDigest::Sha1, 20, sha1),
                (OtpDigest::Sha256, 32, sha256),
                (OtpDigest::Sha512, 64, sha512),
            ] {
                let totp = Totp {
                    digest,
                    digits: 8,
                    period: 30,
                };
                assert_eq!(totp.code_at(&secret[..length], at), code, "{digest:?} at {at}");
            }
        }
    }

    const SECRET: &[u8] = b"12345678901234567890";

    #[test]
    fn a_code_holds_one_step_longer_and_not_two() {
        let totp = Totp::default();
        let (first_of_step, code) = (1_800, totp.code_at(SECRET, 1_800));
        let accept = |at: i64| totp.accept(SECRET, &code, at, 1, None);
        assert_eq!(accept(first_of_step + 29), Ok(60));
        assert_eq!(accept(first_of_step + 59), Ok(60), "the last second of the next step");
        assert_eq!(accept(first_of_step + 60), Err(OtpRefusal::Wrong));
        assert_eq!(accept(first_of_step - 1), Ok(60), "an app that is ahead");
        assert_eq!(accept(first_of_step - 31), Err(OtpRefusal::Wrong));
        assert_eq!(totp.accept(SECRET, &code, first_of_step + 30, 0, None), Err(OtpRefusal::Wrong));
    }

    #[test]
    fn a_code_counts_once_and_never_after_a_later_one() {
        let totp = Totp::default();
        let at = |seconds: i64| totp.code_at(SECRET, seconds);
        assert_eq!(totp.accept(SECRET, &at(1_800), 1_805, 1, Some(60)), Err(OtpRefusal::Used));
        assert_eq!(totp.accept(SECRET, &at(1_800), 1_835, 1, Some(61)), Err(OtpRefusal::Used));
        assert_eq!(totp.accept(SECRET, &at(1_830), 1_835, 1, Some(60)), Ok(61));
    }

    #[test]
    fn what_is_no_code_is_none() {
        let totp = Totp::default();
        for presented in ["", "12345", "1234567", "12345a", "１２３４５６", " 12345", "+12345"] {
            assert_eq!(
                totp.accept(SECRET, presented, 0, 1, None),
                Err(OtpRefusal::Malformed),
                "{presented:?}"
            );
        }
    }

    #[test]
    fn an_app_is_told_everything_by_the_address() {
        assert_eq!(
            Totp::default().address(SECRET, "CSAM test nation", "anna:x@people.example"),
            "otpauth://totp/CSAM%20test%20nation:anna%3Ax@people.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=CSAM%20test%20nation&algorithm=SHA1&digits=6&period=30"
        );
    }

    #[test]
    fn an_app_reads_the_address_that_was_written() {
        let kinds = [(OtpDigest::Sha1, 6, 30), (OtpDigest::Sha256, 8, 60), (OtpDigest::Sha512, 7, 15)];
        for (digest, digits, period) in kinds {
            let totp = Totp { digest, digits, period };
            assert_eq!(totp_of_address(&totp.address(SECRET, "a b", "c")), Some((totp, SECRET.to_vec())));
        }
        let secret = to_base32(SECRET);
        assert_eq!(
            totp_of_address(&format!("otpauth://totp/x?secret={secret}")),
            Some((Totp::default(), SECRET.to_vec()))
        );
        for none in [
            "otpauth://hotp/x?secret=",
            "otpauth://totp/x?digits=9&secret=",
            "otpauth://totp/x?period=0&secret=",
            "otpauth://totp/x?algorithm=MD5&secret=",
            "otpauth://totp/x",
        ] {
            assert_eq!(totp_of_address(&format!("{none}{secret}")), None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_comes_in_stops_us(text in ".{0,200}", at in any::<i64>(), period in any::<u32>(), digits in any::<u8>(), drift in any::<u8>()) {
            let totp = Totp { digest: OtpDigest::Sha1, digits, period };
            let _ = (from_base32(&text), totp_of_address(&text), totp_of_address(&format!("otpauth://totp/x?{text}")), totp.accept(SECRET, &text, at, drift, None), totp.code_at(SECRET, at), totp.seconds_left(at));
        }
    }
}
