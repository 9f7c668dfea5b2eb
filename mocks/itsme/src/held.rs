//! Things held under an unguessable name: codes, tokens, open logins. Whether one has expired is for the holder's clock.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

use aws_lc_rs::rand;
use etalon_wire::base64url;

/// The most things of one kind in a realm; the oldest makes room.
pub const MAX_HELD: usize = 10_000;
const RANDOM_BYTES: usize = 32;
/// As long as itsme's codes are [F].
const CODE_BYTES: usize = 27;

/// An unguessable name of 43 characters.
pub(crate) fn unguessable() -> String {
    base64url(&random::<RANDOM_BYTES>())
}

/// An unguessable name of 36 characters.
pub(crate) fn unguessable_code() -> String {
    base64url(&random::<CODE_BYTES>())
}

fn random<const LENGTH: usize>() -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    rand::fill(&mut bytes).expect("the operating system's generator is seeded long before this runs");
    bytes
}

/// Things of one kind, by name.
pub(crate) struct Held<T> {
    inner: Mutex<Inner<T>>,
}

struct Inner<T> {
    by_name: HashMap<String, T>,
    order: VecDeque<String>,
}

impl<T> Default for Held<T> {
    fn default() -> Self {
        let inner = Mutex::new(Inner {
            by_name: HashMap::new(),
            order: VecDeque::new(),
        });
        Self { inner }
    }
}

impl<T> Held<T> {
    pub(crate) fn hold(&self, name: &str, thing: T) {
        self.hold_first(name, thing);
    }

    /// Whether nothing was held under that name yet; otherwise the new takes its place, all the same.
    pub(crate) fn hold_first(&self, name: &str, thing: T) -> bool {
        let mut inner = self.lock();
        let first = inner.by_name.insert(name.to_owned(), thing).is_none();
        if first {
            inner.order.push_back(name.to_owned());
        }
        while inner.by_name.len() > MAX_HELD {
            // A name that was taken meanwhile is still in line, and makes no room.
            let Some(oldest) = inner.order.pop_front() else { break };
            inner.by_name.remove(&oldest);
        }
        first
    }

    pub(crate) fn get(&self, name: &str) -> Option<T>
    where
        T: Clone,
    {
        self.lock().by_name.get(name).cloned()
    }

    /// Looks at a thing, and changes it, with nobody in between.
    pub(crate) fn with<R>(&self, name: &str, act: impl FnOnce(&mut T) -> R) -> Option<R> {
        self.lock().by_name.get_mut(name).map(act)
    }

    pub(crate) fn take(&self, name: &str) -> Option<T> {
        let mut inner = self.lock();
        let thing = inner.by_name.remove(name)?;
        inner.order.retain(|other| other != name);
        Some(thing)
    }

    fn lock(&self) -> MutexGuard<'_, Inner<T>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_makes_room_and_what_is_taken_is_gone() {
        let held = Held::default();
        (0..=MAX_HELD).for_each(|number| held.hold(&number.to_string(), number));
        assert_eq!(
            (held.get("0"), held.get("1"), held.take("1"), held.take("1")),
            (None, Some(1), Some(1), None)
        );
    }

    #[test]
    fn names_are_as_long_as_they_should_be() {
        assert_eq!((unguessable().len(), unguessable_code().len()), (43, 36));
    }
}
