//! `cargo xtask soak`: the long figures, for a night or a release. Prints them; what must hold fails.

use std::{fs, time::Instant};

use anyhow::{Result, bail};
use clap::Args;

use crate::{
    etalon::{Etalon, Run},
    expected::{Expectation, compare},
    matrix::{self, MatrixArguments},
    program::Built,
    project::Project,
    repeated::repeated,
};

/// Upright runs are played with so many scenarios at a time.
const JOBS: [&str; 2] = ["1", "8"];

/// The feature whose scenarios are repeated: consent, link, document and refusal, so that a scenario costs what it usually costs.
const REPEATED: &str = "features/consent/patient-consent.feature";

#[derive(Args)]
pub(crate) struct SoakArguments {
    /// How many upright runs with each number of jobs. Each has another seed, and so another order.
    #[arg(long, default_value_t = 20)]
    runs: u64,
    /// How many scenarios the runs have that show what a scenario costs.
    #[arg(long, value_delimiter = ',', default_value = "100,200,500,1000")]
    sizes: Vec<usize>,
    /// Leave out every defect against every scenario.
    #[arg(long)]
    without_defects: bool,
    /// Build as for tests, instead of as it is handed over.
    #[arg(long)]
    debug: bool,
}

/// Plays it all.
pub(crate) fn soak(project: &Project, arguments: &SoakArguments) -> Result<()> {
    let built = if arguments.debug { Built::Alone } else { Built::Release };
    let etalon = Etalon::built(project, built, "soak")?;
    let mut problems = Vec::new();
    for jobs in JOBS {
        problems.extend(upright_runs(project, &etalon, jobs, arguments.runs)?);
    }
    problems.extend(cost(project, &etalon, &arguments.sizes)?);
    if !arguments.without_defects {
        let full = MatrixArguments {
            full: true,
            jobs: 2,
            ..MatrixArguments::default()
        };
        let begun = Instant::now();
        if let Err(why) = matrix::matrix(project, built, &full) {
            problems.push(format!("{why:#}"));
        }
        println!("    {:.0} s for every defect against every scenario", begun.elapsed().as_secs_f64());
    }
    if problems.is_empty() {
        return Ok(());
    }
    problems.iter().for_each(|problem| println!("    {problem}"));
    bail!("soak: {} problem(s)", problems.len())
}

fn upright_runs(project: &Project, etalon: &Etalon<'_>, jobs: &str, runs: u64) -> Result<Vec<String>> {
    println!("\n==> soak: {runs} upright runs with --jobs {jobs}, each with its own seed");
    let mut problems = Vec::new();
    let mut seconds = Vec::new();
    let mut most_memory = 0.0_f64;
    for seed in 1..=runs {
        let name = format!("upright-{jobs}-{seed}");
        let run = etalon.run(&name, &["--jobs", jobs, "--seed", &seed.to_string()])?;
        seconds.push(run.summary.seconds.unwrap_or_default());
        most_memory = most_memory.max(run.summary.peak_rss_mb.unwrap_or_default());
        match compare(project, Expectation::Upright, &run.summary) {
            Ok(_) => fs::remove_dir_all(&run.record)?,
            Err(why) => problems.push(format!("--jobs {jobs} --seed {seed}: {why:#}; record: {}", run.record.display())),
        }
    }
    seconds.sort_by(f64::total_cmp);
    if let (Some(least), Some(most)) = (seconds.first(), seconds.last()) {
        let middle = seconds[seconds.len() / 2];
        println!("    {least:.1} / {middle:.1} / {most:.1} s (least, middle, most); at most {most_memory:.0} MiB; {} not as expected", problems.len());
    }
    Ok(problems)
}

fn cost(project: &Project, etalon: &Etalon<'_>, sizes: &[usize]) -> Result<Vec<String>> {
    println!("\n==> soak: what a scenario costs among many");
    let feature = project.read(REPEATED)?;
    let folder = project.scratch("soak-features")?;
    let mut problems = Vec::new();
    for size in sizes {
        let path = folder.join(format!("{size}.feature"));
        fs::write(&path, repeated(&feature, *size)?)?;
        let path = path.to_string_lossy().into_owned();
        let run = etalon.run(&format!("cost-{size}"), &["--jobs", "2", &path])?;
        if run.summary.scenario.len() != *size || run.code != 0 {
            problems.push(format!(
                "{size} scenarios: {} played, exit code {}; record: {}",
                run.summary.scenario.len(),
                run.code,
                run.record.display()
            ));
        } else {
            tell_cost(*size, &run)?;
            fs::remove_dir_all(&run.record)?;
        }
    }
    Ok(problems)
}

fn tell_cost(size: usize, run: &Run) -> Result<()> {
    let seconds = run.summary.seconds.unwrap_or_default();
    let journal = fs::metadata(run.record.join("journal.jsonl"))?.len();
    println!(
        "    {size:>6} scenarios: {seconds:>7.1} s, {:>6.1} ms and {:>5.1} KiB of journal each; at most {:.0} MiB",
        1000.0 * seconds / size as f64,
        journal as f64 / 1024.0 / size as f64,
        run.summary.peak_rss_mb.unwrap_or_default()
    );
    Ok(())
}
