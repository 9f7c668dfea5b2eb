//! Journals in which documents reached whom they may not reach, or did not reach whom they may; `standing.rs` holds the rules to them.

mod refused;
mod shown;

pub(crate) use refused::cases as refused;
pub(crate) use shown::cases as shown;
