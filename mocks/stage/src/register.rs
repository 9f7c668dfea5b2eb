//! A list of things known by a key that several authorities read: the people of a realm, for one. It knows no domain.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

/// Things by key. Authorities share one through [`crate::Realm::slot`].
pub struct Register<T> {
    held: RwLock<BTreeMap<String, Arc<T>>>,
}

impl<T> Default for Register<T> {
    fn default() -> Self {
        Self { held: RwLock::default() }
    }
}

impl<T> Register<T> {
    /// Files `item` under `key`, in place of an earlier one.
    pub fn add(&self, key: &str, item: T) -> Arc<T> {
        let item = Arc::new(item);
        self.held
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key.to_owned(), Arc::clone(&item));
        item
    }

    /// Takes away what is filed under `key`.
    pub fn remove(&self, key: &str) -> Option<Arc<T>> {
        self.held.write().unwrap_or_else(PoisonError::into_inner).remove(key)
    }

    /// What is filed under `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Arc<T>> {
        self.held.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// Everything, in the order of the keys.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<T>> {
        self.held.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }
}
