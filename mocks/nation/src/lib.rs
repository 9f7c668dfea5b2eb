//! The composition root: one configuration in, every authority wired and listening. What an authority does lives with it.

mod error;
mod hospital;
mod nation;
mod realm;

pub use error::NationError;
pub use hospital::HospitalHandle;
pub use nation::{Nation, NationConfig, SIGNING_KEYS};
pub use realm::RealmHandle;

// What callers need to speak to a nation, so that they need not know which authority it comes from.
pub use etalon_certs::ServerIdentity;
pub use etalon_csam::{Client, CsamDirection, Level, Means};
pub use etalon_hospital::{
    Document, HospitalDirection, HospitalError, INSTITUTIONS, Institution, NoQuarter, PUBLISH_PATH, Publication, Quarter, Rule, SLOW_ANSWER,
};
pub use etalon_journal::{Journal, RealmJournal};
pub use etalon_people::Person;
pub use etalon_stage::NoAnswer;
