//! The chores of the project, one door for people and for CI: `cargo xtask test`, `tidy`, `cover`, `matrix`, `soak`, `new`.
//! Knows the project's crates from outside only: it calls cargo and the `etalon` program, and links neither.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a chore tells what it does")]

mod allowed;
mod arrows;
mod child;
mod coverage;
mod defects;
mod etalon;
mod expected;
mod explored;
mod matrix;
mod new;
mod parts;
mod program;
mod project;
mod python;
mod soak;
mod statically;
mod testing;
mod texts;
mod tidy;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use project::Project;

/// The chores of the project.
#[derive(Parser)]
#[command(name = "cargo xtask", disable_version_flag = true)]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Everything CI does: real parts, style, tests, the reference systems upright and unpinned, every defect caught.
    Test,
    /// Check what a compiler does not: arrows between crates, purposes of files, coverage, texts that must not be.
    Tidy,
    /// Requirement, scenarios, rules and defects; gaps first (`etalon cover`).
    Cover,
    /// Give the reference system each defect in turn, and compare what catches it with `ci/expected-verdicts/defects.toml`.
    Matrix(matrix::MatrixArguments),
    /// The long figures: every defect against every scenario, many upright runs, the cost of a scenario among many.
    Soak(soak::SoakArguments),
    /// The program as one file that needs no library of the machine, tried where nothing else is.
    Static,
    /// Begin a requirement, phrase, rule, defect or profile: in its place, with the next steps.
    New {
        #[command(subcommand)]
        what: new::What,
    },
}

fn main() -> ExitCode {
    let done = Project::here().and_then(|project| match Arguments::parse().chore {
        Chore::Test => testing::test(&project),
        Chore::Tidy => tidy::tidy(&project, program::Built::Alone),
        Chore::Cover => etalon::cover(&project),
        Chore::Matrix(arguments) => matrix::matrix(&project, program::Built::Alone, &arguments).map(|_| ()),
        Chore::Soak(arguments) => soak::soak(&project, &arguments),
        Chore::Static => statically::build(&project),
        Chore::New { what } => new::begin(&project, &what),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("xtask: {why:#}");
            ExitCode::FAILURE
        }
    }
}
