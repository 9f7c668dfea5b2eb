//! Where the facts of `explain` come from: the one scenario of a record that holds the document, or a file. What is said of them is beside.

use std::{collections::BTreeMap, fs, path::Path};

use etalon_evidence::{PlayedScenario, Record};
use etalon_journal::JournalSlice;
use etalon_model::Catalogue;
use etalon_rules::access::Facts;

use crate::{arguments::ExplainArguments, exit::Failure};

/// No more names than these are listed in a message.
const MOST_LISTED: usize = 20;
/// The largest file of facts that is looked at, in bytes; of what is smaller the model says itself what is too large.
const LARGEST_FILE: u64 = 4 << 20;

/// The one scenario that holds the document.
pub(crate) fn scenario<'a>(record: &'a Record, arguments: &ExplainArguments) -> Result<PlayedScenario<'a>, Failure> {
    let (wanted, document) = (arguments.scenario.as_deref(), &arguments.document);
    let played: Vec<PlayedScenario<'a>> = record
        .scenarios()
        .filter(|played| wanted.is_none_or(|wanted| wanted == played.opened.identity || wanted == played.realm))
        .collect();
    if played.is_empty() {
        let wanted = wanted.map_or_else(|| "any".to_owned(), |wanted| format!("`{wanted}`"));
        return Err(Failure::usage(format!(
            "--scenario: {wanted} was not played in this record; its report lists those that were"
        )));
    }
    let documents = |played: &PlayedScenario<'_>| Facts::of_journal(JournalSlice::of(played.entries));
    let mut names: Vec<String> = Vec::new();
    let mut holding = Vec::new();
    for one in played {
        let facts = documents(&one);
        match facts.document(document) {
            Some(_) => holding.push(one),
            None => names.extend(facts.documents.into_iter().map(|document| document.name)),
        }
    }
    names.sort();
    names.dedup();
    match holding.as_slice() {
        [one] => Ok(*one),
        [] => Err(Failure::usage(format!(
            "--document “{document}”: no scenario has one of that name or reference; there are: {}",
            listed(&names)
        ))),
        several => {
            let mut names: Vec<String> = several
                .iter()
                .map(|one| format!("{} ({})", one.opened.identity, one.realm))
                .collect();
            names.sort();
            Err(Failure::usage(format!(
                "--document “{document}”: {} scenarios have one of that name; say which with --scenario (the name, or what stands in brackets): {}",
                several.len(),
                listed(&names)
            )))
        }
    }
}

fn listed(names: &[String]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    let shown = names.iter().take(MOST_LISTED).cloned().collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(MOST_LISTED) {
        Some(more @ 1..) => format!("{shown} and {more} more"),
        _ => shown,
    }
}

/// A reading that nobody knows would silently leave open what was meant to be settled.
pub(crate) fn check_readings(file: &Path, readings: &BTreeMap<String, String>, catalogue: &Catalogue) -> Result<(), Failure> {
    for (name, reading) in readings {
        let Some(parameter) = catalogue.parameters.get(name) else {
            let known: Vec<String> = catalogue.parameters.keys().cloned().collect();
            let known = listed(&known);
            return Err(Failure::usage(format!(
                "{}: [readings]: there is no parameter `{name}`; there are: {known}",
                file.display()
            )));
        };
        if !parameter.readings.is_empty() && !parameter.readings.contains(reading) {
            return Err(Failure::usage(format!(
                "{}: [readings]: `{name} = {reading}`: the readings are: {}",
                file.display(),
                parameter.readings.join(", ")
            )));
        }
    }
    Ok(())
}

pub(crate) fn read(file: &Path) -> Result<String, Failure> {
    let usage = |why: std::io::Error| Failure::usage(format!("--what-if {}: {why}", file.display()));
    let size = fs::metadata(file).map_err(usage)?.len();
    if size > LARGEST_FILE {
        return Err(Failure::usage(format!(
            "--what-if {}: {size} bytes are no hand-written facts",
            file.display()
        )));
    }
    fs::read_to_string(file).map_err(usage)
}
