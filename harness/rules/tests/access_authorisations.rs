//! Decisions about what professionals set: exclusions, restrictions, rules by hand, SUMEHRs, forms, professions; and the lanes that pictures
//! are made of.
#![allow(clippy::unwrap_used)]

mod journals;

use std::collections::BTreeMap;

use etalon_journal::JournalSlice;
use etalon_model::{PatientAccess, Role};
use etalon_rules::access::{AccessRule, Answer, Deed, Facts, Lane, Moment, Profession, RuleSet, decide, lanes, parse_instant};
use journals::*;

/// Marie, two doctors, a nurse and a clerk, all with consent and a link; a letter of 10 March 2026 and a SUMEHR of Dr Peeters.
const WORLD: &str = r#"
[[person]]
name = "Marie"
[[person]]
name = "Dr Peeters"
doctor = true
[[person]]
name = "Dr Janssens"
profession = "physician"
[[person]]
name = "Sofie"
profession = "nurse"
[[person]]
name = "Karel"
profession = "clerk"
[[person]]
name = "Office"
office = true
[[consent]]
person = "Marie"
as = "patient"
given = 2018-01-01T09:00:00
registered_by = "Dr Peeters"
[[document]]
name = "letter"
patient = "Marie"
author = "Dr Peeters"
published = 2026-03-10T10:00:00
access = "immediate"
CHANGE
[[document]]
name = "summary"
kind = "SUMEHR"
patient = "Marie"
author = "Dr Peeters"
published = SHARED
"#;

/// `change` is a table behind the letter; `more` stands at the end, behind the SUMEHR.
fn world(shared: &str, change: &str, more: &str) -> Facts {
    let mut text = WORLD.replace("SHARED", shared).replace("CHANGE", change) + more;
    for who in ["Dr Peeters", "Dr Janssens", "Sofie", "Karel"] {
        text.push_str(&format!(
            "[[consent]]\nperson = \"{who}\"\nas = \"professional\"\ngiven = 2018-01-01T09:00:00\n\
             [[link]]\ndoctor = \"{who}\"\npatient = \"Marie\"\ndeclared = 2018-01-02T09:00:00\nuntil = 2036-01-01\n"
        ));
    }
    Facts::of_toml(&text).unwrap().facts
}

/// Yes, no, an open parameter, or uncertain; with the requirement that decides.
fn word(facts: &Facts, person: &str, document: &str, at: &str, readings: &[(&str, &str)]) -> String {
    let readings: BTreeMap<String, String> = readings.iter().map(|(name, reading)| ((*name).into(), (*reading).into())).collect();
    let decision = decide(facts, person, document, Moment::at(parse_instant(at).unwrap()), &readings).unwrap();
    let word = match &decision.answer {
        Answer::Permitted => "permitted".to_owned(),
        Answer::Refused => "refused".to_owned(),
        Answer::Open { parameter } => format!("open {parameter}"),
        Answer::Uncertain { .. } => "uncertain".to_owned(),
    };
    format!("{word} {}", decision.deciding().requirement)
}

#[test]
fn records_are_open_to_doctors_and_to_other_care_as_the_reading_says() {
    let facts = world("2020-01-01T09:00:00", "", "");
    let of = |person: &str, readings: &[(&str, &str)]| word(&facts, person, "letter", "2026-03-11T10:00", readings);
    assert_eq!(of("Dr Janssens", &[]), "permitted REQ-DOC-READ-001");
    assert_eq!(of("Sofie", &[]), "open network.professions REQ-THERLINK-007");
    assert_eq!(of("Sofie", &[("network.professions", "physician")]), "refused REQ-THERLINK-007");
    assert_eq!(of("Sofie", &[("network.professions", "care")]), "permitted REQ-DOC-READ-001");
    for reading in ["physician", "care"] {
        assert_eq!(of("Karel", &[("network.professions", reading)]), "refused REQ-THERLINK-001");
        assert_eq!(of("Office", &[("network.professions", reading)]), "refused REQ-THERLINK-001");
    }
}

