//! The hospital of a realm as its scenario holds it.

use std::{fmt, sync::Arc};

use etalon_hospital::{Document, Hospital, HospitalDirection, HospitalError, Publication, Rule};
use etalon_stage::Realm;

/// The hospital of one realm. Cloning it shares it.
#[derive(Clone)]
pub struct HospitalHandle {
    realm: Arc<Realm>,
    hospital: Arc<Hospital>,
}

impl HospitalHandle {
    pub(crate) fn new(realm: Arc<Realm>, hospital: Arc<Hospital>) -> Self {
        Self { realm, hospital }
    }

    /// Tells it which network it publishes to (`https://host:port`), and the name and secret both sides know each other by.
    pub fn connect(&self, network_base_url: &str, name: &str, secret: &str) {
        self.hospital.connect(&self.realm, network_base_url, name, secret);
    }

    /// Makes a document, or makes it anew under the same reference. Nobody is told.
    pub fn lay_down(&self, document: Document) {
        self.hospital.lay_down(&self.realm, document);
    }

    /// Changes when the patient may read a document. Nobody is told; publish it again for that.
    ///
    /// # Errors
    /// There is no such document.
    pub fn change_rule(&self, reference: &str, rule: Rule) -> Result<(), HospitalError> {
        self.hospital.change_rule(&self.realm, reference, rule)
    }

    /// Tells the network about a document, as it is now.
    ///
    /// # Errors
    /// The document or the network is not known, or the network's address may not be called.
    pub async fn publish(&self, reference: &str) -> Result<Publication, HospitalError> {
        self.hospital.publish(&self.realm, reference).await
    }

    /// The marker in a document's letter.
    #[must_use]
    pub fn canary(&self, reference: &str) -> Option<String> {
        self.hospital.canary(reference)
    }

    /// Asks for something the next time a document is fetched (that one, or any), or from now on.
    pub fn direct(&self, direction: HospitalDirection, reference: Option<&str>, standing: bool) {
        self.hospital.direct(&self.realm, direction, reference, standing);
    }

    /// Takes back every waiting direction with the name of `direction`.
    pub fn lift(&self, direction: &HospitalDirection) {
        self.hospital.lift(&self.realm, etalon_stage::Direction::name(direction));
    }
}

impl fmt::Debug for HospitalHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HospitalHandle")
            .field("realm", &self.realm.name())
            .finish_non_exhaustive()
    }
}
