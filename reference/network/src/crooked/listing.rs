//! Mistakes about lists of documents.

use sqlx::Row as _;

use super::check;
use crate::{
    policies::{
        Answer, Policies, Question, link,
        listing::{PAGE_LENGTH, Page, page_of},
    },
    refusal::Reason,
    store::Document,
};

pub(super) fn replace(policies: &mut Policies, name: &str) -> bool {
    let rules = &mut policies.listing;
    match name {
        "list-drops-beyond-first-page" => rules.page = first_page_only,
        "list-of-one-publisher-type" => rules.page = type_of_the_newest,
        "list-of-everybody" => rules.for_patient = of_all_patients,
        "list-for-anyone-counts" => rules.refusal_note = tell_the_number,
        "list-without-link" => policies.link.in_force = check(link_asked_on_opening),
        "empty-list-is-an-error" => rules.empty = || Err(Reason::NotFound),
        _ => return false,
    }
    true
}

fn first_page_only(mut documents: Vec<Document>, number: usize) -> Page {
    documents.truncate(PAGE_LENGTH);
    page_of(documents, number)
}

fn type_of_the_newest(mut documents: Vec<Document>, number: usize) -> Page {
    if let Some(kind) = documents.first().map(|newest| newest.kind.clone()) {
        documents.retain(|document| document.kind == kind);
    }
    page_of(documents, number)
}

fn of_all_patients<'a>(policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Vec<Document>> {
    Box::pin(async move {
        // The condition on the patient is what was forgotten.
        let rows = sqlx::query("SELECT id FROM document ORDER BY published_at DESC, rowid DESC")
            .fetch_all(question.store.pool())
            .await?;
        let mut documents = Vec::new();
        for row in rows {
            let Some(document) = question.store.document(row.try_get("id")?).await? else {
                continue;
            };
            let open = (policies.access.patient_may)(policies, question, &document).await?.is_ok();
            if open {
                documents.push(document);
            }
        }
        Ok(documents)
    })
}

fn tell_the_number<'a>(question: &'a Question<'a>) -> Answer<'a, Option<String>> {
    Box::pin(async move {
        let number = question.store.documents_of(&question.patient.insz).await?.len();
        Ok(Some(format!("This record holds {number} documents that you may not see.")))
    })
}

fn link_asked_on_opening<'a>(question: &'a Question<'a>) -> Answer<'a, bool> {
    Box::pin(async move {
        if question.purpose.document().is_none() {
            Ok(true)
        } else {
            link::link_in_force(question).await
        }
    })
}
