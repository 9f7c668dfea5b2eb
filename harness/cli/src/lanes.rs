//! Lanes to be drawn: what the access model says of each person and document through time, with what was done and who asked. For reports
//! those of the scenarios that are about access, for `explain` those of one document.

use std::{collections::BTreeMap, sync::Arc};

use etalon_evidence::{PlayedScenario, Record};
use etalon_journal::{Entry, Event, JournalSlice};
use etalon_model::{
    Catalogue, Intent, Outcome,
    lanes::{Lane, LaneEvent, Lanes, Point, Read, Said, Span, SpanState, Standing},
};
use etalon_rules::access::{self, Answer, Deed, Document, Facts, LaneAct, Mark, Person};
use jiff::Timestamp;

use crate::explain::deeds::{Progress, said};

/// Areas of requirements that are about access over time: their scenarios get a picture.
const AREAS: [&str; 11] = [
    "CONSENT",
    "DELETE-REF",
    "DOC-READ",
    "DOC-TIMING",
    "EMERGENCY",
    "EXCLUSION",
    "HOSPITAL-PUBLISH",
    "PATIENT-ACCESS",
    "RELEASE",
    "SUMEHR",
    "THERLINK",
];
/// Lanes in the picture of one scenario; who has the most to do with it comes first.
const MOST_LANES: usize = 16;

/// The lanes of each scenario of a record that is about access over time, by realm.
pub(crate) fn of_record(record: &Record) -> BTreeMap<String, Vec<Lanes>> {
    let is_about_access = |played: &PlayedScenario<'_>| {
        let mut requirements = played.opened.requirements.iter();
        requirements.any(|id| is_in_areas(&record.header.catalogue, id))
    };
    let played = record.scenarios().filter(is_about_access);
    let lanes = played.map(|played| {
        let facts = Facts::of_journal(JournalSlice::of(played.entries));
        (
            played.realm.to_owned(),
            of_facts(&facts, &record.header.profile.parameters, played.entries),
        )
    });
    lanes.collect()
}

/// The lanes of all documents with the people whom they concern.
fn of_facts(facts: &Facts, readings: &BTreeMap<String, String>, entries: &[Arc<Entry>]) -> Vec<Lanes> {
    let (all, reads) = (access::lanes(facts, readings), reads(entries));
    let (mut room, mut left_out) = (MOST_LANES, 0);
    // What would come of it later was not played.
    let end = entries.last().map(|entry| entry.at);
    let of_document = |document: &Document| {
        let mut theirs = people_of(facts, &all, &reads, document);
        theirs.retain(Theirs::is_concerned);
        left_out += theirs.len().saturating_sub(room);
        theirs.truncate(room);
        room -= theirs.len();
        (!theirs.is_empty()).then(|| drawn(document, theirs, facts.documents.len() > 1, end))
    };
    let mut lanes: Vec<Lanes> = facts.documents.iter().filter_map(of_document).collect();
    if let Some(last) = lanes.last_mut() {
        last.left_out = left_out;
    }
    lanes
}

fn is_in_areas(catalogue: &Catalogue, requirement: &str) -> bool {
    catalogue
        .get(requirement)
        .is_some_and(|requirement| AREAS.contains(&requirement.area.as_str()))
}

/// The lanes of one document with these people; with those only whom it concerns, if there are any.
pub(crate) fn of_document(
    facts: &Facts,
    readings: &BTreeMap<String, String>,
    entries: &[Arc<Entry>],
    document: &Document,
    people: &[&Person],
) -> Lanes {
    let (all, reads) = (access::lanes(facts, readings), reads(entries));
    let mut theirs = people_of(facts, &all, &reads, document);
    theirs.retain(|one| people.iter().any(|person| person.name == one.person.name));
    if theirs.iter().any(Theirs::is_concerned) {
        theirs.retain(Theirs::is_concerned);
    }
    drawn(document, theirs, false, None)
}

/// One person and the document.
struct Theirs<'a> {
    lane: &'a access::Lane,
    person: &'a Person,
    reads: Vec<Read>,
}

impl Theirs<'_> {
    /// Whether the document has anything to do with that person: the patient, who asked for it or could ever open it, and with whom the
    /// patient or its author dealt.
    fn is_concerned(&self) -> bool {
        let dealt_with = |act: &LaneAct| {
            matches!(
                act.deed,
                Deed::Link(_) | Deed::LinkForm(_) | Deed::Exclusion(_) | Deed::Restriction(_)
            )
        };
        let mut spans = self.lane.spans.iter();
        self.lane.is_patient
            || !self.reads.is_empty()
            || spans.any(|span| span.answer != Answer::Refused)
            || self.lane.acts.iter().any(dealt_with)
    }

    fn standing(&self) -> Standing {
        match (self.lane.is_patient, self.person.profession.is_some()) {
            (true, _) => Standing::Patient,
            (false, true) => Standing::Professional,
            (false, false) => Standing::Other,
        }
    }
}

