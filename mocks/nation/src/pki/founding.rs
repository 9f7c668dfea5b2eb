//! Founding a realm's authorities when somebody first asks for them. A realm that needs no certificates pays nothing for them.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use etalon_certs::{CertificateError, KeyRing};
use etalon_stage::{Realm, SideDoor, StageError};

use super::{KeptCertificates, PREFIX, Pki, PkiError};

/// What all realms of a nation found their authorities with: one ring of keys, opened when it is first needed.
pub(crate) struct Founding {
    data_folder: PathBuf,
    keys: Mutex<Option<Arc<KeyRing>>>,
}

/// The way to a realm's authorities: who founds them, and the listener that their certificates name.
#[derive(Clone)]
pub(crate) struct PkiDoor {
    pub(crate) founding: Arc<Founding>,
    /// It closes with the nation, whoever still holds a realm.
    pub(crate) side_door: Weak<SideDoor>,
}

impl PkiDoor {
    /// Where it listens, if it does.
    pub(crate) fn origin(&self) -> Option<String> {
        self.side_door.upgrade()?.origin()
    }

    pub(crate) fn pki_of(&self, realm: &Realm) -> Result<Arc<Pki>, PkiError> {
        let origin = self.side_door.upgrade().ok_or(StageError::Closed)?.open()?;
        Ok(self.founding.pki_of(realm, &format!("{origin}{}", realm.path()))?)
    }
}

/// One founder at a time.
#[derive(Default)]
struct Door(Mutex<()>);

impl Founding {
    pub(crate) fn new(data_folder: PathBuf) -> Self {
        Self {
            data_folder,
            keys: Mutex::default(),
        }
    }

    /// The authorities of `realm`, whose addresses begin at `base_url`: as they are, as they were kept, or founded now.
    pub(crate) fn pki_of(&self, realm: &Realm, base_url: &str) -> Result<Arc<Pki>, CertificateError> {
        let door = realm.slot::<Door>();
        let _held = door.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pki) = realm.slots().kept::<Pki>() {
            return Ok(pki);
        }
        let kept = realm.slots().kept::<KeptCertificates>();
        let base = format!("{base_url}{PREFIX}");
        let pki = Arc::new(Pki::new(realm, &base, self.keys()?, kept.as_deref()));
        realm.slots().keep(Arc::clone(&pki));
        Ok(pki)
    }

    fn keys(&self) -> Result<Arc<KeyRing>, CertificateError> {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(keys) = &*keys {
            return Ok(Arc::clone(keys));
        }
        let opened = Arc::new(KeyRing::open(&self.data_folder)?);
        Ok(Arc::clone(keys.insert(opened)))
    }
}
