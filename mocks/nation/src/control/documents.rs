//! Hospitals and their documents at the desk: which there are, which network they publish to, laying down, and publishing.

use etalon_hospital::{HospitalError, Publication, Rule};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Desk, Problem, ProblemKind, document_orders::DocumentOrder, people::resident};
use crate::{Document, HospitalHandle, RealmHandle};

/// The most documents of a hospital in a realm.
pub const MAX_DOCUMENTS: usize = 10_000;

/// A hospital of a realm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HospitalView {
    /// Its name in addresses.
    #[schema(example = "example-hospital")]
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// Where its repository begins.
    pub repository: String,
    /// Whether it is a public institution.
    pub public: bool,
    /// Whether patients' access to its documents is switched on.
    pub opted_in: bool,
    /// The network that it publishes to, once it was connected to one.
    pub network: Option<String>,
    /// The name it is known by there.
    pub publisher_name: String,
    /// How many documents are laid down.
    pub documents: usize,
}

/// When a patient may read a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "rule", deny_unknown_fields)]
pub enum AccessRule {
    /// At once.
    Immediate,
    /// So many days after publication.
    AfterDays {
        /// The days.
        days: u32,
    },
    /// Never.
    Never,
    /// Once an attending physician has released it.
    Releasable,
}

/// A document that is laid down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DocumentView {
    /// The hospital's own reference.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// What kind of document it is.
    pub kind: String,
    /// Who wrote it.
    pub author: String,
    /// The patient's national number.
    pub patient: String,
    /// When the hospital published it.
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Timestamp,
    /// When the patient may read it.
    pub patient_access: AccessRule,
    /// The attachments' file names.
    pub attachments: Vec<String>,
    /// The marker that its letter holds and that occurs nowhere else.
    pub marker: String,
}

/// What came of publishing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublicationView {
    /// The HTTP status of the network's answer; nothing where none came.
    pub status: Option<u16>,
    /// The network's own identifier, where it named one.
    pub id: Option<String>,
    /// Why no answer came.
    pub no_answer: Option<String>,
}

impl Desk {
    /// The hospitals of a realm.
    ///
    /// # Errors
    /// No such realm is open.
    pub async fn hospitals(&self, realm: &str) -> Result<Vec<HospitalView>, Problem> {
        Ok(self.handle(realm)?.hospitals().iter().map(HospitalView::of).collect())
    }

    /// The documents of a hospital, in the order of their references.
    ///
    /// # Errors
    /// No such realm is open, or it has no such hospital.
    pub async fn documents(&self, realm: &str, hospital: &str) -> Result<Vec<DocumentView>, Problem> {
        let hospital = hospital_of(&self.handle(realm)?, hospital)?;
        let documents = hospital.documents();
        Ok(documents
            .into_iter()
            .map(|document| DocumentView::of(document, &hospital))
            .collect())
    }

    /// Lays a document down, in place of an earlier one of its reference. Nobody is told.
    ///
    /// # Errors
    /// No such realm is open, it has no such hospital or nobody of that id, a field says what cannot be, or there are too many.
    pub async fn lay_down(&self, realm: &str, hospital: &str, order: DocumentOrder) -> Result<DocumentView, Problem> {
        let realm = self.handle(realm)?;
        let hospital = hospital_of(&realm, hospital)?;
        let patient = resident(&realm, &order.patient)?;
        let laid = hospital.documents();
        let document = order.document(&hospital, &patient, &laid, realm.now())?;
        if laid.len() >= MAX_DOCUMENTS && hospital.document(&document.reference).is_none() {
            let detail = format!("{}: {MAX_DOCUMENTS} documents are laid down; open another realm", hospital.title());
            return Err(Problem::new(ProblemKind::TooMany, detail));
        }
        let reference = document.reference.clone();
        hospital.lay_down(document);
        view_of(&hospital, &reference)
    }

    /// Changes when the patient may read a document. Nobody is told until it is published again.
    ///
    /// # Errors
    /// No such realm is open, or it has no such hospital or document.
    pub async fn change_access(&self, realm: &str, hospital: &str, reference: &str, rule: AccessRule) -> Result<DocumentView, Problem> {
        let hospital = hospital_of(&self.handle(realm)?, hospital)?;
        let changed = hospital.change_rule(reference, rule.into());
        changed.map_err(|why| problem(&hospital, why))?;
        view_of(&hospital, reference)
    }

