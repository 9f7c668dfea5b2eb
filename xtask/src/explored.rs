//! Random histories against the access model, in numbers that no test has time for; and every defect that the model can express.

use std::{fs, path::Path, time::Instant};

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::{etalon::Etalon, project::Project};

/// Which defects the model can express, and why not the others.
const TABLE: &str = "harness/cli/tests/explored-defects.toml";
/// So many histories are explored by one process: as many as end well within what a chore waits for.
const AT_A_TIME: u32 = 2000;
/// So many histories may pass until a defect shows.
const UNTIL_FOUND: u32 = 2000;
/// A difference that takes more steps to tell is not made small enough to be read.
const MOST_STEPS: usize = 8;

/// What `explore --format json` says, as far as a chore needs it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Explored {
    histories: u32,
    reads: u64,
    permitted: u64,
    refused: u64,
    open: u64,
    stopped: u32,
    why_stopped: Option<String>,
    seconds: f64,
    difference: Option<Difference>,
}

#[derive(Clone, Debug, Deserialize)]
struct Difference {
    sentence: String,
    history: u32,
    steps: usize,
    replays: u32,
    verdict: Option<String>,
    feature: String,
}

#[derive(Deserialize)]
struct Table {
    defect: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    name: String,
    not_expressible: Option<String>,
}

/// Explores the upright system. Says what is not as it should be.
pub(crate) fn upright(etalon: &Etalon<'_>, histories: u32) -> Result<Vec<String>> {
    println!("\n==> soak: {histories} random histories against the access model, {AT_A_TIME} for each seed");
    let begun = Instant::now();
    let mut problems = Vec::new();
    let (mut played, mut reads, mut permitted, mut refused, mut open) = (0, 0, 0, 0, 0);
    for seed in 1.. {
        let wanted = AT_A_TIME.min(histories - played);
        if wanted == 0 {
            break;
        }
        let (seed, number) = (u32::to_string(&seed), wanted.to_string());
        let found = etalon.explore(&format!("explored-{seed}"), &["--seed", &seed, "--histories", &number])?;
        if let Some(difference) = &found.difference {
            problems.push(format!(
                "explore --seed {seed}: history {} differs: {}\n{}",
                difference.history, difference.sentence, difference.feature
            ));
        }
        if let Some(why) = found.why_stopped {
            problems.push(format!(
                "explore --seed {seed}: {} histories were not played to their end: {why}",
                found.stopped
            ));
        }
        played += wanted;
        (reads, permitted) = (reads + found.reads, permitted + found.permitted);
        (refused, open) = (refused + found.refused, open + found.open);
    }
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "    {played} histories in {seconds:.0} s ({:.1} a second): {reads} reads compared, {permitted} permitted, {refused} refused, {open} open; \
         {} differences or stops",
        f64::from(played) / seconds,
        problems.len()
    );
    Ok(problems)
}

/// Looks for every defect that the model can express. Says which were not found, or not made small.
pub(crate) fn defects(project: &Project, etalon: &Etalon<'_>) -> Result<Vec<String>> {
    println!("\n==> soak: every defect that the access model can express, looked for by random histories");
    let begun = Instant::now();
    let table = table(&project.root)?;
    let expressible: Vec<&Row> = table.defect.iter().filter(|row| row.not_expressible.is_none()).collect();
    let mut problems = Vec::new();
    for row in &expressible {
        let limit = UNTIL_FOUND.to_string();
        let found = etalon.explore(&row.name, &["--defect", &row.name, "--histories", &limit])?;
        match &found.difference {
            Some(difference) => println!(
                "    {:<34} history {:>4}, {} steps after {} replays, {:.0} s",
                row.name, difference.history, difference.steps, difference.replays, found.seconds
            ),
            None => println!("    {:<34} NOT FOUND in {} histories", row.name, found.histories),
        }
        problems.extend(wrong(&row.name, &found));
    }
    println!(
        "    {} of {} defects can be expressed; {} not found or not small; {:.0} s",
        expressible.len(),
        table.defect.len(),
        problems.len(),
        begun.elapsed().as_secs_f64()
    );
    Ok(problems)
}

fn table(root: &Path) -> Result<Table> {
    let text = fs::read_to_string(root.join(TABLE)).context(TABLE)?;
    toml::from_str(&text).context(TABLE)
}

/// Why what was found is not what a defect should come to.
fn wrong(name: &str, found: &Explored) -> Option<String> {
    let Some(difference) = &found.difference else {
        return Some(format!("--defect {name}: no difference in {} histories", found.histories));
    };
    if difference.steps > MOST_STEPS {
        let steps = difference.steps;
        return Some(format!(
            "--defect {name}: {steps} steps are left, more than {MOST_STEPS}:\n{}",
            difference.feature
        ));
    }
    let verdict = difference.verdict.as_deref().unwrap_or("not played");
    (verdict != "non-conformant").then(|| format!("--defect {name}: the scenario is judged {verdict}:\n{}", difference.feature))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(difference: Option<(usize, &str)>) -> Explored {
        Explored {
            histories: 10,
            reads: 0,
            permitted: 0,
            refused: 0,
            open: 0,
            stopped: 0,
            why_stopped: None,
            seconds: 1.0,
            difference: difference.map(|(steps, verdict)| Difference {
                sentence: String::new(),
                history: 3,
                steps,
                replays: 9,
                verdict: Some(verdict.to_owned()),
                feature: String::new(),
            }),
        }
    }

    #[test]
    fn a_defect_is_found_made_small_and_judged() {
        assert_eq!(wrong("x", &found(Some((8, "non-conformant")))), None);
        for bad in [None, Some((9, "non-conformant")), Some((4, "conformant"))] {
            assert!(wrong("x", &found(bad)).is_some(), "{bad:?}");
        }
    }
}
