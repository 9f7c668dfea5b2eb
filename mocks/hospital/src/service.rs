//! What one institution keeps for one realm: its documents, its rules, how it reaches the network, and directions.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use etalon_stage::{Directions, HttpClient, Realm, Register, Scope};
use serde_json::json;

use crate::{
    AUTHORITY, Document, HospitalDirection, HospitalError, Institution, PREFIX, Quarter, Rule, content::Laid, direction::Directed,
    publish::Network,
};

/// One institution of one realm.
pub struct Hospital {
    institution: Institution,
    pub(crate) client: HttpClient,
    pub(crate) documents: Register<Laid>,
    pub(crate) directions: Directions<Directed>,
    arrangements: Mutex<Arrangements>,
}

/// What its management and a scenario arrange.
struct Arrangements {
    network: Option<Network>,
    opted_in: bool,
    type_rules: BTreeMap<String, Rule>,
}

impl Hospital {
    pub(crate) fn open(institution: Institution, client: HttpClient) -> Arc<Self> {
        Arc::new(Self {
            institution,
            client,
            documents: Register::default(),
            directions: Directions::default(),
            arrangements: Mutex::new(Arrangements {
                network: None,
                opted_in: true,
                type_rules: BTreeMap::new(),
            }),
        })
    }

    /// What everybody knows of it.
    #[must_use]
    pub fn institution(&self) -> &Institution {
        &self.institution
    }

    /// Tells it which network it publishes to (`https://host:port`), and the name and secret both sides know each other by.
    pub fn connect(&self, realm: &Realm, network_base_url: &str, name: &str, secret: &str) {
        realm.journal().mark_secret("publisher_secret", secret);
        let fields = json!({"network": network_base_url, "name": name, "publisher": self.institution.title});
        realm.state(AUTHORITY, "connected", fields);
        self.arrangements().network = Some(Network {
            base_url: network_base_url.trim_end_matches('/').to_owned(),
            name: name.to_owned(),
            secret: secret.to_owned(),
        });
    }

    /// The name it is known by at the network it was connected to; its own publisher's name before.
    #[must_use]
    pub fn publisher_name(&self) -> String {
        self.network()
            .map_or_else(|| self.institution.publisher_name.to_owned(), |network| network.name)
    }

    /// Decides when patients may read documents of a type, from now on. What is laid down already stays as it is.
    pub fn set_type_rule(&self, realm: &Realm, kind: &str, rule: Rule) {
        self.arrangements().type_rules.insert(kind.to_owned(), rule);
        let fields = json!({"publisher": self.institution.title, "type": kind, "rule": rule.name(), "days": rule.days()});
        realm.state(AUTHORITY, "type-rule", fields);
    }

    /// Switches patients' access to its documents on or off, from now on. What is laid down already stays as it is.
    pub fn opt_in(&self, realm: &Realm, opted_in: bool) {
        self.arrangements().opted_in = opted_in;
        let fields = json!({"publisher": self.institution.title, "opted_in": opted_in});
        realm.state(AUTHORITY, "patient-access", fields);
    }

    /// Whether patients' access to its documents is switched on.
    #[must_use]
    pub fn is_opted_in(&self) -> bool {
        self.arrangements().opted_in
    }

    /// When a patient may read a document of that type. Never where patients' access is off, or where its management
    /// decided nothing about the type.
    #[must_use]
    pub fn rule_for(&self, kind: &str) -> Rule {
        let arrangements = self.arrangements();
        if !arrangements.opted_in {
            return Rule::Never;
        }
        arrangements.type_rules.get(kind).copied().unwrap_or(Rule::Never)
    }

    /// Whether it published precedence in that quarter, and since when.
    #[must_use]
    pub fn precedence_in(&self, quarter: Quarter) -> Option<Quarter> {
        self.institution.publishes_precedence_since.filter(|since| *since <= quarter)
    }

    /// Makes a document, or makes it anew under the same reference. Nobody is told; see [`Hospital::publish`].
    pub fn lay_down(&self, realm: &Realm, document: Document) {
        self.keep(realm, document);
    }

    pub(crate) fn keep(&self, realm: &Realm, document: Document) -> Arc<Laid> {
        let publisher = self.institution.title.to_owned();
        // Two institutions may use one reference: each has markers of its own.
        let laid = Laid::of(realm.seed(), self.institution.publisher_name, Document { publisher, ..document });
        realm.state(AUTHORITY, "document", laid.fields());
        let reference = laid.document.reference.clone();
        self.documents.add(&reference, laid)
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

    /// Everything that is laid down, in the order of the references.
    #[must_use]
    pub fn documents(&self) -> Vec<Document> {
        self.documents.all().iter().map(|laid| laid.document.clone()).collect()
    }

    /// The document of that reference.
    #[must_use]
    pub fn document(&self, reference: &str) -> Option<Document> {
        self.documents.get(reference).map(|laid| laid.document.clone())
    }

    /// The network that it publishes to (`https://host:port`), once it was connected to one.
    #[must_use]
    pub fn network_address(&self) -> Option<String> {
        self.network().map(|network| network.base_url)
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
        let publisher = self.institution.title;
        self.directions
            .set(realm, AUTHORITY, Directed { direction, publisher }, scope, standing);
    }

    /// Takes back every waiting direction of that name.
    pub fn lift(&self, realm: &Realm, direction: HospitalDirection) {
        self.directions.lift(realm, AUTHORITY, direction.as_str());
    }

    /// Where its repository begins.
    #[must_use]
    pub fn repository(&self, realm: &Realm) -> String {
        format!("{}{PREFIX}/{}", realm.base_url(), self.institution.publisher_name)
    }

    pub(crate) fn network(&self) -> Option<Network> {
        self.arrangements().network.clone()
    }

    fn arrangements(&self) -> MutexGuard<'_, Arrangements> {
        self.arrangements.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