#[test]
fn a_restriction_holds_whatever_link_and_no_document_rule_undoes_an_exclusion() {
    let restriction = "[[restriction]]\ndocument = \"letter\"\ndoctor = \"Dr Janssens\"\nby = \"Dr Peeters\"\nmade = 2026-03-12T09:00:00\nlifted = 2026-03-20T09:00:00\n";
    let exclusion = "[[exclusion]]\npatient = \"Marie\"\ndoctor = \"Dr Janssens\"\nby = \"Dr Peeters\"\nmade = 2026-03-18T09:00:00\nlifted = 2026-03-22T09:00:00\n";
    let link = "[[link]]\ndoctor = \"Dr Janssens\"\npatient = \"Marie\"\ndeclared = 2026-03-14T09:00:00\n";
    let facts = world("2020-01-01T09:00:00", "", &format!("{restriction}{exclusion}{link}"));
    for (at, wanted) in [
        ("2026-03-12T08:59:59", "permitted REQ-DOC-READ-001"),
        ("2026-03-12T09:00", "refused REQ-EXCLUSION-003"),
        ("2026-03-15T09:00", "refused REQ-EXCLUSION-003"),
        ("2026-03-18T09:00", "refused REQ-EXCLUSION-001"),
        ("2026-03-20T09:00", "refused REQ-EXCLUSION-001"),
        ("2026-03-22T09:00", "permitted REQ-EXCLUSION-001"),
    ] {
        assert_eq!(word(&facts, "Dr Janssens", "letter", at, &[]), wanted, "{at}");
        let of_letter_only = word(&facts, "Dr Janssens", "summary", at, &[]);
        assert_eq!(
            of_letter_only.starts_with("refused"),
            wanted.contains("EXCLUSION-001") && wanted.starts_with("refused"),
            "{at}"
        );
        assert_eq!(word(&facts, "Dr Peeters", "letter", at, &[]), "permitted REQ-DOC-READ-001", "{at}");
    }
}

#[test]
fn a_reading_decides_between_a_rule_set_by_hand_and_a_later_one_of_the_publisher() {
    let change = "[[document.change]]\nat = 2026-03-12T10:00:00\naccess = \"never\"\nby = \"Dr Peeters\"\n\
                  [[document.change]]\nat = 2026-03-14T10:00:00\naccess = \"immediate\"\n\
                  [[document.change]]\nat = 2026-03-16T10:00:00\naccess = \"after 30 days\"\nby = \"Dr Peeters\"\n";
    let facts = world("2020-01-01T09:00:00", change, "");
    for (at, wanted) in [
        ("2026-03-12T09:59:59", "permitted REQ-DOC-READ-001"),
        ("2026-03-12T10:00", "refused REQ-DOC-TIMING-002"),
        ("2026-03-14T10:00", "permitted REQ-DOC-TIMING-003"),
        // The delay counts from the publication, whenever it was set.
        ("2026-03-16T10:00", "refused REQ-DOC-TIMING-001"),
        ("2026-04-10T00:00", "permitted REQ-DOC-TIMING-001"),
    ] {
        assert_eq!(
            word(&facts, "Marie", "letter", at, &[("access-rule.precedence", "latest")]),
            wanted,
            "{at}"
        );
    }
    let at = "2026-03-14T10:00";
    let by_hand = [("access-rule.precedence", "by-hand")];
    assert_eq!(word(&facts, "Marie", "letter", at, &by_hand), "refused REQ-DOC-TIMING-002");
    assert!(word(&facts, "Marie", "letter", at, &[]).starts_with("open access-rule.precedence"));
    // Where both say the same, nothing is left open.
    assert_eq!(
        word(&facts, "Marie", "letter", "2026-03-16T10:00", &[]),
        "refused REQ-DOC-TIMING-001"
    );
}

#[test]
fn a_sumehr_is_open_by_default_from_its_cut_off_on() {
    for (shared, wanted) in [
        ("2019-01-14T23:59:59", "refused REQ-SUMEHR-006"),
        ("2019-01-15T00:00:00", "permitted REQ-DOC-READ-001"),
        ("2019-01-14T23:00:00Z", "permitted REQ-DOC-READ-001"),
        ("2019-01-14T22:59:59Z", "refused REQ-SUMEHR-006"),
    ] {
        let facts = world(shared, "", "");
        assert_eq!(word(&facts, "Marie", "summary", "2026-03-11T10:00", &[]), wanted, "{shared}");
        assert_eq!(
            word(&facts, "Dr Janssens", "summary", "2026-03-11T10:00", &[]),
            "permitted REQ-DOC-READ-001",
            "{shared}"
        );
    }
    // Shared is when the network took it, not the document's own date.
    let late = world("2018-12-01T09:00:00\nreferenced = 2019-02-01T09:00:00", "", "");
    assert_eq!(
        word(&late, "Marie", "summary", "2026-03-11T10:00", &[]),
        "permitted REQ-DOC-READ-001"
    );
    let astride = world(
        "2018-12-01T09:00:00\nreferenced = [2019-01-14T23:59:00, 2019-01-15T00:01:00]",
        "",
        "",
    );
    assert_eq!(
        word(&astride, "Marie", "summary", "2026-03-11T10:00", &[]),
        "uncertain REQ-SUMEHR-001"
    );
}

