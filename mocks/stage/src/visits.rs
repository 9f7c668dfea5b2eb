//! Visits: requests on their way to the repositories, each known by a ticket while it lasts.

use std::{
    any::Any,
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use http::{HeaderName, HeaderValue};

use crate::{Manner, Note, Realm};

/// Names the visit that a forwarded request belongs to.
pub(crate) const TICKET: HeaderName = HeaderName::from_static("etalon-ticket");

/// What came of a visit beside the bytes: how they are to reach the client, and what is to be written down then. Or a panic.
pub(crate) type Outcome = Result<(Manner, Note), Box<dyn Any + Send>>;

/// One request on its way.
pub(crate) struct Visit {
    pub(crate) realm: Arc<Realm>,
    outcome: Mutex<Option<Outcome>>,
}

impl Visit {
    pub(crate) fn settle(&self, outcome: Outcome) {
        *self.outcome.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
    }

    pub(crate) fn take_outcome(&self) -> Option<Outcome> {
        self.outcome.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The visits under way.
#[derive(Default)]
pub(crate) struct Visits {
    under_way: Mutex<HashMap<String, Arc<Visit>>>,
    count: AtomicU64,
    /// Keyed anew in every process, so that a ticket cannot be guessed by who did not get it.
    chance: RandomState,
}

impl Visits {
    pub(crate) fn announce(self: &Arc<Self>, realm: &Arc<Realm>) -> Announced {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let ticket = format!("{number}-{:016x}", self.chance.hash_one(number));
        let visit = Arc::new(Visit {
            realm: Arc::clone(realm),
            outcome: Mutex::new(None),
        });
        self.lock().insert(ticket.clone(), Arc::clone(&visit));
        Announced {
            visits: Arc::clone(self),
            ticket,
            visit,
        }
    }

    pub(crate) fn of(&self, ticket: &HeaderValue) -> Option<Arc<Visit>> {
        self.lock().get(ticket.to_str().ok()?).cloned()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Visit>>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A visit as its visitor holds it; over when this goes.
pub(crate) struct Announced {
    visits: Arc<Visits>,
    ticket: String,
    pub(crate) visit: Arc<Visit>,
}

impl Announced {
    pub(crate) fn ticket(&self) -> HeaderValue {
        HeaderValue::from_str(&self.ticket).expect("digits and a hyphen")
    }
}

impl Drop for Announced {
    fn drop(&mut self) {
        self.visits.lock().remove(&self.ticket);
    }
}
