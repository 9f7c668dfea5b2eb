//! Decisions, row by row: what the model answers to people, documents and instants, and which requirement decides.
#![allow(clippy::unwrap_used)]

mod journals;

use std::collections::BTreeMap;

use etalon_model::Role;
use etalon_rules::access::{Answer, Decision, Facts, Holds, Moment, Saw, Unknown, changes, decide, parse_instant};
use journals::{CANARY, DOCTOR, LETTER, PATIENT, REFERENCE, Story, consent, link, no_answer, refused, revocation, withdrawal};

/// Marie consents, Dr Peeters too; the link is from 2 March to its end day, 20 May; the letter is of 10 March, 10:00.
const WORLD: &str = r#"
[[person]]
name = "Marie"
[[person]]
name = "Dr Peeters"
doctor = true
[[person]]
name = "Dr Janssens"
doctor = true
[[person]]
name = "Jan"
[[consent]]
person = "Marie"
as = "patient"
given = 2026-03-01T09:00:00
[[consent]]
person = "Dr Peeters"
as = "professional"
given = 2026-03-01T09:00:00
[[consent]]
person = "Dr Janssens"
as = "professional"
given = 2026-03-01T09:00:00
[[link]]
doctor = "Dr Peeters"
patient = "Marie"
declared = 2026-03-02T09:00:00
until = 2026-05-20
[[document]]
name = "letter"
reference = "EXS-1"
patient = "Marie"
published = 2026-03-10T10:00:00
access = "ACCESS"
"#;

fn world(access: &str, more: &str) -> Facts {
    Facts::of_toml(&(WORLD.replace("ACCESS", access) + more)).unwrap().facts
}

fn ask(facts: &Facts, person: &str, at: &str, readings: &[(&str, &str)]) -> Decision {
    let readings: BTreeMap<String, String> = readings.iter().map(|(name, reading)| ((*name).into(), (*reading).into())).collect();
    decide(facts, person, "letter", Moment::at(parse_instant(at).unwrap()), &readings).unwrap()
}

/// Yes, no, an open parameter, or uncertain; with the requirement that decides.
fn word(decision: &Decision) -> String {
    let word = match &decision.answer {
        Answer::Permitted => "permitted".to_owned(),
        Answer::Refused => "refused".to_owned(),
        Answer::Open { parameter } => format!("open {parameter}"),
        Answer::Uncertain { .. } => "uncertain".to_owned(),
    };
    format!("{word} {}", decision.deciding().requirement)
}

#[track_caller]
fn check(facts: &Facts, rows: &[(&str, &str, &str)]) {
    check_by(facts, &[], rows);
}

#[track_caller]
fn check_by(facts: &Facts, readings: &[(&str, &str)], rows: &[(&str, &str, &str)]) {
    for (person, at, wanted) in rows {
        let decision = ask(facts, person, at, readings);
        assert_eq!(word(&decision), *wanted, "{person} at {at}: {decision:#?}");
        assert_eq!(decision.grounds.iter().filter(|ground| ground.decides).count(), 1);
    }
}

#[test]
fn nobody_reads_what_the_network_does_not_refer_to() {
    let facts = world("immediate", "");
    for person in ["Marie", "Dr Peeters"] {
        check(&facts, &[(person, "2026-03-10T09:59:59", "refused REQ-DOC-READ-001")]);
    }
    check(
        &facts,
        &[
            ("Marie", "2026-03-10T10:00", "permitted REQ-DOC-READ-001"),
            ("Dr Peeters", "2026-03-10T10:00", "permitted REQ-DOC-READ-001"),
        ],
    );
}

#[test]
fn a_patient_has_his_own_record_and_no_other() {
    check(
        &world("immediate", ""),
        &[
            ("Marie", "2026-03-11T10:00", "permitted REQ-DOC-READ-001"),
            ("Jan", "2026-03-11T10:00", "refused REQ-PATIENT-ACCESS-001"),
        ],
    );
}

