//! Whose an exchange is, once it is over or its scenario is; and what is a doubt instead.

use std::{collections::BTreeSet, sync::Arc};

use etalon_journal::Entry;
use etalon_model::Doubt;

use super::{
    Dealer, Dealt, Hand,
    exchange::{Open, Sent},
    keys::Label,
};

/// The most doubts that are told of one scenario; one is enough for its verdict.
const MOST_DOUBTS: usize = 20;

/// Whose an exchange is.
enum Whose {
    /// It only reads what everybody may read, or nobody was playing.
    Everybodys,
    /// It can be nobody else's.
    Only(Label),
    /// It could be of any of these, and why it is not certain of which.
    Unsure(BTreeSet<Label>, String),
}

impl Dealer {
    pub(super) fn answered(&mut self, to: u64, entry: &Arc<Entry>) {
        let Some(mut open) = self.open.remove(&to) else {
            return self.alone(entry, &BTreeSet::new());
        };
        let borne = self.keys.borne_by(&entry.event, false);
        open.add(entry, borne);
        self.settle(&open);
    }

    /// Whose an exchange is, now that it is over. What the nation gave out in it is from now on theirs who could have been given it.
    fn settle(&mut self, open: &Open) {
        let whose = match self.whose(open) {
            Whose::Everybodys if self.has_begun => return self.give(&open.playing, &open.entries),
            Whose::Everybodys => return self.setting.extend(open.entries.iter().cloned()),
            Whose::Only(label) => {
                let whose = BTreeSet::from([label]);
                self.give(&whose, &open.entries);
                whose
            }
            Whose::Unsure(whose, why) => {
                let (number, asked) = open.told();
                self.doubt(&whose, number, &format!("{asked}: {why}"));
                whose
            }
        };
        let answers = open.entries.iter().skip(1);
        answers.for_each(|entry| self.keys.given_out(&entry.event, &whose));
    }

    /// What is known of it now, be it answered or not.
    fn whose(&self, open: &Open) -> Whose {
        let is_another = |label: &Label, among: &BTreeSet<Label>| among.iter().any(|other| other != label);
        let Some(one) = open.claims.first() else {
            return match open.is_public() || open.playing.is_empty() {
                true => Whose::Everybodys,
                false => Whose::Unsure(open.playing.clone(), "nothing in it says whose it is".to_owned()),
            };
        };
        if open.claims.len() > 1 {
            let why = format!("it could be of {}", self.identities(&open.claims, None));
            return Whose::Unsure(open.claims.clone(), why);
        }
        // Another one waited while it did not, or another one should have been alone: the product may have done it for that one.
        let others_waited = !open.waiting.contains(one) && is_another(one, &open.waiting);
        if open.is_ours || !(others_waited || is_another(one, &open.alone)) {
            return Whose::Only(Arc::clone(one));
        }
        let why = format!(
            "it bears what belongs to {}, and the product may have done it for {}, who waited for it then",
            self.identity(one),
            self.identities(&open.waiting, Some(one))
        );
        Whose::Unsure(open.claims.union(&open.waiting).cloned().collect(), why)
    }

    pub(super) fn close(&mut self, label: &Label) -> Option<Dealt> {
        let mut own = Vec::new();
        let mut doubts = Vec::new();
        // What is not answered yet is dealt by what is known of it so far.
        for open in self.open.values().filter(|open| open.playing.contains(label)) {
            match self.whose(open) {
                Whose::Everybodys => own.extend(open.entries.iter().cloned()),
                Whose::Only(only) if only == *label => own.extend(open.entries.iter().cloned()),
                Whose::Only(_) => {}
                Whose::Unsure(whose, why) if whose.contains(label) => {
                    let (entry, asked) = open.told();
                    let why = format!("entry {entry}: {asked}, which had no answer when the scenario ended: {why}");
                    doubts.push(Doubt { entry, why });
                }
                Whose::Unsure(..) => {}
            }
        }
        let Hand { entries, doubts: told, .. } = self.playing.remove(label)?;
        self.sent.retain(|_, sent| sent.label != *label);
        let place = entries.first().map(|entry| entry.played_in()).unwrap_or_default();
        let mut entries: Vec<_> = self.setting.iter().cloned().chain(entries).chain(own).collect();
        entries.sort_by_key(|entry| entry.number);
        let doubts = told.into_iter().chain(doubts).take(MOST_DOUBTS).collect();
        Some(Dealt { place, entries, doubts })
    }

    pub(super) fn give(&mut self, whose: &BTreeSet<Label>, entries: &[Arc<Entry>]) {
        for label in whose {
            if let Some(hand) = self.playing.get_mut(label) {
                hand.entries.extend(entries.iter().cloned());
            }
        }
    }

    pub(super) fn doubt(&mut self, whose: &BTreeSet<Label>, entry: u64, why: &str) {
        for label in whose {
            if let Some(hand) = self.playing.get_mut(label).filter(|hand| hand.doubts.len() < MOST_DOUBTS) {
                let why = format!("entry {entry}: {why}");
                hand.doubts.push(Doubt { entry, why });
            }
        }
    }

    pub(super) fn identity(&self, label: &Label) -> String {
        self.playing
            .get(label)
            .map_or_else(|| format!("a scenario that was over ({label})"), |hand| hand.identity.clone())
    }

    pub(super) fn identities(&self, labels: &BTreeSet<Label>, but: Option<&Label>) -> String {
        let told: Vec<String> = labels
            .iter()
            .filter(|label| Some(*label) != but)
            .map(|label| self.identity(label))
            .collect();
        told.join(" or ")
    }

    pub(super) fn present(&self) -> BTreeSet<Label> {
        self.playing.keys().cloned().collect()
    }

    pub(super) fn waiting(&self) -> BTreeSet<Label> {
        let labels = self.at_the_product().map(|sent| Arc::clone(&sent.label));
        labels.filter(|label| self.playing.contains_key(label)).collect()
    }

    pub(super) fn alone_at_it(&self) -> BTreeSet<Label> {
        let alone = self.at_the_product().filter(|sent| sent.is_to_be_alone);
        alone.map(|sent| Arc::clone(&sent.label)).collect()
    }

    fn at_the_product(&self) -> impl Iterator<Item = &Sent> {
        self.sent.values().filter(|sent| sent.goes_to_product(&self.nation))
    }
}
