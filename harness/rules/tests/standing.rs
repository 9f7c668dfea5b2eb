//! Standing rules: what must hold in every journal, whatever the scenario was about.
#![allow(clippy::unwrap_used)]

mod journals;
mod rights;

use etalon_model::{Assessment, Reason, Role, Verdict};
use etalon_rules::standing_rules;
use journals::*;
use serde_json::json;

const DISCLOSURE: &str = "no-disclosure-without-right";
const REFUSAL: &str = "no-refusal-without-reason";
const FETCH: &str = "no-fetch-before-login";
const SECRET: &str = "no-secret-in-output";

/// What a standing rule makes of a journal. Where it has nothing to look at it says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Made {
    Accepted,
    Caught(Option<&'static str>),
    Silent,
}
use Made::{Accepted, Caught, Silent};

type Case = (&'static str, Made, &'static str, fn(&mut Story));

fn cases() -> Vec<Case> {
    [general(), rights::shown(), rights::refused()].into_iter().flatten().collect()
}

fn general() -> Vec<Case> {
    let caught = |requirement: &'static str| Caught(Some(requirement));
    vec![
        (DISCLOSURE, Accepted, "consent of both and a link", |story| {
            story.in_order().letter().sees(DOCTOR, CANARY);
        }),
        (
            DISCLOSURE,
            Accepted,
            "the patient, with consent, where the rule is: at once",
            |story| {
                story.does(PATIENT, consent(Role::Patient)).letter().sees(PATIENT, CANARY);
            },
        ),
        (
            DISCLOSURE,
            Accepted,
            "the patient after the delay, under the mildest reading",
            |story| {
                story
                    .at("2026-03-10T10:00:00+01:00")
                    .does(PATIENT, consent(Role::Patient))
                    .letter_ruled("after-days", Some(30));
                story.at("2026-04-09T00:00:00+02:00").sees(PATIENT, CANARY);
            },
        ),
        (
            DISCLOSURE,
            Accepted,
            "on the end day of a link, where no reading is pinned",
            |story| {
                story
                    .does(PATIENT, consent(Role::Patient))
                    .does(DOCTOR, consent(Role::Professional))
                    .does(DOCTOR, link(Some("2026-04-01")));
                story.letter().at("2026-04-01T23:59:59+02:00").sees(DOCTOR, CANARY);
            },
        ),
        (DISCLOSURE, caught("REQ-CONSENT-001"), "no consent of the patient", |story| {
            story
                .does(DOCTOR, consent(Role::Professional))
                .does(DOCTOR, link(None))
                .letter()
                .sees(DOCTOR, CANARY);
        }),
        (DISCLOSURE, caught("REQ-CONSENT-001"), "consent withdrawn by the patient", |story| {
            story
                .in_order()
                .letter()
                .does(PATIENT, withdrawal(Role::Patient))
                .sees(DOCTOR, CANARY);
        }),
        (
            DISCLOSURE,
            caught("REQ-CONSENT-001"),
            "the patient's own consent missing",
            |story| {
                story.letter().sees(PATIENT, CANARY);
            },
        ),
        (DISCLOSURE, caught("REQ-CONSENT-002"), "no consent of the doctor", |story| {
            story
                .does(PATIENT, consent(Role::Patient))
                .does(DOCTOR, link(None))
                .letter()
                .sees(DOCTOR, CANARY);
        }),
        (DISCLOSURE, caught("REQ-WEBAPP-003"), "a visitor", |story| {
            story.in_order().letter().sees("a visitor", CANARY);
        }),
        (DISCLOSURE, caught("REQ-THERLINK-001"), "no link", |story| {
            story
                .does(PATIENT, consent(Role::Patient))
                .does(DOCTOR, consent(Role::Professional))
                .letter()
                .sees(DOCTOR, CANARY);
        }),
        (DISCLOSURE, caught("REQ-THERLINK-001"), "a link that was refused", |story| {
            story
                .does(PATIENT, consent(Role::Patient))
                .does(DOCTOR, consent(Role::Professional));
            story.wants(DOCTOR, link(None)).gets(refused(None)).letter().sees(DOCTOR, CANARY);
        }),
        (DISCLOSURE, caught("REQ-THERLINK-001"), "a link revoked", |story| {
            story.in_order().letter().does(DOCTOR, revocation()).sees(DOCTOR, CANARY);
        }),
        (DISCLOSURE, caught("REQ-THERLINK-001"), "a link over since midnight", |story| {
            story
                .does(PATIENT, consent(Role::Patient))
                .does(DOCTOR, consent(Role::Professional))
                .does(DOCTOR, link(Some("2026-04-01")));
            story.letter().at("2026-04-02T00:00:00+02:00").sees(DOCTOR, CANARY);
        }),
        (
            DISCLOSURE,
            caught("REQ-DOC-TIMING-001"),
            "a second before any reading allows it",
            |story| {
                story
                    .at("2026-03-10T10:00:00+01:00")
                    .does(PATIENT, consent(Role::Patient))
                    .letter_ruled("after-days", Some(30));
                story.at("2026-04-08T23:59:59+02:00").sees(PATIENT, CANARY);
            },
        ),
        (
            DISCLOSURE,
            caught("REQ-DOC-TIMING-002"),
            "what the patient may never read",
            |story| {
                story
                    .does(PATIENT, consent(Role::Patient))
                    .letter_ruled("never", None)
                    .sees(PATIENT, CANARY);
            },
        ),
        (
            DISCLOSURE,
            caught("REQ-DOC-TIMING-002"),
            "what the patient may no longer read",
            |story| {
                story
                    .does(PATIENT, consent(Role::Patient))
                    .letter()
                    .letter_ruled("never", None)
                    .sees(PATIENT, CANARY);
            },
        ),
        (DISCLOSURE, caught("REQ-CONSENT-001"), "an attachment only", |story| {
            story.letter().sees(DOCTOR, SCAN_CANARY);
        }),
        (DISCLOSURE, caught("REQ-CONSENT-001"), "a body that is no text", |story| {
            let bytes = [b"\x89PNG\xff\x00".as_slice(), SCAN_CANARY.as_bytes(), b"\xfe"].concat();
            assert!(etalon_journal::Body::of(&bytes).base64.is_some());
            story.letter().answer(DOCTOR, 200, &[("content-type", "image/png")], &bytes);
        }),
        (
            DISCLOSURE,
            caught("REQ-CONSENT-001"),
            "an address to go to, percent-encoded",
            |story| {
                let encoded: String = CANARY.bytes().map(|byte| format!("%{byte:02X}")).collect();
                story
                    .letter()
                    .answer(DOCTOR, 302, &[("Location", &format!("https://127.0.0.1:5001/?q={encoded}"))], b"");
            },
        ),
        (DISCLOSURE, caught("REQ-CONSENT-001"), "the page of a crash", |story| {
            story.letter().answer(DOCTOR, 500, &[], CANARY.as_bytes());
        }),
        (DISCLOSURE, Silent, "no document", |story| {
            story.in_order().sees(DOCTOR, CANARY);
        }),
        (DISCLOSURE, Silent, "nothing of it anywhere", |story| {
            story.letter().sees(DOCTOR, "something else");
        }),
        (DISCLOSURE, Silent, "bytes that came before it was laid down", |story| {
            story.sees(DOCTOR, CANARY).letter();
        }),
        (FETCH, Accepted, "a login, then a fetch", |story| {
            story
                .letter()
                .login(DOCTOR)
                .observed("document-fetched", json!({ "reference": REFERENCE }));
        }),
        (FETCH, caught("REQ-WEBAPP-003"), "a fetch, then a login", |story| {
            story
                .letter()
                .observed("document-fetched", json!({ "reference": REFERENCE }))
                .login(DOCTOR);
        }),
        (FETCH, caught("REQ-WEBAPP-003"), "a fetch and no login", |story| {
            story.letter().observed("document-fetched", json!({ "reference": REFERENCE }));
        }),
        (FETCH, Silent, "no fetch", |story| {
            story.letter().login(DOCTOR);
        }),
        (SECRET, Accepted, "lines without secrets", |story| {
            story.prints("instance=s0001 signed in, state=abcdefgh", None);
        }),
        (SECRET, Caught(None), "a code in a line", |story| {
            story
                .prints("redeeming TOPSECRETCODE now", Some("TOPSECRETCODE"))
                .prints("done", None);
        }),
        (SECRET, Caught(None), "a code in a line, percent-encoded", |story| {
            story.prints("GET /callback?code=TOP%2FSECRET%2BCODE", Some("TOP/SECRET+CODE"));
        }),
        (SECRET, Silent, "no line", |_| {}),
    ]
}

