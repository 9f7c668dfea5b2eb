//! The table of words against the sources that use it: whatever a page says has an entry, and every entry is said somewhere.
#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use etalon_nation::{Means, control::ClockKind};

use super::*;
use crate::{journal::filter::Kind, pages::clock, titles};

/// Sources whose texts are for programs or operators, not for readers of pages.
const NOT_FOR_READERS: [&str; 3] = ["chrome.rs", "stream.rs", "secrets.rs"];

#[test]
fn the_table_is_in_order_and_names_nothing_twice() {
    for pair in WORDS.windows(2) {
        assert!(pair[0].0 < pair[1].0, "{:?} stands before {:?}", pair[0].0, pair[1].0);
    }
}

#[test]
fn both_languages_say_something_with_the_same_places_to_fill() {
    for (english, french, dutch) in WORDS {
        for said in [french, dutch] {
            assert!(
                !said.trim().is_empty() && said.matches("{}").count() == english.matches("{}").count(),
                "{said}"
            );
            assert!(!said.contains('\''), "an apostrophe is \u{2019}: {said}");
        }
    }
}

#[test]
fn every_text_of_a_template_or_page_is_in_the_table() {
    let missing: Vec<_> = texts_of_templates()
        .union(&texts_of_pages())
        .filter(|text| in_language(Language::Fr, text).is_none())
        .cloned()
        .collect();
    assert!(missing.is_empty(), "add to the table: {missing:#?}");
}

#[test]
fn every_entry_of_the_table_is_used() {
    let mut used = texts_of_templates();
    for source in sources() {
        for text in literals(&source) {
            used.insert(text);
        }
    }
    let idle: Vec<_> = WORDS.iter().filter(|(english, _, _)| !used.contains(*english)).collect();
    assert!(idle.is_empty(), "remove from the table: {idle:#?}");
}

#[test]
fn what_is_chosen_by_a_code_has_its_words() {
    let mut texts: Vec<&str> = Kind::ALL.map(Kind::title).into();
    texts.extend(Means::ALL.map(|means| titles::means(means.name())));
    texts.extend(titles::CSAM_DIRECTIONS.map(titles::direction));
    texts.extend(titles::HOSPITAL_DIRECTIONS.map(titles::direction));
    texts.extend(titles::REGISTERS.map(|(_, _, title)| title));
    texts.extend([ClockKind::Real, ClockKind::Offset, ClockKind::Frozen].map(titles::clock));
    texts.extend(clock::UNITS.map(|(_, title, _)| title));
    for fault in etalon_nation::faults() {
        texts.extend([titles::step(fault.step.name()), titles::reaction(fault.reaction.name())]);
    }
    for text in texts {
        assert!(in_language(Language::Nl, text).is_some(), "add {text:?} to the table");
    }
}

/// Every text that a template asks for by name.
fn texts_of_templates() -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    for template in below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"), "html") {
        texts.extend(named_in(&fs::read_to_string(template).unwrap()));
    }
    assert!(texts.len() > 100, "the templates were not read");
    texts
}

/// Every sentence, title and label of several words in the sources of pages and refusals.
fn texts_of_pages() -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    let is_for_readers = |source: &PathBuf| {
        let name = source.file_name().unwrap().to_str().unwrap();
        !NOT_FOR_READERS.contains(&name)
    };
    for source in sources().iter().filter(|source| is_for_readers(source)) {
        texts.extend(literals(source).into_iter().filter(|text| is_for_a_reader(text)));
        texts.extend(named_in(&program(source)));
        texts.extend(program(source).split("Frame::new(").skip(1).filter_map(|call| {
            let title = literals_in(call.split(')').next()?).pop()?;
            is_title(&title).then_some(title)
        }));
    }
    texts
}

fn is_for_a_reader(text: &str) -> bool {
    text.starts_with(|first: char| first.is_uppercase())
        && text.contains(' ')
        && !text.contains(['=', '/', '\\', '\n'])
        && (!text.contains('{') || text.contains("{}"))
}

fn is_title(text: &str) -> bool {
    text.starts_with(|first: char| first.is_uppercase())
}

/// The texts in `tr("…")`, `say("…")` and `put("…"`.
fn named_in(source: &str) -> Vec<String> {
    let calls = ["tr(\"", "say(\"", "put(\""];
    let mut texts = Vec::new();
    for call in calls {
        for rest in source.split(&format!(".{call}")).skip(1) {
            texts.extend(literals_in(&format!("\"{rest}")).into_iter().next());
        }
    }
    texts
}

fn sources() -> Vec<PathBuf> {
    let mut sources = below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "rs");
    sources.retain(|source| !source.ends_with("words.rs") && !source.ends_with("words/tests.rs"));
    sources
}

fn below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(below(&path, extension));
        } else if path.extension().is_some_and(|is| is == extension) {
            found.push(path);
        }
    }
    found
}

/// A source without its tests.
fn program(source: &Path) -> String {
    let text = fs::read_to_string(source).unwrap();
    text.split("#[cfg(test)]\nmod ").next().unwrap().to_owned()
}

fn literals(source: &Path) -> Vec<String> {
    literals_in(&program(source))
}

/// The string literals of a piece of Rust, their continued lines joined; comments and letters in quotes are passed over.
fn literals_in(source: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut signs = source.chars().peekable();
    let mut before = ' ';
    while let Some(sign) = signs.next() {
        match sign {
            '/' if before == '/' => while signs.next_if(|sign| *sign != '\n').is_some() {},
            // A letter in quotes; a lifetime has no closing quote.
            '\'' if signs.peek() == Some(&'"') => {
                signs.next();
            }
            '"' => {
                let mut text = String::new();
                while let Some(sign) = signs.next() {
                    match sign {
                        '"' => break,
                        '\\' => match signs.next() {
                            Some('\n') => while signs.next_if(|sign| sign.is_whitespace()).is_some() {},
                            Some(escaped) => text.push(escaped),
                            None => break,
                        },
                        _ => text.push(sign),
                    }
                }
                texts.push(text);
            }
            _ => {}
        }
        before = sign;
    }
    texts
}

#[test]
fn the_reader_of_sources_finds_texts_as_written() {
    let source = "say(\"A \\\"b\\\"\", '\"', \"two \\\n    lines\") // \"none\"\n \"last\"";
    assert_eq!(literals_in(source), ["A \"b\"", "two lines", "last"]);
    assert_eq!(named_in("x.tr(\"One\") y.say(\"Two\")"), ["One", "Two"]);
}
