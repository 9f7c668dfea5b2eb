//! Admission to records: which door somebody stands at, what the rules say, and the entry in the audit trail that goes before anything is
//! fetched. What is then shown is not decided here.

use std::sync::Arc;

use super::{
    halt::Halt,
    visitor::{AsPatient, AsProfessional, Visitor},
};
use crate::{
    instance::Network,
    policies::{Purpose, Question},
    refusal::Reason,
    store::{Action, Document, Person},
};

#[derive(Clone, Copy)]
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
}

/// Somebody admitted to a door, under the name that the audit trail shows.
pub(super) struct Reader {
    pub(super) visitor: Arc<Visitor>,
    pub(super) name: String,
}

impl From<AsPatient> for Reader {
    fn from(AsPatient(visitor): AsPatient) -> Self {
        Self {
            name: visitor.person.name.clone(),
            visitor,
        }
    }
}

impl From<AsProfessional> for Reader {
    fn from(AsProfessional { visitor, name }: AsProfessional) -> Self {
        Self { visitor, name }
    }
}

/// The document, once it is sure that this reader may have it for this purpose.
pub(super) async fn admit(
    network: &Network,
    reader: Result<Reader, Halt>,
    door: Door,
    id: &str,
    action: Action,
) -> Result<(Document, Option<Reader>), Halt> {
    let document = network.store.document(id).await?;
    let purpose = |document| {
        if action == Action::Attachment {
            Purpose::Attachment(document)
        } else {
            Purpose::Read(document)
        }
    };
    match (document, reader) {
        (Some(document), Ok(reader)) => {
            let patient = network.store.person_with(&document.patient_insz).await?;
            let patient = patient.unwrap_or_else(|| Person::unregistered(&document.patient_insz));
            decide(network, &reader, door, &patient, purpose(&document)).await?;
            Ok((document, Some(reader)))
        }
        (Some(document), Err(Halt::SignInFirst { .. })) if !(network.policies.login.login_needed)(purpose(&document)) => {
            Ok((document, None))
        }
        (_, Err(halt)) => Err(halt),
        (None, Ok(reader)) => {
            let now = network.clock.now();
            network
                .store
                .add_audit_entry(now, &reader.name, action, None, None, Reason::NotFound.code())
                .await?;
            Err(Reason::NotFound.into())
        }
    }
}

/// Asks the rules of the door and writes the answer into the audit trail, a refusal too.
pub(super) async fn decide(network: &Network, reader: &Reader, door: Door, patient: &Person, purpose: Purpose<'_>) -> Result<(), Halt> {
    let question = question(network, reader, patient, purpose);
    let rule = match door {
        Door::Patient => &network.policies.record.for_patient,
        Door::Professional => &network.policies.record.for_professional,
    };
    let decision = rule(&network.policies, &question).await?;
    let action = match purpose {
        Purpose::List => Action::List,
        Purpose::Read(_) => Action::Read,
        Purpose::Attachment(_) => Action::Attachment,
    };
    let document = purpose.document().map(|document| document.id.as_str());
    let outcome = decision.err().map_or("granted", Reason::code);
    network
        .store
        .add_audit_entry(question.now, &reader.name, action, Some(&patient.insz), document, outcome)
        .await?;
    match decision {
        Ok(()) => Ok(()),
        Err(reason) => Err(Halt::Refusal {
            reason,
            note: (network.policies.listing.refusal_note)(&question).await?,
        }),
    }
}

pub(super) fn question<'a>(network: &'a Network, reader: &'a Reader, patient: &'a Person, purpose: Purpose<'a>) -> Question<'a> {
    Question {
        store: &network.store,
        session: &reader.visitor.session.digest,
        asker: &reader.visitor.person,
        patient,
        purpose,
        now: network.clock.now(),
        delay_reading: network.configuration.delay_reading,
    }
}
