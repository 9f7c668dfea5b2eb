//! A record judged: the one way from entries on disk to verdicts, for `run`, `judge` and `render` alike.

use std::{collections::BTreeSet, path::Path};

use etalon_evidence::{Account, Language, Record, console_failure};
use etalon_model::{Deviated, Judgement, Verdict};
use etalon_rules::{
    Grounds, RULES_VERSION,
    attribution::{Dealt, deal},
    judge_dealt,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::exit::Failure;

/// The record in `folder`, as it was written.
pub(crate) fn read(folder: &Path) -> Result<Record, Failure> {
    Record::open(folder, RULES_VERSION).map_err(|why| Failure::usage(why.to_string()))
}

/// The same, ready to be judged: what scenarios that shared a realm left in it is dealt out to them, as if each had had one.
pub(crate) fn open(folder: &Path) -> Result<Record, Failure> {
    let mut record = read(folder)?;
    for realm in std::mem::take(&mut record.order) {
        let dealt = record.realms.get(&realm).map(|entries| deal(entries)).unwrap_or_default();
        if dealt.is_empty() {
            record.order.push(realm);
            continue;
        }
        record.realms.remove(&realm);
        for Dealt { place, entries, doubts } in dealt {
            record.order.push(place.clone());
            record.realms.insert(place.clone(), entries);
            record.doubts.insert(place, doubts);
        }
    }
    Ok(record)
}

pub(crate) fn language(record: &Record) -> Language {
    Language::parse(&record.header.language).unwrap_or(Language::En)
}

/// Judges every scenario of a record: those played by their entries, those left out as not applicable, those that should
/// have been played and were not, those of missing shards among them, as inconclusive. Of what other shards play nothing is said.
pub(crate) fn judge_record(record: &Record) -> Vec<Judgement> {
    let grounds = Grounds::of(&record.header.profile, &record.header.catalogue);
    let mut judgements: Vec<Judgement> = record
        .order
        .iter()
        .filter_map(|realm| {
            let doubts = record.doubts.get(realm).map(Vec::as_slice).unwrap_or_default();
            judge_dealt(record.realms.get(realm)?, doubts, &grounds)
        })
        .collect();
    let of = |identity: &str, requirements: &[String], verdict: Verdict, because: &str| Judgement {
        realm: String::new(),
        identity: identity.to_owned(),
        requirements: requirements.to_vec(),
        verdict,
        because: because.to_owned(),
        judged: Vec::new(),
        weakest: None,
    };
    for left in &record.header.left_out {
        let planned = record.header.planned.iter().find(|planned| planned.identity == left.identity);
        let requirements = planned.map(|planned| planned.requirements.as_slice()).unwrap_or_default();
        judgements.push(of(&left.identity, requirements, Verdict::NotApplicable, &left.why));
    }
    let elsewhere = record.header.elsewhere.as_ref();
    let others: BTreeSet<&str> = elsewhere
        .iter()
        .flat_map(|elsewhere| elsewhere.scenarios.iter().map(String::as_str))
        .collect();
    let judged: BTreeSet<String> = judgements.iter().map(|judgement| judgement.identity.clone()).collect();
    for planned in record.header.planned.iter().filter(|planned| !judged.contains(&planned.identity)) {
        let why = match (others.contains(planned.identity.as_str()), &record.header.merged) {
            (true, None) => continue,
            (true, Some(_)) => format!("it was not played: {}", elsewhere.map_or("", |elsewhere| &elsewhere.why)),
            (false, _) => "it was not played".to_owned(),
        };
        judgements.push(of(&planned.identity, &planned.requirements, Verdict::Inconclusive, &why));
    }
    // The order of the plan, whatever order the run had.
    let position = |judgement: &Judgement| {
        record
            .header
            .planned
            .iter()
            .position(|planned| planned.identity == judgement.identity)
    };
    judgements.sort_by_key(|judgement| position(judgement).unwrap_or(usize::MAX));
    judgements
}

/// What the known failures of the record make of its judgements, on the day of the run.
pub(crate) fn deviated(record: &Record, judgements: &[Judgement]) -> Deviated {
    let header = &record.header;
    let grounds = Grounds::of(&header.profile, &header.catalogue);
    let weight = |id: &str| grounds.weight(id);
    Deviated::of(&header.deviations, judgements, weight, day_of(header.started))
}

/// The day in Belgium.
pub(crate) fn day_of(at: Timestamp) -> Date {
    let brussels = TimeZone::get("Europe/Brussels").expect("the time-zone data is linked in");
    at.to_zoned(brussels).date()
}

/// What is told of each scenario in which something was found; what is known to fail is told in the summary.
pub(crate) fn failures<'a>(account: &'a Account<'a>) -> impl Iterator<Item = String> + 'a {
    let found = account.judgements.iter().filter(|judgement| judgement.findings().next().is_some());
    found
        .filter(|judgement| !account.deviated.is_known(judgement))
        .map(|judgement| console_failure(account, judgement))
}
