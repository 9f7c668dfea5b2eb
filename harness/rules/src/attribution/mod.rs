//! Dealing the entries of a realm that several scenarios share out to them: what the harness wrote bears its scenario's name, and what the
//! nation and the product wrote is a scenario's only where it can be nobody else's. Pure, in the order of the journal, and final for a
//! scenario when it is closed: a run and a reading of its record deal alike. What cannot be dealt is a doubt, and no verdict rests on it.

mod exchange;
mod keys;
mod settle;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use etalon_journal::{Entry, Event, Side};
use etalon_model::Doubt;
use serde_json::Value;

use exchange::{Open, Sent, origin_of};
use keys::{Keys, Label};

/// Who writes down what only concerns the playing of a scenario.
const HARNESS: &str = "harness";

const CHANGED: &str = "a change of the nation that is about everybody";

/// What is a scenario's.
#[derive(Debug)]
pub struct Dealt {
    /// Where it was played.
    pub place: String,
    /// Its entries, and those that are everybody's, in order.
    pub entries: Vec<Arc<Entry>>,
    /// What could be its, and is not among them.
    pub doubts: Vec<Doubt>,
}

/// Deals out one realm, entry by entry.
#[derive(Default)]
pub struct Dealer {
    /// What was written before the first scenario: how the realm is set up.
    setting: Vec<Arc<Entry>>,
    has_begun: bool,
    playing: BTreeMap<Label, Hand>,
    keys: Keys,
    /// By entry, whose direction it is.
    directions: HashMap<u64, Label>,
    sent: BTreeMap<u64, Sent>,
    /// What changed the nation for everybody since the first scenario began.
    changes: Vec<u64>,
    /// Where the nation answers, as far as it was seen.
    nation: BTreeSet<String>,
    open: BTreeMap<u64, Open>,
}

/// A scenario while it is played.
#[derive(Default)]
struct Hand {
    identity: String,
    entries: Vec<Arc<Entry>>,
    doubts: Vec<Doubt>,
}

/// Deals out whole realms; one that no scenarios share is not looked at.
#[must_use]
pub fn deal(entries: &[Arc<Entry>]) -> Vec<Dealt> {
    let opens = |entry: &&Arc<Entry>| matches!(entry.event, Event::ScenarioOpened(_));
    if !entries.iter().filter(opens).any(|entry| entry.scenario.is_some()) {
        return Vec::new();
    }
    let mut dealer = Dealer::default();
    let mut dealt: Vec<Dealt> = entries.iter().filter_map(|entry| dealer.take(entry)).collect();
    dealt.extend(dealer.rest());
    dealt
}

impl Dealer {
    /// Takes the next entry. What is returned is the scenario that it closes.
    pub fn take(&mut self, entry: &Arc<Entry>) -> Option<Dealt> {
        match (&entry.scenario, entry.during) {
            (Some(name), _) => return self.named(&Label::from(name.as_str()), entry),
            (None, Some(request)) => self.inside(request, entry),
            (None, None) => self.unnamed(entry),
        }
        None
    }

    /// The scenarios that were not played to their end.
    pub fn rest(mut self) -> Vec<Dealt> {
        let labels: Vec<Label> = self.playing.keys().cloned().collect();
        labels.iter().filter_map(|label| self.close(label)).collect()
    }

    /// An entry that the harness wrote, or had written.
    fn named(&mut self, label: &Label, entry: &Arc<Entry>) -> Option<Dealt> {
        if let Event::ScenarioOpened(opened) = &entry.event {
            self.has_begun = true;
            let identity = opened.identity.clone();
            self.playing.insert(
                Arc::clone(label),
                Hand {
                    identity,
                    ..Hand::default()
                },
            );
            for change in self.changes.clone() {
                self.doubt(&BTreeSet::from([Arc::clone(label)]), change, CHANGED);
            }
        }
        let hand = self.playing.get_mut(label)?;
        hand.entries.push(Arc::clone(entry));
        match &entry.event {
            Event::Request { .. } => {
                if let Some(sent) = Sent::of(label, entry) {
                    self.sent.insert(entry.number, sent);
                }
                self.mixed_up(label, entry);
            }
            Event::Response { to, .. } | Event::NoAnswer { to, .. } => {
                let sent = self.sent.remove(to);
                // The nation's own pages name everybody; what it says there, it says for its own reasons.
                if sent.is_none_or(|sent| !sent.reached_nation) {
                    self.mixed_up(label, entry);
                }
            }
            // Printed between two wishes of different scenarios.
            Event::Output { .. } => self.mixed_up(label, entry),
            Event::State { .. } => {
                self.keys.introduce(label, &entry.event);
                self.about_everybody(entry);
            }
            Event::Direction { .. } => {
                self.directions.insert(entry.number, Arc::clone(label));
                self.about_everybody(entry);
            }
            Event::ScenarioClosed {} => return self.close(label),
            _ => {}
        }
        None
    }

