//! A realm's certificates as its scenario holds them.

use std::{fmt, sync::Arc};

use etalon_certs::{AuthorityName, Holder, KeyKind, Material};
use etalon_people::Person;
use etalon_stage::{Direction as _, Realm};
use jiff::Timestamp;

use super::{AUTHORITY, CertificateStatus, IssuedCertificate, Pki, PkiDirection, PkiError};
use crate::RealmHandle;

/// Who issues certificates in a realm. Cloning it shares it. Making a key for the first time takes RSA a fraction of a second.
#[derive(Clone)]
pub struct PkiHandle {
    handle: RealmHandle,
    realm: Arc<Realm>,
    pki: Arc<Pki>,
}

impl PkiHandle {
    pub(crate) fn new(handle: RealmHandle, realm: Arc<Realm>, pki: Arc<Pki>) -> Self {
        Self { handle, realm, pki }
    }

    /// Issues what that recipe makes, to `person` or to somebody drawn from the realm's seed; with the recipe's usual kind of key where none is
    /// named. The same again is the same certificate.
    ///
    /// # Errors
    /// There is no such recipe, it cannot name that person or have such a key, or there are [`super::MAX_CERTIFICATES`].
    pub fn issue(
        &self,
        recipe: &str,
        person: Option<&Person>,
        kind: Option<KeyKind>,
    ) -> Result<(IssuedCertificate, Arc<Material>), PkiError> {
        let holder = person.map(|person| Holder::Person(Box::new(person.clone())));
        let issued = self.pki.issue(&self.realm, recipe, holder, kind)?;
        self.handle.changed();
        Ok(issued)
    }

    /// Everything that was issued, by serial number, as it stands now.
    #[must_use]
    pub fn issued(&self) -> Vec<IssuedCertificate> {
        self.pki.state().register.all(self.realm.now())
    }

    /// How a certificate stands from `at` on; from now on where no instant is named. What a list or an answer then says follows the realm's clock.
    ///
    /// # Errors
    /// None of that serial number was issued, or it was revoked before.
    pub fn set_status(&self, serial: &str, status: CertificateStatus, at: Option<Timestamp>) -> Result<IssuedCertificate, PkiError> {
        let changed = self.pki.set_status(&self.realm, serial, status, at)?;
        self.handle.changed();
        Ok(changed)
    }

    /// Asks for something of the authority of that slug (of all, where none is named) and, for status answers, about the certificate of that
    /// serial number: once, or from now on.
    pub fn direct(&self, direction: PkiDirection, authority: Option<&str>, serial: Option<&str>, standing: bool) {
        self.pki.direct(&self.realm, direction, authority, serial, standing);
    }

    /// Takes back every waiting direction with the name of `direction`.
    pub fn lift(&self, direction: &PkiDirection) {
        self.pki.directions.lift(&self.realm, AUTHORITY, direction.name());
    }

    /// The certificate of that root (DER), for whoever is to trust it.
    ///
    /// # Errors
    /// Its key cannot be made or read.
    pub fn certificate_of(&self, authority: AuthorityName, kind: KeyKind) -> Result<Vec<u8>, PkiError> {
        Ok(self.pki.hierarchy.authority(authority, kind)?.certificate().to_vec())
    }

    /// Where the revocation list of the authority of that slug is.
    #[must_use]
    pub fn list_address(&self, authority: &str) -> String {
        self.pki.addresses.revocation_list(authority)
    }

    /// Where status answers are.
    #[must_use]
    pub fn status_address(&self) -> String {
        self.pki.addresses.ocsp("")
    }

    /// Where the own certificate of the authority of that slug is.
    #[must_use]
    pub fn issuer_address(&self, authority: &str) -> String {
        self.pki.addresses.certificate(authority)
    }
}

impl fmt::Debug for PkiHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PkiHandle")
            .field("realm", &self.realm.name())
            .finish_non_exhaustive()
    }
}
