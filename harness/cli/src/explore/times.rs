//! Instants at which something may change, so that chance meets them: delays, ends of links, the nights on which clocks change,
//! ends of months, the day from which SUMEHRs are open. Which side of them counts is the access model's to say.

use etalon_rules::timing::{DELAY_READINGS, brussels, link_ends, opens};
use jiff::{SignedDuration, Span, Timestamp, civil::Date, tz::AmbiguousOffset};

/// Where histories begin, in Belgian time: an ordinary day, the eves of both changes of the clock, of a leap day, of a year, and
/// of the day from which SUMEHRs are open.
pub(crate) const STARTS: [&str; 7] = [
    "2026-03-10T09:00:00+01:00",
    "2026-02-27T02:30:00+01:00",
    "2026-09-25T02:30:00+02:00",
    "2026-10-24T23:30:00+02:00",
    "2024-01-30T23:59:59+01:00",
    "2026-12-31T23:59:30+01:00",
    "2019-01-14T23:58:00+01:00",
];
/// From this instant on a SUMEHR is open to its patient unless somebody says otherwise (REQ-SUMEHR-003).
const SUMEHR_OPEN_FROM: &str = "2019-01-15T00:00:00+01:00";
/// Delays that are chosen, in days.
const DELAYS: [u32; 6] = [30, 1, 2, 0, 7, 90];
/// No history leads further than this beyond its beginning.
pub(crate) const LONGEST: SignedDuration = SignedDuration::from_hours(24 * 800);

/// What instants hang on.
#[derive(Clone, Copy)]
pub(crate) enum Mark {
    /// A document published then, with that delay.
    Delay(Timestamp, u32),
    /// The end day of a link.
    LinkEnd(Date),
}

/// The instant of that name here.
pub(crate) fn instant(text: &str) -> Timestamp {
    text.parse().expect("instants in this file have their offset")
}

/// The delay that chance means.
pub(crate) fn delay(detail: u32) -> u32 {
    DELAYS[detail as usize % DELAYS.len()]
}

/// An end day for a link, from tomorrow on.
pub(crate) fn end_day(now: Timestamp, detail: u32) -> Date {
    let days = [1, 5, 20, 31, 2, 400][(detail / 4) as usize % 6];
    let today = now.to_zoned(brussels()).date();
    // Days of the calendar: one of 25 hours ends on the same date as it began.
    today.checked_add(Span::new().days(days)).unwrap_or(today)
}

/// A date of publication: now, or so long ago that a delay ends soon.
pub(crate) fn published_at(now: Timestamp, detail: u32) -> Timestamp {
    let ago = [0, 29, 30, 31, 1, 365][detail as usize % 6];
    let seconds = [0, -1, 1][(detail / 6) as usize % 3];
    (earlier(now, ago) + SignedDuration::from_secs(seconds)).min(now)
}

/// Where the clock goes next.
pub(crate) fn next(now: Timestamp, marks: &[Mark], detail: u32) -> Timestamp {
    let (choice, rest) = (detail % 12, detail / 12);
    let shift = SignedDuration::from_secs([-1, 0, 1][(rest % 3) as usize]);
    let wanted = match choice {
        0 => now + SignedDuration::from_secs(1),
        1 => now + SignedDuration::from_mins(i64::from(1 + rest % 25)),
        2 => now + SignedDuration::from_hours(i64::from(1 + rest % 30)),
        3 | 4 => later(now, 1 + rest % 40),
        5 => change_of_clock(now) + shift,
        6 => end_of_month(now) + shift,
        7 => instant(SUMEHR_OPEN_FROM) + shift,
        _ => match marks.len() {
            0 => later(now, 1 + rest % 3),
            count => at_mark(marks[(rest / 3) as usize % count], rest / 30) + shift,
        },
    };
    if wanted > now { wanted } else { now + SignedDuration::from_secs(1) }
}

fn at_mark(mark: Mark, detail: u32) -> Timestamp {
    match mark {
        Mark::Delay(published, days) => {
            let reading = DELAY_READINGS[detail as usize % DELAY_READINGS.len()];
            opens(published, days, reading).first().copied().unwrap_or(published)
        }
        Mark::LinkEnd(day) => match link_ends(day) {
            Some((first, _)) if detail.is_multiple_of(2) => first,
            Some((_, last)) => last,
            None => Timestamp::UNIX_EPOCH,
        },
    }
}

fn later(now: Timestamp, days: u32) -> Timestamp {
    now + SignedDuration::from_hours(24 * i64::from(days))
}

fn earlier(now: Timestamp, days: u32) -> Timestamp {
    now - SignedDuration::from_hours(24 * i64::from(days))
}

fn change_of_clock(now: Timestamp) -> Timestamp {
    brussels().following(now).next().map_or(now, |transition| transition.timestamp())
}

fn end_of_month(now: Timestamp) -> Timestamp {
    let last = now.to_zoned(brussels()).date().last_of_month();
    let first = last.checked_add(Span::new().days(1)).unwrap_or(last);
    first.to_zoned(brussels()).map_or(now, |zoned| zoned.timestamp())
}

/// An instant as features write it: in Belgian time, with its offset where that alone could be two instants.
pub(crate) fn written(instant: Timestamp) -> String {
    let zoned = instant.to_zoned(brussels());
    match brussels().to_ambiguous_timestamp(zoned.datetime()).offset() {
        AmbiguousOffset::Unambiguous { .. } if zoned.second() == 0 => zoned.strftime("%Y-%m-%d %H:%M").to_string(),
        AmbiguousOffset::Unambiguous { .. } => zoned.strftime("%Y-%m-%d %H:%M:%S").to_string(),
        _ => zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The day on which clocks go back has 25 hours.
    #[test]
    fn a_link_ends_on_a_later_day_whatever_the_clock_does() {
        assert_eq!(end_day(instant("2026-10-25T00:00:00+02:00"), 0).to_string(), "2026-10-26");
    }

    #[test]
    fn an_instant_that_comes_twice_is_written_with_its_offset() {
        for (at, text) in [
            ("2026-03-10T09:00:00+01:00", "2026-03-10 09:00"),
            ("2026-07-10T09:00:01+02:00", "2026-07-10 09:00:01"),
            ("2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+01:00"),
        ] {
            assert_eq!(written(instant(at)), text);
        }
    }

    #[test]
    fn the_clock_never_stands_and_never_goes_back() {
        for start in STARTS.map(instant) {
            let marks = [Mark::Delay(earlier(start, 31), 30), Mark::LinkEnd(end_day(start, 0))];
            for detail in 0..2000 {
                assert!(next(start, &marks, detail) > start, "{start} {detail}");
                assert!(published_at(start, detail) <= start, "{start} {detail}");
            }
        }
    }
}
