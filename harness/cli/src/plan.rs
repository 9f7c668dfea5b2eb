//! What a run is to play: the scenarios asked for, less those that other shards play or that this kind of system need not.

use std::collections::BTreeSet;

use etalon_evidence::{Elsewhere, LeftOut, Shard};
use etalon_model::{Basis, InScope, KnownDeviation, Level, Profile};
use etalon_steps::{FeatureText, Planned, Selection, Specification};

use crate::{
    arguments::RunArguments,
    exit::{Exit, Failure},
    profiles,
};

/// A record of more repetitions would be larger than anybody reads.
const MOST_REPEATS: usize = 1000;

/// What is to be played, and what is known of it beforehand.
pub(crate) struct Plan {
    /// The scenarios asked for.
    pub(crate) planned: Vec<Planned>,
    /// Those of them that fall to other shards.
    pub(crate) elsewhere: Option<Elsewhere>,
    /// Those of the others that this kind of system need not play.
    pub(crate) left_out: Vec<LeftOut>,
    /// Failures of the system that are known.
    pub(crate) deviations: Vec<KnownDeviation>,
}

pub(crate) fn plan(arguments: &RunArguments, specification: &Specification, profile: &Profile) -> Result<Plan, Failure> {
    let selection = Selection::new(&arguments.features, arguments.tags.as_deref()).map_err(|why| Failure::usage(why.to_string()))?;
    let mut features = specification.features.clone();
    for path in selection.paths() {
        if std::path::Path::new(path).is_file() {
            let text = std::fs::read_to_string(path).map_err(|why| Failure::usage(format!("{path}: {why}")))?;
            // A file on this machine stands for the one that ships under the same name.
            features.retain(|feature| !path.ends_with(&feature.path));
            features.push(FeatureText {
                path: path.to_owned(),
                text,
            });
        }
    }
    let all = specification.plan_of(&features).map_err(|why| Failure::usage(why.to_string()))?;
    let scope = in_scope(&all, specification, Some(profile));
    let deviations = profiles::deviations(&arguments.profile, &specification.catalogue, &scope)?;
    let planned = selection.of(all).map_err(|why| Failure::usage(why.to_string()))?;
    if planned.is_empty() {
        return Err(Failure {
            exit: Exit::NothingRan,
            message: "no scenario was asked for: nothing fits --tags".to_owned(),
        });
    }
    if !(1..=MOST_REPEATS).contains(&arguments.repeat) {
        return Err(Failure::usage(format!("--repeat {}: it is 1 to {MOST_REPEATS}", arguments.repeat)));
    }
    let again = (2..=arguments.repeat).flat_map(|time| planned.iter().map(move |scenario| scenario.again(time)));
    let planned: Vec<Planned> = planned
        .iter()
        .cloned()
        .chain(again)
        .enumerate()
        .map(|(at, scenario)| scenario.numbered(at + 1))
        .collect();
    let elsewhere = arguments.shard.map(|shard| elsewhere(&planned, shard));
    let others: BTreeSet<&String> = elsewhere.iter().flat_map(|elsewhere| &elsewhere.scenarios).collect();
    let is_own = |scenario: &&Planned| !others.contains(&scenario.opened.identity);
    let left_out = planned
        .iter()
        .filter(is_own)
        .filter_map(|scenario| left_out(scenario, specification, profile))
        .collect();
    Ok(Plan {
        planned,
        elsewhere,
        left_out,
        deviations,
    })
}

/// What falls to the other shards.
fn elsewhere(planned: &[Planned], shard: Shard) -> Elsewhere {
    let (number, of) = (shard.number as usize, shard.of as usize);
    let identities = || planned.iter().map(|scenario| scenario.opened.identity.as_str());
    let own = etalon_steps::shard(identities(), number, of);
    Elsewhere {
        why: format!("another shard plays it; this record is shard {shard}"),
        scenarios: identities().filter(|identity| !own.contains(identity)).map(str::to_owned).collect(),
    }
}

/// The scenarios of `all` that such a system plays; all of them where it is not known.
pub(crate) fn in_scope<'a>(all: &'a [Planned], specification: &Specification, profile: Option<&Profile>) -> Vec<InScope<'a>> {
    let scope = played(all, specification, profile).into_iter().map(|scenario| InScope {
        identity: &scenario.opened.identity,
        requirements: &scenario.opened.requirements,
    });
    scope.collect()
}

/// The same, whole.
pub(crate) fn played<'a>(all: &'a [Planned], specification: &Specification, profile: Option<&Profile>) -> Vec<&'a Planned> {
    let is_played = |scenario: &&Planned| profile.is_none_or(|profile| left_out(scenario, specification, profile).is_none());
    all.iter().filter(is_played).collect()
}

/// A scenario is not applicable where no requirement of it binds this kind of system, or where the system does not claim
/// its area and need not. What the sources say a kind of system *must* do cannot be unclaimed.
fn left_out(scenario: &Planned, specification: &Specification, profile: &Profile) -> Option<LeftOut> {
    let requirements: Vec<_> = scenario
        .opened
        .requirements
        .iter()
        .filter_map(|id| specification.catalogue.get(id))
        .collect();
    let binds = |kind: &str| {
        requirements
            .iter()
            .any(|requirement| requirement.sut.iter().any(|bound| bound == kind))
    };
    let why = if !binds(profile.kind.as_str()) {
        format!("its requirements do not bind a {}", profile.kind.as_str())
    } else {
        let wanted = requirements.iter().any(|requirement| {
            let must = requirement.level == Level::Must && matches!(requirement.basis, Basis::Source | Basis::Consequence);
            must || profile.capabilities.contains(&requirement.area)
        });
        if wanted {
            return None;
        }
        "the profile does not claim its area, and need not".to_owned()
    };
    Some(LeftOut {
        identity: scenario.opened.identity.clone(),
        why,
    })
}
