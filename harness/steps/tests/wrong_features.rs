//! Features that cannot be played: what is wrong is said with the line and the remedy, all of it at once.
#![allow(clippy::unwrap_used)]

mod spoken;

use spoken::plan;

const PATH: &str = "features/made-up/bad.feature";
const TAGS: &str = "@REQ-WEBAPP-003 @case-bad-input";
const STEPS: &str = "When a visitor who is not logged in opens the page \"home\"\n    Then the page opens";

fn feature(tags: &str, steps: &str) -> String {
    format!("Feature: Bad input\n\n  {tags}\n  Scenario: One\n    {steps}\n")
}

#[test]
fn a_feature_that_cannot_be_played_is_refused_with_its_line_and_remedy() {
    let twice = feature(TAGS, STEPS) + &feature(TAGS, STEPS)[20..];
    let outline = |rows: &str| {
        let steps =
            format!("When a visitor who is not logged in opens the page \"<page>\"\n    Then the page opens\n    Examples:\n{rows}");
        feature(TAGS, &steps).replace("Scenario:", "Scenario Outline:")
    };
    for (text, words) in [
        ("Not Gherkin at all\n".to_owned(), &["no Gherkin"][..]),
        (String::new(), &["no Gherkin"]),
        (
            feature(
                TAGS,
                "When a visitor who is not logged in opens the pages \"home\"\n    Then the page opens",
            ),
            &[":5:", "a visitor who is not logged in opens the page {page}"],
        ),
        (feature(TAGS, "When zzz"), &[":5:", "“zzz”", "features/phrases/"]),
        (
            feature(TAGS, "Given the page opens"),
            &[":5:", "`page-opened`", "may only stand under then"],
        ),
        (feature(TAGS, "When it is 2026-03-10 09:00"), &[":5:", "may only stand under given"]),
        (
            feature("@REQ-NOBODY-001 @case-bad-input", STEPS),
            &[":4:", "`REQ-NOBODY-001`", "features/requirements/"],
        ),
        (feature("@case-bad-input", STEPS), &[":4:", "`@REQ-…`"]),
        (feature("@REQ-WEBAPP-003", STEPS), &[":4:", "`@case-…`"]),
        (feature("@REQ-WEBAPP-003 @case-a @case-b", STEPS), &[":4:", "`@case-…`", "has 2"]),
        (twice, &["@case-bad-input", "already", "never reused"]),
        (
            format!("# language: de\n{}", feature(TAGS, STEPS)),
            &[":1:", "`de`", "en, fr or nl"],
        ),
        (
            format!("# language: xx\n{}", feature(TAGS, STEPS)),
            &[":1:", "`xx`", "en, fr or nl"],
        ),
        (
            outline("      | case | page |\n      | a | home |\n      | a | home |\n"),
            &["@case-bad-input/a", "already"],
        ),
        (outline("      | case | site |\n      | a | home |\n"), &["page"]),
        (
            "Feature: Bad input\n\n  Background:\n    Given zzz\n\n".to_owned() + &feature(TAGS, STEPS)[20..],
            &[":4:", "“zzz”"],
        ),
    ] {
        let told = plan(PATH, &text)
            .err()
            .unwrap_or_else(|| panic!("it can be played: {text}"))
            .join("\n");
        assert!(told.contains(PATH), "{told}");
        for word in words {
            assert!(told.contains(word), "`{word}` is not in: {told}");
        }
    }
}

const ASKS: &str = "Given CSAM answers Marie's next login with the fault \"id-token-issuer-other\"";
const TRIES: &str = "When Marie tries to log in";

#[test]
fn a_fault_that_is_misspelt_not_tried_or_not_expected_to_come_to_what_it_calls_for_is_named_with_its_line() {
    let refused = "Then the login of Marie with the fault \"id-token-issuer-other\" is refused";
    let good = format!("{ASKS}\n    {TRIES}\n    {refused}");
    assert!(plan(PATH, &feature(TAGS, &good)).is_ok());
    for (steps, words) in [
        (
            good.replacen("id-token-issuer-other", "id-token-isuer-other", 1),
            &[":5:", "no fault `id-token-isuer-other`", "id-token-"][..],
        ),
        (
            good.replace("id-token-issuer-other", "zzz"),
            &[":5:", ":7:", "no fault `zzz`", "mocks/csam/faults/"],
        ),
        (format!("{ASKS}\n    {STEPS}"), &[":5:", "say after it that Marie tries to log in"]),
        (
            good.replace("Marie tries", "Lucas tries"),
            &[":5:", "say after it that Marie tries to log in"],
        ),
        (format!("{TRIES}\n    {refused}"), &[":6:", "no step before says"]),
        (good.replace("login of Marie", "login of Lucas"), &[":7:", "no step before says"]),
        (
            good.replace("fault \"id-token-issuer-other\" is", "fault \"state-other\" is"),
            &[":7:", "`id-token-issuer-other`, not for `state-other`"],
        ),
        (
            good.replace("id-token-issuer-other", "key-rotated-before-login"),
            &[":7:", "login-accepted-despite"],
        ),
        (
            good.replace("id-token-issuer-other", "token-error-server"),
            &[":7:", "login-unavailable"],
        ),
        (
            good.replace(refused, "Then Marie learns that logging in is not possible now"),
            &[":7:", "hostile-login-refused"],
        ),
    ] {
        let told = plan(PATH, &feature(TAGS, &steps))
            .err()
            .unwrap_or_else(|| panic!("it can be played: {steps}"))
            .join("\n");
        for word in words {
            assert!(told.contains(word), "`{word}` is not in: {told}");
        }
    }
}

#[test]
fn every_mistake_of_a_feature_is_named_at_once() {
    let told = plan(PATH, &feature(TAGS, "When zzz\n    Then yyy\n    And the page opens"))
        .err()
        .unwrap();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].starts_with("features/made-up/bad.feature:5: ") && told[0].contains("“zzz”"),
        "{told:?}"
    );
    assert!(
        told[1].starts_with("features/made-up/bad.feature:6: ") && told[1].contains("“yyy”"),
        "{told:?}"
    );
}

#[test]
fn a_requirement_that_is_said_not_to_be_tested_has_no_scenario() {
    let untested = spoken::specification()
        .catalogue
        .requirements
        .values()
        .find(|requirement| requirement.not_tested_reason.is_some())
        .unwrap();
    let told = plan(PATH, &feature(&format!("@{} @case-bad-input", untested.id), STEPS))
        .err()
        .unwrap()
        .join("\n");
    assert!(told.contains(&untested.id) && told.contains("not_tested_reason"), "{told}");
}

#[test]
fn a_scenario_without_steps_is_planned_and_expects_nothing() {
    let planned = plan(PATH, &feature(TAGS, "")).unwrap();
    assert_eq!(planned.len(), 1);
    assert_eq!(planned[0].rules().count(), 0);
}
