//! Hospitals: they keep documents, tell the network where they are, and hand them over to whoever has the secret they share with it.
//! Their protocol is our own and thin: JSON references over HTTP Basic. KMEHR takes its place when hubs are examined.

mod basic;
mod content;
mod direction;
mod document;
mod hospitals;
mod institution;
mod mix_up;
mod pdf;
mod png;
mod publish;
mod quarter;
mod serve;
mod service;

pub use content::CANARY_LENGTH;
pub use direction::HospitalDirection;
pub use document::{Document, Rule};
pub use hospitals::Hospitals;
pub use institution::{INSTITUTIONS, Institution};
pub use publish::{HospitalError, PUBLISH_PATH, Publication};
pub use quarter::{NoQuarter, Quarter};
pub use serve::{Archive, SILENCE_LIMIT, SLOW_ANSWER};
pub use service::Hospital;

/// Their name in the journal.
pub const AUTHORITY: &str = "hospital";
/// Where their addresses begin, inside of a realm; the institution's name as a publisher follows.
pub const PREFIX: &str = "/hospital";