/// Everybody, the patient first, then professionals, then others.
fn people_of<'a>(facts: &'a Facts, all: &'a [access::Lane], reads: &[Asked], document: &Document) -> Vec<Theirs<'a>> {
    let of_document = all.iter().filter(|lane| lane.document == document.name);
    let mut theirs: Vec<Theirs<'a>> = of_document
        .filter_map(|lane| {
            let asked = reads.iter().filter(|asked| asked.who == lane.person && asked.what == lane.document);
            Some(Theirs {
                lane,
                person: facts.person(&lane.person)?,
                reads: asked.map(|asked| asked.read.clone()).collect(),
            })
        })
        .collect();
    theirs.sort_by_key(|one| match one.standing() {
        Standing::Patient => 0,
        Standing::Professional => 1,
        Standing::Other => 2,
    });
    theirs
}

/// What happened up to `end`.
fn drawn(document: &Document, theirs: Vec<Theirs<'_>>, several: bool, end: Option<Timestamp>) -> Lanes {
    let name = several.then_some(document.name.as_str());
    let mut events: BTreeMap<Point, Vec<Said>> = BTreeMap::new();
    for Theirs { lane, reads, .. } in &theirs {
        for act in &lane.acts {
            for (point, progress) in points(act) {
                let told = said(&act.deed, progress, name);
                let here = events.entry(point).or_default();
                if !here.contains(&told) {
                    here.push(told);
                }
            }
        }
        let marks = lane.spans.iter().filter_map(|span| span.since);
        for mark in marks.filter(|mark| is_until(mark.at, end)) {
            events.entry(point(mark)).or_default();
        }
        for read in reads {
            events.entry(read.at).or_default();
        }
    }
    let first = events.keys().next().copied();
    let lanes = theirs.into_iter().map(|one| Lane {
        person: one.lane.person.clone(),
        standing: one.standing(),
        spans: first.map(|first| spans(one.lane, first, end)).unwrap_or_default(),
        reads: one.reads,
    });
    Lanes {
        document: document.name.clone(),
        lanes: lanes.collect(),
        left_out: 0,
        events: events.into_iter().map(|(point, done)| LaneEvent { point, done }).collect(),
    }
}

/// Where an act stands: where it was done, and also where it was asked for if that was at another instant.
fn points(act: &LaneAct) -> Vec<(Point, Progress)> {
    let (first, last) = act.when.entries.unzip();
    let (asked, done) = (
        Point {
            at: act.when.from,
            entry: first,
        },
        Point {
            at: act.when.to,
            entry: last,
        },
    );
    match (act.is_sure, asked.at == done.at) {
        (false, _) => vec![(asked, Progress::Unanswered)],
        (true, true) => vec![(done, Progress::Done)],
        (true, false) => vec![(asked, Progress::UnderWay), (done, Progress::Done)],
    }
}

fn is_until(at: Timestamp, end: Option<Timestamp>) -> bool {
    end.is_none_or(|end| at <= end)
}

/// The spans from the first event on.
fn spans(lane: &access::Lane, first: Point, end: Option<Timestamp>) -> Vec<Span> {
    let span = |span: &access::Span| {
        let until = span.until.filter(|until| is_until(until.at, end));
        let (from, to) = (span.since.map_or(first, point), until.map(point));
        (is_until(from.at, end) && to != Some(from)).then(|| Span {
            from,
            to,
            state: match &span.answer {
                Answer::Permitted => SpanState::Permitted,
                Answer::Refused => SpanState::Refused,
                Answer::Open { parameter } => SpanState::Open {
                    parameter: (*parameter).to_owned(),
                },
                Answer::Uncertain { .. } => SpanState::Uncertain,
            },
            requirement: span.requirement.to_owned(),
        })
    };
    lane.spans.iter().filter_map(span).collect()
}

fn point(mark: Mark) -> Point {
    Point {
        at: mark.at,
        entry: mark.after,
    }
}

/// That somebody asked for a document.
struct Asked {
    who: String,
    what: String,
    read: Read,
}

/// Who asked for which document, and what came of it.
fn reads(entries: &[Arc<Entry>]) -> Vec<Asked> {
    let all = JournalSlice::of(entries);
    let asked = |entry: &Arc<Entry>| {
        let Event::Outcome { to, outcome } = &entry.event else {
            return None;
        };
        let Event::Intent { actor, arguments, .. } = &all.get(*to)?.event else {
            return None;
        };
        let Intent::ReadDocument { document, .. } = serde_json::from_value(arguments.clone()).ok()? else {
            return None;
        };
        let was_shown = match serde_json::from_value(outcome.clone()).ok()? {
            Outcome::Done { .. } => true,
            // The login comes first, and then it is asked for again; of a page that nobody knows nothing is said.
            Outcome::LoginDemanded {} | Outcome::Unrecognised { .. } => return None,
            Outcome::Refused { .. } | Outcome::SourceUnavailable { .. } | Outcome::Crashed { .. } | Outcome::NoAnswer { .. } => false,
        };
        let at = Point {
            at: entry.at,
            entry: Some(entry.number),
        };
        Some(Asked {
            who: actor.clone(),
            what: document,
            read: Read { at, was_shown },
        })
    };
    entries.iter().filter_map(asked).collect()
}
