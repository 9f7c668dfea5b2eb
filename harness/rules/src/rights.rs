//! What the access model says of what a product did, whatever the scenario was about: documents shown to whom they may not be. The other
//! way round is `refused_right`.

use std::collections::BTreeMap;

use etalon_journal::Exchange;
use etalon_model::{Assessment, Finding, Grade, Witness};

pub(crate) use crate::refused_right::no_refusal_without_reason;
use crate::{
    access::{self, Answer, Moment, decide},
    case::Case,
    disclosure::number,
    facts::{Document, Facts},
};

/// Readings by which standing rules go, where the profile pins them. A pinned delay is what `by-reading` judges; standing rules ask what no
/// reading of a delay allows, and what every one does.
const SETTLED: [&str; 5] = [
    "therlink.end",
    "sumehr.setting-reach",
    "sumehr.precedence",
    "access-rule.precedence",
    "network.professions",
];

/// The pinned ones among them.
pub(crate) fn settled(case: &Case<'_>) -> BTreeMap<String, String> {
    let pinned = SETTLED.iter().filter_map(|name| case.grounds.parameters.get_key_value(*name));
    pinned.map(|(name, reading)| (name.clone(), reading.clone())).collect()
}

/// Says nothing where nothing of any document reached anybody.
pub(crate) fn no_disclosure_without_right(case: &Case<'_>) -> Option<Assessment> {
    let mut witnesses = Vec::new();
    let mut findings = Vec::new();
    let readings = settled(case);
    for exchange in case.all.sent() {
        let Some(actor) = exchange.actor() else { continue };
        for name in told_by(case, &exchange, actor) {
            match missing(&case.facts.access, &readings, actor, name, &exchange) {
                None => witnesses.push(Witness {
                    entry: number(&exchange),
                    grade: Grade::Harness,
                    shows: format!("“{name}” reached {actor}, who had the right to it"),
                }),
                Some((requirement, what)) => findings.push(Finding {
                    requirement: Some(requirement.to_owned()),
                    expected: format!("“{name}” does not reach {actor}: {what}"),
                    seen: format!("its bytes in the answer to {}", exchange.url()),
                    entries: vec![number(&exchange)],
                }),
            }
        }
    }
    weighed(witnesses, findings)
}

/// What of it was seen; nothing where there was nothing to see.
pub(crate) fn weighed(witnesses: Vec<Witness>, findings: Vec<Finding>) -> Option<Assessment> {
    match (findings.is_empty(), witnesses.is_empty()) {
        (false, _) => Some(Assessment::Violated { findings }),
        (true, false) => Some(Assessment::Satisfied { witnesses }),
        (true, true) => None,
    }
}

/// The documents whose bytes came with the answer.
fn told_by<'a>(case: &Case<'a>, exchange: &Exchange<'_>, actor: &str) -> Vec<&'a str> {
    let before = exchange.request.number;
    let laid = latest(case.facts, before).filter(|document| {
        let markers = std::iter::once(document.canary).chain(document.attachments.iter().map(|(_, canary)| *canary));
        markers.into_iter().any(|marker| exchange.discloses(marker))
    });
    // Whoever draws a SUMEHR up may see his own words again, on the page that declines them as on any other.
    let drawn_up = case.facts.drafts.iter().filter(|draft| {
        let is_author = draft.wish(case.facts).is_some_and(|wish| wish.actor == actor);
        draft.entry < before && !is_author && exchange.discloses(draft.canary)
    });
    laid.map(|document| document.name).chain(drawn_up.map(|draft| draft.name)).collect()
}

/// Each document once, as it stood before entry `before`.
fn latest<'b, 'a>(facts: &'b Facts<'a>, before: u64) -> impl Iterator<Item = &'b Document<'a>> {
    facts.documents.iter().enumerate().filter_map(move |(at, document)| {
        let replaced = facts.documents[at + 1..]
            .iter()
            .any(|later| later.name == document.name && later.entry < before);
        (document.entry < before && !replaced).then_some(document)
    })
}

/// The right that `actor` did not have to `document`, with the requirement that asks for it: refused from the request to the
/// answer. What a reading decides, or nobody knows, is no finding.
fn missing(
    facts: &access::Facts,
    readings: &BTreeMap<String, String>,
    actor: &str,
    document: &str,
    exchange: &Exchange<'_>,
) -> Option<(&'static str, String)> {
    if facts.person(actor).is_none() {
        return Some(("REQ-WEBAPP-003", "nobody has logged in".to_owned()));
    }
    let (first, last) = exchange.interval();
    let refused = |at, entry| {
        let decision = decide(facts, actor, document, Moment::before_entry(at, entry), readings).ok()?;
        (decision.answer == Answer::Refused).then_some(decision)
    };
    refused(last, number(exchange))?;
    let decision = refused(first, exchange.request.number)?;
    let ground = decision.deciding();
    Some((ground.requirement, ground.saw.sentence()))
}
