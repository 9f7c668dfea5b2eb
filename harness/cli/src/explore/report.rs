//! What an exploration came to, for people and for programs.

use serde_json::json;

use super::{Counted, Differing, finding::Finding, shrink::Shrunk};
use crate::arguments::ExploreArguments;

/// What differed, and what was made of it.
pub(crate) type Told<'a> = (&'a Differing, &'a (Finding, Shrunk));

pub(crate) fn say(arguments: &ExploreArguments, counted: &Counted, told: Option<Told<'_>>, seconds: f64) {
    if let Some((found, (finding, shrunk))) = told {
        println!("{}", finding.text);
        println!("{}.", finding.sentence);
        println!(
            "history {} of seed {}: {} steps, shrunk to {} in {} replays; judged as a scenario: {}",
            found.number,
            arguments.seed,
            found.lines.len(),
            finding.steps,
            shrunk.replays,
            finding.verdict.map_or("not played", |verdict| verdict.as_str()),
        );
    }
    let difference = if told.is_some() { "a difference" } else { "no difference" };
    println!(
        "{difference} in {} histories (seed {}): {} reads compared, {} permitted, {} refused, {} open; {seconds:.1} s",
        counted.histories,
        arguments.seed,
        counted.reads(),
        counted.permitted,
        counted.refused,
        counted.open
    );
    if counted.known > 0 {
        println!("{} differences beside are known deviations", counted.known);
    }
    if let Some(why) = &counted.why {
        println!("{} histories were not played to their end; the first: {why}", counted.stopped);
    }
}

pub(crate) fn summary(arguments: &ExploreArguments, counted: &Counted, told: Option<Told<'_>>, seconds: f64) -> serde_json::Value {
    let difference = told.map(|(found, (finding, shrunk))| {
        json!({
            "way": shrunk.difference.way.word(),
            "sentence": finding.sentence,
            "requirement": finding.requirement,
            "case": finding.case,
            "history": found.number,
            "steps_before": found.lines.len(),
            "steps": finding.steps,
            "replays": shrunk.replays,
            "verdict": finding.verdict.map(|verdict| verdict.as_str()),
            "feature": finding.text,
        })
    });
    json!({
        "seed": arguments.seed,
        "histories": counted.histories,
        "reads": counted.reads(),
        "permitted": counted.permitted,
        "refused": counted.refused,
        "open": counted.open,
        "known": counted.known,
        "stopped": counted.stopped,
        "why_stopped": counted.why,
        "seconds": seconds,
        "difference": difference,
    })
}
