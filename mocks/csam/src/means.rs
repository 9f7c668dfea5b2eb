//! The digital keys a person can log in with, and the level each reaches (docs/csam.md, 1.6).

use jiff::Timestamp;

use crate::{CodeParameters, Level};

/// A digital key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Means {
    /// The eID card in a reader.
    Eid,
    /// itsme.
    Itsme,
    /// A security code from a mobile app.
    Totp,
    /// A security code by e-mail.
    Mail,
    /// A user name and a password.
    Password,
    /// A security code by text message, withdrawn.
    TextMessage,
    /// The citizen token, a paper card with codes, withdrawn.
    CitizenToken,
}

impl Means {
    /// All that people have today, the strongest first.
    pub const ALL: [Self; 5] = [Self::Eid, Self::Itsme, Self::Totp, Self::Mail, Self::Password];
    /// Those that were withdrawn: a person has them only where that is said, and they are refused from a day on.
    pub const WITHDRAWN: [Self; 2] = [Self::TextMessage, Self::CitizenToken];

    /// As forms and journals spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Eid => "eid",
            Self::Itsme => "itsme",
            Self::Totp => "totp",
            Self::Mail => "mail",
            Self::Password => "password",
            Self::TextMessage => "sms",
            Self::CitizenToken => "token",
        }
    }

    /// The means of that name, withdrawn ones included.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().chain(Self::WITHDRAWN).find(|means| means.name() == name)
    }

    /// Whether it can be used at `now`.
    pub(crate) fn is_in_use_at(self, now: Timestamp, parameters: &CodeParameters) -> bool {
        match self {
            Self::TextMessage => now < parameters.text_message_used_until,
            Self::CitizenToken => now < parameters.citizen_token_used_until,
            _ => true,
        }
    }

    /// Whether a code has to be entered on a page of its own.
    pub(crate) fn asks_for_code(self) -> bool {
        matches!(self, Self::Totp | Self::Mail | Self::TextMessage | Self::CitizenToken)
    }

    /// The level it reaches. 500, 450, 400 and 200 are the operator's [F]; 350 for mail and 300 for the citizen token are guesses [G].
    #[must_use]
    pub fn level(self) -> Level {
        Level(match self {
            Self::Eid => 500,
            Self::Itsme => 450,
            Self::Totp | Self::TextMessage => 400,
            Self::Mail => 350,
            Self::CitizenToken => 300,
            Self::Password => 200,
        })
    }

    /// How `amr` names it: `eid` and `bmid` were seen [C], the others are guesses [G].
    #[must_use]
    pub fn amr(self) -> &'static str {
        match self {
            Self::Itsme => "bmid",
            other => other.name(),
        }
    }

    /// Those that reach `level` and can be used at `now`, the strongest first.
    pub(crate) fn offered(level: Level, now: Timestamp, parameters: &CodeParameters) -> Vec<Self> {
        let mut offered: Vec<Self> = Self::ALL.into_iter().chain(Self::WITHDRAWN).collect();
        offered.retain(|means| means.level() >= level && means.is_in_use_at(now, parameters));
        offered.sort_by_key(|means| std::cmp::Reverse(means.level()));
        offered
    }

    /// The one that reaches exactly `level`.
    pub(crate) fn of_level(level: Level) -> Option<Self> {
        Self::ALL.into_iter().find(|means| means.level() == level)
    }
}
