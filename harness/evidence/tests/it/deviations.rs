//! Known failures in every rendering: they pass and are shown; what is one no more is loud.

use etalon_evidence::{Language, console_failure, console_summary, html, junit, summary};
use etalon_model::{Deviated, Deviation, KnownDeviation, Verdict};
use jiff::civil::date;
use quick_junit::{Report, TestCaseStatus};

use crate::told_run::{ToldRun, told_run};

const KNOWN: &str = "case-withdrawn-consent-refuses-reading";

fn deviation(requirement: &str, scenario: &str) -> KnownDeviation {
    KnownDeviation {
        deviation: Deviation {
            requirement: requirement.to_owned(),
            scenario: Some(scenario.to_owned()),
            verdict: Verdict::NonConformant,
            reason: "the cache keeps it <for> a minute".to_owned(),
            owner: "the portal's team".to_owned(),
            expires: date(2026, 12, 31),
        },
        scenarios: vec![scenario.to_owned()],
    }
}

/// The told run with a failure that is known, one that no longer fails, and one that was not met.
fn told() -> ToldRun {
    let mut run = told_run();
    run.header.deviations = vec![
        deviation("REQ-CONSENT-004", KNOWN),
        deviation("REQ-DOC-TIMING-002", "case-delay/eve"),
        deviation("REQ-WEBAPP-010", "case-never-begun"),
    ];
    let weight = |_: &str| Verdict::NonConformant;
    run.deviated = Deviated::of(&run.header.deviations, &run.judgements, weight, date(2026, 7, 1));
    run
}

#[test]
fn a_known_failure_passes_with_a_property_and_a_stale_deviation_fails() {
    let report = Report::deserialize_from_str(&junit(&told().account())).unwrap();
    let cases: Vec<_> = report.test_suites.iter().flat_map(|suite| &suite.test_cases).collect();
    let property = |case: &&quick_junit::TestCase, name: &str| {
        let found = case.properties.iter().find(|property| property.name.as_str() == name);
        found.map(|property| property.value.as_str().to_owned())
    };
    let known = cases
        .iter()
        .find(|case| property(case, "identity").as_deref() == Some(KNOWN))
        .unwrap();
    assert!(matches!(known.status, TestCaseStatus::Success { .. }), "{known:?}");
    assert_eq!(property(known, "verdict").as_deref(), Some("non-conformant"));
    assert_eq!(
        property(known, "deviation").as_deref(),
        Some("REQ-CONSENT-004 until 2026-12-31 (the portal's team): the cache keeps it <for> a minute")
    );
    let suite = report.test_suites.iter().find(|suite| suite.name.as_str() == "deviations").unwrap();
    assert_eq!(suite.test_cases.len(), 1);
    assert_eq!(property(&&suite.test_cases[0], "state").as_deref(), Some("gone"));
    assert!(matches!(suite.test_cases[0].status, TestCaseStatus::NonSuccess { .. }));
    let hostile = cases
        .iter()
        .find(|case| property(case, "identity").as_deref() == Some("case-hostile"))
        .unwrap();
    assert!(
        matches!(hostile.status, TestCaseStatus::NonSuccess { .. }),
        "another failure stays one"
    );
}

#[test]
fn the_counts_and_the_plain_text_show_them() {
    let run = told();
    let counts = summary(&run.account());
    assert_eq!((counts.known, counts.verdicts.non_conformant), (1, 2));
    let value = serde_json::to_value(&counts).unwrap();
    let states: Vec<_> = value["deviations"].as_array().unwrap().iter().map(|line| &line["state"]).collect();
    assert_eq!(states, ["known", "gone", "unseen"]);
    assert_eq!(value["deviations"][0]["seen_in"][0], KNOWN);
    assert_eq!(value["deviations"][0]["requirement"], "REQ-CONSENT-004");
    assert_eq!(value["scenario"][0]["known_by"][0], "REQ-CONSENT-004");
    assert_eq!(serde_json::from_value::<etalon_evidence::Summary>(value).unwrap(), counts);
    let text = console_summary(&run.account());
    for words in [
        "of these 1 known to fail",
        "known deviation: REQ-CONSENT-004 until 2026-12-31",
        "STALE DEVIATION: REQ-DOC-TIMING-002",
        "deviation not met in this run: REQ-WEBAPP-010",
    ] {
        assert!(text.contains(words), "{words}\nis not in\n{text}");
    }
    let failure = console_failure(&run.account(), &run.judgements[0]);
    assert!(failure.contains("  known        REQ-CONSENT-004 until 2026-12-31"), "{failure}");
}

#[test]
fn the_report_has_a_section_for_them_and_takes_them_from_what_needs_attention() {
    let run = told();
    for (language, title, gone) in [
        (Language::En, "Known deviations", "It no longer fails"),
        (Language::Fr, "Écarts connus", "plus d’écart"),
        (Language::Nl, "Gekende afwijkingen", "geen afwijking meer"),
    ] {
        let page = html(&run.account(), language);
        let section = page.split("<section id=\"deviations\"").nth(1).unwrap();
        let section = section.split("</section>").next().unwrap();
        for words in [title, gone, "the cache keeps it &#60;for&#62; a minute", "2026-12-31"] {
            assert!(section.contains(words), "{words} is not in {section}");
        }
        assert!(section.starts_with(" class=\"alarm-section\""), "a stale one is an alarm");
        let result = page
            .split("<section id=\"result\"")
            .nth(1)
            .unwrap()
            .split("</section>")
            .next()
            .unwrap();
        assert!(result.contains("href=\"#deviations\""));
        assert!(!result.contains(&format!("href=\"#s-{KNOWN}\"")), "it does not need attention");
    }
    assert!(!html(&told_run().account(), Language::En).contains("id=\"deviations\""));
}
