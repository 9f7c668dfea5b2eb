//! What a compiler does not check: arrows, texts, coverage. Every problem is told at once, each with its place and its remedy.

use anyhow::{Result, bail};

use crate::{arrows, coverage, etalon::Etalon, program::Built, project::Project, texts};

/// Fails where anything is not as it should be.
pub(crate) fn tidy(project: &Project, built: Built) -> Result<()> {
    println!("\n==> tidy: arrows between crates, purposes, texts that must not be, coverage of the requirements");
    let mut problems = arrows::wrong(&project.packages);
    problems.extend(texts::wrong(project)?);
    // Reading the coverage also reads every feature, phrase and requirement.
    let coverage = Etalon::built(project, built, "tidy").and_then(|etalon| etalon.coverage());
    match &coverage {
        Ok(rows) => problems.extend(coverage::wrong(project, rows)?),
        Err(why) => println!("{why:#}"),
    }
    problems.sort();
    problems.iter().for_each(|problem| println!("{problem}"));
    match (problems.len(), coverage) {
        (0, Ok(_)) => {
            println!("    nothing to mend");
            Ok(())
        }
        (0, Err(_)) => bail!("tidy: the specification cannot be read"),
        (found, _) => bail!("tidy: {found} thing(s) to mend"),
    }
}