#[test]
fn a_delay_is_open_only_where_its_readings_differ() {
    let facts = world("after 30 days", "");
    check(
        &facts,
        &[
            ("Marie", "2026-03-11T10:00", "refused REQ-DOC-TIMING-001"),
            ("Marie", "2026-04-08T23:59:59", "refused REQ-DOC-TIMING-001"),
            ("Marie", "2026-04-09T00:00", "open timing.delay REQ-DOC-TIMING-001"),
            ("Marie", "2026-04-09T23:59:59", "open timing.delay REQ-DOC-TIMING-001"),
            ("Marie", "2026-04-10T00:00", "permitted REQ-DOC-TIMING-001"),
        ],
    );
    // Summer time has begun in between: 30 times 24 hours end an hour later by the clock.
    for (reading, last, first) in [
        ("calendar", "2026-04-09T09:59:59", "2026-04-09T10:00"),
        ("elapsed", "2026-04-09T10:59:59", "2026-04-09T11:00"),
        ("start-of-day", "2026-04-08T23:59:59", "2026-04-09T00:00"),
        ("end-of-day", "2026-04-09T23:59:59", "2026-04-10T00:00"),
    ] {
        check_by(
            &facts,
            &[("timing.delay", reading)],
            &[
                ("Marie", last, "refused REQ-DOC-TIMING-001"),
                ("Marie", first, "permitted REQ-DOC-TIMING-001"),
            ],
        );
    }
}

#[test]
fn a_pinned_reading_stays_open_where_the_local_time_comes_twice() {
    let text = WORLD
        .replace("ACCESS", "after 30 days")
        .replace("2026-03-10T10:00:00", "2026-09-25T02:30:00");
    let facts = Facts::of_toml(&text).unwrap().facts;
    let calendar = ("timing.delay", "calendar");
    check_by(
        &facts,
        &[calendar],
        &[
            ("Marie", "2026-10-25T02:29:59+02:00", "refused REQ-DOC-TIMING-001"),
            ("Marie", "2026-10-25T02:30:00+02:00", "open timing.repeated-hour REQ-DOC-TIMING-001"),
            ("Marie", "2026-10-25T02:30:00+01:00", "permitted REQ-DOC-TIMING-001"),
        ],
    );
    for (reading, wanted) in [("earlier", "permitted REQ-DOC-TIMING-001"), ("later", "refused REQ-DOC-TIMING-001")] {
        let pinned = [calendar, ("timing.repeated-hour", reading)];
        check_by(&facts, &pinned, &[("Marie", "2026-10-25T02:30:00+02:00", wanted)]);
    }
}

#[test]
fn what_binds_the_patient_leaves_doctors_as_they_are() {
    for access in ["never", "releasable", "after 30 days"] {
        let facts = world(access, "");
        check(&facts, &[("Dr Peeters", "2026-03-11T10:00", "permitted REQ-DOC-READ-001")]);
        let decision = ask(&facts, "Dr Peeters", "2026-03-11T10:00", &[]);
        let kept = decision
            .grounds
            .iter()
            .find(|ground| ground.requirement == "REQ-PATIENT-ACCESS-002");
        assert_eq!(kept.map(|ground| &ground.saw), Some(&Saw::RuleIsThePatients), "{access}");
    }
}

#[test]
fn a_changed_rule_counts_from_its_change() {
    let more = "[[document.change]]\nat = 2026-03-12T10:00:00\naccess = \"never\"\n[[document.change]]\nat = 2026-03-14T10:00:00\naccess = \"immediate\"\n";
    check(
        &world("immediate", more),
        &[
            ("Marie", "2026-03-12T09:59:59", "permitted REQ-DOC-READ-001"),
            ("Marie", "2026-03-12T10:00", "refused REQ-DOC-TIMING-002"),
            ("Marie", "2026-03-14T10:00", "permitted REQ-DOC-TIMING-003"),
        ],
    );
}

#[test]
fn consent_counts_from_when_it_is_given_until_it_is_withdrawn() {
    let without = WORLD.replace("ACCESS", "immediate").replacen(
        "given = 2026-03-01T09:00:00",
        "given = 2026-03-20T09:00:00\nwithdrawn = 2026-03-25T09:00:00",
        1,
    );
    let again = "[[consent]]\nperson = \"Marie\"\nas = \"patient\"\ngiven = 2026-03-28T09:00:00\n";
    let facts = Facts::of_toml(&(without + again)).unwrap().facts;
    for person in ["Marie", "Dr Peeters"] {
        check(
            &facts,
            &[
                (person, "2026-03-20T08:59:59", "refused REQ-CONSENT-001"),
                (person, "2026-03-20T09:00", "permitted REQ-CONSENT-001"),
                (person, "2026-03-25T09:00", "refused REQ-CONSENT-001"),
                (person, "2026-03-28T09:00", "permitted REQ-CONSENT-001"),
            ],
        );
    }
}

