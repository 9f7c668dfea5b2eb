//! What a scenario costs, when there are many of them.

use std::{path::Path, process::Command};

use anyhow::Context as _;
use serde_json::Value;

/// How often the scenarios of one requirement are played.
const REPEATS: [usize; 3] = [8, 40, 75];

pub(crate) fn measure(signing: f64) -> anyhow::Result<()> {
    let own = std::env::current_exe()?;
    let program = own.parent().unwrap_or(Path::new(".")).join("etalon");
    anyhow::ensure!(
        program.is_file(),
        "{} is not built; run `cargo build --release` first",
        program.display()
    );
    for repeat in REPEATS {
        let folder = tempfile::tempdir()?;
        let record = folder.path().join("record");
        let output = Command::new(&program)
            .args([
                "run",
                "--format",
                "json",
                "--tags",
                "@REQ-CONSENT-001",
                "--repeat",
                &repeat.to_string(),
                "--out",
            ])
            .arg(&record)
            .output()?;
        let last = String::from_utf8_lossy(&output.stdout)
            .lines()
            .last()
            .unwrap_or_default()
            .to_owned();
        let summary: Value =
            serde_json::from_str(&last).with_context(|| format!("etalon said: {}", String::from_utf8_lossy(&output.stderr)))?;
        let number = |name: &str| summary[name].as_f64().with_context(|| format!("no `{name}` in the summary"));
        let (scenarios, seconds, memory) = (number("scenarios")?, number("seconds")?, number("peak_rss_mb")?);
        let each = seconds / scenarios;
        println!(
            "{scenarios:>5} scenarios                 {:.1} ms wall each, {:.1} raw signings; {memory:.0} MiB at most",
            each * 1e3,
            each / signing
        );
    }
    Ok(())
}
