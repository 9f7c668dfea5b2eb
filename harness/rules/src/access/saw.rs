//! What was found when a rule was looked at: data, so that it can be said in any language, and its English sentence.

use etalon_model::Role;
use jiff::{Timestamp, civil::Date};

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are the people, days and instants that the sentence names")]
pub enum Saw {
    /// It is the asker's own record.
    OwnRecord { patient: String },
    /// The asker is neither the patient nor a doctor.
    OthersRecord { person: String, patient: String },
    /// The network refers to the document.
    Referenced,
    /// It does not do so yet.
    NotReferenced,
    /// It does so no longer.
    ReferenceDeleted,
    /// Consent was never given.
    NoConsent { who: String, role: Role },
    /// Consent is in force.
    Consent { who: String, role: Role },
    /// Consent was withdrawn.
    ConsentWithdrawn { who: String, role: Role },
    /// The patient has not excluded the doctor.
    NotExcluded { doctor: String, patient: String },
    /// The patient has excluded the doctor.
    Excluded { doctor: String, patient: String },
    /// No link was ever declared.
    NoLink { doctor: String, patient: String },
    /// A link was declared; its end day where there is one.
    Link {
        doctor: String,
        patient: String,
        until: Option<Date>,
    },
    /// The link has reached its end.
    LinkEnded {
        doctor: String,
        patient: String,
        day: Option<Date>,
    },
    /// The link was revoked.
    LinkRevoked { doctor: String, patient: String },
    /// The patient may read at once.
    Immediate,
    /// The patient may read after a delay: from the first instant under some reading, from the second under every reading.
    AfterDays {
        days: u32,
        published: Timestamp,
        opens: Option<(Timestamp, Timestamp)>,
        reading: Option<String>,
    },
    /// The patient may not read.
    Inaccessible,
    /// An attending physician must release it, and none has.
    NotReleased,
    /// An attending physician has released it.
    Released { by: String },
    /// Somebody has released it who was not attending.
    ReleasedByOther { by: String },
    /// It was released, and its status does not allow that.
    ReleaseWithoutStatus { by: String },
    /// The rule for the patient does not bind doctors.
    RuleIsThePatients,
}

impl Saw {
    /// The sentence, in English.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::OwnRecord { patient } => format!("it is {patient}'s own record, for which no therapeutic link is needed"),
            Self::OthersRecord { person, patient } => format!("{person} is no doctor, and this is the record of {patient}"),
            Self::Referenced => "the network refers to the document".to_owned(),
            Self::NotReferenced => "the network does not refer to the document yet".to_owned(),
            Self::ReferenceDeleted => "the reference to the document was deleted".to_owned(),
            Self::NoConsent { who, .. } => format!("no consent of {who} is in force: none was given"),
            Self::Consent { who, .. } => format!("consent of {who} is in force"),
            Self::ConsentWithdrawn { who, .. } => format!("no consent of {who} is in force: it was withdrawn"),
            Self::NotExcluded { doctor, patient } => format!("{patient} has not excluded {doctor}"),
            Self::Excluded { doctor, patient } => format!("{patient} has excluded {doctor}"),
            Self::NoLink { doctor, patient } => {
                format!("no therapeutic link between {doctor} and {patient} is in force: none was declared")
            }
            Self::Link {
                doctor,
                patient,
                until: None,
            } => {
                format!("a therapeutic link between {doctor} and {patient} was declared, without an end day")
            }
            Self::Link {
                doctor,
                patient,
                until: Some(day),
            } => {
                format!("a therapeutic link between {doctor} and {patient} was declared, with {day} as its end day")
            }
            Self::LinkEnded {
                doctor,
                patient,
                day: None,
            } => {
                format!("the therapeutic link between {doctor} and {patient} has ended")
            }
            Self::LinkEnded {
                doctor,
                patient,
                day: Some(day),
            } => {
                format!("the therapeutic link between {doctor} and {patient} ended on {day}")
            }
            Self::LinkRevoked { doctor, patient } => {
                format!("no therapeutic link between {doctor} and {patient} is in force: it was revoked")
            }
            Self::Immediate => "the patient may read it at once".to_owned(),
            Self::AfterDays { days, opens: None, .. } => format!("the patient may read it {days} days after its publication"),
            Self::AfterDays {
                days,
                opens: Some((earliest, latest)),
                ..
            } => format!(
                "the patient may read it {days} days after its publication: from {earliest} at the earliest, from {latest} at the latest"
            ),
            Self::Inaccessible => "the patient may not read it".to_owned(),
            Self::NotReleased => "no attending physician has released it to the patient".to_owned(),
            Self::Released { by } => format!("{by}, as an attending physician, has released it to the patient"),
            Self::ReleasedByOther { by } => format!("{by} has released it, and was no attending physician who may open it"),
            Self::ReleaseWithoutStatus { by } => format!("{by} has released it, and its status does not allow that"),
            Self::RuleIsThePatients => "what is set for the patient's own access does not bind doctors".to_owned(),
        }
    }
}
