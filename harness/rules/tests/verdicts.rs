//! What is said of a whole scenario: from the assessments of its rules, the weight of its requirements and what the
//! profile pins, adopts and shows.
#![allow(clippy::unwrap_used)]

mod journals;

use etalon_journal::{Blame, Event, Silence};
use etalon_model::{Assessment, Grade, Reason, Role, Verdict};
use etalon_rules::judge;
use journals::*;
use serde_json::json;

/// The system did what must not be done: it was to refuse.
fn violating(requirements: &[&str]) -> Story {
    let mut story = Story::about(requirements);
    story.in_order().letter().wants(DOCTOR, read()).sees(DOCTOR, CANARY).gets(done());
    story.expects("refused", json!({ "reason": "no-therapeutic-link" })).closes();
    story
}

/// The letter is shown, as it must be.
fn conforming(requirements: &[&str]) -> Story {
    let mut story = Story::about(requirements);
    story.in_order().letter().wants(DOCTOR, read()).sees(DOCTOR, CANARY).gets(done());
    story.expects("document-shown", json!({ "document": LETTER, "person": DOCTOR }));
    story
}

fn trouble(blame: Blame) -> Event {
    Event::Trouble {
        blame,
        what: "the cable was cut".to_owned(),
    }
}

#[test]
fn every_rule_satisfied_is_conformant_and_names_its_weakest_witness() {
    let mut story = conforming(&[MUST]);
    let judgement = story.closes().judged();
    assert_eq!(judgement.verdict, Verdict::Conformant, "{}", judgement.because);
    assert_eq!(judgement.weakest, Some(Grade::Harness));
    assert_eq!((judgement.identity.as_str(), judgement.realm.as_str()), ("case-story", "s0001"));

    story = Story::about(&[MUST]);
    story
        .in_order()
        .wants(DOCTOR, links())
        .gets(shows(&[("in-force", &["2027-03-10"])]));
    story.expects("links-in-force", json!({ "doctor": DOCTOR, "patient": PATIENT, "count": 1 }));
    let judgement = story.closes().judged();
    assert_eq!((judgement.verdict, judgement.weakest), (Verdict::Conformant, Some(Grade::Adapter)));
}

#[test]
fn a_violation_weighs_what_its_requirement_weighs() {
    let adopting = |ids: &[&str]| Pinned {
        adopts: ids.iter().map(|id| (*id).to_owned()).collect(),
        ..Pinned::default()
    };
    for (requirements, adopts, verdict) in [
        (&[MUST][..], &[][..], Verdict::NonConformant),
        (&["REQ-STORY-006"], &[], Verdict::NonConformant),
        (&["REQ-STORY-002"], &[], Verdict::Advisory),
        (&["REQ-STORY-003"], &[], Verdict::Unspecified),
        (&["REQ-STORY-003"], &["REQ-STORY-003"], Verdict::NonConformant),
        (&["REQ-STORY-003"], &["REQ-STORY-007"], Verdict::Unspecified),
        (&["REQ-STORY-007"], &["REQ-STORY-007"], Verdict::Advisory),
        (&["REQ-STORY-007"], &[], Verdict::Unspecified),
        (&["REQ-STORY-004"], &[], Verdict::Inconclusive),
        (&["REQ-STORY-004"], &["REQ-STORY-004"], Verdict::Inconclusive),
        (&["REQ-STORY-005"], &[], Verdict::Unspecified),
        (&["REQ-NOBODY-001"], &[], Verdict::Inconclusive),
        (&[], &[], Verdict::Inconclusive),
        // The heaviest of several decides.
        (&["REQ-STORY-004", "REQ-STORY-002"], &[], Verdict::Advisory),
        (&["REQ-STORY-002", MUST, "REQ-STORY-003"], &[], Verdict::NonConformant),
    ] {
        let judgement = violating(requirements).judged_by(&adopting(adopts));
        assert_eq!(
            judgement.verdict, verdict,
            "{requirements:?} adopting {adopts:?}: {}",
            judgement.because
        );
        assert_eq!(judgement.findings().count(), 1);
    }
}

