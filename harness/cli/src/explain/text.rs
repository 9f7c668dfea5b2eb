//! What `explain` prints: person by person the answer with its chain of rules, then every instant at which something changes.

use std::fmt::Write as _;

use etalon_evidence::filled;
use etalon_model::lanes::{LaneEvent, Span, SpanState};
use etalon_rules::{
    access::{Ground, Holds},
    timing::brussels,
};

use super::{Explained, Origin, PersonExplained, answer::ReadSo, words::Words};

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
    if let Some(author) = &document.author {
        writeln!(out, "{}{colon} {author}", words.author)?;
    }
    writeln!(out, "{}{colon} {}", words.published, words.instant(document.published_at))?;
    writeln!(out, "{}", origin(explained))?;
    writeln!(out, "{}{colon} {}", words.readings, readings(explained))?;
    for person in &explained.people {
        write_person(out, explained, person)?;
    }
    write_open(out, explained)?;
    writeln!(out, "\n{}. {}", words.changes, words.before)?;
    for (number, event) in explained.lanes.events.iter().enumerate() {
        write_event(out, explained, number + 1, event)?;
    }
    let mut spans = explained.lanes.lanes.iter().flat_map(|lane| &lane.spans);
    if spans.all(|span| span.state == SpanState::Refused) {
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
    Ok(())
}

fn write_event(out: &mut String, explained: &Explained<'_>, number: usize, event: &LaneEvent) -> std::fmt::Result {
    let words = explained.words;
    let point = event.point;
    let entry = point.entry.map(|entry| format!(" ({} {entry})", words.entry)).unwrap_or_default();
    writeln!(out, "  {number:>2}. {}{entry}", words.instant(point.at))?;
    for said in &event.done {
        writeln!(out, "      {}", words.language.of(said))?;
    }
    let lanes = &explained.lanes.lanes;
    let reads = lanes
        .iter()
        .flat_map(|lane| lane.reads.iter().filter(|read| read.at == point).map(move |read| (lane, read)));
    let mut is_told = !event.done.is_empty();
    for (lane, read) in reads {
        let template = if read.was_shown { words.was_shown } else { words.was_not_shown };
        writeln!(out, "      {}", filled(template, &[("person", &lane.person)]))?;
        is_told = true;
    }
    if !is_told {
        writeln!(out, "      {}", words.by_time)?;
    }
    for lane in lanes {
        let Some(at) = lane.spans.iter().position(|span| span.from == point) else {
            continue;
        };
        // Before anything was done nobody could open it.
        let before = at.checked_sub(1).map_or(&SpanState::Refused, |before| &lane.spans[before].state);
        if *before != lane.spans[at].state {
            writeln!(out, "      -> {}{} {}", lane.person, words.colon, changed(&lane.spans[at], words))?;
        }
    }
    Ok(())
}

/// `may not open it (REQ-CONSENT-001)`
fn changed(span: &Span, words: &Words) -> String {
    let said = words.state(&span.state);
    match &span.state {
        SpanState::Refused => format!("{said} ({})", span.requirement),
        SpanState::Open { parameter } => format!("{said} ({parameter})"),
        SpanState::Permitted | SpanState::Uncertain => said.to_owned(),
    }
}

fn write_open(out: &mut String, explained: &Explained<'_>) -> std::fmt::Result {
    let (words, open) = (explained.words, &explained.left_open);
    for (name, known) in &open.parameters {
        let known = known
            .map(|known| format!(". {} {}", known.meaning, known.origin))
            .unwrap_or_default();
        writeln!(out, "\n{}{} {name}{known}", words.parameter_decides, words.colon)?;
    }
    if !open.cases.is_empty() {
        writeln!(out, "{}{}", words.under_reading, words.colon)?;
    }
    for read_so in &open.cases {
        writeln!(out, "  {}", case(read_so, words))?;
    }
    Ok(())
}

/// One reading and the answer under it.
pub(crate) fn case(read_so: &ReadSo<'_>, words: &Words) -> String {
    let (person, answer) = (read_so.person, words.answer(&read_so.answer));
    format!("{} -> {person}{} {answer}", read_so.pinned(), words.colon)
}

/// The question, as a title.
pub(crate) fn question(explained: &Explained<'_>) -> String {
    let words = explained.words;
    words
        .question
        .replace("{day}", &words.language.day(explained.at.to_zoned(brussels()).date()))
        .replace("{time}", &words.language.clock(explained.at))
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
    let asker = person.person;
    let quality = match (asker.profession, asker.is_office) {
        _ if asker.name == explained.document.patient => words.patient,
        (Some(profession), _) => words.profession(profession),
        (None, true) => words.office,
        (None, false) => words.other,
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
