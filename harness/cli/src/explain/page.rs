//! What `explain` says as a page that can be read, printed and filed: one file, no script, nothing fetched, legible without colour.

use askama::Template;
use etalon_evidence::{LANES_SIGNS, LANES_STYLE, lanes_figure};
use etalon_rules::access::{Answer, Ground, Holds};

use super::{
    Explained, PersonExplained,
    answer::{LeftOpen, in_one_sentence, open_times},
    text::{case, details, origin, quality, question, readings},
    words::Words,
};

#[derive(Template)]
#[template(path = "explain.html")]
struct Page<'a> {
    w: &'static Words,
    lanes_style: &'static str,
    lanes_signs: &'static str,
    question: String,
    is_last: bool,
    patient: &'a str,
    kind: &'a str,
    reference: &'a str,
    author: &'a str,
    published: String,
    readings: String,
    origin: String,
    people: Vec<PersonView<'a>>,
    figure: String,
    left_open: &'a LeftOpen<'a>,
    cases: Vec<String>,
    open_times: Vec<String>,
    command: &'a str,
    made_by: Option<&'a str>,
    facts: Option<&'a str>,
}

struct PersonView<'a> {
    name: &'a str,
    quality: String,
    class: &'static str,
    answer: &'static str,
    said: String,
    marks: &'static str,
    grounds: Vec<GroundView<'a>>,
}

struct GroundView<'a> {
    sign: &'static str,
    holds: &'static str,
    saw: String,
    details: String,
    why: String,
    decides: bool,
    requirement: &'static str,
    source: &'a str,
    quote: &'a str,
    lang: &'a str,
    statement: &'a str,
    basis: &'static str,
}

/// The page.
pub(crate) fn page(explained: &Explained<'_>) -> Result<String, askama::Error> {
    let (w, document) = (explained.words, explained.document);
    let figure = lanes_figure(std::slice::from_ref(&explained.lanes), Some(explained.at), "lanes-", w.language);
    Page {
        w,
        lanes_style: LANES_STYLE,
        lanes_signs: LANES_SIGNS,
        question: question(explained),
        is_last: explained.is_last,
        patient: &document.patient,
        kind: &document.kind,
        reference: &document.reference,
        author: document.author.as_deref().unwrap_or_default(),
        published: w.instant(document.published_at),
        readings: readings(explained),
        origin: origin(explained),
        people: explained.people.iter().map(|person| person_view(explained, person)).collect(),
        figure,
        left_open: &explained.left_open,
        cases: explained.left_open.cases.iter().map(|read_so| case(read_so, w)).collect(),
        open_times: open_times(&explained.lanes, w),
        command: &explained.command,
        made_by: explained.made_by.as_deref(),
        facts: explained.facts_text,
    }
    .render()
}

fn person_view<'a>(explained: &'a Explained<'_>, person: &'a PersonExplained<'_>) -> PersonView<'a> {
    let answer = &person.decision.answer;
    PersonView {
        name: &person.person.name,
        quality: quality(explained, person),
        class: match answer {
            Answer::Permitted => "yes",
            Answer::Refused => "no",
            Answer::Open { .. } => "open",
            Answer::Uncertain { .. } => "uncertain",
        },
        answer: explained.words.answer(answer),
        said: in_one_sentence(explained, person),
        marks: explained.words.marks(answer),
        grounds: person
            .decision
            .grounds
            .iter()
            .map(|ground| ground_view(explained, ground))
            .collect(),
    }
}

fn ground_view<'a>(explained: &'a Explained<'_>, ground: &Ground) -> GroundView<'a> {
    let w = explained.words;
    let requirement = explained.catalogue.get(ground.requirement);
    GroundView {
        sign: match ground.holds {
            Holds::Yes => "✓",
            Holds::No => "✗",
            Holds::Open(_) | Holds::Uncertain(_) => "?",
        },
        holds: w.holds(&ground.holds),
        saw: w.saw(&ground.saw),
        details: details(explained, ground).unwrap_or_default(),
        why: match ground.holds {
            Holds::Uncertain(why) => w.why(why),
            _ => String::new(),
        },
        decides: ground.decides,
        requirement: ground.requirement,
        source: explained.catalogue.sources.get(ground.requirement).map_or("", String::as_str),
        quote: requirement.map_or("", |requirement| requirement.quote.as_str()),
        lang: requirement.map_or("", |requirement| requirement.lang.as_str()),
        statement: requirement.map_or("", |requirement| requirement.statement.as_str()),
        basis: requirement.map_or("", |requirement| w.basis(requirement.basis)),
    }
}
