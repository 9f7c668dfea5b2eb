//! What a realm's journal tells: who is who, which documents there are, who wanted what and what came of it.

use std::collections::BTreeMap;

use etalon_journal::{Entry, Event, Exchange, Fields, JournalSlice};
use etalon_model::{Intent, Outcome};
use jiff::{Timestamp, civil::Date};
use serde_json::Value;

use crate::timing::PatientRule;

/// The facts of one realm.
pub(crate) struct Facts<'a> {
    pub(crate) people: BTreeMap<&'a str, &'a str>,
    pub(crate) documents: Vec<Document<'a>>,
    pub(crate) wishes: Vec<Wish<'a>>,
}

/// A document laid down at the hospital. Laid down again with another rule, it stands here again.
pub(crate) struct Document<'a> {
    pub(crate) entry: u64,
    pub(crate) name: &'a str,
    pub(crate) reference: &'a str,
    pub(crate) patient_insz: &'a str,
    pub(crate) canary: &'a str,
    pub(crate) attachments: Vec<(&'a str, &'a str)>,
    pub(crate) published_at: Timestamp,
    pub(crate) rule: PatientRule,
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
        let people = all
            .states("cast")
            .filter_map(|(_, fields)| Some((text(fields, "name")?, text(fields, "insz")?)))
            .collect();
        let documents = all
            .states("document")
            .filter_map(|(entry, fields)| document(entry, fields))
            .collect();
        Self {
            people,
            documents,
            wishes: wishes(all),
        }
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

fn document<'a>(entry: &'a Entry, fields: &'a Fields) -> Option<Document<'a>> {
    let attachments = fields
        .get("attachments")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let attachments = attachments
        .iter()
        .filter_map(|attachment| Some((attachment.get("name")?.as_str()?, attachment.get("canary")?.as_str()?)))
        .collect();
    let rule = match text(fields, "rule")? {
        "immediate" => PatientRule::Immediate,
        "never" => PatientRule::Never,
        "after-days" => PatientRule::AfterDays(u32::try_from(fields.get("days")?.as_u64()?).ok()?),
        _ => return None,
    };
    Some(Document {
        entry: entry.number,
        name: text(fields, "name")?,
        reference: text(fields, "reference")?,
        patient_insz: text(fields, "patient")?,
        canary: text(fields, "canary")?,
        attachments,
        published_at: text(fields, "published_at")?.parse().ok()?,
        rule,
    })
}

fn text<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.get(name).and_then(Value::as_str)
}

/// Whether consent of `who`, as that role, was in force just before entry `before`: by what the product said was done.
pub(crate) fn consents(facts: &Facts<'_>, who: &str, role: etalon_model::Role, before: u64) -> bool {
    let mut in_force = false;
    for wish in facts
        .wishes
        .iter()
        .filter(|wish| wish.to < before && wish.actor == who && wish.is_done())
    {
        match &wish.intent {
            Intent::GiveConsent { role: given } if *given == role => in_force = true,
            Intent::WithdrawConsent { role: withdrawn } if *withdrawn == role => in_force = false,
            _ => {}
        }
    }
    in_force
}

/// The therapeutic link between the two that stood just before entry `before`.
pub(crate) enum LinkState {
    /// None, or ended.
    None,
    /// Declared, with its end day where one was chosen.
    Declared(Option<Date>),
}

pub(crate) fn link(facts: &Facts<'_>, doctor: &str, patient: &str, before: u64) -> LinkState {
    let mut state = LinkState::None;
    for wish in facts
        .wishes
        .iter()
        .filter(|wish| wish.to < before && wish.actor == doctor && wish.is_done())
    {
        match &wish.intent {
            Intent::DeclareTherapeuticLink { patient: with, until } if with == patient => {
                state = LinkState::Declared(until.as_ref().and_then(|day| day.parse().ok()));
            }
            Intent::RevokeTherapeuticLink { patient: with } if with == patient => state = LinkState::None,
            _ => {}
        }
    }
    state
}
