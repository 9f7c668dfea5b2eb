//! What the journal holds besides exchanges and steps, one compact line each: intents and outcomes, observations,
//! directions, changes of state, output, trouble.

use etalon_journal::{Entry, Event, Fields};
use etalon_model::{Outcome, Verdict};
use serde_json::Value;

use super::{
    bounds::{self, Allowance},
    overview::instant,
};
use crate::{
    PlayedScenario,
    visible::shortened,
    words::{Words, filled},
};

/// The happenings shown, and how many are not.
pub(super) struct HappeningList {
    pub(super) shown: Vec<HappeningView>,
    pub(super) cut: Option<String>,
}

/// One line.
pub(super) struct HappeningView {
    pub(super) number: u64,
    pub(super) at: String,
    pub(super) who: String,
    pub(super) kind: &'static str,
    /// Its class in the style sheet.
    pub(super) class: &'static str,
    pub(super) name: String,
    pub(super) text: String,
}

impl HappeningList {
    pub(super) fn of(played: &PlayedScenario, verdict: Verdict, allowance: &Allowance, w: &'static Words) -> Self {
        let most = if verdict == Verdict::Conformant {
            bounds::HAPPENINGS_WHEN_CONFORMANT
        } else {
            bounds::HAPPENINGS
        };
        let mut all = played.entries.iter().filter_map(|entry| HappeningView::of(entry, w)).peekable();
        let mut shown = Vec::new();
        while let Some(happening) = all.next_if(|next| shown.len() < most && allowance.take(next.bytes())) {
            shown.push(happening);
        }
        let more = all.count();
        Self {
            shown,
            cut: (more > 0).then(|| filled(w.happenings_cut, &[("n", &more.to_string())])),
        }
    }
}

impl HappeningView {
    fn bytes(&self) -> usize {
        self.who.len() + self.name.len() + self.text.len()
    }

    fn of(entry: &Entry, w: &'static Words) -> Option<Self> {
        let (class, kind, name, text) = match &entry.event {
            Event::Intent { actor, intent, arguments } => {
                ("intent", w.kind_intent, intent.as_str(), format!("{actor}: {}", brief(arguments)))
            }
            Event::Outcome { to, outcome } => ("outcome", w.kind_outcome, "", format!("#{to}: {}", sentence(outcome))),
            Event::Observation { name, fields } => ("observation", w.mark_observation, name.as_str(), pairs(fields)),
            Event::Direction { name, fields } => ("direction", w.mark_direction, name.as_str(), pairs(fields)),
            Event::State { name, fields } => ("state", w.mark_state, name.as_str(), pairs(fields)),
            Event::Output { stream, line } => ("output", w.kind_output, stream.as_str(), line.clone()),
            Event::Trouble { blame, what } => ("trouble", w.mark_trouble, "", format!("{blame:?}: {what}")),
            _ => return None,
        };
        Some(Self {
            number: entry.number,
            at: instant(entry.at),
            who: entry.authority.clone(),
            kind,
            class,
            name: shortened(name, bounds::HAPPENING),
            text: shortened(&text, bounds::HAPPENING),
        })
    }
}

/// An outcome as its sentence; one that a newer Etalon wrote as it stands.
fn sentence(outcome: &Value) -> String {
    serde_json::from_value::<Outcome>(outcome.clone()).map_or_else(|_| brief(outcome), |outcome| outcome.sentence())
}

fn brief(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(fields) => pairs(fields),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Each value is cut before it is joined to the others, so that a long one does not hide those behind it.
fn pairs(fields: &Fields) -> String {
    fields
        .iter()
        .map(|(name, value)| format!("{name}: {}", shortened(&brief_inner(value), 120)))
        .collect::<Vec<_>>()
        .join(", ")
}

fn brief_inner(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
