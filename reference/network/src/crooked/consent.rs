//! Mistakes about consent.

use std::sync::Arc;

use super::{Memory, always, check, for_the_list_only};
use crate::{
    policies::{Answer, Policies, Question, consent, link},
    store::{Capacity, ConsentState},
};

pub(super) fn replace(policies: &mut Policies, name: &str) -> bool {
    let rules = &mut policies.consent;
    match name {
        "patient-consent-ignored" => rules.of_patient = check(always),
        "withdrawn-consent-cached" => rules.of_patient = remembered(),
        "consent-guards-list-only" => rules.of_patient = for_the_list_only(check(consent::patient_consents)),
        "consent-of-other-patient" => rules.of_patient = check(any_patient_consents),
        "link-counts-as-consent" => rules.of_patient = check(link_or_consent),
        "consent-of-one-side" => rules.of_professional = check(always),
        "doctor-consent-once-given-stays" => rules.of_professional = check(professional_consented_once),
        _ => return false,
    }
    true
}

fn remembered() -> crate::policies::Check {
    let memory = Arc::new(Memory::default());
    check(move |question| {
        let memory = memory.clone();
        Box::pin(async move {
            if memory.holds(question) {
                return Ok(true);
            }
            let consents = consent::patient_consents(question).await?;
            if consents {
                memory.keep(question);
            }
            Ok(consents)
        })
    })
}

fn any_patient_consents<'a>(question: &'a Question<'a>) -> Answer<'a, bool> {
    Box::pin(async move {
        // The condition on the person is what was forgotten.
        let found = sqlx::query(
            "SELECT 1 FROM consent c WHERE capacity = 'patient' AND given = 1 \
             AND position = (SELECT max(position) FROM consent l WHERE l.person = c.person AND l.capacity = c.capacity) LIMIT 1",
        )
        .fetch_optional(question.store.pool())
        .await?;
        Ok(found.is_some())
    })
}

fn link_or_consent<'a>(question: &'a Question<'a>) -> Answer<'a, bool> {
    Box::pin(async move { Ok(consent::patient_consents(question).await? || link::link_in_force(question).await?) })
}

fn professional_consented_once<'a>(question: &'a Question<'a>) -> Answer<'a, bool> {
    Box::pin(async move { Ok(question.store.consent_state(&question.asker.pid, Capacity::Professional).await? != ConsentState::None) })
}
