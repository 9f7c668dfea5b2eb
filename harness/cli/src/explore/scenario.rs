//! Lines as Gherkin, in the phrasebook's English words, and planned by the code that every feature goes through.

use etalon_steps::{FeatureText, Phrasebook, Planned, Specification};

use super::{
    kinds::Kind,
    lines::{Line, sample},
};
use crate::exit::Failure;

/// Where the features of histories would be; nothing is there.
const FOLDER: &str = "features/explored";
/// Places that are filled without quotation marks.
const BARE: [&str; 10] = [
    "patient", "doctor", "person", "instant", "day", "days", "count", "level", "months", "quarter",
];

/// The requirement under which histories are played. It says nothing: they are compared, not judged.
pub(crate) const SOME_REQUIREMENT: &str = "REQ-DOC-READ-001";

/// A scenario as text.
pub(crate) struct Scenario<'a> {
    pub(crate) feature: &'a str,
    pub(crate) title: &'a str,
    pub(crate) tags: &'a [String],
    pub(crate) lines: &'a [Line],
    /// What must hold at its end.
    pub(crate) then: &'a [Line],
}

impl Scenario<'_> {
    /// The text of a feature with this scenario alone. None where a phrase is not in the phrasebook.
    pub(crate) fn text(&self, phrasebook: &Phrasebook) -> Option<String> {
        let tags: Vec<String> = self.tags.iter().map(|tag| format!("@{tag}")).collect();
        let mut text = format!("Feature: {}\n\n  {}\n  Scenario: {}\n", self.feature, tags.join(" "), self.title);
        let mut role = "";
        let then = self.then.iter().map(|line| (line, "Then"));
        for (line, wanted) in self.lines.iter().map(|line| (line, "")).chain(then) {
            let (said, keyword) = sentence(phrasebook, line)?;
            let keyword = if wanted.is_empty() { keyword } else { wanted };
            text.push_str(&format!("    {} {said}\n", if keyword == role { "And" } else { keyword }));
            role = keyword;
        }
        Some(text)
    }
}

/// What a line says, and the keyword under which it cannot stop a scenario.
fn sentence(phrasebook: &Phrasebook, line: &Line) -> Option<(String, &'static str)> {
    let phrase = phrasebook.phrases().find(|phrase| phrase.id == line.phrase)?;
    let mut said = String::new();
    let mut rest = phrase.en.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let (place, after) = after.split_once('}')?;
        let (name, kind) = place.split_once(':').unwrap_or((place, place));
        let value = line.arguments.get(name)?;
        let mark = if BARE.contains(&kind) { "" } else { "\"" };
        said.push_str(&format!("{before}{mark}{value}{mark}"));
        rest = after;
    }
    said.push_str(rest);
    // What is given must be done, or the scenario stops: only what no rule can refuse is given.
    let given = phrase.roles.iter().any(|role| role == "given");
    let keyword = match phrase.roles.iter().any(|role| role == "when") && !(given && line.is_sure()) {
        true => "When",
        false => "Given",
    };
    Some((said, keyword))
}

/// Plans features that were made of lines.
pub(crate) fn planned(specification: &Specification, texts: Vec<(String, String)>) -> Result<Vec<Planned>, Failure> {
    let features: Vec<FeatureText> = texts
        .into_iter()
        .map(|(name, text)| FeatureText {
            path: format!("{FOLDER}/{name}.feature"),
            text,
        })
        .collect();
    specification
        .plan_of(&features)
        .map_err(|why| Failure::bug(format!("a scenario made by `explore` cannot be planned: {why}")))
}

/// Whether the phrasebook says it, a step function is bound to it, and it can be told here.
pub(crate) fn is_bound(specification: &Specification, kind: &Kind) -> bool {
    let Some(line) = sample(&specification.phrasebook, kind.phrase) else {
        return false;
    };
    let scenario = Scenario {
        feature: "A sample",
        title: kind.phrase,
        tags: &[SOME_REQUIREMENT.to_owned(), "case-sample".to_owned()],
        lines: &[line],
        then: &[],
    };
    let text = scenario.text(&specification.phrasebook);
    text.is_some_and(|text| planned(specification, vec![("sample".to_owned(), text)]).is_ok())
}
