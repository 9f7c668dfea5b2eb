//! Where each event stands: at even distances, those of one instant under one label. A year of waiting would otherwise leave no room for
//! the second that matters.

use etalon_model::lanes::Point;
use jiff::Timestamp;

use crate::spoken::in_digits;

/// Room at both ends.
pub(super) const MARGIN: usize = 8;
/// What is drawn of the time before the first event.
const BEFORE: usize = 14;
/// The least width of one event.
const COLUMN: usize = 22;
/// Width of a character of a label, roughly, and the room between two labels.
const CHARACTER: usize = 6;
const BETWEEN: usize = 10;

/// The places of events.
pub(super) struct Axis {
    points: Vec<Point>,
    /// The left end of each event's column, and the end of the last.
    lefts: Vec<usize>,
    pub(super) instants: Vec<Instant>,
}

/// An instant with the events at it.
pub(super) struct Instant {
    pub(super) x: usize,
    pub(super) width: usize,
    /// Where it is another one than that of the instant before.
    pub(super) day: Option<String>,
    pub(super) time: String,
    /// The number of its first event, from 0, and how many there are.
    pub(super) first: usize,
    pub(super) count: usize,
}

impl Axis {
    /// Of `points`, which are in order.
    pub(super) fn of(points: Vec<Point>) -> Self {
        let mut x = MARGIN + BEFORE;
        let (mut lefts, mut instants) = (Vec::new(), Vec::new());
        let mut last_day = None;
        for at_once in points.chunk_by(|one, other| one.at == other.at) {
            let (day, time) = in_digits(at_once[0].at);
            let day = Some(day).filter(|day| last_day.as_ref() != Some(day));
            last_day = day.clone().or(last_day);
            let label = day.as_ref().map_or(0, String::len).max(time.len()) * CHARACTER + BETWEEN;
            let column = COLUMN.max(label / at_once.len() + 1);
            let width = column * at_once.len();
            instants.push(Instant {
                x,
                width,
                day,
                time,
                first: lefts.len(),
                count: at_once.len(),
            });
            lefts.extend((0..at_once.len()).map(|at| x + at * column));
            x += width;
        }
        lefts.push(x);
        Self { points, lefts, instants }
    }

    /// Where the events end.
    pub(super) fn end(&self) -> usize {
        self.lefts.last().copied().unwrap_or(MARGIN)
    }

    /// The left end of each event's column.
    pub(super) fn lefts(&self) -> &[usize] {
        &self.lefts[..self.points.len()]
    }

    /// Where `point` stands; the end where it is not drawn.
    pub(super) fn left(&self, point: Point) -> usize {
        self.points.binary_search(&point).map_or(self.end(), |at| self.lefts[at])
    }

    /// The middle of `point`'s column; nothing where it is not drawn.
    pub(super) fn middle(&self, point: Point) -> Option<usize> {
        let at = self.points.binary_search(&point).ok()?;
        Some(self.lefts[at].midpoint(self.lefts[at + 1]))
    }

    /// Where an instant lies that need not be that of an event: after all events at or before it.
    pub(super) fn place(&self, instant: Timestamp) -> usize {
        let reached = self.points.iter().filter(|point| point.at <= instant).count();
        let Some(last) = reached.checked_sub(1) else {
            return MARGIN + BEFORE / 2;
        };
        let (from, to) = (self.lefts[last], self.lefts[last + 1]);
        // Behind what was done at its own instant; between two instants closer still to the next.
        let eighths = if self.points[last].at == instant { 6 } else { 7 };
        from + (to - from) * eighths / 8
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn point(at: &str, entry: u64) -> Point {
        Point {
            at: at.parse().unwrap(),
            entry: Some(entry),
        }
    }

    #[test]
    fn a_second_has_as_much_room_as_a_year_and_what_is_at_one_instant_stands_under_one_label() {
        let points = vec![
            point("2026-03-10T09:00:00Z", 1),
            point("2026-03-10T09:00:00Z", 2),
            point("2027-03-10T09:00:00Z", 3),
            point("2027-03-10T09:00:01Z", 4),
        ];
        let axis = Axis::of(points.clone());
        let labels: Vec<_> = axis.instants.iter().map(|instant| (instant.time.as_str(), instant.count)).collect();
        assert_eq!(labels, [("10:00:00", 2), ("10:00:00", 1), ("10:00:01", 1)]);
        assert_eq!(
            axis.instants.iter().map(|instant| instant.day.is_some()).collect::<Vec<_>>(),
            [true, true, false]
        );
        assert!(axis.instants[1].width < axis.instants[2].width * 2, "a year and a second");
        let lefts = axis.lefts();
        assert!(lefts.is_sorted() && lefts.len() == 4);
        assert_eq!(axis.left(points[3]), lefts[3]);
        assert_eq!(axis.left(point("2028-01-01T00:00:00Z", 9)), axis.end());
        assert_eq!(axis.middle(point("2028-01-01T00:00:00Z", 9)), None);
    }

    #[test]
    fn an_instant_asked_about_lies_behind_what_had_happened() {
        let axis = Axis::of(vec![point("2026-03-10T09:00:00Z", 1), point("2026-03-11T09:00:00Z", 2)]);
        let places = [
            "2026-03-09T00:00:00Z",
            "2026-03-10T09:00:00Z",
            "2026-03-10T20:00:00Z",
            "2026-03-11T09:00:00Z",
        ]
        .map(|at| axis.place(at.parse().unwrap()));
        assert!(places.is_sorted(), "{places:?}");
        assert!(places[0] < axis.lefts()[0] && places[2] < axis.lefts()[1] && places[3] > axis.lefts()[1]);
    }

    #[test]
    fn nothing_happened_is_drawn_too() {
        let axis = Axis::of(Vec::new());
        assert_eq!((axis.end(), axis.lefts().len()), (MARGIN + BEFORE, 0));
        assert_eq!(axis.place(Timestamp::UNIX_EPOCH), MARGIN + BEFORE / 2);
    }
}
