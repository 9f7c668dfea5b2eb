//! Relying parties' keys as they were fetched, and for how long they are remembered, by the realm's clock. Nothing is fetched here.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use etalon_wire::JwkSet;
use jiff::{SignedDuration, Timestamp};

use crate::{KEYS_LEAST, KEYS_MOST};

/// The most addresses whose keys are remembered.
const MAX_ADDRESSES: usize = 1_000;

/// What was fetched, by address.
#[derive(Default)]
pub(crate) struct PartyKeysCache {
    held: Mutex<HashMap<String, Remembered>>,
}

struct Remembered {
    keys: Arc<JwkSet>,
    until: Timestamp,
}

impl PartyKeysCache {
    /// The keys of that address, as long as they are remembered.
    pub(crate) fn get(&self, address: &str, now: Timestamp) -> Option<Arc<JwkSet>> {
        let held = self.lock();
        held.get(address).filter(|keys| now < keys.until).map(|keys| Arc::clone(&keys.keys))
    }

    pub(crate) fn remember(&self, address: &str, keys: &Arc<JwkSet>, until: Timestamp) {
        let mut held = self.lock();
        if held.len() >= MAX_ADDRESSES && !held.contains_key(address) {
            held.clear();
        }
        let keys = Arc::clone(keys);
        held.insert(address.to_owned(), Remembered { keys, until });
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Remembered>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// For how long keys are remembered that came with these header fields: as long as `Cache-Control: max-age` says, but never shorter than half an
/// hour nor longer than a day [F]; `unsaid` where it says nothing.
pub(crate) fn lifetime(headers: &[(String, String)], unsaid: SignedDuration) -> SignedDuration {
    let lines = headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("cache-control"));
    let mut said = lines.flat_map(|(_, value)| value.split(',')).filter_map(|directive| {
        let (name, seconds) = directive.trim().split_once('=')?;
        let seconds = name
            .trim()
            .eq_ignore_ascii_case("max-age")
            .then(|| seconds.trim().trim_matches('"').parse::<u32>())?;
        seconds.ok()
    });
    let asked = said.next().map_or(unsaid, |seconds| SignedDuration::from_secs(seconds.into()));
    asked.clamp(KEYS_LEAST, KEYS_MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_party_says_counts_between_half_an_hour_and_a_day() {
        let minutes = |value: &str| {
            let headers = [("cache-control".to_owned(), value.to_owned())];
            lifetime(&headers, SignedDuration::from_hours(2)).as_mins()
        };
        let said = ["max-age=3600", "public, Max-Age=60", "max-age=999999", "no-store", "max-age=x"].map(minutes);
        assert_eq!(said, [60, 30, 24 * 60, 120, 120]);
        assert_eq!(lifetime(&[], SignedDuration::ZERO), KEYS_LEAST);
    }
}
