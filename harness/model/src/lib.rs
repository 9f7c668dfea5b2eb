//! The words of the examiner: requirement, intent, outcome, finding, verdict, profile. Plain data with its checks;
//! nothing here performs, judges or prints.

mod deviated;
mod deviation;
mod doubt;
mod intent;
pub mod lanes;
mod outcome;
mod problem;
mod profile;
mod reason;
mod requirement;
mod schema;
mod slip;
mod toml_form;
mod verdict;

pub use deviated::{Deviated, DeviationState, base_identity};
pub use deviation::{DEVIATIONS_FORMAT, Deviation, Deviations, InScope, KnownDeviation};
pub use doubt::Doubt;
pub use intent::{Intent, Means, PatientAccess, Role};
pub use outcome::Outcome;
pub use problem::{Problem, Problems};
pub use profile::{
    Action, Adapter, ClockLevel, Crash, FileToRender, HttpAdapter, Isolation, Kind, Login, Offer, PROFILE_FORMAT, Placeholder, Product,
    Profile, ProfileGround, Ready, Recipe, RefusalLog, Refusals, Start, StartWay, Stop, Trigger,
};
pub use reason::Reason;
pub use requirement::{Basis, Catalogue, CatalogueProblem, Level, Parameter, Requirement, Source};
pub use schema::{deviations_schema, profile_schema};
pub use verdict::{Assessment, Finding, Grade, Judged, Judgement, Verdict, Witness};
