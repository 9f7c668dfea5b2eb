//! What the places of a phrase were filled with, read as what they mean.

use std::collections::BTreeMap;

use etalon_model::{Means, Reason};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

use crate::stop::Stop;

/// The arguments of one step.
pub(crate) struct Arguments<'a>(pub(crate) &'a BTreeMap<String, String>);

impl Arguments<'_> {
    pub(crate) fn text(&self, name: &str) -> Result<&str, Stop> {
        self.0
            .get(name)
            .map(String::as_str)
            .ok_or_else(|| Stop::harness(format!("the phrase has no place `{name}`")))
    }

    pub(crate) fn number(&self, name: &str) -> Result<u32, Stop> {
        let text = self.text(name)?;
        text.parse()
            .map_err(|why| Stop::feature(format!("`{text}` is no number in reach: {why}")))
    }

    pub(crate) fn means(&self) -> Result<Means, Stop> {
        let text = self.text("means")?;
        Means::parse(text).ok_or_else(|| Stop::feature(format!("`{text}` is no means of login")))
    }

    pub(crate) fn reason(&self) -> Result<Reason, Stop> {
        let text = self.text("reason")?;
        Reason::parse(text).ok_or_else(|| {
            let known = Reason::ALL.map(Reason::as_str).join(", ");
            Stop::feature(format!("`{text}` is no reason for a refusal; known are {known}"))
        })
    }

    pub(crate) fn instant(&self, name: &str) -> Result<Timestamp, Stop> {
        instant(self.text(name)?)
    }
}

/// An instant as features write it: with its offset, or in Brussels' time where that is not ambiguous.
pub(crate) fn instant(text: &str) -> Result<Timestamp, Stop> {
    let wrong = |why: String| Stop::feature(format!("`{text}` is no instant: {why}"));
    if text.contains('T') {
        return text.parse().map_err(|why: jiff::Error| wrong(why.to_string()));
    }
    let local: DateTime = text.parse().map_err(|why: jiff::Error| wrong(why.to_string()))?;
    let brussels = TimeZone::get("Europe/Brussels").expect("the time-zone data is compiled in");
    let ambiguous = brussels.to_ambiguous_timestamp(local);
    if ambiguous.is_ambiguous() {
        return Err(wrong(
            "the clock shows it twice or never on that day; write it with its offset, as in 2026-10-25T02:30:00+01:00".to_owned(),
        ));
    }
    ambiguous.compatible().map_err(|why| wrong(why.to_string()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn local_times_are_those_of_brussels() {
        assert_eq!(instant("2026-03-10 10:00").unwrap(), instant("2026-03-10T10:00:00+01:00").unwrap());
        assert_eq!(
            instant("2026-07-10 10:00:05").unwrap(),
            instant("2026-07-10T10:00:05+02:00").unwrap()
        );
    }

    #[test]
    fn a_time_that_comes_twice_or_never_needs_its_offset() {
        for text in ["2026-10-25 02:30", "2026-03-29 02:30"] {
            assert!(instant(text).unwrap_err().what.contains("offset"), "{text}");
        }
        assert!(instant("2026-10-25T02:30:00+01:00").is_ok());
        assert!(instant("2026-02-30 10:00").is_err());
    }
}
