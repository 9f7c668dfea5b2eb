//! The words of the examiner: requirement, intent, outcome, finding, verdict, profile. Plain data with its checks;
//! nothing here performs, judges or prints.

mod intent;
pub mod lanes;
mod outcome;
mod profile;
mod reason;
mod requirement;
mod verdict;

pub use intent::{Intent, Means, PatientAccess, Role};
pub use outcome::Outcome;
pub use profile::{Action, ClockLevel, Isolation, Kind, Offer, PROFILE_FORMAT, Profile, ProfileProblem, Refusals, Start, Trigger};
pub use reason::Reason;
pub use requirement::{Basis, Catalogue, CatalogueProblem, Level, Parameter, Requirement, Source};
pub use verdict::{Assessment, Finding, Grade, Judged, Judgement, Verdict, Witness};
