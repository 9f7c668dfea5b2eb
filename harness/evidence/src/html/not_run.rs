//! The scenarios of which nothing is known, by reason: shown as loudly as what failed.

use crate::{
    Account,
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
    let mut groups: Vec<NotRunGroup> = Vec::new();
    let mut not_run = account.not_run();
    // A stable sort: what should have been played first, then the order of the plan.
    not_run.sort_by_key(|scenario| scenario.left_out.is_some());
    for scenario in not_run {
        let why = scenario
            .left_out
            .map_or(w.not_played.to_owned(), |why| filled(w.left_out, &[("why", why)]));
        let line = NotRunLine {
            identity: scenario.identity.to_owned(),
            title: scenario.planned.map_or_else(String::new, |planned| planned.title.clone()),
            lang: scenario.planned.map_or_else(String::new, |planned| planned.language.clone()),
        };
        match groups.iter_mut().find(|group| group.why == why) {
            Some(group) => group.scenarios.push(line),
            None => groups.push(NotRunGroup {
                why,
                scenarios: vec![line],
                is_long: false,
            }),
        }
    }
    groups.iter_mut().for_each(|group| group.is_long = group.scenarios.len() > LONG);
    groups
}
