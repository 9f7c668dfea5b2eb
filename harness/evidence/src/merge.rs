//! Records of several machines put together into one. What is said of it follows from its entries, as of any other record.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Path, PathBuf},
};

use etalon_journal::{Entry, Sink};
use serde::Serialize;

use crate::{Elsewhere, End, Header, Merged, Record, RecordProblem, RecordWriter, Shard};

/// Why records cannot be put together.
#[derive(Debug, thiserror::Error)]
pub enum MergeProblem {
    /// There is nothing to put together.
    #[error("nothing is to be merged; name the folders of the records")]
    Nothing,
    /// They do not belong together.
    #[error("{} and {} do not belong together: {what}", first.display(), other.display())]
    Apart {
        /// The first record.
        first: PathBuf,
        /// The one that does not fit it.
        other: PathBuf,
        /// In what they differ, and the remedy.
        what: String,
    },
    /// The merged record cannot be written.
    #[error(transparent)]
    Record(#[from] RecordProblem),
    /// The file system refused.
    #[error("{}: {problem}", folder.display())]
    Io {
        /// The folder of the merged record.
        folder: PathBuf,
        /// What it said.
        problem: io::Error,
    },
}

/// Writes to `out`, a folder that does not exist yet, the record that `parts` make together.
///
/// # Errors
/// They examined different systems, by different rules or seeds; a scenario stands in two of them; or `out` cannot be written.
pub fn merge(out: &Path, parts: &[Record]) -> Result<(), MergeProblem> {
    let (first, others) = parts.split_first().ok_or(MergeProblem::Nothing)?;
    for other in others {
        let apart = |what: String| MergeProblem::Apart {
            first: first.folder.clone(),
            other: other.folder.clone(),
            what,
        };
        belong_together(&first.header, &other.header).map_err(apart)?;
    }
    are_disjoint(parts)?;
    let writer = RecordWriter::create(out, &header(first, parts))?;
    let io = |problem| MergeProblem::Io {
        folder: out.to_owned(),
        problem,
    };
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for part in parts {
        for realm in &part.order {
            let name = free_name(realm, &taken);
            for entry in part.realms.get(realm).into_iter().flatten() {
                let renamed = Entry {
                    realm: name.clone(),
                    ..(**entry).clone()
                };
                writer.append(&renamed).map_err(io)?;
            }
            taken.insert(name);
        }
    }
    match end(parts) {
        Some(end) => writer.finish(&end).map_err(io),
        None => Ok(()),
    }
}

/// A realm is named by the run that opened it, and two runs may have chosen alike.
fn free_name(realm: &str, taken: &BTreeSet<String>) -> String {
    let mut names = std::iter::once(realm.to_owned()).chain((2..).map(|time| format!("{realm}-{time}")));
    names
        .find(|name| !taken.contains(name))
        .expect("there are more numbers than realms")
}

fn belong_together(first: &Header, other: &Header) -> Result<(), String> {
    fn same<T: Serialize>(what: &str, one: &T, other: &T) -> Result<(), String> {
        let written = |value: &T| serde_json::to_value(value).ok();
        match written(one) == written(other) {
            true => Ok(()),
            false => Err(format!("{what}; merge only records of one run")),
        }
    }
    same("the rules have different versions", &first.rules_version, &other.rules_version)?;
    same("Etalon has different versions", &first.etalon, &other.etalon)?;
    same("the seeds differ", &first.seed, &other.seed)?;
    same(
        "they examined different systems, or by different profiles",
        &first.profile,
        &other.profile,
    )?;
    same("the requirements differ", &first.catalogue, &other.catalogue)?;
    same("the known deviations differ", &first.deviations, &other.deviations)?;
    same(
        "the system was given different defects",
        &defects(&first.command),
        &defects(&other.command),
    )?;
    if first.merged.is_some() || other.merged.is_some() {
        return Err("one was merged before; merge all the records that it was made from at once".to_owned());
    }
    match (first.shard, other.shard) {
        (None, None) => Ok(()),
        (Some(one), Some(two)) if one.of == two.of => {
            let identities = |header: &Header| -> Vec<String> { header.planned.iter().map(|planned| planned.identity.clone()).collect() };
            same(
                "their runs were asked for different scenarios",
                &identities(first),
                &identities(other),
            )?;
            match one.number == two.number {
                true => Err(format!("both are shard {one}; name each once")),
                false => Ok(()),
            }
        }
        (Some(one), Some(two)) => Err(format!(
            "shard {one} and shard {two} are of runs that were cut differently; say the same N in --shard I/N"
        )),
        (Some(shard), None) | (None, Some(shard)) => Err(format!("one is shard {shard} and the other is no shard; merge like with like")),
    }
}

fn defects(command: &[String]) -> Vec<&String> {
    let mut words = command.iter();
    let mut defects = Vec::new();
    while let Some(word) = words.next() {
        if word == "--defect" {
            defects.extend(words.next());
        }
    }
    defects.sort();
    defects
}

/// The scenarios that are a matter of that record.
fn own(header: &Header) -> impl Iterator<Item = &str> {
    let elsewhere: BTreeSet<&str> = header
        .elsewhere
        .iter()
        .flat_map(|elsewhere| elsewhere.scenarios.iter().map(String::as_str))
        .collect();
    let planned = header.planned.iter().map(|planned| planned.identity.as_str());
    planned.filter(move |identity| !elsewhere.contains(identity))
}

fn are_disjoint(parts: &[Record]) -> Result<(), MergeProblem> {
    let mut seen: BTreeMap<&str, &Path> = BTreeMap::new();
    for part in parts {
        for identity in own(&part.header) {
            if let Some(first) = seen.insert(identity, &part.folder) {
                return Err(MergeProblem::Apart {
                    first: first.to_owned(),
                    other: part.folder.clone(),
                    what: format!("both played the scenario {identity}; name each record once, or run them with --shard I/N"),
                });
            }
        }
    }
    Ok(())
}

fn header(first: &Record, parts: &[Record]) -> Header {
    let mut planned = Vec::new();
    let mut known = BTreeSet::new();
    for scenario in parts.iter().flat_map(|part| &part.header.planned) {
        if known.insert(scenario.identity.as_str()) {
            planned.push(scenario.clone());
        }
    }
    let played: BTreeSet<&str> = parts.iter().flat_map(|part| own(&part.header)).collect();
    let shards: Vec<Shard> = parts.iter().filter_map(|part| part.header.shard).collect();
    let of = shards.first().map_or(0, |shard| shard.of);
    let all = (1..=of).map(|number| Shard { number, of });
    let missing: Vec<Shard> = all.filter(|shard| !shards.contains(shard)).collect();
    let said: Vec<String> = missing.iter().map(|shard| format!("shard {shard} is missing")).collect();
    let elsewhere: Vec<String> = planned
        .iter()
        .map(|planned| planned.identity.clone())
        .filter(|identity| !played.contains(identity.as_str()))
        .collect();
    let mut absent_parts: Vec<String> = parts.iter().flat_map(|part| part.header.absent_parts.clone()).collect();
    absent_parts.sort();
    absent_parts.dedup();
    let mut command = first.header.command.clone();
    without_option(&mut command, "--shard");
    Header {
        started: parts.iter().map(|part| part.header.started).min().unwrap_or(first.header.started),
        command,
        planned,
        left_out: parts.iter().flat_map(|part| part.header.left_out.clone()).collect(),
        elsewhere: (!elsewhere.is_empty()).then(|| Elsewhere {
            why: said.join(" and "),
            scenarios: elsewhere,
        }),
        shard: None,
        merged: Some(Merged {
            shards,
            missing,
            commands: parts.iter().map(|part| part.header.command.clone()).collect(),
        }),
        absent_parts,
        ..first.header.clone()
    }
}

fn without_option(command: &mut Vec<String>, option: &str) {
    if let Some(at) = command.iter().position(|word| word == option) {
        command.drain(at..command.len().min(at + 2));
    }
}

/// The parts were played beside one another: the longest decides. None where one did not come to its end.
fn end(parts: &[Record]) -> Option<End> {
    let mut merged: Option<End> = None;
    for part in parts {
        let end = part.end.as_ref().filter(|_| !part.cut_off)?;
        merged = Some(match merged {
            None => end.clone(),
            Some(so_far) => End {
                finished: so_far.finished.max(end.finished),
                seconds: so_far.seconds.max(end.seconds),
                peak_rss_mb: so_far.peak_rss_mb.max(end.peak_rss_mb),
                broken: so_far.broken.or_else(|| end.broken.clone()),
            },
        });
    }
    merged
}
