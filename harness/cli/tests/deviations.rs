//! Known failures of a product: they do not fail a run, are shown, and come out the same from the record; what is one no more fails it.
#![allow(clippy::unwrap_used)]

mod programs;

use std::{fs, path::Path};

use programs::*;
use serde_json::Value;

/// A scenario that catches the defect, and its requirement.
const CAUGHT: &str = "case-medecin-retire-lecture";
const REQUIREMENT: &str = "REQ-CONSENT-002";
const DEFECT: &str = "consent-of-one-side";

fn profile(home: &Path, scenario: &str, expires: &str) -> String {
    fs::create_dir_all(home).unwrap();
    fs::write(home.join("profile.toml"), profile_with(&[])).unwrap();
    let known = format!(
        "format = 1\n[[deviation]]\nrequirement = \"{REQUIREMENT}\"\nscenario = \"{scenario}\"\nreason = \"the migration\"\nowner = \"Team A\"\nexpires = {expires}\n"
    );
    fs::write(home.join("deviations.toml"), known).unwrap();
    home.to_str().unwrap().to_owned()
}

fn examined(home: &Path, profile: &str, further: &[&str]) -> (Ended, Value) {
    let out = home.join("record");
    let tags = format!("@{CAUGHT}");
    let arguments = [
        &["run", "--profile", profile, "--tags", &tags, "--out", out.to_str().unwrap()],
        further,
    ]
    .concat();
    let ended = run(&arguments);
    let of_the_run = summary(&out);
    let again = run(&["judge", out.to_str().unwrap()]);
    assert_eq!(again.code, ended.code, "the record is judged alike: {again:?}");
    assert_eq!(summary(&out), of_the_run);
    (ended, of_the_run)
}

#[test]
fn a_known_failure_does_not_fail_the_run_and_is_shown() {
    let home = folder();
    let profile = profile(&home.path().join("acme"), CAUGHT, "2999-12-31");
    let (ended, summary) = examined(home.path(), &profile, &["--defect", DEFECT]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(verdicts(&summary)[CAUGHT].0, "non-conformant", "the verdict stays what it is");
    assert_eq!(
        (&summary["known"], &summary["deviations"][0]["state"]),
        (&1.into(), &"known".into())
    );
    assert!(
        ended
            .out
            .contains("known deviation: REQ-CONSENT-002 until 2999-12-31 (Team A): the migration"),
        "{}",
        ended.out
    );
    let junit = fs::read_to_string(home.path().join("record/junit.xml")).unwrap();
    assert!(junit.contains("name=\"deviation\"") && !junit.contains("<failure"), "{junit}");
    let report = fs::read_to_string(home.path().join("record/report.html")).unwrap();
    assert!(report.contains("id=\"deviations\"") && report.contains("the migration"));
}

#[test]
fn one_that_no_longer_fails_or_whose_time_is_over_fails_the_run() {
    for (expires, further, state, words) in [
        ("2999-12-31", &[][..], "gone", "STALE DEVIATION"),
        ("2020-12-31", &["--defect", DEFECT], "expired", "EXPIRED DEVIATION"),
        ("2020-12-31", &[], "expired", "EXPIRED DEVIATION"),
    ] {
        let home = folder();
        let profile = profile(&home.path().join("acme"), CAUGHT, expires);
        let (ended, summary) = examined(home.path(), &profile, further);
        assert_eq!(ended.code, Some(10), "{ended:?}");
        assert_eq!(summary["deviations"][0]["state"], state);
        assert!(ended.out.contains(words), "{}", ended.out);
        let junit = fs::read_to_string(home.path().join("record/junit.xml")).unwrap();
        assert!(junit.contains("stale-deviation"), "{junit}");
    }
}

#[test]
fn one_that_no_scenario_could_show_is_refused_before_anything_starts() {
    let home = folder();
    let profile = profile(&home.path().join("acme"), "case-nobody", "2999-12-31");
    let out = home.path().join("record");
    let ended = run(&["run", "--profile", &profile, "--out", out.to_str().unwrap()]);
    ended.fails(2, &["deviations.toml:4:", "`case-nobody`", "etalon cover"]);
    assert!(!out.exists());
}

#[test]
fn one_that_was_not_met_says_nothing() {
    let home = folder();
    let profile = profile(&home.path().join("acme"), "case-instant-du-retrait", "2020-12-31");
    let (ended, summary) = examined(home.path(), &profile, &[]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(summary["deviations"][0]["state"], "unseen");
}
