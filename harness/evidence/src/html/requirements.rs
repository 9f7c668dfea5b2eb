//! The requirements, by capability, with what the scenarios say about each; and those without a scenario, with the reason.

use std::collections::BTreeSet;

use etalon_model::{Judgement, Requirement, Verdict};

use super::{Capability, anchor, chip::Chip, overview::ScenarioLink, push};
use crate::{Account, summary::UNPLANNED, words::Words};

/// A requirement with its scenarios in one capability.
pub(super) struct RequirementView {
    pub(super) id: String,
    pub(super) anchor: String,
    pub(super) text: Option<RequirementText>,
    pub(super) scenarios: Vec<ScenarioLink>,
    /// The kinds of verdict among them, each with its count.
    pub(super) counts: Vec<(Chip, usize)>,
    /// Whether something in it needs attention.
    pub(super) is_open: bool,
}

/// What the catalogue says of a requirement.
pub(super) struct RequirementText {
    pub(super) statement: String,
    pub(super) quote: String,
    pub(super) lang: String,
    pub(super) source: String,
    pub(super) level: &'static str,
    pub(super) basis: &'static str,
}

/// A requirement of which nothing is said.
pub(super) struct Untested {
    pub(super) id: String,
    pub(super) anchor: String,
    pub(super) statement: String,
    pub(super) reason: String,
    /// The language of the reason, which is data where the catalogue gives one.
    pub(super) reason_lang: &'static str,
}

impl RequirementText {
    pub(super) fn of(account: &Account, id: &str, w: &'static Words) -> Option<Self> {
        let Requirement {
            statement,
            quote,
            lang,
            level,
            basis,
            ..
        } = account.header.catalogue.get(id)?.clone();
        let source = account.header.catalogue.sources.get(id).cloned().unwrap_or_default();
        Some(Self {
            statement,
            quote,
            lang,
            source,
            level: w.level(level),
            basis: w.basis(basis),
        })
    }
}

pub(super) fn requirements_by_capability(account: &Account, w: &'static Words) -> Vec<Capability<RequirementView>> {
    let capability_of = |judgement: &Judgement| {
        account
            .scenario(&judgement.identity)
            .map_or(UNPLANNED.to_owned(), |scenario| scenario.capability)
    };
    let mut placed: Vec<(String, Vec<&Judgement>)> = Vec::new();
    for judgement in account.judgements {
        let name = capability_of(judgement);
        match placed.iter_mut().find(|(found, _)| *found == name) {
            Some((_, judgements)) => judgements.push(judgement),
            None => placed.push((name, vec![judgement])),
        }
    }
    let mut capabilities: Vec<Capability<RequirementView>> = Vec::new();
    let mut anchored = BTreeSet::new();
    for (name, judgements) in placed {
        let ids: BTreeSet<&String> = judgements.iter().flat_map(|judgement| &judgement.requirements).collect();
        for id in ids {
            let speaking = judgements
                .iter()
                .copied()
                .filter(|judgement| judgement.requirements.contains(id))
                .collect();
            // A requirement that two capabilities speak for is anchored in the first.
            let anchor = if anchored.insert(id) { anchor("r", id) } else { String::new() };
            push(
                &mut capabilities,
                "rc",
                name.clone(),
                RequirementView::of(account, id, anchor, speaking, w),
            );
        }
    }
    capabilities
}

impl RequirementView {
    fn of(account: &Account, id: &str, anchor: String, judgements: Vec<&Judgement>, w: &'static Words) -> Self {
        let counts = Verdict::ALL
            .into_iter()
            .map(|verdict| {
                (
                    Chip::of(verdict, w),
                    judgements.iter().filter(|judgement| judgement.verdict == verdict).count(),
                )
            })
            .filter(|(_, count)| *count > 0);
        Self {
            id: id.to_owned(),
            anchor,
            text: RequirementText::of(account, id, w),
            counts: counts.collect(),
            is_open: judgements.iter().any(|judgement| judgement.verdict == Verdict::NonConformant),
            scenarios: judgements
                .into_iter()
                .map(|judgement| ScenarioLink::of(account, judgement, w))
                .collect(),
        }
    }
}

pub(super) fn untested(account: &Account, w: &'static Words) -> Vec<Untested> {
    let spoken_for: BTreeSet<&String> = account.judgements.iter().flat_map(|judgement| &judgement.requirements).collect();
    let requirements = account
        .header
        .catalogue
        .requirements
        .values()
        .filter(|requirement| !spoken_for.contains(&requirement.id));
    requirements
        .map(|requirement| Untested {
            id: requirement.id.clone(),
            anchor: anchor("r", &requirement.id),
            statement: requirement.statement.clone(),
            reason: requirement.not_tested_reason.clone().unwrap_or(w.no_scenario.to_owned()),
            reason_lang: if requirement.not_tested_reason.is_some() { "en" } else { "" },
        })
        .collect()
}
