//! Each defect in turn, against its own scenarios or against all: a defect that nothing catches is a hole in the suite.

use std::{collections::BTreeSet, fs};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::{
    defects::{MATRIX_FILE, Matrix, Row, differences, row_after, stale},
    etalon::{Defect, Etalon, Summary},
    program::Built,
    project::Project,
};

#[derive(Args, Default)]
pub(crate) struct MatrixArguments {
    /// Every scenario against each defect, and not only those of its requirement and the expected one.
    #[arg(long)]
    pub(crate) full: bool,
    /// Only the scenarios with these tags, against each defect: what new scenarios catch, without playing all the others again.
    #[arg(long, value_name = "EXPR", conflicts_with = "full")]
    pub(crate) tags: Option<String>,
    /// Write the matrix instead of comparing with it.
    #[arg(long)]
    pub(crate) write: bool,
    /// Only this defect. Can be repeated.
    #[arg(long, value_name = "NAME")]
    pub(crate) defect: Vec<String>,
    /// How many scenarios are played at a time.
    #[arg(long, default_value_t = 2)]
    pub(crate) jobs: usize,
    /// Build as it is handed over, instead of as for tests.
    #[arg(long)]
    pub(crate) release: bool,
    /// How the end is said.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Text,
    /// One object on the last line.
    Json,
}

/// What the end of a matrix says.
#[derive(Serialize)]
struct Told<'a> {
    defects: Count,
    rows: &'a [Row],
}

/// How many defects there are, and how many their expected scenario caught.
#[derive(Clone, Copy, Serialize)]
pub(crate) struct Count {
    pub(crate) caught: usize,
    pub(crate) total: usize,
}

/// Plays every defect. Fails where one is not caught by its expected scenario, or the committed matrix says otherwise.
pub(crate) fn matrix(project: &Project, built: Built, arguments: &MatrixArguments) -> Result<Count> {
    let against = match &arguments.tags {
        Some(tags) => format!("the scenarios {tags}"),
        None if arguments.full => "every scenario".to_owned(),
        None => "its own scenarios".to_owned(),
    };
    println!("\n==> matrix: each defect of the reference system against {against}");
    let built = if arguments.release { Built::Release } else { built };
    let etalon = Etalon::built(project, built, "matrix")?;
    let committed = Matrix::committed(project)?;
    let all: BTreeSet<String> = etalon.coverage()?.into_iter().flat_map(|row| row.scenarios).collect();
    let defects = etalon.defects()?;
    let chosen = chosen(&defects, &arguments.defect)?;
    let mut rows = Vec::new();
    let mut problems = Vec::new();
    for defect in &chosen {
        let (row, escaped) = play(&etalon, defect, committed.row(&defect.name), &all, arguments)?;
        match escaped {
            None => println!(
                "    {:<34} caught by {} of {}",
                row.name,
                row.expected_scenario,
                row.caught_by.len()
            ),
            Some(problem) => {
                println!("    {problem}");
                problems.push(problem);
            }
        }
        rows.push(row);
    }
    let count = Count {
        caught: rows.len() - problems.len(),
        total: rows.len(),
    };
    if arguments.write {
        write(project, &committed, &defects, &rows)?;
    } else {
        let mut found = differences(&committed, &rows);
        found.extend(stale(&committed, &defects));
        found.iter().for_each(|difference| println!("    {difference}"));
        problems.extend(found);
    }
    println!("    {} of {} defects caught", count.caught, count.total);
    if arguments.format == Format::Json {
        println!(
            "{}",
            serde_json::to_string(&Told {
                defects: count,
                rows: &rows
            })?
        );
    }
    if problems.is_empty() {
        return Ok(count);
    }
    bail!(
        "matrix: {} problem(s); where scenarios or rules changed on purpose, `cargo xtask matrix --write` and say why in the commit",
        problems.len()
    )
}

fn chosen<'a>(defects: &'a [Defect], names: &[String]) -> Result<Vec<&'a Defect>> {
    if let Some(unknown) = names.iter().find(|name| defects.iter().all(|defect| defect.name != **name)) {
        bail!("--defect {unknown}: there is no such defect; `etalon defects` lists them");
    }
    Ok(defects
        .iter()
        .filter(|defect| names.is_empty() || names.contains(&defect.name))
        .collect())
}

fn play(
    etalon: &Etalon<'_>,
    defect: &Defect,
    committed: Option<&Row>,
    all: &BTreeSet<String>,
    arguments: &MatrixArguments,
) -> Result<(Row, Option<String>)> {
    let jobs = arguments.jobs.to_string();
    let tags = arguments.tags.clone().unwrap_or_else(|| own_scenarios(defect, committed));
    let mut words = vec!["--defect", &defect.name, "--jobs", &jobs];
    if !arguments.full {
        words.extend(["--tags", &tags]);
    }
    let run = etalon.run(&defect.name, &words)?;
    let row = row_after(defect, committed, &run.summary, all);
    let escaped = escape(&row).or_else(|| beside(&row, &run.summary));
    // A record is kept where somebody will want to look at it.
    if escaped.is_none() {
        fs::remove_dir_all(&run.record)?;
    }
    Ok((row, escaped))
}

