//! `cargo xtask test`: what CI does and what a person does before a commit. One step after another, each said before it is done;
//! a step that fails does not keep the others from being taken.

use std::{path::Path, process::Command};

use anyhow::{Result, bail};

use crate::{
    child::{Stream, carry_out, listen},
    etalon::{Etalon, Run},
    expected::{Expectation, compare},
    matrix::{self, MatrixArguments},
    parts,
    program::Built,
    project::Project,
    python, tidy,
};

/// What the steps came to.
#[derive(Default)]
struct Steps {
    rows: Vec<(String, usize, usize)>,
    failures: Vec<String>,
    /// The last words of the test runner, said once more at the end.
    closing: Vec<String>,
}

/// How many of a step's things passed, and how many did not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counted {
    passed: usize,
    failed: usize,
}

/// Takes every step. Fails where one did.
pub(crate) fn test(project: &Project) -> Result<()> {
    parts::install(project)?;
    let python = python::install(project)?;
    let mut steps = Steps::default();

    steps.check("format", || carry_out("format", &mut project.cargo("fmt --all --check")));
    steps.check("lints", || {
        carry_out("lints", &mut project.cargo("clippy --workspace --all-targets -- -D warnings"))
    });
    steps.check("lints of the reference network as a product, without its defects", || {
        let own = "clippy --package etalon-reference-network --all-targets -- -D warnings";
        carry_out(
            "lints of the reference network as a product, without its defects",
            &mut project.cargo(own),
        )
    });
    steps.tests(project, &python);
    steps.check("tidy", || tidy::tidy(project, Built::WithTests));
    match Etalon::built(project, Built::WithTests, "test") {
        Ok(etalon) => {
            steps.counted("the upright reference system, and its record judged again", || {
                upright(project, &etalon)
            });
            steps.counted("the upright reference system with nothing pinned", || unpinned(project, &etalon));
            steps.counted("each defect against its own scenarios, as committed", || defects(project));
        }
        Err(why) => steps.fail("etalon", &why),
    }
    steps.end()
}

impl Steps {
    fn check(&mut self, name: &str, step: impl FnOnce() -> Result<()>) {
        self.counted(name, || step().map(|()| 1));
    }

    /// A step that says how many things were as they should be.
    fn counted(&mut self, name: &str, step: impl FnOnce() -> Result<usize>) {
        match step() {
            Ok(passed) => self.rows.push((name.to_owned(), passed, 0)),
            Err(why) => self.fail(name, &why),
        }
    }

    fn fail(&mut self, name: &str, why: &anyhow::Error) {
        println!("    FAILED: {why:#}");
        self.rows.push((name.to_owned(), 0, 1));
        self.failures.push(format!("{name}: {why:#}"));
    }

    fn tests(&mut self, project: &Project, python: &Path) {
        let with_nextest = project
            .cargo("nextest --version")
            .output()
            .is_ok_and(|output| output.status.success());
        let (arguments, stream) = if with_nextest {
            ("nextest run --workspace --no-fail-fast --color never", Stream::Errors)
        } else {
            ("test --workspace --all-targets --no-fail-fast --color never", Stream::Output)
        };
        self.runner("tests", project.cargo(arguments).env("ETALON_PYTHON", python), stream);
        let mut documentation = project.cargo("test --workspace --doc --no-fail-fast --color never");
        self.runner("examples in the documentation", &mut documentation, Stream::Output);
    }

    fn runner(&mut self, name: &str, command: &mut Command, stream: Stream) {
        let mut counted = Counted::default();
        let mut closing = Vec::new();
        let content = listen(name, command, stream, |line| {
            if let Some(found) = count(line) {
                counted.passed += found.passed;
                counted.failed += found.failed;
                closing.push(line.trim().to_owned());
            }
        });
        self.rows.push((name.to_owned(), counted.passed, counted.failed));
        match content {
            Ok(true) => {}
            Ok(false) => self.failures.push(format!("{name}: {} failed; see above", counted.failed)),
            Err(why) => self.fail(name, &why),
        }
        // With cargo's own runner there is a line for every crate; those that say something are kept.
        closing.retain(|line| count(line) != Some(Counted::default()));
        self.closing.append(&mut closing);
    }

