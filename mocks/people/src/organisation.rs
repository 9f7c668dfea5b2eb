//! Numbers of organisations: of the Crossroads Bank for Enterprises (CBE; BCE, KBO) and of the eHealth platform (EHP), their form and their
//! check digits, both ways.
//!
//! Both have ten digits, the last two of which are 97 − (the first eight mod 97). An enterprise's number begins with 0 or 1 (royal decree of 23
//! June 2003). That EHP numbers are checked the same way is seen in the published ones of the hubs, all of which fit; no source says so.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{Chance, nihii::digits_of};

/// An enterprise number with right check digits: ten digits, the first of which is 0 or 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Cbe(u64);

/// A number that the eHealth platform gives to an organisation: ten digits beginning with 199.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Ehp(u64);

/// Why a text or a stem is no such number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OrganisationRefusal {
    /// Not ten digits.
    #[error("this number is ten digits; points, hyphens and blanks may part them")]
    Form,
    /// The first digits are those of another register.
    #[error("an enterprise number begins with 0 or 1, and an EHP number with 199")]
    Register,
    /// The check digits are wrong.
    #[error("the check digits are wrong: they are 97 less the remainder of the first eight digits by 97")]
    CheckDigits,
}

/// Enterprise numbers came out of the VAT numbers and legal persons' registers, which began at 0200; below it nothing is seen in public
/// extracts, and since 2023 new ones begin with 1. So what begins with 00 is nobody's. (An inference from what is published.)
const UNALLOCATED_CBE: u64 = 1_000_000;
/// EHP numbers are handed out upwards from 1990000: the last thousand stems of the series are far from them. (An inference likewise.)
const FIRST_UNALLOCATED_EHP: u64 = 19_999_000;

impl Cbe {
    /// Reads ten digits; points, hyphens, slashes and blanks between them do not count. A leading `BE` makes it a VAT number: not read here.
    pub fn parse(text: &str) -> Result<Self, OrganisationRefusal> {
        let number = checked(text)?;
        if !(100..2_000_000_000).contains(&number) {
            return Err(OrganisationRefusal::Register);
        }
        Ok(Self(number))
    }

    /// The number that begins with these eight digits.
    pub fn compose(stem: u64) -> Result<Self, OrganisationRefusal> {
        match stem {
            1..20_000_000 => Ok(Self(with_check_digits(stem))),
            _ => Err(OrganisationRefusal::Register),
        }
    }

    /// One that is nobody's: it begins with 00.
    #[must_use]
    pub fn unallocated(chance: &mut Chance) -> Self {
        Self(with_check_digits(1 + chance.below(UNALLOCATED_CBE - 1)))
    }

    /// As people print it: `0123.456.749`.
    #[must_use]
    pub fn formatted(self) -> String {
        let digits = self.to_string();
        format!("{}.{}.{}", &digits[..4], &digits[4..7], &digits[7..])
    }
}

impl Ehp {
    /// Reads ten digits; points, hyphens, slashes and blanks between them do not count.
    pub fn parse(text: &str) -> Result<Self, OrganisationRefusal> {
        let number = checked(text)?;
        if number / 10_000_000 == 199 {
            Ok(Self(number))
        } else {
            Err(OrganisationRefusal::Register)
        }
    }

    /// One that is nobody's.
    #[must_use]
    pub fn unallocated(chance: &mut Chance) -> Self {
        Self(with_check_digits(FIRST_UNALLOCATED_EHP + chance.below(1000)))
    }
}

fn checked(text: &str) -> Result<u64, OrganisationRefusal> {
    let digits = digits_of(text, 10).ok_or(OrganisationRefusal::Form)?;
    let number: u64 = digits.parse().map_err(|_| OrganisationRefusal::Form)?;
    if with_check_digits(number / 100) == number {
        Ok(number)
    } else {
        Err(OrganisationRefusal::CheckDigits)
    }
}

fn with_check_digits(stem: u64) -> u64 {
    stem * 100 + 97 - stem % 97
}

impl fmt::Display for Cbe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:010}", self.0)
    }
}

impl fmt::Display for Ehp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:010}", self.0)
    }
}

impl FromStr for Cbe {
    type Err = OrganisationRefusal;

    fn from_str(text: &str) -> Result<Self, OrganisationRefusal> {
        Self::parse(text)
    }
}

impl FromStr for Ehp {
    type Err = OrganisationRefusal;

    fn from_str(text: &str) -> Result<Self, OrganisationRefusal> {
        Self::parse(text)
    }
}

impl From<Cbe> for String {
    fn from(number: Cbe) -> Self {
        number.to_string()
    }
}

impl From<Ehp> for String {
    fn from(number: Ehp) -> Self {
        number.to_string()
    }
}

impl TryFrom<String> for Cbe {
    type Error = OrganisationRefusal;

    fn try_from(text: String) -> Result<Self, OrganisationRefusal> {
        Self::parse(&text)
    }
}

impl TryFrom<String> for Ehp {
    type Error = OrganisationRefusal;

    fn try_from(text: String) -> Result<Self, OrganisationRefusal> {
        Self::parse(&text)
    }
}
