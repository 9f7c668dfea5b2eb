//! Mistakes about when a patient may read.

use jiff::{SignedDuration, Span, Timestamp, tz::TimeZone};

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
        "delay-by-hours" => rules.opening = |document, _| opening_of(document, DelayReading::Elapsed),
        "delay-a-second-early" => rules.opening = a_second_early,
        "delay-by-universal-days" => rules.opening = by_universal_days,
        "unknown-type-immediate" => rules.opening = open_where_the_type_is_unknown,
        "rule-of-another-institution" => policies.access.opening = as_the_first_of_its_type,
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

fn a_second_early(document: &Document, reading: DelayReading) -> Opening {
    match opening_of(document, reading) {
        Opening::From(instant) if document.access != PatientAccess::Immediate => Opening::From(instant - SignedDuration::from_secs(1)),
        other => other,
    }
}

/// Days are counted from one midnight of universal time to the next.
fn by_universal_days(document: &Document, reading: DelayReading) -> Opening {
    let PatientAccess::AfterDays(days) = document.access else {
        return opening_of(document, reading);
    };
    let published = document.published_at.to_zoned(TimeZone::UTC).date();
    let opens = published
        .checked_add(Span::new().days(i64::from(days)))
        .and_then(|day| day.to_zoned(TimeZone::UTC));
    opens.map_or(Opening::Never, |opens| Opening::From(opens.timestamp()))
}

/// The types for which somebody has thought of a rule.
const KNOWN_TYPES: [&str; 4] = ["discharge letter", "laboratory result", "imaging report", "surgery report"];

fn open_where_the_type_is_unknown(document: &Document, reading: DelayReading) -> Opening {
    if KNOWN_TYPES.contains(&document.kind.as_str()) {
        opening_of(document, reading)
    } else {
        Opening::From(document.published_at)
    }
}

/// One rule per type, whichever institution said it first.
fn as_the_first_of_its_type<'a>(policies: &'a Policies, question: &'a Question<'a>, document: &'a Document) -> Answer<'a, Opening> {
    Box::pin(async move {
        let mut alike = question.store.documents_of(&document.patient_insz).await?;
        alike.retain(|other| other.kind == document.kind);
        alike.sort_by_key(|other| other.received_at);
        let ruled = match alike.first() {
            Some(first) => with_access(document, first.access),
            None => document.clone(),
        };
        Ok((policies.timing.opening)(&ruled, question.delay_reading))
    })
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
        match question.purpose.document() {
            Some(document) if decided.is_ok() => (policies.access.patient_may)(policies, question, document).await,
            _ => Ok(decided),
        }
    })
}
