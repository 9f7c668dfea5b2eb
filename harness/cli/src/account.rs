//! A record judged: the one way from entries on disk to verdicts, for `run`, `judge` and `render` alike.

use std::path::Path;

use etalon_evidence::{Language, Record};
use etalon_model::{Judgement, Verdict};
use etalon_rules::{Grounds, RULES_VERSION, judge};

use crate::exit::Failure;

pub(crate) fn open(folder: &Path) -> Result<Record, Failure> {
    Record::open(folder, RULES_VERSION).map_err(|why| Failure::usage(why.to_string()))
}

pub(crate) fn language(record: &Record) -> Language {
    Language::parse(&record.header.language).unwrap_or(Language::En)
}

/// Judges every scenario of a record: those played by their entries, those left out as not applicable, those that should
/// have been played and were not as inconclusive.
pub(crate) fn judge_record(record: &Record) -> Vec<Judgement> {
    let grounds = Grounds::of(&record.header.profile, &record.header.catalogue);
    let mut judgements: Vec<Judgement> = record
        .order
        .iter()
        .filter_map(|realm| judge(record.realms.get(realm)?, &grounds))
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
    for planned in &record.header.planned {
        if !judgements.iter().any(|judgement| judgement.identity == planned.identity) {
            judgements.push(of(
                &planned.identity,
                &planned.requirements,
                Verdict::Inconclusive,
                "it was not played",
            ));
        }
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
