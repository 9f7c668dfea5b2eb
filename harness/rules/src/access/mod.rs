//! Who may open a document, when, and by which rule: a model of its own, made of recorded or assumed facts.
//! It starts nothing, knows no product and shares no code with the reference systems, so that it can contradict them.

mod acts;
mod consent;
mod decide;
mod deed;
mod deletion;
mod exclusion;
mod facts;
mod file;
mod file_document;
mod file_form;
mod file_parts;
mod file_record;
mod ground;
mod instant;
mod journal;
mod journal_acts;
mod lanes;
mod link;
mod profession;
mod quality;
mod release;
mod restriction;
mod saw;
mod story;
mod sumehr;
mod timing;
mod when;

pub use acts::{AccessRule, ConsentAct, ExclusionAct, LinkAct, LinkForm, Reference, Release, RestrictionAct, RuleSet, SettingAct};
pub(crate) use decide::holds;
pub use decide::{Change, Unknown, changes, decide};
pub use deed::Deed;
pub use facts::{Document, Facts, Person};
pub use file::{FileProblem, WhatIf};
pub(crate) use ground::Family;
pub use ground::{Answer, Decision, Ground, Holds, Why};
pub use instant::{InstantProblem, parse_instant};
pub use lanes::{Lane, LaneAct, Mark, Span, lanes};
pub use profession::Profession;
pub use saw::Saw;
pub use when::{Act, Moment, When};
