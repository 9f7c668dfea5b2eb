//! The control API: what people and programs ask of a nation that is kept running. [`Desk`] does it, in this process; [`Control`] listens for
//! it as HTTP and JSON. What an authority answers its clients lives with the authority.

mod clients;
mod clock;
mod desk;
mod direction_kinds;
mod direction_orders;
mod directions;
mod faults;
mod guard;
mod http;
mod journal;
mod listening;
mod openapi;
mod people;
mod problem;
mod reading;
mod realms;
mod stream;

pub use clients::{ClientOrder, ClientView, RegisteredClient};
pub use clock::{ClockKind, ClockOrder, ClockStep, ClockView};
pub use desk::{Desk, NationView};
pub use direction_kinds::{ArgumentKind, DirectionKind};
pub use directions::{DirectionOrder, DirectionView, LiftOrder, Lifted};
pub use faults::{FaultTitle, FaultView};
pub use http::MAX_STREAMS;
pub use journal::{JournalPage, JournalQuestion, MAX_ENTRIES_PER_PAGE};
pub use listening::{CONTROL_CONNECTIONS, Control, ControlConfig};
pub use openapi::openapi;
pub use people::{MAX_PEOPLE, MeansOrder, MeansView, PersonKind, PersonOrder, PersonView};
pub use problem::{Problem, ProblemBody, ProblemKind};
pub use reading::BODY_LIMIT;
pub use realms::{AuthorityView, JournalCounts, MAX_REALMS, RealmOrder, RealmView};
pub use stream::{Feed, KEEP_ALIVE};