#[test]
fn the_doctor_s_own_consent_is_asked_for_too() {
    let more = "[[person]]\nname = \"Dr Maes\"\ndoctor = true\n[[link]]\ndoctor = \"Dr Maes\"\npatient = \"Marie\"\ndeclared = 2026-03-02T09:00:00\n";
    check(
        &world("immediate", more),
        &[("Dr Maes", "2026-03-11T10:00", "refused REQ-CONSENT-002")],
    );
}

#[test]
fn on_its_end_day_a_link_is_what_the_reading_says() {
    let facts = world("immediate", "");
    check(
        &facts,
        &[
            ("Dr Janssens", "2026-03-11T10:00", "refused REQ-THERLINK-001"),
            ("Dr Peeters", "2026-05-19T23:59:59", "permitted REQ-DOC-READ-001"),
            ("Dr Peeters", "2026-05-20T00:00", "open therlink.end REQ-THERLINK-001"),
            ("Dr Peeters", "2026-05-21T00:00", "refused REQ-THERLINK-001"),
        ],
    );
    for (reading, wanted) in [
        ("exclusive", "refused REQ-THERLINK-001"),
        ("inclusive", "permitted REQ-DOC-READ-001"),
    ] {
        check_by(&facts, &[("therlink.end", reading)], &[("Dr Peeters", "2026-05-20T12:00", wanted)]);
    }
}

#[test]
fn a_link_without_end_day_lasts_as_long_as_is_pinned_and_is_open_after_the_assumed_time() {
    let more = "[[link]]\ndoctor = \"Dr Janssens\"\npatient = \"Marie\"\ndeclared = 2026-03-10T09:00:00\n";
    let facts = world("immediate", more);
    check(
        &facts,
        &[
            ("Dr Janssens", "2027-06-09T23:59:59", "permitted REQ-DOC-READ-001"),
            ("Dr Janssens", "2027-06-10T00:00", "open therlink.default-months REQ-THERLINK-001"),
            ("Dr Janssens", "2037-06-10T00:00", "open therlink.default-months REQ-THERLINK-001"),
        ],
    );
    let pinned = [("therlink.default-months", "3"), ("therlink.end", "exclusive")];
    check_by(
        &facts,
        &pinned,
        &[
            ("Dr Janssens", "2026-06-09T23:59:59", "permitted REQ-DOC-READ-001"),
            ("Dr Janssens", "2026-06-10T00:00", "refused REQ-THERLINK-001"),
        ],
    );
}

#[test]
fn the_assumed_time_of_a_link_is_that_of_the_parameters() {
    let text = include_str!("../../../features/requirements/parameters.toml");
    let parameters: toml::Table = toml::from_str(text).unwrap();
    let rows = parameters["parameter"].as_array().unwrap();
    let row = rows
        .iter()
        .find(|row| row["name"].as_str() == Some("therlink.default-months"))
        .unwrap();
    assert_eq!(row["assumed"].as_str(), Some("15"));
}

#[test]
fn a_revoked_link_is_none() {
    let more = "[[link]]\ndoctor = \"Dr Janssens\"\npatient = \"Marie\"\ndeclared = 2026-03-10T09:00:00\nrevoked = 2026-03-12T09:00:00\n";
    check(
        &world("immediate", more),
        &[
            ("Dr Janssens", "2026-03-12T08:59:59", "permitted REQ-DOC-READ-001"),
            ("Dr Janssens", "2026-03-12T09:00", "refused REQ-THERLINK-001"),
        ],
    );
}

#[test]
fn an_exclusion_is_stronger_than_any_link() {
    let more = "[[exclusion]]\npatient = \"Marie\"\ndoctor = \"Dr Peeters\"\nmade = 2026-03-12T09:00:00\nlifted = 2026-03-20T09:00:00\n\
                [[link]]\ndoctor = \"Dr Peeters\"\npatient = \"Marie\"\ndeclared = 2026-03-14T09:00:00\n";
    check(
        &world("immediate", more),
        &[
            ("Dr Peeters", "2026-03-12T08:59:59", "permitted REQ-DOC-READ-001"),
            ("Dr Peeters", "2026-03-12T09:00", "refused REQ-EXCLUSION-001"),
            ("Dr Peeters", "2026-03-15T09:00", "refused REQ-EXCLUSION-001"),
            ("Dr Peeters", "2026-03-20T09:00", "permitted REQ-EXCLUSION-001"),
            ("Marie", "2026-03-15T09:00", "permitted REQ-DOC-READ-001"),
        ],
    );
}