    /// Tells the hospital's network about a document, as it is now.
    ///
    /// # Errors
    /// No such realm is open, it has no such hospital or document, or the hospital was not connected to a network that may be called.
    pub async fn publish(&self, realm: &str, hospital: &str, reference: &str) -> Result<PublicationView, Problem> {
        let hospital = hospital_of(&self.handle(realm)?, hospital)?;
        match hospital.publish(reference).await {
            Ok(Publication::Published { status, id }) => Ok(PublicationView {
                status: Some(status),
                id,
                no_answer: None,
            }),
            Ok(Publication::NoAnswer(none)) => Ok(PublicationView {
                status: None,
                id: None,
                no_answer: Some(none.detail),
            }),
            Err(why) => Err(problem(&hospital, why)),
        }
    }
}

pub(crate) fn hospital_of(realm: &RealmHandle, name: &str) -> Result<HospitalHandle, Problem> {
    let found = realm.hospitals().iter().find(|hospital| hospital.name_in_addresses() == name);
    found.cloned().ok_or_else(|| {
        let known: Vec<_> = realm.hospitals().iter().map(HospitalHandle::name_in_addresses).collect();
        let detail = format!("there is no hospital `{name}`; there are {}", known.join(", "));
        Problem::new(ProblemKind::HospitalUnknown, detail)
    })
}

fn view_of(hospital: &HospitalHandle, reference: &str) -> Result<DocumentView, Problem> {
    let document = hospital.document(reference).ok_or_else(|| unknown(hospital, reference))?;
    Ok(DocumentView::of(document, hospital))
}

fn unknown(hospital: &HospitalHandle, reference: &str) -> Problem {
    let detail = format!("no document `{reference}` is laid down in {}; lay it down first", hospital.title());
    Problem::new(ProblemKind::DocumentUnknown, detail)
}

fn problem(hospital: &HospitalHandle, why: HospitalError) -> Problem {
    match why {
        HospitalError::NoSuchDocument(reference) => unknown(hospital, &reference),
        HospitalError::NotConnected => {
            let name = hospital.name_in_addresses();
            let detail = format!(
                "{} publishes to no network yet; PUT …/hospitals/{name}/network connects it",
                hospital.title()
            );
            Problem::new(ProblemKind::NotConnected, detail)
        }
        HospitalError::Credentials => Problem::field("secret", why),
        HospitalError::Address(_) => Problem::field("base_url", why),
    }
}

impl HospitalView {
    pub(crate) fn of(hospital: &HospitalHandle) -> Self {
        Self {
            name: hospital.name_in_addresses().to_owned(),
            title: hospital.title().to_owned(),
            repository: hospital.repository(),
            public: hospital.is_public(),
            opted_in: hospital.is_opted_in(),
            network: hospital.network_address(),
            publisher_name: hospital.publisher_name(),
            documents: hospital.documents().len(),
        }
    }
}

impl DocumentView {
    fn of(document: Document, hospital: &HospitalHandle) -> Self {
        Self {
            marker: hospital.canary(&document.reference).unwrap_or_default(),
            reference: document.reference,
            title: document.title,
            kind: document.kind,
            author: document.author,
            patient: document.patient_insz,
            published_at: document.published_at,
            patient_access: document.patient_access.into(),
            attachments: document.attachments,
        }
    }
}

impl From<AccessRule> for Rule {
    fn from(rule: AccessRule) -> Self {
        match rule {
            AccessRule::Immediate => Self::Immediate,
            AccessRule::AfterDays { days } => Self::AfterDays(days),
            AccessRule::Never => Self::Never,
            AccessRule::Releasable => Self::Releasable,
        }
    }
}

impl From<Rule> for AccessRule {
    fn from(rule: Rule) -> Self {
        match rule {
            Rule::Immediate => Self::Immediate,
            Rule::AfterDays(days) => Self::AfterDays { days },
            Rule::Never => Self::Never,
            Rule::Releasable => Self::Releasable,
        }
    }
}