fn setting(doctor: &str, patients: &str, at: &str) -> String {
    format!("[[setting]]\ndoctor = \"{doctor}\"\npatients = \"{patients}\"\nat = {at}\n")
}

#[test]
fn an_author_s_setting_closes_his_own_sumehrs_as_far_as_the_reading_reaches() {
    let reach = "sumehr.setting-reach";
    let later = setting("Dr Peeters", "closed", "2026-03-12T09:00:00");
    let facts = world("2020-01-01T09:00:00", "", &later);
    assert_eq!(
        word(&facts, "Marie", "summary", "2026-03-12T08:59:59", &[]),
        "permitted REQ-DOC-READ-001"
    );
    let at = "2026-03-12T09:00";
    assert_eq!(word(&facts, "Marie", "summary", at, &[]), format!("open {reach} REQ-SUMEHR-007"));
    assert_eq!(word(&facts, "Marie", "summary", at, &[(reach, "all")]), "refused REQ-SUMEHR-007");
    assert_eq!(
        word(&facts, "Marie", "summary", at, &[(reach, "later")]),
        "permitted REQ-DOC-READ-001"
    );
    assert_eq!(
        word(&facts, "Marie", "letter", at, &[(reach, "all")]),
        "permitted REQ-DOC-READ-001",
        "a letter is no SUMEHR"
    );
    // Opened again: under the narrow reading the setting that stood when it was shared goes on.
    let earlier = setting("Dr Peeters", "closed", "2019-06-01T09:00:00") + &setting("Dr Peeters", "open", "2026-03-12T09:00:00");
    let facts = world("2020-01-01T09:00:00", "", &earlier);
    assert_eq!(
        word(&facts, "Marie", "summary", "2026-03-12T08:59:59", &[]),
        "refused REQ-SUMEHR-007"
    );
    assert_eq!(word(&facts, "Marie", "summary", at, &[]), format!("open {reach} REQ-SUMEHR-007"));
    assert_eq!(word(&facts, "Marie", "summary", at, &[(reach, "all")]), "permitted REQ-SUMEHR-001");
    assert_eq!(word(&facts, "Marie", "summary", at, &[(reach, "later")]), "refused REQ-SUMEHR-007");
    // A setting opens none that the cut-off closes.
    let facts = world("2018-06-01T09:00:00", "", &setting("Dr Peeters", "open", "2026-03-12T09:00:00"));
    assert_eq!(word(&facts, "Marie", "summary", at, &[]), "refused REQ-SUMEHR-006");
    let facts = world("2020-01-01T09:00:00", "", &setting("Dr Janssens", "closed", "2019-06-01T09:00:00"));
    assert_eq!(word(&facts, "Marie", "summary", at, &[]), "permitted REQ-DOC-READ-001");
    let decision = decide(&facts, "Marie", "summary", Moment::at(parse_instant(at).unwrap()), &BTreeMap::new()).unwrap();
    assert!(decision.grounds.iter().any(|ground| ground.requirement == "REQ-SUMEHR-003"));
}

