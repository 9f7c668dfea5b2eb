//! Records put together: like the record of one run, or refused; what is missing is loud.

use std::path::{Path, PathBuf};

use etalon_evidence::{Elsewhere, Language, Record, RecordWriter, Shard, console_summary, html, merge, summary};
use etalon_journal::Sink;
use tempfile::TempDir;

use crate::told_run::{ToldRun, told_run};

/// The version of the rules at hand.
const RULES: u32 = 1;

/// Shard `number` of the told run: of the scenarios played, those whose place falls to it; the first shard names its realms as the second
/// does.
fn shard(number: u32, of: u32) -> ToldRun {
    let mut run = told_run();
    let is_own = |at: usize| at % of as usize == number as usize - 1;
    let planned: Vec<String> = run.header.planned.iter().map(|planned| planned.identity.clone()).collect();
    let others = planned.iter().enumerate().filter(|(at, _)| !is_own(*at));
    let others: Vec<String> = others.map(|(_, identity)| identity.clone()).collect();
    run.order = run
        .order
        .iter()
        .enumerate()
        .filter(|(at, _)| is_own(*at))
        .map(|(_, realm)| realm.clone())
        .collect();
    let order = run.order.clone();
    run.realms.retain(|realm, _| order.contains(realm));
    run.header.left_out.clear();
    run.header.elsewhere = Some(Elsewhere {
        why: format!("played by another shard than this ({number}/{of})"),
        scenarios: others,
    });
    run.header.shard = Some(Shard { number, of });
    run.header.command.extend(["--shard".to_owned(), format!("{number}/{of}")]);
    run
}

fn written(home: &Path, name: &str, run: &ToldRun) -> Record {
    let folder = home.join(name);
    let writer = RecordWriter::create(&folder, &run.header).unwrap();
    for realm in &run.order {
        run.realms[realm].iter().for_each(|entry| writer.append(entry).unwrap());
    }
    if let Some(end) = &run.end {
        writer.finish(end).unwrap();
    }
    Record::open(&folder, RULES).unwrap()
}

fn merged(home: &Path, parts: &[Record]) -> Result<Record, String> {
    let out = home.join("merged");
    merge(&out, parts).map_err(|why| why.to_string())?;
    Ok(Record::open(&out, RULES).unwrap())
}

fn home() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn all_shards_together_are_the_record_of_one_run() {
    let home = home();
    let whole = told_run();
    let parts = [2, 1, 3].map(|number| written(home.path(), &format!("part-{number}"), &shard(number, 3)));
    let merged = merged(home.path(), &parts).unwrap();
    assert_eq!(merged.realms, whole.realms);
    assert_eq!(merged.header.planned, whole.header.planned, "in the order of the plan");
    assert_eq!(merged.header.command, whole.header.command);
    assert!(merged.header.elsewhere.is_none() && merged.header.shard.is_none());
    let made_of = merged.header.merged.as_ref().unwrap();
    assert_eq!((made_of.shards.len(), made_of.missing.len()), (3, 0));
    assert!(!merged.is_partial());
    assert_eq!(merged.end, whole.end);
}

#[test]
fn a_missing_shard_is_loud() {
    let home = home();
    let parts = [1, 3].map(|number| written(home.path(), &format!("part-{number}"), &shard(number, 3)));
    let merged = merged(home.path(), &parts).unwrap();
    assert!(merged.is_partial());
    let elsewhere = merged.header.elsewhere.as_ref().unwrap();
    assert_eq!(elsewhere.why, "shard 2/3 is missing");
    assert!(!elsewhere.scenarios.is_empty());
    let account = merged.account(&[]);
    let text = console_summary(&account);
    let not_run = format!("{} × shard 2/3 is missing", elsewhere.scenarios.len());
    assert!(
        text.contains(&not_run) && text.contains("PARTIAL RECORD: shard 2/3 is missing"),
        "{text}"
    );
    assert_eq!(summary(&account).missing_shards, ["2/3"]);
    for language in Language::ALL {
        let page = html(&account, language);
        assert!(
            page.contains("class=\"alarm\"") && page.contains("<code>2/3</code>"),
            "{}",
            language.as_str()
        );
    }
}

