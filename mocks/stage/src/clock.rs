//! The time in one realm: real, moved, or standing still. Whoever sets it writes that down; see [`crate::Realm`].

use std::sync::{PoisonError, RwLock};

use etalon_journal::Clock;
use jiff::{SignedDuration, Timestamp};

/// How a realm's time relates to the machine's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockMode {
    /// The machine's time.
    Real,
    /// The machine's time, moved by this much.
    Offset(SignedDuration),
    /// Standing still at this instant.
    Frozen(Timestamp),
}

impl ClockMode {
    /// As the journal spells it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Real => "real",
            Self::Offset(_) => "offset",
            Self::Frozen(_) => "frozen",
        }
    }
}

/// The clock every authority of a realm reads.
#[derive(Debug)]
pub struct RealmClock {
    mode: RwLock<ClockMode>,
}

impl RealmClock {
    /// A clock that stands still at `at`, or shows the machine's time.
    #[must_use]
    pub fn new(at: Option<Timestamp>) -> Self {
        Self {
            mode: RwLock::new(at.map_or(ClockMode::Real, ClockMode::Frozen)),
        }
    }

    /// How it runs now.
    #[must_use]
    pub fn mode(&self) -> ClockMode {
        *self.mode.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set(&self, mode: ClockMode) {
        *self.mode.write().unwrap_or_else(PoisonError::into_inner) = mode;
    }

    /// Moves it by `by`; a clock that stands still stands still at the new instant.
    pub(crate) fn step(&self, by: SignedDuration) {
        let mut mode = self.mode.write().unwrap_or_else(PoisonError::into_inner);
        *mode = match *mode {
            ClockMode::Real => ClockMode::Offset(by),
            ClockMode::Offset(so_far) => ClockMode::Offset(so_far.saturating_add(by)),
            ClockMode::Frozen(at) => ClockMode::Frozen(moved(at, by)),
        };
    }
}

impl Clock for RealmClock {
    fn now(&self) -> Timestamp {
        match self.mode() {
            ClockMode::Real => self.wall(),
            ClockMode::Offset(by) => moved(self.wall(), by),
            ClockMode::Frozen(at) => at,
        }
    }

    fn wall(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// An instant outside of what can be written stays at the edge.
fn moved(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by)
        .unwrap_or(if by.is_negative() { Timestamp::MIN } else { Timestamp::MAX })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_frozen_clock_moves_only_by_steps() {
        let at: Timestamp = "2026-03-29T00:59:00Z".parse().unwrap();
        let clock = RealmClock::new(Some(at));
        assert_eq!((clock.now(), clock.now()), (at, at));
        clock.step(SignedDuration::from_mins(2));
        assert_eq!(clock.now().to_string(), "2026-03-29T01:01:00Z");
        clock.step(SignedDuration::from_mins(-2));
        assert_eq!(clock.now(), at);
    }

    #[test]
    fn an_offset_clock_runs_on() {
        let clock = RealmClock::new(None);
        clock.step(SignedDuration::from_hours(24));
        assert_eq!(clock.mode(), ClockMode::Offset(SignedDuration::from_hours(24)));
        assert!(clock.now() >= clock.wall() + SignedDuration::from_hours(23));
    }

    #[test]
    fn a_step_beyond_the_calendar_stays_at_its_edge() {
        let clock = RealmClock::new(Some(Timestamp::MAX));
        clock.step(SignedDuration::MAX);
        assert_eq!(clock.now(), Timestamp::MAX);
        clock.step(SignedDuration::MIN);
        assert_eq!(clock.now(), Timestamp::MIN);
    }
}
