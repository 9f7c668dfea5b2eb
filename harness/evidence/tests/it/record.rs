//! The record folder: what was written is read back; what was cut, changed, newer or taken is told apart.

use std::{fs, path::Path};

use etalon_evidence::{Record, RecordProblem, RecordWriter};
use etalon_journal::Sink;
use tempfile::TempDir;

use crate::told_run::{ToldRun, told_run};

/// The version of the rules at hand.
const RULES: u32 = 1;

fn written(run: &ToldRun) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let writer = RecordWriter::create(folder.path(), &run.header).unwrap();
    for realm in &run.order {
        run.realms[realm].iter().for_each(|entry| writer.append(entry).unwrap());
    }
    if let Some(end) = &run.end {
        writer.finish(end).unwrap();
    }
    folder
}

fn change(folder: &Path, file: &str, change: impl FnOnce(String) -> String) {
    let text = fs::read_to_string(folder.join(file)).unwrap();
    fs::write(folder.join(file), change(text)).unwrap();
}

#[test]
fn what_was_written_is_read_back() {
    let run = told_run();
    let folder = written(&run);
    let record = Record::open(folder.path(), RULES).unwrap();
    assert_eq!((&record.realms, &record.order, &record.end), (&run.realms, &run.order, &run.end));
    assert_eq!(
        serde_json::to_value(&record.header).unwrap(),
        serde_json::to_value(&run.header).unwrap()
    );
    assert!(!record.is_partial());
    let identities: Vec<&str> = record.scenarios().map(|played| played.opened.identity.as_str()).collect();
    assert_eq!(identities[..2], ["case-withdrawn-consent-refuses-reading", "case-hostile"]);
    assert_eq!(record.scenarios().filter(|played| !played.is_closed()).count(), 1);
    let mut files: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(files, ["end.json", "journal.jsonl", "record.json"]);
}

#[test]
fn a_record_without_its_end_is_partial() {
    let mut run = told_run();
    run.end = None;
    let folder = written(&run);
    let record = Record::open(folder.path(), RULES).unwrap();
    assert!(record.is_partial() && record.account(&[]).partial);
}

#[test]
fn a_gap_said_at_the_end_makes_a_record_partial() {
    let mut run = told_run();
    run.end.as_mut().unwrap().broken = Some("no space left on device".to_owned());
    let folder = written(&run);
    assert!(Record::open(folder.path(), RULES).unwrap().is_partial());
}

#[test]
fn a_last_line_cut_off_anywhere_is_left_out_and_said() {
    let run = told_run();
    let folder = written(&run);
    let journal = folder.path().join("journal.jsonl");
    let bytes = fs::read(&journal).unwrap();
    let last = bytes[..bytes.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap() + 1;
    let (total, cuts) = (
        run.realms.values().map(Vec::len).sum::<usize>(),
        [last + 1, last + 40, bytes.len() - 1],
    );
    for cut in cuts {
        fs::write(&journal, &bytes[..cut]).unwrap();
        let record = Record::open(folder.path(), RULES).unwrap();
        assert!(record.cut_off && record.is_partial());
        assert_eq!(record.realms.values().map(Vec::len).sum::<usize>(), total - 1);
    }
    // Cut inside a character of more than one byte.
    fs::write(
        &journal,
        [&bytes[..last], "{\"realm\":\"é".as_bytes().split_last().unwrap().1].concat(),
    )
    .unwrap();
    assert!(Record::open(folder.path(), RULES).unwrap().cut_off);
}

#[test]
fn an_existing_record_is_never_overwritten() {
    let run = told_run();
    let folder = written(&run);
    let Err(problem) = RecordWriter::create(folder.path(), &run.header) else {
        panic!("it was overwritten")
    };
    assert!(matches!(problem, RecordProblem::Exists { .. }));
    assert!(problem.to_string().ends_with("choose another --out"), "{problem}");
    assert!(Record::open(folder.path(), RULES).is_ok());
}

#[test]
fn an_empty_folder_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    assert!(RecordWriter::create(folder.path(), &told_run().header).is_ok());
}

#[test]
fn a_newer_record_is_refused_as_newer_also_where_its_form_changed() {
    let run = told_run();
    for (version, newer) in [("\"format\": 1", "\"format\": 2"), ("\"rules_version\": 1", "\"rules_version\": 2")] {
        let folder = written(&run);
        change(folder.path(), "record.json", |text| {
            text.replacen(version, newer, 1).replacen("\"seed\"", "\"seeds\"", 1)
        });
        let problem = Record::open(folder.path(), RULES).unwrap_err();
        assert!(matches!(problem, RecordProblem::Newer { found: 2, known: 1, .. }), "{problem}");
        assert!(problem.to_string().contains("2 is newer than this Etalon reads (1)"), "{problem}");
    }
}

#[test]
fn a_changed_record_is_refused_with_the_line() {
    let run = told_run();
    let folder = written(&run);
    let journal = folder.path().join("journal.jsonl");
    let bytes = fs::read(&journal).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    let without_third: String = text
        .lines()
        .enumerate()
        .filter(|(at, _)| *at != 2)
        .map(|(_, line)| format!("{line}\n"))
        .collect();
    fs::write(&journal, without_third).unwrap();
    assert!(
        Record::open(folder.path(), RULES)
            .unwrap_err()
            .to_string()
            .contains("line 3: entry 4 of realm `r1` where 3 was due")
    );
    let second = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    fs::write(&journal, [&bytes[..second], b"\xff\n", &bytes[second..]].concat()).unwrap();
    let problem = Record::open(folder.path(), RULES).unwrap_err().to_string();
    assert!(
        problem.contains("journal.jsonl: line 2 is no journal entry (not UTF-8)"),
        "{problem}"
    );
}

#[test]
fn a_missing_file_is_named() {
    let run = told_run();
    for file in ["record.json", "journal.jsonl"] {
        let folder = written(&run);
        fs::remove_file(folder.path().join(file)).unwrap();
        let problem = Record::open(folder.path(), RULES).unwrap_err();
        assert!(
            matches!(problem, RecordProblem::Missing { .. }) && problem.to_string().contains(file),
            "{problem}"
        );
    }
}
