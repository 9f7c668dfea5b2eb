//! The doors of a listener: which realms are open, and which authority a path belongs to. What happens behind them lives in `exchange`.

use std::{
    collections::HashMap,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use crate::{Authority, Realm, StageError};

/// What stands behind one listener.
pub(crate) struct Doors {
    pub(crate) origin: String,
    authorities: Vec<Authority>,
    realms: RwLock<HashMap<String, Arc<Realm>>>,
    strays: AtomicU64,
    /// How long an authority may take to answer.
    pub(crate) handler_limit: Duration,
}

impl Doors {
    pub(crate) fn new(origin: String, authorities: Vec<Authority>, handler_limit: Duration) -> Self {
        Self {
            origin,
            authorities,
            realms: RwLock::default(),
            strays: AtomicU64::new(0),
            handler_limit,
        }
    }

    pub(crate) fn open(&self, name: &str, realm: impl FnOnce() -> Arc<Realm>) -> Result<Arc<Realm>, StageError> {
        let mut realms = self.realms.write().unwrap_or_else(PoisonError::into_inner);
        if realms.contains_key(name) {
            return Err(StageError::RealmTaken(name.to_owned()));
        }
        let realm = realm();
        realms.insert(name.to_owned(), Arc::clone(&realm));
        Ok(realm)
    }

    /// Closes `realm`; another one that bears its name by now stays open.
    pub(crate) fn close(&self, realm: &Arc<Realm>) {
        let mut realms = self.realms.write().unwrap_or_else(PoisonError::into_inner);
        if realms.get(realm.name()).is_some_and(|open| Arc::ptr_eq(open, realm)) {
            realms.remove(realm.name());
        }
        realm.close();
    }

    pub(crate) fn close_all(&self) {
        let realms = std::mem::take(&mut *self.realms.write().unwrap_or_else(PoisonError::into_inner));
        realms.values().for_each(|realm| realm.close());
    }

    /// Counts a request that named no open realm.
    pub(crate) fn count_stray(&self) {
        self.strays.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn strays(&self) -> u64 {
        self.strays.load(Ordering::Relaxed)
    }

    /// The realm a path names, and the rest of the path.
    pub(crate) fn realm_of<'p>(&self, path_and_query: &'p str) -> Option<(Arc<Realm>, &'p str)> {
        let inside = path_and_query.strip_prefix("/r/")?;
        let (name, rest) = inside.split_at(inside.find(['/', '?']).unwrap_or(inside.len()));
        let realms = self.realms.read().unwrap_or_else(PoisonError::into_inner);
        Some((Arc::clone(realms.get(name)?), rest))
    }

    pub(crate) fn authority_of(&self, path: &str) -> Option<&Authority> {
        let own = |prefix| {
            path.strip_prefix(prefix)
                .is_some_and(|rest: &str| rest.is_empty() || rest.starts_with(['/', '?']))
        };
        self.authorities.iter().find(|authority| own(authority.prefix))
    }
}
