//! Journals about what the network answered when a hospital published.

use super::prelude::*;

const DRAFT: &str = "draft";
const REFERENCE_OF_DRAFT: &str = "EXS-0002";

/// A second document, which lies at the hospital.
fn never_offered(story: &mut Story) {
    let document = json!({
        "name": DRAFT, "reference": REFERENCE_OF_DRAFT, "patient": "PAT-000017", "canary": "CNRDRAFT5H1Z",
        "published_at": "2026-03-10T08:00:00Z", "rule": "immediate", "days": null, "attachments": [],
    });
    story.letter().state("document", document);
}

fn answered(story: &mut Story, status: u16) {
    never_offered(story);
    story.state("document-answered", json!({ "reference": REFERENCE_OF_DRAFT, "status": status }));
}

fn created(story: &mut Story) {
    answered(story, 201);
}

fn replaced(story: &mut Story) {
    answered(story, 200);
}

fn looked_at_later(story: &mut Story) {
    answered(story, 202);
}

fn sent_elsewhere(story: &mut Story) {
    answered(story, 302);
}

fn refused_by_status(story: &mut Story) {
    answered(story, 422);
}

fn crashed(story: &mut Story) {
    answered(story, 500);
}

fn unanswered(story: &mut Story) {
    never_offered(story);
    let none = json!({ "reference": REFERENCE_OF_DRAFT, "no_answer": "TimedOut" });
    story.state("document-answered", none);
}

/// Of a network that refuses everything, what it refuses says nothing.
fn nothing_is_ever_taken(story: &mut Story) {
    let document = json!({
        "name": DRAFT, "reference": REFERENCE_OF_DRAFT, "patient": "PAT-000017", "canary": "CNRDRAFT5H1Z",
        "published_at": "2026-03-10T08:00:00Z", "rule": "immediate", "days": null, "attachments": [],
    });
    let refusal = json!({ "reference": REFERENCE_OF_DRAFT, "status": 422 });
    story.state("document", document).state("document-answered", refusal);
}

fn no_such_document(story: &mut Story) {
    story.letter();
}

pub(crate) fn cases() -> Vec<Case> {
    let case = |rule, made, of, tell| case(rule, made, of, json!({ "document": DRAFT }), tell);
    let (taken, not_taken) = ("reference-taken", "reference-not-taken");
    vec![
        case(taken, Accepted, "created", created),
        case(taken, Accepted, "replaced", replaced),
        case(taken, Caught, "refused", refused_by_status),
        case(taken, Caught, "crashed", crashed),
        case(taken, NotExercised, "looked at later", looked_at_later),
        case(taken, NotExercised, "no answer", unanswered),
        case(taken, NotExercised, "never offered", never_offered),
        case(not_taken, Accepted, "refused", refused_by_status),
        case(not_taken, Caught, "created", created),
        case(not_taken, Caught, "crashed", crashed),
        case(not_taken, Caught, "sent elsewhere", sent_elsewhere),
        case(not_taken, NotExercised, "looked at later", looked_at_later),
        case(not_taken, NotExercised, "no answer", unanswered),
        case(not_taken, NotExercised, "never offered", never_offered),
        case(
            not_taken,
            NotExercised,
            "a network that takes nothing at all",
            nothing_is_ever_taken,
        ),
        case(not_taken, NotExercised, "there is no such document", no_such_document),
    ]
}
