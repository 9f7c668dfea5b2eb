//! The steps of a scenario with a mark each, said in the language of the report where the phrase is known in it.

use std::collections::BTreeMap;

use etalon_journal::{Event, Fields, StepTaken};
use etalon_model::{Judged, Judgement};
use serde_json::Value;

use super::chip::Mark;
use crate::{Header, Language, PlayedScenario, words::Words};

/// One step.
pub(super) struct StepView {
    /// Its place in the scenario, from 1.
    pub(super) number: usize,
    /// Number of its entry.
    pub(super) entry: u64,
    pub(super) keyword: String,
    pub(super) text: String,
    /// The language the text is in.
    pub(super) lang: String,
    pub(super) mark: Mark,
    pub(super) word: &'static str,
    /// What went wrong in it.
    pub(super) trouble: Option<String>,
}

/// The steps that were taken, in order.
pub(super) fn steps(header: &Header, played: &PlayedScenario, judgement: &Judgement, language: Language) -> Vec<StepView> {
    let w = Words::of(language);
    let by_expectation: BTreeMap<u64, &Judged> = judgement
        .judged
        .iter()
        .filter_map(|judged| judged.expectation.map(|entry| (entry, judged)))
        .collect();
    let mut steps: Vec<StepView> = Vec::new();
    let mut role_before = "";
    for entry in played.entries {
        match &entry.event {
            Event::StepTaken(step) => {
                let (text, lang) = said_in(header, step, &played.opened.language, language);
                let keyword = if lang == played.opened.language {
                    step.keyword.clone()
                } else {
                    keyword(&step.role, role_before, w).to_owned()
                };
                role_before = &step.role;
                let (number, mark) = (steps.len() + 1, Mark::Done);
                steps.push(StepView {
                    number,
                    entry: entry.number,
                    keyword,
                    text,
                    lang,
                    mark,
                    word: "",
                    trouble: None,
                });
            }
            Event::Expectation { .. } => {
                let mark = by_expectation
                    .get(&entry.number)
                    .map_or(Mark::Unjudged, |judged| Mark::of(&judged.assessment));
                if let Some(step) = steps.last_mut() {
                    step.mark = step.mark.max(mark);
                }
            }
            Event::Trouble { what, .. } => {
                if let Some(step) = steps.last_mut() {
                    step.mark = step.mark.max(Mark::Trouble);
                    step.trouble.get_or_insert_with(|| what.clone());
                }
            }
            _ => {}
        }
    }
    steps.iter_mut().for_each(|step| step.word = step.mark.word(w));
    steps
}

/// The number of the step to which an entry belongs.
pub(super) fn step_of(steps: &[StepView], entry: u64) -> Option<usize> {
    steps.iter().rev().find(|step| step.entry <= entry).map(|step| step.number)
}

fn keyword<'a>(role: &str, role_before: &str, w: &'a Words) -> &'a str {
    match role {
        same if same == role_before => w.and,
        "given" => w.given,
        "when" => w.when,
        _ => w.then,
    }
}

/// The step in the language wanted and that language; as written where the phrase is not known or does not give it back.
fn said_in(header: &Header, step: &StepTaken, own: &str, wanted: Language) -> (String, String) {
    let as_written = || (step.text.clone(), own.to_owned());
    let Some(templates) = header.phrases.get(&step.phrase).filter(|_| own != wanted.as_str()) else {
        return as_written();
    };
    let (Some(here), Some(there)) = (templates.get(own), templates.get(wanted.as_str())) else {
        return as_written();
    };
    // Arguments are kept with or without the quotes around them: the spelling that gives back the step as written is right.
    for quoted in [false, true] {
        if spoken(here, &step.arguments, quoted).as_deref() == Some(step.text.as_str()) {
            return spoken(there, &step.arguments, quoted).map_or_else(as_written, |text| (text, wanted.as_str().to_owned()));
        }
    }
    as_written()
}

/// Kinds of places that features write between double quotes.
const QUOTED: [&str; 6] = ["document", "attachment", "page", "reason", "parameter", "device"];

/// `template` with its `{name}` or `{name:kind}` filled in; nothing where an argument is missing.
fn spoken(template: &str, arguments: &Fields, quoted: bool) -> Option<String> {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (place, behind) = after.split_once('}')?;
        let (name, kind) = place.split_once(':').unwrap_or((place, place));
        let value = match arguments.get(name)? {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        text.push_str(before);
        text.push_str(&if quoted && QUOTED.contains(&kind) {
            format!("\"{value}\"")
        } else {
            value
        });
        rest = behind;
    }
    Some(text + rest)
}
