//! Consent: the patient's and the doctor's own, asked of the database every time.

use super::{Answer, Check, Question};
use crate::store::{Capacity, ConsentState};

/// Whose consent counts.
pub(crate) struct ConsentRules {
    pub(crate) of_patient: Check,
    pub(crate) of_professional: Check,
}

impl ConsentRules {
    pub(super) fn upright() -> Self {
        Self {
            of_patient: Box::new(patient_consents),
            of_professional: Box::new(professional_consents),
        }
    }
}

/// The patient whose record it is has given consent and not withdrawn it.
pub(crate) fn patient_consents<'a>(question: &'a Question<'a>) -> Answer<'a, bool> {
    Box::pin(async move {
        let state = question.store.consent_state(&question.patient.pid, Capacity::Patient).await?;
        Ok(question.patient.is_registered_patient() && state == ConsentState::Active)
    })
}

/// The professional who asks has given consent in that capacity and not withdrawn it.
pub(crate) fn professional_consents<'a>(question: &'a Question<'a>) -> Answer<'a, bool> {
    Box::pin(async move {
        let state = question.store.consent_state(&question.asker.pid, Capacity::Professional).await?;
        Ok(state == ConsentState::Active)
    })
}
