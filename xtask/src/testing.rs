//! `cargo xtask test`: what CI does and what a person does before a commit. One step after another, each said before it is done;
//! a step that fails does not keep the others from being taken.

use std::{path::Path, process::Command, time::Instant};

use anyhow::{Result, anyhow, bail};

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
    rows: Vec<Row>,
    failures: Vec<String>,
    /// The last words of the test runner, said once more at the end.
    closing: Vec<String>,
}

struct Row {
    name: String,
    counted: Counted,
    seconds: f64,
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
        Err(why) => steps.check("etalon", || Err(why)),
    }
    steps.end()
}

impl Steps {
    fn check(&mut self, name: &str, step: impl FnOnce() -> Result<()>) {
        self.counted(name, || step().map(|()| 1));
    }

    /// A step that says how many things were as they should be.
    fn counted(&mut self, name: &str, step: impl FnOnce() -> Result<usize>) {
        let begun = Instant::now();
        let counted = match step() {
            Ok(passed) => Counted { passed, failed: 0 },
            Err(why) => self.fail(name, &why),
        };
        self.row(name, counted, begun);
    }

    fn row(&mut self, name: &str, counted: Counted, begun: Instant) {
        self.rows.push(Row {
            name: name.to_owned(),
            counted,
            seconds: begun.elapsed().as_secs_f64(),
        });
    }

    fn fail(&mut self, name: &str, why: &anyhow::Error) -> Counted {
        println!("    FAILED: {why:#}");
        self.failures.push(format!("{name}: {why:#}"));
        Counted { passed: 0, failed: 1 }
    }

    fn tests(&mut self, project: &Project, python: &Path) {
        let with_nextest = project
            .cargo("nextest --version")
            .output()
            .is_ok_and(|output| output.status.success());
        let (arguments, runner) = if with_nextest {
            ("nextest run --workspace --no-fail-fast --color never", Runner::Nextest)
        } else {
            ("test --workspace --all-targets --no-fail-fast --color never", Runner::Cargo)
        };
        self.runner("tests", project.cargo(arguments).env("ETALON_PYTHON", python), runner);
        let mut documentation = project.cargo("test --workspace --doc --no-fail-fast --color never");
        self.runner("examples in the documentation", &mut documentation, Runner::Cargo);
    }

    fn runner(&mut self, name: &str, command: &mut Command, runner: Runner) {
        let begun = Instant::now();
        let mut closing: Vec<(Counted, String)> = Vec::new();
        let content = listen(name, command, runner.stream(), |line| {
            if let Some(counted) = runner.count(line) {
                // nextest has one closing line, after all that failed tests said; cargo has one for every crate.
                if runner == Runner::Nextest {
                    closing.clear();
                }
                closing.push((counted, line.trim().to_owned()));
            }
        });
        let mut counted = Counted::default();
        for (found, line) in closing {
            counted.passed += found.passed;
            counted.failed += found.failed;
            if found != Counted::default() {
                self.closing.push(line);
            }
        }
        let problem = match content {
            Ok(true) => None,
            Ok(false) if counted.failed > 0 => Some(anyhow!("see above")),
            Ok(false) => Some(anyhow!("it ended without a test that failed; see above")),
            Err(why) => Some(why),
        };
        if let Some(why) = problem {
            let one = self.fail(name, &why);
            counted.failed = counted.failed.max(one.failed);
        }
        self.row(name, counted, begun);
    }

    fn end(self) -> Result<()> {
        println!("\n==> the end");
        self.closing.iter().for_each(|line| println!("    {line}"));
        let mut sum = Counted::default();
        for Row { name, counted, seconds } in &self.rows {
            println!(
                "    {:>5} passed {:>3} failed {seconds:>6.0} s  {name}",
                counted.passed, counted.failed
            );
            sum.passed += counted.passed;
            sum.failed += counted.failed;
        }
        self.failures.iter().for_each(|failure| println!("    FAILED {failure}"));
        println!("{} passed, {} failed", sum.passed, sum.failed);
        if sum.failed > 0 {
            bail!("{} failed", sum.failed);
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

/// Who runs the tests.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Runner {
    Nextest,
    Cargo,
}

impl Runner {
    /// Where its closing lines come.
    fn stream(self) -> Stream {
        match self {
            Self::Nextest => Stream::Errors,
            Self::Cargo => Stream::Output,
        }
    }

    /// What a closing line counts; none where it is another line.
    fn count(self, line: &str) -> Option<Counted> {
        let line = line.trim();
        let opening = match self {
            Self::Nextest => "Summary [",
            Self::Cargo => "test result:",
        };
        line.starts_with(opening).then(|| counted(line))
    }
}

fn counted(line: &str) -> Counted {
    let before = |word: &str| -> usize {
        let words: Vec<&str> = line.split([' ', ',', ';', '(', ')']).filter(|word| !word.is_empty()).collect();
        words
            .windows(2)
            .filter(|pair| pair[1] == word)
            .filter_map(|pair| pair[0].parse::<usize>().ok())
            .sum()
    };
    let timed_out = if line.contains("timed out") { before("timed") } else { 0 };
    Counted {
        passed: before("passed"),
        failed: before("failed") + timed_out,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_of_both_runners_are_counted() {
        let nextest = "     Summary [  61.234s] 120 tests run: 117 passed (2 slow), 2 failed, 1 timed out, 0 skipped";
        let cargo = "test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        assert_eq!(Runner::Nextest.count(nextest), Some(Counted { passed: 117, failed: 3 }));
        assert_eq!(Runner::Cargo.count(cargo), Some(Counted { passed: 3, failed: 1 }));
        let upright = "     Summary [   1.234s] 120 tests run: 120 passed, 0 skipped";
        assert_eq!(Runner::Nextest.count(upright), Some(Counted { passed: 120, failed: 0 }));
        // A test that failed under nextest has shown what cargo's runner says within.
        assert_eq!(Runner::Nextest.count(cargo), None);
        assert_eq!(Runner::Cargo.count("test a_test_that_passed ... 4 passed"), None);
    }
}