    fn end(self) -> Result<()> {
        println!("\n==> the end");
        self.closing.iter().for_each(|line| println!("    {line}"));
        for (name, passed, failed) in &self.rows {
            println!("    {passed:>5} passed {failed:>3} failed  {name}");
        }
        let passed: usize = self.rows.iter().map(|(_, passed, _)| passed).sum();
        // A runner can fail without a test that did, when nothing compiles.
        let failed = self
            .rows
            .iter()
            .map(|(_, _, failed)| failed)
            .sum::<usize>()
            .max(self.failures.len());
        self.failures.iter().for_each(|failure| println!("    FAILED {failure}"));
        println!("{passed} passed, {failed} failed");
        if failed > 0 {
            bail!("{failed} failed");
        }
        Ok(())
    }
}

fn upright(project: &Project, etalon: &Etalon<'_>) -> Result<usize> {
    println!("\n==> the upright reference system: every scenario, then its record judged again");
    let run = etalon.run("upright", &[])?;
    figures(&run);
    let (code, again) = etalon.judge(&run.record)?;
    if code != run.code || again.scenario != run.summary.scenario {
        bail!("the record in {} is judged otherwise than the run was", run.record.display());
    }
    compare(project, Expectation::Upright, &run.summary)
}

fn unpinned(project: &Project, etalon: &Etalon<'_>) -> Result<usize> {
    println!("\n==> the upright reference system with nothing pinned: what only a reading decides is unspecified");
    let run = etalon.run("unpinned", &["--unpinned"])?;
    figures(&run);
    compare(project, Expectation::Unpinned, &run.summary)
}

fn defects(project: &Project) -> Result<usize> {
    let arguments = MatrixArguments {
        jobs: 2,
        ..MatrixArguments::default()
    };
    matrix::matrix(project, Built::WithTests, &arguments).map(|count| count.caught)
}

fn figures(run: &Run) {
    let summary = &run.summary;
    println!(
        "    {} scenarios, {:.1} s, at most {:.0} MiB",
        summary.scenarios,
        summary.seconds.unwrap_or_default(),
        summary.peak_rss_mb.unwrap_or_default()
    );
}

/// What the closing line of a test runner counts: nextest's `Summary`, or `test result` of cargo's own.
fn count(line: &str) -> Option<Counted> {
    let line = line.trim();
    if !line.starts_with("Summary [") && !line.starts_with("test result:") {
        return None;
    }
    let before = |word: &str| -> usize {
        let words: Vec<&str> = line.split([' ', ',', ';', '(', ')']).filter(|word| !word.is_empty()).collect();
        words
            .windows(2)
            .filter(|pair| pair[1] == word)
            .filter_map(|pair| pair[0].parse::<usize>().ok())
            .sum()
    };
    let timed_out = if line.contains("timed out") { before("timed") } else { 0 };
    Some(Counted {
        passed: before("passed"),
        failed: before("failed") + timed_out,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_of_both_runners_are_counted() {
        for (line, passed, failed) in [
            ("     Summary [   1.234s] 120 tests run: 120 passed, 0 skipped", 120, 0),
            (
                "     Summary [  61.234s] 120 tests run: 117 passed (2 slow), 2 failed, 1 timed out, 0 skipped",
                117,
                3,
            ),
            (
                "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
                3,
                0,
            ),
            (
                "test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out",
                3,
                1,
            ),
        ] {
            assert_eq!(count(line), Some(Counted { passed, failed }), "{line}");
        }
        assert_eq!(count("test a_test_that_passed ... 4 passed"), None);
    }
}
