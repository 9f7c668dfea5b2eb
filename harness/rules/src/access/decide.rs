//! From facts to an answer: which rules are asked of whom, at one moment and through time.

use std::collections::BTreeMap;

use etalon_model::Role;
use jiff::Timestamp;

use super::{
    consent, deletion, exclusion,
    facts::{Document, Facts, Person},
    ground::{Answer, Decision, Ground, Holds, Look, answer},
    link, quality, release, timing,
    when::{Act, Moment, When},
};

/// A question that cannot be asked of these facts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unknown {
    /// Nobody bears that name.
    #[error("there is nobody called “{name}” here; there are: {known}")]
    Person {
        /// The name asked for.
        name: String,
        /// Who there is.
        known: String,
    },
    /// No document bears that name or reference.
    #[error("there is no document “{name}” here, neither by name nor by reference; there are: {known}")]
    Document {
        /// The name asked for.
        name: String,
        /// Which there are.
        known: String,
    },
}

/// An instant from which the answer is another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// From then on.
    pub at: Timestamp,
    /// After that entry of the journal; none where time alone changed it, or there is no journal.
    pub after: Option<u64>,
    /// The answer.
    pub answer: Answer,
}

/// A question: this person, this document, these readings of what the sources leave open.
#[derive(Clone, Copy)]
pub(crate) struct Case<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) person: &'a Person,
    pub(crate) document: &'a Document,
    pub(crate) readings: &'a BTreeMap<String, String>,
}

/// Whether `person` may open `document` at `moment`, and by which rules. `readings` are the parameters that are pinned, by name.
///
/// # Errors
/// There is no such person or document.
pub fn decide(
    facts: &Facts,
    person: &str,
    document: &str,
    moment: Moment,
    readings: &BTreeMap<String, String>,
) -> Result<Decision, Unknown> {
    let case = case(facts, person, document, readings)?;
    let now = looks(&case, moment);
    let answer = answer(&now);
    let story: Vec<(Moment, Vec<Look>)> = moments(&case).into_iter().map(|at| (at, looks(&case, at))).collect();
    let mut grounds: Vec<Ground> = now.into_iter().map(|look| ground(look, moment, &story)).collect();
    if let Some(decides) = deciding(&answer, &grounds) {
        grounds[decides].decides = true;
    }
    Ok(Decision { answer, grounds })
}

/// Every instant at which the answer changes, in order. Before the first it is a refusal, since nothing refers to the document yet.
///
/// # Errors
/// There is no such person or document.
pub fn changes(facts: &Facts, person: &str, document: &str, readings: &BTreeMap<String, String>) -> Result<Vec<Change>, Unknown> {
    let case = case(facts, person, document, readings)?;
    let mut changes: Vec<Change> = Vec::new();
    for (moment, after) in marked_moments(&case) {
        let answer = answer(&looks(&case, moment));
        if changes.last().map_or(&Answer::Refused, |last| &last.answer) != &answer {
            changes.push(Change {
                at: moment.at,
                after,
                answer,
            });
        }
    }
    Ok(changes)
}

/// What every rule that is asked of this person says at `moment`, in the order in which they are asked.
pub(crate) fn looks(case: &Case<'_>, moment: Moment) -> Vec<Look> {
    if case.person.name == case.document.patient {
        let rule = timing::of_patient(case, moment);
        let release = release::without_status(case, moment, &rule);
        let mut looks = vec![
            quality::own_record(case),
            deletion::of_reference(case, moment),
            consent::of_patient(case, moment),
            rule,
        ];
        looks.extend(release);
        return looks;
    }
    if !case.person.is_doctor {
        return vec![
            quality::nobodys_record(case),
            deletion::of_reference(case, moment),
            consent::of_patient(case, moment),
        ];
    }
    let mut looks = vec![
        deletion::of_reference(case, moment),
        consent::of_patient(case, moment),
        consent::of_doctor(case, moment),
        exclusion::of_doctor(case, moment),
        link::of_doctor(case, moment),
    ];
    looks.extend(quality::doctors_keep_access(case, moment));
    looks
}

fn case<'a>(facts: &'a Facts, person: &str, document: &str, readings: &'a BTreeMap<String, String>) -> Result<Case<'a>, Unknown> {
    let listed = |names: Vec<&str>| if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    let known_person = facts.person(person).ok_or_else(|| Unknown::Person {
        name: person.to_owned(),
        known: listed(facts.people.iter().map(|person| person.name.as_str()).collect()),
    })?;
    let known_document = facts.document(document).ok_or_else(|| Unknown::Document {
        name: document.to_owned(),
        known: listed(facts.documents.iter().map(|document| document.name.as_str()).collect()),
    })?;
    Ok(Case {
        facts,
        person: known_person,
        document: known_document,
        readings,
    })
}