/// Why the expected scenario, though it catches the defect, does so beside the point: it must speak for the defect's requirement, and
/// by what it expects itself, not only by a standing rule.
fn beside(row: &Row, played: &Summary) -> Option<String> {
    let expected = played.scenario.iter().find(|scenario| scenario.identity == row.expected_scenario)?;
    if !expected.requirements.contains(&row.requirement) {
        return Some(format!(
            "{}: {} speaks for {}, not for {}; choose a scenario of that requirement",
            row.name,
            row.expected_scenario,
            expected.requirements.join(", "),
            row.requirement
        ));
    }
    expected.violated.is_empty().then(|| {
        format!(
            "{}: {} catches it by a standing rule only; let it expect what the defect breaks",
            row.name, row.expected_scenario
        )
    })
}

/// The scenarios of the defect's requirement, and the expected one with the other rows of its outline.
fn own_scenarios(defect: &Defect, committed: Option<&Row>) -> String {
    let requirement = &defect.requirement;
    match committed.map(|row| row.expected_scenario.split('/').next().unwrap_or_default()) {
        Some(tag) if !tag.is_empty() => format!("@{requirement} or @{tag}"),
        _ => format!("@{requirement}"),
    }
}

/// Why the row is no proof that the suite sees the defect.
fn escape(row: &Row) -> Option<String> {
    if row.expected_scenario.is_empty() {
        return Some(format!(
            "{}: NOT CAUGHT: no scenario of {} sees it; write one",
            row.name, row.requirement
        ));
    }
    if row.caught_by.contains(&row.expected_scenario) {
        return None;
    }
    let others = if row.caught_by.is_empty() {
        "nothing catches it".to_owned()
    } else {
        format!("caught by {}", Vec::from_iter(row.caught_by.iter().map(String::as_str)).join(", "))
    };
    Some(format!(
        "{}: NOT CAUGHT by {}, its expected scenario; {others}",
        row.name, row.expected_scenario
    ))
}

fn write(project: &Project, committed: &Matrix, defects: &[Defect], rows: &[Row]) -> Result<()> {
    let made = |name: &str| rows.iter().find(|row| row.name == name).or_else(|| committed.row(name));
    let defect = defects.iter().filter_map(|defect| made(&defect.name)).cloned().collect();
    Matrix { defect }.write(project)?;
    println!("    wrote {MATRIX_FILE}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(expected: &str, caught_by: &[&str]) -> Row {
        Row {
            name: "link-ignored".to_owned(),
            requirement: "REQ-L-001".to_owned(),
            expected_scenario: expected.to_owned(),
            caught_by: caught_by.iter().map(|identity| (*identity).to_owned()).collect(),
        }
    }

    #[test]
    fn a_defect_is_caught_by_its_expected_scenario_or_not_at_all() {
        assert_eq!(escape(&row("case-a", &["case-a", "case-b"])), None);
        for (expected, caught_by) in [("case-a", &["case-b"][..]), ("case-a", &[]), ("", &[])] {
            assert!(
                escape(&row(expected, caught_by)).is_some_and(|said| said.contains("NOT CAUGHT")),
                "{expected}"
            );
        }
    }

    #[test]
    fn a_catch_beside_the_point_is_told() {
        let played = |requirement: &str, violated: &[&str]| -> Summary {
            let scenario = serde_json::json!({
                "identity": "case-a", "verdict": "non-conformant", "because": "", "requirements": [requirement], "violated": violated,
            });
            let summary = serde_json::json!({"scenarios": 1, "seconds": 1.0, "peak_rss_mb": 1.0, "partial": false, "scenario": [scenario]});
            serde_json::from_value(summary).expect("a summary")
        };
        let row = row("case-a", &["case-a"]);
        assert_eq!(beside(&row, &played("REQ-L-001", &["refused"])), None);
        assert!(beside(&row, &played("REQ-L-001", &[])).is_some_and(|said| said.contains("standing rule only")));
        assert!(beside(&row, &played("REQ-M-001", &["refused"])).is_some_and(|said| said.contains("REQ-M-001")));
    }

    #[test]
    fn own_scenarios_are_those_of_the_requirement_and_the_expected_one() {
        let defect = Defect {
            name: "x".to_owned(),
            requirement: "REQ-L-001".to_owned(),
        };
        assert_eq!(own_scenarios(&defect, None), "@REQ-L-001");
        assert_eq!(own_scenarios(&defect, Some(&row("case-a/winter", &[]))), "@REQ-L-001 or @case-a");
    }
}
