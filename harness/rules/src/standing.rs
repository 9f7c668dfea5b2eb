//! Standing rules hold in every journal, whatever the scenario was about.

use std::collections::BTreeMap;

use etalon_journal::{Event, Exchange};
use etalon_model::{Assessment, Finding, Grade, Judged, Witness};

use crate::{
    access::{self, Answer, Moment, decide},
    disclosure::number,
    facts::{Document, Facts},
    rule::Case,
};

/// Identifiers of the standing rules, with what they say and the requirements they speak for.
#[must_use]
pub fn standing_rules() -> &'static [(&'static str, &'static str, &'static [&'static str])] {
    &[
        (
            "no-disclosure-without-right",
            "no document's bytes reach a person without consent, link and the passing of its delay",
            &[
                "REQ-CONSENT-001",
                "REQ-CONSENT-002",
                "REQ-THERLINK-001",
                "REQ-DOC-TIMING-001",
                "REQ-DOC-TIMING-002",
                "REQ-WEBAPP-003",
            ],
        ),
        (
            "no-fetch-before-login",
            "the hospital is asked for nothing before anybody has logged in",
            &["REQ-WEBAPP-003"],
        ),
        (
            "no-secret-in-output",
            "no token, code, cookie or password is in what the system prints",
            &[],
        ),
    ]
}

/// Judges the standing rules; one that had nothing to look at says nothing.
pub(crate) fn judge_standing(case: &Case<'_>) -> Vec<Judged> {
    let assessed = [
        ("no-disclosure-without-right", no_disclosure_without_right(case)),
        ("no-fetch-before-login", no_fetch_before_login(case)),
        ("no-secret-in-output", no_secret_in_output(case)),
    ];
    assessed
        .into_iter()
        .filter_map(|(rule, assessment)| {
            Some(Judged {
                rule: rule.to_owned(),
                expectation: None,
                assessment: assessment?,
            })
        })
        .collect()
}

fn no_disclosure_without_right(case: &Case<'_>) -> Option<Assessment> {
    let mut witnesses = Vec::new();
    let mut findings = Vec::new();
    let facts = access::Facts::of_journal(case.all);
    // A pinned delay is what `by-reading` judges; this rule asks what no reading of a delay allows.
    let pinned = case.grounds.parameters.get_key_value("therlink.end");
    let readings: BTreeMap<String, String> = pinned.map(|(name, reading)| (name.clone(), reading.clone())).into_iter().collect();
    for exchange in case.all.sent() {
        let Some(actor) = exchange.actor() else { continue };
        for document in latest(case.facts, exchange.request.number) {
            let markers = std::iter::once(document.canary).chain(document.attachments.iter().map(|(_, canary)| *canary));
            if !markers.into_iter().any(|marker| exchange.discloses(marker)) {
                continue;
            }
            match missing(&facts, &readings, actor, document, &exchange) {
                None => witnesses.push(Witness {
                    entry: number(&exchange),
                    grade: Grade::Harness,
                    shows: format!("“{}” reached {actor}, who had the right to it", document.name),
                }),
                Some((requirement, what)) => findings.push(Finding {
                    requirement: Some(requirement.to_owned()),
                    expected: format!("“{}” does not reach {actor}: {what}", document.name),
                    seen: format!("its bytes in the answer to {}", exchange.url()),
                    entries: vec![number(&exchange)],
                }),
            }
        }
    }
    match (findings.is_empty(), witnesses.is_empty()) {
        (false, _) => Some(Assessment::Violated { findings }),
        (true, false) => Some(Assessment::Satisfied { witnesses }),
        (true, true) => None,
    }
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
    document: &Document<'_>,
    exchange: &Exchange<'_>,
) -> Option<(&'static str, String)> {
    if facts.person(actor).is_none() {
        return Some(("REQ-WEBAPP-003", "nobody has logged in".to_owned()));
    }
    let (first, last) = exchange.interval();
    let refused = |at, entry| {
        let decision = decide(facts, actor, document.name, Moment::before_entry(at, entry), readings).ok()?;
        (decision.answer == Answer::Refused).then_some(decision)
    };
    refused(last, number(exchange))?;
    let decision = refused(first, exchange.request.number)?;
    let ground = decision.deciding();
    Some((ground.requirement, ground.saw.sentence()))
}

fn no_fetch_before_login(case: &Case<'_>) -> Option<Assessment> {
    let first = case.all.observations("document-fetched").next()?.0;
    let login = case.all.observations("token-issued").find(|(entry, _)| entry.number < first.number);
    Some(match login {
        Some((entry, _)) => Assessment::Satisfied {
            witnesses: vec![Witness {
                entry: entry.number,
                grade: Grade::Nation,
                shows: "a login before the first document was fetched".to_owned(),
            }],
        },
        None => Assessment::Violated {
            findings: vec![Finding {
                requirement: Some("REQ-WEBAPP-003".to_owned()),
                expected: "nothing is fetched before anybody has logged in".to_owned(),
                seen: "a document fetched from the hospital before any login".to_owned(),
                entries: vec![first.number],
            }],
        },
    })
}

fn no_secret_in_output(case: &Case<'_>) -> Option<Assessment> {
    let lines: Vec<_> = case
        .all
        .iter()
        .filter_map(|entry| match &entry.event {
            Event::Output { line, .. } => Some((entry.number, line)),
            _ => None,
        })
        .collect();
    let told: Vec<_> = lines.iter().filter(|(_, line)| line.contains("[secret ")).copied().collect();
    if told.is_empty() {
        let (entry, _) = *lines.last()?;
        let shows = "no secret in any line that the system printed".to_owned();
        return Some(Assessment::Satisfied {
            witnesses: vec![Witness {
                entry,
                grade: Grade::Harness,
                shows,
            }],
        });
    }
    let findings = told
        .into_iter()
        .map(|(entry, line)| Finding {
            requirement: None,
            expected: "the system prints no token, code, cookie or password".to_owned(),
            seen: format!("in its output: {line}"),
            entries: vec![entry],
        })
        .collect();
    Some(Assessment::Violated { findings })
}
