//! Standing rules hold in every journal, whatever the scenario was about.

use etalon_journal::Event;
use etalon_model::{Assessment, Finding, Grade, Judged, Witness};

use crate::{
    case::Case,
    rights::{no_disclosure_without_right, no_refusal_without_reason},
};

/// Identifiers of the standing rules, with what they say and the requirements they speak for.
#[must_use]
pub fn standing_rules() -> &'static [(&'static str, &'static str, &'static [&'static str])] {
    &[
        (
            "no-disclosure-without-right",
            "no document's bytes reach a person who may not open it: for want of a login, a consent or a link, by an exclusion or a restriction, by what is set for the patient, or because its reference is deleted",
            &[
                "REQ-CONSENT-001",
                "REQ-CONSENT-002",
                "REQ-DELETE-REF-001",
                "REQ-DOC-READ-001",
                "REQ-DOC-TIMING-001",
                "REQ-DOC-TIMING-002",
                "REQ-EXCLUSION-001",
                "REQ-EXCLUSION-003",
                "REQ-PATIENT-ACCESS-001",
                "REQ-RELEASE-002",
                "REQ-RELEASE-004",
                "REQ-SUMEHR-006",
                "REQ-SUMEHR-007",
                "REQ-THERLINK-001",
                "REQ-THERLINK-007",
                "REQ-WEBAPP-003",
            ],
        ),
        (
            "no-refusal-without-reason",
            "nobody who is logged in and may open a document, by every reading, is refused it",
            &[
                "REQ-DOC-READ-001",
                "REQ-DOC-READ-002",
                "REQ-DOC-TIMING-001",
                "REQ-PATIENT-ACCESS-001",
                "REQ-PATIENT-ACCESS-002",
                "REQ-RELEASE-001",
                "REQ-SUMEHR-001",
                "REQ-SUMEHR-009",
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
        ("no-refusal-without-reason", no_refusal_without_reason(case)),
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
