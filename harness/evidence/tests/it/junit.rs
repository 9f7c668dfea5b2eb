//! JUnit, read back by its own reader.

use etalon_evidence::junit;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus};

use crate::told_run::told_run;

fn cases(report: &Report) -> Vec<(&str, &TestCase)> {
    report
        .test_suites
        .iter()
        .flat_map(|suite| suite.test_cases.iter().map(|case| (suite.name.as_str(), case)))
        .collect()
}

fn property<'a>(case: &'a TestCase, name: &str) -> Option<&'a str> {
    case.properties
        .iter()
        .find(|property| property.name.as_str() == name)
        .map(|property| property.value.as_str())
}

#[test]
fn every_kind_of_verdict_has_its_status() {
    let report = Report::deserialize_from_str(&junit(&told_run().account())).unwrap();
    let cases = cases(&report);
    for (identity, wanted) in [
        ("case-withdrawn-consent-refuses-reading", "failure non-conformant"),
        ("case-delay/eve", "success"),
        ("case-delay/day-itself", "skipped unspecified"),
        ("case-unknown-browser", "success"),
        ("case-system-silent", "error inconclusive"),
        ("case-card-login", "skipped not-applicable"),
        ("case-never-begun", "error not-played"),
        ("case-eid-login", "skipped left-out"),
    ] {
        let (_, case) = cases
            .iter()
            .find(|(_, case)| property(case, "identity") == Some(identity))
            .expect(identity);
        let kind = |kind: &Option<quick_junit::XmlString>| kind.as_ref().map_or(String::new(), |kind| kind.as_str().to_owned());
        let status = match &case.status {
            TestCaseStatus::Success { .. } => "success".to_owned(),
            TestCaseStatus::NonSuccess {
                kind: NonSuccessKind::Failure,
                ty,
                ..
            } => format!("failure {}", kind(ty)),
            TestCaseStatus::NonSuccess {
                kind: NonSuccessKind::Error,
                ty,
                ..
            } => format!("error {}", kind(ty)),
            TestCaseStatus::Skipped { ty, .. } => format!("skipped {}", kind(ty)),
        };
        assert_eq!(status, wanted, "{identity}");
    }
    assert_eq!((report.tests, report.failures, report.errors), (25, 2, 2));
}

#[test]
fn suites_are_capabilities_and_cases_bear_what_a_reader_needs() {
    let report = Report::deserialize_from_str(&junit(&told_run().account())).unwrap();
    let names: Vec<&str> = report.test_suites.iter().map(|suite| suite.name.as_str()).collect();
    assert_eq!(names, ["consent", "document-timing", "web-application", "-"]);
    let cases = cases(&report);
    let (suite, case) = cases[0];
    assert_eq!(suite, "consent");
    assert_eq!(case.classname.as_ref().unwrap().as_str(), "consent/behaviour");
    assert_eq!(property(case, "requirements"), Some("REQ-CONSENT-004"));
    assert_eq!(property(case, "weakest-witness"), Some("harness"));
    assert!(case.time.unwrap().as_millis() > 0);
    let TestCaseStatus::NonSuccess { message, description, .. } = &case.status else {
        panic!("{:?}", case.status)
    };
    assert_eq!(
        message.as_ref().unwrap().as_str(),
        "after the withdrawal Dr Peeters still reads “letter”"
    );
    assert!(
        description
            .as_ref()
            .unwrap()
            .as_str()
            .contains("run again    etalon run features/consent/behaviour.feature:12")
    );
    let rows: Vec<&str> = cases
        .iter()
        .map(|(_, case)| case.name.as_str())
        .filter(|name| name.starts_with("The delay"))
        .collect();
    assert_eq!(rows.len(), 3);
    assert!(rows[0].ends_with("[eve]"), "{rows:?}");
}

#[test]
fn what_xml_forbids_is_written_out() {
    let xml = junit(&told_run().account());
    assert!(
        xml.chars()
            .all(|c| matches!(c, '\t' | '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)),
        "{xml}"
    );
    assert!(xml.contains("⟨U+0000⟩⟨U+FFFF⟩"));
    assert!(!xml.contains("<script>"));
}
