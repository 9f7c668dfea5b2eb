//! A record together with what is said of it: the one thing every rendering is made from.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use etalon_journal::{Entry, Event, ScenarioOpened};
use etalon_model::{Deviated, Judgement, lanes::Lanes};

use crate::{End, Header, Planned};

/// A record with its judgements.
#[derive(Clone, Copy)]
pub struct Account<'a> {
    /// The folder in which the renderings lie, for the messages that name them.
    pub folder: &'a Path,
    /// What was to be examined.
    pub header: &'a Header,
    /// Entries by realm, in order.
    pub realms: &'a BTreeMap<String, Vec<Arc<Entry>>>,
    /// Realms in the order of their first entry.
    pub order: &'a [String],
    /// What is said of each scenario.
    pub judgements: &'a [Judgement],
    /// How the run ended; none where it did not.
    pub end: Option<&'a End>,
    /// Whether the record lacks its end or an entry.
    pub partial: bool,
    /// By realm, who could open which document when: of the scenarios that are about that.
    pub lanes: &'a BTreeMap<String, Vec<Lanes>>,
    /// What the known failures make of it.
    pub deviated: &'a Deviated,
}

/// Nothing is known.
pub(crate) static NO_DEVIATIONS: Deviated = Deviated::NONE;

/// No lanes at all.
pub(crate) static NO_LANES: BTreeMap<String, Vec<Lanes>> = BTreeMap::new();

/// A scenario that was begun, with the entries of its realm.
#[derive(Clone, Copy)]
pub struct PlayedScenario<'a> {
    /// The realm.
    pub realm: &'a str,
    /// How it is known.
    pub opened: &'a ScenarioOpened,
    /// All entries of the realm.
    pub entries: &'a [Arc<Entry>],
}

/// A scenario that was not played.
#[derive(Clone, Copy)]
pub struct NotRun<'a> {
    /// Its identity.
    pub identity: &'a str,
    /// Where it stands, where that was planned.
    pub planned: Option<&'a Planned>,
    /// Why it was left out, or is not in this record; none where it was to be played and was not.
    pub left_out: Option<&'a str>,
    /// Whether there is a judgement of it, which can only rest on its absence.
    pub is_judged: bool,
}

impl<'a> PlayedScenario<'a> {
    pub(crate) fn all(realms: &'a BTreeMap<String, Vec<Arc<Entry>>>, order: &'a [String]) -> impl Iterator<Item = Self> {
        order.iter().filter_map(|realm| {
            let entries = realms.get(realm)?;
            let opened = entries.iter().find_map(|entry| match &entry.event {
                Event::ScenarioOpened(opened) => Some(opened),
                _ => None,
            })?;
            Some(Self { realm, opened, entries })
        })
    }

    /// Whether it was played to its end.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.entries.iter().any(|entry| matches!(entry.event, Event::ScenarioClosed {}))
    }

    /// How long it took in the machine's time, in seconds.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        let opened = self.entries.iter().find(|entry| matches!(entry.event, Event::ScenarioOpened(_)));
        match (opened, self.entries.last()) {
            (Some(first), Some(last)) => last.wall.duration_since(first.wall).as_secs_f64().max(0.0),
            _ => 0.0,
        }
    }
}

impl<'a> Account<'a> {
    /// With these lanes.
    #[must_use]
    pub fn with_lanes(self, lanes: &'a BTreeMap<String, Vec<Lanes>>) -> Self {
        Self { lanes, ..self }
    }

    /// With what the known failures make of it.
    #[must_use]
    pub fn with_deviated(self, deviated: &'a Deviated) -> Self {
        Self { deviated, ..self }
    }

    /// The scenarios played, in the order in which they began.
    pub fn played(&self) -> impl Iterator<Item = PlayedScenario<'a>> {
        PlayedScenario::all(self.realms, self.order)
    }

    /// The scenario that was played in `realm`.
    #[must_use]
    pub fn played_in(&self, realm: &str) -> Option<PlayedScenario<'a>> {
        self.played().find(|played| played.realm == realm)
    }

    /// What is known of the scenario with that identity: as planned or, where the plan lacks it, as opened.
    #[must_use]
    pub fn scenario(&self, identity: &str) -> Option<Planned> {
        let planned = self.header.planned.iter().find(|planned| planned.identity == identity).cloned();
        planned.or_else(|| {
            self.played()
                .find(|played| played.opened.identity == identity)
                .map(|played| Planned::from(played.opened))
        })
    }

    /// Whether `judgement` rests on a scenario that was begun, rather than on its absence.
    #[must_use]
    pub fn was_played(&self, judgement: &Judgement) -> bool {
        self.realms.contains_key(&judgement.realm)
    }

    /// The scenarios left out, or planned and not played, whether or not something is said of them all the same; those that
    /// should have been played first.
    #[must_use]
    pub fn not_run(&self) -> Vec<NotRun<'a>> {
        let header = self.header;
        let judged: BTreeSet<&str> = self.judgements.iter().map(|judgement| judgement.identity.as_str()).collect();
        let mut known: BTreeSet<&str> = self
            .judgements
            .iter()
            .filter(|judgement| self.was_played(judgement))
            .map(|judgement| judgement.identity.as_str())
            .collect();
        let elsewhere = header.elsewhere.iter().flat_map(|elsewhere| {
            let scenarios = elsewhere.scenarios.iter();
            scenarios.map(|identity| (identity.as_str(), elsewhere.why.as_str()))
        });
        let left_out = header.left_out.iter().map(|left| (left.identity.as_str(), left.why.as_str()));
        let reasons: BTreeMap<&str, &'a str> = elsewhere.chain(left_out).collect();
        let planned = header.planned.iter().map(|planned| (planned.identity.as_str(), Some(planned)));
        let unplanned = header.left_out.iter().map(|left| (left.identity.as_str(), None));
        let mut not_run: Vec<NotRun<'a>> = planned
            .chain(unplanned)
            .filter(|(identity, _)| known.insert(identity))
            .map(|(identity, planned)| NotRun {
                identity,
                planned,
                left_out: reasons.get(identity).copied(),
                is_judged: judged.contains(identity),
            })
            .collect();
        not_run.sort_by_key(|scenario| scenario.left_out.is_some());
        not_run
    }

    /// The same, by reason; without one stand those that should have been played.
    #[must_use]
    pub fn not_run_by_reason(&self) -> Vec<(Option<&'a str>, Vec<NotRun<'a>>)> {
        let mut groups: Vec<(Option<&str>, Vec<NotRun>)> = Vec::new();
        for scenario in self.not_run() {
            match groups.iter_mut().find(|(why, _)| *why == scenario.left_out) {
                Some((_, scenarios)) => scenarios.push(scenario),
                None => groups.push((scenario.left_out, vec![scenario])),
            }
        }
        groups
    }
}

impl From<&ScenarioOpened> for Planned {
    fn from(opened: &ScenarioOpened) -> Self {
        let ScenarioOpened {
            identity,
            title,
            feature,
            capability,
            path,
            line,
            language,
            tags,
            requirements,
        } = opened.clone();
        Self {
            identity,
            title,
            feature,
            capability,
            path,
            line,
            language,
            requirements,
            tags,
        }
    }
}
