//! When something happened, and what may be true at a moment: an instant is an interval from request to response, and what
//! lies inside one is uncertain.

use jiff::Timestamp;

/// A moment to ask about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The instant.
    pub at: Timestamp,
    /// Entries from this number on have not been written yet. A frozen clock lets many things happen at one instant; without
    /// a number all of them have happened.
    pub before: Option<u64>,
}

impl Moment {
    /// Before anything has happened.
    pub(crate) const FIRST: Self = Self {
        at: Timestamp::MIN,
        before: Some(0),
    };

    /// At `at`, when everything of that instant has happened.
    #[must_use]
    pub fn at(at: Timestamp) -> Self {
        Self { at, before: None }
    }

    /// At `at`, just before that entry of the journal.
    #[must_use]
    pub fn before_entry(at: Timestamp, entry: u64) -> Self {
        Self { at, before: Some(entry) }
    }
}

/// When something happened: between these two instants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// Not before this: the request.
    pub from: Timestamp,
    /// Not after this: the response.
    pub to: Timestamp,
    /// The journal's entries of both, where there is a journal.
    pub entries: Option<(u64, u64)>,
}

impl When {
    /// At that very instant, by no journal.
    #[must_use]
    pub fn at(instant: Timestamp) -> Self {
        Self {
            from: instant,
            to: instant,
            entries: None,
        }
    }

    pub(crate) fn has_begun(&self, moment: Moment) -> bool {
        match (self.entries, moment.before) {
            (Some((first, _)), Some(before)) => first < before,
            _ => self.from <= moment.at,
        }
    }

    pub(crate) fn is_over(&self, moment: Moment) -> bool {
        match (self.entries, moment.before) {
            (Some((_, last)), Some(before)) => last < before,
            _ => self.to <= moment.at,
        }
    }

    fn is_wholly_after(&self, other: &Self) -> bool {
        match (self.entries, other.entries) {
            (Some((first, _)), Some((_, last))) => first > last,
            _ => self.from >= other.to,
        }
    }

    /// As it began and as it ended.
    pub(crate) fn ends(&self) -> [Moment; 2] {
        let before = |entry: fn((u64, u64)) -> u64| self.entries.map(entry);
        [
            Moment {
                at: self.from,
                before: before(|(first, _)| first),
            },
            Moment {
                at: self.to,
                before: before(|(_, last)| last),
            },
        ]
    }
}

/// Something that somebody did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act<T> {
    /// What.
    pub what: T,
    /// When.
    pub when: When,
    /// Whether it is known to have had its effect. A request without an answer may have had it or not.
    pub is_sure: bool,
}

impl<T> Act<T> {
    /// The moments right after which something may be otherwise than before.
    pub(crate) fn moments(&self) -> Vec<Moment> {
        let after = |at, entry: Option<u64>| Moment {
            at,
            before: entry.map(|entry| entry + 1),
        };
        let end = after(self.when.to, self.when.entries.map(|(_, last)| last));
        // What takes no time is never seen under way.
        if self.is_sure && self.when.from == self.when.to {
            return vec![end];
        }
        vec![after(self.when.from, self.when.entries.map(|(first, _)| first)), end]
    }
}

/// What may be in force at a moment: exactly one of these, and it is not known which.
pub(crate) struct Possible<'a, T> {
    /// Nothing has happened at all.
    pub(crate) nothing: bool,
    /// This was the last that happened.
    pub(crate) acts: Vec<&'a Act<T>>,
}

/// Of `acts` about one thing, in order, those that may be the last to have had effect at `moment`.
pub(crate) fn possible<'a, T>(acts: impl Iterator<Item = &'a Act<T>>, moment: Moment) -> Possible<'a, T> {
    let begun: Vec<&Act<T>> = acts.filter(|act| act.when.has_begun(moment)).collect();
    let is_done = |act: &&Act<T>| act.is_sure && act.when.is_over(moment);
    let nothing = !begun.iter().any(is_done);
    let is_superseded = |at: usize| {
        begun[at + 1..]
            .iter()
            .any(|later| is_done(later) && later.when.is_wholly_after(&begun[at].when))
    };
    let acts = (0..begun.len()).filter(|at| !is_superseded(*at)).map(|at| begun[at]).collect();
    Possible { nothing, acts }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(second: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_secs(second)
    }

    fn act(what: char, from: i64, to: i64) -> Act<char> {
        Act {
            what,
            when: When {
                from: second(from),
                to: second(to),
                entries: None,
            },
            is_sure: true,
        }
    }

    fn at(acts: &[Act<char>], moment: i64) -> (bool, String) {
        let possible = possible(acts.iter(), Moment::at(second(moment)));
        (possible.nothing, possible.acts.iter().map(|act| act.what).collect())
    }

    #[test]
    fn inside_an_interval_both_are_possible() {
        let acts = [act('a', 2, 4), act('b', 6, 8)];
        for (moment, nothing, last) in [
            (1, true, ""),
            (2, true, "a"),
            (3, true, "a"),
            (4, false, "a"),
            (6, false, "ab"),
            (8, false, "b"),
        ] {
            assert_eq!(at(&acts, moment), (nothing, last.to_owned()), "{moment}");
        }
    }

    #[test]
    fn of_two_that_overlap_nobody_knows_which_came_last() {
        assert_eq!(at(&[act('b', 3, 4), act('a', 2, 6)], 9), (false, "ba".to_owned()));
    }

    #[test]
    fn at_one_instant_the_order_told_is_the_order() {
        assert_eq!(at(&[act('a', 2, 2), act('b', 2, 2)], 2), (false, "b".to_owned()));
    }

    #[test]
    fn what_nobody_answered_stays_possible_until_something_else_is_done() {
        let unsure = Act {
            is_sure: false,
            ..act('a', 2, 3)
        };
        let acts = [unsure, act('b', 5, 5)];
        assert_eq!(at(&acts, 4), (true, "a".to_owned()));
        assert_eq!(at(&acts, 5), (false, "b".to_owned()));
    }
}
