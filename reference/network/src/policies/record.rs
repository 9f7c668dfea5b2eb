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

/// In this order: whether what is asked for is still referenced, the doctor's consent, the patient's registration and consent, exclusions,
/// the link, restrictions of the document. That the asker is a professional was settled at the entrance. The patient's own access rule does
/// not bind doctors.
pub(crate) fn professional_may<'a>(policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Result<(), Reason>> {
    Box::pin(async move {
        if (policies.deletion.in_effect)(question).await? {
            return Ok(Err(Reason::NotFound));
        }
        if !(policies.consent.of_professional)(question).await? {
            return Ok(Err(Reason::DoctorConsentMissing));
        }
        if !question.patient.is_registered_patient() {
            return Ok(Err(Reason::PatientNotRegistered));
        }
        if !(policies.consent.of_patient)(question).await? {
            return Ok(Err(Reason::PatientConsentMissing));
        }
        if (policies.exclusion.in_force)(question).await? {
            return Ok(Err(policies.exclusion.answered_as));
        }
        if !(policies.link.in_force)(question).await? {
            return Ok(Err(Reason::NoTherapeuticLink));
        }
        if (policies.restriction.in_force)(question).await? {
            return Ok(Err(Reason::Restricted));
        }
        Ok(Ok(()))
    })
}

/// A patient opens no other record than the own one, and is not told that another's document exists.
pub(crate) fn patient_may<'a>(policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Result<(), Reason>> {
    Box::pin(async move {
        if question.patient.insz != question.asker.insz || (policies.deletion.in_effect)(question).await? {
            return Ok(Err(Reason::NotFound));
        }
        if !(policies.consent.of_patient)(question).await? {
            return Ok(Err(Reason::PatientConsentMissing));
        }
        match question.purpose.document() {
            Some(document) => (policies.access.patient_may)(policies, question, document).await,
            None => Ok(Ok(())),
        }
    })
}

/// Who may open a record as a professional may do there what its patient asks for, and add to it.
pub(crate) fn admitted<'a>(policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Result<(), Reason>> {
    (policies.record.for_professional)(policies, question)
}
