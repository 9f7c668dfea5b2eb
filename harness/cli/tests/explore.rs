//! Random histories: none differs on the upright reference network; defects are found, made small, and told as scenarios that
//! `run` plays.
#![allow(clippy::unwrap_used)]

mod programs;

use std::{collections::BTreeSet, fs, path::PathBuf};

use programs::*;
use serde::Deserialize;
use serde_json::Value;

/// The last object that the program said.
fn said(ended: &Ended) -> Value {
    let line = ended.out.lines().rev().find(|line| !line.is_empty()).unwrap_or_default();
    serde_json::from_str(line).unwrap_or_else(|why| panic!("{why}: {ended:?}"))
}

/// Explores with these further arguments.
fn explore(further: &[&str]) -> (Option<i32>, Value) {
    let ended = run(&[&["explore", "--jobs", "4", "--format", "json"], further].concat());
    (ended.code, said(&ended))
}

/// A quarter of the 500 histories, so that a test ends in good time on a busy machine.
fn nothing_differs(seed: &str) {
    let (code, told) = explore(&["--histories", "125", "--seed", seed]);
    assert_eq!(code, Some(0), "{told:#}");
    assert_eq!(told["histories"], 125);
    assert!(told["difference"].is_null() && told["stopped"] == 0, "{told:#}");
    let reads = |of: &str| told[of].as_u64().unwrap();
    assert!(reads("permitted") > 100 && reads("refused") > 100, "{told:#}");
    assert_eq!(reads("reads"), reads("permitted") + reads("refused") + reads("open"));
}

#[test]
fn a_first_quarter_of_500_histories_shows_no_difference() {
    nothing_differs("1");
}

#[test]
fn a_second_quarter_of_500_histories_shows_no_difference() {
    nothing_differs("2");
}

#[test]
fn a_third_quarter_of_500_histories_shows_no_difference() {
    nothing_differs("3");
}

#[test]
fn a_fourth_quarter_of_500_histories_shows_no_difference() {
    nothing_differs("4");
}

/// Finds the defect, and holds that its scenario is short, catches it, and accuses nobody else.
fn is_found(defect: &str) {
    let home = folder();
    let out = home.path().join("found");
    let (code, told) = explore(&["--defect", defect, "--out", out.to_str().unwrap()]);
    assert_eq!(code, Some(10), "{defect}: {told:#}");
    let difference = &told["difference"];
    assert!(difference["steps"].as_u64().unwrap() <= 8, "{defect}: {told:#}");
    assert_eq!(difference["verdict"], "non-conformant", "{defect}: {told:#}");

    let feature: PathBuf = out.join(format!("{}.feature", difference["case"].as_str().unwrap()));
    assert_eq!(fs::read_to_string(&feature).unwrap(), difference["feature"].as_str().unwrap());
    let of_the_record = verdicts(&summary(&out.join("record")));
    assert!(
        of_the_record.values().all(|(verdict, _)| verdict == "non-conformant"),
        "{of_the_record:?}"
    );

    let upright = home.path().join("upright");
    let ended = run(&["run", feature.to_str().unwrap(), "--out", upright.to_str().unwrap()]);
    assert_eq!(ended.code, Some(0), "{defect}: {ended:?}\n{told:#}");
    let of_the_upright = verdicts(&summary(&upright));
    assert!(
        of_the_upright.values().all(|(verdict, _)| verdict == "conformant"),
        "{of_the_upright:?}"
    );
}

#[test]
fn a_defect_of_consent_is_found() {
    is_found("consent-of-one-side");
}

#[test]
fn a_defect_of_links_is_found() {
    is_found("revoked-link-alive");
}

#[test]
fn a_defect_of_delays_is_found() {
    is_found("delay-forgotten");
}

#[test]
fn a_defect_of_documents_that_are_never_accessible_is_found() {
    is_found("never-means-thirty-days");
}

#[test]
fn a_defect_of_the_own_record_is_found() {
    is_found("own-record-unchecked");
}

#[test]
fn a_read_that_is_refused_without_reason_is_found() {
    is_found("delay-binds-doctors");
}

/// What is borne is counted and not found; what is known of one scenario only is told to excuse nothing.
#[test]
fn a_difference_that_a_deviation_knows_is_counted_and_not_looked_into() {
    let home = folder();
    let profile = home.path().to_str().unwrap();
    fs::write(home.path().join("profile.toml"), profile_with(&[])).unwrap();
    let explore = || explore(&["--profile", profile, "--defect", "delay-forgotten", "--histories", "24"]);
    let (code, told) = explore();
    assert_eq!(code, Some(10), "{told:#}");
    let requirement = told["difference"]["requirement"].as_str().unwrap();
    let known = |more: &str| {
        let text = format!(
            "format = 1\n[[deviation]]\nrequirement = \"{requirement}\"\n{more}reason = \"the migration\"\nowner = \"Team A\"\nexpires = 2999-12-31\n"
        );
        fs::write(home.path().join("deviations.toml"), text).unwrap();
    };
    known("");
    let (_, borne) = explore();
    assert!(borne["known"].as_u64().unwrap() > 0, "{borne:#}");
    assert_ne!(borne["difference"]["requirement"], requirement, "{borne:#}");
    known("verdict = \"advisory\"\n");
    let (code, told) = explore();
    assert_eq!((code, &told["known"]), (Some(10), &0.into()), "{told:#}");
}

#[derive(Deserialize)]
struct Table {
    defect: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    name: String,
    #[serde(default)]
    not_expressible: Option<String>,
}

/// The table that the soak goes through, and what can be asked for, are the same defects.
#[test]
fn of_every_defect_it_is_said_whether_the_model_can_express_it() {
    let text = fs::read_to_string(project().join("harness/cli/tests/explored-defects.toml")).unwrap();
    let table: Table = toml::from_str(&text).unwrap();
    let listed: Vec<&str> = table.defect.iter().map(|row| row.name.as_str()).collect();
    let ended = run(&["defects", "--format", "json"]);
    let known = said(&ended);
    let known: BTreeSet<&str> = known
        .as_array()
        .unwrap()
        .iter()
        .map(|defect| defect["name"].as_str().unwrap())
        .collect();
    assert_eq!(listed.iter().copied().collect::<BTreeSet<_>>(), known);
    assert_eq!(listed.len(), known.len(), "a defect stands twice");
    assert!(
        table
            .defect
            .iter()
            .all(|row| row.not_expressible.as_ref().is_none_or(|why| !why.is_empty()))
    );
}
