//! Instants as people write them: with an offset, or in Belgian time where that is one instant and no other.

use jiff::{Timestamp, civil::DateTime, tz::AmbiguousOffset};

use crate::timing::brussels;

/// A text that names no instant, or more than one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InstantProblem {
    /// It is no date with a time.
    #[error("`{0}` is no instant; write a date and a time, such as 2026-04-09T10:00 (Belgian time) or 2026-04-09T10:00:00+02:00")]
    Unreadable(String),
    /// The clock shows it twice.
    #[error(
        "`{0}` comes twice in Belgium, where the clock goes back that night; add the offset: +02:00 for the first, +01:00 for the second"
    )]
    Twice(String),
    /// The clock never shows it.
    #[error("`{0}` does not exist in Belgium, where the clock goes forward that night; name an instant before or after")]
    Never(String),
}

/// The instant that `text` names.
///
/// # Errors
/// It names none, or two.
pub fn parse_instant(text: &str) -> Result<Timestamp, InstantProblem> {
    let text = text.trim();
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant);
    }
    let unreadable = || InstantProblem::Unreadable(text.to_owned());
    // A day alone would read as its midnight, which is hardly meant.
    if !text.contains(':') {
        return Err(unreadable());
    }
    let local: DateTime = text.parse().map_err(|_| unreadable())?;
    let found = brussels().to_ambiguous_timestamp(local);
    match found.offset() {
        AmbiguousOffset::Unambiguous { .. } => found.unambiguous().map_err(|_| unreadable()),
        AmbiguousOffset::Fold { .. } => Err(InstantProblem::Twice(text.to_owned())),
        AmbiguousOffset::Gap { .. } => Err(InstantProblem::Never(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn belgian_time_is_meant_where_no_offset_is_given() {
        for (text, instant) in [
            ("2026-04-09T10:00", "2026-04-09T08:00:00Z"),
            ("2026-04-09 10:00:30", "2026-04-09T08:00:30Z"),
            ("2026-01-09 10:00", "2026-01-09T09:00:00Z"),
            ("2026-04-09T10:00:00+00:00", "2026-04-09T10:00:00Z"),
            ("2026-10-25T02:30:00+01:00", "2026-10-25T01:30:00Z"),
        ] {
            assert_eq!(parse_instant(text), Ok(instant.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn what_names_no_instant_or_two_is_refused() {
        assert!(matches!(parse_instant("2026-10-25T02:30"), Err(InstantProblem::Twice(_))));
        assert!(matches!(parse_instant("2026-03-29T02:30"), Err(InstantProblem::Never(_))));
        for text in ["", "tomorrow", "2026-04-09", "2026-13-01T10:00", "2026-02-30T10:00"] {
            assert!(matches!(parse_instant(text), Err(InstantProblem::Unreadable(_))), "{text}");
        }
    }
}
