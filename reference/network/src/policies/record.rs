//! Who may open a record: the doctor by consent on both sides and a link, the patient by being that patient. Composed of the rules of
//! the other families, so that replacing one of them is felt wherever it counts.

use super::{Answer, Decision, Policies, Question};
use crate::refusal::Reason;

/// The two doors to a record.
pub(crate) struct RecordRules {
    pub(crate) for_professional: Decision,
    pub(crate) for_patient: Decision,
}

impl RecordRules {
    pub(super) fn upright() -> Self {
        Self {
            for_professional: Box::new(professional_may),
            for_patient: Box::new(patient_may),
        }
    }
}

/// In this order: the doctor's consent, the patient's registration and consent, the link. That the asker is a doctor was settled at
/// the entrance. The patient's own access rule does not bind doctors.
pub(crate) fn professional_may<'a>(policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Result<(), Reason>> {
    Box::pin(async move {
        if !(policies.consent.of_professional)(question).await? {
            return Ok(Err(Reason::DoctorConsentMissing));
        }
        if !question.patient.is_registered_patient() {
            return Ok(Err(Reason::PatientNotRegistered));
        }
        if !(policies.consent.of_patient)(question).await? {
            return Ok(Err(Reason::PatientConsentMissing));
        }
        if !(policies.link.in_force)(question).await? {
            return Ok(Err(Reason::NoTherapeuticLink));
        }
        Ok(Ok(()))
    })
}

/// A patient opens no other record than the own one, and is not told that another's document exists.
pub(crate) fn patient_may<'a>(policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Result<(), Reason>> {
    Box::pin(async move {
        if question.patient.insz != question.asker.insz {
            return Ok(Err(Reason::NotFound));
        }
        if !(policies.consent.of_patient)(question).await? {
            return Ok(Err(Reason::PatientConsentMissing));
        }
        let Some(document) = question.purpose.document() else {
            return Ok(Ok(()));
        };
        Ok(policies.timing.patient_may(document, question))
    })
}
