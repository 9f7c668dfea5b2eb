//! What chores ask of the `etalon` program, and what it answers: runs, defects, coverage.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    child::{Answer, answer},
    explored::Explored,
    program::{self, Built},
    project::Project,
};

/// No run of a chore lasts longer, on the slowest machine that is sensible.
const LONGEST_RUN: Duration = Duration::from_secs(30 * 60);

/// The program, ready to be asked.
pub(crate) struct Etalon<'a> {
    project: &'a Project,
    program: PathBuf,
    scratch: PathBuf,
}

/// A run that came to its end.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) record: PathBuf,
    pub(crate) summary: Summary,
}

/// What `run --format json` and `summary.json` say, as far as a chore needs it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Summary {
    pub(crate) scenarios: usize,
    pub(crate) seconds: Option<f64>,
    pub(crate) peak_rss_mb: Option<f64>,
    pub(crate) partial: bool,
    pub(crate) scenario: Vec<Scenario>,
}

/// A scenario's verdict.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub(crate) struct Scenario {
    pub(crate) identity: String,
    pub(crate) verdict: String,
    pub(crate) because: String,
    pub(crate) requirements: Vec<String>,
    /// Rules of its own expectations that are violated.
    #[serde(default)]
    pub(crate) violated: Vec<String>,
}

/// What `defects --format json` says of each.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Defect {
    pub(crate) name: String,
    pub(crate) requirement: String,
}

/// What `cover --format json` says of each requirement.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Covered {
    pub(crate) id: String,
    pub(crate) scenarios: Vec<String>,
    pub(crate) not_tested_reason: Option<String>,
}

impl Scenario {
    /// Whether a vendor would be told.
    pub(crate) fn is_caught(&self) -> bool {
        matches!(self.verdict.as_str(), "non-conformant" | "advisory")
    }
}

impl<'a> Etalon<'a> {
    /// Builds the program. What its runs leave goes to a folder named for the chore.
    pub(crate) fn built(project: &'a Project, built: Built, chore: &str) -> Result<Self> {
        let found = program::etalon(project, built)?;
        let scratch = project.scratch(chore)?;
        // A copy: somebody may build while a long chore examines.
        let program = scratch.join("etalon");
        fs::copy(&found, &program).with_context(|| found.display().to_string())?;
        Ok(Self { project, program, scratch })
    }

    /// Plays what `arguments` say and leaves the record in a folder called `name`.
    pub(crate) fn run(&self, name: &str, arguments: &[&str]) -> Result<Run> {
        let record = self.scratch.join(name);
        let mut command = self.command(&["run", "--format", "json", "--out"]);
        command.arg(&record).args(arguments);
        let (said, errors) = self.ask(name, &mut command)?;
        // 10 and 20 are verdicts; anything else but 0 means that nothing was examined.
        if ![0, 10, 20].contains(&said.code) {
            bail!("etalon run {}: exit code {}: {errors}", arguments.join(" "), said.code);
        }
        let summary: Summary = last_line(&said.output).with_context(|| format!("etalon run {}", arguments.join(" ")))?;
        if summary.partial {
            bail!("etalon run {}: the record in {} is partial", arguments.join(" "), record.display());
        }
        Ok(Run {
            code: said.code,
            record,
            summary,
        })
    }

    /// Judges a record again: the exit code, and the summary as it stands in the record then.
    pub(crate) fn judge(&self, record: &Path) -> Result<(i32, Summary)> {
        let mut command = self.command(&["judge"]);
        command.arg(record);
        let (said, errors) = self.ask("judge", &mut command)?;
        if ![0, 10, 20].contains(&said.code) {
            bail!("etalon judge {}: exit code {}: {errors}", record.display(), said.code);
        }
        let text = fs::read_to_string(record.join("summary.json")).context("summary.json of the record")?;
        Ok((said.code, serde_json::from_str(&text).context("summary.json of the record")?))
    }

    /// Explores random histories as `arguments` say.
    pub(crate) fn explore(&self, name: &str, arguments: &[&str]) -> Result<Explored> {
        let mut command = self.command(&["explore", "--format", "json"]);
        command.args(arguments);
        let (said, errors) = self.ask(name, &mut command)?;
        if ![0, 10, 20].contains(&said.code) {
            bail!("etalon explore {}: exit code {}: {errors}", arguments.join(" "), said.code);
        }
        last_line(&said.output).with_context(|| format!("etalon explore {}", arguments.join(" ")))
    }

    pub(crate) fn defects(&self) -> Result<Vec<Defect>> {
        self.listed("defects")
    }

    /// Also reads every feature, phrase and requirement: the error names each place that is wrong.
    pub(crate) fn coverage(&self) -> Result<Vec<Covered>> {
        self.listed("cover")
    }

    fn listed<T: DeserializeOwned>(&self, what: &str) -> Result<T> {
        let (said, errors) = self.ask(what, &mut self.command(&[what, "--format", "json"]))?;
        if said.code != 0 {
            bail!("etalon {what}: exit code {}:\n{errors}", said.code);
        }
        last_line(&said.output).with_context(|| format!("etalon {what}"))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.project.command(&self.program);
        command.env("ETALON_DATA", program::keys(self.project)).args(arguments);
        command
    }

    /// The answer, and what was complained of.
    fn ask(&self, name: &str, command: &mut Command) -> Result<(Answer, String)> {
        let log = self.scratch.join(format!("{name}.errors"));
        let said = answer(command, &log, LONGEST_RUN)?;
        let errors = fs::read(&log).with_context(|| log.display().to_string())?;
        Ok((said, String::from_utf8_lossy(&errors).trim().to_owned()))
    }
}

/// The object on the last line that is not empty.
fn last_line<T: DeserializeOwned>(output: &str) -> Result<T> {
    let line = output.lines().rev().find(|line| !line.is_empty()).context("it said nothing")?;
    serde_json::from_str(line).context("its last line was not understood")
}

/// Shows what `etalon cover` shows.
pub(crate) fn cover(project: &Project) -> Result<()> {
    let program = program::etalon(project, Built::Alone)?;
    crate::child::carry_out("coverage of the requirements", project.command(program).arg("cover"))
}
