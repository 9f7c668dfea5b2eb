//! Products that crash, hang, cut, lie or die: each run ends by itself, with the exit code that its worst scenario has, and
//! nothing is called conformant.
#![allow(clippy::unwrap_used)]

mod programs;

use std::{collections::BTreeMap, fs};

use programs::*;

/// What is played against such products. The first three need nothing of the product beforehand.
const FEATURE: &str = r#"Feature: Hard situations

  @REQ-WEBAPP-003 @case-hard-page-opens
  Scenario: A page opens
    When a visitor who is not logged in opens the page "home"
    Then the page opens

  @REQ-WEBAPP-003 @case-hard-login-demanded
  Scenario: A login is demanded
    When a visitor who is not logged in opens the page "patient-home"
    Then a login is demanded

  @REQ-WEBAPP-004 @case-hard-login-refused
  Scenario: A login is refused
    When Marie logs in to the patient space with password
    Then the request is refused because "level-too-low"

  @REQ-WEBAPP-004 @case-hard-logged-in
  Scenario: A login is accepted
    When Marie logs in to the patient space with itsme
    Then Marie is logged in

  @REQ-THERLINK-001 @case-hard-document-shown
  Scenario: A document is shown
    Given Dr Peeters may consult the record of Marie
    And the hospital publishes "letter" about Marie
    When Dr Peeters opens "letter"
    Then "letter" is shown to Dr Peeters

  @REQ-THERLINK-001 @case-hard-nothing-disclosed
  Scenario: Nothing is disclosed
    Given the hospital publishes "letter" about Marie
    When a visitor who is not logged in opens "letter"
    Then nothing of the content of "letter" is disclosed to a visitor
    And the hospital was not asked for "letter"
"#;

const PAGE_OPENS: &str = "case-hard-page-opens";
const LOGIN_DEMANDED: &str = "case-hard-login-demanded";
const LOGIN_REFUSED: &str = "case-hard-login-refused";
const LOGGED_IN: &str = "case-hard-logged-in";
const DOCUMENT_SHOWN: &str = "case-hard-document-shown";
const NOTHING_DISCLOSED: &str = "case-hard-nothing-disclosed";
const ALL: [&str; 6] = [
    PAGE_OPENS,
    LOGIN_DEMANDED,
    LOGIN_REFUSED,
    LOGGED_IN,
    DOCUMENT_SHOWN,
    NOTHING_DISCLOSED,
];

struct Examined {
    ended: Ended,
    verdicts: BTreeMap<String, (String, String)>,
    summary: serde_json::Value,
    record: tempfile::TempDir,
}

/// Plays `cases` against the product, judges the record again, and holds what both say together.
fn examine(mode: &str, cases: &[&str]) -> Examined {
    let product = FaultyProduct::new(mode);
    let record = folder();
    let feature = record.path().join("hard.feature");
    fs::write(&feature, FEATURE).unwrap();
    let out = record.path().join("record");
    let tags: Vec<String> = cases.iter().map(|case| format!("@{case}")).collect();
    let arguments = [
        "run",
        feature.to_str().unwrap(),
        "--profile",
        &product.profile(),
        "--tags",
        &tags.join(" or "),
        "--jobs",
        "6",
        "--out",
        out.to_str().unwrap(),
    ];
    let ended = run(&arguments);
    assert!(!ended.err.contains("bug of Etalon"), "{mode}: {ended:?}");
    if let Some(pid) = product.pid() {
        wait_until("the product ends with its examination", || has_ended(pid));
    }
    if ended.code != Some(3) {
        let said = verdicts(&summary(&out));
        let again = run(&["judge", out.to_str().unwrap()]);
        assert_eq!((again.code, verdicts(&summary(&out))), (ended.code, said), "{mode}: {again:?}");
    } else {
        let again = run(&["judge", out.to_str().unwrap()]);
        assert_eq!(again.code, Some(20), "{mode}: {again:?}");
    }
    let summary = summary(&out);
    let verdicts = verdicts(&summary);
    assert_eq!(verdicts.len(), cases.len(), "{mode}: {verdicts:?}");
    for (identity, (verdict, because)) in &verdicts {
        assert_ne!(verdict, "conformant", "{mode}: {identity}: {because}");
        assert!(!because.is_empty(), "{mode}: {identity}");
    }
    Examined {
        ended,
        verdicts,
        summary,
        record,
    }
}

impl Examined {
    /// Asserts the exit code and each scenario's verdict.
    fn is(&self, code: i32, verdicts: &[(&str, &str)]) {
        let found: BTreeMap<&str, &str> = self
            .verdicts
            .iter()
            .map(|(identity, (verdict, _))| (identity.as_str(), verdict.as_str()))
            .collect();
        let wanted: BTreeMap<&str, &str> = verdicts.iter().copied().collect();
        assert_eq!(found, wanted, "{:?}", self.verdicts);
        assert_eq!(self.ended.code, Some(code), "{:?}", self.ended);
    }

    fn because(&self, identity: &str, word: &str) {
        let because = &self.verdicts[identity].1;
        assert!(because.contains(word), "{identity}: `{word}` is not in: {because}");
    }
}

fn all(verdict: &'static str) -> [(&'static str, &'static str); 6] {
    ALL.map(|case| (case, verdict))
}

