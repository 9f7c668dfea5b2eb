//! What can be asked to go wrong with mail on its way. When it is looked for is up to the server.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::Direction;

/// How late mail is where nobody says: later than a code by mail counts.
pub const LATE_MAIL: SignedDuration = SignedDuration::from_mins(15);

/// A direction for the mail of one address, or of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailDirection {
    /// It is taken, and can be read only when the realm's clock has gone on by so much.
    Late(SignedDuration),
    /// It is taken, and never comes.
    Lost,
    /// It is taken, and comes back to whoever sent it as undeliverable.
    Bounced,
    /// It is not taken: there is no such box (550).
    Refused,
}

impl MailDirection {
    /// One of each kind.
    pub const ALL: [Self; 4] = [Self::Late(LATE_MAIL), Self::Lost, Self::Bounced, Self::Refused];

    /// Its name, as journals and orders spell it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Late(_) => "late",
            Self::Lost => "lost",
            Self::Bounced => "bounced",
            Self::Refused => "refused",
        }
    }
}

impl Direction for MailDirection {
    fn name(&self) -> &'static str {
        self.as_str()
    }

    fn fields(&self) -> Value {
        match self {
            Self::Late(by) => json!({"seconds": by.as_secs()}),
            _ => json!({}),
        }
    }
}
