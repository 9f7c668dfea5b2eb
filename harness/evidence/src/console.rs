//! A run and its failures as plain text, for a terminal or a log: no colour, no control character that was recorded.

use std::fmt::Write;

use etalon_journal::{Entry, Event, Exchange, JournalSlice};
use etalon_model::{Assessment, DeviationState, Finding, Judged, Judgement, Verdict};

use crate::{
    Account, DeviationLine, PlayedScenario, Summary, VerdictCounts,
    behind::{entries_of_findings, exchanges_behind},
    deviations::{deviation_lines, deviations_of, one_line_of},
    rerun_command, summary,
    visible::{one_line, shortened},
};

/// The most exchanges told of one failure; the report has the others.
const EXCHANGES: usize = 12;
/// The longest address told, in characters.
const ADDRESS: usize = 160;
/// The longest text told in one line, in characters.
const LINE: usize = 600;
/// Said of scenarios that were planned and neither played nor left out.
const NOT_PLAYED: &str = "planned and not played";

/// The counts of a run: a table by capability, the total, the time, the report and the parts that were absent.
#[must_use]
pub fn console_summary(account: &Account) -> String {
    let counts = summary(account);
    let mut text = table(&counts);
    let mut total: Vec<String> = Verdict::ALL
        .into_iter()
        .filter(|verdict| counts.verdicts.of(*verdict) > 0)
        .map(|verdict| format!("{} {verdict}", counts.verdicts.of(verdict)))
        .collect();
    let unjudged = counts.scenarios.saturating_sub(account.judgements.len());
    if unjudged > 0 {
        total.push(format!("{unjudged} without a verdict"));
    }
    let mut say = |line: String| text.push_str(&(line + "\n"));
    say(String::new());
    if counts.known > 0 {
        total.push(format!("of these {} known to fail", counts.known));
    }
    if let Some(shard) = account.header.shard {
        say(format!("shard {shard} of the run"));
    }
    say(format!("{} scenarios: {}", counts.scenarios, total.join(", ")));
    let not_run = account.not_run_by_reason();
    if !not_run.is_empty() {
        let reasons = not_run
            .iter()
            .map(|(why, scenarios)| format!("{} × {}", scenarios.len(), why.map_or(NOT_PLAYED.to_owned(), one_line)));
        say(format!("NOT RUN: {}", reasons.collect::<Vec<_>>().join("; ")));
    }
    say(format!(
        "{} of {} requirements spoken for",
        counts.requirements.covered, counts.requirements.total
    ));
    match account.end {
        Some(end) => say(format!(
            "{:.1} s, at most {:.0} MiB, seed {}",
            end.seconds, end.peak_rss_mb, counts.seed
        )),
        None => say(format!("seed {}", counts.seed)),
    }
    for line in deviation_lines(account) {
        say(deviation_line(&line));
    }
    if account.partial {
        say(format!("PARTIAL RECORD: {}", why_partial(account)));
    }
    if !account.header.absent_parts.is_empty() {
        say(format!("done without: {}", one_line(&account.header.absent_parts.join("; "))));
    }
    say(format!("report: {}", one_line(&counts.report)));
    text
}

/// What the record lacks.
fn why_partial(account: &Account) -> String {
    let missing = account.header.merged.iter().flat_map(|merged| &merged.missing);
    let missing: Vec<String> = missing.map(|shard| format!("shard {shard} is missing")).collect();
    if !missing.is_empty() {
        return missing.join("; ");
    }
    let broken = account.end.and_then(|end| end.broken.as_deref());
    broken.map_or("the run did not come to its end".to_owned(), one_line)
}

/// One known failure, with what became of it; loud where it is one no more.
fn deviation_line(line: &DeviationLine) -> String {
    let what = shortened(&one_line(&one_line_of(&line.known.deviation)), LINE);
    match line.state {
        DeviationState::Known => format!(
            "known deviation: {what}; seen in {}",
            shortened(&one_line(&line.seen_in.join(", ")), LINE)
        ),
        DeviationState::Gone => format!("STALE DEVIATION: {what}; it no longer fails: take it out of deviations.toml"),
        DeviationState::Expired => format!("EXPIRED DEVIATION: {what}; mend the product, or agree on a later day in deviations.toml"),
        DeviationState::Unseen => format!("deviation not met in this run: {what}"),
    }
}

