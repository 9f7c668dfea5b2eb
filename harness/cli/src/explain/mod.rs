//! `explain`: who may open a document, when, and by which rule. From a record or from a file of facts; nothing is started or contacted.
//! How it is said is beside: `text` on a terminal, `page` as a page.

mod answer;
pub(crate) mod deeds;
mod found;
mod page;
mod source;
mod text;
mod words;
mod words_en;
mod words_fr;
mod words_nl;

use std::{collections::BTreeMap, fs, io::Write as _, path::Path, sync::Arc};

use etalon_evidence::{Language, shell_line};
use etalon_journal::{Entry, JournalSlice};
use etalon_model::{Catalogue, lanes::Lanes};
use etalon_rules::access::{Decision, Document, Facts, Moment, Person, Unknown, decide, parse_instant};
use etalon_steps::Specification;
use jiff::Timestamp;

use self::{
    answer::{LeftOpen, Question, left_open},
    page::page,
    source::{check_readings, read, scenario},
    text::text,
    words::Words,
};
use crate::{
    account,
    arguments::ExplainArguments,
    exit::{Exit, Failure},
    lanes,
};

/// Everything that is said about one document.
pub(crate) struct Explained<'a> {
    pub(crate) words: &'static Words,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) document: &'a Document,
    pub(crate) at: Timestamp,
    /// Whether nobody named the instant.
    pub(crate) is_last: bool,
    pub(crate) people: Vec<PersonExplained<'a>>,
    /// Everybody's name.
    pub(crate) names: Vec<String>,
    pub(crate) lanes: Lanes,
    pub(crate) left_open: LeftOpen<'a>,
    pub(crate) origin: Origin<'a>,
    pub(crate) readings: &'a BTreeMap<String, String>,
    /// The command that answers this again.
    pub(crate) command: String,
    /// The command that made the record, where there is one.
    pub(crate) made_by: Option<String>,
    /// The file of facts, where there is one.
    pub(crate) facts_text: Option<&'a str>,
}

/// What is said of one person.
pub(crate) struct PersonExplained<'a> {
    pub(crate) person: &'a Person,
    pub(crate) decision: Decision,
}

/// Where the facts come from.
pub(crate) enum Origin<'a> {
    /// A scenario of a record.
    Scenario { identity: &'a str, title: &'a str },
    /// A file.
    File(String),
}

/// What the question is asked of.
struct Asked<'a> {
    facts: &'a Facts,
    /// The journal that tells the facts; empty where a file does.
    entries: &'a [Arc<Entry>],
    catalogue: &'a Catalogue,
    readings: &'a BTreeMap<String, String>,
    origin: Origin<'a>,
    made_by: Option<String>,
    text: Option<&'a str>,
}

pub(crate) fn explain(arguments: &ExplainArguments) -> Result<Exit, Failure> {
    let language =
        Language::parse(&arguments.lang).ok_or_else(|| Failure::usage(format!("--lang `{}`: it is en, fr or nl", arguments.lang)))?;
    let at = arguments
        .at
        .as_ref()
        .map(|at| parse_instant(at).map_err(|why| Failure::usage(format!("--at {why}"))))
        .transpose()?;
    match (&arguments.record, &arguments.what_if) {
        (Some(folder), _) => {
            let record = account::open(folder)?;
            let played = scenario(&record, arguments)?;
            let facts = Facts::of_journal(JournalSlice::of(played.entries));
            let asked = Asked {
                facts: &facts,
                entries: played.entries,
                catalogue: &record.header.catalogue,
                readings: &record.header.profile.parameters,
                origin: Origin::Scenario {
                    identity: &played.opened.identity,
                    title: &played.opened.title,
                },
                made_by: Some(format!("etalon {}: {}", record.header.etalon, shell_line(&record.header.command))),
                text: None,
            };
            tell(arguments, language, at, asked)
        }
        (None, Some(file)) => {
            let catalogue = Specification::embedded().map_err(|why| Failure::bug(why.to_string()))?.catalogue;
            let text = read(file)?;
            let told = Facts::of_toml(&text).map_err(|why| Failure::usage(format!("{}: {why}", file.display())))?;
            check_readings(file, &told.readings, &catalogue)?;
            let asked = Asked {
                facts: &told.facts,
                entries: &[],
                catalogue: &catalogue,
                readings: &told.readings,
                origin: Origin::File(file.display().to_string()),
                made_by: None,
                text: Some(&text),
            };
            tell(arguments, language, at, asked)
        }
        (None, None) => Err(Failure::usage("name a record with --record, or a file of facts with --what-if")),
    }
}

