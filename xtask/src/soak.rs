//! `cargo xtask soak`: the long figures, for a night or a release. Prints them; what must hold fails.

use std::{fs, time::Instant};

use anyhow::{Result, bail};
use clap::Args;

use crate::{
    etalon::{Etalon, Run},
    expected::{Expectation, compare},
    explored,
    matrix::{self, MatrixArguments},
    program::Built,
    project::Project,
};

/// Upright runs are played with so many scenarios at a time.
const JOBS: [&str; 2] = ["1", "8"];

/// The feature that is repeated: consent, link, document and refusal, so that a scenario costs what it usually costs.
const REPEATED: &str = "features/consent/patient-consent.feature";

#[derive(Args)]
pub(crate) struct SoakArguments {
    /// How many upright runs with each number of jobs. Each has another seed, and so another order.
    #[arg(long, default_value_t = 20)]
    runs: u64,
    /// How often a feature is repeated in each of the runs that show what a scenario costs among many.
    #[arg(long, value_delimiter = ',', default_value = "13,25,63,125")]
    repeats: Vec<usize>,
    /// How many random histories are compared with the access model.
    #[arg(long, default_value_t = 20_000)]
    histories: u32,
    /// Leave out every defect: against every scenario, and by random histories.
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
    problems.extend(cost(&etalon, &arguments.repeats)?);
    problems.extend(explored::upright(&etalon, arguments.histories)?);
    if !arguments.without_defects {
        problems.extend(explored::defects(project, &etalon)?);
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
        println!(
            "    {least:.1} / {middle:.1} / {most:.1} s (least, middle, most); at most {most_memory:.0} MiB; {} not as expected",
            problems.len()
        );
    }
    Ok(problems)
}

fn cost(etalon: &Etalon<'_>, repeats: &[usize]) -> Result<Vec<String>> {
    println!("\n==> soak: what a scenario costs among many");
    let mut problems = Vec::new();
    for repeat in repeats {
        let run = etalon.run(
            &format!("cost-{repeat}"),
            &["--jobs", "2", "--repeat", &repeat.to_string(), REPEATED],
        )?;
        tell_cost(&run)?;
        if run.code == 0 {
            fs::remove_dir_all(&run.record)?;
        } else {
            problems.push(format!(
                "--repeat {repeat}: exit code {}; record: {}",
                run.code,
                run.record.display()
            ));
        }
    }
    Ok(problems)
}

fn tell_cost(run: &Run) -> Result<()> {
    let seconds = run.summary.seconds.unwrap_or_default();
    let scenarios = run.summary.scenarios as f64;
    let journal = fs::metadata(run.record.join("journal.jsonl"))?.len() as f64;
    println!(
        "    {scenarios:>6} scenarios: {seconds:>7.1} s, {:>6.1} ms and {:>5.1} KiB of journal each; at most {:.0} MiB",
        1000.0 * seconds / scenarios,
        journal / 1024.0 / scenarios,
        run.summary.peak_rss_mb.unwrap_or_default()
    );
    Ok(())
}
