//! Standing rules hold in every journal, whatever the scenario was about.

use etalon_journal::{Event, Exchange};
use etalon_model::{Assessment, Finding, Grade, Judged, Role, Witness};

use crate::{
    disclosure::number,
    facts::{Document, Facts, LinkState, consents, link},
    judge::Grounds,
    rule::Case,
    timing::{PatientRule, link_ends, opening},
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
    for exchange in case.all.sent() {
        let Some(actor) = exchange.actor() else { continue };
        for document in latest(case.facts, exchange.request.number) {
            let markers = std::iter::once(document.canary).chain(document.attachments.iter().map(|(_, canary)| *canary));
            if !markers.into_iter().any(|marker| exchange.discloses(marker)) {
                continue;
            }
            match missing(case.facts, case.grounds, actor, document, &exchange) {
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

/// The right that `actor` did not have to `document`, with the requirement that asks for it.
fn missing<'a>(
    facts: &Facts<'a>,
    grounds: &Grounds<'_>,
    actor: &str,
    document: &Document<'a>,
    exchange: &Exchange<'a>,
) -> Option<(&'static str, String)> {
    let before = exchange.request.number;
    let Some(patient) = facts.person_with(document.patient_insz) else {
        return Some(("REQ-CONSENT-001", "its patient is nobody here".to_owned()));
    };
    if !facts.people.contains_key(actor) {
        return Some(("REQ-WEBAPP-003", "nobody has logged in".to_owned()));
    }
    if !consents(facts, patient, Role::Patient, before) {
        return Some(("REQ-CONSENT-001", format!("no consent of {patient} is in force")));
    }
    let (first, last) = exchange.interval();
    if actor == patient {
        return match document.rule {
            PatientRule::Immediate => None,
            PatientRule::Never => Some(("REQ-DOC-TIMING-002", "the patient may not read it".to_owned())),
            PatientRule::AfterDays(days) => {
                let opening = opening(document.published_at, days)?;
                (last < opening.earliest).then(|| {
                    (
                        "REQ-DOC-TIMING-001",
                        format!("the patient may read it from {} at the earliest", opening.earliest),
                    )
                })
            }
        };
    }
    if !consents(facts, actor, Role::Professional, before) {
        return Some(("REQ-CONSENT-002", format!("no consent of {actor} is in force")));
    }
    match link(facts, actor, patient, before) {
        LinkState::None => Some((
            "REQ-THERLINK-001",
            format!("no therapeutic link between {actor} and {patient} is in force"),
        )),
        LinkState::Declared(None) => None,
        LinkState::Declared(Some(day)) => {
            let (exclusive, inclusive) = link_ends(day)?;
            let pinned = grounds.parameters.get("therlink.end").map(String::as_str);
            let over = if pinned == Some("exclusive") { exclusive } else { inclusive };
            (first >= over).then(|| {
                (
                    "REQ-THERLINK-001",
                    format!("the therapeutic link between {actor} and {patient} ended on {day}"),
                )
            })
        }
    }
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
