//! What is said of a login with a fault: each of the four values in its own words, what is missing by its name, and the weight by the
//! requirement.
#![allow(clippy::unwrap_used)]

mod journals;

use etalon_model::{Assessment, Grade, Outcome, Reason, Verdict};
use journals::*;
use serde_json::json;

const FAULT: &str = "state-other";

/// A login with the fault between two without, ended with `outcome`.
fn story(requirement: &str, outcome: Outcome) -> Story {
    let mut story = Story::about(&[requirement]);
    story.login(PATIENT);
    let from = story.asked_at();
    story
        .wants(PATIENT, log_in())
        .observed("fault-applied", json!({ "fault": FAULT, "step": "authorization" }))
        .gets(outcome)
        .wants(PATIENT, open("patient-home"))
        .gets(Outcome::LoginDemanded {})
        .login(PATIENT)
        .asks_from(from)
        .expects("hostile-login-refused", json!({ "person": PATIENT, "fault": FAULT }))
        .closes();
    story
}

fn said(outcome: Outcome) -> Assessment {
    assessment(&story(MUST, outcome).judged(), "hostile-login-refused").unwrap()
}

#[test]
fn each_of_the_four_values_is_said_in_its_own_words() {
    for (outcome, words) in [
        (
            refused(Some(Reason::NotAProfessional)),
            "refusal for another reason: `not-a-professional`",
        ),
        (crashed(), "the system crashed: HTTP status 500"),
        (done(), "the login was accepted"),
    ] {
        let Assessment::Violated { findings } = said(outcome) else {
            panic!("{words}: not violated");
        };
        assert!(findings[0].seen.contains(words), "{}", findings[0].seen);
        assert!(findings[0].expected.contains(FAULT), "{}", findings[0].expected);
    }
    let Assessment::Satisfied { witnesses } = said(refused(Some(Reason::LoginFailed))) else {
        panic!("not satisfied");
    };
    let shown: Vec<&str> = witnesses.iter().map(|witness| witness.shows.as_str()).collect();
    assert_eq!(
        shown,
        [
            "the fault went out to the product",
            "the refusal with its reason `login-failed`",
            "the person's own page stays closed",
            "the same login without the fault, accepted before",
            "the same login without the fault, accepted afterwards",
        ]
    );
    assert_eq!((witnesses[0].grade, witnesses[1].grade), (Grade::Nation, Grade::Harness));
}

#[test]
fn what_a_login_that_was_accepted_makes_of_a_product_depends_on_the_requirement() {
    for (requirement, verdict) in [
        (MUST, Verdict::NonConformant),
        ("REQ-STORY-002", Verdict::Advisory),
        ("REQ-STORY-003", Verdict::Unspecified),
        ("REQ-STORY-006", Verdict::NonConformant),
    ] {
        assert_eq!(story(requirement, done()).judged().verdict, verdict, "{requirement}");
    }
    assert_eq!(story(MUST, refused(None)).judged().verdict, Verdict::Conformant);
    assert_eq!(story(MUST, no_answer()).judged().verdict, Verdict::Inconclusive);
}

#[test]
fn a_fault_that_went_nowhere_is_inconclusive_and_the_nations_word_for_it_is_given() {
    let mut story = Story::about(&[MUST]);
    story.login(PATIENT);
    let from = story.asked_at();
    let unused = json!({ "fault": FAULT, "step": "authorization", "why": "no-state-sent" });
    story.login(PATIENT).observed("fault-unused", unused).login(PATIENT).asks_from(from);
    story
        .expects("hostile-login-refused", json!({ "person": PATIENT, "fault": FAULT }))
        .closes();
    let judged = story.judged();
    assert_eq!(judged.verdict, Verdict::Inconclusive);
    assert!(
        judged.because.contains(FAULT) && judged.because.contains("no-state-sent"),
        "{}",
        judged.because
    );
}
