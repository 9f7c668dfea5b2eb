//! The doors of a listener: which realms are open, and which authority a path belongs to. What happens behind them lives in `exchange`.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use crate::{
    Authority, Realm, StageError,
    real_names::{RealName, RealNames},
};

/// What stands behind one listener.
pub(crate) struct Doors {
    pub(crate) origin: String,
    authorities: Vec<Authority>,
    /// The same behind every listener of a nation.
    realms: Arc<RwLock<BTreeMap<String, Arc<Realm>>>>,
    real_names: RwLock<Option<RealNames>>,
    strays: Arc<AtomicU64>,
    /// How long an authority may take to answer.
    pub(crate) handler_limit: Duration,
}

impl Doors {
    pub(crate) fn new(origin: String, authorities: Vec<Authority>, handler_limit: Duration) -> Self {
        Self {
            origin,
            authorities,
            realms: Arc::default(),
            real_names: RwLock::default(),
            strays: Arc::default(),
            handler_limit,
        }
    }

    /// The same realms behind another listener, with other authorities.
    pub(crate) fn beside(&self, origin: String, authorities: Vec<Authority>) -> Self {
        Self {
            realms: Arc::clone(&self.realms),
            strays: Arc::clone(&self.strays),
            ..Self::new(origin, authorities, self.handler_limit)
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
        if realms.get(realm.path_name()).is_some_and(|open| Arc::ptr_eq(open, realm)) {
            realms.remove(realm.path_name());
        }
        realm.close();
    }

    pub(crate) fn close_all(&self) {
        let realms = std::mem::take(&mut *self.realms.write().unwrap_or_else(PoisonError::into_inner));
        realms.values().for_each(|realm| realm.close());
    }

    /// The open realms, in the order of their names.
    pub(crate) fn open_realms(&self) -> Vec<Arc<Realm>> {
        self.realms
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .values()
            .cloned()
            .collect()
    }

    /// The open realm of that name.
    pub(crate) fn open_realm(&self, name: &str) -> Option<Arc<Realm>> {
        self.realms.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    /// Lets the realm of that name answer to `names`; the one before no longer does.
    pub(crate) fn answer_to(&self, realm: &str, names: Vec<RealName>) {
        let bound = RealNames {
            realm: realm.to_owned(),
            names,
        };
        *self.real_names.write().unwrap_or_else(PoisonError::into_inner) = Some(bound);
    }

    /// Who answers to real services' names, if anybody does.
    pub(crate) fn answers_to_real_names(&self) -> Option<String> {
        let names = self.real_names.read().unwrap_or_else(PoisonError::into_inner);
        names.as_ref().map(|bound| bound.realm.clone())
    }

    /// The realm that answers to the real service that `host` names, as it is reached there, and the path inside of it.
    pub(crate) fn realm_behind(&self, host: &str, path_and_query: &str) -> Option<(Arc<Realm>, String)> {
        let (origin, name, inside) = {
            let names = self.real_names.read().unwrap_or_else(PoisonError::into_inner);
            let bound = names.as_ref()?;
            let (origin, inside) = bound.inside(host, path_and_query)?;
            (origin, bound.realm.clone(), inside)
        };
        Some((self.open_realm(&name)?.reached_at(&origin), inside))
    }

    /// Counts a request that named no open realm.
    pub(crate) fn count_stray(&self) {
        self.strays.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn strays(&self) -> u64 {
        self.strays.load(Ordering::Relaxed)
    }

    /// The realm a path names, as it is seen from this listener, and the rest of the path.
    pub(crate) fn realm_of<'p>(&self, path_and_query: &'p str) -> Option<(Arc<Realm>, &'p str)> {
        let inside = path_and_query.strip_prefix("/r/")?;
        let (name, rest) = inside.split_at(inside.find(['/', '?']).unwrap_or(inside.len()));
        let realm = self.open_realm(name)?;
        let here = realm.origin() == self.origin;
        Some((if here { realm } else { realm.through(&self.origin) }, rest))
    }

    pub(crate) fn authority_of(&self, path: &str) -> Option<&Authority> {
        let own = |prefix| {
            path.strip_prefix(prefix)
                .is_some_and(|rest: &str| rest.is_empty() || rest.starts_with(['/', '?']))
        };
        self.authorities.iter().find(|authority| own(authority.prefix))
    }
}
