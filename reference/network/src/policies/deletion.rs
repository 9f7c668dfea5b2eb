//! Deletion of references: who may ask for it, when it takes effect, and that the document stays at its source.

use jiff::Timestamp;
use reqwest::Client;

use super::{Answer, Check, Decision, Policies, Question, manage::drawn_up_by};
use crate::{
    configuration::Publisher,
    refusal::Reason,
    store::{Document, Person, Store},
};

/// Deleting references.
pub(crate) struct DeletionRules {
    /// The reference to the document that is meant is gone; never where none is meant.
    pub(crate) in_effect: Check,
    /// Whether the asker may ask for the reference to be deleted.
    pub(crate) may_ask: Decision,
    pub(crate) author: fn(&Person, &Document) -> bool,
    /// Notes what was asked, and why.
    pub(crate) ask: for<'a> fn(&'a Question<'a>, &'a Document, &'a str) -> Answer<'a, ()>,
    /// What the office's processing makes of the reference.
    pub(crate) process: for<'a> fn(&'a Store, &'a Document, Timestamp) -> Answer<'a, ()>,
    /// What it makes of the document at the hospital that keeps it.
    pub(crate) at_the_source: for<'a> fn(&'a Client, &'a Publisher, &'a Document) -> Answer<'a, ()>,
    /// What becomes of a deletion when the publisher says the reference again: its identifier.
    pub(crate) published_again: for<'a> fn(&'a Store, &'a str, Timestamp) -> Answer<'a, ()>,
}

impl DeletionRules {
    pub(super) fn upright() -> Self {
        Self {
            in_effect: Box::new(is_deleted),
            may_ask: Box::new(consenting_author),
            author: drawn_up_by,
            ask: note_request,
            process: delete_reference,
            at_the_source: leave_the_source_alone,
            published_again: referenced_anew,
        }
    }
}

/// Once the office has processed a request, for everybody and every purpose.
pub(crate) fn is_deleted<'a>(question: &'a Question<'a>) -> Answer<'a, bool> {
    Box::pin(async move {
        let Some(document) = question.purpose.document() else {
            return Ok(false);
        };
        let requests = question.store.deletion_requests_of(&document.id).await?;
        Ok(requests
            .iter()
            .any(|request| request.processed_at.is_some() && request.undone_at.is_none()))
    })
}

/// Who published it may ask, also when no link is left: what was published about the wrong patient is what has to go.
pub(crate) fn consenting_author<'a>(policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Result<(), Reason>> {
    Box::pin(async move {
        if !(policies.consent.of_professional)(question).await? {
            return Ok(Err(Reason::DoctorConsentMissing));
        }
        let Some(document) = question.purpose.document() else {
            return Ok(Err(Reason::NotFound));
        };
        if (policies.deletion.in_effect)(question).await? {
            return Ok(Err(Reason::NotFound));
        }
        Ok((policies.deletion.author)(question.asker, document)
            .then_some(())
            .ok_or(Reason::NotAuthor))
    })
}

/// Nothing changes until the office has processed it.
pub(crate) fn note_request<'a>(question: &'a Question<'a>, document: &'a Document, because: &'a str) -> Answer<'a, ()> {
    Box::pin(
        question
            .store
            .ask_for_deletion(&document.id, &question.asker.pid, because, question.now),
    )
}

/// The reference is gone; that it was there stays known.
pub(crate) fn delete_reference<'a>(store: &'a Store, document: &'a Document, now: Timestamp) -> Answer<'a, ()> {
    Box::pin(store.deletion_processed(&document.id, now))
}

/// It is the hospital's.
pub(crate) fn leave_the_source_alone<'a>(_client: &'a Client, _publisher: &'a Publisher, _document: &'a Document) -> Answer<'a, ()> {
    Box::pin(std::future::ready(Ok(())))
}

/// What its publisher says again is referenced again.
pub(crate) fn referenced_anew<'a>(store: &'a Store, id: &'a str, now: Timestamp) -> Answer<'a, ()> {
    Box::pin(store.deletion_undone(id, now))
}
