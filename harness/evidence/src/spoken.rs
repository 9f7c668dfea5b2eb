//! Days and times as people say them, in Belgian time and in the language of the reader.

use jiff::{
    Timestamp, Zoned,
    civil::Date,
    tz::{AmbiguousOffset, TimeZone},
};

use crate::Language;

impl Language {
    /// `9 April 2026`.
    #[must_use]
    pub fn day(self, day: Date) -> String {
        let month = self.months()[usize::from(day.month().unsigned_abs()) - 1];
        match (self, day.day()) {
            (Self::Fr, 1) => format!("1er {month} {}", day.year()),
            (_, number) => format!("{number} {month} {}", day.year()),
        }
    }

    /// `10:00`: with seconds where there are any, and with the offset where the clock shows that time twice.
    #[must_use]
    pub fn clock(self, instant: Timestamp) -> String {
        let zoned = belgian(instant);
        let (second, fraction) = (zoned.second(), zoned.subsec_nanosecond());
        let mut said = zoned.strftime("%H:%M").to_string();
        if second != 0 || fraction != 0 {
            said.push_str(&format!(":{second:02}"));
        }
        if fraction != 0 {
            said.push_str(format!(".{fraction:09}").trim_end_matches('0'));
        }
        if comes_twice(&zoned) {
            said.push_str(&format!(" (UTC+{})", zoned.offset().seconds() / 3600));
        }
        said
    }

    /// `9 April 2026, 10:00`.
    #[must_use]
    pub fn instant(self, instant: Timestamp) -> String {
        format!("{}, {}", self.day(belgian(instant).date()), self.clock(instant))
    }

    fn months(self) -> [&'static str; 12] {
        match self {
            Self::En => [
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ],
            Self::Fr => [
                "janvier",
                "février",
                "mars",
                "avril",
                "mai",
                "juin",
                "juillet",
                "août",
                "septembre",
                "octobre",
                "novembre",
                "décembre",
            ],
            Self::Nl => [
                "januari",
                "februari",
                "maart",
                "april",
                "mei",
                "juni",
                "juli",
                "augustus",
                "september",
                "oktober",
                "november",
                "december",
            ],
        }
    }
}

/// Day and time as digits, for where there is little room.
pub(crate) fn in_digits(instant: Timestamp) -> (String, String) {
    let zoned = belgian(instant);
    let mut time = zoned.strftime("%H:%M:%S").to_string();
    let fraction = zoned.subsec_nanosecond();
    if fraction != 0 {
        time.push_str(format!(".{fraction:09}").trim_end_matches('0'));
    }
    if comes_twice(&zoned) {
        time.push_str(&format!(" +{}", zoned.offset().seconds() / 3600));
    }
    (zoned.strftime("%Y-%m-%d").to_string(), time)
}

fn belgian(instant: Timestamp) -> Zoned {
    instant.to_zoned(TimeZone::get("Europe/Brussels").expect("the time-zone data is linked in"))
}

fn comes_twice(zoned: &Zoned) -> bool {
    let offset = zoned.time_zone().to_ambiguous_timestamp(zoned.datetime()).offset();
    !matches!(offset, AmbiguousOffset::Unambiguous { .. })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_instant_is_said_in_belgian_time_and_where_the_clock_shows_it_twice_with_the_offset() {
        for (instant, en, fr, nl) in [
            (
                "2026-04-09T08:00:00Z",
                "9 April 2026, 10:00",
                "9 avril 2026, 10:00",
                "9 april 2026, 10:00",
            ),
            (
                "2026-07-31T22:00:01Z",
                "1 August 2026, 00:00:01",
                "1er août 2026, 00:00:01",
                "1 augustus 2026, 00:00:01",
            ),
            (
                "2026-10-25T00:30:00Z",
                "25 October 2026, 02:30 (UTC+2)",
                "25 octobre 2026, 02:30 (UTC+2)",
                "25 oktober 2026, 02:30 (UTC+2)",
            ),
            (
                "2026-10-25T01:30:00.25Z",
                "25 October 2026, 02:30:00.25 (UTC+1)",
                "25 octobre 2026, 02:30:00.25 (UTC+1)",
                "25 oktober 2026, 02:30:00.25 (UTC+1)",
            ),
        ] {
            let instant = instant.parse().unwrap();
            assert_eq!(Language::ALL.map(|language| language.instant(instant)), [en, fr, nl]);
        }
        assert_eq!(
            in_digits("2026-10-25T01:30:00Z".parse().unwrap()),
            ("2026-10-25".to_owned(), "02:30:00 +1".to_owned())
        );
    }
}
