//! A history told in lines: which people, documents and instants its acts speak of, given what was told before.

use std::collections::BTreeSet;

use etalon_rules::timing::brussels;
use etalon_steps::Phrasebook;
use jiff::{Span, Timestamp};

use super::{
    history::{Act, History},
    kinds::{About, Effect, Kind},
    lines::{ATTACHMENT, DOCTORS, HOSPITALS, ITEMS, Line, PATIENTS, TYPES, places},
    people::{Parts, parts},
    times::{self, LONGEST, Mark, STARTS},
};

/// How long a link lasts whose doctor names no end, under the assumed reading.
const USUAL_MONTHS: i32 = 15;

/// A document that is there if everything was done.
pub(crate) struct Document {
    pub(crate) name: &'static str,
    pub(crate) patient: &'static str,
    pub(crate) attachment: bool,
    pub(crate) at_hospital: bool,
    pub(crate) is_releasable: bool,
    /// Whether nobody has asked to delete the reference to it.
    pub(crate) is_kept: bool,
    pub(crate) author: Option<&'static str>,
}

/// What has begun and not ended, with whom or what it is about.
pub(crate) type InForce = BTreeSet<(&'static str, Vec<&'static str>)>;

/// What is so after the lines told so far, if everything that was wanted was done.
struct Telling<'a> {
    phrasebook: &'a Phrasebook,
    start: Timestamp,
    now: Timestamp,
    documents: Vec<Document>,
    marks: Vec<Mark>,
    in_force: InForce,
    lines: Vec<Line>,
}

/// The history in lines; at its end everybody in it opens every document of it.
pub(crate) fn told(history: &History, phrasebook: &Phrasebook) -> Vec<Line> {
    let start = times::instant(STARTS[history.start]);
    let mut telling = Telling {
        phrasebook,
        start,
        now: start,
        documents: Vec::new(),
        marks: Vec::new(),
        in_force: BTreeSet::new(),
        lines: vec![Line::new("time-is", [("instant", &times::written(start))])],
    };
    for act in &history.acts {
        telling.tell(act);
    }
    telling.everybody_reads();
    telling.lines
}

