//! Known failures, with what became of each: what is one no more is an alarm.

use etalon_model::{Deviation, DeviationState};

use super::overview::ScenarioLink;
use crate::{Account, deviations::deviation_lines, words::Words};

/// One known failure.
pub(super) struct DeviationView {
    pub(super) requirement: String,
    pub(super) scenario: Option<String>,
    pub(super) class: &'static str,
    pub(super) word: &'static str,
    pub(super) is_stale: bool,
    pub(super) reason: String,
    pub(super) owner: String,
    pub(super) expires: String,
    pub(super) seen_in: Vec<ScenarioLink>,
}

/// Those that are none any more first.
pub(super) fn views(account: &Account, w: &'static Words) -> Vec<DeviationView> {
    let mut lines = deviation_lines(account);
    lines.sort_by_key(|line| !line.state.is_stale());
    let views = lines.into_iter().map(|line| {
        let seen = account
            .judgements
            .iter()
            .filter(|judgement| line.seen_in.contains(&judgement.identity));
        let seen_in = seen.map(|judgement| ScenarioLink::of(account, judgement, w)).collect();
        let Deviation {
            requirement,
            scenario,
            reason,
            owner,
            expires,
            ..
        } = line.known.deviation;
        DeviationView {
            requirement,
            scenario,
            class: line.state.as_str(),
            word: match line.state {
                DeviationState::Known => w.deviation_known,
                DeviationState::Gone => w.deviation_gone,
                DeviationState::Expired => w.deviation_expired,
                DeviationState::Unseen => w.deviation_unseen,
            },
            is_stale: line.state.is_stale(),
            reason,
            owner,
            expires: expires.to_string(),
            seen_in,
        }
    });
    views.collect()
}
