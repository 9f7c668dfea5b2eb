//! `junit.xml`: one suite per capability, for continuous integration.

use std::time::Duration;

use etalon_model::{Judgement, Verdict};
use quick_junit::{NonSuccessKind, Property, Report, TestCase, TestCaseStatus, TestSuite, XmlString};

use crate::{
    Account, NotRun, Planned, console_failure,
    deviations::{deviation_lines, deviations_of, one_line_of},
    summary::UNPLANNED,
    visible::made_visible,
};

/// The suite of the known failures that are none any more.
const DEVIATIONS: &str = "deviations";

/// `account` as JUnit XML. Non-conformant is a failure, inconclusive and not played are errors; not applicable, unspecified
/// and left out are skipped; advisory and known failures pass, with a property that says so; a deviation that is none any more is a failure.
#[must_use]
pub fn junit(account: &Account) -> String {
    let mut report = Report::new(xml(&format!("etalon {}", account.header.profile.name)));
    if let Some(end) = account.end {
        report.set_time(seconds(end.seconds));
    }
    let mut suites: Vec<(String, Vec<TestCase>)> = Vec::new();
    for planned in &account.header.planned {
        suite_of(&mut suites, &planned.capability);
    }
    for judgement in account.judgements {
        let scenario = account.scenario(&judgement.identity);
        let suite = suite_of(&mut suites, scenario.as_ref().map_or(UNPLANNED, |scenario| &scenario.capability));
        suite.push(judged_case(account, judgement, scenario.as_ref()));
    }
    for not_run in account.not_run().into_iter().filter(|scenario| !scenario.is_judged) {
        let suite = suite_of(&mut suites, not_run.planned.map_or(UNPLANNED, |planned| &planned.capability));
        suite.push(case_not_run(&not_run));
    }
    for line in deviation_lines(account).into_iter().filter(|line| line.state.is_stale()) {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        let what = one_line_of(&line.known.deviation);
        status
            .set_type("stale-deviation")
            .set_message(xml(&format!("{}: {what}", line.state.as_str())));
        let name = match &line.known.deviation.scenario {
            Some(scenario) => format!("{} in {scenario}", line.known.deviation.requirement),
            None => line.known.deviation.requirement.clone(),
        };
        let mut case = TestCase::new(xml(&name), status);
        case.add_property(property("deviation", &what));
        case.add_property(property("state", line.state.as_str()));
        suite_of(&mut suites, DEVIATIONS).push(case);
    }
    for (name, cases) in suites {
        let mut suite = TestSuite::new(xml(&name));
        suite.set_time(cases.iter().filter_map(|case| case.time).sum());
        suite.add_test_cases(cases);
        if account.partial {
            suite.add_property(Property::new("partial", "true"));
        }
        report.add_test_suite(suite);
    }
    report
        .to_string()
        .expect("XmlString holds only what XML allows, and a String can always be written to")
}

fn judged_case(account: &Account, judgement: &Judgement, scenario: Option<&Planned>) -> TestCase {
    let mut case = case(&judgement.identity, scenario, status(account, judgement));
    case.add_property(property("verdict", judgement.verdict.as_str()));
    case.add_property(property("because", &judgement.because));
    case.add_property(property("requirements", &judgement.requirements.join(" ")));
    case.add_property(property(
        "weakest-witness",
        judgement.weakest.map_or("none", |grade| grade.as_str()),
    ));
    case.add_property(property("realm", &judgement.realm));
    for known in deviations_of(account, judgement) {
        case.add_property(property("deviation", &one_line_of(&known.deviation)));
    }
    if let Some(played) = account.played_in(&judgement.realm) {
        case.set_time(seconds(played.seconds()));
    }
    case
}

fn status(account: &Account, judgement: &Judgement) -> TestCaseStatus {
    // A failure that is known passes, with a property that says so; what is known no more fails beside.
    if account.deviated.is_known(judgement) {
        return TestCaseStatus::success();
    }
    let mut status = match judgement.verdict {
        Verdict::Conformant | Verdict::Advisory => return TestCaseStatus::success(),
        Verdict::NonConformant => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Verdict::Inconclusive => TestCaseStatus::non_success(NonSuccessKind::Error),
        Verdict::NotApplicable | Verdict::Unspecified => TestCaseStatus::skipped(),
    };
    status.set_type(judgement.verdict.as_str()).set_message(xml(&judgement.because));
    if matches!(judgement.verdict, Verdict::NonConformant | Verdict::Inconclusive) {
        status.set_description(xml(&console_failure(account, judgement)));
    }
    status
}

fn case_not_run(scenario: &NotRun) -> TestCase {
    let status = match scenario.left_out {
        Some(why) => {
            let mut status = TestCaseStatus::skipped();
            status.set_type("left-out").set_message(xml(why));
            status
        }
        None => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_type("not-played").set_message("not played: the run ended before it");
            status
        }
    };
    let mut case = case(scenario.identity, scenario.planned, status);
    if let Some(planned) = scenario.planned {
        case.add_property(property("requirements", &planned.requirements.join(" ")));
    }
    case
}

fn case(identity: &str, scenario: Option<&Planned>, status: TestCaseStatus) -> TestCase {
    // An outline gives all its rows one title; the row keeps them apart.
    let title = scenario.map_or(identity.to_owned(), |scenario| match identity.split_once('/') {
        Some((_, row)) if !scenario.title.contains(row) => format!("{} [{row}]", scenario.title),
        _ => scenario.title.clone(),
    });
    let mut case = TestCase::new(xml(&title), status);
    if let Some(scenario) = scenario {
        case.set_classname(xml(scenario.path.trim_end_matches(".feature")));
    }
    case.add_property(property("identity", identity));
    case
}

fn suite_of<'a>(suites: &'a mut Vec<(String, Vec<TestCase>)>, name: &str) -> &'a mut Vec<TestCase> {
    let at = suites.iter().position(|(found, _)| found == name).unwrap_or_else(|| {
        suites.push((name.to_owned(), Vec::new()));
        suites.len() - 1
    });
    &mut suites[at].1
}

fn property(name: &str, value: &str) -> Property {
    Property::new(name, xml(value))
}

/// What XML 1.0 forbids is written out rather than dropped: a hostile byte is part of the evidence.
fn xml(text: &str) -> XmlString {
    XmlString::new(made_visible(text))
}

/// A duration that a record changed by hand cannot make us panic on.
fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or_default()
}
