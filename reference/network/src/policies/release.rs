//! Releases: a document with the status “releasable by the attending physician” opens to its patient when such a physician has released
//! that very document. Time alone opens none.

use super::{About, Answer, Decision, Policies, Question, timing::Opening};
use crate::{
    configuration::Profession,
    refusal::Reason,
    store::{Document, PatientAccess, Store},
};

/// Releasing.
pub(crate) struct ReleaseRules {
    /// Whether the asker may release the document that is meant, composed of what follows and of admission to the record.
    pub(crate) may: Decision,
    /// Of which profession one has to be; none for somebody who is no professional.
    pub(crate) professions: fn(Option<Profession>) -> bool,
    /// Whether a document with this rule can be released.
    pub(crate) status: fn(PatientAccess) -> bool,
    /// The act.
    pub(crate) carry_out: for<'a> fn(&'a Question<'a>, &'a Document) -> Answer<'a, ()>,
    /// From when on a releasable document is open to its patient.
    pub(crate) opening: About<Opening>,
    /// What becomes of releases when the publisher says the reference again: its identifier.
    pub(crate) renewed: for<'a> fn(&'a Store, &'a str) -> Answer<'a, ()>,
}

impl ReleaseRules {
    pub(super) fn upright() -> Self {
        Self {
            may: Box::new(attending_physician),
            professions: physicians,
            status: is_releasable,
            carry_out: release_this_document,
            opening: since_its_release,
            renewed: releases_stay,
        }
    }
}

/// A physician to whom the record and the document are open, where the status allows it.
pub(crate) fn attending_physician<'a>(policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Result<(), Reason>> {
    Box::pin(async move {
        if !(policies.release.professions)(question.profession) {
            return Ok(Err(Reason::NotAProfessional));
        }
        if let Err(reason) = (policies.record.for_professional)(policies, question).await? {
            return Ok(Err(reason));
        }
        let Some(document) = question.purpose.document() else {
            return Ok(Err(Reason::NotReleasable));
        };
        let rule = (policies.manage.rule)(policies, question.store, document).await?;
        Ok((policies.release.status)(rule).then_some(()).ok_or(Reason::NotReleasable))
    })
}

/// Nobody else attends a patient as a physician does.
pub(crate) fn physicians(profession: Option<Profession>) -> bool {
    profession == Some(Profession::Physician)
}

/// Neither a delay nor a closed document can be released.
pub(crate) fn is_releasable(rule: PatientAccess) -> bool {
    rule == PatientAccess::Releasable
}

/// By hand, one document at a time.
pub(crate) fn release_this_document<'a>(question: &'a Question<'a>, document: &'a Document) -> Answer<'a, ()> {
    Box::pin(question.store.release(&document.id, &question.asker.pid, question.now))
}

/// Never without a release of this document.
pub(crate) fn since_its_release<'a>(store: &'a Store, document: &'a Document) -> Answer<'a, Opening> {
    Box::pin(async move {
        let released = store.released_at(&document.id).await?;
        Ok(released.map_or(Opening::OnRelease, Opening::From))
    })
}

/// A release is about the document, and the document is the same.
pub(crate) fn releases_stay<'a>(_store: &'a Store, _id: &'a str) -> Answer<'a, ()> {
    Box::pin(std::future::ready(Ok(())))
}