#[test]
fn what_could_not_be_played_is_inconclusive_whatever_was_satisfied() {
    for blame in [Blame::Environment, Blame::Feature, Blame::Harness] {
        let mut story = conforming(&[MUST]);
        story.write(trouble(blame));
        let judgement = story.closes().judged();
        assert_eq!(judgement.verdict, Verdict::Inconclusive);
        assert_eq!(judgement.because, "the cable was cut");
    }
}

#[test]
fn what_was_seen_before_a_trouble_was_seen_unless_the_trouble_is_ours() {
    for (blame, verdict) in [
        (Blame::Environment, Verdict::NonConformant),
        (Blame::Feature, Verdict::NonConformant),
        (Blame::Harness, Verdict::Inconclusive),
    ] {
        let mut story = violating(&[MUST]);
        story.write(trouble(blame));
        assert_eq!(story.judged().verdict, verdict, "{blame:?}");
    }
    // What comes after the trouble may only be its consequence.
    let mut story = Story::about(&[MUST]);
    story.in_order().letter();
    story.write(trouble(Blame::Environment));
    story.wants(DOCTOR, read()).sees(DOCTOR, CANARY).gets(done());
    story.expects("refused", json!({ "reason": "no-therapeutic-link" })).closes();
    assert_eq!(story.judged().verdict, Verdict::Inconclusive);
}

#[test]
fn a_record_that_ends_before_its_scenario_is_inconclusive() {
    let judgement = conforming(&[MUST]).judged();
    assert_eq!(judgement.verdict, Verdict::Inconclusive);
    assert_eq!(judgement.because, "the record ends before the scenario did");
}

#[test]
fn a_scenario_that_expects_nothing_is_inconclusive() {
    let mut story = Story::about(&[MUST]);
    story
        .in_order()
        .letter()
        .wants(DOCTOR, read())
        .sees(DOCTOR, CANARY)
        .gets(done())
        .closes();
    let judgement = story.judged();
    assert_eq!(judgement.verdict, Verdict::Inconclusive, "{:?}", judgement.judged);
    assert_eq!(judgement.because, "the scenario expects nothing");
}

#[test]
fn a_journal_of_no_scenario_is_not_judged() {
    let mut story = Story::without_scenario();
    story.does(DOCTOR, read()).closes();
    let catalogue = catalogue();
    let profile = (Default::default(), Vec::new());
    let grounds = etalon_rules::Grounds {
        catalogue: &catalogue,
        parameters: &profile.0,
        adopts: &profile.1,
        kind: etalon_model::Kind::Portal,
        shows_reasons: true,
    };
    assert_eq!(judge(&story.entries(), &grounds), None);
    assert_eq!(judge(&[], &grounds), None);
}

#[test]
fn one_rule_that_was_not_exercised_makes_the_scenario_inconclusive() {
    let mut story = conforming(&[MUST]);
    story.expects("list-shows", json!({ "document": LETTER })).closes();
    let judgement = story.judged();
    assert_eq!(
        (judgement.verdict, judgement.because.as_str()),
        (Verdict::Inconclusive, "nobody asked for a list")
    );
}

#[test]
fn a_violation_outweighs_what_was_not_exercised() {
    let mut story = Story::about(&[MUST]);
    story.letter().wants(DOCTOR, read()).sees(DOCTOR, "no").gets(refused(None));
    story.expects("list-shows", json!({ "document": LETTER }));
    story
        .expects("document-shown", json!({ "document": LETTER, "person": DOCTOR }))
        .closes();
    assert_eq!(story.judged().verdict, Verdict::NonConformant);
}

