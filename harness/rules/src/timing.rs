//! When a patient may read, and when a link ends, under each reading that the sources allow. Europe/Brussels, with its
//! repeated and its missing hour; the machine's own zone plays no part.

use jiff::{Span, Timestamp, civil::Date, tz::TimeZone};

/// From when a delay of days lets the patient read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Before this no reading allows it.
    pub earliest: Timestamp,
    /// From this on every reading allows it.
    pub latest: Timestamp,
}

/// The readings of a delay, by the name that parameters give them.
pub const DELAY_READINGS: [&str; 4] = ["calendar", "elapsed", "start-of-day", "end-of-day"];

/// The zone of every local date here.
///
/// # Panics
/// Never: the zone is compiled in.
#[must_use]
pub fn brussels() -> TimeZone {
    TimeZone::get("Europe/Brussels").expect("the time-zone data is compiled in")
}

/// The instants at which one reading may let the patient read: two where a local time comes twice.
#[must_use]
pub fn opens(published: Timestamp, days: u32, reading: &str) -> Vec<Timestamp> {
    if days == 0 {
        return vec![published];
    }
    let local = published.to_zoned(brussels());
    let Ok(day) = local.date().checked_add(Span::new().days(i64::from(days))) else {
        return Vec::new();
    };
    match reading {
        "elapsed" => vec![published + jiff::SignedDuration::from_hours(24 * i64::from(days))],
        "start-of-day" => midnight(day).into_iter().collect(),
        "end-of-day" => day.tomorrow().ok().and_then(midnight).into_iter().collect(),
        _ => {
            let ambiguous = brussels().to_ambiguous_timestamp(day.to_datetime(local.time()));
            let both = [ambiguous.earlier(), ambiguous.later()];
            let mut instants: Vec<Timestamp> = both.into_iter().flatten().collect();
            instants.dedup();
            instants
        }
    }
}

/// The first and the last instant that any reading gives.
#[must_use]
pub fn opening(published: Timestamp, days: u32) -> Option<Opening> {
    let all: Vec<Timestamp> = DELAY_READINGS.iter().flat_map(|reading| opens(published, days, reading)).collect();
    Some(Opening {
        earliest: *all.iter().min()?,
        latest: *all.iter().max()?,
    })
}

/// The first instant at which a link that ends on `day` is over, under each reading: on that day, or after it.
#[must_use]
pub fn link_ends(day: Date) -> Option<(Timestamp, Timestamp)> {
    Some((midnight(day)?, midnight(day.tomorrow().ok()?)?))
}

fn midnight(day: Date) -> Option<Timestamp> {
    // Brussels never changed its clocks at midnight in the years we speak of; the zone's data would tell otherwise.
    day.to_zoned(brussels()).ok().map(|zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[derive(serde::Deserialize)]
    struct Vectors {
        vector: Vec<Vector>,
        link: Vec<Link>,
    }
    #[derive(serde::Deserialize)]
    struct Vector {
        published: String,
        delay_days: u32,
        start_of_day: String,
        elapsed: String,
        calendar_earlier: String,
        calendar_later: String,
        end_of_day: String,
        earliest: String,
        latest: String,
    }
    #[derive(serde::Deserialize)]
    struct Link {
        end_day: String,
        end_exclusive: String,
        end_inclusive: String,
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn every_vector_of_the_specification_comes_out() {
        let text = include_str!("../../../features/requirements/time-vectors.toml");
        let vectors: Vectors = toml::from_str(text).unwrap();
        assert!(vectors.vector.len() >= 18 && vectors.link.len() >= 7);
        for vector in &vectors.vector {
            let published = at(&vector.published);
            let opening = opening(published, vector.delay_days).unwrap();
            assert_eq!(
                (opening.earliest, opening.latest),
                (at(&vector.earliest), at(&vector.latest)),
                "{}",
                vector.published
            );
            if vector.delay_days > 0 {
                assert_eq!(opens(published, vector.delay_days, "elapsed"), [at(&vector.elapsed)]);
                assert_eq!(opens(published, vector.delay_days, "start-of-day"), [at(&vector.start_of_day)]);
                assert_eq!(opens(published, vector.delay_days, "end-of-day"), [at(&vector.end_of_day)]);
                let calendar = opens(published, vector.delay_days, "calendar");
                assert_eq!(*calendar.first().unwrap(), at(&vector.calendar_earlier), "{}", vector.published);
                assert_eq!(*calendar.last().unwrap(), at(&vector.calendar_later), "{}", vector.published);
            }
        }
        for link in &vectors.link {
            let ends = link_ends(link.end_day.parse().unwrap()).unwrap();
            assert_eq!(ends, (at(&link.end_exclusive), at(&link.end_inclusive)));
        }
    }
}