    /// What one scenario sends, is shown or finds printed, and that is another's which is being played.
    fn mixed_up(&mut self, label: &Label, entry: &Entry) {
        let borne = self.keys.borne_by(&entry.event, true);
        let mut between: BTreeSet<Label> = borne.into_iter().filter(|other| self.playing.contains_key(other)).collect();
        if between.iter().any(|other| other != label) {
            between.insert(Arc::clone(label));
            let why = format!(
                "{} has what belongs to {}",
                self.identity(label),
                self.identities(&between, Some(label))
            );
            self.doubt(&between, entry.number, &why);
        }
    }

    /// A change to the nation that names nobody changes it for everybody, whoever asked for it, and for those who come later.
    fn about_everybody(&mut self, entry: &Entry) {
        if entry.authority != HARNESS && self.keys.borne_by(&entry.event, true).is_empty() {
            self.changes.push(entry.number);
            if self.playing.len() > 1 {
                self.doubt(&self.present(), entry.number, CHANGED);
            }
        }
    }

    /// What was written while a request was being answered.
    fn inside(&mut self, request: u64, entry: &Arc<Entry>) {
        if let Event::Request { .. } = entry.event {
            // A call that an authority makes to answer: it waits for that as the first one waits for it.
            let of = self.open.get(&request);
            let of = of.map(|open| (open.playing.clone(), open.waiting.clone(), open.alone.clone()));
            let (playing, waiting, alone) = of.unwrap_or_else(|| (self.present(), self.waiting(), self.alone_at_it()));
            let mut call = Open::new(entry, playing, waiting, alone);
            call.claims = self.keys.borne_by(&entry.event, false);
            call.claims
                .extend(self.open.get(&request).into_iter().flat_map(|open| open.claims.clone()));
            self.open.insert(entry.number, call);
            return;
        }
        if let Event::Response { to, .. } | Event::NoAnswer { to, .. } = entry.event {
            return self.answered(to, entry);
        }
        let mut borne = self.keys.borne_by(&entry.event, false);
        borne.extend(self.directed_by(&entry.event));
        match self.open.get_mut(&request) {
            Some(open) => open.add(entry, borne),
            // The answer is out already, and something is still done.
            None => self.alone(entry, &borne),
        }
    }

    fn unnamed(&mut self, entry: &Arc<Entry>) {
        match &entry.event {
            Event::Request { side, .. } => {
                if let (Side::Incoming, Some(origin)) = (side, origin_of(entry)) {
                    self.nation.insert(origin.to_owned());
                }
                let mut open = Open::new(entry, self.present(), self.waiting(), self.alone_at_it());
                for sent in self.sent.values_mut().filter(|sent| sent.is(entry)) {
                    // One of several alike is enough to make it nobody's in particular.
                    sent.reached_nation = true;
                    open.is_ours = true;
                    open.claims.insert(Arc::clone(&sent.label));
                }
                for call in self.open.values().filter(|call| call.is_call(entry)) {
                    open.is_ours = true;
                    open.claims.extend(call.claims.iter().cloned());
                }
                open.claims.extend(self.keys.borne_by(&entry.event, false));
                self.open.insert(entry.number, open);
            }
            Event::Response { to, .. } | Event::NoAnswer { to, .. } => self.answered(*to, entry),
            _ if !self.has_begun => self.setting.push(Arc::clone(entry)),
            // A secret in a line must not go unseen because the line does not say whose it is.
            Event::Output { .. } | Event::Trouble { .. } => {
                let borne = self.keys.borne_by(&entry.event, false);
                match borne.len() {
                    0 => self.give(&self.present(), std::slice::from_ref(entry)),
                    _ => self.alone(entry, &borne),
                }
            }
            Event::State { .. } | Event::Direction { .. } if self.keys.borne_by(&entry.event, true).is_empty() => {
                self.changes.push(entry.number);
                self.doubt(&self.present(), entry.number, CHANGED);
            }
            event => {
                let borne = self.keys.borne_by(event, false);
                self.alone(entry, &borne);
            }
        }
    }

    /// An entry that is part of no exchange.
    fn alone(&mut self, entry: &Arc<Entry>, borne: &BTreeSet<Label>) {
        match borne.len() {
            1 => self.give(borne, std::slice::from_ref(entry)),
            0 => self.doubt(&self.present(), entry.number, "nothing in it says whose it is"),
            _ => {
                let why = format!("it could be of {}", self.identities(borne, None));
                self.doubt(borne, entry.number, &why);
            }
        }
    }

    fn directed_by(&self, event: &Event) -> Option<Label> {
        let Event::Observation { fields, .. } = event else { return None };
        let set_in = fields.get("set_in").and_then(Value::as_u64)?;
        self.directions.get(&set_in).cloned()
    }
}
