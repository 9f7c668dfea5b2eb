//! Every phrase, in every language: found, bound to a step function, with its places filled; and the rules that Then
//! phrases expect are those that there are.
#![allow(clippy::unwrap_used)]

mod spoken;

use std::collections::BTreeSet;

use etalon_steps::{NoMatch, Phrasebook};
use spoken::*;

const LANGUAGES: [&str; 3] = ["en", "fr", "nl"];

#[test]
fn every_phrase_is_bound_and_read_alike_in_three_languages() {
    for language in LANGUAGES {
        // All in one plan: it says of everything at once what is wrong, step functions without phrase included.
        let mut steps = Vec::new();
        let mut wanted = Vec::new();
        for phrase in specification().phrasebook.phrases() {
            assert!(!phrase.roles.is_empty(), "{}: no role", phrase.id);
            for role in &phrase.roles {
                let (text, places) = said(phrase, language);
                let (before, after) = around(phrase, language);
                steps.extend(before);
                wanted.push((steps.len(), phrase.id.clone(), role.clone(), text.clone(), places));
                steps.push(format!("{} {text}", keyword(language, role)));
                steps.extend(after);
            }
        }
        let planned = plan("features/made-up/all.feature", &feature(language, "all-phrases", &steps)).unwrap();
        let found = &planned[0].steps;
        assert_eq!(found.len(), steps.len(), "{language}");
        for (at, phrase, role, text, places) in wanted {
            let step = &found[at];
            assert_eq!(
                (&step.spoken.phrase, step.role, &step.text),
                (&phrase, role.as_str(), &text),
                "{language}"
            );
            assert_eq!(step.spoken.arguments, places.into_iter().collect(), "{language}: {text}");
        }
    }
}

#[test]
fn a_phrase_is_not_found_in_another_language() {
    let book = &specification().phrasebook;
    for phrase in book.phrases() {
        for language in LANGUAGES {
            let (text, _) = said(phrase, language);
            for other in LANGUAGES.iter().filter(|other| **other != language) {
                if said(phrase, other).0 == text {
                    continue;
                }
                let found = book.find(other, &phrase.roles[0], &text);
                assert!(
                    matches!(found, Err(NoMatch::Nothing { .. })),
                    "{language} “{text}” is {found:?} in {other}"
                );
            }
        }
    }
}

#[test]
fn a_phrase_stands_only_under_its_own_keywords() {
    let book = &specification().phrasebook;
    for phrase in book.phrases() {
        for role in ["given", "when", "then"] {
            let found = book.find("en", role, &said(phrase, "en").0);
            let may = phrase.roles.iter().any(|own| own == role);
            let wrong = NoMatch::WrongRole {
                phrase: phrase.id.clone(),
                roles: phrase.roles.clone(),
            };
            assert_eq!(found.err(), (!may).then_some(wrong), "{} under {role}", phrase.id);
        }
    }
}

#[test]
fn then_phrases_expect_the_rules_that_there_are_and_other_phrases_expect_none() {
    let rules: BTreeSet<&str> = etalon_rules::rules().iter().map(|rule| rule.id).collect();
    let mut expected = BTreeSet::new();
    for (number, phrase) in specification().phrasebook.phrases().enumerate() {
        let role = &phrase.roles[0];
        let (mut steps, after) = around(phrase, "en");
        steps.push(format!("{} {}", keyword("en", role), said(phrase, "en").0));
        steps.extend(after);
        let planned = plan("features/made-up/one.feature", &feature("en", &format!("phrase-{number}"), &steps)).unwrap();
        let named: Vec<&str> = planned[0].rules().collect();
        match (role.as_str(), named.as_slice()) {
            ("then", [rule]) => {
                assert!(rules.contains(rule), "`{}` expects `{rule}`, which is no rule", phrase.id);
                expected.insert(*rule);
            }
            ("then", other) => panic!("`{}` expects {other:?}; add it to RULES in harness/steps/src/binding.rs", phrase.id),
            (_, named) => assert!(named.is_empty(), "`{}` under {role} expects {named:?}", phrase.id),
        }
    }
    assert_eq!(expected, rules, "a rule that no phrase expects cannot be asked for");
}