#[test]
fn where_a_reading_is_not_pinned_both_answers_are_unspecified() {
    for shown in [true, false] {
        let mut story = Story::about(&[MUST]);
        story
            .at("2026-03-10T10:00:00+01:00")
            .does(PATIENT, consent(Role::Patient))
            .letter_ruled("after-days", Some(30));
        story.at("2026-04-09T09:30:00+02:00").wants(PATIENT, read_as_patient());
        if shown {
            story.sees(PATIENT, CANARY).gets(done());
        } else {
            story.sees(PATIENT, "no").gets(refused(None));
        }
        story
            .expects("by-reading", json!({ "document": LETTER, "parameter": "timing.delay" }))
            .closes();
        let open = story.judged();
        assert_eq!(open.verdict, Verdict::Unspecified, "{}", open.because);
        assert!(open.because.contains("`timing.delay`"), "{}", open.because);
        assert!(matches!(assessment(&open, "by-reading"), Some(Assessment::Open { .. })));
        let pinned = story.judged_by(&Pinned::reading("timing.delay", "calendar")).verdict;
        assert_eq!(pinned, if shown { Verdict::NonConformant } else { Verdict::Conformant });
        let pinned = story.judged_by(&Pinned::reading("timing.delay", "start-of-day")).verdict;
        assert_eq!(pinned, if shown { Verdict::Conformant } else { Verdict::NonConformant });
        let another = story.judged_by(&Pinned::reading("therlink.end", "exclusive")).verdict;
        assert_eq!(another, Verdict::Unspecified);
    }
}

#[test]
fn an_open_reading_does_not_cover_a_rule_that_was_not_exercised() {
    let mut story = Story::about(&[MUST]);
    story
        .letter_ruled("after-days", Some(30))
        .wants(PATIENT, read_as_patient())
        .sees(PATIENT, "no")
        .gets(refused(None));
    story.expects("by-reading", json!({ "document": LETTER, "parameter": "timing.delay" }));
    story.expects("list-is-empty", json!({})).closes();
    assert_eq!(story.judged().verdict, Verdict::Inconclusive);
}

/// A refusal without a reason, between two wishes of the same kind.
fn reasonless(before: bool, after: bool) -> Story {
    let mut story = Story::about(&[MUST]);
    story.in_order().letter();
    if before {
        story.wants(DOCTOR, read()).sees(DOCTOR, CANARY).gets(done());
    }
    story
        .does(DOCTOR, revocation())
        .wants(DOCTOR, read())
        .sees(DOCTOR, "no")
        .gets(refused(None))
        .probe(done());
    story.expects("refused", json!({ "reason": "no-therapeutic-link" }));
    story.does(DOCTOR, link(None));
    if after {
        story.wants(DOCTOR, read()).sees(DOCTOR, CANARY).gets(done());
    }
    story.closes();
    story
}

#[test]
fn a_refusal_without_reason_is_told_by_its_twin() {
    let hidden = Pinned {
        reasons_hidden: true,
        ..Pinned::default()
    };
    for (before, after, verdict) in [
        (true, true, Verdict::Conformant),
        (true, false, Verdict::Inconclusive),
        (false, true, Verdict::Inconclusive),
        (false, false, Verdict::Inconclusive),
    ] {
        let judgement = reasonless(before, after).judged_by(&hidden);
        assert_eq!(judgement.verdict, verdict, "before {before}, after {after}: {}", judgement.because);
        // A system that shows reasons must show one that its profile knows: no twin makes up for it.
        assert_eq!(reasonless(before, after).judged().verdict, Verdict::Inconclusive);
    }
}

#[test]
fn a_twin_that_is_refused_or_silent_tells_nothing() {
    let hidden = Pinned {
        reasons_hidden: true,
        ..Pinned::default()
    };
    for twin in [refused(Some(Reason::NotFound)), crashed(), no_answer(), unrecognised()] {
        let mut story = reasonless(true, false);
        story.wants(DOCTOR, read()).silence(DOCTOR, Silence::Reset).gets(twin);
        let judgement = story.judged_by(&hidden);
        assert_eq!(judgement.verdict, Verdict::Inconclusive, "{}", judgement.because);
    }
}

