//! The story of one document: what was done and when, and whose answer changed with it. One step for each instant or entry.

use std::collections::BTreeMap;

use etalon_model::Role;
use etalon_rules::access::{AccessRule, Act, Answer, Change, Document, Facts, Person, Reference};
use jiff::Timestamp;

use crate::{explain_sentences::Deed, explain_words::Words};

/// An instant at which something was done, or at which an answer changed.
pub(crate) struct Step {
    pub(crate) at: Timestamp,
    /// The entry of the journal that tells; none where time alone did it, or there is no journal.
    pub(crate) entry: Option<u64>,
    /// What was done.
    pub(crate) deeds: Vec<String>,
    /// Whose answer changed: the place among the people, and the answer.
    pub(crate) answers: Vec<(usize, Answer)>,
}

type Steps = BTreeMap<(Timestamp, Option<u64>), Step>;

pub(crate) fn steps(facts: &Facts, document: &Document, histories: &[(&Person, Vec<Change>)], words: &Words) -> Vec<Step> {
    let mut steps = Steps::new();
    let patient = &document.patient;
    let shown = |name: &str| histories.iter().any(|(person, _)| person.name == name);
    for act in &document.references {
        let deed = match act.what {
            Reference::Made => Deed::Referenced,
            Reference::Deleted => Deed::ReferenceDeleted,
        };
        put(&mut steps, words, act, &deed);
    }
    for act in &document.rules {
        let deed = match act.what {
            AccessRule::Immediate => Deed::RuleImmediate,
            AccessRule::AfterDays(days) => Deed::RuleAfterDays(days),
            AccessRule::Never => Deed::RuleNever,
            AccessRule::Releasable => Deed::RuleReleasable,
        };
        put(&mut steps, words, act, &deed);
    }
    for act in &document.releases {
        put(&mut steps, words, act, &Deed::Released(&act.what.by));
    }
    for act in &facts.consents {
        let (who, role) = (act.what.who.as_str(), act.what.role);
        let concerns = (role == Role::Patient && who == patient) || (role == Role::Professional && who != patient && shown(who));
        if concerns {
            put(&mut steps, words, act, &Deed::Consent(who, role, act.what.is_given));
        }
    }
    for act in facts
        .links
        .iter()
        .filter(|act| act.what.patient == *patient && shown(&act.what.doctor))
    {
        let link = &act.what;
        let deed = match link.is_declared {
            true => Deed::LinkDeclared(&link.doctor, patient, link.until),
            false => Deed::LinkRevoked(&link.doctor, patient),
        };
        put(&mut steps, words, act, &deed);
    }
    for act in facts
        .exclusions
        .iter()
        .filter(|act| act.what.patient == *patient && shown(&act.what.doctor))
    {
        put(
            &mut steps,
            words,
            act,
            &Deed::Exclusion(patient, &act.what.doctor, act.what.is_made),
        );
    }
    for (place, (_, changes)) in histories.iter().enumerate() {
        for change in changes {
            step(&mut steps, change.at, change.after)
                .answers
                .push((place, change.answer.clone()));
        }
    }
    steps.into_values().collect()
}

fn put<T>(steps: &mut Steps, words: &Words, act: &Act<T>, deed: &Deed<'_>) {
    let (first, last) = act.when.entries.unzip();
    let said = words.deed(deed);
    if !act.is_sure {
        step(steps, act.when.from, first)
            .deeds
            .push(format!("{said} ({})", words.unanswered));
        return;
    }
    if act.when.from != act.when.to {
        step(steps, act.when.from, first)
            .deeds
            .push(format!("{said} ({})", words.under_way));
    }
    step(steps, act.when.to, last).deeds.push(said);
}

fn step(steps: &mut Steps, at: Timestamp, entry: Option<u64>) -> &mut Step {
    steps.entry((at, entry)).or_insert_with(|| Step {
        at,
        entry,
        deeds: Vec::new(),
        answers: Vec::new(),
    })
}
