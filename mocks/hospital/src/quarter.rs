//! A quarter of a year, as lists of the network are dated.

use std::{fmt, str::FromStr};

/// Such as `2026-Q1`. Earlier ones are less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: u16,
    number: u8,
}

/// A text that names no quarter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no quarter: write four digits of a year, `-Q`, and 1 to 4, such as 2026-Q1")]
pub struct NoQuarter(String);

impl Quarter {
    pub(crate) const fn new(year: u16, number: u8) -> Self {
        Self { year, number }
    }
}

impl FromStr for Quarter {
    type Err = NoQuarter;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            let (year, number) = text.split_once("-Q")?;
            let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
            let number = number
                .parse()
                .ok()
                .filter(|quarter| digits(number, 1) && (1..=4).contains(quarter))?;
            let year = year.parse().ok().filter(|_| digits(year, 4))?;
            Some(Self { year, number })
        };
        read().ok_or_else(|| NoQuarter(text.to_owned()))
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.number)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn it_is_read_as_it_is_written_and_knows_what_comes_first() {
        let quarters: Vec<Quarter> = ["2025-Q3", "2025-Q4", "2026-Q1"].iter().map(|text| text.parse().unwrap()).collect();
        assert!(quarters.is_sorted());
        assert_eq!(quarters[2].to_string(), "2026-Q1");
        for text in [
            "", "2026", "2026-Q0", "2026-Q5", "26-Q1", "2026-Q01", "+026-Q1", "2026-Q+1", "2026-q1", " 2026-Q1",
        ] {
            assert_eq!(text.parse::<Quarter>(), Err(NoQuarter(text.to_owned())));
        }
    }
}
