//! `profile check`: everything that is wrong with a profile, at once, each with its place and remedy; and what a run would make of it.
//! Starts nothing and contacts nothing. `profile schema`: the forms for editors.

use std::collections::{BTreeMap, BTreeSet};

use clap::ValueEnum;
use etalon_model::{Intent, KnownDeviation, Profile, StartWay};
use etalon_steps::{NEEDS_CLOCK, Planned, Specification};
use jiff::{Timestamp, civil::Date};

use crate::{
    account::day_of,
    exit::{Exit, Failure},
    plan::{in_scope, played},
    profiles,
};

/// A file whose form is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// profile.toml
    Profile,
    /// deviations.toml
    Deviations,
}

pub(crate) fn schema(of: Form) -> Result<Exit, Failure> {
    let schema = match of {
        Form::Profile => etalon_model::profile_schema(),
        Form::Deviations => etalon_model::deviations_schema(),
    };
    println!(
        "{}",
        serde_json::to_string_pretty(&schema).map_err(|why| Failure::bug(why.to_string()))?
    );
    Ok(Exit::Fine)
}

pub(crate) fn check(named: &str) -> Result<Exit, Failure> {
    let specification = Specification::embedded().map_err(|why| Failure::bug(why.to_string()))?;
    let planned = specification.plan().map_err(|why| Failure::bug(why.to_string()))?;
    let profile = profiles::find(named, &specification.catalogue);
    // Both files are looked at, whatever the one holds; the second needs the first only to know which scenarios are played.
    let scope = in_scope(&planned, &specification, profile.as_ref().ok());
    let deviations = profiles::deviations(named, &specification.catalogue, &scope);
    let (profile, deviations) = match (profile, deviations) {
        (Ok(profile), Ok(deviations)) => (profile, deviations),
        (Err(one), Err(other)) => return Err(Failure::usage(format!("{}\n{}", one.message, other.message))),
        (Err(why), _) | (_, Err(why)) => return Err(why),
    };
    let refused = refused(played(&planned, &specification, Some(&profile)), &profile);
    println!("{} ({}) is good; nothing was started.", profile.name, profile.title);
    told(&profile, planned.len(), scope.len())
        .iter()
        .chain(&refused)
        .for_each(|line| println!("  {line}"));
    let today = day_of(Timestamp::now());
    deviations.iter().for_each(|known| println!("  {}", deviation_line(known, today)));
    Ok(Exit::Fine)
}

/// What a run refuses to play because of the levels that the profile says, by reason: these scenarios will be inconclusive.
fn refused(played: Vec<&Planned>, profile: &Profile) -> Vec<String> {
    let mut by_reason: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for scenario in played {
        let why = scenario.needs_isolation(profile).or_else(|| {
            let clock = (!scenario.plays_at(profile.clock)).then_some(NEEDS_CLOCK);
            clock.map(str::to_owned)
        });
        if let Some(why) = why {
            by_reason.entry(why).or_default().push(&scenario.opened.identity);
        }
    }
    let line = |(why, scenarios): (String, Vec<&str>)| {
        let first = scenarios.first().copied().unwrap_or_default();
        format!("{} of them will be inconclusive, {first} the first: {why}", scenarios.len())
    };
    by_reason.into_iter().map(line).collect()
}

/// What a run would make of it.
fn told(profile: &Profile, all: usize, played: usize) -> Vec<String> {
    let start = match profile.start.way() {
        Some(StartWay::Reference(name)) => format!("a run starts the reference system `{name}`"),
        Some(StartWay::InstanceHost(command)) => {
            format!("a run starts, as an instance host: {}", etalon_evidence::shell_line(command))
        }
        Some(StartWay::Product(product)) => format!(
            "a run starts, and asks for {}{} until it answers: {}",
            product.base_url,
            product.ready_path(),
            etalon_evidence::shell_line(product.command)
        ),
        None => "a run starts nothing".to_owned(),
    };
    let mut lines = vec![
        start,
        format!("{played} of {all} scenarios apply to it; the others do not bind such a system, or speak of what it does not claim"),
    ];
    let adapter = profile.adapter.as_ref().map(|adapter| &adapter.http);
    lines.extend(adapter.map(|http| format!("intents that it does not name go to the adapter at {}", http.url())));
    let roles = ["patient", "professional", "office", "any"].map(Some);
    let is_known = |intent: &&&str| roles.iter().any(|role| profile.trigger_of(intent, *role).is_some());
    let unknown: Vec<&str> = Intent::NAMES
        .iter()
        .filter(|intent| !is_known(intent))
        .copied()
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    if !unknown.is_empty() {
        lines.push(format!(
            "without a trigger, so that scenarios with it are inconclusive: {}",
            unknown.join(", ")
        ));
    }
    if !profile.contacts.is_empty() {
        lines.push(format!("beyond this machine it may contact: {}", profile.contacts.join(", ")));
    }
    lines
}

fn deviation_line(known: &KnownDeviation, today: Date) -> String {
    let etalon_model::Deviation {
        requirement,
        owner,
        expires,
        reason,
        ..
    } = &known.deviation;
    let over = if today > *expires { "EXPIRED, so that a run fails: " } else { "" };
    format!(
        "{over}known deviation {requirement} until {expires} ({owner}), in {} scenarios: {reason}",
        known.scenarios.len()
    )
}
