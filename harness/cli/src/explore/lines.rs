//! Lines: what a step says, with its people, documents and instants, so that it means the same when others are taken away.

use std::collections::{BTreeMap, BTreeSet};

use etalon_rules::{access::parse_instant, timing::brussels};
use etalon_steps::Phrasebook;
use jiff::civil::Date;

use super::{
    history::DOCUMENTS,
    kinds::{About, Kind, Look},
    times,
};

/// When a scenario begins that does not say it.
const USUAL_INSTANT: &str = "2026-03-10T09:00:00+01:00";

pub(crate) const PATIENTS: [&str; 3] = ["Marie", "Lucas", "Noor"];
pub(crate) const DOCTORS: [&str; 3] = ["Dr Peeters", "Dr Lambert", "Dr Janssens"];
pub(crate) const TITLES: [&str; DOCUMENTS as usize] = ["letter", "scan", "report", "summary"];
pub(crate) const ATTACHMENT: &str = "images.pdf";
/// Two that every network knows, and one that nobody has thought of.
pub(crate) const TYPES: [&str; 3] = ["discharge letter", "laboratory result", "genetic test"];
pub(crate) const HOSPITALS: [&str; 2] = ["North Hospital", "South Clinic"];
/// The seven quality items of a SUMEHR.
pub(crate) const ITEMS: [&str; 7] = [
    "contacts",
    "problems",
    "history",
    "observations",
    "treatments",
    "vaccinations",
    "allergies",
];

/// One line of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) phrase: &'static str,
    pub(crate) arguments: BTreeMap<&'static str, String>,
}

impl Line {
    pub(crate) fn new<const N: usize>(phrase: &'static str, arguments: [(&'static str, &str); N]) -> Self {
        Self {
            phrase,
            arguments: arguments.map(|(place, value)| (place, value.to_owned())).into(),
        }
    }

    fn kind(&self) -> Option<&'static Kind> {
        Kind::of(self.phrase)
    }

    /// Whether somebody opens a document or an attachment.
    pub(crate) fn is_read(&self) -> bool {
        self.kind().is_some_and(|kind| kind.look == Look::Read)
    }

    /// Whether it only looks.
    pub(crate) fn is_look(&self) -> bool {
        self.kind().is_some_and(|kind| kind.look != Look::No)
    }

    /// Whether no rule of a network can refuse it.
    pub(crate) fn is_sure(&self) -> bool {
        self.kind().is_some_and(Kind::is_sure)
    }

    /// The document that comes to be.
    pub(crate) fn brings(&self) -> Option<&str> {
        let kind = self.kind()?;
        matches!(kind.about, About::Published | About::Written).then(|| self.arguments["document"].as_str())
    }

    /// Whether the system may keep what it writes from coming to be.
    pub(crate) fn is_written(&self) -> bool {
        self.kind().is_some_and(|kind| kind.about == About::Written)
    }

    /// The document that must be there.
    fn wants(&self) -> Option<&str> {
        match self.brings() {
            Some(_) => None,
            None => self.arguments.get("document").map(String::as_str),
        }
    }
}

/// The lines that can be played: those about documents that are there by then.
pub(crate) fn playable(lines: &[Line]) -> Vec<Line> {
    let mut there = BTreeSet::new();
    let mut kept = Vec::new();
    for line in lines {
        if line.wants().is_some_and(|document| !there.contains(document)) {
            continue;
        }
        there.extend(line.brings());
        kept.push(line.clone());
    }
    kept
}

/// Whether the instants in these lines are such as histories have: hospitals publish nothing with a date to come, and no link is
/// declared until a day that has passed. Taking lines away could lead there, and nothing is said there of who may read.
pub(crate) fn is_plausible(lines: &[Line]) -> bool {
    let mut now = times::instant(USUAL_INSTANT);
    lines.iter().all(|line| {
        let said = line.arguments.get("instant").and_then(|text| parse_instant(text).ok());
        let ends = line.arguments.get("day").and_then(|day| day.parse::<Date>().ok());
        if line.brings().is_none() {
            now = said.unwrap_or(now);
            return ends.is_none_or(|day| day > now.to_zoned(brussels()).date());
        }
        said.is_none_or(|published| published <= now)
    })
}