#[test]
fn a_product_that_crashes_deviates_and_never_refuses() {
    let examined = examine("answers-500", &ALL);
    examined.is(
        10,
        &[
            (PAGE_OPENS, "non-conformant"),
            (LOGIN_DEMANDED, "non-conformant"),
            (LOGIN_REFUSED, "non-conformant"),
            (LOGGED_IN, "non-conformant"),
            (DOCUMENT_SHOWN, "inconclusive"),
            (NOTHING_DISCLOSED, "inconclusive"),
        ],
    );
    examined.because(LOGIN_REFUSED, "500");
    examined.because(DOCUMENT_SHOWN, "could not");
    assert!(examined.ended.out.contains("500"), "{}", examined.ended.out);
}

#[test]
fn a_product_that_never_answers_is_given_up_and_nothing_is_said_of_it() {
    // Publishing has a patience of its own, longer than the profile's: scenarios that begin with it are left out here.
    let cases = [PAGE_OPENS, LOGIN_DEMANDED, LOGIN_REFUSED, DOCUMENT_SHOWN];
    let examined = examine("silent-socket", &cases);
    examined.is(20, &cases.map(|case| (case, "inconclusive")));
    examined.because(PAGE_OPENS, "no answer");
    assert_eq!(examined.summary["partial"], false);
}

#[test]
fn a_product_that_cuts_every_connection_is_inconclusive() {
    let examined = examine("resets", &ALL);
    examined.is(20, &all("inconclusive"));
    examined.because(LOGIN_DEMANDED, "no answer");
}

#[test]
fn a_login_that_leads_nowhere_is_inconclusive_and_the_page_is_named() {
    let cases = [LOGIN_REFUSED, LOGGED_IN, DOCUMENT_SHOWN];
    let examined = examine("logs-nobody-in", &cases);
    examined.is(20, &cases.map(|case| (case, "inconclusive")));
    examined.because(LOGGED_IN, "Home");
}

#[test]
fn a_page_that_opens_where_a_login_is_due_is_a_deviation() {
    let cases = [LOGIN_DEMANDED, NOTHING_DISCLOSED];
    let examined = examine("logs-nobody-in", &cases);
    examined.is(10, &[(LOGIN_DEMANDED, "non-conformant"), (NOTHING_DISCLOSED, "inconclusive")]);
}

#[test]
fn a_product_that_dies_is_inconclusive_to_the_last_scenario() {
    let examined = examine("dies-midway", &ALL);
    examined.is(20, &all("inconclusive"));
    assert_eq!(examined.summary["partial"], false);
    assert_eq!(examined.summary["not_run"], 0);
}

#[test]
fn a_product_that_opens_no_instance_is_inconclusive_with_its_own_words() {
    let examined = examine("refuses-instances", &ALL);
    examined.is(20, &all("inconclusive"));
    ALL.iter()
        .for_each(|case| examined.because(case, "the database is full; make room"));
}

#[test]
fn what_is_no_http_is_inconclusive() {
    for mode in ["speaks-no-http", "plain-http", "cuts-answers-short"] {
        let examined = examine(mode, &ALL);
        examined.is(20, &all("inconclusive"));
    }
}

#[test]
fn redirects_without_end_are_given_up() {
    let examined = examine("redirects-for-ever", &ALL);
    examined.is(20, &all("inconclusive"));
    examined.because(PAGE_OPENS, "redirects");
}

#[test]
fn an_address_that_may_not_be_contacted_is_not_contacted_and_named() {
    let examined = examine("sends-elsewhere", &ALL);
    examined.is(20, &all("inconclusive"));
    examined.because(PAGE_OPENS, "192.0.2.1");
    examined.because(PAGE_OPENS, "not contacted");
}

#[test]
fn a_secret_in_the_output_is_told_and_does_not_reach_the_record() {
    let examined = examine("prints-secret", &[PAGE_OPENS]);
    examined.is(0, &[(PAGE_OPENS, "advisory")]);
    examined.because(PAGE_OPENS, "[secret client_secret ");
    let lines = journal(&examined.record.path().join("record"));
    let printed = lines.iter().find(|line| line["event"] == "output").unwrap();
    assert!(printed["line"].as_str().unwrap().ends_with(']'), "{printed}");
}

#[test]
fn a_product_that_never_starts_is_an_environment_error() {
    for (mode, words) in [
        ("never-ready", &["ready within 1 s", "\"ready\""][..]),
        ("ends-at-once", &["has ended"]),
    ] {
        let examined = examine(mode, &[PAGE_OPENS, DOCUMENT_SHOWN]);
        examined.ended.fails(3, words);
        examined.is(3, &[(PAGE_OPENS, "inconclusive"), (DOCUMENT_SHOWN, "inconclusive")]);
        assert_eq!(examined.summary["partial"], true);
    }
}

#[test]
fn a_program_that_cannot_be_started_is_an_environment_error_that_names_it() {
    let home = folder();
    let profile = home.path().join("profile.toml");
    let text = profile_with(&[("reference = \"reference-network\"", "command = [\"./no-such-program\"]")]);
    fs::write(&profile, text).unwrap();
    let out = home.path().join("record");
    let ended = run(&["run", "--profile", profile.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    ended.fails(3, &["./no-such-program", "[start]"]);
}

#[test]
fn a_product_that_does_not_end_is_ended() {
    // What it does is conformant as far as it goes; that it outlives nobody is asserted by `examine`.
    let product = FaultyProduct::new("ignores-the-end");
    let home = folder();
    let feature = home.path().join("hard.feature");
    fs::write(&feature, FEATURE).unwrap();
    let out = home.path().join("record");
    let ended = run(&[
        "run",
        feature.to_str().unwrap(),
        "--profile",
        &product.profile(),
        "--tags",
        &format!("@{PAGE_OPENS}"),
        "--out",
        out.to_str().unwrap(),
    ]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let pid = product.pid().unwrap();
    wait_until("the product is ended", || has_ended(pid));
}
