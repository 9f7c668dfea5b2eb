//! `faults`: the catalogue of what a hostile or failing authority sends, and its lint. The catalogue itself is CSAM's; what a product makes of a
//! fault is a matter of scenarios.

use std::{io, sync::Arc};

use clap::Subcommand;
use etalon_certs::{KeyPool, TestRoot};
use etalon_csam::{CsamKey, Fault, faults, lint};
use etalon_evidence::Language;
use etalon_journal::{Entry, Journal, Sink};
use etalon_stage::Realm;
use etalon_steps::{Planned, Specification};
use jiff::Timestamp;
use serde::Serialize;

use crate::{
    arguments::Format,
    exit::{Exit, Failure},
    live,
};

/// Keys that the lint needs: the one that signs, and those that other faults sign with.
const LINT_KEYS: usize = 5;
/// Where the lint's realms stand in time, and from what all their chance comes.
const LINT_INSTANT: &str = "2026-04-09T08:00:00Z";
const LINT_SEED: u64 = 11;
/// Nobody listens there: the lint asks the router directly.
const LINT_ORIGIN: &str = "https://127.0.0.1:1";
/// The phrase in which a scenario asks for a fault.
const ASKS: &str = "csam-fault";
/// No more names than these stand in a message.
const MOST_NAMED: usize = 8;

#[derive(Subcommand)]
pub(crate) enum FaultsCommand {
    /// List every fault: where it happens, what a right system does, and what it speaks for.
    List {
        /// How to print it.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
        /// The language of the titles: en, fr or nl.
        #[arg(long, default_value = "en")]
        lang: String,
    },
    /// Show one fault as its file says it, with the scenarios that ask for it.
    Show {
        /// Its id.
        id: String,
    },
    /// Prove the catalogue: each fault's twin is accepted, and each is its twin with the one change that it names. Plays them against CSAM inside of
    /// this process; contacts nothing.
    Lint,
}

pub(crate) fn answer(command: Option<FaultsCommand>) -> Result<Exit, Failure> {
    let usual = FaultsCommand::List {
        format: Format::Text,
        lang: "en".to_owned(),
    };
    match command.unwrap_or(usual) {
        FaultsCommand::List { format, lang } => list(format, &lang),
        FaultsCommand::Show { id } => show(&id),
        FaultsCommand::Lint => prove(),
    }
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    step: &'a str,
    reaction: &'a str,
    requirement: Option<&'a str>,
    clause: Option<&'a str>,
    title: &'a str,
    scenarios: Vec<String>,
}

fn list(format: Format, lang: &str) -> Result<Exit, Failure> {
    let language = Language::parse(lang).ok_or_else(|| Failure::usage(format!("--lang `{lang}`: it is en, fr or nl")))?;
    let planned = planned()?;
    let rows: Vec<Row<'_>> = faults()
        .iter()
        .map(|fault| Row {
            id: &fault.id,
            step: fault.step.name(),
            reaction: fault.reaction.name(),
            requirement: fault.requirement.as_deref(),
            clause: fault.clause.as_deref(),
            title: match language {
                Language::En => &fault.title.en,
                Language::Fr => &fault.title.fr,
                Language::Nl => &fault.title.nl,
            },
            scenarios: asking_for(fault, &planned),
        })
        .collect();
    match format {
        Format::Json => println!("{}", serde_json::to_string(&rows).map_err(|why| Failure::bug(why.to_string()))?),
        Format::Text => rows.iter().for_each(|row| {
            let speaks_for = row.requirement.or(row.clause).unwrap_or_default();
            println!(
                "{:<38} {:<14} {:<12} {:<22} {}",
                row.id, row.step, row.reaction, speaks_for, row.title
            );
        }),
    }
    Ok(Exit::Fine)
}

fn show(id: &str) -> Result<Exit, Failure> {
    let fault = Fault::by_id(id).ok_or_else(|| Failure::usage(unknown(id)))?;
    #[derive(Serialize)]
    struct File<'a> {
        fault: &'a Fault,
    }
    let text = toml::to_string(&File { fault }).map_err(|why| Failure::bug(why.to_string()))?;
    println!("{text}");
    let specification = Specification::embedded().map_err(|why| Failure::bug(why.to_string()))?;
    if let Some(requirement) = fault.requirement.as_ref().and_then(|id| specification.catalogue.get(id)) {
        println!("# {}", requirement.statement);
    }
    match asking_for(fault, &planned()?).as_slice() {
        [] => println!("# no scenario asks for it"),
        asking => asking.iter().for_each(|identity| println!("# asked for by {identity}")),
    }
    Ok(Exit::Fine)
}

fn planned() -> Result<Vec<Planned>, Failure> {
    let specification = Specification::embedded().map_err(|why| Failure::bug(why.to_string()))?;
    specification.plan().map_err(|why| Failure::bug(why.to_string()))
}

fn asking_for(fault: &Fault, planned: &[Planned]) -> Vec<String> {
    let asks = |scenario: &&Planned| {
        let mut steps = scenario.steps.iter();
        steps.any(|step| step.spoken.phrase == ASKS && step.spoken.arguments.get("fault") == Some(&fault.id))
    };
    planned
        .iter()
        .filter(asks)
        .map(|scenario| scenario.opened.identity.clone())
        .collect()
}

fn unknown(id: &str) -> String {
    let shared = |fault: &Fault| fault.id.split('-').filter(|word| id.split('-').any(|other| other == *word)).count();
    let mut near: Vec<&Fault> = faults().iter().filter(|fault| shared(fault) > 0).collect();
    near.sort_by_key(|fault| std::cmp::Reverse(shared(fault)));
    let near: Vec<&str> = near.into_iter().take(MOST_NAMED).map(|fault| fault.id.as_str()).collect();
    match near.as_slice() {
        [] => format!("there is no fault `{id}`; `etalon faults list` lists them"),
        near => format!("there is no fault `{id}`; the nearest are: {}", near.join(", ")),
    }
}

/// The lint's realms are looked at while they are played, and kept by nobody.
struct Nowhere;

impl Sink for Nowhere {
    fn append(&self, _: &Entry) -> io::Result<()> {
        Ok(())
    }
}

fn prove() -> Result<Exit, Failure> {
    let environment = |why: String| Failure::environment(format!("no keys to sign with: {why}"));
    let root = TestRoot::fresh().map_err(|why| environment(why.to_string()))?;
    let pool = KeyPool::open(&live::data_folder()?).map_err(|why| environment(why.to_string()))?;
    let keys = pool.keys(LINT_KEYS).map_err(|why| environment(why.to_string()))?;
    let keys: Result<Vec<Arc<CsamKey>>, _> = keys.iter().map(|key| CsamKey::new(key, &root).map(Arc::new)).collect();
    let keys = keys.map_err(|why| environment(why.to_string()))?;
    let at: Timestamp = LINT_INSTANT.parse().expect("a constant");
    let open = || {
        let journal = Journal::new(Arc::new(Nowhere), &[0; 32]);
        Realm::new(&journal, LINT_ORIGIN, "lint", LINT_SEED, Some(at))
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|why| Failure::environment(format!("no runtime: {why}")))?;
    let problems = runtime.block_on(lint(&keys, open));
    if problems.is_empty() {
        println!(
            "{} faults: each is its accepted twin with the one change that it names, gets the reaction that it names, and is like no other",
            faults().len()
        );
        return Ok(Exit::Fine);
    }
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    Err(Failure::bug(format!("the catalogue of faults does not hold:\n{}", told.join("\n"))))
}
