//! One place per type: what an authority keeps for a realm. The stage never looks inside.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

type Kept = Arc<dyn Any + Send + Sync>;

/// What the authorities keep, by type.
#[derive(Default)]
pub struct Slots {
    kept: Mutex<HashMap<TypeId, Kept>>,
}

impl Slots {
    /// The one `T`; made now if there is none yet.
    pub fn slot<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = kept.entry(TypeId::of::<T>()).or_insert_with(|| Arc::new(T::default()));
        Arc::clone(slot).downcast().expect("a slot is filed under the type it holds")
    }

    /// Keeps `value` as the one `T`, in place of an earlier one.
    pub fn keep<T: Send + Sync + 'static>(&self, value: Arc<T>) {
        self.kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(TypeId::of::<T>(), value);
    }

    /// The one `T`, if there is any.
    #[must_use]
    pub fn kept<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&TypeId::of::<T>()).and_then(|slot| Arc::clone(slot).downcast().ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_has_one_place() {
        let slots = Slots::default();
        assert_eq!(slots.kept::<u8>(), None);
        slots.keep(Arc::new(7_u8));
        assert_eq!((*slots.slot::<u8>(), *slots.slot::<u16>()), (7, 0));
    }
}
