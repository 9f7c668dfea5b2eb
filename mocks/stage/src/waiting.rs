//! The directions that wait in a realm, of all authorities together, so that one can see them and take one back. What each means is
//! known to its authority alone; which one is used next is decided in `directions`.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use etalon_journal::Fields;

use crate::Scope;

/// A direction that waits.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitingDirection {
    /// The number of the entry that asked for it.
    pub number: u64,
    /// Whose it is.
    pub authority: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What belongs to it.
    pub fields: Fields,
    /// Whom it is meant for.
    pub scope: Scope,
    /// Whether it goes on until it is lifted.
    pub standing: bool,
}

/// What waits, by the number of the entry that asked for it.
#[derive(Default)]
pub(crate) struct Waiting {
    held: Mutex<BTreeMap<u64, WaitingDirection>>,
}

impl Waiting {
    pub(crate) fn add(&self, direction: WaitingDirection) {
        self.lock().insert(direction.number, direction);
    }

    pub(crate) fn take(&self, number: u64) -> Option<WaitingDirection> {
        self.lock().remove(&number)
    }

    pub(crate) fn holds(&self, number: u64) -> bool {
        self.lock().contains_key(&number)
    }

    pub(crate) fn all(&self) -> Vec<WaitingDirection> {
        self.lock().values().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, WaitingDirection>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
