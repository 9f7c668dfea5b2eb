//! Which exchanges stand behind what is said: a finding or a witness may name an exchange, or an entry that followed from one.

use std::collections::BTreeSet;

use etalon_journal::{Event, Exchange, JournalSlice};
use etalon_model::{Assessment, Judgement};

/// The entries that the findings of `judgement` name.
pub(crate) fn entries_of_findings(judgement: &Judgement) -> BTreeSet<u64> {
    judgement
        .findings()
        .flat_map(|(_, finding)| finding.entries.iter().copied())
        .collect()
}

/// The entries that its witnesses name.
pub(crate) fn entries_of_witnesses(judgement: &Judgement) -> BTreeSet<u64> {
    let witnesses = judgement.judged.iter().flat_map(|judged| match &judged.assessment {
        Assessment::Satisfied { witnesses } | Assessment::Open { witnesses, .. } => witnesses.as_slice(),
        _ => &[],
    });
    witnesses.map(|witness| witness.entry).collect()
}

/// Numbers of the requests of the exchanges behind `numbers`: the one that an entry belongs to; for an outcome the last one
/// answered before it; for an observation the one during which it was made.
pub(crate) fn exchanges_behind(numbers: &BTreeSet<u64>, entries: JournalSlice) -> BTreeSet<u64> {
    let exchanges: Vec<Exchange> = entries.exchanges().collect();
    let answer = |exchange: &Exchange| exchange.answer.map_or(u64::MAX, |answer| answer.number);
    let behind = |number: &u64| match &entries.get(*number)?.event {
        Event::Request { .. } => Some(*number),
        Event::Response { to, .. } | Event::NoAnswer { to, .. } => Some(*to),
        Event::Outcome { .. } => {
            let before = exchanges.iter().filter(|exchange| answer(exchange) < *number);
            before
                .max_by_key(|exchange| answer(exchange))
                .map(|exchange| exchange.request.number)
        }
        Event::Observation { .. } => {
            let during = |exchange: &&Exchange| exchange.request.number < *number && *number < answer(exchange);
            exchanges.iter().rev().find(during).map(|exchange| exchange.request.number)
        }
        _ => None,
    };
    numbers.iter().filter_map(behind).collect()
}
