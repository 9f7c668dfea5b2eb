//! What follows from the decisions: the answer in one sentence, and what each reading of an open parameter would make of it.

use std::collections::BTreeMap;

use etalon_model::{
    Parameter,
    lanes::{Lanes, SpanState},
};
use etalon_rules::access::{Answer, Facts, Ground, Moment, Unknown, decide};

use super::{Explained, PersonExplained, words::Words};

/// What is open at the moment asked about.
#[derive(Default)]
pub(crate) struct LeftOpen<'a> {
    /// The parameters that would decide and that nobody has pinned, with what is known of each; none where no file of parameters has it.
    pub(crate) parameters: Vec<(&'static str, Option<&'a Parameter>)>,
    /// What each of their readings would make of the answers.
    pub(crate) cases: Vec<ReadSo<'a>>,
}

/// The answer for one person under some readings.
pub(crate) struct ReadSo<'a> {
    pub(crate) person: &'a str,
    /// Parameter and reading, more than one where the first reading leaves the answer to a further parameter.
    pub(crate) readings: Vec<(&'static str, &'a str)>,
    pub(crate) answer: Answer,
}

/// The question that is asked under each reading.
pub(crate) struct Question<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) document: &'a str,
    pub(crate) moment: Moment,
    pub(crate) parameters: &'a BTreeMap<String, Parameter>,
    pub(crate) pinned: &'a BTreeMap<String, String>,
}

/// What is open, and what each reading would make of it.
pub(crate) fn left_open<'a>(question: &Question<'a>, people: &[PersonExplained<'a>]) -> Result<LeftOpen<'a>, Unknown> {
    let mut open = LeftOpen::default();
    for person in people {
        if let Some(name) = open_parameter(&person.decision.answer) {
            read_on(question, &person.person.name, name, &[], &mut open)?;
        }
    }
    Ok(open)
}

/// Tries each reading of `name` on top of `so_far`. A parameter is tried once on each way, and so every way ends.
fn read_on<'a>(
    question: &Question<'a>,
    person: &'a str,
    name: &'static str,
    so_far: &[(&'static str, &'a str)],
    open: &mut LeftOpen<'a>,
) -> Result<(), Unknown> {
    let parameter = question.parameters.get(name);
    if open.parameters.iter().all(|(known, _)| *known != name) {
        open.parameters.push((name, parameter));
    }
    for reading in parameter.map(|parameter| parameter.readings.as_slice()).unwrap_or_default() {
        let readings = [so_far, &[(name, reading.as_str())]].concat();
        let mut pinned = question.pinned.clone();
        pinned.extend(readings.iter().map(|(name, reading)| ((*name).to_owned(), (*reading).to_owned())));
        let answer = decide(question.facts, person, question.document, question.moment, &pinned)?.answer;
        match open_parameter(&answer) {
            Some(next) if readings.iter().all(|(tried, _)| *tried != next) => read_on(question, person, next, &readings, open)?,
            _ => open.cases.push(ReadSo { person, readings, answer }),
        }
    }
    Ok(())
}

impl ReadSo<'_> {
    /// `timing.delay = calendar, timing.repeated-hour = earlier`
    pub(crate) fn pinned(&self) -> String {
        let pinned = self.readings.iter().map(|(name, reading)| format!("{name} = {reading}"));
        pinned.collect::<Vec<_>>().join(", ")
    }
}

fn open_parameter(answer: &Answer) -> Option<&'static str> {
    match answer {
        Answer::Open { parameter } => Some(parameter),
        _ => None,
    }
}

/// The answer for one person, with what it rests on, in one sentence.
pub(crate) fn in_one_sentence(explained: &Explained<'_>, person: &PersonExplained<'_>) -> String {
    let words = explained.words;
    let template = match &person.decision.answer {
        Answer::Permitted => words.answer_yes,
        Answer::Refused => words.answer_no,
        Answer::Open { .. } => words.answer_open,
        Answer::Uncertain { .. } => words.answer_unknown,
    };
    let found = because(explained, person.decision.deciding());
    etalon_evidence::filled(template, &[("person", &person.person.name), ("found", &found)])
}

/// `Marie has given no consent as a patient (REQ-CONSENT-001).`, as it reads behind a colon.
fn because(explained: &Explained<'_>, ground: &Ground) -> String {
    let found = explained.words.saw(&ground.saw);
    let begins_with_a_name = explained.names.iter().any(|name| found.starts_with(name.as_str()));
    let mut characters = found.trim_end_matches('.').chars();
    let first = characters.next();
    let first = first.map(|first| match begins_with_a_name {
        true => first.to_string(),
        false => first.to_lowercase().collect(),
    });
    format!("{}{} ({}).", first.unwrap_or_default(), characters.as_str(), ground.requirement)
}

/// The times at which an answer is open, person by person.
pub(crate) fn open_times(lanes: &Lanes, words: &Words) -> Vec<String> {
    let spans = lanes.lanes.iter().flat_map(|lane| lane.spans.iter().map(move |span| (lane, span)));
    let open = |(lane, span): (&etalon_model::lanes::Lane, &etalon_model::lanes::Span)| {
        let SpanState::Open { parameter } = &span.state else { return None };
        let until = span
            .to
            .map(|to| format!(" {} {}", words.until, words.instant(to.at)))
            .unwrap_or_default();
        Some(format!(
            "{}{} {} {}{until} (`{parameter}`)",
            lane.person,
            words.colon,
            words.since,
            words.instant(span.from.at)
        ))
    };
    spans.filter_map(open).collect()
}
