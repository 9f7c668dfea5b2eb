//! What a user can get wrong: profiles, features, the command line. Each message names the place and the remedy,
//! the exit code is that of usage, and nothing is started for it.
#![allow(clippy::unwrap_used)]

mod programs;

use std::fs;

use programs::*;

/// Runs with these arguments, `--out` and a product that would say so if it were started, and holds that it was not.
fn refused_before_anything_starts(code: i32, arguments: &[&str], words: &[&str]) {
    let home = folder();
    let out = home.path().join("record");
    let product = FaultyProduct::new("never-ready");
    let profile = product.profile();
    let mut all = vec!["run", "--out", out.to_str().unwrap()];
    all.extend(arguments);
    if !arguments.contains(&"--profile") && !arguments.contains(&"--defect") {
        all.extend(["--profile", &profile]);
    }
    let ended = run(&all);
    ended.fails(code, words);
    assert!(!out.exists(), "{arguments:?}: a record was begun");
    assert_eq!(product.pid(), None, "{arguments:?}: the product was started");
}

#[test]
fn a_profile_that_cannot_be_used_is_refused_with_its_place_and_remedy() {
    let pinned = "\"timing.delay\" = \"calendar\"";
    let capabilities = "capabilities = [\"CONSENT\", ";
    let adopts = "adopts = [\"REQ-BIS-002\", ";
    let reference = "reference = \"reference-network\"";
    for (line, other, words) in [
        ("format = 1", "format = ", &["profile.toml:2:"][..]),
        ("format = 1", "format = 99", &["profile.toml", "99", "newer Etalon"]),
        (
            "clock = \"endpoint\"",
            "clock = \"endpoint\"\ncolour = \"blue\"",
            &["profile.toml", "colour"],
        ),
        (
            "clock = \"endpoint\"",
            "clock = \"sundial\"",
            &["profile.toml", "sundial", "endpoint"],
        ),
        ("kind = \"portal\"", "", &["profile.toml", "kind"]),
        ("[intents.LogOut.any]", "[intents.LogOff.any]", &["`LogOff`", "LogOut"]),
        (
            "[intents.LogOut.any]",
            "[intents.LogOut.nurse]",
            &["[intents.LogOut.nurse]", "patient"],
        ),
        ("identify = \"csam\"", "identify = \"itsme\"", &["[intents.LogIn.", "\"csam\""]),
        (
            "{ open = \"{page.path}\" }",
            "{ visit = \"{page.path}\" }",
            &["profile.toml", "recipe"],
        ),
        (pinned, "\"timing.dely\" = \"calendar\"", &["`timing.dely`", "parameters.toml"]),
        (pinned, "\"timing.delay\" = \"lunar\"", &["`timing.delay`", "`lunar`", "calendar"]),
        (capabilities, "capabilities = [\"ASTROLOGY\", ", &["`ASTROLOGY`", "etalon cover"]),
        (adopts, "adopts = [\"REQ-NOBODY-001\", ", &["`REQ-NOBODY-001`", "etalon cover"]),
        (adopts, "adopts = [\"REQ-CONSENT-001\", ", &["`REQ-CONSENT-001`", "default"]),
        (reference, "", &["start", "command"]),
        (
            reference,
            "reference = \"reference-network\"\ncommand = [\"x\"]",
            &["start", "not both"],
        ),
        (
            "level-too-low = \"level-too-low\"",
            "level-too-low = \"too-low\"",
            &["profile.toml", "too-low"],
        ),
    ] {
        let home = folder();
        let profile = home.path().join("profile.toml");
        fs::write(&profile, profile_with(&[(line, other)])).unwrap();
        let mut words = words.to_vec();
        words.push("the profile cannot be used");
        refused_before_anything_starts(2, &["--profile", home.path().to_str().unwrap()], &words);
    }
}

#[test]
fn a_profile_that_is_not_there_is_refused_with_those_that_ship() {
    let home = folder();
    refused_before_anything_starts(2, &["--profile", "no-such-product"], &["`no-such-product`", "reference-network"]);
    refused_before_anything_starts(2, &["--profile", home.path().to_str().unwrap()], &["profile.toml"]);
    fs::write(home.path().join("profile.toml"), b"\xff\xfe").unwrap();
    refused_before_anything_starts(2, &["--profile", home.path().to_str().unwrap()], &["profile.toml", "UTF-8"]);
    fs::write(
        home.path().join("profile.toml"),
        profile_with(&[("reference = \"reference-network\"", "reference = \"another-network\"")]),
    )
    .unwrap();
    refused_before_anything_starts(
        2,
        &["--profile", home.path().to_str().unwrap()],
        &["another-network", "reference-network"],
    );
}

const TAGS: &str = "@REQ-WEBAPP-003 @case-bad-input";
const STEPS: &str = "When a visitor who is not logged in opens the page \"home\"\n    Then the page opens";

fn feature(tags: &str, steps: &str) -> String {
    format!("Feature: Bad input\n\n  {tags}\n  Scenario: One\n    {steps}\n")
}