fn release(by: &str, at: &str) -> String {
    format!("[[release]]\ndocument = \"letter\"\nby = \"{by}\"\nat = {at}\n")
}

#[test]
fn only_an_attending_physician_releases_and_time_never_does() {
    check(
        &world("releasable", ""),
        &[("Marie", "2036-03-11T10:00", "refused REQ-RELEASE-002")],
    );
    for (by, at, wanted) in [
        ("Dr Peeters", "2026-03-12T09:00:00", "permitted REQ-RELEASE-002"),
        // No link.
        ("Dr Janssens", "2026-03-12T09:00:00", "refused REQ-RELEASE-004"),
        ("Marie", "2026-03-12T09:00:00", "refused REQ-RELEASE-004"),
        ("Jan", "2026-03-12T09:00:00", "refused REQ-RELEASE-004"),
        // The link has ended; on its end day a reading decides whether the physician was still attending.
        ("Dr Peeters", "2026-05-21T09:00:00", "refused REQ-RELEASE-004"),
        ("Dr Peeters", "2026-05-20T09:00:00", "open therlink.end REQ-RELEASE-002"),
    ] {
        let facts = world("releasable", &release(by, at));
        check(&facts, &[("Marie", "2026-03-12T08:59:59", "refused REQ-RELEASE-002")]);
        check(&facts, &[("Marie", "2026-06-01T10:00", wanted)]);
    }
}

#[test]
fn a_release_that_counts_is_not_undone_by_one_that_does_not() {
    let both = release("Dr Peeters", "2026-03-12T09:00:00") + &release("Dr Janssens", "2026-03-13T09:00:00");
    check(
        &world("releasable", &both),
        &[("Marie", "2026-03-14T10:00", "permitted REQ-RELEASE-002")],
    );
}

#[test]
fn a_release_opens_nothing_whose_status_does_not_allow_it() {
    let facts = world("never", &release("Dr Peeters", "2026-03-12T09:00:00"));
    check(&facts, &[("Marie", "2026-03-14T10:00", "refused REQ-DOC-TIMING-002")]);
    let decision = ask(&facts, "Marie", "2026-03-14T10:00", &[]);
    let said = decision
        .grounds
        .iter()
        .find(|ground| ground.requirement == "REQ-RELEASE-001")
        .unwrap();
    assert_eq!((&said.holds, said.decides), (&Holds::No, false));
    let at_once = world("immediate", &release("Dr Peeters", "2026-03-12T09:00:00"));
    check(&at_once, &[("Marie", "2026-03-14T10:00", "permitted REQ-DOC-READ-001")]);
}

#[test]
fn a_deleted_reference_is_read_by_nobody() {
    let facts = world("immediate", "[[deletion]]\ndocument = \"letter\"\nat = 2026-03-12T09:00:00\n");
    for person in ["Marie", "Dr Peeters"] {
        check(
            &facts,
            &[
                (person, "2026-03-12T08:59:59", "permitted REQ-DOC-READ-001"),
                (person, "2026-03-12T09:00", "refused REQ-DELETE-REF-001"),
            ],
        );
    }
}

#[test]
fn inside_the_interval_of_a_fact_the_answer_is_uncertain() {
    let text = WORLD.replace("ACCESS", "immediate").replacen(
        "given = 2026-03-01T09:00:00",
        "given = [2026-03-20T09:00:00, 2026-03-20T09:00:05]",
        1,
    );
    let facts = Facts::of_toml(&text).unwrap().facts;
    check(
        &facts,
        &[
            ("Marie", "2026-03-20T08:59:59", "refused REQ-CONSENT-001"),
            ("Marie", "2026-03-20T09:00", "uncertain REQ-CONSENT-001"),
            ("Marie", "2026-03-20T09:00:04", "uncertain REQ-CONSENT-001"),
            ("Marie", "2026-03-20T09:00:05", "permitted REQ-CONSENT-001"),
            // What is refused anyway is not uncertain.
            ("Dr Janssens", "2026-03-20T09:00:04", "refused REQ-THERLINK-001"),
        ],
    );
}