#[test]
fn a_rule_set_by_hand_goes_before_all_but_where_it_opens_against_a_setting() {
    let change = |access: &str| format!("[[document.change]]\nat = 2026-03-12T09:00:00\naccess = \"{access}\"\nby = \"Dr Peeters\"\n");
    let at = "2026-03-13T09:00";
    let old = world("2018-06-01T09:00:00", "", &change("immediate"));
    assert_eq!(word(&old, "Marie", "summary", at, &[]), "permitted REQ-SUMEHR-009");
    let new = world("2020-01-01T09:00:00", "", &change("never"));
    assert_eq!(word(&new, "Marie", "summary", at, &[]), "refused REQ-DOC-TIMING-002");
    let closed = setting("Dr Peeters", "closed", "2019-06-01T09:00:00");
    let both = world("2020-01-01T09:00:00", "", &(change("immediate") + &closed));
    let precedence = "sumehr.precedence";
    assert_eq!(
        word(&both, "Marie", "summary", at, &[]),
        format!("open {precedence} REQ-SUMEHR-007")
    );
    assert_eq!(
        word(&both, "Marie", "summary", at, &[(precedence, "document")]),
        "permitted REQ-SUMEHR-009"
    );
    assert_eq!(
        word(&both, "Marie", "summary", at, &[(precedence, "setting")]),
        "refused REQ-SUMEHR-007"
    );
    let shut = world("2020-01-01T09:00:00", "", &(change("never") + &closed));
    assert_eq!(
        word(&shut, "Marie", "summary", at, &[(precedence, "document")]),
        "refused REQ-DOC-TIMING-002"
    );
    // Where the setting came later, its reach is open too.
    let later = world(
        "2020-01-01T09:00:00",
        "",
        &(change("immediate") + &setting("Dr Peeters", "closed", "2026-03-12T10:00:00")),
    );
    assert_eq!(
        word(&later, "Marie", "summary", at, &[(precedence, "setting")]),
        "open sumehr.setting-reach REQ-SUMEHR-007"
    );
    let pinned = [(precedence, "setting"), ("sumehr.setting-reach", "later")];
    assert_eq!(word(&later, "Marie", "summary", at, &pinned), "permitted REQ-DOC-READ-001");
}

#[test]
fn restricted_and_excluded_doctors_and_other_professions_release_nothing() {
    let release = |by: &str| format!("[[release]]\ndocument = \"letter\"\nby = \"{by}\"\nat = 2026-03-13T09:00:00\n");
    let shut = "[[restriction]]\ndocument = \"letter\"\ndoctor = \"Dr Janssens\"\nby = \"Dr Peeters\"\nmade = 2026-03-12T09:00:00\n";
    let excluded = "[[exclusion]]\npatient = \"Marie\"\ndoctor = \"Dr Janssens\"\nmade = 2026-03-12T09:00:00\n";
    for (by, more, wanted) in [
        ("Dr Janssens", "", "permitted REQ-RELEASE-002"),
        ("Dr Janssens", shut, "refused REQ-RELEASE-004"),
        ("Dr Janssens", excluded, "refused REQ-RELEASE-004"),
        ("Sofie", "", "refused REQ-RELEASE-004"),
    ] {
        let text = world_text("releasable", &(release(by) + more));
        let facts = Facts::of_toml(&text).unwrap().facts;
        let care = [("network.professions", "care")];
        assert_eq!(word(&facts, "Marie", "letter", "2026-03-14T09:00", &care), wanted, "{by}: {more}");
    }
}

fn world_text(access: &str, more: &str) -> String {
    let mut text = WORLD
        .replace("SHARED", "2020-01-01T09:00:00")
        .replace("CHANGE", "")
        .replace("\"immediate\"", &format!("\"{access}\""))
        + more;
    for who in ["Dr Janssens", "Sofie"] {
        text.push_str(&format!(
            "[[consent]]\nperson = \"{who}\"\nas = \"professional\"\ngiven = 2018-01-01T09:00:00\n\
             [[link]]\ndoctor = \"{who}\"\npatient = \"Marie\"\ndeclared = 2018-01-02T09:00:00\nuntil = 2036-01-01\n"
        ));
    }
    text
}

#[test]
fn a_form_gives_a_link_once_the_office_has_processed_it() {
    let form = "[[person]]\nname = \"Dr Maes\"\ndoctor = true\n[[consent]]\nperson = \"Dr Maes\"\nas = \"professional\"\ngiven = 2026-01-01T09:00:00\n\
                [[link_form]]\ndoctor = \"Dr Maes\"\npatient = \"Marie\"\nsent = 2026-03-12T09:00:00\n\
                [[link]]\ndoctor = \"Dr Maes\"\npatient = \"Marie\"\nby_form = true\ndeclared = 2026-03-14T09:00:00\n";
    let facts = world("2020-01-01T09:00:00", "", form);
    assert_eq!(
        word(&facts, "Dr Maes", "letter", "2026-03-13T09:00", &[]),
        "refused REQ-THERLINK-001"
    );
    let decision = decide(
        &facts,
        "Dr Maes",
        "letter",
        Moment::at(parse_instant("2026-03-13T09:00").unwrap()),
        &BTreeMap::new(),
    )
    .unwrap();
    assert!(decision.grounds.iter().any(|ground| ground.requirement == "REQ-THERLINK-006"));
    assert_eq!(
        word(&facts, "Dr Maes", "letter", "2026-03-14T09:00", &[]),
        "permitted REQ-THERLINK-001"
    );
}

