//! The verdicts that runs of the upright reference system must have: conformant everywhere, but for the scenarios listed.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use crate::{etalon::Summary, project::Project};

/// A file of `ci/expected-verdicts/`, without its ending.
#[derive(Clone, Copy)]
pub(crate) enum Expectation {
    /// With the profile as it ships.
    Upright,
    /// With nothing pinned.
    Unpinned,
}

impl Expectation {
    fn path(self) -> &'static str {
        match self {
            Self::Upright => "ci/expected-verdicts/upright.toml",
            Self::Unpinned => "ci/expected-verdicts/unpinned.toml",
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exceptions {
    #[serde(default)]
    scenario: Vec<Exception>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    identity: String,
    verdict: String,
}

/// Fails where a verdict is another than the file says. Returns how many are as expected.
pub(crate) fn compare(project: &Project, expectation: Expectation, summary: &Summary) -> Result<usize> {
    let path = expectation.path();
    let exceptions: Exceptions = toml::from_str(&project.read(path)?).context(path)?;
    let differences = differences(&exceptions, summary);
    if differences.is_empty() {
        return Ok(summary.scenarios);
    }
    differences.iter().for_each(|difference| println!("{difference}"));
    bail!("{} verdict(s) are not as {path} expects", differences.len())
}

fn differences(exceptions: &Exceptions, summary: &Summary) -> Vec<String> {
    let mut expected: BTreeMap<&str, &str> = exceptions
        .scenario
        .iter()
        .map(|exception| (exception.identity.as_str(), exception.verdict.as_str()))
        .collect();
    let mut differences = Vec::new();
    for scenario in &summary.scenario {
        let wanted = expected.remove(scenario.identity.as_str()).unwrap_or("conformant");
        if scenario.verdict != wanted {
            differences.push(format!(
                "{}: expected {wanted}, came out {}: {}",
                scenario.identity, scenario.verdict, scenario.because
            ));
        }
    }
    differences.extend(expected.keys().map(|identity| format!("{identity}: expected, and was not played")));
    if summary.scenario.len() != summary.scenarios {
        differences.push(format!("{} scenarios, verdicts on {}", summary.scenarios, summary.scenario.len()));
    }
    differences
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const LISTED: &str = "[[scenario]]\nidentity = 'case-b'\nverdict = 'unspecified'\n";

    fn check(listed: &str, came: &[(&str, &str)]) -> Vec<String> {
        let scenario: Vec<_> = came
            .iter()
            .map(|(identity, verdict)| serde_json::json!({"identity": identity, "verdict": verdict, "because": "", "requirements": []}))
            .collect();
        let summary =
            serde_json::json!({"scenarios": came.len(), "seconds": 1.0, "peak_rss_mb": 1.0, "partial": false, "scenario": scenario});
        differences(&toml::from_str(listed).unwrap(), &serde_json::from_value(summary).unwrap())
    }

    #[test]
    fn what_is_listed_has_its_verdict_and_all_others_conform() {
        assert!(check(LISTED, &[("case-a", "conformant"), ("case-b", "unspecified")]).is_empty());
        assert!(check("", &[("case-a", "conformant")]).is_empty());
    }

    #[test]
    fn every_difference_is_told() {
        assert_eq!(check(LISTED, &[("case-a", "inconclusive"), ("case-b", "unspecified")]).len(), 1);
        assert_eq!(check(LISTED, &[("case-a", "conformant"), ("case-b", "conformant")]).len(), 1);
        assert_eq!(check(LISTED, &[("case-a", "conformant")]), ["case-b: expected, and was not played"]);
    }
}