#[test]
fn grounds_tell_since_when_and_until_when() {
    let decision = ask(&world("after 30 days", ""), "Dr Peeters", "2026-03-11T10:00", &[]);
    let link = decision
        .grounds
        .iter()
        .find(|ground| ground.requirement == "REQ-THERLINK-001")
        .unwrap();
    assert_eq!(link.since, Some(parse_instant("2026-03-02T09:00").unwrap()));
    assert_eq!(link.until, Some(parse_instant("2026-05-20T00:00").unwrap()));
    let exclusion = decision
        .grounds
        .iter()
        .find(|ground| ground.requirement == "REQ-EXCLUSION-001")
        .unwrap();
    assert_eq!((exclusion.since, exclusion.until), (None, None));
}

#[test]
fn nobody_and_nothing_unknown_is_decided_about() {
    let facts = world("immediate", "");
    let none = BTreeMap::new();
    let at = Moment::at(parse_instant("2026-03-11T10:00").unwrap());
    let person = decide(&facts, "Zoé", "letter", at, &none).unwrap_err();
    assert!(
        person.to_string().contains("“Zoé”") && person.to_string().contains("Marie, Dr Peeters"),
        "{person}"
    );
    let document = changes(&facts, "Marie", "scan", &none).unwrap_err();
    assert!(matches!(&document, Unknown::Document { name, .. } if name == "scan"));
    assert!(document.to_string().contains("there are: letter"), "{document}");
    assert!(
        decide(&facts, "Marie", "EXS-1", at, &none).is_ok(),
        "a reference names a document too"
    );
}

#[test]
fn a_file_that_is_wrong_says_where_and_what_to_do() {
    let letter = "[[document]]\nname = \"letter\"\npatient = \"Marie\"\npublished = 2026-03-10T10:00:00\naccess = \"immediate\"\n";
    let marie = "[[person]]\nname = \"Marie\"\n";
    let whole = format!("{marie}{letter}");
    assert!(Facts::of_toml(&whole).is_ok());
    for (text, line, words) in [
        (String::new(), 1, "add [[document]]"),
        ("[[person]\n".to_owned(), 1, "expected"),
        ("[[person]]\nname = \"Marie\"\nage = 3\n".to_owned(), 3, "unknown field `age`"),
        (format!("{marie}{marie}{letter}"), 4, "stands twice"),
        (whole.replace("patient = \"Marie\"", "patient = \"Mary\""), 5, "add a [[person]]"),
        (whole.replace("immediate", "after a month"), 7, "\"after 30 days\""),
        (
            whole.replace("2026-03-10T10:00:00", "2026-03-29T02:30:00"),
            6,
            "does not exist in Belgium",
        ),
        (whole.replace("2026-03-10T10:00:00", "2026-10-25T02:30:00"), 6, "add the offset"),
        (whole.replace("2026-03-10T10:00:00", "2026-03-10"), 6, "a date and a time"),
        (whole.replace("2026-03-10T10:00:00", "7"), 6, "`7` is no instant"),
        (whole.replace("2026-03-10T10:00:00", "[2026-03-10T10:00:00]"), 6, "two instants"),
        (
            whole.replace("2026-03-10T10:00:00", "[2026-03-10T10:00:00, 2026-03-10T09:00:00]"),
            6,
            "ends before it begins",
        ),
        (
            format!("{whole}[[consent]]\nperson = \"Marie\"\nas = \"professional\"\ngiven = 2026-03-10T10:00:00\n"),
            9,
            "doctor = true",
        ),
        (
            format!(
                "{whole}[[consent]]\nperson = \"Marie\"\nas = \"patient\"\ngiven = 2026-03-10T10:00:00\nwithdrawn = 2026-03-09T10:00:00\n"
            ),
            12,
            "earlier than what it ends",
        ),
        (
            format!("{whole}[[link]]\ndoctor = \"Marie\"\npatient = \"Marie\"\ndeclared = 2026-03-10T10:00:00\n"),
            9,
            "is no doctor",
        ),
        (
            format!("{whole}[[document.change]]\nat = 2026-03-09T10:00:00\naccess = \"never\"\n"),
            9,
            "before the network refers",
        ),
        (
            format!("{whole}[[release]]\ndocument = \"scan\"\nby = \"Marie\"\nat = 2026-03-10T10:00:00\n"),
            9,
            "add a [[document]]",
        ),
    ] {
        let problem = Facts::of_toml(&text).unwrap_err();
        assert_eq!(problem.line, line, "{problem}\n{text}");
        assert!(problem.to_string().contains(words), "{problem}\n{text}");
    }
}

