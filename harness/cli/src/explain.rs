//! `explain`: who may open a document, when, and by which rule. From a record or from a file of facts; nothing is started or contacted.
//! How it is said is beside: `explain_text` on a terminal, `explain_page` as a page.

use std::{collections::BTreeMap, fs, io::Write as _, path::Path};

use etalon_evidence::{Language, PlayedScenario, Record};
use etalon_journal::JournalSlice;
use etalon_model::Catalogue;
use etalon_rules::access::{Change, Decision, Document, Facts, Moment, Person, changes, decide, parse_instant};
use etalon_steps::Specification;
use jiff::Timestamp;

use crate::{
    account,
    arguments::ExplainArguments,
    exit::{Exit, Failure},
    explain_page::page,
    explain_steps::{Step, steps},
    explain_text::text,
    explain_words::Words,
};

/// No more names than these are listed in a message.
const MOST_LISTED: usize = 20;
/// The largest file of facts that is looked at, in bytes; of what is smaller the model says itself what is too large.
const LARGEST_FILE: u64 = 4 << 20;

/// Everything that is said about one document.
pub(crate) struct Explained<'a> {
    pub(crate) words: &'static Words,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) document: &'a Document,
    pub(crate) at: Timestamp,
    /// Whether nobody named the instant.
    pub(crate) is_last: bool,
    pub(crate) people: Vec<PersonExplained<'a>>,
    pub(crate) steps: Vec<Step>,
    pub(crate) origin: Origin<'a>,
    pub(crate) readings: &'a BTreeMap<String, String>,
}

/// What is said of one person.
pub(crate) struct PersonExplained<'a> {
    pub(crate) person: &'a Person,
    pub(crate) decision: Decision,
    pub(crate) changes: Vec<Change>,
}

/// Where the facts come from.
pub(crate) enum Origin<'a> {
    /// A scenario of a record.
    Scenario { identity: &'a str, title: &'a str },
    /// A file.
    File(String),
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
            let now = played.entries.last().map(|entry| entry.at);
            let origin = Origin::Scenario {
                identity: &played.opened.identity,
                title: &played.opened.title,
            };
            let (catalogue, readings) = (&record.header.catalogue, &record.header.profile.parameters);
            tell(arguments, language, &facts, (catalogue, readings), (at, now), origin)
        }
        (None, Some(file)) => {
            let catalogue = Specification::embedded().map_err(|why| Failure::bug(why.to_string()))?.catalogue;
            let text = read(file)?;
            let told = Facts::of_toml(&text).map_err(|why| Failure::usage(format!("{}: {why}", file.display())))?;
            check_readings(file, &told.readings, &catalogue)?;
            let origin = Origin::File(file.display().to_string());
            tell(arguments, language, &told.facts, (&catalogue, &told.readings), (at, None), origin)
        }
        (None, None) => Err(Failure::usage("name a record with --record, or a file of facts with --what-if")),
    }
}

fn tell(
    arguments: &ExplainArguments,
    language: Language,
    facts: &Facts,
    (catalogue, readings): (&Catalogue, &BTreeMap<String, String>),
    (asked, now): (Option<Timestamp>, Option<Timestamp>),
    origin: Origin<'_>,
) -> Result<Exit, Failure> {
    let unknown = |why: etalon_rules::access::Unknown| Failure::usage(why.to_string());
    let words = Words::of(language);
    let mut people: Vec<&Person> = facts.people.iter().collect();
    if let Some(name) = &arguments.person {
        people.retain(|person| person.name == *name);
    }
    let document = facts
        .document(&arguments.document)
        .ok_or_else(|| Failure::usage(format!("--document “{}”: there is none of that name here", arguments.document)))?;
    // The patient first, then the doctors.
    people.sort_by_key(|person| (person.name != document.patient, !person.is_doctor));
    if people.is_empty() {
        let name = arguments.person.as_deref().unwrap_or_default();
        decide(facts, name, &document.name, Moment::at(Timestamp::UNIX_EPOCH), readings).map_err(unknown)?;
    }
    let histories = people
        .into_iter()
        .map(|person| Ok((person, changes(facts, &person.name, &document.name, readings)?)))
        .collect::<Result<Vec<_>, _>>()
        .map_err(unknown)?;
    let steps = steps(facts, document, &histories, words);
    // Of a file the last thing known is its end.
    let last = now.or_else(|| steps.iter().map(|step| step.at).max());
    let at = asked.or(last).unwrap_or(document.published_at);
    let people = histories
        .into_iter()
        .map(|(person, changes)| {
            let decision = decide(facts, &person.name, &document.name, Moment::at(at), readings)?;
            Ok(PersonExplained { person, decision, changes })
        })
        .collect::<Result<Vec<_>, _>>()
        .map_err(unknown)?;
    let explained = Explained {
        words,
        catalogue,
        document,
        at,
        is_last: asked.is_none(),
        people,
        steps,
        origin,
        readings,
    };
    print!("{}", made_visible(&text(&explained)));
    if let Some(file) = &arguments.html {
        let page = page(&explained).map_err(|why| Failure::bug(why.to_string()))?;
        write_new(file, &made_visible(&page))?;
        println!("\n{}", file.display());
    }
    Ok(Exit::Fine)
}

