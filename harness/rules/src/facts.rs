//! What a realm's journal tells, read once: who is who, which documents were laid down, who wanted what and what came of it; and the
//! facts about access that follow from these.

use std::collections::BTreeMap;

use etalon_journal::{Event, Exchange, JournalSlice};
use etalon_model::{Intent, Outcome};
use jiff::Timestamp;

pub(crate) use crate::laid::{Cast, Document, Draft};
use crate::{access, laid};

/// The facts of one realm.
pub(crate) struct Facts<'a> {
    /// Numbers by name.
    pub(crate) people: BTreeMap<&'a str, &'a str>,
    pub(crate) cast: Vec<Cast<'a>>,
    pub(crate) documents: Vec<Document<'a>>,
    /// SUMEHRs drawn up that nobody found published.
    pub(crate) drafts: Vec<Draft<'a>>,
    pub(crate) wishes: Vec<Wish<'a>>,
    /// Consents, links, exclusions and all else that access depends on.
    pub(crate) access: access::Facts,
}

/// An intent with its outcome.
pub(crate) struct Wish<'a> {
    pub(crate) from: u64,
    pub(crate) to: u64,
    pub(crate) actor: &'a str,
    pub(crate) intent: Intent,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) at: (Timestamp, Timestamp),
    /// Whether a Then step wanted it, to look at something: it is not the request that the scenario is about.
    pub(crate) is_look: bool,
}

impl<'a> Facts<'a> {
    pub(crate) fn of(all: JournalSlice<'a>) -> Self {
        let wishes = wishes(all);
        let cast = laid::cast(all);
        let documents = laid::documents(all, &wishes);
        let mut told = Self {
            people: cast.iter().filter_map(|cast| Some((cast.name, cast.insz?))).collect(),
            drafts: laid::drafts(all, &documents),
            cast,
            documents,
            wishes,
            access: access::Facts::default(),
        };
        told.access = access::Facts::of_told(&told);
        told
    }

    /// The document as it was last laid down before entry `before`.
    pub(crate) fn document(&self, name: &str, before: u64) -> Option<&Document<'a>> {
        self.documents
            .iter()
            .rev()
            .find(|document| document.name == name && document.entry <= before)
    }

    /// Who bears that number.
    pub(crate) fn person_with(&self, insz: &str) -> Option<&'a str> {
        self.people.iter().find(|(_, number)| **number == insz).map(|(name, _)| *name)
    }

    /// The name of who bears that number; where nobody does, what was written in its place.
    pub(crate) fn name_of(&self, insz: &str) -> String {
        self.person_with(insz).unwrap_or(insz).to_owned()
    }
}

impl Wish<'_> {
    pub(crate) fn is_done(&self) -> bool {
        matches!(self.outcome, Some(Outcome::Done { .. }))
    }

    /// Whether it only asks if the system is still alive.
    pub(crate) fn is_probe(&self) -> bool {
        matches!(&self.intent, Intent::OpenPage { page } if page == "alive")
    }

    pub(crate) fn shown(&self, name: &str) -> &[String] {
        match &self.outcome {
            Some(Outcome::Done { shown }) => shown.get(name).map(Vec::as_slice).unwrap_or_default(),
            _ => &[],
        }
    }

    pub(crate) fn sentence(&self) -> String {
        let outcome = self
            .outcome
            .as_ref()
            .map_or_else(|| "no outcome was recorded".to_owned(), Outcome::sentence);
        format!("{} wanted to {}, and {outcome}", self.actor, self.intent.words())
    }

    /// The exchanges that its actor's user agent had for it.
    pub(crate) fn exchanges<'b>(&self, all: JournalSlice<'b>) -> Vec<Exchange<'b>> {
        let actor = self.actor.to_owned();
        all.between(self.from, self.to)
            .sent()
            .filter(|exchange| exchange.actor() == Some(actor.as_str()))
            .collect()
    }
}

fn wishes(all: JournalSlice<'_>) -> Vec<Wish<'_>> {
    let mut wishes: Vec<Wish<'_>> = Vec::new();
    let mut is_look = false;
    for entry in all.iter() {
        match &entry.event {
            Event::StepTaken(step) => is_look = step.role == "then",
            Event::Intent { actor, arguments, .. } => {
                if let Ok(intent) = serde_json::from_value(arguments.clone()) {
                    wishes.push(Wish {
                        from: entry.number,
                        to: all.last(),
                        actor,
                        intent,
                        outcome: None,
                        at: (entry.at, entry.at),
                        is_look,
                    });
                }
            }
            Event::Outcome { to, outcome } => {
                if let Some(wish) = wishes.iter_mut().rev().find(|wish| wish.from == *to) {
                    wish.outcome = serde_json::from_value(outcome.clone()).ok();
                    wish.to = entry.number;
                    wish.at.1 = entry.at;
                }
            }
            _ => {}
        }
    }
    wishes
}
