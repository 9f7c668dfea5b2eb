//! The head of the report: what was examined, how it came out, what needs attention.

use etalon_model::{Judgement, Verdict};
use jiff::{Timestamp, tz::TimeZone};

use super::{anchor, chip::Chip};
use crate::{
    Account, Summary,
    rerun::shell_line,
    words::{Words, filled},
};

pub(super) struct Overview {
    pub(super) title: String,
    pub(super) kind: &'static str,
    pub(super) profile: String,
    pub(super) started: String,
    pub(super) seed: u64,
    pub(super) version: String,
    pub(super) headline: String,
    pub(super) bar: Vec<Segment>,
    pub(super) duration: Option<String>,
    pub(super) memory: Option<String>,
    pub(super) coverage: String,
    pub(super) command: String,
    pub(super) absent: Vec<String>,
    pub(super) partial: Option<Partial>,
    pub(super) attention: Vec<ScenarioLink>,
    /// Whether a deviation is one no more.
    pub(super) has_stale: bool,
    pub(super) shard: Option<String>,
    pub(super) not_run: usize,
    pub(super) not_run_chip: Chip,
}

/// One kind of verdict in the bar.
pub(super) struct Segment {
    pub(super) chip: Chip,
    pub(super) count: usize,
}

/// Why the record is partial.
pub(super) struct Partial {
    pub(super) why: &'static str,
    pub(super) reason: Option<String>,
}

/// A line that leads to a scenario.
pub(super) struct ScenarioLink {
    pub(super) anchor: String,
    pub(super) title: String,
    pub(super) lang: String,
    pub(super) row: Option<String>,
    pub(super) chip: Chip,
    pub(super) because: String,
}

impl Overview {
    pub(super) fn of(account: &Account, counts: &Summary, w: &'static Words) -> Self {
        let header = account.header;
        let of_total = |n: usize, total: usize| [("n", n.to_string()), ("total", total.to_string())];
        let fill = |template, values: &[(&str, String)]| {
            filled(
                template,
                &values.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>(),
            )
        };
        let mut bar: Vec<Segment> = Verdict::ALL
            .into_iter()
            .map(|verdict| Segment {
                chip: Chip::of(verdict, w),
                count: counts.verdicts.of(verdict),
            })
            .collect();
        bar.push(Segment {
            chip: Chip::not_run(w),
            count: account.not_run().iter().filter(|scenario| !scenario.is_judged).count(),
        });
        Self {
            title: header.profile.title.clone(),
            kind: header.profile.kind.as_str(),
            profile: header.profile.name.clone(),
            started: instant(header.started),
            seed: header.seed,
            version: fill(
                w.version,
                &[("version", header.etalon.clone()), ("rules", header.rules_version.to_string())],
            ),
            headline: if account.judgements.is_empty() {
                w.nothing_ran.to_owned()
            } else {
                fill(w.conformant_of, &of_total(counts.verdicts.conformant, counts.scenarios))
            },
            bar,
            duration: account.end.map(|end| format!("{:.1} s", end.seconds)),
            memory: account.end.map(|end| format!("{:.0} MiB", end.peak_rss_mb)),
            coverage: fill(w.n_of_total, &of_total(counts.requirements.covered, counts.requirements.total)),
            command: shell_line(&header.command),
            absent: header.absent_parts.clone(),
            partial: account.partial.then(|| partial(account, w)),
            attention: attention(account, w),
            has_stale: account.deviated.has_stale(),
            shard: header.shard.map(|shard| shard.to_string()),
            not_run: counts.not_run,
            not_run_chip: Chip::not_run(w),
        }
    }
}

fn partial(account: &Account, w: &'static Words) -> Partial {
    let missing = account.header.merged.iter().flat_map(|merged| &merged.missing);
    let missing: Vec<String> = missing.map(ToString::to_string).collect();
    if !missing.is_empty() {
        return Partial {
            why: w.partial_shards,
            reason: Some(missing.join(", ")),
        };
    }
    match account.end {
        None => Partial {
            why: w.partial_no_end,
            reason: None,
        },
        Some(end) if end.broken.is_some() => Partial {
            why: w.partial_gap,
            reason: end.broken.clone(),
        },
        Some(_) => Partial {
            why: w.partial_cut,
            reason: None,
        },
    }
}

/// What did not pass, worst first. What is known to fail stands by itself.
fn attention(account: &Account, w: &'static Words) -> Vec<ScenarioLink> {
    [Verdict::NonConformant, Verdict::Inconclusive, Verdict::Advisory]
        .into_iter()
        .flat_map(|verdict| account.judgements.iter().filter(move |judgement| judgement.verdict == verdict))
        .filter(|judgement| !account.deviated.is_known(judgement))
        .map(|judgement| ScenarioLink::of(account, judgement, w))
        .collect()
}

impl ScenarioLink {
    pub(super) fn of(account: &Account, judgement: &Judgement, w: &'static Words) -> Self {
        let scenario = account.scenario(&judgement.identity).unwrap_or_default();
        Self {
            anchor: anchor("s", &judgement.identity),
            title: if scenario.title.is_empty() {
                judgement.identity.clone()
            } else {
                scenario.title
            },
            lang: scenario.language,
            row: row(&judgement.identity),
            chip: Chip::of(judgement.verdict, w),
            because: judgement.because.clone(),
        }
    }
}

/// The row of an outline, which keeps apart scenarios of one title.
pub(super) fn row(identity: &str) -> Option<String> {
    identity.split_once('/').map(|(_, row)| row.to_owned())
}

/// An instant in Belgian time, to the second.
pub(super) fn instant(at: Timestamp) -> String {
    let brussels = TimeZone::get("Europe/Brussels").expect("the time-zone data is linked in");
    at.to_zoned(brussels).strftime("%Y-%m-%d %H:%M:%S").to_string()
}