#[test]
fn a_file_that_is_wrong_says_where_and_what_to_do() {
    let whole = WORLD.replace("SHARED", "2020-01-01T09:00:00").replace("CHANGE", "");
    assert!(Facts::of_toml(&whole).is_ok());
    for (wrong, words) in [
        (
            whole.replace("profession = \"nurse\"", "profession = \"midwife\""),
            "`midwife` is no profession",
        ),
        (
            whole.replace("doctor = true", "doctor = true\nprofession = \"clerk\""),
            "a doctor is no clerk",
        ),
        (
            whole.replace("registered_by = \"Dr Peeters\"", "registered_by = \"Office\""),
            "is no doctor",
        ),
        (
            whole.replace(
                "kind = \"SUMEHR\"\npatient = \"Marie\"\nauthor = \"Dr Peeters\"",
                "kind = \"SUMEHR\"\npatient = \"Marie\"",
            ),
            "has an author",
        ),
        (
            whole.replace("kind = \"SUMEHR\"", "kind = \"SUMEHR\"\naccess = \"never\""),
            "[[document.change]] with `by`",
        ),
        (whole.replace("kind = \"SUMEHR\"\n", ""), "missing field `access`"),
        (
            whole.clone() + "[[document.change]]\nat = 2026-03-12T09:00:00\naccess = \"never\"\n",
            "add `by`",
        ),
        (
            whole.clone() + "[[setting]]\ndoctor = \"Dr Peeters\"\npatients = \"shut\"\nat = 2026-03-12T09:00:00\n",
            "\"open\" or \"closed\"",
        ),
        (
            whole.clone() + "[[setting]]\ndoctor = \"Marie\"\npatients = \"open\"\nat = 2026-03-12T09:00:00\n",
            "is no doctor",
        ),
        (
            whole.clone()
                + "[[restriction]]\ndocument = \"scan\"\ndoctor = \"Dr Janssens\"\nby = \"Dr Peeters\"\nmade = 2026-03-12T09:00:00\n",
            "add a [[document]]",
        ),
    ] {
        let problem = Facts::of_toml(&wrong).unwrap_err();
        assert!(problem.to_string().contains(words) && problem.line > 1, "{problem}\n{wrong}");
    }
}

fn told(story: &Story) -> Facts {
    Facts::of_journal(JournalSlice::of(&story.entries()))
}

