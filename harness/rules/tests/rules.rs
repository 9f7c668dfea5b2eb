//! Every rule with journals that it accepts, that it catches, and in which it was not exercised. Verdicts on whole
//! scenarios are in `verdicts.rs`, standing rules in `standing.rs`.
#![allow(clippy::unwrap_used)]

mod cases;
mod journals;

use cases::{
    Case,
    Made::{self, Accepted, Caught, NotExercised},
    cases,
};
use etalon_model::{Assessment, Intent, Means, Reason, Role};
use etalon_rules::rules;
use journals::*;
use serde_json::{Value, json};

fn pinned() -> Pinned {
    let mut pinned = Pinned::reading("timing.delay", "calendar");
    for (parameter, reading) in [
        ("therlink.end", "exclusive"),
        ("sumehr.setting-reach", "all"),
        ("sumehr.precedence", "document"),
        ("network.professions", "physician"),
        ("portal.minimum-level", "400"),
    ] {
        pinned.parameters.insert(parameter.to_owned(), reading.to_owned());
    }
    pinned
}

fn made_of(case: &Case) -> (Made, Assessment) {
    let mut story = Story::about(&[MUST]);
    (case.tell)(&mut story);
    story.expects(case.rule, case.arguments.clone()).closes();
    let found = assessment(&story.judged_by(&pinned()), case.rule).unwrap();
    let made = match &found {
        Assessment::Satisfied { witnesses } => {
            assert!(!witnesses.is_empty(), "{}: {}: no witness", case.rule, case.of);
            let known = story.entries().len() as u64;
            let within = witnesses.iter().all(|witness| (1..=known).contains(&witness.entry));
            assert!(within, "{}: {}: a witness outside the journal", case.rule, case.of);
            Accepted
        }
        Assessment::Violated { findings } => {
            let told = findings
                .iter()
                .all(|finding| !finding.entries.is_empty() && !finding.seen.is_empty());
            assert!(told && !findings.is_empty(), "{}: {}: {findings:?}", case.rule, case.of);
            Caught
        }
        Assessment::NotExercised { missing } => {
            assert!(!missing.is_empty(), "{}: {}: nothing said", case.rule, case.of);
            NotExercised
        }
        Assessment::Open { .. } => panic!("{}: {}: {found:?}", case.rule, case.of),
    };
    (made, found)
}

#[test]
fn every_journal_is_made_of_what_its_sentence_says() {
    let wrong: Vec<String> = cases()
        .iter()
        .filter_map(|case| {
            let (made, found) = made_of(case);
            (made != case.made).then(|| format!("{}: {}: wanted {:?}, found {found:?}", case.rule, case.of, case.made))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_journals_that_it_accepts_and_catches_and_in_which_it_was_not_exercised() {
    let cases = cases();
    for rule in rules() {
        for made in [Accepted, Caught, NotExercised] {
            let some = cases.iter().any(|case| case.rule == rule.id && case.made == made);
            assert!(some, "no journal of rule `{}` is {made:?}", rule.id);
        }
    }
    for case in &cases {
        assert!(rules().iter().any(|rule| rule.id == case.rule), "`{}` is no rule", case.rule);
    }
}

#[test]
fn an_expectation_that_no_rule_can_judge_is_never_satisfied() {
    for (rule, arguments, told) in [
        ("no-such-rule", json!({}), "there is no rule `no-such-rule`"),
        (
            "document-shown",
            json!({ "document": LETTER }),
            "rule `document-shown` needs the argument `person`",
        ),
        ("document-shown", Value::Null, "rule `document-shown` needs the argument `document`"),
    ] {
        let mut story = Story::about(&[MUST]);
        story.in_order().letter().wants(DOCTOR, read()).sees(DOCTOR, CANARY).gets(done());
        story.expects(rule, arguments).closes();
        let missing = told.to_owned();
        assert_eq!(assessment(&story.judged(), rule), Some(Assessment::NotExercised { missing }));
    }
}

#[test]
fn a_rule_that_lacks_one_of_its_arguments_names_it() {
    for rule in rules() {
        assert!(!rule.says.is_empty());
        for lacking in rule.arguments {
            let given = rule.arguments.iter().filter(|name| *name != lacking);
            let arguments: serde_json::Map<String, Value> = given.map(|name| ((*name).to_owned(), json!("x"))).collect();
            let problem = etalon_rules::check_arguments(rule.id, &Value::Object(arguments)).err().unwrap();
            assert_eq!(problem.to_string(), format!("rule `{}` needs the argument `{lacking}`", rule.id));
        }
    }
}

#[test]
fn a_level_between_the_readings_is_left_open_where_no_profile_pins_one() {
    let by_mail = Intent::LogIn {
        role: Role::Patient,
        means: Means::Mail,
    };
    for outcome in [done(), refused(Some(Reason::LevelTooLow))] {
        let mut story = Story::about(&[MUST]);
        story
            .wants(PATIENT, by_mail.clone())
            .observed("code-issued", json!({ "person": PATIENT, "acr": "urn:be:fedict:iam:fas:Level350" }));
        story
            .gets(outcome)
            .expects("let-in-by-level", json!({ "person": PATIENT }))
            .closes();
        let found = assessment(&story.judged(), "let-in-by-level");
        assert!(
            matches!(&found, Some(Assessment::Open { parameter, .. }) if parameter == "portal.minimum-level"),
            "{found:?}"
        );
    }
}