#[test]
fn a_step_that_can_be_read_as_two_phrases_is_ambiguous_and_both_are_named() {
    let book = r#"
        [[phrase]]
        id = "opens"
        roles = ["when"]
        en = "{doctor} opens {document}"
        fr = "{doctor} ouvre {document}"
        nl = "{doctor} opent {document}"
        [[phrase]]
        id = "somebody-opens"
        roles = ["when"]
        en = "{person} opens {document}"
        fr = "{person} ouvre {document} ici"
        nl = "{person} opent {document} hier"
    "#;
    let book = Phrasebook::read([("book.toml", book)]).unwrap();
    let phrases = vec!["opens".to_owned(), "somebody-opens".to_owned()];
    assert_eq!(
        book.find("en", "when", "Dr Peeters opens \"letter\""),
        Err(NoMatch::Several { phrases })
    );
    assert_eq!(book.find("en", "when", "Marie opens \"letter\"").unwrap().phrase, "somebody-opens");
    assert_eq!(book.find("fr", "when", "Dr Peeters ouvre \"letter\"").unwrap().phrase, "opens");
}

#[test]
fn a_phrase_file_that_is_wrong_is_refused_with_the_phrase() {
    let phrase = |id: &str, roles: &str, en: &str, fr: &str| {
        format!("[[phrase]]\nid = \"{id}\"\nroles = [{roles}]\nen = \"{en}\"\nfr = \"{fr}\"\nnl = \"{en}\"\n")
    };
    let good = phrase("one", "\"when\"", "{patient} acts", "{patient} agit");
    for (text, word) in [
        (good.clone() + &good, "`one` stands twice"),
        (phrase("one", "\"whenever\"", "a", "b"), "`whenever` is no role"),
        (phrase("one", "\"when\"", "{patient} acts", "{doctor} agit"), "other places"),
        (
            phrase("one", "\"when\"", "{planet} turns", "{planet} tourne"),
            "`{planet}` is no known place",
        ),
        (phrase("one", "\"when\"", "{patient acts", "b"), "without `}`"),
        (phrase("one", "\"when\"", "{patient} and {patient}", "b"), "stands twice; name one"),
        (good.replace("nl =", "de ="), "de"),
        ("[[phrase]".to_owned(), "book.toml"),
    ] {
        let problem = Phrasebook::read([("book.toml", text.as_str())]).err().unwrap().to_string();
        assert!(
            problem.starts_with("book.toml: ") && problem.contains(word),
            "`{word}` is not in: {problem}"
        );
    }
    assert!(Phrasebook::read([("book.toml", good.as_str())]).is_ok());
}

#[test]
fn what_cannot_stand_in_a_place_is_no_step() {
    let book = &specification().phrasebook;
    for text in [
        "marie asks for the list of documents",
        "Dr Peeters asks for the list of documents",
        "Marie asks for the list of documents ",
        " Marie asks for the list of documents",
        "Marie asks for the list of documents of Marie",
        "Marie logs in to the patient space with facebook",
        "Marie opens letter",
        "Marie opens \"\"",
        "it becomes 2026-3-10 09:00",
        "it becomes 2026-03-10T09:00",
        "it becomes soon",
    ] {
        let found = book.find("en", "when", text);
        assert!(matches!(found, Err(NoMatch::Nothing { .. })), "“{text}” is {found:?}");
    }
    let spoken = book
        .find("en", "when", "Dr Élodie-Anne opens \"it's \u{201c}mine\u{201d}\"")
        .unwrap();
    assert_eq!(spoken.arguments["doctor"], "Dr Élodie-Anne");
    assert_eq!(spoken.arguments["document"], "it's \u{201c}mine\u{201d}");
}