#[test]
fn a_shard_alone_says_that_others_have_the_rest() {
    let home = home();
    let part = written(home.path(), "part", &shard(1, 2));
    let account = part.account(&[]);
    assert!(!part.is_partial());
    assert_eq!(summary(&account).shard.as_deref(), Some("1/2"));
    let text = console_summary(&account);
    assert!(
        text.contains("shard 1/2 of the run") && text.contains("played by another shard than this (1/2)"),
        "{text}"
    );
}

#[test]
fn realms_of_one_name_are_kept_apart() {
    let home = home();
    let (one, mut two) = (shard(1, 2), shard(2, 2));
    let old = two.order[0].clone();
    let entries = two.realms.remove(&old).unwrap();
    let name = one.order[0].clone();
    let renamed = entries.iter().map(|entry| {
        let mut entry = (**entry).clone();
        entry.realm.clone_from(&name);
        entry.into()
    });
    two.realms.insert(name.clone(), renamed.collect());
    two.order[0].clone_from(&name);
    let parts = [written(home.path(), "one", &one), written(home.path(), "two", &two)];
    let merged = merged(home.path(), &parts).unwrap();
    assert_eq!(merged.realms[&name], one.realms[&name]);
    let other = &merged.realms[&format!("{name}-2")];
    assert_eq!(other.len(), entries.len());
    assert!(
        other
            .iter()
            .zip(&entries)
            .all(|(kept, was)| kept.event == was.event && kept.number == was.number)
    );
}

#[test]
fn a_part_without_its_end_leaves_the_whole_partial() {
    let home = home();
    let (one, mut two) = (shard(1, 2), shard(2, 2));
    two.end = None;
    let parts = [written(home.path(), "one", &one), written(home.path(), "two", &two)];
    let merged = merged(home.path(), &parts).unwrap();
    assert!(merged.end.is_none() && merged.is_partial());
}

#[test]
fn records_that_do_not_belong_together_are_refused() {
    type Change = fn(&mut ToldRun);
    let cases: [(&str, Change); 10] = [
        ("seeds", |run| run.header.seed += 1),
        ("rules", |run| run.header.rules_version = 0),
        ("Etalon", |run| run.header.etalon = "0.0.9".to_owned()),
        ("different systems", |run| run.header.profile.adopts = vec!["REQ-X".to_owned()]),
        ("defects", |run| {
            run.header.command.extend(["--defect".to_owned(), "another".to_owned()]);
        }),
        ("cut differently", |run| run.header.shard = Some(Shard { number: 2, of: 3 })),
        ("both are shard 1/2", |run| run.header.shard = Some(Shard { number: 1, of: 2 })),
        ("no shard", |run| run.header.shard = None),
        ("asked for different scenarios", |run| {
            run.header.planned.pop();
        }),
        ("both played the scenario", |run| run.header.elsewhere = None),
    ];
    for (words, change) in cases {
        let home = home();
        let mut two = shard(2, 2);
        change(&mut two);
        let parts = [written(home.path(), "one", &shard(1, 2)), written(home.path(), "two", &two)];
        let why = merged(home.path(), &parts).unwrap_err();
        assert!(why.contains(words) && why.contains("one") && why.contains("two"), "{words}: {why}");
        assert!(!home.path().join("merged").exists(), "{words}: something was written");
    }
}

#[test]
fn a_merged_record_is_not_merged_again_and_nothing_is_overwritten() {
    let home = home();
    let parts = [1, 2].map(|number| written(home.path(), &format!("part-{number}"), &shard(number, 3)));
    let merged_once = merged(home.path(), &parts).unwrap();
    let third = written(home.path(), "part-3", &shard(3, 3));
    let why = merge(&home.path().join("again"), &[merged_once, third]).unwrap_err().to_string();
    assert!(why.contains("merged before"), "{why}");
    let taken: PathBuf = home.path().join("merged");
    let parts = [Record::open(&home.path().join("part-1"), RULES).unwrap()];
    let why = merge(&taken, &parts).unwrap_err().to_string();
    assert!(why.contains("never overwritten"), "{why}");
    assert!(merge(&taken, &[]).unwrap_err().to_string().contains("name the folders"));
}
