//! Facts as a journal tells them: people and documents from the nation's state and the harness's. What people did is
//! `journal_acts`'s.

use etalon_journal::JournalSlice;
use etalon_model::{Intent, Outcome};

use super::acts::{AccessRule, Reference, RuleSet};
use super::facts::{Document, Facts, Person};
use super::journal_acts::take_down;
use super::profession::Profession;
use super::when::{Act, When};
use crate::facts::{Cast, Document as Laid, Draft, Facts as Told, Wish};

impl Facts {
    /// What the journal of one realm tells.
    #[must_use]
    pub fn of_journal(all: JournalSlice<'_>) -> Self {
        Told::of(all).access
    }

    /// What was already read from the journal, as facts about access.
    pub(crate) fn of_told(told: &Told<'_>) -> Self {
        let mut facts = Self {
            people: told.cast.iter().map(person).collect(),
            ..Self::default()
        };
        for laid in &told.documents {
            lay_down(&mut facts, told, laid);
        }
        for draft in &told.drafts {
            draw_up(&mut facts, told, draft);
        }
        for wish in &told.wishes {
            take_down(&mut facts, wish);
        }
        facts.in_order()
    }
}

fn person(cast: &Cast<'_>) -> Person {
    // Journals from before professions were told know doctors and others.
    let doctor = cast.is_professional.then_some(Profession::Physician);
    Person {
        name: cast.name.to_owned(),
        insz: cast.insz.map(str::to_owned),
        profession: cast
            .profession
            .map_or(doctor, |named| Some(Profession::parse(named).unwrap_or(Profession::Clerk))),
        is_office: cast.is_office,
    }
}

/// A document laid down, or laid down again with another rule: it counts from when the network has taken it. To publish again is to
/// set the publisher's rule anew: it takes the place of what a professional set meanwhile, as any later setting would. It also makes
/// a reference again that was deleted meanwhile.
fn lay_down(facts: &mut Facts, told: &Told<'_>, laid: &Laid<'_>) {
    let when = When {
        from: laid.begun.0,
        to: laid.taken.unwrap_or(laid.begun).0,
        entries: Some((laid.begun.1, laid.taken.unwrap_or(laid.begun).1)),
    };
    let is_sure = laid.taken.is_some();
    let rule = Act {
        what: RuleSet { rule: laid.rule, by: None },
        when,
        is_sure,
    };
    let reference = Act {
        what: Reference::Made,
        when,
        is_sure,
    };
    if let Some(document) = facts.documents.iter_mut().find(|document| document.name == laid.name) {
        document.rules.push(rule);
        // A first publication that nobody answered may have failed, and what was deleted is made again: this one may have made it.
        if document.references.iter().all(|reference| !reference.is_sure) || was_deleted(told, laid) {
            document.references.push(reference);
        }
        return;
    }
    let author = author(facts, told, laid);
    facts.documents.push(Document {
        name: laid.name.to_owned(),
        reference: laid.reference.to_owned(),
        kind: laid.kind.to_owned(),
        publisher: laid.publisher.to_owned(),
        author,
        patient: told.name_of(laid.patient_insz),
        published_at: laid.published_at,
        rules: vec![rule],
        references: vec![reference],
        ..Document::default()
    });
}

/// Hospitals write all manner of things in the author's place: only who is known here is one.
fn author(facts: &Facts, told: &Told<'_>, laid: &Laid<'_>) -> Option<String> {
    let named = told.name_of(laid.author?);
    facts.person(&named).is_some().then_some(named)
}

fn was_deleted(told: &Told<'_>, laid: &Laid<'_>) -> bool {
    let deletes = |wish: &Wish<'_>| matches!(&wish.intent, Intent::ProcessDeletion { document } if document == laid.name);
    told.wishes.iter().any(|wish| wish.from < laid.begun.1 && deletes(wish))
}

/// A SUMEHR that somebody wanted to publish and that the harness did not find published: it may be there where nobody answered.
fn draw_up(facts: &mut Facts, told: &Told<'_>, draft: &Draft<'_>) {
    let wish = draft.wish(told);
    let (from, to) = wish.map_or((draft.at, draft.at), |wish| wish.at);
    let entries = wish.map_or((draft.entry, draft.entry), |wish| (wish.from, wish.to));
    let when = When {
        from,
        to,
        entries: Some(entries),
    };
    let is_sure = wish.is_some_and(|wish| wish.is_done());
    let was_declined = wish.is_none_or(|wish| {
        let declined = Some(Outcome::LoginDemanded {}) == wish.outcome;
        declined || matches!(wish.outcome, Some(Outcome::Refused { .. } | Outcome::SourceUnavailable { .. }))
    });
    let what = RuleSet {
        rule: AccessRule::Sumehr,
        by: None,
    };
    let reference = Act {
        what: Reference::Made,
        when,
        is_sure,
    };
    if facts.document(draft.name).is_some() {
        return;
    }
    facts.documents.push(Document {
        name: draft.name.to_owned(),
        kind: "SUMEHR".to_owned(),
        author: wish.map(|wish| wish.actor.to_owned()),
        patient: told.name_of(draft.patient),
        published_at: to,
        rules: vec![Act { what, when, is_sure: true }],
        references: (!was_declined).then_some(reference).into_iter().collect(),
        ..Document::default()
    });
}
