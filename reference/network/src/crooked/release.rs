//! Mistakes about releases by the attending physician.

use jiff::SignedDuration;

use super::decision;
use crate::{
    policies::{
        Answer, Policies, Purpose, Question,
        access::opening_by_the_rule_in_force,
        record,
        release::{attending_physician, is_releasable},
        timing::{Opening, open_at},
    },
    refusal::Reason,
    store::{Document, PatientAccess},
};

const PATIENCE: SignedDuration = SignedDuration::from_hours(30 * 24);

pub(super) fn replace(policies: &mut Policies, name: &str) -> bool {
    let rules = &mut policies.release;
    match name {
        "released-by-time" => rules.opening = |_, document| soon(Opening::From(document.published_at + PATIENCE)),
        "releasable-is-immediate" => rules.opening = |_, document| soon(Opening::From(document.published_at)),
        "release-without-effect" => rules.opening = |_, _| soon(Opening::OnRelease),
        "release-opens-all" => rules.carry_out = release_all,
        "release-by-anyone" => rules.may = decision(whoever_has_the_address),
        "release-by-patient" => rules.may = decision(patients_too),
        "release-without-status" => {
            rules.status = |_| true;
            policies.access.opening = open_once_released;
        }
        "releasable-hides-list-only" => policies.timing.at = open_by_address,
        "releasable-guards-not-attachments" => policies.timing.at = attachments_open,
        "release-binds-doctors" => policies.record.for_professional = decision(professional_may_once_released),
        _ => return false,
    }
    true
}

fn soon<'a>(opening: Opening) -> Answer<'a, Opening> {
    Box::pin(std::future::ready(Ok(opening)))
}

/// Everything of the patient that waits, with one click.
fn release_all<'a>(question: &'a Question<'a>, document: &'a Document) -> Answer<'a, ()> {
    Box::pin(async move {
        for other in question.store.documents_of(&document.patient_insz).await? {
            if is_releasable(other.access) {
                question.store.release(&other.id, &question.asker.pid, question.now).await?;
            }
        }
        Ok(())
    })
}

/// The status is looked at, and not who asks.
fn whoever_has_the_address<'a>(_policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Result<(), Reason>> {
    let releasable = question.purpose.document().is_some_and(|document| is_releasable(document.access));
    Box::pin(std::future::ready(Ok(releasable.then_some(()).ok_or(Reason::NotReleasable))))
}

/// The address was meant for doctors, and nobody asked who uses it.
fn patients_too<'a>(policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Result<(), Reason>> {
    Box::pin(async move {
        if question.asker.insz == question.patient.insz {
            return whoever_has_the_address(policies, question).await;
        }
        attending_physician(policies, question).await
    })
}

fn open_once_released<'a>(policies: &'a Policies, question: &'a Question<'a>, document: &'a Document) -> Answer<'a, Opening> {
    Box::pin(async move {
        match question.store.released_at(&document.id).await? {
            Some(released) => Ok(Opening::From(released)),
            None => opening_by_the_rule_in_force(policies, question, document).await,
        }
    })
}

fn open_by_address(opening: Opening, purpose: Purpose<'_>, now: jiff::Timestamp) -> Result<(), Reason> {
    match (opening, purpose) {
        (Opening::OnRelease, Purpose::Read(_) | Purpose::Attachment(_)) => Ok(()),
        _ => open_at(opening, purpose, now),
    }
}

fn attachments_open(opening: Opening, purpose: Purpose<'_>, now: jiff::Timestamp) -> Result<(), Reason> {
    match (opening, purpose) {
        (Opening::OnRelease, Purpose::Attachment(_)) => Ok(()),
        _ => open_at(opening, purpose, now),
    }
}

/// The status is taken for one that binds everybody.
fn professional_may_once_released<'a>(policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Result<(), Reason>> {
    Box::pin(async move {
        let decided = record::professional_may(policies, question).await?;
        let (Ok(()), Purpose::Read(document) | Purpose::Attachment(document)) = (decided, question.purpose) else {
            return Ok(decided);
        };
        let waits = document.access == PatientAccess::Releasable && question.store.released_at(&document.id).await?.is_none();
        Ok(if waits { Err(Reason::NotYetAccessible) } else { Ok(()) })
    })
}
