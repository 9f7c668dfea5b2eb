//! `etalon explain`: over records of real runs, over files of assumed facts, on a terminal and as a page.
#![allow(clippy::unwrap_used)]

mod programs;

use std::{collections::BTreeMap, fs, path::Path};

use etalon_evidence::Record;
use etalon_journal::{Event, JournalSlice};
use etalon_model::{Assessment, Intent, Outcome};
use etalon_rules::{
    Grounds, RULES_VERSION,
    access::{Answer, Facts, Moment, decide},
    judge,
};
use programs::{Ended, folder, run};

const WHAT_IF: &str = r#"
[[person]]
name = "Marie"
[[person]]
name = "Dr Peeters"
doctor = true
[[consent]]
person = "Marie"
as = "patient"
given = 2026-03-01T09:00:00
[[consent]]
person = "Dr Peeters"
as = "professional"
given = 2026-03-01T10:30:00
[[link]]
doctor = "Dr Peeters"
patient = "Marie"
declared = 2026-03-02T14:00:00
until = 2026-06-10
[[document]]
name = "letter"
reference = "EXS-2026-0001"
patient = "Marie"
published = 2026-03-10T10:00:00
access = "after 30 days"
"#;

/// Features in which documents are shown and refused, for every reason that a record knows.
const FEATURES: [&str; 4] = [
    "features/consent",
    "features/therapeutic-link",
    "features/document-timing",
    "features/patient-access",
];

fn what_if(folder: &Path, text: &str, more: &[&str]) -> Ended {
    let file = folder.join("facts.toml");
    fs::write(&file, text).unwrap();
    let mut arguments = vec!["explain", "--what-if", file.to_str().unwrap()];
    arguments.extend(more);
    run(&arguments)
}

#[track_caller]
fn says(ended: &Ended, words: &[&str]) {
    assert_eq!(ended.code, Some(0), "{ended:?}");
    for word in words {
        assert!(ended.out.contains(word), "`{word}` is not said:\n{}", ended.out);
    }
}

#[test]
fn assumed_facts_are_answered_person_by_person_with_the_words_of_the_source() {
    let folder = folder();
    let ended = what_if(folder.path(), WHAT_IF, &["--document", "letter", "--at", "2026-04-09T10:00"]);
    says(
        &ended,
        &[
            "Who could open “letter” on 9 April 2026 at 10:00?",
            "Marie (the patient): THE SOURCES LEAVE IT OPEN",
            "Dr Peeters (doctor): MAY OPEN IT",
            "REQ-DOC-TIMING-001 Brussels Health Network, page for health professionals “You can then make it accessible 30 days after its publication”",
            "since 1 March 2026, 09:00",
            "timing.delay",
            "10 June 2026, 00:00",
            "11 June 2026, 00:00",
            "-> Dr Peeters: may not open it",
        ],
    );
    let pinned = format!("[readings]\n\"timing.delay\" = \"end-of-day\"\n{WHAT_IF}");
    let ended = what_if(
        folder.path(),
        &pinned,
        &["--document", "EXS-2026-0001", "--at", "2026-04-09T10:00", "--person", "Marie"],
    );
    says(&ended, &["Marie (the patient): MAY NOT OPEN IT", "timing.delay = end-of-day"]);
    assert!(!ended.out.contains("Dr Peeters"), "{}", ended.out);
}

#[test]
fn the_example_of_the_documentation_is_answered_as_it_says_and_every_table_in_it_can_be_used() {
    let page = fs::read_to_string(programs::project().join("docs/explain.md")).unwrap();
    let example = page.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let folder = folder();
    let question = ["--document", "letter", "--at", "2026-04-09 10:00", "--person", "Marie"];
    let said = page.split("--person Marie\n").nth(1).unwrap().split("```").next().unwrap();
    let plain = what_if(folder.path(), example, &question);
    for line in said.lines().filter(|line| !line.contains('…')) {
        says(&plain, &[line]);
    }
    let all: Vec<&str> = example
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(kept) if kept.starts_with("[[") || kept.contains(" = ") => kept,
            _ => line,
        })
        .collect();
    says(
        &what_if(folder.path(), &all.join("\n"), &question),
        &["REQ-DELETE-REF-001", "MAY NOT OPEN IT"],
    );
}

