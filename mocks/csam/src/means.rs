//! The digital keys a person can log in with, and the level each reaches (docs/csam.md, 1.6).

use crate::Level;

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
}

impl Means {
    /// All of them, the strongest first.
    pub const ALL: [Self; 5] = [Self::Eid, Self::Itsme, Self::Totp, Self::Mail, Self::Password];

    /// As forms and journals spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Eid => "eid",
            Self::Itsme => "itsme",
            Self::Totp => "totp",
            Self::Mail => "mail",
            Self::Password => "password",
        }
    }

    /// The means of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|means| means.name() == name)
    }

    /// The level it reaches. 500, 450, 400 and 200 are the operator's [F]; 350 for mail is a guess [G].
    #[must_use]
    pub fn level(self) -> Level {
        Level(match self {
            Self::Eid => 500,
            Self::Itsme => 450,
            Self::Totp => 400,
            Self::Mail => 350,
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

    /// Those that reach `level`, the strongest first.
    pub(crate) fn reaching(level: Level) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |means| means.level() >= level)
    }

    /// The one that reaches exactly `level`.
    pub(crate) fn of_level(level: Level) -> Option<Self> {
        Self::ALL.into_iter().find(|means| means.level() == level)
    }
}
