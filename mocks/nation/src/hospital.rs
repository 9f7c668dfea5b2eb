//! A hospital of a realm as its scenario holds it.

use std::{fmt, sync::Arc};

use etalon_hospital::{Document, Hospital, HospitalDirection, HospitalError, Publication, Quarter, Rule};
use etalon_stage::Realm;

/// One institution of one realm. Cloning it shares it.
#[derive(Clone)]
pub struct HospitalHandle {
    realm: Arc<Realm>,
    hospital: Arc<Hospital>,
}

impl HospitalHandle {
    pub(crate) fn new(realm: Arc<Realm>, hospital: Arc<Hospital>) -> Self {
        Self { realm, hospital }
    }

    /// Its name for people, such as `North Hospital`.
    #[must_use]
    pub fn title(&self) -> &str {
        self.hospital.institution().title
    }

    /// The name it publishes under, such as `north-hospital`; or the one it was connected with.
    #[must_use]
    pub fn publisher_name(&self) -> String {
        self.hospital.publisher_name()
    }

    /// Whether it is a public institution.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.hospital.institution().public
    }

    /// Since when it also publishes what is older than the patient's consent, where it does.
    #[must_use]
    pub fn publishes_precedence_since(&self) -> Option<Quarter> {
        self.hospital.institution().publishes_precedence_since
    }

    /// Where its repository begins: `https://host:port/r/{realm}/hospital/{institution}`.
    #[must_use]
    pub fn repository(&self) -> String {
        self.hospital.repository(&self.realm)
    }

    /// Decides when patients may read documents of a type, from now on. What is laid down already stays as it is.
    pub fn set_type_rule(&self, kind: &str, rule: Rule) {
        self.hospital.set_type_rule(&self.realm, kind, rule);
    }

    /// Switches patients' access to its documents on or off, from now on. It begins switched on. What is laid down already stays as it is.
    pub fn opt_in(&self, opted_in: bool) {
        self.hospital.opt_in(&self.realm, opted_in);
    }

    /// Whether patients' access to its documents is switched on.
    #[must_use]
    pub fn is_opted_in(&self) -> bool {
        self.hospital.is_opted_in()
    }

    /// When a patient may read a document of that type: what to put into [`Document::patient_access`]. Never where patients' access is
    /// switched off, or where nothing was decided about the type.
    #[must_use]
    pub fn rule_for(&self, kind: &str) -> Rule {
        self.hospital.rule_for(kind)
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

    /// Everything that is laid down, in the order of the references.
    #[must_use]
    pub fn documents(&self) -> Vec<Document> {
        self.hospital.documents()
    }

    /// The document of that reference.
    #[must_use]
    pub fn document(&self, reference: &str) -> Option<Document> {
        self.hospital.document(reference)
    }

    /// The network that it publishes to (`https://host:port`), once it was connected to one.
    #[must_use]
    pub fn network_address(&self) -> Option<String> {
        self.hospital.network_address()
    }

    /// Its name in the addresses of its repository: always the same.
    #[must_use]
    pub fn name_in_addresses(&self) -> &'static str {
        self.hospital.institution().publisher_name
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
        self.hospital.lift(&self.realm, *direction);
    }
}

impl fmt::Debug for HospitalHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HospitalHandle")
            .field("realm", &self.realm.name())
            .field("title", &self.title())
            .finish_non_exhaustive()
    }
}
