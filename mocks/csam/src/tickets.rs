//! Things held under an unguessable name: codes, sessions, tokens, open login pages. Whether one has expired is for the holder's clock.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

use aws_lc_rs::rand;
use etalon_wire::base64url;

/// The most tickets of one kind in a realm; the oldest makes room.
pub const MAX_TICKETS: usize = 10_000;
const RANDOM_BYTES: usize = 32;

/// An unguessable name.
pub(crate) fn unguessable() -> String {
    let mut bytes = [0; RANDOM_BYTES];
    rand::fill(&mut bytes).expect("the operating system's generator is seeded long before this runs");
    base64url(&bytes)
}

/// Things of one kind, by name.
pub(crate) struct Tickets<T> {
    held: Mutex<Held<T>>,
}

struct Held<T> {
    by_name: HashMap<String, T>,
    order: VecDeque<String>,
}

impl<T> Default for Tickets<T> {
    fn default() -> Self {
        Self {
            held: Mutex::new(Held {
                by_name: HashMap::new(),
                order: VecDeque::new(),
            }),
        }
    }
}

impl<T> Tickets<T> {
    pub(crate) fn hold(&self, name: &str, thing: T) {
        let mut held = self.lock();
        if held.by_name.insert(name.to_owned(), thing).is_none() {
            held.order.push_back(name.to_owned());
        }
        while held.order.len() > MAX_TICKETS {
            if let Some(oldest) = held.order.pop_front() {
                held.by_name.remove(&oldest);
            }
        }
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
        let mut held = self.lock();
        let thing = held.by_name.remove(name)?;
        held.order.retain(|other| other != name);
        Some(thing)
    }

    /// Everything that is held.
    pub(crate) fn all(&self) -> Vec<T>
    where
        T: Clone,
    {
        self.lock().by_name.values().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Held<T>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_makes_room() {
        let tickets = Tickets::default();
        (0..=MAX_TICKETS).for_each(|number| tickets.hold(&number.to_string(), number));
        assert_eq!((tickets.get("0"), tickets.get("1")), (None, Some(1)));
    }

    #[test]
    fn what_is_taken_is_gone() {
        let tickets = Tickets::default();
        let name = unguessable();
        tickets.hold(&name, 1);
        assert_eq!((tickets.take(&name), tickets.take(&name)), (Some(1), None));
        assert_eq!(name.len(), 43);
    }
}
