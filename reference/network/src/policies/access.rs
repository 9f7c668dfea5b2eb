//! The patient's own access to a document: the rule in force, from when on it opens, and what that means now. Composed of the rules of
//! the other families.

use super::{Answer, Policies, Question, timing::Opening};
use crate::{
    refusal::Reason,
    store::{Document, PatientAccess, Store},
};

/// From document to answer.
pub(crate) struct AccessRules {
    /// From when on the document is open to its patient.
    pub(crate) opening: for<'a> fn(&'a Policies, &'a Question<'a>, &'a Document) -> Answer<'a, Opening>,
    /// Whether the patient may have it for this purpose now.
    pub(crate) patient_may: for<'a> fn(&'a Policies, &'a Question<'a>, &'a Document) -> Answer<'a, Result<(), Reason>>,
}

impl AccessRules {
    pub(super) fn upright() -> Self {
        Self {
            opening: opening_by_the_rule_in_force,
            patient_may: open_by_now,
        }
    }
}

/// Each kind of rule opens in its own way.
pub(crate) fn opening_by_the_rule_in_force<'a>(
    policies: &'a Policies,
    question: &'a Question<'a>,
    document: &'a Document,
) -> Answer<'a, Opening> {
    Box::pin(async move {
        match rule(policies, question.store, document).await? {
            PatientAccess::Releasable => (policies.release.opening)(question.store, document).await,
            PatientAccess::Sumehr => (policies.sumehr.opening)(policies, question.store, document).await,
            access => {
                let ruled = Document {
                    access,
                    ..document.clone()
                };
                Ok((policies.timing.opening)(&ruled, question.delay_reading))
            }
        }
    })
}

fn rule<'a>(policies: &'a Policies, store: &'a Store, document: &'a Document) -> Answer<'a, PatientAccess> {
    (policies.manage.rule)(policies, store, document)
}

/// The same answer for the list, the document and its attachments.
pub(crate) fn open_by_now<'a>(
    policies: &'a Policies,
    question: &'a Question<'a>,
    document: &'a Document,
) -> Answer<'a, Result<(), Reason>> {
    Box::pin(async move {
        let opening = (policies.access.opening)(policies, question, document).await?;
        Ok((policies.timing.at)(opening, question.purpose, question.now))
    })
}