/// One line per capability, with a column for every kind of verdict that occurs.
fn table(counts: &Summary) -> String {
    let occurs = |verdict: &Verdict| matches!(verdict, Verdict::Conformant | Verdict::NonConformant) || counts.verdicts.of(*verdict) > 0;
    let columns: Vec<Verdict> = Verdict::ALL.into_iter().filter(occurs).collect();
    let mut rows = vec![vec!["capability".to_owned()]];
    rows[0].extend(columns.iter().map(|verdict| verdict.as_str().to_owned()));
    for capability in counts
        .capabilities
        .iter()
        .filter(|capability| capability.verdicts != VerdictCounts::default())
    {
        let mut row = vec![one_line(&capability.name)];
        row.extend(columns.iter().map(|verdict| capability.verdicts.of(*verdict).to_string()));
        rows.push(row);
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..rows[0].len()).map(width).collect();
    rows.iter().fold(String::new(), |mut text, row| {
        text.push_str(&format!("{:<1$}", row[0], widths[0]));
        row.iter()
            .zip(&widths)
            .skip(1)
            .for_each(|(cell, width)| text.push_str(&format!("  {cell:>width$}")));
        text.push('\n');
        text
    })
}

/// One failure in the vendor's words: the requirement, what was expected, what was seen, where, and how to run it again.
#[must_use]
pub fn console_failure(account: &Account, judgement: &Judgement) -> String {
    let scenario = account.scenario(&judgement.identity);
    let title = scenario.as_ref().map_or(&judgement.identity, |scenario| &scenario.title);
    let mut text = format!(
        "{}: {} ({})\n",
        judgement.verdict.as_str().to_uppercase(),
        one_line(title),
        one_line(&judgement.identity)
    );
    let mut say = |line: String| text.push_str(&(shortened(&one_line(&line), LINE) + "\n"));
    say(format!("  because      {}", judgement.because));
    for known in deviations_of(account, judgement) {
        say(format!("  known        {}", one_line_of(&known.deviation)));
    }
    judgement.requirements.iter().for_each(|id| say_requirement(account, id, &mut say));
    for (judged, finding) in judgement.findings() {
        say_finding(account, judgement, judged, finding, &mut say);
    }
    for judged in &judgement.judged {
        if let Assessment::NotExercised { missing } = &judged.assessment {
            say(format!("  not exercised {}: {missing}", judged.rule));
        }
    }
    if let Some(played) = account.played_in(&judgement.realm) {
        say_exchanges(&played, judgement, &mut say);
    }
    if let Some(scenario) = &scenario {
        say(format!("  run again    {}", rerun_command(account.header, scenario)));
    }
    text
}

fn say_requirement(account: &Account, id: &str, say: &mut impl FnMut(String)) {
    match account.header.catalogue.get(id) {
        Some(requirement) => {
            say(format!("  requirement  {id}: {}", requirement.statement));
            let source = account.header.catalogue.sources.get(id).map_or("", String::as_str);
            say(format!("               “{}” ({source})", requirement.quote));
        }
        None => say(format!("  requirement  {id}")),
    }
}

fn say_finding(account: &Account, judgement: &Judgement, judged: &Judged, finding: &Finding, say: &mut impl FnMut(String)) {
    say(format!("  rule         {}", judged.rule));
    if let Some(id) = finding.requirement.as_ref().filter(|id| !judgement.requirements.contains(id)) {
        say_requirement(account, id, say);
    }
    say(format!("  expected     {}", finding.expected));
    say(format!("  seen         {}", finding.seen));
    let entries: Vec<String> = finding.entries.iter().map(u64::to_string).collect();
    say(format!("  where        realm {}, entries {}", judgement.realm, entries.join(", ")));
}

/// The exchanges that the findings point at; where they point at none, the last ones.
fn say_exchanges(played: &PlayedScenario, judgement: &Judgement, say: &mut impl FnMut(String)) {
    let entries = JournalSlice::of(played.entries);
    let all: Vec<Exchange> = entries.exchanges().collect();
    let named = exchanges_behind(&entries_of_findings(judgement), entries);
    let mut told: Vec<&Exchange> = all
        .iter()
        .filter(|exchange| named.contains(&exchange.request.number))
        .take(EXCHANGES)
        .collect();
    if told.is_empty() {
        told = all.iter().skip(all.len().saturating_sub(EXCHANGES)).collect();
    }
    told.iter()
        .for_each(|exchange| say(format!("  exchange     {}", exchange_line(exchange))));
    if told.len() < all.len() {
        say(format!("               {} more in the journal", all.len() - told.len()));
    }
}

/// `#12 GET https://… → 200, 1234 bytes`
fn exchange_line(exchange: &Exchange) -> String {
    let mut line = format!("#{}", exchange.request.number);
    if let Event::Request { method, url, actor, .. } = &exchange.request.event {
        let _ = write!(line, " {} {}", method, shortened(url, ADDRESS));
        if let Some(actor) = actor {
            let _ = write!(line, " ({actor})");
        }
    }
    line + &match exchange.answer.map(|entry: &Entry| &entry.event) {
        Some(Event::Response { status, body, .. }) => format!(" → {status}, {} bytes", body.size),
        Some(Event::NoAnswer { how, detail, .. }) => format!(" → no answer ({how:?}): {detail}"),
        _ => " → no answer recorded".to_owned(),
    }
}
