//! What the hospital keeps for one realm: its documents, how it reaches the network, and directions.

use std::sync::{Arc, PoisonError, RwLock};

use etalon_stage::{Directions, HttpClient, Realm, Register, Scope};
use serde_json::json;

use crate::{AUTHORITY, Document, HospitalDirection, HospitalError, Rule, content::Laid, publish::Network};

/// The hospital of one realm.
pub struct Hospital {
    pub(crate) client: HttpClient,
    pub(crate) documents: Register<Laid>,
    pub(crate) network: RwLock<Option<Network>>,
    pub(crate) directions: Directions<HospitalDirection>,
}

impl Hospital {
    /// Opens the hospital of `realm`; it calls out through `client`.
    pub fn settle(realm: &Realm, client: HttpClient) -> Arc<Self> {
        let hospital = Arc::new(Self {
            client,
            documents: Register::default(),
            network: RwLock::default(),
            directions: Directions::default(),
        });
        realm.slots().keep(Arc::clone(&hospital));
        hospital
    }

    /// The hospital of `realm`, if there is one.
    #[must_use]
    pub fn of(realm: &Realm) -> Option<Arc<Self>> {
        realm.slots().kept()
    }

    /// Tells it which network it publishes to (`https://host:port`), and the name and secret both sides know each other by.
    pub fn connect(&self, realm: &Realm, network_base_url: &str, name: &str, secret: &str) {
        realm.journal().mark_secret("publisher_secret", secret);
        realm.state(AUTHORITY, "connected", json!({"network": network_base_url, "name": name}));
        let network = Network {
            base_url: network_base_url.trim_end_matches('/').to_owned(),
            name: name.to_owned(),
            secret: secret.to_owned(),
        };
        *self.network.write().unwrap_or_else(PoisonError::into_inner) = Some(network);
    }

    /// Makes a document, or makes it anew under the same reference. Nobody is told; see [`Hospital::publish`].
    pub fn lay_down(&self, realm: &Realm, document: Document) {
        let laid = Laid::of(realm.seed(), document);
        self.write_down(realm, &laid);
        let reference = laid.document.reference.clone();
        self.documents.add(&reference, laid);
    }

    /// Changes when the patient may read a document. Nobody is told; see [`Hospital::publish`].
    ///
    /// # Errors
    /// There is no such document.
    pub fn change_rule(&self, realm: &Realm, reference: &str, rule: Rule) -> Result<(), HospitalError> {
        let laid = self
            .documents
            .get(reference)
            .ok_or_else(|| HospitalError::NoSuchDocument(reference.to_owned()))?;
        let document = Document {
            patient_access: rule,
            ..laid.document.clone()
        };
        self.lay_down(realm, document);
        Ok(())
    }

    /// The marker in a document's letter.
    #[must_use]
    pub fn canary(&self, reference: &str) -> Option<String> {
        self.documents.get(reference).map(|laid| laid.canary.clone())
    }

    /// Asks for something the next time a document is fetched (that one, or any), or from now on.
    pub fn direct(&self, realm: &Realm, direction: HospitalDirection, reference: Option<&str>, standing: bool) {
        let scope = Scope {
            client: None,
            actor: reference.map(str::to_owned),
        };
        self.directions.set(realm, AUTHORITY, direction, scope, standing);
    }

    /// Takes back every waiting direction of that name.
    pub fn lift(&self, realm: &Realm, direction: &str) {
        self.directions.lift(realm, AUTHORITY, direction);
    }

    fn write_down(&self, realm: &Realm, laid: &Laid) {
        let Document {
            name,
            reference,
            title,
            kind,
            author,
            patient_insz,
            published_at,
            patient_access,
            ..
        } = &laid.document;
        let attachments: Vec<_> = laid
            .attachments
            .iter()
            .map(|one| json!({"name": one.name, "canary": one.canary}))
            .collect();
        let fields = json!({
            "name": name, "reference": reference, "patient": patient_insz, "kind": kind, "title": title, "author": author,
            "published_at": published_at.to_string(), "rule": patient_access.name(), "days": patient_access.days(), "canary": laid.canary,
            "attachments": attachments,
        });
        realm.state(AUTHORITY, "document", fields);
    }
}
