//! What happened, in order: the events of one or more documents as one story, which the table tells and the picture draws.

use std::collections::BTreeMap;

use etalon_model::lanes::{Lanes, Point, Said, SpanState};

use super::words::LaneWords;
use crate::{Language, words::filled};

/// One event.
pub(super) struct Told {
    pub(super) point: Point,
    /// What was done; never empty.
    pub(super) done: Vec<String>,
    /// Whose answer changed.
    pub(super) changes: Vec<Changed>,
}

/// An answer that is another one from then on.
pub(super) struct Changed {
    pub(super) who: String,
    pub(super) state: &'static str,
    /// The requirement or the parameter that decides; empty where none is named.
    pub(super) by: String,
}

#[derive(Default)]
struct Event<'a> {
    done: Vec<&'a Said>,
    reads: Vec<String>,
    changes: Vec<Changed>,
}

/// The story of `all`.
pub(super) fn story(all: &[Lanes], w: &LaneWords, language: Language) -> Vec<Told> {
    let mut events: BTreeMap<Point, Event<'_>> = BTreeMap::new();
    for lanes in all {
        for event in &lanes.events {
            let here = events.entry(event.point).or_default();
            for said in &event.done {
                if !here.done.contains(&said) {
                    here.done.push(said);
                }
            }
        }
        take_lanes(&mut events, lanes, all.len() > 1, w);
    }
    let told = |(point, event): (Point, Event<'_>)| {
        let mut done: Vec<String> = event.done.into_iter().map(|said| language.of(said).to_owned()).collect();
        done.extend(event.reads);
        if done.is_empty() {
            done.push(w.by_time.to_owned());
        }
        Told {
            point,
            done,
            changes: event.changes,
        }
    };
    events.into_iter().map(told).collect()
}

fn take_lanes(events: &mut BTreeMap<Point, Event<'_>>, lanes: &Lanes, is_one_of_several: bool, w: &LaneWords) {
    let document = quoted(&lanes.document, w);
    for lane in &lanes.lanes {
        for read in &lane.reads {
            let sentence = if read.was_shown { w.read_shown } else { w.read_not_shown };
            let said = filled(sentence, &[("person", &lane.person), ("document", &document)]);
            events.entry(read.at).or_default().reads.push(said);
        }
        // Before anything was done nobody could open it: a refusal that stays is no change.
        let mut before = &SpanState::Refused;
        for span in lane.spans.iter() {
            if span.state != *before {
                events.entry(span.from).or_default().changes.push(Changed {
                    who: match is_one_of_several {
                        true => format!("{}, {document}", lane.person),
                        false => lane.person.clone(),
                    },
                    state: w.state(&span.state),
                    by: match &span.state {
                        SpanState::Open { parameter } => parameter.clone(),
                        SpanState::Refused => span.requirement.clone(),
                        SpanState::Permitted | SpanState::Uncertain => String::new(),
                    },
                });
            }
            before = &span.state;
        }
    }
}

pub(super) fn quoted(name: &str, w: &LaneWords) -> String {
    format!("{}{name}{}", w.quotes.0, w.quotes.1)
}