#[test]
fn it_is_said_in_french_and_in_dutch_and_quotes_stay() {
    let folder = folder();
    for (language, words) in [
        (
            "fr",
            [
                "9 avril 2026 à 10:00",
                "LES SOURCES NE TRANCHENT PAS",
                "Dr Peeters a déclaré un lien thérapeutique avec Marie",
            ],
        ),
        (
            "nl",
            [
                "9 april 2026 om 10:00",
                "DE BRONNEN LATEN HET OPEN",
                "Dr Peeters heeft een therapeutische relatie met Marie aangemeld",
            ],
        ),
    ] {
        let ended = what_if(
            folder.path(),
            WHAT_IF,
            &["--document", "letter", "--at", "2026-04-09T10:00", "--lang", language],
        );
        says(&ended, &words);
        says(&ended, &["“Only doctors who have a therapeutic link”"]);
        assert!(!ended.out.contains("may open"), "{}", ended.out);
    }
}

#[test]
fn the_page_is_whole_without_a_script_and_is_never_written_over_another_file() {
    let folder = folder();
    let page = folder.path().join("page.html");
    let hostile = WHAT_IF
        .replace("Marie", "Marie <script>alert(1)</script> & Co")
        .replace("\"Dr Peeters\"", "\"Dr Peeters \\u202e\"");
    let arguments = ["--document", "letter", "--html", page.to_str().unwrap()];
    says(&what_if(folder.path(), &hostile, &arguments), &["⟨U+202E⟩"]);
    let html = fs::read_to_string(&page).unwrap();
    for part in [
        "<!doctype html>",
        "default-src 'none'",
        "<svg",
        "⟨U+202E⟩",
        "Marie &#60;script&#62;",
        "REQ-THERLINK-001",
        "</html>",
    ] {
        assert!(html.contains(part), "`{part}` is not in the page");
    }
    for never in ["<script", "http://", "https://", "onerror"] {
        assert!(!html.contains(never), "`{never}` is in the page");
    }
    what_if(folder.path(), WHAT_IF, &arguments).fails(2, &["page.html", "never overwritten"]);
    assert_eq!(fs::read_to_string(&page).unwrap(), html);
}

#[test]
fn what_cannot_be_asked_is_refused_with_a_remedy() {
    let folder = folder();
    let ask = |text: &str, more: &[&str]| what_if(folder.path(), text, more);
    let letter = ["--document", "letter"];
    ask(WHAT_IF, &["--document", "scan"]).fails(2, &["“scan”"]);
    ask(WHAT_IF, &["--document", "letter", "--person", "Zoé"]).fails(2, &["“Zoé”", "Marie, Dr Peeters"]);
    ask(WHAT_IF, &["--document", "letter", "--at", "2026-10-25T02:30"]).fails(2, &["--at", "comes twice", "+02:00"]);
    ask(WHAT_IF, &["--document", "letter", "--at", "noon"]).fails(2, &["`noon`", "2026-04-09T10:00"]);
    ask(WHAT_IF, &["--document", "letter", "--lang", "de"]).fails(2, &["`de`", "en, fr or nl"]);
    ask(WHAT_IF, &["--document", "letter", "--scenario", "case"]).fails(2, &["--what-if"]);
    ask("[[person]]\nnam = \"Marie\"\n", &letter).fails(2, &["facts.toml: line 2", "nam"]);
    ask(&WHAT_IF.replace("after 30 days", "later"), &letter).fails(2, &["line 25", "`later`", "\"after 30 days\""]);
    ask(&format!("[readings]\n\"timing.delai\" = \"x\"\n{WHAT_IF}"), &letter).fails(2, &["`timing.delai`", "timing.delay"]);
    ask(&format!("[readings]\n\"timing.delay\" = \"x\"\n{WHAT_IF}"), &letter).fails(2, &["calendar, elapsed"]);
    run(&["explain", "--document", "letter"]).fails(2, &["--record", "--what-if"]);
    run(&["explain", "--what-if", "/nowhere/facts.toml", "--document", "letter"]).fails(2, &["/nowhere/facts.toml"]);
    run(&["explain", "--record", "/nowhere", "--document", "letter"]).fails(2, &["/nowhere"]);
}

