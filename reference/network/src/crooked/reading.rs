//! Mistakes about opening documents and attachments.

use std::sync::Arc;

use axum::http::StatusCode;
use sqlx::Row as _;

use super::{Memory, decision};
use crate::{
    policies::{Answer, Decision, Policies, Purpose, Question, portal, record},
    refusal::Reason,
    store::{Attachment, Document, LinkState, Store, StoreFault},
};

pub(super) fn replace(policies: &mut Policies, name: &str) -> bool {
    let reads = |purpose: Purpose<'_>| purpose.document().is_some();
    let takes_attachment = |purpose: Purpose<'_>| matches!(purpose, Purpose::Attachment(_));
    match name {
        "read-by-id-unchecked" => replace_doors(policies, |upright| unless(reads, upright)),
        "attachment-unchecked" => replace_doors(policies, |upright| unless(takes_attachment, upright)),
        "right-kept-from-list" => replace_doors(policies, kept_from_list),
        "own-record-unchecked" => policies.record.for_patient = decision(as_if_the_own_record),
        "wrong-document-served" => policies.reading.served = the_first_document,
        "attachment-of-first-document" => policies.reading.attachment = attachment_of_the_first,
        "attachment-lost" => policies.reading.attachment = |_, _, _| Box::pin(std::future::ready(Ok(None))),
        "patient-needs-a-link" => policies.record.for_patient = decision(only_with_somebodys_link),
        "content-unverified" => policies.reading.verified = |_, _| true,
        "outage-is-a-crash" => policies.portal.outage_status = crash_without_hospital,
        _ => return false,
    }
    true
}

fn replace_doors(policies: &mut Policies, crooked: impl Fn(Decision) -> Decision) {
    policies.record.for_professional = crooked(decision(record::professional_may));
    policies.record.for_patient = crooked(decision(record::patient_may));
}

/// Lets everybody in for some purposes.
fn unless(open: fn(Purpose<'_>) -> bool, upright: Decision) -> Decision {
    let upright = Arc::new(upright);
    decision(move |policies, question| {
        let upright = upright.clone();
        Box::pin(async move {
            if open(question.purpose) {
                Ok(Ok(()))
            } else {
                upright(policies, question).await
            }
        })
    })
}

/// Having seen the list is the right to open what is on it, for as long as the session lasts.
fn kept_from_list(upright: Decision) -> Decision {
    let (upright, memory) = (Arc::new(upright), Arc::new(Memory::default()));
    decision(move |policies, question| {
        let (upright, memory) = (upright.clone(), memory.clone());
        Box::pin(async move {
            let opens = question.purpose.document().is_some();
            if opens && memory.holds(question) {
                return Ok(Ok(()));
            }
            let decided = upright(policies, question).await?;
            if !opens && decided.is_ok() {
                memory.keep(question);
            }
            Ok(decided)
        })
    })
}

/// Asks everything of the patient who is signed in, and never whether the document is about that patient.
fn as_if_the_own_record<'a>(policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Result<(), Reason>> {
    Box::pin(async move {
        let own = Question {
            patient: question.asker,
            ..*question
        };
        record::patient_may(policies, &own).await
    })
}

/// A record is opened by a link, the own one too.
fn only_with_somebodys_link<'a>(policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Result<(), Reason>> {
    Box::pin(async move {
        let links = question.store.links_on(&question.patient.pid).await?;
        match links.iter().any(|link| link.state_at(question.now) == LinkState::Active) {
            true => record::patient_may(policies, question).await,
            false => Ok(Err(Reason::NoTherapeuticLink)),
        }
    })
}

fn crash_without_hospital(whose: &str) -> StatusCode {
    if whose == "hospital" {
        StatusCode::INTERNAL_SERVER_ERROR
    } else {
        portal::blamed_on_the_partner(whose)
    }
}

fn the_first_document<'a>(store: &'a Store, document: &'a Document) -> Answer<'a, Document> {
    Box::pin(async move {
        // The condition on the document is what was forgotten.
        let first = first(
            store,
            "SELECT id FROM document WHERE patient_insz = ? ORDER BY rowid LIMIT 1",
            document,
        )
        .await?;
        Ok(first.unwrap_or_else(|| document.clone()))
    })
}

fn attachment_of_the_first<'a>(store: &'a Store, document: &'a Document, position: u32) -> Answer<'a, Option<Attachment>> {
    Box::pin(async move {
        let query = "SELECT d.id FROM document d JOIN attachment a ON a.document = d.id WHERE d.patient_insz = ? ORDER BY d.rowid LIMIT 1";
        let Some(first) = first(store, query, document).await? else {
            return Ok(None);
        };
        Ok(store
            .attachments(&first.id)
            .await?
            .into_iter()
            .find(|attachment| attachment.position == position))
    })
}

async fn first(store: &Store, query: &'static str, document: &Document) -> Result<Option<Document>, StoreFault> {
    match sqlx::query(query).bind(&document.patient_insz).fetch_optional(store.pool()).await? {
        Some(row) => store.document(row.try_get("id")?).await,
        None => Ok(None),
    }
}
