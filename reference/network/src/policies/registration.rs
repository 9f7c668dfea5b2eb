//! Registering patients by a professional, and which patients a professional's list shows.

use jiff::Timestamp;

use super::{Answer, Policies, Question};
use crate::{
    refusal::Reason,
    store::{Capacity, ConsentState, Person, Store},
};

/// Becoming a patient of the network, and being on somebody's list.
pub(crate) struct RegistrationRules {
    /// Whether somebody may be registered who consents, or does not.
    pub(crate) may: fn(bool) -> Result<(), Reason>,
    /// What is kept of the consent with which somebody is registered.
    pub(crate) consent: for<'a> fn(&'a Store, &'a Person, Timestamp) -> Answer<'a, ()>,
    /// The patients on the asker's list.
    pub(crate) patients: for<'a> fn(&'a Policies, &'a Question<'a>) -> Answer<'a, Vec<Person>>,
}

impl RegistrationRules {
    pub(super) fn upright() -> Self {
        Self {
            may: only_with_consent,
            consent: registering_is_consenting,
            patients: linked_and_not_shut_out,
        }
    }
}

/// Nobody is registered without consent.
pub(crate) fn only_with_consent(consents: bool) -> Result<(), Reason> {
    consents.then_some(()).ok_or(Reason::PatientConsentMissing)
}

/// The consent is recorded, once.
pub(crate) fn registering_is_consenting<'a>(store: &'a Store, patient: &'a Person, now: Timestamp) -> Answer<'a, ()> {
    Box::pin(async move {
        if store.consent_state(&patient.pid, Capacity::Patient).await? != ConsentState::Active {
            store.record_consent(&patient.pid, Capacity::Patient, true, now).await?;
        }
        Ok(())
    })
}

/// Registered patients on whom the asker has a link in force and who have not shut the asker out; all of them.
pub(crate) fn linked_and_not_shut_out<'a>(policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Vec<Person>> {
    Box::pin(async move {
        let mut patients = Vec::new();
        for patient in question.store.persons_linked_to(&question.asker.pid).await? {
            let about = Question {
                patient: &patient,
                ..*question
            };
            let linked = (policies.link.in_force)(&about).await? && !(policies.exclusion.in_force)(&about).await?;
            if linked && patient.is_registered_patient() {
                patients.push(patient);
            }
        }
        Ok(patients)
    })
}
