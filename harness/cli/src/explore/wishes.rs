//! What a journal tells of one history: who wanted what, what came of it, and by which markers documents are known again.

use std::collections::BTreeMap;

use etalon_journal::{Event, Fields, JournalSlice};
use etalon_model::{Intent, Outcome};
use jiff::Timestamp;
use serde_json::Value;

/// A document's markers, by the name of what bears them: the attachment, or nothing for the document itself.
pub(crate) type Markers = Vec<(Option<String>, String)>;

/// A wish with what came of it.
pub(crate) struct Wish {
    /// The step that it belongs to, counted from 0.
    pub(crate) step: usize,
    /// Entry of the intent.
    pub(crate) from: u64,
    /// Entry of the outcome.
    pub(crate) to: u64,
    pub(crate) at: (Timestamp, Timestamp),
    pub(crate) actor: String,
    pub(crate) intent: Intent,
    pub(crate) outcome: Option<Outcome>,
}

impl Wish {
    /// The document and, where it is one of its attachments, that.
    pub(crate) fn reads(&self) -> Option<(&str, Option<&str>)> {
        match &self.intent {
            Intent::ReadDocument { document, .. } => Some((document, None)),
            Intent::ReadAttachment { document, attachment, .. } => Some((document, Some(attachment))),
            _ => None,
        }
    }
}

/// The markers of every document that came to be, by its name.
pub(crate) fn markers(all: JournalSlice<'_>) -> BTreeMap<String, Markers> {
    let text = |fields: &Fields, name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
    let mut markers: BTreeMap<String, Markers> = BTreeMap::new();
    for (_, fields) in all.states("document") {
        let (Some(name), Some(marker)) = (text(fields, "name"), text(fields, "canary")) else {
            continue;
        };
        let attachments = fields.get("attachments").and_then(Value::as_array).into_iter().flatten();
        let mut own: Markers = attachments
            .filter_map(Value::as_object)
            .filter_map(|attachment| Some((Some(text(attachment, "name")?), text(attachment, "canary")?)))
            .collect();
        own.push((None, marker));
        markers.insert(name, own);
    }
    markers
}

/// Every wish, in order.
pub(crate) fn wishes(all: JournalSlice<'_>) -> Vec<Wish> {
    let mut wishes: Vec<Wish> = Vec::new();
    let mut steps = 0_usize;
    for entry in all.iter() {
        match &entry.event {
            Event::StepTaken(_) => steps += 1,
            Event::Intent { actor, arguments, .. } => wishes.extend(serde_json::from_value(arguments.clone()).ok().map(|intent| Wish {
                step: steps.saturating_sub(1),
                from: entry.number,
                to: all.last(),
                at: (entry.at, entry.at),
                actor: actor.clone(),
                intent,
                outcome: None,
            })),
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
