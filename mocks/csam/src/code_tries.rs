//! How often somebody may try: so many wrong codes in a row, then a while of none. The realm's clock counts.

use jiff::Timestamp;

use crate::CodeParameters;

/// The wrong codes of one person with one means.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tries {
    wrong: u8,
    locked_until: Option<Timestamp>,
}

impl Tries {
    pub(crate) fn is_locked_at(&self, now: Timestamp) -> bool {
        self.locked_until.is_some_and(|until| now < until)
    }

    /// One more is wrong. A lock that has ended leaves all tries again.
    pub(crate) fn fail(&mut self, now: Timestamp, parameters: &CodeParameters) {
        if self.locked_until.take().is_some() {
            self.wrong = 0;
        }
        self.wrong = self.wrong.saturating_add(1);
        if self.wrong >= parameters.tries {
            // Where the calendar ends it is locked for good.
            self.locked_until = Some(now.saturating_add(parameters.lock).unwrap_or(Timestamp::MAX));
        }
    }

    pub(crate) fn succeed(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn five_wrong_ones_lock_for_a_quarter_of_an_hour() {
        let (parameters, now) = (CodeParameters::default(), Timestamp::UNIX_EPOCH);
        let later = |seconds: i64| now.checked_add(SignedDuration::from_secs(seconds)).unwrap();
        let mut tries = Tries::default();
        for _ in 0..4 {
            tries.fail(now, &parameters);
        }
        assert!(!tries.is_locked_at(now));
        tries.succeed();
        for _ in 0..5 {
            assert!(!tries.is_locked_at(now));
            tries.fail(now, &parameters);
        }
        assert_eq!([0, 899, 900].map(|seconds| tries.is_locked_at(later(seconds))), [true, true, false]);
        tries.fail(later(900), &parameters);
        assert!(!tries.is_locked_at(later(900)), "all tries are there again");
    }
}
