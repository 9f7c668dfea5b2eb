//! What happened to every read of a history, beside what the access model says of it. Lists are not compared: sources say less of
//! them than of documents.

use std::{collections::BTreeMap, sync::Arc};

use etalon_journal::{Entry, Event, JournalSlice};
use etalon_model::{Intent, Outcome};
use etalon_rules::access::{Answer, Decision, Facts, Moment, decide};

use super::wishes::{Markers, Wish, markers, wishes};

/// What a history came to.
#[derive(Default)]
pub(crate) struct Compared {
    pub(crate) permitted: usize,
    pub(crate) refused: usize,
    /// Reads of which the sources or the moment leave open what should become.
    pub(crate) open: usize,
    /// In the order in which they happened.
    pub(crate) differences: Vec<Difference>,
    /// Differences beside them that are known deviations.
    pub(crate) known: usize,
    /// Why the history could not be played to its end.
    pub(crate) stopped: Option<String>,
    /// The documents that came to be.
    pub(crate) documents: Vec<String>,
}

/// In which way product and model differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Bytes were shown that the model refuses.
    Shown,
    /// A read was refused that the model permits.
    Refused,
    /// A read was done, and what was asked for is not in the answer.
    WithoutContent,
    /// It broke, gave no answer or an unknown page.
    Crashed,
}

impl Way {
    /// One word for tables.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Refused => "refused",
            Self::WithoutContent => "without-content",
            Self::Crashed => "crashed",
        }
    }
}

/// A place where product and model differ.
#[derive(Clone, Debug)]
pub(crate) struct Difference {
    pub(crate) way: Way,
    /// Which step of the scenario, counted from 0.
    pub(crate) step: usize,
    pub(crate) actor: String,
    /// The document that it is about; none where something else than a read crashed.
    pub(crate) document: Option<String>,
    /// What the model says, and by which rules.
    pub(crate) decision: Option<Decision>,
    /// What happened, for people.
    pub(crate) seen: String,
}

/// The one that is looked into: about a read if there is such a one, since of a read the model can say what must hold.
pub(crate) fn first(differences: Vec<Difference>) -> Option<Difference> {
    let at = differences
        .iter()
        .position(|difference| difference.document.is_some())
        .unwrap_or_default();
    differences.into_iter().nth(at)
}

/// Compares a journal with the access model under these readings.
pub(crate) fn compare(entries: &[Arc<Entry>], readings: &BTreeMap<String, String>) -> Compared {
    let all = JournalSlice::of(entries);
    let facts = Facts::of_journal(all);
    let markers = markers(all);
    let wishes = wishes(all);
    let mut compared = Compared {
        documents: markers.keys().cloned().collect(),
        stopped: entries.iter().find_map(|entry| match &entry.event {
            Event::Trouble { what, .. } => Some(what.clone()),
            _ => None,
        }),
        ..Compared::default()
    };
    for (at, wish) in wishes.iter().enumerate() {
        let examined = Examined {
            all,
            facts: &facts,
            readings,
            markers: &markers,
            wish,
        };
        if let Some(difference) = examined.crash() {
            compared.differences.push(difference);
        } else if let Some((document, attachment)) = wish.reads() {
            // Who must log in again asks again.
            let asked_again = wishes[at + 1..]
                .iter()
                .any(|later| later.step == wish.step && later.intent == wish.intent);
            examined.read(document, attachment, asked_again, &mut compared);
        }
    }
    compared
}

struct Examined<'a> {
    all: JournalSlice<'a>,
    facts: &'a Facts,
    readings: &'a BTreeMap<String, String>,
    markers: &'a BTreeMap<String, Markers>,
    wish: &'a Wish,
}

impl Examined<'_> {
    fn crash(&self) -> Option<Difference> {
        let wish = self.wish;
        let looks = wish.reads().is_some()
            || matches!(
                wish.intent,
                Intent::ListDocuments { .. } | Intent::OpenPage { .. } | Intent::ListPatients {}
            );
        let seen = match &wish.outcome {
            Some(outcome @ (Outcome::Crashed { .. } | Outcome::NoAnswer { .. } | Outcome::SourceUnavailable { .. })) => outcome.sentence(),
            // Something that cannot be done now may stand on no page; what is looked at must.
            Some(outcome @ Outcome::Unrecognised { .. }) if looks => outcome.sentence(),
            _ => return None,
        };
        let document = wish.reads().map(|(document, _)| document.to_owned());
        Some(Difference {
            decision: document.as_deref().and_then(|document| self.decided(document)),
            ..self.difference(Way::Crashed, document.as_deref(), seen)
        })
    }

    fn read(&self, document: &str, attachment: Option<&str>, asked_again: bool, compared: &mut Compared) {
        // Whatever came with the answer counts, also where something else was asked for.
        let shown: Vec<(&str, Option<&str>)> = self
            .markers
            .iter()
            .flat_map(|(name, markers)| {
                let disclosed = markers.iter().filter(|(_, marker)| self.discloses(marker));
                disclosed.map(move |(of, _)| (name.as_str(), of.as_deref()))
            })
            .collect();
        let decision = self.decided(document);
        match decision.as_ref().map(|decision| &decision.answer) {
            Some(Answer::Permitted) => compared.permitted += 1,
            Some(Answer::Refused) => compared.refused += 1,
            _ => compared.open += 1,
        }
        for (name, of) in &shown {
            let decision = self.decided(name);
            if decision.as_ref().is_some_and(|decision| decision.answer == Answer::Refused) {
                let what = of.map_or_else(String::new, |of| format!("the attachment “{of}” of "));
                let seen = format!("{what}“{name}” was shown to {}", self.wish.actor);
                compared.differences.push(Difference {
                    decision,
                    ..self.difference(Way::Shown, Some(name), seen)
                });
                return;
            }
        }
        if decision.as_ref().is_none_or(|decision| decision.answer != Answer::Permitted) || shown.contains(&(document, attachment)) {
            return;
        }
        let way = match &self.wish.outcome {
            Some(Outcome::Done { .. }) => Way::WithoutContent,
            Some(Outcome::Refused { .. }) => Way::Refused,
            Some(Outcome::LoginDemanded {}) if !asked_again => Way::Refused,
            _ => return,
        };
        let seen = self.wish.outcome.as_ref().map(Outcome::sentence).unwrap_or_default();
        compared.differences.push(Difference {
            decision,
            ..self.difference(way, Some(document), seen)
        });
    }

    fn difference(&self, way: Way, document: Option<&str>, seen: String) -> Difference {
        Difference {
            way,
            step: self.wish.step,
            actor: self.wish.actor.clone(),
            document: document.map(str::to_owned),
            decision: None,
            seen,
        }
    }

    /// What the model says, where it says the same before the request and after the answer.
    fn decided(&self, document: &str) -> Option<Decision> {
        let wish = self.wish;
        let asked = |at, entry| decide(self.facts, &wish.actor, document, Moment::before_entry(at, entry), self.readings).ok();
        let before = asked(wish.at.0, wish.from)?;
        let after = asked(wish.at.1, wish.to)?;
        (before.answer == after.answer).then_some(before)
    }

    fn discloses(&self, marker: &str) -> bool {
        self.all
            .between(self.wish.from, self.wish.to)
            .sent()
            .any(|exchange| exchange.actor() == Some(self.wish.actor.as_str()) && exchange.discloses(marker))
    }
}
