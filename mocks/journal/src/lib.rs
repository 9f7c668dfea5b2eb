//! The append-only record of what happened: one numbered sequence of entries per realm, written as it happens.
//! It stores, hides secrets and answers questions about itself; it never judges, and it opens no file or socket.

mod body;
mod entry;
mod follow;
mod memory;
mod read;
mod redact;
mod slice;
mod within;
mod write;

pub use body::Body;
pub use entry::{Blame, Entry, Event, ScenarioOpened, Side, Silence, StepTaken};
pub use follow::{Subscription, Told};
pub use memory::{JournalMemory, LAST_ENTRIES, MOST_BODY_BYTES, MOST_SECRETS};
pub use read::{LineProblem, ReadEntries, read_lines};
pub use slice::{Exchange, JournalSlice};
pub use within::{carried_on, during, for_everybody, for_scenario, present_scenario};
pub use write::{Clock, Journal, RealmJournal, Sink, Unwritten};

/// Version of the line format. A reader refuses a higher one.
pub const FORMAT: u32 = 1;

/// Fields of a message, in the order they were given.
pub type Fields = serde_json::Map<String, serde_json::Value>;
