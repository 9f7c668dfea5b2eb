//! What `explain` prints: person by person the answer with its chain of rules, then every instant at which something changes.

use std::fmt::Write as _;

use etalon_rules::{
    access::{Answer, Ground, Holds},
    timing::brussels,
};

use crate::explain::{Explained, Origin, PersonExplained};

/// The whole answer, in lines.
pub(crate) fn text(explained: &Explained<'_>) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut out, explained);
    out
}

fn write(out: &mut String, explained: &Explained<'_>) -> std::fmt::Result {
    let (words, document) = (explained.words, explained.document);
    let colon = words.colon;
    writeln!(out, "{}", question(explained))?;
    if explained.is_last {
        writeln!(out, "{}", words.last_instant)?;
    }
    writeln!(out, "{}{colon} {}", words.about, document.patient)?;
    if !document.kind.is_empty() {
        writeln!(out, "{}{colon} {}", words.kind, document.kind)?;
    }
    if !document.reference.is_empty() {
        writeln!(out, "{}{colon} {}", words.reference, document.reference)?;
    }
    writeln!(out, "{}{colon} {}", words.published, words.instant(document.published_at))?;
    writeln!(out, "{}", origin(explained))?;
    writeln!(out, "{}{colon} {}", words.readings, readings(explained))?;
    for person in &explained.people {
        write_person(out, explained, person)?;
    }
    writeln!(out, "\n{}. {}", words.changes, words.before)?;
    for (number, step) in explained.steps.iter().enumerate() {
        let entry = step.entry.map(|entry| format!(" ({} {entry})", words.entry)).unwrap_or_default();
        writeln!(out, "  {:>2}. {}{entry}", number + 1, words.instant(step.at))?;
        for deed in &step.deeds {
            writeln!(out, "      {deed}")?;
        }
        if step.deeds.is_empty() {
            writeln!(out, "      {}", words.by_time)?;
        }
        for (place, answer) in &step.answers {
            writeln!(
                out,
                "      -> {}{colon} {}",
                explained.people[*place].person.name,
                words.answer(answer)
            )?;
        }
    }
    if explained.people.iter().all(|person| person.changes.is_empty()) {
        writeln!(out, "  {}", words.no_changes)?;
    }
    writeln!(out, "\n{} {}", words.limits, words.belgian_time)
}

fn write_person(out: &mut String, explained: &Explained<'_>, person: &PersonExplained<'_>) -> std::fmt::Result {
    let words = explained.words;
    writeln!(
        out,
        "\n{} ({}){} {}",
        person.person.name,
        quality(explained, person),
        words.colon,
        words.answer(&person.decision.answer).to_uppercase()
    )?;
    for ground in &person.decision.grounds {
        let sign = match ground.holds {
            Holds::Yes => "+",
            Holds::No => "-",
            Holds::Open(_) | Holds::Uncertain(_) => "?",
        };
        let decides = if ground.decides {
            format!("  <= {}", words.decides)
        } else {
            String::new()
        };
        writeln!(out, "  {sign} {}{decides}", words.saw(&ground.saw))?;
        if let Some(details) = details(explained, ground) {
            writeln!(out, "      {details}")?;
        }
        if let Holds::Uncertain(why) = ground.holds {
            writeln!(out, "      {}", words.why(why))?;
        }
        match explained.catalogue.get(ground.requirement) {
            Some(requirement) => {
                let source = explained.catalogue.sources.get(ground.requirement).map(String::as_str);
                writeln!(
                    out,
                    "      {} {} “{}”",
                    ground.requirement,
                    source.unwrap_or_default(),
                    requirement.quote
                )?;
            }
            None => writeln!(out, "      {}", ground.requirement)?,
        }
    }
    if let Answer::Open { parameter } = &person.decision.answer {
        writeln!(
            out,
            "  {}{} {}",
            words.parameter_decides,
            words.colon,
            meaning(explained, parameter)
        )?;
    }
    Ok(())
}

/// The question, as a title.
pub(crate) fn question(explained: &Explained<'_>) -> String {
    let words = explained.words;
    words
        .question
        .replace("{day}", &words.day(explained.at.to_zoned(brussels()).date()))
        .replace("{time}", &words.clock(explained.at))
        .replace("{document}", &explained.document.name)
}

/// Where the facts come from.
pub(crate) fn origin(explained: &Explained<'_>) -> String {
    let (words, colon) = (explained.words, explained.words.colon);
    match &explained.origin {
        Origin::Scenario { identity, title } => format!("{}{colon} {identity} – {title}", words.scenario),
        Origin::File(name) => format!("{}{colon} {name}", words.file),
    }
}

/// The readings that were pinned.
pub(crate) fn readings(explained: &Explained<'_>) -> String {
    if explained.readings.is_empty() {
        return explained.words.no_readings.to_owned();
    }
    let pinned = explained.readings.iter().map(|(name, reading)| format!("{name} = {reading}"));
    pinned.collect::<Vec<_>>().join(", ")
}

/// In which quality the person asks.
pub(crate) fn quality(explained: &Explained<'_>, person: &PersonExplained<'_>) -> String {
    let words = explained.words;
    let quality = match (person.person.name == explained.document.patient, person.person.is_doctor) {
        (true, _) => words.patient,
        (false, true) => words.doctor,
        (false, false) => words.other,
    };
    match &person.person.insz {
        Some(insz) => format!("{quality}, {} {insz}", words.number),
        None => quality.to_owned(),
    }
}

/// Since when, until when, and by which entries.
pub(crate) fn details(explained: &Explained<'_>, ground: &Ground) -> Option<String> {
    let words = explained.words;
    let said = |word: &str, at: Option<jiff::Timestamp>| at.map(|at| format!("{word} {}", words.instant(at)));
    let entries = Some(words.told_by(&ground.entries)).filter(|told| !told.is_empty());
    let parts: Vec<String> = [said(words.since, ground.since), said(words.until, ground.until), entries]
        .into_iter()
        .flatten()
        .collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// What a parameter decides.
pub(crate) fn meaning(explained: &Explained<'_>, parameter: &str) -> String {
    match explained.catalogue.parameters.get(parameter) {
        Some(found) => format!("{parameter}. {} {}", found.meaning, found.origin),
        None => parameter.to_owned(),
    }
}
