//! Who may open a document and is refused it. Everything is left out that may be refused for another reason than a right: a login, a source
//! that gave nothing, what no source settles.

use etalon_journal::Event;
use etalon_model::{Assessment, Finding, Grade, Intent, Outcome, Reason, Role, Witness};
use serde_json::Value;

use crate::{
    access::{Answer, Decision, Family, Moment, decide},
    case::Case,
    facts::{Document, Wish},
    rights::{settled, weighed},
};

/// The authority whose faults a scenario may ask for.
const HOSPITAL: &str = "hospital";

/// A wish to read that was refused, and what it was about.
struct Refusal<'b> {
    wish: &'b Wish<'b>,
    reason: Option<Reason>,
    document: &'b Document<'b>,
    is_attachment: bool,
    is_patient: bool,
}

/// Says nothing where nobody was refused a document, or nobody can tell whether by right.
pub(crate) fn no_refusal_without_reason(case: &Case<'_>) -> Option<Assessment> {
    let mut witnesses = Vec::new();
    let mut findings = Vec::new();
    for refusal in case.facts.wishes.iter().filter_map(|wish| refusal(case, wish)) {
        let (wish, name) = (refusal.wish, refusal.document.name);
        let Some((first, last)) = decisions(case, &refusal) else { continue };
        if first.answer == Answer::Refused && last.answer == Answer::Refused {
            let what = first.deciding().saw.sentence();
            witnesses.push(Witness {
                entry: wish.to,
                grade: Grade::Harness,
                shows: format!("“{name}” was refused to {}: {what}", wish.actor),
            });
        }
        let is_permitted = first.answer == Answer::Permitted && last.answer == Answer::Permitted;
        if is_permitted && !may_be_older_than_consent(case, &refusal, &first) {
            findings.push(Finding {
                requirement: Some(requirement(&refusal, &first).to_owned()),
                expected: format!(
                    "“{name}” reaches {}, who may open it: {}",
                    wish.actor,
                    first.deciding().saw.sentence()
                ),
                seen: wish.sentence(),
                entries: vec![wish.from, wish.to],
            });
        }
    }
    weighed(witnesses, findings)
}

/// The wish, where it is a refusal that only a want of right could explain.
fn refusal<'b>(case: &Case<'b>, wish: &'b Wish<'b>) -> Option<Refusal<'b>> {
    let Some(Outcome::Refused { reason, .. }) = &wish.outcome else {
        return None;
    };
    let (role, name, attachment) = match &wish.intent {
        Intent::ReadDocument { role, document } => (*role, document, None),
        Intent::ReadAttachment {
            role,
            document,
            attachment,
        } => (*role, document, Some(attachment)),
        _ => return None,
    };
    let document = case.facts.document(name, wish.from)?;
    let is_known = attachment.is_none_or(|attachment| document.attachments.iter().any(|(name, _)| name == attachment));
    let is_patient = case.facts.access.document(name)?.patient == wish.actor;
    // Through the other door there is no right: the patient's space has no records of others, and the professionals' asks a doctor for a link
    // with himself.
    let right_door = if is_patient { Role::Patient } else { Role::Professional };
    let by_login = matches!(reason, Some(Reason::LevelTooLow | Reason::LoginCancelled));
    let counts =
        is_known && role == right_door && !by_login && is_logged_in(case, wish, role) && !source_gave_nothing(case, wish, document);
    counts.then_some(Refusal {
        wish,
        reason: *reason,
        document,
        is_attachment: attachment.is_some(),
        is_patient,
    })
}

/// Whether the last that is known of the actor's sessions is a login to that space, done.
fn is_logged_in(case: &Case<'_>, wish: &Wish<'_>, role: Role) -> bool {
    let about_sessions = |other: &&Wish<'_>| {
        let is_one = matches!(other.intent, Intent::LogIn { .. } | Intent::LogOut {});
        is_one && other.actor == wish.actor && other.to < wish.from
    };
    let last = case.facts.wishes.iter().rfind(about_sessions);
    last.is_some_and(|last| last.is_done() && matches!(&last.intent, Intent::LogIn { role: to, .. } if *to == role))
}

/// Whether the hospital was asked and gave nothing, or was told to give something else: then the product had let the person in.
fn source_gave_nothing(case: &Case<'_>, wish: &Wish<'_>, document: &Document<'_>) -> bool {
    let here = case.all.between(wish.from, wish.to);
    let is_about = |fields: &etalon_journal::Fields| fields.get("reference").and_then(Value::as_str) == Some(document.reference);
    let was_directed = || {
        let mut before = case.all.between(1, wish.to).iter();
        before.any(|entry| entry.authority == HOSPITAL && matches!(entry.event, Event::Direction { .. }))
    };
    here.observations("fetch-refused").any(|(_, fields)| is_about(fields))
        || (here.observations("document-fetched").any(|(_, fields)| is_about(fields)) && was_directed())
}

/// What the access model says at the request and at the answer.
fn decisions(case: &Case<'_>, refusal: &Refusal<'_>) -> Option<(Decision, Decision)> {
    let readings = settled(case);
    let wish = refusal.wish;
    let at = |at, entry| {
        decide(
            &case.facts.access,
            wish.actor,
            refusal.document.name,
            Moment::before_entry(at, entry),
            &readings,
        )
        .ok()
    };
    Some((at(wish.at.0, wish.from)?, at(wish.at.1, wish.to)?))
}

/// Whether a network that shares nothing from before the patient's consent might keep it back: `consent.documents-before` leaves that open.
fn may_be_older_than_consent(case: &Case<'_>, refusal: &Refusal<'_>, decision: &Decision) -> bool {
    if case.grounds.parameters.get("consent.documents-before").map(String::as_str) == Some("retrospective") {
        return false;
    }
    let consent = decision.grounds.iter().find(|ground| ground.family == Family::PatientConsent);
    let Some(consent) = consent else { return false };
    let (given, first) = (consent.since, consent.entries.first().copied());
    let document = refusal.document;
    // A frozen clock tells nothing of the order; entries do.
    let laid = case
        .facts
        .documents
        .iter()
        .find(|laid| laid.name == document.name)
        .map(|laid| laid.begun.1);
    given.is_some_and(|given| document.published_at < given) || first > laid
}

/// The requirement that gives the right.
fn requirement(refusal: &Refusal<'_>, decision: &Decision) -> &'static str {
    let of_patients_rule = matches!(
        refusal.reason,
        Some(Reason::NotYetAccessible | Reason::NotAccessible | Reason::NotReleasable)
    );
    let rule = decision.grounds.iter().find(|ground| ground.family == Family::PatientRule);
    match (refusal.is_patient, rule.map(|rule| rule.requirement)) {
        // What binds the patient was held against a professional.
        (false, _) if of_patients_rule => "REQ-PATIENT-ACCESS-002",
        _ if refusal.is_attachment => "REQ-DOC-READ-002",
        (false, _) => "REQ-DOC-READ-001",
        (true, Some(own @ ("REQ-DOC-TIMING-001" | "REQ-SUMEHR-001" | "REQ-SUMEHR-009"))) => own,
        (true, Some("REQ-RELEASE-002")) => "REQ-RELEASE-001",
        (true, _) => "REQ-PATIENT-ACCESS-001",
    }
}
