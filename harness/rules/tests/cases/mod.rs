//! Journals for each rule: that it accepts, that it catches, and in which it was not exercised. `rules.rs` holds them to it.

mod disclosure;
mod doing;
mod hospital;
mod hostile;
mod levels;
mod links_and_trail;
mod lists;
mod logins;
mod nation;
mod new_readings;
mod offers;
mod publication;
mod readings;
mod refusals;

use serde_json::Value;

use crate::journals::Story;

/// What every file of cases speaks of.
mod prelude {
    pub(crate) use etalon_journal::Silence::{Reset, TimedOut, Unreadable};
    pub(crate) use etalon_model::{Intent, Means, Outcome, Reason, Role};
    pub(crate) use serde_json::json;

    pub(crate) use super::{
        Case,
        Made::{Accepted, Caught, NotExercised},
        case,
    };
    pub(crate) use crate::journals::*;
}

/// What a rule makes of a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Made {
    Accepted,
    Caught,
    NotExercised,
}

pub(crate) struct Case {
    pub(crate) rule: &'static str,
    pub(crate) made: Made,
    /// The sentence that is true of the journal.
    pub(crate) of: &'static str,
    pub(crate) arguments: Value,
    pub(crate) tell: fn(&mut Story),
}

pub(crate) fn case(rule: &'static str, made: Made, of: &'static str, arguments: Value, tell: fn(&mut Story)) -> Case {
    Case {
        rule,
        made,
        of,
        arguments,
        tell,
    }
}

/// All of them.
pub(crate) fn cases() -> Vec<Case> {
    [
        disclosure::cases(),
        lists::cases(),
        refusals::cases(),
        hospital::cases(),
        levels::cases(),
        logins::cases(),
        links_and_trail::cases(),
        readings::cases(),
        new_readings::cases(),
        doing::cases(),
        offers::cases(),
        publication::cases(),
        nation::cases(),
        hostile::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