fn tell(arguments: &ExplainArguments, language: Language, at: Option<Timestamp>, asked: Asked<'_>) -> Result<Exit, Failure> {
    let (facts, readings) = (asked.facts, asked.readings);
    let document = facts
        .document(&arguments.document)
        .ok_or_else(|| Failure::usage(format!("--document “{}”: there is none of that name here", arguments.document)))?;
    let people = people(arguments, facts, document, readings)?;
    let lanes = lanes::of_document(facts, readings, asked.entries, document, &people);
    // Of a file the last thing known is its end.
    let last = asked.entries.last().map(|entry| entry.at);
    let last = last.or_else(|| lanes.events.last().map(|event| event.point.at));
    let is_last = at.is_none();
    let at = at.or(last).unwrap_or(document.published_at);
    let people = people
        .into_iter()
        .map(|person| {
            let decision = decide(facts, &person.name, &document.name, Moment::at(at), readings)?;
            Ok(PersonExplained { person, decision })
        })
        .collect::<Result<Vec<_>, _>>()
        .map_err(unknown)?;
    let question = Question {
        facts,
        document: &document.name,
        moment: Moment::at(at),
        parameters: &asked.catalogue.parameters,
        pinned: readings,
    };
    let explained = Explained {
        words: Words::of(language),
        catalogue: asked.catalogue,
        document,
        at,
        is_last,
        left_open: left_open(&question, &people).map_err(unknown)?,
        people,
        names: facts.people.iter().map(|person| person.name.clone()).collect(),
        lanes,
        origin: asked.origin,
        readings,
        command: command(arguments),
        made_by: asked.made_by,
        facts_text: asked.text,
    };
    say(&made_visible(&text(&explained)))?;
    if let Some(file) = &arguments.html {
        let page = page(&explained).map_err(|why| Failure::bug(why.to_string()))?;
        write_new(file, &made_visible(&page))?;
        say(&format!("\n{}\n", file.display()))?;
    }
    Ok(Exit::Fine)
}

/// Everybody, or the one named: the patient first, then professionals.
fn people<'a>(
    arguments: &ExplainArguments,
    facts: &'a Facts,
    document: &Document,
    readings: &BTreeMap<String, String>,
) -> Result<Vec<&'a Person>, Failure> {
    let mut people: Vec<&Person> = facts.people.iter().collect();
    if let Some(name) = &arguments.person {
        people.retain(|person| person.name == *name);
        // The model says who there is.
        decide(facts, name, &document.name, Moment::at(Timestamp::UNIX_EPOCH), readings).map_err(unknown)?;
    }
    people.sort_by_key(|person| (person.name != document.patient, person.profession.is_none()));
    Ok(people)
}

/// Prints it. A reader who has seen enough is no fault.
fn say(text: &str) -> Result<(), Failure> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(why) if why.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure::environment(format!("standard output: {why}"))),
        _ => Ok(()),
    }
}

fn unknown(why: Unknown) -> Failure {
    Failure::usage(why.to_string())
}

/// The command that answers the same question again.
fn command(arguments: &ExplainArguments) -> String {
    let path = |path: &Option<std::path::PathBuf>| path.as_ref().map(|path| path.display().to_string());
    let given = [
        ("--record", path(&arguments.record)),
        ("--what-if", path(&arguments.what_if)),
        ("--document", Some(arguments.document.clone())),
        ("--scenario", arguments.scenario.clone()),
        ("--person", arguments.person.clone()),
        ("--at", arguments.at.clone()),
        ("--lang", Some(arguments.lang.clone())),
    ];
    let mut words = vec!["etalon".to_owned(), "explain".to_owned()];
    for (option, value) in given {
        words.extend(value.into_iter().flat_map(|value| [option.to_owned(), value]));
    }
    shell_line(&words)
}

fn write_new(file: &Path, page: &str) -> Result<(), Failure> {
    let mut opened = fs::File::create_new(file).map_err(|why| match why.kind() {
        std::io::ErrorKind::AlreadyExists => Failure::usage(format!(
            "--html {}: exists and is never overwritten; choose another name",
            file.display()
        )),
        _ => Failure::environment(format!("--html {}: {why}", file.display())),
    })?;
    opened
        .write_all(page.as_bytes())
        .map_err(|why| Failure::environment(format!("--html {}: {why}", file.display())))
}

/// Names come from files and products: characters that deceive an eye or a terminal are written out.
fn made_visible(text: &str) -> String {
    let deceives = |sign: char| {
        (sign.is_control() && sign != '\n')
            || matches!(sign, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let mut shown = String::with_capacity(text.len());
    for sign in text.chars() {
        if deceives(sign) {
            shown.push_str(&format!("⟨U+{:04X}⟩", u32::from(sign)));
        } else {
            shown.push(sign);
        }
    }
    shown
}
