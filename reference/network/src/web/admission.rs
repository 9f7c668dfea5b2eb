//! Admission to records: which door somebody stands at, what the rules say, and the entry in the audit trail that goes before anything is
//! fetched or done. What is then shown is not decided here.

use std::sync::Arc;

use super::{
    halt::Halt,
    visitor::{AsOffice, AsPatient, AsProfessional, SignedIn, Visitor, professional_of},
};
use crate::{
    configuration::Profession,
    instance::Network,
    policies::{Decision, Purpose, Question, audit::Act},
    refusal::Reason,
    store::{Action, Document, Person},
};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Door {
    Patient,
    Professional,
}

impl Door {
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Patient => "/patient",
            Self::Professional => "/professional",
        }
    }

    /// Who may open a record through this door.
    pub(super) fn rule(self, network: &Network) -> &Decision {
        match self {
            Self::Patient => &network.policies.record.for_patient,
            Self::Professional => &network.policies.record.for_professional,
        }
    }
}

/// Somebody admitted to a door, under the name that the audit trail shows.
pub(super) struct Reader {
    pub(super) visitor: Arc<Visitor>,
    pub(super) name: String,
    /// None for somebody who is not here as a professional.
    pub(super) profession: Option<Profession>,
}

impl From<AsPatient> for Reader {
    fn from(AsPatient(visitor): AsPatient) -> Self {
        Self {
            name: visitor.person.name.clone(),
            visitor,
            profession: None,
        }
    }
}

impl From<AsProfessional> for Reader {
    fn from(professional: AsProfessional) -> Self {
        Self {
            visitor: professional.visitor,
            name: professional.name,
            profession: Some(professional.profession),
        }
    }
}

impl From<AsOffice> for Reader {
    fn from(AsOffice { visitor, name }: AsOffice) -> Self {
        Self {
            visitor,
            name,
            profession: None,
        }
    }
}

impl Reader {
    /// Somebody of whom a rule, and not the entrance, says whether he may.
    pub(super) fn whoever(network: &Network, SignedIn(visitor): SignedIn) -> Self {
        match professional_of(network, &visitor) {
            Some((name, profession)) => Self {
                visitor,
                name,
                profession: Some(profession),
            },
            None => Self::from(AsPatient(visitor)),
        }
    }
}

/// A document and whom it is about.
pub(super) struct Subject {
    pub(super) document: Document,
    pub(super) patient: Person,
}

/// What somebody wants of a document.
#[derive(Clone, Copy)]
pub(super) struct Wish<'n> {
    pub(super) rule: &'n Decision,
    pub(super) purpose: for<'a> fn(&'a Document) -> Purpose<'a>,
    pub(super) action: Action,
}

/// The document, once it is sure that this reader may have it for this purpose.
pub(super) async fn admit(network: &Network, reader: &Reader, id: &str, wish: Wish<'_>) -> Result<Subject, Halt> {
    let Some(document) = network.store.document(id).await? else {
        write(network, reader, wish.action, None, None, Reason::NotFound.code()).await?;
        return Err(Reason::NotFound.into());
    };
    let patient = patient_of(network, &document).await?;
    decide(network, reader, wish.rule, &patient, (wish.purpose)(&document), wish.action).await?;
    Ok(Subject { document, patient })
}

/// The same for somebody who may not have signed in.
pub(super) async fn admit_visitor(
    network: &Network,
    reader: Result<Reader, Halt>,
    id: &str,
    wish: Wish<'_>,
) -> Result<(Subject, Option<Reader>), Halt> {
    match reader {
        Ok(reader) => Ok((admit(network, &reader, id, wish).await?, Some(reader))),
        Err(halt @ Halt::SignInFirst { .. }) => match network.store.document(id).await? {
            Some(document) if !(network.policies.login.login_needed)((wish.purpose)(&document)) => {
                let patient = patient_of(network, &document).await?;
                Ok((Subject { document, patient }, None))
            }
            _ => Err(halt),
        },
        Err(halt) => Err(halt),
    }
}

/// Asks the rule and writes the answer into the audit trail, a refusal too.
pub(super) async fn decide(
    network: &Network,
    reader: &Reader,
    rule: &Decision,
    patient: &Person,
    purpose: Purpose<'_>,
    action: Action,
) -> Result<(), Halt> {
    ask(network, reader, rule, patient, purpose, action).await?;
    write(network, reader, action, Some(patient), purpose.document(), "granted").await
}

/// Asks the rule and writes a refusal into the audit trail; what is granted is for the caller to write, once it is known what it is about.
pub(super) async fn ask(
    network: &Network,
    reader: &Reader,
    rule: &Decision,
    patient: &Person,
    purpose: Purpose<'_>,
    action: Action,
) -> Result<(), Halt> {
    let question = question(network, reader, patient, purpose);
    match rule(&network.policies, &question).await? {
        Ok(()) => Ok(()),
        Err(reason) => {
            write(network, reader, action, Some(patient), purpose.document(), reason.code()).await?;
            Err(Halt::Refusal {
                reason,
                note: (network.policies.listing.refusal_note)(&question).await?,
            })
        }
    }
}

/// A doctor without own consent can do nothing but give it.
pub(super) async fn doctor_consents(network: &Network, reader: &Reader) -> Result<(), Halt> {
    let question = question(network, reader, &reader.visitor.person, Purpose::List);
    match (network.policies.consent.of_professional)(&question).await? {
        true => Ok(()),
        false => Err(Reason::DoctorConsentMissing.into()),
    }
}

/// One line of the audit trail.
pub(super) async fn write(
    network: &Network,
    reader: &Reader,
    action: Action,
    patient: Option<&Person>,
    document: Option<&Document>,
    outcome: &'static str,
) -> Result<(), Halt> {
    let act = Act {
        at: network.clock.now(),
        actor: &reader.name,
        action,
        patient,
        document,
        outcome,
    };
    Ok((network.policies.audit.write)(&network.store, act).await?)
}

pub(super) fn question<'a>(network: &'a Network, reader: &'a Reader, patient: &'a Person, purpose: Purpose<'a>) -> Question<'a> {
    Question {
        store: &network.store,
        session: &reader.visitor.session.digest,
        asker: &reader.visitor.person,
        profession: reader.profession,
        patient,
        purpose,
        now: network.clock.now(),
        delay_reading: network.configuration.delay_reading,
    }
}

/// Whom a document is about, met or not.
pub(super) async fn patient_of(network: &Network, document: &Document) -> Result<Person, Halt> {
    let patient = network.store.person_with(&document.patient_insz).await?;
    Ok(patient.unwrap_or_else(|| Person::unregistered(&document.patient_insz)))
}

/// The registered patient behind an address.
pub(super) async fn registered_patient(network: &Network, pid: &str) -> Result<Person, Halt> {
    let person = network.store.person(pid).await?;
    person.filter(Person::is_registered_patient).ok_or(Halt::from(Reason::NotFound))
}
