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

/// The blocks between fences in a page, each with the word behind its first fence.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    page.split("```")
        .skip(1)
        .step_by(2)
        .filter_map(|block| block.split_once('\n'))
        .collect()
}

/// The words of a command line, of which some stand between double quotes.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut is_quoted) = (vec![String::new()], false);
    for sign in line.chars() {
        match sign {
            '"' => is_quoted = !is_quoted,
            ' ' if !is_quoted => words.push(String::new()),
            other => words.last_mut().unwrap().push(other),
        }
    }
    words
}

#[test]
fn every_example_of_the_documentation_is_answered_as_it_says() {
    let page = fs::read_to_string(programs::project().join("docs/explain.md")).unwrap();
    let folder = folder();
    let (mut facts, mut answered) = ("", 0);
    for (kind, block) in blocks(&page) {
        if kind == "toml" {
            facts = block;
        }
        let Some(("$ etalon explain --what-if facts.toml", question)) = block.split_once(" --document ") else {
            continue;
        };
        let (question, said) = question.split_once('\n').unwrap();
        let question = words(&format!("--document {question}"));
        let question: Vec<&str> = question.iter().map(String::as_str).collect();
        let ended = what_if(folder.path(), facts, &question);
        says(&ended, &[]);
        let mut rest = ended.out.as_str();
        // Lines come in the order told; an ellipsis stands for what is left out, in a line or between lines.
        for part in said.lines().flat_map(|line| line.split('…')).filter(|part| !part.trim().is_empty()) {
            let found = rest
                .find(part.trim_end())
                .unwrap_or_else(|| panic!("`{part}` is not said there:\n{}", ended.out));
            rest = &rest[found + part.trim_end().len()..];
        }
        answered += 1;
    }
    assert!(answered >= 8, "{answered} examples");
}

#[test]
fn every_line_of_the_first_example_that_is_a_comment_can_be_used() {
    let page = fs::read_to_string(programs::project().join("docs/explain.md")).unwrap();
    let folder = folder();
    let (_, example) = blocks(&page).into_iter().find(|(kind, _)| *kind == "toml").unwrap();
    let used = |line: &str| match line.strip_prefix("# ") {
        Some(kept) if kept.starts_with("[[") || kept.contains(" = ") => kept.to_owned(),
        _ => line.to_owned(),
    };
    let all: Vec<String> = example.lines().map(used).collect();
    let ended = what_if(folder.path(), &all.join("\n"), &["--document", "letter", "--person", "Marie"]);
    says(
        &ended,
        &[
            "Marie has withdrawn the consent",
            "sets the patient's own access: none",
            "REQ-DOC-TIMING-002",
        ],
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
fn the_page_holds_question_answer_reasoning_picture_what_is_open_and_the_command_in_each_language() {
    let folder = folder();
    for (language, words) in [
        (
            "en",
            [
                "<h1>Who could open “letter” on 9 April 2026 at 10:00?</h1>",
                "Whether Marie could open it, the sources leave open: the patient may read it 30 days after its publication",
                "Dr Peeters could open it: every rule that is asked allowed it.",
                "The reasoning, person by person",
                "We read it so:",
                "<th>Could open it from then on</th>",
                "timing.delay = end-of-day -&#62; Marie: may not open it",
                "How to get this answer again",
            ],
        ),
        (
            "fr",
            [
                "<h1>Qui pouvait ouvrir «\u{a0}letter\u{a0}» le 9 avril 2026 à 10:00\u{a0}?</h1>",
                "Les sources ne tranchent pas si Marie pouvait l&#39;ouvrir\u{a0}: le patient peut le lire 30 jours après sa publication",
                "Dr Peeters pouvait l&#39;ouvrir\u{a0}: toutes les règles examinées le permettaient.",
                "Le raisonnement, personne par personne",
                "Nous la lisons ainsi\u{a0}:",
                "<th>Pouvait dès lors l&#39;ouvrir</th>",
                "timing.delay = end-of-day -&#62; Marie\u{a0}: ne peut pas l&#39;ouvrir",
                "Comment retrouver cette réponse",
            ],
        ),
        (
            "nl",
            [
                "<h1>Wie kon “letter” openen op 9 april 2026 om 10:00?</h1>",
                "De bronnen laten open of Marie het kon openen: de patiënt mag het 30 dagen na de publicatie lezen",
                "Dr Peeters kon het openen: elke nagegane regel liet het toe.",
                "De redenering, persoon per persoon",
                "Wij lezen het zo:",
                "<th>Kon het vanaf dan openen</th>",
                "timing.delay = end-of-day -&#62; Marie: mag het niet openen",
                "Hoe dit antwoord opnieuw te krijgen",
            ],
        ),
    ] {
        let page = folder.path().join(format!("{language}.html"));
        let arguments = ["--document", "letter", "--at", "2026-04-09T10:00", "--lang", language, "--html"];
        let ended = what_if(folder.path(), WHAT_IF, &[&arguments[..], &[page.to_str().unwrap()]].concat());
        says(&ended, &[]);
        let html = fs::read_to_string(&page).unwrap();
        for word in words {
            assert!(html.contains(word), "{language}: `{word}` is not in the page:\n{html}");
        }
        // Quote and source of each rule; the pattern of what is open; the command, which needs no other file.
        for part in [
            "“Only doctors who have a therapeutic link”<cite",
            "Brussels Health Network, page for health professionals",
            "fill=\"url(#lane-hatch)\"",
            &format!("--document letter --at 2026-04-09T10:00 --lang {language}"),
            "published = 2026-03-10T10:00:00",
            "@media print",
        ] {
            assert!(html.contains(part), "{language}: `{part}` is not in the page");
        }
        assert_eq!(html.matches("class=\"decides\"").count(), 2, "one rule decides for each person");
        assert!(html.len() < 60_000, "{} bytes", html.len());
    }
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

    the_report_has_a_picture_for_each_scenario_about_access(&out);

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

/// From the record alone `judge` draws what `run` drew, and `render` says it in another language.
fn the_report_has_a_picture_for_each_scenario_about_access(record: &Path) {
    let report = || fs::read_to_string(record.join("report.html")).unwrap();
    let folder = record.to_str().unwrap();
    let drawn = report();
    // A scenario without a document has nothing that could be opened.
    let read = Record::open(record, RULES_VERSION).unwrap();
    let with_documents = read
        .scenarios()
        .filter(|played| !Facts::of_journal(JournalSlice::of(played.entries)).documents.is_empty());
    let pictures = drawn.matches("<div class=\"lanes\">").count();
    assert_eq!(pictures, with_documents.count(), "all of these features are about access");
    assert!(pictures > 100);
    assert!(drawn.contains("Who could open what, and when") && drawn.contains("Dr Peeters asks for “letter”: it is shown"));
    assert_eq!(run(&["judge", folder]).code, Some(0));
    assert!(report() == drawn, "`judge` draws it otherwise");
    for (language, words) in [
        (
            "fr",
            [
                "Qui pouvait ouvrir quoi, et quand",
                "Marie donne son consentement en tant que patient",
            ],
        ),
        ("nl", ["Wie wat kon openen, en wanneer", "Marie geeft toestemming als patiënt"]),
    ] {
        assert_eq!(run(&["render", folder, "--lang", language]).code, Some(0));
        let report = report();
        for word in words {
            assert!(report.contains(word), "{language}: {word}");
        }
    }
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
