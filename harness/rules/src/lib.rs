//! Judges a finished journal. Rules see the journal and nothing else: no socket, no clock, no memory of a mock; so any
//! verdict can be computed again from a saved run.

pub mod access;
pub mod attribution;
mod case;
mod facts;
mod judge;
mod laid;
mod rule;
mod standing;
pub mod timing;

mod disclosure;
mod doing;
mod hostile;
mod hostile_login;
mod level;
mod links;
mod listing;
mod login;
mod offers;
mod reading;
mod refusal;
mod refused_right;
mod rights;
mod source;
mod told;

pub use judge::{Grounds, judge, judge_dealt};
pub use rule::{Rule, RuleProblem, check_arguments, rules};
pub use standing::standing_rules;

/// Grows when a rule changes so that a saved run may be judged otherwise than before.
pub const RULES_VERSION: u32 = 4;
