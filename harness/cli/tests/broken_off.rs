//! Runs that are broken off: a full disk, a machine that goes down, an interrupting user. The record stays readable, says
//! that it is partial, and nothing that was started goes on.
#![allow(clippy::unwrap_used)]

mod programs;

use std::{fs, path::Path, process::Command};

use programs::*;

/// More than the header of a record needs, less than the journal of a feature: in blocks of 512 bytes.
const ROOM: u32 = 1536;

/// The run's scenarios as `judge` tells them of the record.
fn judged(record: &Path) -> std::collections::BTreeMap<String, (String, String)> {
    let ended = run(&["judge", record.to_str().unwrap()]);
    assert_eq!(ended.code, Some(20), "{ended:?}");
    assert!(ended.out.to_lowercase().contains("partial"), "{}", ended.out);
    let summary = summary(record);
    assert_eq!(summary["partial"], true);
    let report = fs::read_to_string(record.join("report.html")).unwrap();
    let verdicts = verdicts(&summary);
    for identity in verdicts.keys() {
        assert!(report.contains(identity.as_str()), "{identity} is not in the report");
    }
    verdicts
}

#[test]
fn a_full_disk_ends_the_run_and_leaves_a_record_that_says_it_is_partial() {
    let home = folder();
    let record = home.path().join("record");
    // The limit of a file's size stands in for the disk: a write beyond it fails once its signal is not heard.
    let script = format!("trap '' XFSZ; ulimit -f {ROOM}; exec \"$0\" run features/document-read --jobs 2 --out \"$1\"");
    let mut command = Command::new("sh");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_etalon")]).arg(&record);
    command.env("ETALON_DATA", data_folder()).current_dir(env!("CARGO_TARGET_TMPDIR"));
    // The keys must be there already: they are no part of this.
    assert_eq!(
        run(&[
            "run",
            "--tags",
            "@case-link-opens-the-list",
            "--out",
            home.path().join("keys").to_str().unwrap()
        ])
        .code,
        Some(0)
    );
    let ended = Running::start(command).end();
    ended.fails(3, &["journal.jsonl", "has a gap", "make room"]);
    assert!(fs::metadata(record.join("journal.jsonl")).unwrap().len() <= u64::from(ROOM) * 512);
    let verdicts = judged(&record);
    assert!(verdicts.len() > 1);
    assert!(verdicts.values().any(|(verdict, _)| verdict == "inconclusive"));
    assert!(
        verdicts
            .values()
            .all(|(verdict, because)| verdict == "conformant" || verdict == "inconclusive" && !because.is_empty())
    );
    let end: serde_json::Value = serde_json::from_slice(&fs::read(record.join("end.json")).unwrap()).unwrap();
    assert!(end["broken"].as_str().unwrap().contains("journal.jsonl"), "{end}");
}

/// Starts a run of everything and waits until it is in the middle: a scenario has ended and another has begun.
fn in_the_middle(record: &Path) -> (Running, Vec<u32>) {
    let mut running = Running::start(etalon(&["run", "--jobs", "2", "--out", record.to_str().unwrap()]));
    let closed = |text: &str| text.contains("\"event\":\"scenario-closed\"");
    wait_until("a scenario has ended", || {
        assert!(running.is_running(), "the run ended before it could be broken off");
        fs::read_to_string(record.join("journal.jsonl")).is_ok_and(|text| closed(&text))
    });
    let children = children_of(running.pid());
    assert_eq!(children.len(), 1, "the run has one child, the reference network");
    (running, children)
}

fn broken_off(stop: impl Fn(&mut Running)) {
    let home = folder();
    let record = home.path().join("record");
    let (mut running, children) = in_the_middle(&record);
    stop(&mut running);
    let ended = running.end();
    assert_eq!(ended.code, None, "it ended by itself: {ended:?}");
    for child in children {
        wait_until("the reference network ends with its parent", || has_ended(child));
    }
    assert!(!record.join("end.json").exists());
    let verdicts = judged(&record);
    let of = |wanted: &str| verdicts.values().filter(|(verdict, _)| verdict == wanted).count();
    assert!(of("conformant") > 0, "{verdicts:?}");
    assert!(of("inconclusive") > of("conformant"), "most were not played");
    assert_eq!(of("conformant") + of("inconclusive"), verdicts.len());
    assert!(verdicts.values().any(|(_, because)| because == "it was not played"));
}

#[test]
fn a_run_that_is_killed_leaves_a_record_that_can_be_judged_and_no_process() {
    broken_off(Running::kill);
}

#[test]
fn a_run_that_is_interrupted_leaves_a_record_that_can_be_judged_and_no_process() {
    broken_off(|running| running.signal("INT"));
}
