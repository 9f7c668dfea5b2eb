//! Known failures as every rendering tells them.

use etalon_model::{Deviation, Judgement, KnownDeviation};

use crate::{Account, DeviationLine};

/// All known failures, each with what became of it.
pub(crate) fn deviation_lines(account: &Account) -> Vec<DeviationLine> {
    let lines = account.header.deviations.iter().enumerate().map(|(at, known)| DeviationLine {
        known: known.clone(),
        state: account.deviated.state(at),
        seen_in: account.deviated.seen_in(at).map(str::to_owned).collect(),
    });
    lines.collect()
}

/// Those by which the failure of that scenario is known.
pub(crate) fn deviations_of<'a>(account: &Account<'a>, judgement: &Judgement) -> impl Iterator<Item = &'a KnownDeviation> + use<'a> {
    let known = &account.header.deviations;
    account.deviated.by(&judgement.identity).iter().filter_map(move |at| known.get(*at))
}

/// `REQ-OIDC-012 until 2027-03-31 (the portal's team): why`
pub(crate) fn one_line_of(deviation: &Deviation) -> String {
    let Deviation {
        requirement,
        expires,
        owner,
        reason,
        ..
    } = deviation;
    format!("{requirement} until {expires} ({owner}): {reason}")
}
