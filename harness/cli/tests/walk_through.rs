//! `docs/your-portal.md`, followed step by step in a fresh folder: its commands are run as they stand, and do what the page says.
#![allow(clippy::unwrap_used)]

mod programs;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use programs::*;

/// The first run finds the portal's one mistake.
const FINDS: i32 = 10;

/// Python with the one package that the portal needs; in CI it must be there.
fn python() -> Option<PathBuf> {
    let found = env::var_os("ETALON_PYTHON").map(PathBuf::from);
    assert!(
        found.is_some() || env::var_os("CI").is_none(),
        "ETALON_PYTHON is not set; `cargo xtask test` sets it"
    );
    found
}

/// The lines that a reader types: indented, and not within a sentence.
fn commands(page: &str) -> Vec<String> {
    let typed = page.lines().filter_map(|line| line.strip_prefix("    "));
    typed.map(str::to_owned).collect()
}

fn carry_out(command: &str, folder: &Path, path: &str) -> Ended {
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).current_dir(folder);
    shell
        .env("PATH", path)
        .env("ETALON_DATA", data_folder())
        .env("ETALON_SOURCE", project());
    Running::start(shell).end()
}

#[test]
fn the_walk_through_works_as_it_stands() {
    let Some(python) = python() else { return };
    let home = folder();
    let programs = [Path::new(env!("CARGO_BIN_EXE_etalon")).parent().unwrap(), python.parent().unwrap()];
    let path = env::join_paths(
        programs
            .iter()
            .map(|folder| folder.to_path_buf())
            .chain(env::split_paths(&env::var_os("PATH").unwrap())),
    );
    let path = path.unwrap().into_string().unwrap();
    let page = fs::read_to_string(project().join("docs/your-portal.md")).unwrap();
    let commands = commands(&page);
    assert!(commands.len() >= 7, "{commands:?}");
    let mut folder = home.path().to_owned();
    for command in &commands {
        if let Some(inside) = command.strip_prefix("cd ") {
            folder = folder.join(inside);
            continue;
        }
        let ended = carry_out(command, &folder, &path);
        let wanted = if command.ends_with("--out first") { FINDS } else { 0 };
        assert_eq!(ended.code, Some(wanted), "{command}: {ended:?}");
    }
    // What it found is what the page says, and nothing else.
    let found = verdicts(&summary(&folder.join("first")));
    let failed: Vec<_> = found
        .iter()
        .filter(|(_, (verdict, _))| verdict == "non-conformant")
        .map(|(identity, _)| identity)
        .collect();
    assert!(
        !failed.is_empty() && failed.iter().all(|identity| identity.contains("nonce")),
        "{failed:?}"
    );
}