/// The ground from which the answer follows: the first that says it or, for a permission, the last that came to hold.
fn deciding(answer: &Answer, grounds: &[Ground]) -> Option<usize> {
    let says = |ground: &Ground| match (answer, ground.holds) {
        (Answer::Refused, Holds::No) | (Answer::Open { .. }, Holds::Open(_)) => true,
        (Answer::Uncertain { why }, Holds::Uncertain(found)) => *why == found,
        _ => false,
    };
    match answer {
        Answer::Permitted => (0..grounds.len())
            .rev()
            .max_by_key(|at| (grounds[*at].since, grounds[*at].entries.last().copied())),
        _ => grounds.iter().position(says),
    }
}

fn ground(look: Look, moment: Moment, story: &[(Moment, Vec<Look>)]) -> Ground {
    let said = |looks: &[Look]| looks.iter().find(|other| other.family == look.family).map(|other| other.holds);
    let (past, future): (Vec<_>, Vec<_>) = story.iter().partition(|(at, _)| is_reached(*at, moment));
    let same = past.iter().rev().take_while(|(_, looks)| said(looks) == Some(look.holds));
    let since = same.last().map(|(at, _)| at.at);
    let until = future
        .iter()
        .find(|(_, looks)| said(looks) != Some(look.holds))
        .map(|(at, _)| at.at);
    // What was so before anything happened has been so always.
    let always = past.iter().all(|(_, looks)| said(looks) == Some(look.holds)) && look.holds == before_all(&look);
    Ground {
        requirement: look.requirement,
        saw: look.saw,
        holds: look.holds,
        since: since.filter(|_| !always),
        until,
        entries: look.entries,
        decides: false,
    }
}

/// What a rule of that family says before anything has happened.
fn before_all(look: &Look) -> Holds {
    use super::ground::Family::{
        DoctorConsent, DoctorsKeepAccess, Exclusion, Link, PatientConsent, PatientRule, Quality, Reference, Release,
    };
    match look.family {
        Exclusion | DoctorsKeepAccess => Holds::Yes,
        Reference | PatientConsent | DoctorConsent | Link | Release => Holds::No,
        Quality | PatientRule => look.holds,
    }
}

fn is_reached(story: Moment, moment: Moment) -> bool {
    match (story.before, moment.before) {
        (Some(one), Some(other)) => one <= other,
        _ => story.at <= moment.at,
    }
}

fn moments(case: &Case<'_>) -> Vec<Moment> {
    marked_moments(case).into_iter().map(|(moment, _)| moment).collect()
}

/// Every moment at which an answer to this question may change, in order, with the entry that brings it.
fn marked_moments(case: &Case<'_>) -> Vec<(Moment, Option<u64>)> {
    let document = case.document;
    let consents = consent::acts(case, &document.patient, Role::Patient).chain(consent::acts(case, &case.person.name, Role::Professional));
    let mut acts: Vec<(When, Vec<Moment>)> = Vec::new();
    acts.extend(document.references.iter().map(told));
    acts.extend(document.rules.iter().map(told));
    acts.extend(document.releases.iter().map(told));
    acts.extend(consents.map(told));
    acts.extend(exclusion::acts(case).map(told));
    acts.extend(link::acts(case).map(told));
    let openings = document
        .rules
        .iter()
        .flat_map(|act| timing::openings(document.published_at, act.what));
    let ends = link::acts(case).flat_map(|act| link::ends(case, act));
    let by_time: Vec<Moment> = openings.chain(ends).map(|at| first_of(at, &acts)).collect();
    let marked = |moment: Moment, is_act: bool| (moment, moment.before.filter(|_| is_act).map(|before| before - 1));
    let mut all: Vec<(Moment, Option<u64>)> = by_time.into_iter().map(|moment| marked(moment, false)).collect();
    all.extend(acts.into_iter().flat_map(|(_, moments)| moments).map(|moment| marked(moment, true)));
    all.sort_by_key(|(moment, after)| (moment.at, moment.before.unwrap_or(u64::MAX), after.is_some()));
    all.dedup();
    all
}

fn told<T>(act: &Act<T>) -> (When, Vec<Moment>) {
    (act.when, act.moments())
}

/// What time alone brings at an instant comes before what is done at it.
fn first_of(at: Timestamp, acts: &[(When, Vec<Moment>)]) -> Moment {
    let ends = acts.iter().flat_map(|(when, _)| when.ends());
    let before = ends.filter(|end| end.at == at).filter_map(|end| end.before).min();
    Moment { at, before }
}
