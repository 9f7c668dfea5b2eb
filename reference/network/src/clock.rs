//! The instance's clock: the machine's time, or an instant at which a test-clock call made it stand still.
//! Also the one time zone of the network, from bundled data. `TZ` is never read.

use std::sync::{PoisonError, RwLock};

use jiff::{Timestamp, tz::TimeZone};

/// What time it is for one instance.
pub(crate) struct Clock(RwLock<Option<Timestamp>>);

impl Clock {
    /// A clock that stands still at `instant`, or follows the machine when there is none.
    pub(crate) fn new(instant: Option<Timestamp>) -> Self {
        Self(RwLock::new(instant))
    }

    /// The present instant, cut to the microseconds that are stored.
    pub(crate) fn now(&self) -> Timestamp {
        let still = *self.0.read().unwrap_or_else(PoisonError::into_inner);
        let now = still.unwrap_or_else(Timestamp::now);
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    /// From here on it is `instant`.
    pub(crate) fn stand_still_at(&self, instant: Timestamp) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(instant);
    }
}

/// Belgian legal time.
pub(crate) fn brussels() -> TimeZone {
    TimeZone::get("Europe/Brussels").expect("Europe/Brussels is in the time-zone data built into this program")
}
