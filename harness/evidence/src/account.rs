//! A record together with what is said of it: the one thing every rendering is made from.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use etalon_journal::{Entry, Event, ScenarioOpened};
use etalon_model::Judgement;

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
}

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

/// A scenario of which nothing is said.
#[derive(Clone, Copy)]
pub struct NotRun<'a> {
    /// Its identity.
    pub identity: &'a str,
    /// Where it stands, where that was planned.
    pub planned: Option<&'a Planned>,
    /// Why it was left out; none where it was to be played and was not.
    pub left_out: Option<&'a str>,
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
        match (self.entries.first(), self.entries.last()) {
            (Some(first), Some(last)) => last.wall.duration_since(first.wall).as_secs_f64().max(0.0),
            _ => 0.0,
        }
    }
}

impl<'a> Account<'a> {
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

    /// The scenarios of which nothing is said: left out, or planned and not played.
    #[must_use]
    pub fn not_run(&self) -> Vec<NotRun<'a>> {
        let header = self.header;
        let mut known: BTreeSet<&str> = self.judgements.iter().map(|judgement| judgement.identity.as_str()).collect();
        let planned_as = |identity: &str| header.planned.iter().find(|planned| planned.identity == identity);
        let left_out = header.left_out.iter().map(|left| NotRun {
            identity: &left.identity,
            planned: planned_as(&left.identity),
            left_out: Some(&left.why),
        });
        let planned = header.planned.iter().map(|planned| NotRun {
            identity: &planned.identity,
            planned: Some(planned),
            left_out: None,
        });
        // Those left out come first here, so that a plan which still lists them does not call them "not played".
        left_out.chain(planned).filter(|scenario| known.insert(scenario.identity)).collect()
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
