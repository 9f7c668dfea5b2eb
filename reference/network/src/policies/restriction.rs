//! Restrictions: professionals who are shut out of one document. They take away and never give: no link and no rule of another document
//! undoes one, and one undoes no exclusion.

use jiff::Timestamp;

use super::{Answer, Check, Question};
use crate::store::{Document, Person, Store};

/// A restriction about to be made or lifted: of whom, from what, by whom.
#[derive(Clone, Copy)]
pub(crate) struct Restraint<'a> {
    pub(crate) document: &'a Document,
    pub(crate) professional_insz: &'a str,
    pub(crate) by: &'a Person,
    pub(crate) now: Timestamp,
}

/// Shutting professionals out of a document.
pub(crate) struct RestrictionRules {
    /// The asker is shut out of the document that is meant; never where none is meant.
    pub(crate) in_force: Check,
    pub(crate) put: for<'a> fn(&'a Store, Restraint<'a>) -> Answer<'a, ()>,
    pub(crate) lift: for<'a> fn(&'a Store, Restraint<'a>) -> Answer<'a, ()>,
}

impl RestrictionRules {
    pub(super) fn upright() -> Self {
        Self {
            in_force: Box::new(is_restricted),
            put: restrict,
            lift: lift_restriction,
        }
    }
}

/// The same for the list, the document, its attachments and everything that can be done with it.
pub(crate) fn is_restricted<'a>(question: &'a Question<'a>) -> Answer<'a, bool> {
    Box::pin(async move {
        let Some(document) = question.purpose.document() else {
            return Ok(false);
        };
        Ok(question.store.restricted_from(&document.id).await?.contains(&question.asker.insz))
    })
}

/// Once is enough.
pub(crate) fn restrict<'a>(store: &'a Store, restraint: Restraint<'a>) -> Answer<'a, ()> {
    Box::pin(store.restrict(
        &restraint.document.id,
        restraint.professional_insz,
        &restraint.by.pid,
        restraint.now,
    ))
}

/// From now on the document is as open as the record.
pub(crate) fn lift_restriction<'a>(store: &'a Store, restraint: Restraint<'a>) -> Answer<'a, ()> {
    Box::pin(store.lift_restriction(&restraint.document.id, restraint.professional_insz, restraint.now))
}
