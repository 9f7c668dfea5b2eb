//! Products that share the nation's clock: told where it is, shown what time it is and nothing else, and the token in no record.
#![allow(clippy::unwrap_used)]

mod programs;

use std::fs;

use programs::{plain::*, *};
use serde_json::Value;

const FEATURE: &str = r#"Feature: A product that shares the nation's clock

  @REQ-WEBAPP-003 @case-plain-timed
  Scenario: At an instant
    Given it is 2026-03-10 09:00
    When Marie logs in to the patient space with itsme
    Then Marie is logged in

  @REQ-WEBAPP-003 @case-plain-later
  Scenario: Later
    Given it is 2026-03-10 09:00
    And it is 2026-06-10 09:00
    When Marie logs in to the patient space with itsme
    Then Marie is logged in
"#;
const TOLD: &str = "environment = { CLOCK_URL = \"{control-url}\", CLOCK_TOKEN = \"{control-token}\" }";

#[test]
fn a_product_that_asks_the_nation_for_the_time_plays_at_any_instant() {
    let Some(python) = python() else { return };
    for isolation in ["realm", "exclusive"] {
        let head = format!("isolation = \"{isolation}\"\nclock = \"shared\"");
        let profile = profile(&python, &head, TOLD, &format!("{LOGGED}{RECIPES}"));
        let examined = examine(&profile, FEATURE, &[], "@case-plain-timed or @case-plain-later");
        for (case, instant) in [
            ("case-plain-timed", "2026-03-10T08:00:00Z"),
            ("case-plain-later", "2026-06-10T07:00:00Z"),
        ] {
            examined.is(case, "conformant", "");
            let realm = examined.observed("scenario-opened").find(|line| line["identity"] == case).unwrap()["realm"].clone();
            let said =
                |line: &&Value| line["realm"] == realm && line["line"].as_str().is_some_and(|line| line.starts_with("logged in at "));
            let line = examined.observed("output").find(said).unwrap()["line"].clone();
            assert_eq!(line, format!("logged in at {instant}"), "{isolation}: {case}");
        }
    }
}

#[test]
fn a_token_that_a_product_prints_is_a_mark_in_the_record_and_a_finding() {
    let Some(python) = python() else { return };
    let prints = TOLD.replace(" }", ", PRINTS = \"CLOCK_TOKEN\" }");
    let profile = profile(
        &python,
        "isolation = \"realm\"\nclock = \"shared\"",
        &prints,
        &format!("{LOGGED}{RECIPES}"),
    );
    let examined = examine(&profile, FEATURE, &[], "@case-plain-timed");
    examined.is("case-plain-timed", "advisory", "the system prints no token");
    let printed: Vec<_> = examined.observed("output").filter_map(|line| line["line"].as_str()).collect();
    let token = printed.iter().find_map(|line| line.strip_prefix("CLOCK_TOKEN is ")).unwrap();
    assert!(token.starts_with("[secret control_token "), "{printed:?}");
}

#[test]
fn the_token_is_handed_over_by_the_environment_alone() {
    let Some(python) = python() else { return };
    let head = "isolation = \"realm\"\nclock = \"shared\"";
    let upright = profile(&python, head, TOLD, RECIPES);
    let in_the_command = upright.replacen("\"{callback}\"", "\"{callback}\", \"{control-token}\"", 1);
    assert_ne!(in_the_command, upright);
    let in_a_file = format!("{TOLD}\nfiles = [{{ path = \"clock\", text = \"{{control-token}}\" }}]");
    let in_a_file = profile(&python, head, &in_a_file, RECIPES);
    for (wrong, said) in [
        (in_the_command, "nothing is known by the name `{control-token}`"),
        (in_a_file, "files go into the record"),
    ] {
        let folder = folder();
        fs::write(folder.path().join("profile.toml"), wrong).unwrap();
        let checked = run(&["profile", "check", &folder.path().display().to_string()]);
        checked.fails(2, &[said]);
    }
}
