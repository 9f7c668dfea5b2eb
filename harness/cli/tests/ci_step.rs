//! The one step that other people's pipelines take, `ci/step/etalon.sh`: it hands the program's exit code on, leaves JUnit, and runs
//! nothing that nobody vouches for.
#![allow(clippy::unwrap_used)]

mod programs;

use std::{fs, path::Path, process::Command};

use programs::*;

/// Little enough to be played at once.
const TAGS: &str = "@case-link-opens-the-list";
const CRASHES: &str = "consent-of-one-side";

fn step(home: &Path, settings: &[(&str, &str)]) -> Ended {
    let mut command = Command::new("sh");
    command
        .arg(project().join("ci/step/etalon.sh"))
        .current_dir(home)
        .env("ETALON", env!("CARGO_BIN_EXE_etalon"))
        .env("ETALON_DATA", data_folder())
        .env("ETALON_TAGS", TAGS)
        .envs(settings.iter().copied());
    Running::start(command).end()
}

fn sha256(path: &Path) -> String {
    let output = Command::new("sha256sum").arg(path).output().unwrap();
    String::from_utf8(output.stdout).unwrap().split(' ').next().unwrap().to_owned()
}

#[test]
fn a_step_leaves_junit_and_the_exit_code_of_the_program() {
    let home = folder();
    let ended = step(home.path(), &[]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.out.contains("JUnit: etalon-report/junit.xml"), "{}", ended.out);
    let junit = fs::read_to_string(home.path().join("etalon-report/junit.xml")).unwrap();
    assert!(junit.contains("failures=\"0\""), "{junit}");
    // The second time the record is there: nothing is overwritten, and the code says usage.
    step(home.path(), &[]).fails(2, &["etalon-report"]);
}

#[test]
fn a_failure_stays_a_failure() {
    let home = folder();
    let wrapper = home.path().join("crooked");
    let script = format!(
        "#!/bin/sh\nexec {} \"$@\" --defect {CRASHES} --tags @REQ-CONSENT-002\n",
        env!("CARGO_BIN_EXE_etalon")
    );
    fs::write(&wrapper, script).unwrap();
    fs::set_permissions(&wrapper, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let ended = step(home.path(), &[("ETALON", wrapper.to_str().unwrap()), ("ETALON_TAGS", "")]);
    assert_eq!(ended.code, Some(10), "{ended:?}");
    assert!(
        ended.out.contains("JUnit: "),
        "the record of a failure is what is looked at: {}",
        ended.out
    );
}

#[test]
fn a_program_that_is_absent_is_an_environment_error() {
    let home = folder();
    step(home.path(), &[("ETALON", "no-such-program")]).fails(3, &["no-such-program", "ETALON_URL"]);
    assert!(!home.path().join("etalon-report").exists());
}

#[test]
fn a_program_that_is_fetched_is_run_only_if_it_is_the_one_that_was_meant() {
    let home = folder();
    let program = Path::new(env!("CARGO_BIN_EXE_etalon"));
    let url = format!("file://{}", program.display());
    step(home.path(), &[("ETALON_URL", &url)]).fails(2, &["ETALON_SHA256"]);
    let other = "0".repeat(64);
    step(home.path(), &[("ETALON_URL", &url), ("ETALON_SHA256", &other)]).fails(3, &["another SHA-256", "not run"]);
    assert!(!home.path().join("etalon-report").exists(), "nothing was run so far");
    let right = sha256(program);
    let ended = step(home.path(), &[("ETALON_URL", &url), ("ETALON_SHA256", &right)]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
}