#[test]
fn what_no_profile_settles_is_no_finding() {
    let story = told(|story| {
        story.everybody().in_order().attends(NURSE).letter().sees(NURSE, CANARY);
        story.sumehr().does(DOCTOR, setting(false)).sees(PATIENT, SUMEHR_CANARY);
    });
    let shown = |pinned: &Pinned| assessment(&story.judged_by(pinned), DISCLOSURE).unwrap();
    assert!(matches!(shown(&Pinned::default()), Assessment::Satisfied { .. }));
    for (parameter, reading, caught) in [
        ("network.professions", "care", false),
        ("network.professions", "physician", true),
        ("sumehr.setting-reach", "later", false),
        ("sumehr.setting-reach", "all", true),
    ] {
        let made = shown(&Pinned::reading(parameter, reading));
        assert_eq!(
            matches!(made, Assessment::Violated { .. }),
            caught,
            "{parameter} = {reading}: {made:?}"
        );
    }
}

#[test]
fn a_document_from_before_the_consent_may_be_kept_back_unless_the_profile_says_otherwise() {
    let story = told(|story| {
        story.letter().in_order().enters(DOCTOR, Role::Professional);
        story.wants(DOCTOR, read()).gets(refused(Some(Reason::NotFound))).probe(done());
    });
    assert_eq!(assessment(&story.judged(), REFUSAL), None);
    let prospective = Pinned::reading("consent.documents-before", "prospective");
    assert_eq!(assessment(&story.judged_by(&prospective), REFUSAL), None);
    let retrospective = Pinned::reading("consent.documents-before", "retrospective");
    let made = assessment(&story.judged_by(&retrospective), REFUSAL);
    assert!(matches!(made, Some(Assessment::Violated { .. })), "{made:?}");
}

