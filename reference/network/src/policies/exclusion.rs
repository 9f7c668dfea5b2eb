//! Exclusions: while a patient's exclusion of a professional is in force, no link helps. Who may make and lift one, and what the one
//! who is shut out is told.

use jiff::Timestamp;

use super::{Answer, Check, Decision, Policies, Question, record};
use crate::{
    refusal::Reason,
    store::{Person, Store},
};

/// An exclusion about to be made or lifted: of whom, from whose record.
#[derive(Clone, Copy)]
pub(crate) struct Shutting<'a> {
    pub(crate) patient: &'a Person,
    pub(crate) professional_insz: &'a str,
    pub(crate) now: Timestamp,
}

/// Shutting professionals out of a record.
pub(crate) struct ExclusionRules {
    /// The asker is shut out of the record.
    pub(crate) in_force: Check,
    /// The reason that somebody who is shut out is given.
    pub(crate) answered_as: Reason,
    pub(crate) by_patient: Decision,
    /// At the patient's request.
    pub(crate) by_professional: Decision,
    pub(crate) put: for<'a> fn(&'a Store, Shutting<'a>) -> Answer<'a, ()>,
    pub(crate) lift: for<'a> fn(&'a Store, Shutting<'a>) -> Answer<'a, ()>,
}

impl ExclusionRules {
    pub(super) fn upright() -> Self {
        Self {
            in_force: Box::new(is_excluded),
            // The product does not tell: that somebody was shut out is the patient's own business.
            answered_as: Reason::NoTherapeuticLink,
            by_patient: Box::new(from_the_own_record),
            by_professional: Box::new(record::admitted),
            put: exclude,
            lift: lift_exclusion,
        }
    }
}

/// The patient has shut this professional out and not taken that back, whatever link there is.
pub(crate) fn is_excluded<'a>(question: &'a Question<'a>) -> Answer<'a, bool> {
    Box::pin(async move {
        let exclusions = question.store.exclusions_on(&question.patient.pid).await?;
        Ok(exclusions
            .iter()
            .any(|exclusion| exclusion.professional_insz == question.asker.insz))
    })
}

/// A patient needs no consent to shut somebody out.
pub(crate) fn from_the_own_record<'a>(_policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Result<(), Reason>> {
    let own = question.patient.insz == question.asker.insz;
    Box::pin(std::future::ready(Ok(own.then_some(()).ok_or(Reason::NotFound))))
}

/// Once is enough.
pub(crate) fn exclude<'a>(store: &'a Store, shutting: Shutting<'a>) -> Answer<'a, ()> {
    Box::pin(store.exclude(&shutting.patient.pid, shutting.professional_insz, shutting.now))
}

/// From now on the links that there are count again.
pub(crate) fn lift_exclusion<'a>(store: &'a Store, shutting: Shutting<'a>) -> Answer<'a, ()> {
    Box::pin(store.lift_exclusion(&shutting.patient.pid, shutting.professional_insz, shutting.now))
}
