//! A person's itsme account: which identity document it was made with, and what that document lacks. What is told of it lives in `claims`.

use std::collections::BTreeSet;

/// The document an account was made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    /// A Belgian identity card.
    Belgian,
    /// A Belgian card for foreigners.
    BelgianForeigner,
    /// A Dutch document of somebody who lives in Belgium.
    Dutch,
}

/// What an account may lack [F].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// The given name.
    GivenName,
    /// The whole date of birth: only the year is known.
    BirthDate,
    /// An e-mail address.
    Email,
    /// The photograph.
    Photo,
    /// The place of birth.
    PlaceOfBirth,
}

/// The accounts that differ in what a relying party is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Persona {
    /// A Belgian card that lacks nothing.
    #[default]
    Belgian,
    /// A Belgian card without a given name.
    NoGivenName,
    /// A Belgian card with an incomplete date of birth.
    NoBirthDate,
    /// No e-mail address.
    NoEmail,
    /// No photograph.
    NoPhoto,
    /// No place of birth.
    NoPlaceOfBirth,
    /// A Dutch document: no national number, no card number, no address, no place of birth.
    DutchDocument,
    /// A Belgian card for foreigners: its number begins with `B`.
    ForeignerCard,
    /// A call goes on while the person approves: perhaps somebody tells them what to do.
    OngoingCall,
}

impl Persona {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Belgian,
        Self::NoGivenName,
        Self::NoBirthDate,
        Self::NoEmail,
        Self::NoPhoto,
        Self::NoPlaceOfBirth,
        Self::DutchDocument,
        Self::ForeignerCard,
        Self::OngoingCall,
    ];

    /// As forms and journals spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Belgian => "belgian",
            Self::NoGivenName => "no-given-name",
            Self::NoBirthDate => "no-birth-date",
            Self::NoEmail => "no-email",
            Self::NoPhoto => "no-photo",
            Self::NoPlaceOfBirth => "no-place-of-birth",
            Self::DutchDocument => "dutch-document",
            Self::ForeignerCard => "foreigner-card",
            Self::OngoingCall => "ongoing-call",
        }
    }

    /// The persona of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|persona| persona.name() == name)
    }

    /// The document it was made with.
    #[must_use]
    pub fn document(self) -> Document {
        match self {
            Self::DutchDocument => Document::Dutch,
            Self::ForeignerCard => Document::BelgianForeigner,
            _ => Document::Belgian,
        }
    }

    /// What it lacks.
    #[must_use]
    pub fn lacks(self) -> BTreeSet<Lack> {
        BTreeSet::from_iter(match self {
            Self::NoGivenName => vec![Lack::GivenName],
            Self::NoBirthDate => vec![Lack::BirthDate],
            Self::NoEmail => vec![Lack::Email],
            Self::NoPhoto => vec![Lack::Photo],
            Self::NoPlaceOfBirth | Self::DutchDocument => vec![Lack::PlaceOfBirth],
            Self::Belgian | Self::ForeignerCard | Self::OngoingCall => vec![],
        })
    }
}
