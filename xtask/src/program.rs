//! The `etalon` program, built and found.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use crate::project::Project;

/// How the program is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Built {
    /// By itself: the quickest for a person who changed one thing.
    Alone,
    /// With every test of the workspace. Tests ask more features of the libraries, so that building the program by itself after them
    /// would compile most libraries a second time.
    WithTests,
    /// As it is handed over.
    Release,
}

#[derive(Deserialize)]
struct Message {
    reason: String,
    executable: Option<PathBuf>,
    target: Option<Target>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

/// Builds `etalon` and tells where it is.
pub(crate) fn etalon(project: &Project, built: Built) -> Result<PathBuf> {
    let arguments = match built {
        Built::Alone => "build --package etalon",
        Built::WithTests => "build --workspace --all-targets",
        Built::Release => "build --package etalon --release",
    };
    let mut command = project.cargo(arguments);
    command.arg("--message-format=json-render-diagnostics");
    command.stderr(std::process::Stdio::inherit());
    let output = command.output().context("cargo could not be started")?;
    if !output.status.success() {
        bail!("`cargo {arguments}` did not succeed");
    }
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .find_map(executable)
        .context("cargo built etalon and did not tell where")
}

fn executable(line: &str) -> Option<PathBuf> {
    let message: Message = serde_json::from_str(line).ok()?;
    let target = message.target?;
    let ours = message.reason == "compiler-artifact" && target.name == "etalon" && target.kind == ["bin"];
    // The same target is built once more as a test of itself, whose file is not called etalon.
    message
        .executable
        .filter(|path| ours && path.file_stem().is_some_and(|stem| stem == "etalon"))
}

/// Where the runs of chores keep their keys, so that they are made once.
pub(crate) fn keys(project: &Project) -> PathBuf {
    project.target.join("etalon-data")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_told_from_its_own_tests() {
        let artifact = |file: &str, kind: &str| {
            format!(r#"{{"reason":"compiler-artifact","target":{{"name":"etalon","kind":["{kind}"]}},"executable":"target/debug/{file}"}}"#)
        };
        assert_eq!(executable(&artifact("etalon", "bin")), Some(PathBuf::from("target/debug/etalon")));
        assert_eq!(executable(&artifact("deps/etalon-0123456789abcdef", "bin")), None);
        assert_eq!(executable(&artifact("etalon", "test")), None);
        assert_eq!(executable(r#"{"reason":"build-finished","success":true}"#), None);
    }
}
