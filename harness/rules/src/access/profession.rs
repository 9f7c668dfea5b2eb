//! Professions: records are open to doctors; other professions that give care only where the network's reading says so; nobody else.

use super::{
    decide::Record,
    ground::{Family, Holds, Look},
    saw::Saw,
};

const PROFESSIONS: &str = "network.professions";

/// The profession in which a network knows somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profession {
    /// A physician.
    Physician,
    /// A nurse.
    Nurse,
    /// A pharmacist.
    Pharmacist,
    /// Administrative staff, and whatever else gives no care.
    Clerk,
}

impl Profession {
    /// Every profession, with its spelling in journals and files.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Physician, "physician"),
        (Self::Nurse, "nurse"),
        (Self::Pharmacist, "pharmacist"),
        (Self::Clerk, "clerk"),
    ];

    /// Its spelling.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Physician => "physician",
            Self::Nurse => "nurse",
            Self::Pharmacist => "pharmacist",
            Self::Clerk => "clerk",
        }
    }

    /// The profession spelled `text`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|(_, name)| *name == text)
            .map(|(profession, _)| profession)
    }
}

/// Whether somebody who is not the patient may have to do with records at all. None where there is no profession to ask about.
pub(crate) fn of_asker(record: &Record<'_>) -> Option<Look> {
    let person = record.person.name.clone();
    let found = |requirement, holds, saw| Some(Look::new(Family::Profession, requirement, holds, saw));
    let Some(profession) = record.person.profession else {
        // Who works at the network's office is known to it, and still gives no care.
        return record.person.is_office.then(|| no_care(person));
    };
    match profession {
        Profession::Physician => found("REQ-THERLINK-007", Holds::Yes, Saw::Physician { person }),
        // One who gives no care and is let in is let in without a link, which only doctors can have: THERLINK-007, a `should`, is about
        // which professions that give care a network lists.
        Profession::Clerk => Some(no_care(person)),
        Profession::Nurse | Profession::Pharmacist => {
            let saw = Saw::OtherCare { person, profession };
            let holds = match record.readings.get(PROFESSIONS).map(String::as_str) {
                Some("physician") => Holds::No,
                Some("care") => Holds::Yes,
                _ => Holds::Open(PROFESSIONS),
            };
            found("REQ-THERLINK-007", holds, saw)
        }
    }
}

fn no_care(person: String) -> Look {
    Look::new(Family::Profession, "REQ-THERLINK-001", Holds::No, Saw::NoCare { person })
}