impl Telling<'_> {
    fn tell(&mut self, act: &Act) {
        let kind = act.kind;
        let Some(parts) = parts(act, &self.documents, &self.in_force) else {
            return;
        };
        let Some(phrase) = self.phrasebook.phrases().find(|phrase| phrase.id == kind.phrase) else {
            return;
        };
        let instant = self.instant(kind, act.detail);
        if instant.duration_since(self.start) > LONGEST {
            return;
        }
        let mut line = Line::new(kind.phrase, []);
        for place in places(&phrase.en) {
            let (place, value) = match place {
                "patient" => ("patient", parts.patient.to_owned()),
                "doctor" => ("doctor", parts.doctor.to_owned()),
                "other" => ("other", parts.other.to_owned()),
                "document" => ("document", parts.document.to_owned()),
                "attachment" => ("attachment", ATTACHMENT.to_owned()),
                "days" => ("days", times::delay(act.detail).to_string()),
                "day" => ("day", times::end_day(self.now, act.detail).to_string()),
                "item" => ("item", ITEMS[act.detail as usize % ITEMS.len()].to_owned()),
                "type" => ("type", TYPES[act.detail as usize / 2 % TYPES.len()].to_owned()),
                "hospital" => ("hospital", HOSPITALS[usize::from(act.document) % HOSPITALS.len()].to_owned()),
                "instant" => ("instant", times::written(instant)),
                _ => return,
            };
            line.arguments.insert(place, value);
        }
        if !self.takes_effect(kind, &parts) {
            return;
        }
        self.remember(kind, &line, &parts, instant);
        self.lines.push(line);
    }

    /// When it happens, or when it says that it happened.
    fn instant(&self, kind: &Kind, detail: u32) -> Timestamp {
        if kind.effect == Effect::Time {
            times::next(self.now, &self.marks, detail)
        } else if kind.phrase.starts_with("document-published-at") {
            times::published_at(self.now, detail)
        } else {
            self.now
        }
    }

    /// Whether the act makes sense where everything before was done; if so, what it begins or ends is noted.
    fn takes_effect(&mut self, kind: &Kind, parts: &Parts) -> bool {
        match kind.effect {
            Effect::None | Effect::Time => true,
            Effect::Begins(what, places) => self.in_force.insert((what, parts.of(places))),
            Effect::Renews(what, places) => {
                self.in_force.insert((what, parts.of(places)));
                true
            }
            Effect::Ends(what, places) => self.in_force.remove(&(what, parts.of(places))),
            Effect::PutsInOrder => {
                self.in_force.insert(("patient's consent", vec![parts.patient]));
                self.in_force.insert(("doctor's consent", vec![parts.doctor]));
                self.in_force.insert(("link", vec![parts.doctor, parts.patient]))
            }
        }
    }

    fn remember(&mut self, kind: &Kind, line: &Line, parts: &Parts, instant: Timestamp) {
        if line.brings().is_some() {
            self.documents.push(Document {
                name: parts.document,
                patient: parts.patient,
                attachment: line.arguments.contains_key("attachment"),
                at_hospital: kind.about == About::Published,
                is_releasable: kind.phrase.ends_with("releasable") || line.arguments.contains_key("type"),
                is_kept: true,
                author: line.arguments.contains_key("doctor").then_some(parts.doctor),
            });
        }
        if let Some(days) = line.arguments.get("days").and_then(|days| days.parse().ok()) {
            self.marks.push(Mark::Delay(instant, days));
        }
        // What time alone never opens is met where somebody could take it for a delay.
        if kind.phrase.ends_with("never") || kind.phrase.ends_with("releasable") || line.arguments.contains_key("type") {
            self.marks.push(Mark::Delay(instant, 30));
        }
        if let Some(day) = line.arguments.get("day").and_then(|day| day.parse().ok()) {
            self.marks.push(Mark::LinkEnd(day));
        } else if matches!(kind.effect, Effect::Renews("link", _)) {
            let today = self.now.to_zoned(brussels()).date();
            self.marks
                .extend(today.checked_add(Span::new().months(USUAL_MONTHS)).map(Mark::LinkEnd));
        }
        if kind.effect == Effect::Time {
            self.now = instant;
        }
        if kind.phrase == "doctor-asks-deletion" {
            let asked = self
                .documents
                .iter_mut()
                .filter(|document| line.arguments["document"] == document.name);
            asked.for_each(|document| document.is_kept = false);
        }
    }

    fn everybody_reads(&mut self) {
        let named = |place: &str, name: &str| {
            self.lines
                .iter()
                .any(|line| line.arguments.get(place).is_some_and(|found| found == name))
        };
        let patients: Vec<&str> = PATIENTS.into_iter().filter(|name| named("patient", name)).collect();
        let doctors: Vec<&str> = DOCTORS
            .into_iter()
            .filter(|name| named("doctor", name) || named("other", name))
            .collect();
        let mut reads = Vec::new();
        for (at, document) in self.documents.iter().enumerate() {
            // One other patient is enough to see that records are apart.
            let others = patients.iter().filter(|who| **who != document.patient).take(1);
            let readers = std::iter::once(&document.patient)
                .chain(others)
                .map(|who| ("patient", *who))
                .chain(doctors.iter().map(|who| ("doctor", *who)));
            for (number, (place, who)) in readers.enumerate() {
                let opened = [(place, who), ("document", document.name), ("attachment", ATTACHMENT)];
                // Of a document with an attachment everybody opens the one or the other, so that a history stays short.
                let line = match (place, document.attachment && !(number + at).is_multiple_of(2)) {
                    ("patient", true) => Line::new("patient-opens-attachment", opened),
                    ("patient", false) => Line::new("patient-reads", [opened[0], opened[1]]),
                    (_, true) => Line::new("doctor-opens-attachment", opened),
                    (_, false) => Line::new("doctor-reads", [opened[0], opened[1]]),
                };
                reads.push(line);
            }
        }
        // One person after the other: a login is for all that one reads.
        reads.sort_by_key(|line| line.arguments.get("doctor").or(line.arguments.get("patient")).cloned());
        self.lines.extend(reads);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use etalon_steps::Specification;

    use super::{
        super::{
            history::history,
            kinds::KINDS,
            lines::{is_plausible, playable},
            scenario::{SOME_REQUIREMENT, Scenario, is_bound, planned},
        },
        *,
    };

    #[test]
    fn every_history_is_a_scenario() {
        let specification = Specification::embedded().unwrap();
        let kinds: Vec<&'static Kind> = KINDS.iter().filter(|kind| is_bound(&specification, kind)).collect();
        assert_eq!(
            kinds.len(),
            KINDS.len(),
            "a phrase of the table is not in the phrasebook, or nothing is bound to it"
        );
        let mut said = BTreeSet::new();
        for number in 1..=150 {
            let lines = told(&history(&kinds, 1, number), &specification.phrasebook);
            assert_eq!(playable(&lines), lines, "history {number} wants what is not there");
            assert!(is_plausible(&lines), "history {number}: {lines:?}");
            said.extend(lines.iter().map(|line| line.phrase));
            let scenario = Scenario {
                feature: "A history",
                title: "told",
                tags: &[SOME_REQUIREMENT.to_owned(), "case-history".to_owned()],
                lines: &lines,
                then: &[],
            };
            let text = scenario.text(&specification.phrasebook).unwrap();
            let planned = planned(&specification, vec![("history".to_owned(), text.clone())]);
            assert_eq!(planned.map_err(|why| why.message).unwrap().len(), 1, "{text}");
        }
        assert!(said.len() > KINDS.len() / 2, "{said:?}");
    }
}
