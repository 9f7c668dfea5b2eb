//! Facts as a journal tells them: people and documents from the nation's state, consents and links from intents and what came of them.
//! Exclusions, releases and deletions are in no journal yet.

use etalon_journal::{Event, Fields, JournalSlice};
use etalon_model::{Intent, Outcome};
use serde_json::Value;

use super::facts::{AccessRule, ConsentAct, Document, Facts, LinkAct, Person, Reference};
use super::when::{Act, When};
use crate::{
    facts::{Document as Laid, Facts as Told, Wish},
    timing::PatientRule,
};

impl Facts {
    /// What the journal of one realm tells.
    #[must_use]
    pub fn of_journal(all: JournalSlice<'_>) -> Self {
        let told = Told::of(all);
        let mut facts = Self {
            people: all.states("cast").filter_map(|(_, fields)| person(fields)).collect(),
            ..Self::default()
        };
        for laid in &told.documents {
            lay_down(&mut facts, &told, laid, all);
        }
        for wish in &told.wishes {
            take_down(&mut facts, wish);
        }
        facts.in_order()
    }
}

fn person(fields: &Fields) -> Option<Person> {
    Some(Person {
        name: fields.get("name")?.as_str()?.to_owned(),
        insz: fields.get("insz").and_then(Value::as_str).map(str::to_owned),
        is_doctor: fields.get("professional").and_then(Value::as_bool).unwrap_or_default(),
    })
}

/// A document laid down, or laid down again with another rule: it counts from when the network has taken it.
fn lay_down(facts: &mut Facts, told: &Told<'_>, laid: &Laid<'_>, all: JournalSlice<'_>) {
    let Some(begun) = all.get(laid.entry) else { return };
    let taken = all
        .states("document-accepted")
        .find(|(entry, fields)| entry.number > laid.entry && fields.get("reference").and_then(Value::as_str) == Some(laid.reference));
    let replaced = told
        .documents
        .iter()
        .find(|other| other.name == laid.name && other.entry > laid.entry)
        .map(|other| other.entry);
    let taken = taken
        .map(|(entry, _)| entry)
        .filter(|entry| replaced.is_none_or(|replaced| entry.number < replaced));
    let end = taken.unwrap_or(begun);
    let when = When {
        from: begun.at,
        to: end.at,
        entries: Some((begun.number, end.number)),
    };
    let rule = Act {
        what: match laid.rule {
            PatientRule::Immediate => AccessRule::Immediate,
            PatientRule::AfterDays(days) => AccessRule::AfterDays(days),
            PatientRule::Never => AccessRule::Never,
        },
        when,
        is_sure: taken.is_some(),
    };
    let reference = Act {
        what: Reference::Made,
        when,
        is_sure: rule.is_sure,
    };
    if let Some(document) = facts.documents.iter_mut().find(|document| document.name == laid.name) {
        document.rules.push(rule);
        // A first publication that nobody answered may have failed; this one may be the one that made the reference.
        if document.references.iter().all(|reference| !reference.is_sure) {
            document.references.push(reference);
        }
        return;
    }
    let kind = match &begun.event {
        Event::State { fields, .. } => fields.get("kind").and_then(Value::as_str).unwrap_or_default(),
        _ => "",
    };
    facts.documents.push(Document {
        name: laid.name.to_owned(),
        reference: laid.reference.to_owned(),
        kind: kind.to_owned(),
        patient: told.person_with(laid.patient_insz).unwrap_or(laid.patient_insz).to_owned(),
        published_at: laid.published_at,
        rules: vec![rule],
        references: vec![reference],
        releases: Vec::new(),
    });
}

/// What was done, or may have been.
fn take_down(facts: &mut Facts, wish: &Wish<'_>) {
    let is_sure = match wish.outcome {
        Some(Outcome::Done { .. }) => true,
        Some(Outcome::Refused { .. } | Outcome::LoginDemanded {} | Outcome::SourceUnavailable { .. }) => return,
        // Nobody can tell whether it had its effect.
        None | Some(Outcome::Crashed { .. } | Outcome::NoAnswer { .. } | Outcome::Unrecognised { .. }) => false,
    };
    let when = When {
        from: wish.at.0,
        to: wish.at.1,
        entries: Some((wish.from, wish.to)),
    };
    let who = wish.actor.to_owned();
    match &wish.intent {
        Intent::GiveConsent { role } | Intent::WithdrawConsent { role } => facts.consents.push(Act {
            what: ConsentAct {
                who,
                role: *role,
                is_given: matches!(wish.intent, Intent::GiveConsent { .. }),
            },
            when,
            is_sure,
        }),
        Intent::DeclareTherapeuticLink { patient, until } => facts.links.push(Act {
            what: LinkAct {
                doctor: who,
                patient: patient.clone(),
                is_declared: true,
                until: until.as_ref().and_then(|day| day.parse().ok()),
            },
            when,
            is_sure,
        }),
        Intent::RevokeTherapeuticLink { patient } => facts.links.push(Act {
            what: LinkAct {
                doctor: who,
                patient: patient.clone(),
                is_declared: false,
                until: None,
            },
            when,
            is_sure,
        }),
        _ => {}
    }
}
