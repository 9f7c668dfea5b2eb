//! The composition root: one configuration in, every authority wired and listening. What an authority does lives with it.

mod addresses;
mod config;
mod error;
mod hospital;
mod keeping;
mod nation;
mod real_names;
mod realm;
mod residents;

pub mod control;

pub use config::{NationConfig, RootChoice, data_folder};
pub use error::NationError;
pub use hospital::HospitalHandle;
pub use keeping::KeepError;
pub use nation::{Nation, SIGNING_KEYS};
pub use real_names::REAL_NAMES;
pub use realm::RealmHandle;

// What callers need to speak to a nation, so that they need not know which authority it comes from.
pub use etalon_certs::{ROOT_NAME, ServerIdentity};
pub use etalon_csam::{Client, CsamDirection, Fault, LEVELS, Level, Means, Reaction, Step, faults};
pub use etalon_hospital::{
    Document, HospitalDirection, HospitalError, INSTITUTIONS, Institution, NoQuarter, PUBLISH_PATH, Publication, Quarter, Rule, SLOW_ANSWER,
};
pub use etalon_journal::{
    Blame, Body, Entry, Event, Fields, Journal, JournalMemory, JournalSlice, LAST_ENTRIES, RealmJournal, Side, Silence, Subscription, Told,
    Unwritten,
};
pub use etalon_people::{Kind, Person};
pub use etalon_stage::{ClockMode, MAX_PENDING_DIRECTIONS, NoAnswer, WaitingDirection};
