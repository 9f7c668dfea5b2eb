//! A run dealt out to several machines and put together again: the same verdicts as of one machine; what is missing is loud.
#![allow(clippy::unwrap_used)]

mod programs;

use std::path::{Path, PathBuf};

use programs::*;

/// Some scenarios and outlines, quickly played.
const PART: &str = "features/web-application/refused-logins.feature";

fn played(home: &Path, name: &str, further: &[&str]) -> (PathBuf, Option<i32>) {
    let out = home.join(name);
    let ended = run(&[&["run", PART, "--out", out.to_str().unwrap()], further].concat());
    assert!(!ended.err.contains("bug of Etalon"), "{ended:?}");
    (out, ended.code)
}

fn merged(home: &Path, name: &str, parts: &[&Path]) -> (PathBuf, Ended) {
    let out = home.join(name);
    let mut arguments = vec!["merge", out.to_str().unwrap()];
    arguments.extend(parts.iter().map(|part| part.to_str().unwrap()));
    let ended = run(&arguments);
    (out, ended)
}

#[test]
fn shards_put_together_say_what_one_run_says() {
    let home = folder();
    let (whole, code) = played(home.path(), "whole", &[]);
    let (one, _) = played(home.path(), "one", &["--shard", "1/2"]);
    let (two, _) = played(home.path(), "two", &["--shard", "2/2"]);
    let (a, b) = (verdicts(&summary(&one)), verdicts(&summary(&two)));
    assert!(!a.is_empty() && !b.is_empty(), "neither part is empty");
    assert!(a.keys().all(|identity| !b.contains_key(identity)), "no scenario is in both");
    assert!(a.len().abs_diff(b.len()) <= 1, "{} and {}", a.len(), b.len());
    assert_eq!(summary(&one)["shard"], "1/2");
    assert_eq!(summary(&one)["not_run"], b.len());

    // In another order than that of their numbers.
    let (both, ended) = merged(home.path(), "both", &[&two, &one]);
    assert_eq!(ended.code, code, "{ended:?}");
    assert_eq!(verdicts(&summary(&both)), verdicts(&summary(&whole)));
    assert_eq!(summary(&both)["partial"], false);
    for field in ["verdicts", "requirements", "capabilities", "not_run"] {
        assert_eq!(summary(&both)[field], summary(&whole)[field], "{field}");
    }
    let again = run(&["judge", both.to_str().unwrap()]);
    assert_eq!(again.code, code);
    assert_eq!(verdicts(&summary(&both)), verdicts(&summary(&whole)));

    let (lacking, ended) = merged(home.path(), "lacking", &[&one]);
    assert_eq!(ended.code, Some(20), "{ended:?}");
    let words = format!("NOT RUN: {} × shard 2/2 is missing", b.len());
    assert!(
        ended.out.contains(&words) && ended.out.contains("PARTIAL RECORD: shard 2/2 is missing"),
        "{}",
        ended.out
    );
    let said = verdicts(&summary(&lacking));
    for identity in b.keys() {
        assert_eq!(
            said[identity],
            ("inconclusive".to_owned(), "it was not played: shard 2/2 is missing".to_owned())
        );
    }

    merged(home.path(), "twice", &[&one, &one]).1.fails(2, &["both are shard 1/2"]);
    merged(home.path(), "mixed", &[&one, &whole]).1.fails(2, &["no shard"]);
    merged(home.path(), "whole", &[&one, &two]).1.fails(2, &["never overwritten"]);
    merged(home.path(), "none", &[&home.path().join("nowhere")])
        .1
        .fails(2, &["no record"]);
}

#[test]
fn a_shard_that_cannot_be_is_refused() {
    for shard in ["0/2", "3/2", "1", "a/b", "1/0", "1/100000"] {
        run(&["run", "--shard", shard]).fails(2, &["--shard", "2/4"]);
    }
}

#[test]
fn a_shard_to_which_nothing_falls_leaves_a_record_that_can_be_merged() {
    let home = folder();
    let tags = ["--tags", "@case-link-opens-the-list"];
    let play = |name: &str, shard: &str| {
        let out = home.path().join(name);
        let arguments = [&["run", "--shard", shard, "--out", out.to_str().unwrap()], &tags[..]].concat();
        let code = run(&arguments).code;
        (out, code)
    };
    let (full, code) = play("full", "1/2");
    let (empty, nothing) = play("empty", "2/2");
    assert_eq!((code, nothing), (Some(0), Some(30)));
    let (both, ended) = merged(home.path(), "both", &[&full, &empty]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(summary(&both)["partial"], false);
}
