//! Mistakes about when a patient may read.

use jiff::Timestamp;

use super::decision;
use crate::{
    configuration::DelayReading,
    policies::{
        Answer, Policies, Purpose, Question, record,
        timing::{Opening, days_after, open_at, opening_of},
    },
    refusal::Reason,
    store::{Document, PatientAccess},
};

const GUESSED_DELAY_DAYS: u32 = 30;

pub(super) fn replace(policies: &mut Policies, name: &str) -> bool {
    let rules = &mut policies.timing;
    match name {
        "delay-forgotten" => rules.opening = without_delay,
        "delay-one-day-short" => rules.opening = one_day_short,
        "delay-counted-from-registration" => rules.opening = counted_from_registration,
        "delay-never-ends" => rules.opening = never_after_a_delay,
        "never-means-thirty-days" => rules.opening = never_is_a_delay,
        "never-hides-list-only" => rules.at = open_by_address,
        "never-guards-not-attachments" => rules.at = attachments_open,
        "delay-binds-doctors" => {
            policies.record.for_professional = decision(professional_may_when_the_patient_may);
            policies.listing.for_professional = policies.listing.for_patient;
        }
        "rule-change-ignored" => rules.renewed = |former, _| former,
        _ => return false,
    }
    true
}

fn with_access(document: &Document, access: PatientAccess) -> Document {
    Document {
        access,
        ..document.clone()
    }
}

fn without_delay(document: &Document, reading: DelayReading) -> Opening {
    match document.access {
        PatientAccess::AfterDays(_) => Opening::From(document.published_at),
        _ => opening_of(document, reading),
    }
}

fn one_day_short(document: &Document, reading: DelayReading) -> Opening {
    match document.access {
        PatientAccess::AfterDays(days) => opening_of(&with_access(document, PatientAccess::AfterDays(days.saturating_sub(1))), reading),
        _ => opening_of(document, reading),
    }
}

fn counted_from_registration(document: &Document, reading: DelayReading) -> Opening {
    opening_of(
        &Document {
            published_at: document.received_at,
            ..document.clone()
        },
        reading,
    )
}

fn never_after_a_delay(document: &Document, reading: DelayReading) -> Opening {
    match document.access {
        PatientAccess::AfterDays(_) => Opening::Never,
        _ => opening_of(document, reading),
    }
}

fn never_is_a_delay(document: &Document, reading: DelayReading) -> Opening {
    match document.access {
        PatientAccess::Never => days_after(document.published_at, GUESSED_DELAY_DAYS, reading),
        _ => opening_of(document, reading),
    }
}

fn open_by_address(opening: Opening, purpose: Purpose<'_>, now: Timestamp) -> Result<(), Reason> {
    match (opening, purpose) {
        (Opening::Never, Purpose::Read(_) | Purpose::Attachment(_)) => Ok(()),
        _ => open_at(opening, purpose, now),
    }
}

fn attachments_open(opening: Opening, purpose: Purpose<'_>, now: Timestamp) -> Result<(), Reason> {
    match (opening, purpose) {
        (Opening::Never, Purpose::Attachment(_)) => Ok(()),
        _ => open_at(opening, purpose, now),
    }
}

fn professional_may_when_the_patient_may<'a>(policies: &'a Policies, question: &'a Question<'a>) -> Answer<'a, Result<(), Reason>> {
    Box::pin(async move {
        let decided = record::professional_may(policies, question).await?;
        Ok(match question.purpose.document() {
            Some(document) => decided.and_then(|()| policies.timing.patient_may(document, question)),
            None => decided,
        })
    })
}
