//! The keys of a realm's CSAM: the one that signs, and others of the nation for those faults in which another key signs.
//! Which of them are published lives with the login that carries them (`fault::armed`).

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use crate::CsamKey;

/// Spare keys with a role of their own; what is left of them is for rotation.
const FOREIGN: usize = 0;
const WITHDRAWN: usize = 1;
const ROTATION: usize = 2;

/// One key that signs, and spare ones.
pub(crate) struct KeyRing {
    own: Arc<CsamKey>,
    spare: Vec<Arc<CsamKey>>,
    rotations: AtomicUsize,
}

impl KeyRing {
    pub(crate) fn new(keys: &[Arc<CsamKey>]) -> Self {
        let (own, spare) = keys.split_first().expect("a CSAM is settled with at least the key it signs with");
        Self {
            own: Arc::clone(own),
            spare: spare.to_vec(),
            rotations: AtomicUsize::new(0),
        }
    }

    /// The key that signs.
    pub(crate) fn own(&self) -> &Arc<CsamKey> {
        &self.own
    }

    /// A key that is not CSAM's.
    pub(crate) fn foreign(&self) -> Option<&Arc<CsamKey>> {
        self.spare.get(FOREIGN)
    }

    /// A key that was CSAM's once.
    pub(crate) fn withdrawn(&self) -> Option<&Arc<CsamKey>> {
        self.spare.get(WITHDRAWN)
    }

    /// A key that was not the newest before. After as many as there are spare ones they come round again.
    pub(crate) fn rotate(&self) -> Option<Arc<CsamKey>> {
        self.rotations.fetch_add(1, Ordering::Relaxed);
        self.newest()
    }

    /// The key that the last rotation brought.
    pub(crate) fn newest(&self) -> Option<Arc<CsamKey>> {
        let turn = self.rotations.load(Ordering::Relaxed).checked_sub(1)?;
        let rotating = self.spare.get(ROTATION..).filter(|keys| !keys.is_empty())?;
        rotating.get(turn % rotating.len()).map(Arc::clone)
    }
}
