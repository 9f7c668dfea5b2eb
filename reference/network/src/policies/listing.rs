//! Lists of documents: which ones, cut into pages, and what an empty one is.

use super::{Answer, Policies, Purpose, Question};
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

/// Everything about that patient that is still referenced and from which the asker is not shut out. The patient's own access rule does not
/// bind doctors.
pub(crate) fn whole_record<'a>(policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Vec<Document>> {
    Box::pin(async move {
        let mut documents = Vec::new();
        for document in question.store.documents_of(&question.patient.insz).await? {
            let entry = question.with(Purpose::Entry(&document));
            let hidden = (policies.deletion.in_effect)(&entry).await? || (policies.restriction.in_force)(&entry).await?;
            if !hidden {
                documents.push(document);
            }
        }
        Ok(documents)
    })
}

/// What the patient may open now; the rest is not named either.
pub(crate) fn open_to_the_patient<'a>(policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Vec<Document>> {
    Box::pin(async move {
        let mut documents = Vec::new();
        for document in question.store.documents_of(&question.patient.insz).await? {
            let entry = question.with(Purpose::Entry(&document));
            let open =
                !(policies.deletion.in_effect)(&entry).await? && (policies.access.patient_may)(policies, &entry, &document).await?.is_ok();
            if open {
                documents.push(document);
            }
        }
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
