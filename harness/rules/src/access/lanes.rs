//! Lanes for pictures: for each document and each person what was permitted and refused from when to when, by which
//! requirement, and what was done. Plain data; how it is drawn is elsewhere.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{
    decide::{Case, Record},
    deed::{self, Deed},
    facts::{Document, Facts, Person},
    ground::Answer,
    saw::Saw,
    story::{judged, marked_moments},
    when::{Act, Moment, When},
};

/// One person and one document through time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The document's name.
    pub document: String,
    /// Its source's reference.
    pub reference: String,
    /// The person's name.
    pub person: String,
    /// Whether the document is about this person.
    pub is_patient: bool,
    /// What was answered, in order and without gaps: the first span has no beginning, the last one no end. Two neighbours differ in
    /// their answer or in the requirement that decides.
    pub spans: Vec<Span>,
    /// Everything done that this person's answer depends on, in the order in which it ended.
    pub acts: Vec<LaneAct>,
}

/// A time in which the answer and its reason stay the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// From then on; none for the time before anything happened.
    pub since: Option<Mark>,
    /// Until then; none where nothing is known to end it.
    pub until: Option<Mark>,
    /// Permitted, refused, open or uncertain.
    pub answer: Answer,
    /// The requirement that decided.
    pub requirement: &'static str,
    /// What was found when that requirement was looked at, as the span began.
    pub saw: Saw,
}

/// A place on the line of time. A frozen clock lets many things happen at one instant: there the entry tells their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The instant.
    pub at: Timestamp,
    /// After that entry of the journal; none where time alone did it, or there is no journal.
    pub after: Option<u64>,
}

/// Something done that bears on a lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneAct {
    /// What.
    pub deed: Deed,
    /// Between which instants, and which entries of the journal tell.
    pub when: When,
    /// Whether it is known to have had its effect: nobody answered where it is not.
    pub is_sure: bool,
    /// Whether a span begins with it, that is, whether it changed the answer or what decides.
    pub changes: bool,
}

/// The lanes of every document with every person, documents first, each in the order of `facts`. `readings` are the parameters that are
/// pinned, by name.
#[must_use]
pub fn lanes(facts: &Facts, readings: &BTreeMap<String, String>) -> Vec<Lane> {
    let pairs = facts
        .documents
        .iter()
        .flat_map(|document| facts.people.iter().map(move |person| (document, person)));
    pairs.map(|(document, person)| lane(facts, document, person, readings)).collect()
}

/// The lane of one document with one person.
#[must_use]
pub(crate) fn lane(facts: &Facts, document: &Document, person: &Person, readings: &BTreeMap<String, String>) -> Lane {
    let record = Record {
        facts,
        person,
        patient: &document.patient,
        readings,
    };
    let case = Case { record, document };
    let spans = spans(&case);
    let acts = deed::of(&case).into_iter().map(|act| lane_act(act, &spans)).collect();
    Lane {
        document: document.name.clone(),
        reference: document.reference.clone(),
        person: person.name.clone(),
        is_patient: person.name == document.patient,
        spans,
        acts,
    }
}

fn spans(case: &Case<'_>) -> Vec<Span> {
    let marked = marked_moments(case);
    let moments: Vec<Moment> = std::iter::once(Moment::FIRST)
        .chain(marked.iter().map(|(moment, _)| *moment))
        .collect();
    let marks = std::iter::once(None).chain(marked.iter().map(|(moment, after)| {
        Some(Mark {
            at: moment.at,
            after: *after,
        })
    }));
    let mut spans: Vec<Span> = Vec::new();
    for (mark, decision) in marks.zip(judged(case, &moments)) {
        let deciding = decision.deciding();
        let (requirement, saw) = (deciding.requirement, deciding.saw.clone());
        if let Some(last) = spans.last_mut() {
            if last.answer == decision.answer && last.requirement == requirement {
                continue;
            }
            last.until = mark;
        }
        spans.push(Span {
            since: mark,
            until: None,
            answer: decision.answer,
            requirement,
            saw,
        });
    }
    spans
}

fn lane_act(act: Act<Deed>, spans: &[Span]) -> LaneAct {
    let (first, last) = act.when.entries.unzip();
    let of_act = |mark: &Mark| (mark.at == act.when.from && mark.after == first) || (mark.at == act.when.to && mark.after == last);
    LaneAct {
        changes: spans.iter().filter_map(|span| span.since.as_ref()).any(of_act),
        deed: act.what,
        when: act.when,
        is_sure: act.is_sure,
    }
}