fn told(tell: fn(&mut Story)) -> Story {
    let mut story = Story::about(&["REQ-STORY-006"]);
    tell(&mut story);
    story
        .wants(PATIENT, open("home"))
        .gets(done())
        .expects("page-opened", json!({}))
        .closes();
    story
}

#[test]
fn every_journal_is_made_of_what_its_sentence_says() {
    for (rule, wanted, of, tell) in cases() {
        // Whether nurses are let in is no source's word; without a reading it is no finding.
        let judgement = told(tell).judged_by(&Pinned::reading("network.professions", "physician"));
        let made = match assessment(&judgement, rule) {
            None => Silent,
            Some(Assessment::Satisfied { witnesses }) => {
                assert!(!witnesses.is_empty(), "{rule}: {of}");
                Accepted
            }
            Some(Assessment::Violated { findings }) => {
                assert!(findings.iter().all(|finding| !finding.entries.is_empty()), "{rule}: {of}");
                let named = findings[0].requirement.clone();
                Caught(
                    standing_rules()
                        .iter()
                        .flat_map(|(_, _, about)| about.iter())
                        .find(|id| Some(**id) == named.as_deref())
                        .copied(),
                )
            }
            Some(other) => panic!("{rule}: {of}: {other:?}"),
        };
        assert_eq!(made, wanted, "{rule}: {of}: {:?}", judgement.judged);
        let verdict = match (rule, wanted) {
            (_, Accepted | Silent) => Verdict::Conformant,
            // No source states it: ours to recommend, never a product's to fail by.
            (SECRET, Caught(_)) => Verdict::Advisory,
            (_, Caught(_)) => Verdict::NonConformant,
        };
        assert_eq!(judgement.verdict, verdict, "{rule}: {of}: {}", judgement.because);
    }
}

#[test]
fn every_standing_rule_has_journals_that_it_accepts_and_catches_and_on_which_it_is_silent() {
    for (rule, _, about) in standing_rules() {
        let of = |wanted: fn(&Made) -> bool| cases().iter().any(|(id, made, _, _)| id == rule && wanted(made));
        assert!(of(|made| *made == Accepted), "no journal that `{rule}` accepts");
        assert!(of(|made| *made == Silent), "no journal on which `{rule}` is silent");
        assert!(of(|made| matches!(made, Caught(_))), "no journal that `{rule}` catches");
        for requirement in *about {
            let some = cases()
                .iter()
                .any(|(id, made, _, _)| id == rule && *made == Caught(Some(requirement)));
            assert!(some, "no journal in which `{rule}` catches a violation of {requirement}");
        }
    }
}

#[test]
fn a_standing_rule_is_heard_in_a_scenario_about_something_else() {
    let mut story = Story::about(&["REQ-STORY-004"]);
    story.letter().sees(DOCTOR, CANARY).wants(PATIENT, open("home")).gets(done());
    story.expects("page-opened", json!({})).closes();
    let judgement = story.judged();
    assert_eq!(judgement.verdict, Verdict::NonConformant);
    let (judged, finding) = judgement.findings().next().unwrap();
    assert_eq!((judged.rule.as_str(), judged.expectation), (DISCLOSURE, None));
    assert_eq!(finding.requirement.as_deref(), Some("REQ-CONSENT-001"));
}

#[test]
fn the_pinned_end_of_a_link_is_what_the_standing_rule_goes_by() {
    for (reading, verdict) in [("exclusive", Verdict::NonConformant), ("inclusive", Verdict::Conformant)] {
        let story = told(|story| {
            story
                .does(PATIENT, consent(Role::Patient))
                .does(DOCTOR, consent(Role::Professional))
                .does(DOCTOR, link(Some("2026-04-01")));
            story.letter().at("2026-04-01T12:00:00+02:00").sees(DOCTOR, CANARY);
        });
        assert_eq!(
            story.judged_by(&Pinned::reading("therlink.end", reading)).verdict,
            verdict,
            "{reading}"
        );
    }
}