#[test]
fn readings_are_read_with_the_facts() {
    let text = format!("[readings]\n\"timing.delay\" = \"calendar\"\n{}", WORLD.replace("ACCESS", "never"));
    let read = Facts::of_toml(&text).unwrap();
    assert_eq!(read.readings["timing.delay"], "calendar");
}

/// What a journal says of the letter just before `entry`, or at its end.
fn told(story: &Story, person: &str, entry: Option<u64>) -> String {
    let entries = story.entries();
    let facts = Facts::of_journal(etalon_journal::JournalSlice::of(&entries));
    let moment = Moment {
        at: entries.last().unwrap().at,
        before: entry,
    };
    word(&decide(&facts, person, LETTER, moment, &BTreeMap::new()).unwrap())
}

#[test]
fn a_journal_with_a_frozen_clock_is_told_entry_by_entry() {
    let mut story = Story::about(&[]);
    story.in_order().letter();
    let before = story.entries().len() as u64 + 1;
    story.does(PATIENT, withdrawal(Role::Patient));
    let after = story.entries().len() as u64 + 1;
    story.does(PATIENT, consent(Role::Patient)).does(DOCTOR, revocation());
    for (entry, doctor, patient) in [
        (Some(before), "permitted REQ-DOC-READ-001", "permitted REQ-DOC-READ-001"),
        (Some(before + 1), "uncertain REQ-CONSENT-001", "uncertain REQ-CONSENT-001"),
        (Some(after), "refused REQ-CONSENT-001", "refused REQ-CONSENT-001"),
        (None, "refused REQ-THERLINK-001", "permitted REQ-CONSENT-001"),
    ] {
        assert_eq!(told(&story, DOCTOR, entry), doctor, "before entry {entry:?}");
        assert_eq!(told(&story, PATIENT, entry), patient, "before entry {entry:?}");
    }
    let entries = story.entries();
    let facts = Facts::of_journal(etalon_journal::JournalSlice::of(&entries));
    let seen = changes(&facts, PATIENT, REFERENCE, &BTreeMap::new()).unwrap();
    let answers: Vec<_> = seen.iter().map(|change| (change.after, change.answer.clone())).collect();
    assert_eq!(
        answers,
        [
            (Some(before - 1), Answer::Permitted),
            (Some(after - 1), Answer::Refused),
            (Some(after + 1), Answer::Permitted),
        ]
    );
}

#[test]
fn what_a_journal_says_was_refused_did_not_happen_and_what_nobody_answered_may_have() {
    let mut story = Story::about(&[]);
    story.does(DOCTOR, consent(Role::Professional)).does(DOCTOR, link(None)).letter();
    story.wants(PATIENT, consent(Role::Patient)).gets(refused(None));
    assert_eq!(told(&story, DOCTOR, None), "refused REQ-CONSENT-001");
    story.wants(PATIENT, consent(Role::Patient)).gets(no_answer());
    assert_eq!(told(&story, DOCTOR, None), "uncertain REQ-CONSENT-001");
    story.does(PATIENT, consent(Role::Patient));
    assert_eq!(told(&story, DOCTOR, None), "permitted REQ-CONSENT-001");
}

#[test]
fn a_document_counts_once_the_network_has_taken_it() {
    let mut story = Story::about(&[]);
    story.in_order();
    story.state(
        "document",
        serde_json::json!({
            "name": LETTER, "reference": REFERENCE, "patient": "64062600024", "canary": CANARY,
            "published_at": "2026-03-10T08:00:00Z", "rule": "immediate",
        }),
    );
    assert_eq!(told(&story, DOCTOR, None), "uncertain REQ-DOC-READ-001");
    story.state("document-accepted", serde_json::json!({ "reference": REFERENCE, "id": "17" }));
    assert_eq!(told(&story, DOCTOR, None), "permitted REQ-DOC-READ-001");
}
