//! `cargo xtask static`: the program as one file that needs no library of the machine, and a trial of it where nothing else is.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::Command,
    time::Instant,
};

use anyhow::{Context as _, Result, bail, ensure};

use crate::{child::carry_out, project::Project};

/// The only kind of machine for which this was tried.
const TARGET: &str = "x86_64-unknown-linux-gnu";
/// Little enough to be played at once, and enough that a nation, a system and a report are made.
const TRIAL: [&str; 6] = ["run", "--tags", "@REQ-CONSENT-001", "--out", "/records/trial", "--jobs=2"];

/// Builds it, tries it, and says where it lies.
pub(crate) fn build(project: &Project) -> Result<()> {
    let folder = project.target.join("static");
    let mut build = project.cargo("build --package etalon --release");
    build
        .args(["--target", TARGET, "--target-dir"])
        .arg(folder.join("build"))
        // With a target named, this is asked of the program only, and not of what is run while building.
        .env("RUSTFLAGS", "-C target-feature=+crt-static");
    carry_out("build one file that needs no library", &mut build)?;
    let program = folder.join("etalon");
    fs::copy(folder.join("build").join(TARGET).join("release/etalon"), &program)?;
    let size = fs::metadata(&program)?.len();
    try_alone(&program, &folder)?;
    println!(
        "    {} ({:.1} MiB); ci/image/Containerfile makes an image of it",
        program.display(),
        size as f64 / 1_048_576.0
    );
    Ok(())
}

/// Plays a few scenarios in a root folder that holds the program and nothing else, as an image from scratch would.
fn try_alone(program: &Path, folder: &Path) -> Result<()> {
    let root = folder.join("root");
    if root.exists() {
        fs::remove_dir_all(&root).context("the root folder of an earlier trial")?;
    }
    for inside in ["proc", "tmp", "records"] {
        fs::create_dir_all(root.join(inside))?;
    }
    fs::copy(program, root.join("etalon"))?;
    fs::set_permissions(root.join("etalon"), Permissions::from_mode(0o755))?;
    let first = alone(&root, &["--version"])?;
    let second = alone(&root, &TRIAL)?;
    let report = root.join("records/trial/junit.xml");
    ensure!(report.is_file(), "the trial left no {}", report.display());
    println!(
        "    in an empty root: `--version` took {:.0} ms, {} {second:.1} s",
        first * 1e3,
        TRIAL[..3].join(" ")
    );
    fs::remove_dir_all(&root)?;
    Ok(())
}

/// Seconds that it took.
fn alone(root: &Path, arguments: &[&str]) -> Result<f64> {
    // The trial sees no other process and no other folder; `/proc` is there, as in every container.
    let apart = ["--fork", "--pid", "--map-root-user", "--mount", "--mount-proc"];
    let mut command = Command::new("unshare");
    command
        .args(apart)
        .arg(format!("--root={}", root.display()))
        .arg("/etalon")
        .args(arguments);
    command
        .env_clear()
        .env("ETALON_DATA", "/tmp/etalon")
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    let begun = Instant::now();
    let status = command
        .status()
        .context("`unshare` of Debian's util-linux is needed for the trial")?;
    if !status.success() {
        bail!("`etalon {}` in an empty root ended with {status}", arguments.join(" "));
    }
    Ok(begun.elapsed().as_secs_f64())
}
