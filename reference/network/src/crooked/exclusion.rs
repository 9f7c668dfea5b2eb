//! Mistakes about exclusions from a record and restrictions of a document.

use super::{check, decision, never};
use crate::{
    policies::{
        Answer, Check, Policies, Purpose, Question,
        exclusion::{Shutting, is_excluded},
        restriction::{Restraint, is_restricted},
    },
    refusal::Reason,
    store::{NewLink, Store},
};

pub(super) fn replace(policies: &mut Policies, name: &str) -> bool {
    let (exclusion, restriction) = (&mut policies.exclusion, &mut policies.restriction);
    match name {
        "exclusion-ignored" => exclusion.in_force = check(never),
        "exclusion-guards-list-only" => exclusion.in_force = except(opens_something, check(is_excluded)),
        "exclusion-guards-not-attachments" => exclusion.in_force = except(takes_attachment, check(is_excluded)),
        "exclusion-of-everybody" => exclusion.in_force = check(anybody_is_excluded),
        "exclusion-beaten-by-later-link" => policies.link.put = link_and_let_in,
        "exclusion-cannot-be-lifted" => exclusion.lift = |_, _| Box::pin(std::future::ready(Ok(()))),
        "exclusion-only-by-patient" => {
            exclusion.by_professional = decision(|_, _| Box::pin(std::future::ready(Ok(Err(Reason::NotAuthor)))));
        }
        "restriction-ignored" => restriction.in_force = check(never),
        "restriction-guards-list-only" => restriction.in_force = except(opens_something, check(is_restricted)),
        "restriction-guards-not-attachments" => restriction.in_force = except(takes_attachment, check(is_restricted)),
        "restriction-of-everybody" => restriction.in_force = check(anybody_is_restricted),
        "restriction-undone-by-link" => policies.link.put = link_and_lift_restrictions,
        "restriction-lifts-exclusion" => restriction.lift = lift_both,
        _ => return false,
    }
    true
}

fn opens_something(purpose: Purpose<'_>) -> bool {
    matches!(purpose, Purpose::Read(_) | Purpose::Attachment(_))
}

fn takes_attachment(purpose: Purpose<'_>) -> bool {
    matches!(purpose, Purpose::Attachment(_))
}

/// Shuts nobody out for some purposes.
fn except(open: fn(Purpose<'_>) -> bool, upright: Check) -> Check {
    let upright = std::sync::Arc::new(upright);
    check(move |question| {
        let upright = upright.clone();
        Box::pin(async move { Ok(!open(question.purpose) && upright(question).await?) })
    })
}

fn anybody_is_excluded<'a>(question: &'a Question<'a>) -> Answer<'a, bool> {
    Box::pin(async move {
        // The condition on the professional is what was forgotten.
        Ok(!question.store.exclusions_on(&question.patient.pid).await?.is_empty())
    })
}

fn anybody_is_restricted<'a>(question: &'a Question<'a>) -> Answer<'a, bool> {
    Box::pin(async move {
        match question.purpose.document() {
            Some(document) => Ok(!question.store.restricted_from(&document.id).await?.is_empty()),
            None => Ok(false),
        }
    })
}

/// Whoever makes a link is thought to have been let in again.
fn link_and_let_in<'a>(store: &'a Store, link: NewLink<'a>) -> Answer<'a, ()> {
    Box::pin(async move {
        store.replace_link(link).await?;
        if let Some(professional) = store.person(link.professional).await? {
            store.lift_exclusion(link.patient, &professional.insz, link.starts_at).await?;
        }
        Ok(())
    })
}

/// A fresh link is thought to open the whole record.
fn link_and_lift_restrictions<'a>(store: &'a Store, link: NewLink<'a>) -> Answer<'a, ()> {
    Box::pin(async move {
        store.replace_link(link).await?;
        let both = (store.person(link.professional).await?, store.person(link.patient).await?);
        if let (Some(professional), Some(patient)) = both {
            for document in store.documents_of(&patient.insz).await? {
                store.lift_restriction(&document.id, &professional.insz, link.starts_at).await?;
            }
        }
        Ok(())
    })
}

/// Whoever is let into one document again is let into the record.
fn lift_both<'a>(store: &'a Store, restraint: Restraint<'a>) -> Answer<'a, ()> {
    Box::pin(async move {
        store
            .lift_restriction(&restraint.document.id, restraint.professional_insz, restraint.now)
            .await?;
        if let Some(patient) = store.person_with(&restraint.document.patient_insz).await? {
            let shutting = Shutting {
                patient: &patient,
                professional_insz: restraint.professional_insz,
                now: restraint.now,
            };
            store
                .lift_exclusion(&shutting.patient.pid, shutting.professional_insz, shutting.now)
                .await?;
        }
        Ok(())
    })
}
