//! Records that are none, newer, changed or cut: refused with the file, the line and the remedy, or judged as far as they go.
#![allow(clippy::unwrap_used)]

mod programs;

use std::{
    fs,
    path::{Path, PathBuf},
};

use programs::*;

/// A record of one conformant scenario.
fn record(home: &Path) -> PathBuf {
    let out = home.join("record");
    let ended = run(&["run", "--tags", "@case-link-opens-the-list", "--out", out.to_str().unwrap()]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    out
}

#[test]
fn a_record_that_is_none_or_newer_or_changed_is_refused_with_the_file_and_the_line() {
    let home = folder();
    let record = record(home.path());
    let read = |file: &str| fs::read_to_string(record.join(file)).unwrap();
    let (header, journal) = (read("record.json"), read("journal.jsonl"));
    let lines: Vec<&str> = journal.lines().collect();
    let without_line_9 = [&lines[..8], &lines[9..]].concat().join("\n") + "\n";
    let rubbish_at_9 = [&lines[..8], &["{\"realm\":1}"], &lines[9..]].concat().join("\n") + "\n";
    let version = |field: &str| {
        let (before, rest) = header.split_once(&format!("\"{field}\": ")).unwrap();
        let (_, after) = rest.split_once(',').unwrap();
        format!("{before}\"{field}\": 99,{after}")
    };
    assert_ne!(version("format"), header);
    assert_ne!(version("rules_version"), header);
    for (file, text, words) in [
        ("journal.jsonl", without_line_9, &["journal.jsonl", "line 9", "changed"][..]),
        ("journal.jsonl", rubbish_at_9, &["journal.jsonl", "line 9", "changed"]),
        (
            "record.json",
            version("format"),
            &["record.json", "format 99 is newer", "newer one"],
        ),
        (
            "record.json",
            version("rules_version"),
            &["record.json", "rules_version 99 is newer"],
        ),
        ("record.json", "{".to_owned(), &["record.json", "changed"]),
        (
            "record.json",
            header.replacen("\"planned\"", "\"plan\"", 1),
            &["record.json", "changed"],
        ),
        ("end.json", "[]".to_owned(), &["end.json", "changed"]),
    ] {
        let was = read(file);
        fs::write(record.join(file), text).unwrap();
        for command in ["judge", "render"] {
            run(&[command, record.to_str().unwrap()]).fails(2, words);
        }
        fs::write(record.join(file), was).unwrap();
    }
    assert_eq!(run(&["judge", record.to_str().unwrap()]).code, Some(0));
    run(&["render", record.to_str().unwrap(), "--lang", "xx"]).fails(2, &["`xx`", "en, fr or nl"]);
    for file in ["journal.jsonl", "record.json"] {
        fs::remove_file(record.join(file)).unwrap();
        run(&["judge", record.to_str().unwrap()]).fails(2, &[file, "no record", "--out"]);
    }
    run(&["judge", "no-such-record"]).fails(2, &["no-such-record", "--out"]);
}

#[test]
fn a_record_that_lost_its_end_is_judged_as_far_as_it_goes() {
    let home = folder();
    let record = record(home.path());
    let journal = fs::read_to_string(record.join("journal.jsonl")).unwrap();
    fs::write(record.join("journal.jsonl"), &journal[..journal.len() - 40]).unwrap();
    let ended = run(&["judge", record.to_str().unwrap()]);
    assert_eq!(ended.code, Some(20), "{ended:?}");
    assert!(ended.out.to_lowercase().contains("partial"), "{}", ended.out);
    assert_eq!(summary(&record)["partial"], true);
    assert_eq!(verdicts(&summary(&record))["case-link-opens-the-list"].0, "inconclusive");
}