#[test]
fn a_journal_tells_of_everything_that_was_done_and_of_nothing_that_was_refused() {
    let mut story = Story::about(&[]);
    story.everybody().in_order().letter().sumehr();
    story
        .does(DOCTOR, restrict(COLLEAGUE))
        .wants(DOCTOR, restrict(NURSE))
        .gets(refused(None));
    story.does(DOCTOR, lift_restriction(COLLEAGUE));
    story
        .does(DOCTOR, set_access(LETTER, PatientAccess::AfterDays(7)))
        .does(DOCTOR, release());
    story
        .does(PATIENT, exclude(Role::Patient, COLLEAGUE))
        .does(DOCTOR, lift(Role::Professional, COLLEAGUE));
    story
        .does(DOCTOR, send_form())
        .does(OFFICE, process_form())
        .does(DOCTOR, journals::setting(false));
    story
        .does(DOCTOR, ask_deletion())
        .does(OFFICE, process_deletion())
        .does(DOCTOR, register(false))
        .does(COLLEAGUE, register(true));
    let facts = told(&story);
    let letter = facts.document(LETTER).unwrap();
    assert_eq!(letter.restrictions.len(), 2);
    let by_hand = RuleSet {
        rule: AccessRule::AfterDays(7),
        by: Some(DOCTOR.to_owned()),
    };
    assert_eq!(letter.rules.last().map(|act| &act.what), Some(&by_hand));
    assert_eq!((letter.releases.len(), letter.references.len()), (1, 2));
    let by: Vec<_> = facts
        .exclusions
        .iter()
        .map(|act| (act.what.by.as_str(), act.what.is_made))
        .collect();
    assert_eq!(by, [(PATIENT, true), (DOCTOR, false)]);
    assert_eq!((facts.links.len(), facts.link_forms.len(), facts.settings.len()), (2, 1, 1));
    let registered: Vec<_> = facts.consents.iter().filter_map(|act| act.what.registered_by.as_deref()).collect();
    assert_eq!(registered, [COLLEAGUE]);
    let sumehr = facts.document(SUMEHR).unwrap();
    assert_eq!(
        (sumehr.author.as_deref(), sumehr.publisher.as_str(), sumehr.patient.as_str()),
        (Some(DOCTOR), "network", PATIENT)
    );
    // Its sharing begins with the wish, and not with what the harness wrote down behind.
    let written = story
        .entries()
        .iter()
        .find(|entry| matches!(&entry.event, etalon_journal::Event::Intent { intent, .. } if intent == "PublishSumehr"))
        .unwrap()
        .number;
    assert_eq!(sumehr.references[0].when.entries.unwrap().0, written);
    let professions: Vec<_> = [DOCTOR, NURSE, CLERK, OFFICE, PATIENT]
        .iter()
        .map(|name| facts.person(name).unwrap().profession)
        .collect();
    assert_eq!(
        professions,
        [
            Some(Profession::Physician),
            Some(Profession::Nurse),
            Some(Profession::Clerk),
            None,
            None
        ]
    );
}

#[test]
fn the_words_of_a_deletion_that_nobody_processed_change_nothing() {
    let mut story = Story::about(&[]);
    story.in_order().letter();
    let before = lane(&told(&story), DOCTOR).spans;
    story.does(DOCTOR, ask_deletion());
    assert_eq!(lane(&told(&story), DOCTOR).spans, before);
    story.wants(OFFICE, process_deletion()).gets(no_answer());
    let last = lane(&told(&story), DOCTOR).spans.pop().unwrap();
    assert!(matches!(last.answer, Answer::Uncertain { .. }), "{last:?}");
}

fn lane(facts: &Facts, person: &str) -> Lane {
    let all = lanes(facts, &BTreeMap::new());
    all.into_iter()
        .find(|lane| lane.person == person && lane.document == LETTER)
        .unwrap()
}

#[test]
fn a_lane_tells_spans_and_acts_entry_by_entry_where_the_clock_stands() {
    let mut story = Story::about(&[]);
    story.everybody().in_order().letter();
    let asked = story.entries().len() as u64 + 1;
    story
        .does(COLLEAGUE, restrict(DOCTOR))
        .does(DOCTOR, link(None))
        .does(PATIENT, exclude(Role::Patient, COLLEAGUE));
    let lane = lane(&told(&story), DOCTOR);
    let spans: Vec<_> = lane
        .spans
        .iter()
        .map(|span| {
            let word = match span.answer {
                Answer::Permitted => "permitted",
                Answer::Refused => "refused",
                Answer::Open { .. } => "open",
                Answer::Uncertain { .. } => "uncertain",
            };
            (word, span.requirement, span.since.and_then(|since| since.after))
        })
        .collect();
    assert_eq!(spans.first(), Some(&("refused", "REQ-DOC-READ-001", None)));
    assert_eq!(
        spans[spans.len() - 2..],
        [
            ("permitted", "REQ-DOC-READ-001", Some(asked - 1)),
            ("refused", "REQ-EXCLUSION-003", Some(asked + 1)),
        ],
        "{lane:#?}"
    );
    let restriction = lane.acts.iter().find(|act| matches!(act.deed, Deed::Restriction(_))).unwrap();
    assert!(restriction.changes && restriction.is_sure);
    assert_eq!(restriction.when.entries, Some((asked, asked + 1)));
    assert_eq!(restriction.deed.sentence(), "Dr Lambert shuts Dr Peeters out of the document");
    // The second link changed nothing, and the exclusion of another doctor is none of this lane's.
    let last = lane.acts.last().unwrap();
    assert!(matches!(last.deed, Deed::Link(_)) && !last.changes, "{last:?}");
}
