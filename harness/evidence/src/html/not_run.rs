//! The scenarios that were not played, by reason: shown as loudly as what failed.

use crate::{
    Account, NotRun,
    words::{Words, filled},
};

/// Scenarios that share a reason.
pub(super) struct NotRunGroup {
    pub(super) why: String,
    pub(super) scenarios: Vec<NotRunLine>,
    /// Whether the list is long enough to be folded.
    pub(super) is_long: bool,
}

/// One of them.
pub(super) struct NotRunLine {
    pub(super) identity: String,
    pub(super) title: String,
    pub(super) lang: String,
}

/// A longer list is folded; its count and reason are not.
const LONG: usize = 12;

pub(super) fn groups(account: &Account, w: &'static Words) -> Vec<NotRunGroup> {
    let groups = account.not_run_by_reason().into_iter();
    groups
        .map(|(why, scenarios)| NotRunGroup {
            why: why.map_or(w.not_played.to_owned(), |why| filled(w.left_out, &[("why", why)])),
            is_long: scenarios.len() > LONG,
            scenarios: scenarios.iter().map(NotRunLine::of).collect(),
        })
        .collect()
}

impl NotRunLine {
    fn of(scenario: &NotRun) -> Self {
        Self {
            identity: scenario.identity.to_owned(),
            title: scenario.planned.map_or_else(String::new, |planned| planned.title.clone()),
            lang: scenario.planned.map_or_else(String::new, |planned| planned.language.clone()),
        }
    }
}
