//! The number of the health insurance institute (NIHII; INAMI, RIZIV) of professionals and institutions: its form and its check digits, both
//! ways. What a qualification code allows is not known here.
//!
//! Six digits, of which the first tells the profession; two check digits; and, in the long form, three digits of qualification. The check
//! is 97 − (n mod 97). When numbers ran out, a second series began whose check is 89 − (n mod 89) (note I 2012/26 of the institute: nurses and
//! midwives since 2013, doctors since April 2019). That the second formula has the form of the first is what open-source validators of health
//! messages do; the institute's own text could not be read. Since then six digits name nobody: the first eight do.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::Chance;

/// The short form: eight digits, the last two of which check the first six by one of the two moduli.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Nihii(u32);

/// The long form: the short one and the qualification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Nihii11 {
    number: Nihii,
    qualification: u16,
}

/// Which series a number's check digits belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Modulus {
    /// The first series.
    Of97,
    /// The second, since the first ran out.
    Of89,
}

/// Why a text or a set of parts is no such number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NihiiRefusal {
    /// Not eight or eleven digits.
    #[error("a NIHII number is eight digits, or eleven with the qualification; points, hyphens and blanks may part them")]
    Form,
    /// The check digits fit neither modulus.
    #[error("the check digits of the NIHII number are wrong by modulus 97 and by modulus 89")]
    CheckDigits,
    /// More than six digits before the check digits, or a qualification above 999.
    #[error("a NIHII number is composed of at most six digits and a qualification of at most 999")]
    Range,
}

/// No professional group has the first digit 0, so a number that begins with it is nobody's. (An inference: every list of first digits
/// begins with 1.)
const UNALLOCATED: u64 = 100_000;

impl Nihii {
    /// Reads eight digits; points, hyphens, slashes and blanks between them do not count.
    pub fn parse(text: &str) -> Result<Self, NihiiRefusal> {
        let digits = digits_of(text, 8).ok_or(NihiiRefusal::Form)?;
        let number = Self(digits.parse().map_err(|_| NihiiRefusal::Form)?);
        match number.moduli() {
            [] => Err(NihiiRefusal::CheckDigits),
            _ => Ok(number),
        }
    }

    /// The number that begins with these six digits.
    pub fn compose(stem: u32, modulus: Modulus) -> Result<Self, NihiiRefusal> {
        if stem > 999_999 {
            return Err(NihiiRefusal::Range);
        }
        Ok(Self(stem * 100 + modulus.check_digits(stem)))
    }

    /// One that is nobody's: its first digit is 0, which no profession has.
    #[must_use]
    pub fn unallocated(chance: &mut Chance, modulus: Modulus) -> Self {
        let stem = 1 + u32::try_from(chance.below(UNALLOCATED - 1)).expect("below 100 000");
        Self::compose(stem, modulus).expect("five digits")
    }

    /// One whose first digit is the profession's. **It may be a living person's**: only for a product that refuses the others, and never
    /// towards a real service.
    #[must_use]
    pub fn ordinary(chance: &mut Chance, profession: u8, modulus: Modulus) -> Self {
        let rest = u32::try_from(chance.below(UNALLOCATED)).expect("below 100 000");
        Self::compose(u32::from(profession % 10) * 100_000 + rest, modulus).expect("six digits")
    }

    /// The moduli that the check digits fit: one, or by coincidence both.
    #[must_use]
    pub fn moduli(self) -> &'static [Modulus] {
        let fits = |modulus: Modulus| modulus.check_digits(self.0 / 100) == self.0 % 100;
        match (fits(Modulus::Of97), fits(Modulus::Of89)) {
            (true, true) => &[Modulus::Of97, Modulus::Of89],
            (true, false) => &[Modulus::Of97],
            (false, true) => &[Modulus::Of89],
            (false, false) => &[],
        }
    }

    /// The first digit: 1 doctors, 3 dentists, 4 nurses and midwives, 5 physiotherapists and speech therapists, 7 hospitals, and so on.
    #[must_use]
    pub fn profession(self) -> u8 {
        u8::try_from(self.0 / 10_000_000).expect("one digit")
    }

    /// The long form, with a qualification of at most 999. Institutions carry 000.
    pub fn with_qualification(self, qualification: u16) -> Result<Nihii11, NihiiRefusal> {
        if qualification > 999 {
            return Err(NihiiRefusal::Range);
        }
        Ok(Nihii11 {
            number: self,
            qualification,
        })
    }

    /// As people print it: `1-23456-78`.
    #[must_use]
    pub fn formatted(self) -> String {
        let digits = self.to_string();
        format!("{}-{}-{}", &digits[..1], &digits[1..6], &digits[6..])
    }
}

impl Nihii11 {
    /// Reads eleven digits; points, hyphens, slashes and blanks between them do not count.
    pub fn parse(text: &str) -> Result<Self, NihiiRefusal> {
        let digits = digits_of(text, 11).ok_or(NihiiRefusal::Form)?;
        let (number, qualification) = digits.split_at(8);
        Nihii::parse(number)?.with_qualification(qualification.parse().map_err(|_| NihiiRefusal::Form)?)
    }

    /// The short form, which names the professional.
    #[must_use]
    pub fn number(self) -> Nihii {
        self.number
    }

    /// What the professional is recognised as.
    #[must_use]
    pub fn qualification(self) -> u16 {
        self.qualification
    }

    /// As people print it: `1-23456-78-004`.
    #[must_use]
    pub fn formatted(self) -> String {
        format!("{}-{:03}", self.number.formatted(), self.qualification)
    }
}

impl Modulus {
    fn check_digits(self, stem: u32) -> u32 {
        let modulus = match self {
            Self::Of97 => 97,
            Self::Of89 => 89,
        };
        modulus - stem % modulus
    }
}

/// The digits of `text`, if there are so many and nothing stands between them but what people write there.
pub(crate) fn digits_of(text: &str, count: usize) -> Option<String> {
    let digits: String = text.chars().filter(|c| !matches!(c, '.' | '-' | '/' | ' ')).collect();
    (digits.len() == count && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

impl fmt::Display for Nihii {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08}", self.0)
    }
}

impl fmt::Display for Nihii11 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{:03}", self.number, self.qualification)
    }
}

impl FromStr for Nihii {
    type Err = NihiiRefusal;

    fn from_str(text: &str) -> Result<Self, NihiiRefusal> {
        Self::parse(text)
    }
}

impl FromStr for Nihii11 {
    type Err = NihiiRefusal;

    fn from_str(text: &str) -> Result<Self, NihiiRefusal> {
        Self::parse(text)
    }
}

impl From<Nihii> for String {
    fn from(number: Nihii) -> Self {
        number.to_string()
    }
}

impl From<Nihii11> for String {
    fn from(number: Nihii11) -> Self {
        number.to_string()
    }
}

impl TryFrom<String> for Nihii {
    type Error = NihiiRefusal;

    fn try_from(text: String) -> Result<Self, NihiiRefusal> {
        Self::parse(&text)
    }
}

impl TryFrom<String> for Nihii11 {
    type Error = NihiiRefusal;

    fn try_from(text: String) -> Result<Self, NihiiRefusal> {
        Self::parse(&text)
    }
}
