//! Lists of documents: which ones, cut into pages, and what an empty one is.

use super::{Answer, Policies, Question};
use crate::{refusal::Reason, store::Document};

/// Documents on one page.
pub(crate) const PAGE_LENGTH: usize = 20;

/// One page of a list.
pub(crate) struct Page {
    pub(crate) documents: Vec<Document>,
    pub(crate) total: usize,
    pub(crate) next: Option<usize>,
}

/// The documents that a list is made of, for somebody who was let in.
pub(crate) type Contents = for<'a> fn(&'a Policies, &'a Question<'a>) -> Answer<'a, Vec<Document>>;

/// How a list is made.
pub(crate) struct ListingRules {
    pub(crate) for_professional: Contents,
    pub(crate) for_patient: Contents,
    pub(crate) page: fn(Vec<Document>, usize) -> Page,
    /// What a list without any document is: an ordinary answer, or a reason to refuse.
    pub(crate) empty: fn() -> Result<(), Reason>,
    /// What a refusal says beyond its reason.
    pub(crate) refusal_note: for<'a> fn(&'a Question<'a>) -> Answer<'a, Option<String>>,
}

impl ListingRules {
    pub(super) fn upright() -> Self {
        Self {
            for_professional: whole_record,
            for_patient: open_to_the_patient,
            page: page_of,
            empty: an_ordinary_answer,
            refusal_note: say_nothing,
        }
    }
}

/// Everything about that patient. The patient's own access rule does not bind doctors.
pub(crate) fn whole_record<'a>(_policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Vec<Document>> {
    Box::pin(question.store.documents_of(&question.patient.insz))
}

/// What the patient may open now; the rest is not named either.
pub(crate) fn open_to_the_patient<'a>(policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Vec<Document>> {
    Box::pin(async move {
        let mut documents = question.store.documents_of(&question.patient.insz).await?;
        documents.retain(|document| policies.timing.patient_may(document, question).is_ok());
        Ok(documents)
    })
}

/// The page with this number, counted from 1; every document is on one page.
pub(crate) fn page_of(documents: Vec<Document>, number: usize) -> Page {
    let total = documents.len();
    let skipped = number.saturating_sub(1).saturating_mul(PAGE_LENGTH);
    let next = (skipped.saturating_add(PAGE_LENGTH) < total).then(|| number.saturating_add(1));
    Page {
        documents: documents.into_iter().skip(skipped).take(PAGE_LENGTH).collect(),
        total,
        next,
    }
}

/// There is nothing wrong with a patient about whom nothing was shared.
pub(crate) fn an_ordinary_answer() -> Result<(), Reason> {
    Ok(())
}

/// A refusal discloses nothing about the record.
pub(crate) fn say_nothing<'a>(_question: &'a Question<'a>) -> Answer<'a, Option<String>> {
    Box::pin(std::future::ready(Ok(None)))
}