/// The model shares no code with the reference network: that they agree on every document shown and every read refused says
/// something about both.
#[test]
fn over_a_record_the_model_permits_what_was_rightly_shown_and_refuses_what_was_rightly_refused() {
    let folder = folder();
    let out = folder.path().join("record");
    let mut arguments = vec!["run", "--out", out.to_str().unwrap()];
    arguments.extend(FEATURES);
    let ended = run(&arguments);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let record = Record::open(&out, RULES_VERSION).unwrap();
    let grounds = Grounds::of(&record.header.profile, &record.header.catalogue);
    let readings = &record.header.profile.parameters;
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    for realm in &record.order {
        let entries = &record.realms[realm];
        let Some(judgement) = judge(entries, &grounds) else { continue };
        let all = JournalSlice::of(entries);
        let facts = Facts::of_journal(all);
        for judged in &judgement.judged {
            let Some(number) = judged
                .expectation
                .filter(|_| matches!(judged.assessment, Assessment::Satisfied { .. }))
            else {
                continue;
            };
            let Some(Event::Expectation { from, .. }) = all.get(number).map(|entry| &entry.event) else {
                continue;
            };
            let Some((actor, document, at)) = read_at(all, *from) else {
                continue;
            };
            let decision = decide(&facts, &actor, &document, Moment::before_entry(at, *from), readings);
            // A visitor is nobody whom the model knows.
            let Ok(decision) = decision else { continue };
            let fits = match judged.rule.as_str() {
                "document-shown" => decision.answer == Answer::Permitted,
                "refused" => matches!(decision.answer, Answer::Refused | Answer::Open { .. }),
                _ => continue,
            };
            assert!(
                fits,
                "{} {}: {actor} and “{document}”: {decision:#?}",
                judgement.identity, judged.rule
            );
            *met.entry(judged.rule.clone()).or_default() += 1;
        }
    }
    assert!(met["document-shown"] >= 30 && met["refused"] >= 30, "{met:?}");

    // The same record, asked by people.
    let record = out.to_str().unwrap();
    let ask = |more: &[&str]| run(&[&["explain", "--record", record], more].concat());
    ask(&["--document", "letter"]).fails(2, &["scenarios have one of that name", "--scenario", "case-"]);
    ask(&["--document", "no such thing"]).fails(2, &["no scenario has one of that name"]);
    ask(&["--document", "letter", "--scenario", "case-none"]).fails(2, &["`case-none` was not played"]);
    let (identity, reference) = a_withdrawn_consent(record);
    let told = ask(&["--document", "letter", "--scenario", &identity]);
    says(
        &told,
        &[
            "MAY NOT OPEN IT",
            "has withdrawn the consent",
            "REQ-CONSENT-001",
            "entries ",
            &identity,
        ],
    );
    let by_reference = ask(&["--document", &reference]);
    assert_eq!(by_reference.out, told.out, "a reference names one document of one scenario");
}

/// Who wanted to read what, in the intent with that entry, or in the one repeated after a login.
fn read_at(all: JournalSlice<'_>, from: u64) -> Option<(String, String, jiff::Timestamp)> {
    let entry = all.get(from)?;
    let Event::Intent { actor, arguments, .. } = &entry.event else {
        return None;
    };
    match serde_json::from_value(arguments.clone()).ok()? {
        Intent::ReadDocument { document, .. } => Some((actor.clone(), document, entry.at)),
        _ => None,
    }
}

/// A scenario that ends with a consent of a patient withdrawn, and the reference of its letter.
fn a_withdrawn_consent(record: &str) -> (String, String) {
    let record = Record::open(Path::new(record), RULES_VERSION).unwrap();
    for played in record.scenarios() {
        let facts = Facts::of_journal(JournalSlice::of(played.entries));
        let is_withdrawn = facts
            .consents
            .iter()
            .rfind(|act| act.what.role == etalon_model::Role::Patient)
            .is_some_and(|act| !act.what.is_given && act.is_sure);
        let done = |entry: &etalon_journal::Entry| matches!(&entry.event, Event::Outcome { outcome, .. } if matches!(serde_json::from_value(outcome.clone()), Ok(Outcome::Refused { .. })));
        if let Some(letter) = facts.document("letter")
            && is_withdrawn
            && played.entries.iter().any(|entry| done(entry))
        {
            return (played.opened.identity.clone(), letter.reference.clone());
        }
    }
    panic!("no scenario withdraws a consent");
}
