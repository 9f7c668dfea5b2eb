//! Who may open a document, when, and by which rule: a model of its own, made of recorded or assumed facts.
//! It starts nothing, knows no product and shares no code with the reference systems, so that it can contradict them.

mod consent;
mod decide;
mod deletion;
mod exclusion;
mod facts;
mod file;
mod ground;
mod instant;
mod journal;
mod link;
mod quality;
mod release;
mod saw;
mod timing;
mod when;

pub use decide::{Change, Unknown, changes, decide};
pub use facts::{AccessRule, ConsentAct, Document, ExclusionAct, Facts, LinkAct, Person, Reference, Release};
pub use file::{FileProblem, WhatIf};
pub use ground::{Answer, Decision, Ground, Holds, Why};
pub use instant::{InstantProblem, parse_instant};
pub use saw::Saw;
pub use when::{Act, Moment, When};
