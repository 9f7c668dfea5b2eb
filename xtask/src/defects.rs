//! The committed matrix: which scenario catches which defect. Comparing a run with it, and making it anew.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use crate::{
    etalon::{Defect, Summary},
    project::Project,
};

/// Where it is.
pub(crate) const MATRIX_FILE: &str = "ci/expected-verdicts/defects.toml";

const HEADER: &str = "\
# Which scenarios catch which defect of the reference systems: verdict non-conformant or advisory.
# `expected_scenario` is chosen by a person: the one that says best what is wrong. It must catch the defect.
# `caught_by` is what runs found: `cargo xtask matrix --write` makes it anew for the scenarios of the defect's requirement
# and keeps the rest, `cargo xtask matrix --full --write` makes it anew for every scenario.

";

/// The whole file.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Matrix {
    #[serde(default)]
    pub(crate) defect: Vec<Row>,
}

/// One defect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) requirement: String,
    pub(crate) expected_scenario: String,
    pub(crate) caught_by: BTreeSet<String>,
}

impl Matrix {
    pub(crate) fn committed(project: &Project) -> Result<Self> {
        toml::from_str(&project.read(MATRIX_FILE)?).context(MATRIX_FILE)
    }

    pub(crate) fn write(&self, project: &Project) -> Result<()> {
        project.write(MATRIX_FILE, &(HEADER.to_owned() + &toml::to_string_pretty(self)?))
    }

    pub(crate) fn row(&self, defect: &str) -> Option<&Row> {
        self.defect.iter().find(|row| row.name == defect)
    }
}

/// The row that a run makes: what it played is taken from it, what it did not play from the row that is committed.
pub(crate) fn row_after(defect: &Defect, committed: Option<&Row>, played: &Summary, all: &BTreeSet<String>) -> Row {
    let mut caught_by: BTreeSet<String> = played
        .scenario
        .iter()
        .filter(|scenario| scenario.is_caught())
        .map(|scenario| scenario.identity.clone())
        .collect();
    // Where no person has chosen yet, the first of its own scenarios that catches it.
    let first = played
        .scenario
        .iter()
        .find(|scenario| scenario.is_caught() && scenario.requirements.contains(&defect.requirement))
        .map(|scenario| scenario.identity.clone());
    if let Some(committed) = committed {
        let was_played = |identity: &String| played.scenario.iter().any(|scenario| scenario.identity == *identity);
        let others = committed
            .caught_by
            .iter()
            .filter(|identity| all.contains(*identity) && !was_played(identity));
        caught_by.extend(others.cloned());
    }
    Row {
        name: defect.name.clone(),
        requirement: defect.requirement.clone(),
        expected_scenario: committed.map(|row| row.expected_scenario.clone()).or(first).unwrap_or_default(),
        caught_by,
    }
}

/// Everything in which the committed matrix and the rows that runs made are not the same.
pub(crate) fn differences(committed: &Matrix, rows: &[Row]) -> Vec<String> {
    let mut differences = Vec::new();
    let known: BTreeMap<&str, &Row> = committed.defect.iter().map(|row| (row.name.as_str(), row)).collect();
    for row in rows {
        let Some(before) = known.get(row.name.as_str()) else {
            differences.push(format!("{}: not in the committed matrix", row.name));
            continue;
        };
        if before.requirement != row.requirement {
            differences.push(format!(
                "{}: of {}, committed as of {}",
                row.name, row.requirement, before.requirement
            ));
        }
        let more = row.caught_by.difference(&before.caught_by);
        differences.extend(more.map(|identity| format!("{}: {identity} catches it, and is not committed", row.name)));
        let fewer = before.caught_by.difference(&row.caught_by);
        differences.extend(fewer.map(|identity| format!("{}: {identity} is committed, and does not catch it", row.name)));
    }
    differences
}

/// Rows of defects that do not exist any more.
pub(crate) fn stale(committed: &Matrix, defects: &[Defect]) -> Vec<String> {
    committed
        .defect
        .iter()
        .filter(|row| defects.iter().all(|defect| defect.name != row.name))
        .map(|row| format!("{}: committed, and there is no such defect", row.name))
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn set(identities: &[&str]) -> BTreeSet<String> {
        identities.iter().map(|identity| (*identity).to_owned()).collect()
    }

    fn row(caught_by: &[&str]) -> Row {
        Row {
            name: "link-ignored".to_owned(),
            requirement: "REQ-L-001".to_owned(),
            expected_scenario: "case-a".to_owned(),
            caught_by: set(caught_by),
        }
    }

    fn defect() -> Defect {
        Defect {
            name: "link-ignored".to_owned(),
            requirement: "REQ-L-001".to_owned(),
        }
    }

    fn played(verdicts: &[(&str, &str)]) -> Summary {
        let scenario: Vec<_> = verdicts
            .iter()
            .map(|(identity, verdict)| {
                serde_json::json!({"identity": identity, "verdict": verdict, "because": "", "requirements": ["REQ-L-001"]})
            })
            .collect();
        let summary = serde_json::json!({"scenarios": 1, "seconds": 1.0, "peak_rss_mb": 1.0, "partial": false, "scenario": scenario});
        serde_json::from_value(summary).unwrap()
    }

    #[test]
    fn what_was_not_played_is_kept_and_what_was_played_is_made_anew() {
        let all = set(&["case-a", "case-b", "case-c"]);
        let played = played(&[
            ("case-a", "non-conformant"),
            ("case-b", "conformant"),
            ("case-d", "advisory"),
            ("case-e", "inconclusive"),
        ]);
        let made = row_after(&defect(), Some(&row(&["case-a", "case-b", "case-c", "case-gone"])), &played, &all);
        assert_eq!(made.caught_by, set(&["case-a", "case-c", "case-d"]));
        assert_eq!(made.expected_scenario, "case-a");
    }

    #[test]
    fn a_new_defect_expects_the_first_scenario_that_catches_it() {
        let played = played(&[("case-b", "conformant"), ("case-d", "non-conformant"), ("case-a", "non-conformant")]);
        assert_eq!(row_after(&defect(), None, &played, &set(&[])).expected_scenario, "case-d");
    }

    #[test]
    fn every_difference_is_told() {
        let committed = Matrix {
            defect: vec![row(&["case-a", "case-b"])],
        };
        assert!(differences(&committed, &[row(&["case-a", "case-b"])]).is_empty());
        assert_eq!(
            differences(&committed, &[row(&["case-a", "case-c"])]),
            [
                "link-ignored: case-c catches it, and is not committed",
                "link-ignored: case-b is committed, and does not catch it"
            ]
        );
        assert_eq!(differences(&Matrix::default(), &[row(&[])]).len(), 1);
        assert_eq!(stale(&committed, &[]).len(), 1);
        assert!(stale(&committed, &[defect()]).is_empty());
    }

    #[test]
    fn the_file_is_read_as_it_is_written() {
        let text = HEADER.to_owned()
            + &toml::to_string_pretty(&Matrix {
                defect: vec![row(&["case-a"])],
            })
            .unwrap();
        let again: Matrix = toml::from_str(&text).unwrap();
        assert_eq!(again.defect, [row(&["case-a"])]);
    }
}
