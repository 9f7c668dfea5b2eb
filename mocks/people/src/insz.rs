//! The Belgian social security identification number (INSZ, NISS): its form and its check digits, both ways.
//! Which numbers are safe to use for synthetic people is decided in `numbering`.

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Sex;

/// An INSZ with right check digits: eleven digits `YYMMDDSSSCC`, of the National Register or of the BIS register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Insz(u64);

/// The register a number belongs to, told by what is added to the month of birth (royal decree of 8 February 1991, art. 2 to 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Series {
    /// National Register: the month as it is.
    Register,
    /// BIS register, sex not known when the number was given: month + 20, and the counter's parity means nothing.
    BisSexUnknown,
    /// BIS register, sex known when the number was given: month + 40.
    BisSexKnown,
}

/// Why a text or a set of parts is not an INSZ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InszRefusal {
    /// Neither eleven digits nor `YY.MM.DD-SSS.CC`.
    #[error("an INSZ is eleven digits, or YY.MM.DD-SSS.CC")]
    Form,
    /// The month is none of 0-12, 20-32, 40-52.
    #[error("the month of an INSZ is 00-12, or that plus 20 or 40 in a BIS number; this one is {0:02}")]
    Month(u64),
    /// The check digits fit neither century.
    #[error("the check digits of the INSZ are wrong for births before 2000 and from 2000 on")]
    CheckDigits,
    /// A birth outside 1900-2099, or a counter above 999.
    #[error("an INSZ can be composed for births from 1900 to 2099 and counters up to 999")]
    Range,
}

const MODULUS: u64 = 97;
/// Prefixed to the first nine digits for births from 2000 on.
const FROM_2000: u64 = 2_000_000_000;

impl Insz {
    /// Reads eleven digits or the printed form. Which days and counters were ever handed out is not judged here: a day `00` or a
    /// month `00` means unknown, and is allowed.
    pub fn parse(text: &str) -> Result<Self, InszRefusal> {
        let digits = match text.len() {
            11 => text.to_owned(),
            15 => unpunctuated(text).ok_or(InszRefusal::Form)?,
            _ => return Err(InszRefusal::Form),
        };
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(InszRefusal::Form);
        }
        let number = Self(digits.parse().map_err(|_| InszRefusal::Form)?);
        if number.0 % 100 != check_digits(number.stem()) && !number.is_born_from_2000() {
            return Err(InszRefusal::CheckDigits);
        }
        let month = number.written_month();
        if month % 20 > 12 || month > 52 {
            Err(InszRefusal::Month(month))
        } else {
            Ok(number)
        }
    }

    /// The number that a register would write for this birth and this place in the day's sequence.
    pub fn compose(series: Series, birth: Date, counter: u16) -> Result<Self, InszRefusal> {
        let (year, month, day) = (narrow(birth.year())?, narrow(birth.month())?, narrow(birth.day())?);
        if !(1900..2100).contains(&year) || counter > 999 {
            return Err(InszRefusal::Range);
        }
        Ok(Self::written(year, month + series.added_to_month(), day, counter))
    }

    /// The number that a register would write where of the birth only the year is known: month and day are `00`, with the series' addition
    /// to the month.
    pub fn compose_with_year_only(series: Series, year: i16, counter: u16) -> Result<Self, InszRefusal> {
        let year = narrow(year)?;
        if !(1900..2100).contains(&year) || counter > 999 {
            return Err(InszRefusal::Range);
        }
        Ok(Self::written(year, series.added_to_month(), 0, counter))
    }

    fn written(year: u64, month: u64, day: u64, counter: u16) -> Self {
        let stem = (((year % 100) * 100 + month) * 100 + day) * 1000 + u64::from(counter);
        Self(stem * 100 + check_digits(if year < 2000 { stem } else { FROM_2000 + stem }))
    }

    /// As people print it: `YY.MM.DD-SSS.CC`.
    #[must_use]
    pub fn formatted(&self) -> String {
        let digits = self.to_string();
        format!(
            "{}.{}.{}-{}.{}",
            &digits[..2],
            &digits[2..4],
            &digits[4..6],
            &digits[6..9],
            &digits[9..]
        )
    }

    /// The register it belongs to.
    #[must_use]
    pub fn series(&self) -> Series {
        match self.written_month() {
            0..20 => Series::Register,
            20..40 => Series::BisSexUnknown,
            _ => Series::BisSexKnown,
        }
    }

    /// Whether the check digits say that the birth was in 2000 or later. They never fit both centuries.
    #[must_use]
    pub fn is_born_from_2000(&self) -> bool {
        self.0 % 100 == check_digits(FROM_2000 + self.stem())
    }

    /// The place in the day's sequence.
    #[must_use]
    pub fn counter(&self) -> u16 {
        u16::try_from(self.stem() % 1000).expect("below 1000")
    }

    /// The date of birth that the number shows, where it shows a calendar date. A register is free to know better.
    #[must_use]
    pub fn shown_birth_date(&self) -> Option<Date> {
        let part = |divisor: u64, modulus: u64| i8::try_from(self.0 / divisor % modulus).ok();
        let year = if self.is_born_from_2000() { 2000 } else { 1900 } + i16::from(part(1_000_000_000, 100)?);
        Date::new(year, i8::try_from(self.written_month() % 20).ok()?, part(100_000, 100)?).ok()
    }

    /// The sex that the counter's parity shows: odd for men, even for women, nothing in a BIS number given without knowing it.
    #[must_use]
    pub fn shown_sex(&self) -> Option<Sex> {
        match self.series() {
            Series::BisSexUnknown => None,
            _ if self.counter() % 2 == 1 => Some(Sex::Male),
            _ => Some(Sex::Female),
        }
    }

    fn stem(self) -> u64 {
        self.0 / 100
    }

    fn written_month(self) -> u64 {
        self.0 / 10_000_000 % 100
    }
}

impl Series {
    fn added_to_month(self) -> u64 {
        match self {
            Self::Register => 0,
            Self::BisSexUnknown => 20,
            Self::BisSexKnown => 40,
        }
    }
}

impl fmt::Display for Insz {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:011}", self.0)
    }
}

impl FromStr for Insz {
    type Err = InszRefusal;

    fn from_str(text: &str) -> Result<Self, InszRefusal> {
        Self::parse(text)
    }
}

impl From<Insz> for String {
    fn from(number: Insz) -> Self {
        number.to_string()
    }
}

impl TryFrom<String> for Insz {
    type Error = InszRefusal;

    fn try_from(text: String) -> Result<Self, InszRefusal> {
        Self::parse(&text)
    }
}

fn check_digits(stem: u64) -> u64 {
    MODULUS - stem % MODULUS
}

fn narrow(part: impl TryInto<u64>) -> Result<u64, InszRefusal> {
    part.try_into().map_err(|_| InszRefusal::Range)
}

fn unpunctuated(text: &str) -> Option<String> {
    let marks = [(2, b'.'), (5, b'.'), (8, b'-'), (12, b'.')];
    let bytes = text.as_bytes();
    let rightly_marked = marks.iter().all(|(at, mark)| bytes.get(*at) == Some(mark));
    rightly_marked.then(|| text.chars().filter(|c| !matches!(c, '.' | '-')).collect())
}