#[test]
fn a_feature_that_cannot_be_played_is_refused_with_its_line_and_remedy() {
    // Every mistake that there is stands in the tests of the steps; here is one of each kind.
    for (text, words) in [
        ("Not Gherkin at all\n".to_owned(), &["no Gherkin"][..]),
        (
            feature(
                TAGS,
                "When a visitor who is not logged in opens the pages \"home\"\n    Then the page opens",
            ),
            &[":5:", "a visitor who is not logged in opens the page {page}"],
        ),
        (
            feature(TAGS, "Given the page opens"),
            &[":5:", "`page-opened`", "may only stand under then"],
        ),
        (
            feature("@REQ-NOBODY-001 @case-bad-input", STEPS),
            &[":4:", "`REQ-NOBODY-001`", "features/requirements/"],
        ),
        (feature("@REQ-WEBAPP-003", STEPS), &[":4:", "`@case-…`"]),
        (
            feature("@REQ-WEBAPP-003 @case-document-without-session", STEPS),
            &["@case-document-without-session", "protected-pages.feature", "never reused"],
        ),
        (
            format!("# language: xx\n{}", feature(TAGS, STEPS)),
            &[":1:", "`xx`", "en, fr or nl"],
        ),
    ] {
        let home = folder();
        let file = home.path().join("bad.feature");
        fs::write(&file, &text).unwrap();
        let mut words = words.to_vec();
        words.push("bad.feature");
        refused_before_anything_starts(2, &[file.to_str().unwrap()], &words);
    }
}

#[test]
fn a_feature_that_is_no_text_is_refused() {
    let home = folder();
    let file = home.path().join("bad.feature");
    fs::write(&file, b"Feature: \xff\n").unwrap();
    refused_before_anything_starts(2, &[file.to_str().unwrap()], &["bad.feature", "UTF-8"]);
}

#[test]
fn a_command_line_that_says_nothing_possible_is_refused() {
    let home = folder();
    let taken = home.path().to_str().unwrap();
    fs::write(home.path().join("something"), "of the user's").unwrap();
    for (code, arguments, words) in [
        (
            2,
            &["--tags", "@REQ-CONSENT-001 and"][..],
            &["--tags", "@REQ-CONSENT-001 and", "not (@b or @c)"][..],
        ),
        (2, &["--tags", ")("], &["--tags"]),
        (30, &["--tags", "@nobody"], &["nothing fits --tags"]),
        (30, &["features/consent", "--tags", "@REQ-WEBAPP-003"], &["nothing fits --tags"]),
        (2, &["features/web-application/sessions.feature:1"], &["sessions.feature", "line 1"]),
        (2, &["features/no-such.feature"], &["features/no-such.feature", "etalon cover"]),
        (2, &["features/no-such.feature:7"], &["features/no-such.feature"]),
        (2, &["--defect", "no-such-defect"], &["`no-such-defect`", "etalon defects"]),
        (2, &["--jobs", "0"], &["--jobs", "1 or more"]),
        (2, &["--jobs", "many"], &["--jobs", "many"]),
        (2, &["--jobs", "-1"], &["-1"]),
        (2, &["--seed", "x"], &["--seed"]),
        (2, &["--lang", "xx"], &["--lang", "`xx`", "en, fr or nl"]),
        (2, &["--format", "xml"], &["--format", "json"]),
        (2, &["--no-such-flag"], &["--no-such-flag"]),
    ] {
        refused_before_anything_starts(code, arguments, words);
    }
    let product = FaultyProduct::new("never-ready");
    let ended = run(&["run", "--profile", &product.profile(), "--out", taken]);
    ended.fails(2, &[taken, "never overwritten", "--out"]);
    let file = home.path().join("something");
    let ended = run(&["run", "--profile", &product.profile(), "--out", file.to_str().unwrap()]);
    ended.fails(2, &[file.to_str().unwrap()]);
    assert_eq!(product.pid(), None);
    assert_eq!(fs::read_to_string(file).unwrap(), "of the user's");
    assert_eq!(
        fs::read_dir(home.path()).unwrap().count(),
        1,
        "something was written to the user's folder"
    );
}

#[test]
fn a_defect_is_for_the_reference_systems_alone() {
    let product = FaultyProduct::new("never-ready");
    let ended = run(&["run", "--profile", &product.profile(), "--defect", "consent-of-one-side"]);
    ended.fails(2, &["--defect", "--profile"]);
    assert_eq!(product.pid(), None);
}

#[test]
fn keys_that_have_nowhere_to_live_are_an_environment_error() {
    let home = folder();
    let file = home.path().join("no-folder");
    fs::write(&file, "").unwrap();
    let product = FaultyProduct::new("never-ready");
    let out = home.path().join("record");
    let mut command = etalon(&["run", "--profile", &product.profile(), "--out", out.to_str().unwrap()]);
    command.env("ETALON_DATA", file.join("below"));
    Running::start(command).end().fails(3, &["no-folder"]);
    assert_eq!(product.pid(), None);
    let mut command = etalon(&[
        "run",
        "--profile",
        &product.profile(),
        "--out",
        home.path().join("other").to_str().unwrap(),
    ]);
    command.env_remove("ETALON_DATA").env_remove("XDG_DATA_HOME").env_remove("HOME");
    Running::start(command).end().fails(3, &["ETALON_DATA"]);
}