/// The same lines with people and documents named in the order in which they appear.
pub(crate) fn renamed(lines: &[Line]) -> Vec<Line> {
    let mut names: BTreeMap<String, &'static str> = BTreeMap::new();
    for line in lines {
        for (place, value) in &line.arguments {
            let pool: &[&'static str] = match *place {
                "patient" => &PATIENTS,
                "doctor" | "other" => &DOCTORS,
                "document" => &TITLES,
                _ => continue,
            };
            if !names.contains_key(value) {
                let free = pool.iter().find(|name| !names.values().any(|taken| taken == *name));
                names.extend(free.map(|name| (value.clone(), *name)));
            }
        }
    }
    let mut renamed = lines.to_vec();
    for line in &mut renamed {
        for value in line.arguments.values_mut() {
            if let Some(name) = names.get(value) {
                *value = (*name).to_owned();
            }
        }
    }
    renamed
}

/// A line of that phrase, with something in each of its places. None where there is no such phrase, or a place that cannot be filled.
pub(crate) fn sample(phrasebook: &Phrasebook, phrase: &'static str) -> Option<Line> {
    let found = phrasebook.phrases().find(|found| found.id == phrase)?;
    let values = [
        ("patient", PATIENTS[0]),
        ("doctor", DOCTORS[0]),
        ("other", DOCTORS[1]),
        ("document", TITLES[0]),
        ("attachment", ATTACHMENT),
        ("days", "30"),
        ("day", "2026-06-10"),
        ("item", ITEMS[0]),
        ("type", TYPES[0]),
        ("hospital", HOSPITALS[0]),
        ("instant", "2026-03-10 09:00"),
    ];
    let mut line = Line::new(phrase, []);
    for place in places(&found.en) {
        let (place, value) = values.into_iter().find(|(name, _)| *name == place)?;
        line.arguments.insert(place, value.to_owned());
    }
    Some(line)
}

/// The names of the places in a sentence: of `{other:doctor}` it is `other`.
pub(crate) fn places(sentence: &str) -> impl Iterator<Item = &str> {
    sentence
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(place, _)| place.split_once(':').map_or(place, |(name, _)| name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(document: &str) -> Line {
        Line::new("document-published", [("document", document), ("patient", "Lucas")])
    }

    fn read(document: &str) -> Line {
        Line::new("patient-reads", [("document", document), ("patient", "Lucas")])
    }

    #[test]
    fn nobody_opens_what_is_not_there_yet() {
        let lines = [read("scan"), published("scan"), read("scan"), read("letter")];
        assert_eq!(playable(&lines), [published("scan"), read("scan")]);
    }

    #[test]
    fn people_and_documents_are_named_as_they_appear() {
        let named = renamed(&[published("scan"), read("scan"), read("letter")]);
        let names: Vec<_> = named
            .iter()
            .map(|line| (line.arguments["document"].as_str(), line.arguments["patient"].as_str()))
            .collect();
        assert_eq!(names, [("letter", "Marie"), ("letter", "Marie"), ("scan", "Marie")]);
    }

    #[test]
    fn taking_lines_away_leads_to_no_date_that_histories_do_not_have() {
        let until = Line::new(
            "link-declared-until",
            [("doctor", "Dr Peeters"), ("patient", "Marie"), ("day", "2026-03-11")],
        );
        let becomes = |instant| Line::new("time-becomes", [("instant", instant)]);
        let dated = Line::new(
            "document-published-at",
            [("document", "letter"), ("patient", "Marie"), ("instant", "2026-03-12 09:00")],
        );
        for (lines, plausible) in [
            (vec![until.clone()], true),
            (vec![becomes("2026-03-11 00:00"), until], false),
            (vec![dated.clone()], false),
            (vec![becomes("2026-03-12 09:00"), dated], true),
        ] {
            assert_eq!(is_plausible(&lines), plausible, "{lines:?}");
        }
    }
}
