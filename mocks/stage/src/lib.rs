//! Where the nation stands: realms with a clock and a journal of their own, listeners, and outgoing calls.
//! The only network code under `mocks/`. What an authority says lives with the authority; nothing is judged here.

mod clock;
mod connections;
mod directions;
mod doors;
mod exchange;
mod forward;
mod listener;
mod mail;
mod outgoing;
mod real_names;
mod realm;
mod register;
mod reply;
mod repository;
mod request_body;
mod side_door;
mod silence;
mod slots;
mod spoilt;
mod stage;
mod tickets;
mod visits;
mod waiting;
mod web_answer;

pub use clock::{ClockMode, RealmClock};
pub use directions::{Direction, Directions, MAX_PENDING_DIRECTIONS, Scope};
pub use exchange::{HANDLER_LIMIT, Presence, RESPONSE_BODY_LIMIT};
pub use listener::{Bound, GRACE, HEAD_LIMIT, HEADER_READ_LIMIT, Listener, Tls};
pub use mail::{
    COMMAND_LIMIT, LATE_MAIL, Letter, MAIL_AUTHORITY, MAIL_CALL_LIMIT, MAIL_CONNECTIONS, MAIL_IDLE_LIMIT, MAX_COMMANDS, MAX_MESSAGES,
    MAX_RECIPIENTS, MESSAGE_LIMIT, MOST_MAIL_BYTES, MailDirection, MailMessage, Mailbox, NotSent, is_reserved_address,
};
pub use outgoing::{ANSWER_LIMIT, Answer, CALL_LIMIT, HttpClient, NoAnswer, OutgoingError, OutgoingRequest};
pub use real_names::RealName;
pub use realm::Realm;
pub use register::Register;
pub use reply::{Asked, Keeper, Manner, Note, Reply};
pub use repository::Repositories;
pub use request_body::{REQUEST_BODY_LIMIT, REQUEST_BODY_WAIT};
pub use side_door::{SIDE_CONNECTIONS, SideDoor};
pub use slots::Slots;
pub use spoilt::{Waited, half_sent, hold_back, never_sent, sent_of};
pub use stage::{Authority, MAX_CONNECTIONS, RealmCloser, Stage, StageError};
pub use tickets::{MAX_TICKETS, Tickets};
pub use waiting::WaitingDirection;
pub use web_answer::{html_page, no_store, redirect, with_cookie};
