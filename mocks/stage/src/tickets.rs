//! Things held under a name: codes, sessions, tokens, open pages of an authority. Whether one has expired is for the holder's clock.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// The most tickets of one kind in a realm; the oldest makes room.
pub const MAX_TICKETS: usize = 10_000;

/// Things of one kind, by name.
pub struct Tickets<T> {
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
    /// Whether nothing was held under that name yet; otherwise the new thing takes its place, all the same.
    pub fn hold(&self, name: &str, thing: T) -> bool {
        let mut held = self.lock();
        let first = held.by_name.insert(name.to_owned(), thing).is_none();
        if first {
            held.order.push_back(name.to_owned());
        }
        while held.order.len() > MAX_TICKETS {
            if let Some(oldest) = held.order.pop_front() {
                held.by_name.remove(&oldest);
            }
        }
        first
    }

    /// What is held under that name.
    pub fn get(&self, name: &str) -> Option<T>
    where
        T: Clone,
    {
        self.lock().by_name.get(name).cloned()
    }

    /// Looks at a thing, and changes it, with nobody in between.
    pub fn with<R>(&self, name: &str, act: impl FnOnce(&mut T) -> R) -> Option<R> {
        self.lock().by_name.get_mut(name).map(act)
    }

    /// Takes it out.
    pub fn take(&self, name: &str) -> Option<T> {
        let mut held = self.lock();
        let thing = held.by_name.remove(name)?;
        held.order.retain(|other| other != name);
        Some(thing)
    }

    /// Everything that is held.
    pub fn all(&self) -> Vec<T>
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
        (0..=MAX_TICKETS).for_each(|number| assert!(tickets.hold(&number.to_string(), number)));
        assert_eq!((tickets.get("0"), tickets.get("1")), (None, Some(1)));
    }

    #[test]
    fn a_name_is_held_once_and_what_is_taken_is_gone() {
        let tickets = Tickets::default();
        assert!(tickets.hold("name", 1));
        assert!(!tickets.hold("name", 2), "the second is not the first");
        assert_eq!((tickets.take("name"), tickets.take("name")), (Some(2), None));
    }
}
