//! Instants as SAML writes them (core, 1.3.3): xs:dateTime in UTC, with a `Z`. Other zones are refused, as they must not be used.

use jiff::{Timestamp, tz::TimeZone};

/// An instant to the second; what is left of it is dropped, so that nothing is written that is still to come.
#[must_use]
pub fn format_instant(instant: Timestamp) -> String {
    instant.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Nothing for any other spelling: another zone, none, blanks, a date alone.
#[must_use]
pub fn parse_instant(text: &str) -> Option<Timestamp> {
    let shape = text.is_ascii() && text.len() >= 20 && text.ends_with('Z') && text.as_bytes()[10] == b'T' && !text.contains('[');
    shape.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_instant_is_in_utc_or_none() {
        let instant = parse_instant("2026-04-09T10:00:00Z").unwrap();
        assert_eq!(format_instant(instant), "2026-04-09T10:00:00Z");
        assert_eq!(
            format_instant(parse_instant("2026-04-09T10:00:00.999Z").unwrap()),
            "2026-04-09T10:00:00Z"
        );
        for text in [
            "",
            "2026-04-09",
            "2026-04-09T10:00:00",
            "2026-04-09T10:00:00+02:00",
            "2026-04-09 10:00:00Z",
            "2026-02-30T10:00:00Z",
            " 2026-04-09T10:00:00Z",
        ] {
            assert_eq!(parse_instant(text), None, "{text}");
        }
    }
}