/// The one scenario that holds the document.
fn scenario<'a>(record: &'a Record, arguments: &ExplainArguments) -> Result<PlayedScenario<'a>, Failure> {
    let (wanted, document) = (arguments.scenario.as_deref(), &arguments.document);
    let played: Vec<PlayedScenario<'a>> = record
        .scenarios()
        .filter(|played| wanted.is_none_or(|wanted| wanted == played.opened.identity || wanted == played.realm))
        .collect();
    if played.is_empty() {
        let wanted = wanted.map_or_else(|| "any".to_owned(), |wanted| format!("`{wanted}`"));
        return Err(Failure::usage(format!(
            "--scenario: {wanted} was not played in this record; its report lists those that were"
        )));
    }
    let documents = |played: &PlayedScenario<'_>| Facts::of_journal(JournalSlice::of(played.entries));
    let mut names: Vec<String> = Vec::new();
    let mut holding = Vec::new();
    for one in played {
        let facts = documents(&one);
        match facts.document(document) {
            Some(_) => holding.push(one),
            None => names.extend(facts.documents.into_iter().map(|document| document.name)),
        }
    }
    names.sort();
    names.dedup();
    match holding.as_slice() {
        [one] => Ok(*one),
        [] => Err(Failure::usage(format!(
            "--document “{document}”: no scenario has one of that name or reference; there are: {}",
            listed(&names)
        ))),
        several => {
            let mut names: Vec<String> = several
                .iter()
                .map(|one| format!("{} ({})", one.opened.identity, one.realm))
                .collect();
            names.sort();
            Err(Failure::usage(format!(
                "--document “{document}”: {} scenarios have one of that name; say which with --scenario (the name, or what stands in brackets): {}",
                several.len(),
                listed(&names)
            )))
        }
    }
}

fn listed(names: &[String]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    let shown = names.iter().take(MOST_LISTED).cloned().collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(MOST_LISTED) {
        Some(more @ 1..) => format!("{shown} and {more} more"),
        _ => shown,
    }
}

/// A reading that nobody knows would silently leave open what was meant to be settled.
fn check_readings(file: &Path, readings: &BTreeMap<String, String>, catalogue: &Catalogue) -> Result<(), Failure> {
    for (name, reading) in readings {
        let Some(parameter) = catalogue.parameters.get(name) else {
            let known: Vec<String> = catalogue.parameters.keys().cloned().collect();
            let known = listed(&known);
            return Err(Failure::usage(format!(
                "{}: [readings]: there is no parameter `{name}`; there are: {known}",
                file.display()
            )));
        };
        if !parameter.readings.is_empty() && !parameter.readings.contains(reading) {
            return Err(Failure::usage(format!(
                "{}: [readings]: `{name} = {reading}`: the readings are: {}",
                file.display(),
                parameter.readings.join(", ")
            )));
        }
    }
    Ok(())
}

fn read(file: &Path) -> Result<String, Failure> {
    let usage = |why: std::io::Error| Failure::usage(format!("--what-if {}: {why}", file.display()));
    let size = fs::metadata(file).map_err(usage)?.len();
    if size > LARGEST_FILE {
        return Err(Failure::usage(format!(
            "--what-if {}: {size} bytes are no hand-written facts",
            file.display()
        )));
    }
    fs::read_to_string(file).map_err(usage)
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