#[test]
fn a_crash_where_a_refusal_is_due_is_a_violation_also_where_reasons_are_hidden() {
    for hidden in [false, true] {
        let mut story = Story::about(&[MUST]);
        story
            .letter()
            .does(DOCTOR, list())
            .wants(DOCTOR, read())
            .answer(DOCTOR, 500, &[], b"")
            .gets(crashed())
            .probe(done());
        for (rule, arguments) in [
            ("refused", json!({ "reason": "no-therapeutic-link" })),
            ("refused", json!({})),
            ("nothing-disclosed", json!({ "document": LETTER, "person": DOCTOR })),
            ("not-fetched", json!({ "document": LETTER })),
            ("login-demanded", json!({})),
            ("count-not-disclosed", json!({ "count": 3 })),
        ] {
            story.expects(rule, arguments);
        }
        let pinned = Pinned {
            reasons_hidden: hidden,
            ..Pinned::default()
        };
        let judgement = story.closes().judged_by(&pinned);
        assert_eq!(judgement.verdict, Verdict::NonConformant);
        for judged in &judgement.judged {
            assert!(matches!(judged.assessment, Assessment::Violated { .. }), "{judged:?}");
        }
        assert!(judgement.because.contains("500"), "{}", judgement.because);
    }
}

#[test]
fn no_rule_passes_over_a_system_that_never_answers() {
    let arguments = json!({
        "document": LETTER, "attachment": SCAN, "person": DOCTOR, "count": 0, "means": "itsme", "doctor": DOCTOR, "patient": PATIENT,
        "parameter": "timing.delay", "choice": "never", "item": "allergies", "offer": "contact", "address": "https://", "language": "fr",
        "form": "therapeutic-link", "hospital": "North Hospital", "quarter": "2026-Q1",
    });
    let wishes = [
        read(),
        read_scan(),
        list(),
        links(),
        log_in(),
        open("home"),
        etalon_model::Intent::ReadAuditTrail {},
        etalon_model::Intent::ListPatients {},
        authorisations(),
        manage(),
        publish(),
        process_deletion(),
        find("contact", Some("fr")),
        download("therapeutic-link"),
    ];
    for rule in etalon_rules::rules() {
        for outcome in [no_answer(), unrecognised()] {
            let mut story = Story::about(&[MUST]);
            story
                .letter()
                .wants(DOCTOR, wishes[0].clone())
                .silence(DOCTOR, Silence::TimedOut)
                .gets(outcome.clone());
            let first = story.entries().len() as u64;
            for wish in &wishes[1..] {
                story
                    .wants(DOCTOR, wish.clone())
                    .silence(DOCTOR, Silence::TimedOut)
                    .gets(outcome.clone());
            }
            story.probe(outcome.clone());
            let to = story.entries().len() as u64;
            story.write(Event::Expectation {
                rule: rule.id.to_owned(),
                arguments: arguments.clone(),
                from: first - 3,
                to,
            });
            let judgement = story.closes().judged();
            let made = assessment(&judgement, rule.id).unwrap();
            assert!(matches!(made, Assessment::NotExercised { .. }), "{}: {made:?}", rule.id);
            assert_eq!(judgement.verdict, Verdict::Inconclusive);
        }
    }
}

#[test]
fn a_finding_says_what_was_expected_what_was_seen_and_where() {
    let judgement = violating(&[MUST]).judged();
    let (judged, finding) = judgement.findings().next().unwrap();
    assert_eq!(judged.rule, "refused");
    assert_eq!(judgement.because, format!("expected: {}; seen: {}", finding.expected, finding.seen));
    let entries = violating(&[MUST]).entries();
    for number in &finding.entries {
        assert!(entries.iter().any(|entry| entry.number == *number));
    }
}

#[test]
fn the_same_journal_is_judged_alike_every_time_and_after_it_was_read_back() {
    let story = violating(&[MUST]);
    let entries = story.entries();
    let text: String = entries
        .iter()
        .map(|entry| serde_json::to_string(entry.as_ref()).unwrap() + "\n")
        .collect();
    let read = etalon_journal::read_lines(&text).unwrap();
    let catalogue = catalogue();
    let nothing = (Default::default(), Vec::new());
    let grounds = etalon_rules::Grounds {
        catalogue: &catalogue,
        parameters: &nothing.0,
        adopts: &nothing.1,
        kind: etalon_model::Kind::Portal,
        shows_reasons: true,
    };
    assert_eq!(judge(&entries, &grounds), judge(&read.realms["s0001"], &grounds));
    assert_eq!(judge(&entries, &grounds), Some(story.judged()));
}
