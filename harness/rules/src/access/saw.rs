//! What was found when a rule was looked at: data, so that it can be said in any language, and its English sentence.

use etalon_model::Role;
use jiff::{Timestamp, civil::Date};

use super::profession::Profession;

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
    /// The asker is a physician.
    Physician { person: String },
    /// The asker gives care in another profession.
    OtherCare { person: String, profession: Profession },
    /// The asker gives no care.
    NoCare { person: String },
    /// The patient was registered with his consent.
    Registered { who: String, by: String },
    /// A form asks for a link, and nobody has processed it.
    LinkFormOnly { doctor: String, patient: String },
    /// The doctor is not shut out of this document.
    NotRestricted { doctor: String },
    /// The doctor is shut out of this document.
    Restricted { doctor: String, by: String },
    /// A professional opened this one SUMEHR by hand.
    OpenedByHand { by: String },
    /// The SUMEHR was shared from the cut-off on.
    SumehrByDefault { shared: Timestamp },
    /// The SUMEHR was shared before the cut-off.
    SumehrBeforeCutOff { shared: Timestamp },
    /// Its author keeps all of his SUMEHRs from patients.
    SumehrsClosed { by: String },
    /// Its author's general setting now is another one than when the SUMEHR was shared.
    SumehrSettingLater { by: String },
    /// A rule for this document opens what its author's general setting closes.
    SumehrRuleAgainstSetting { by: String },
    /// Another doctor has closed his own SUMEHRs.
    OthersSumehrsClosed { by: String },
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
            Self::Physician { person } => format!("{person} is a physician"),
            Self::OtherCare { person, profession } => format!("{person} is no physician but a {}", profession.as_str()),
            Self::NoCare { person } => format!("{person} has no profession that gives care, and so can have no therapeutic link"),
            Self::Registered { who, by } => format!("consent of {who} is in force: {by} registered {who} with it"),
            Self::LinkFormOnly { doctor, patient } => {
                format!("{doctor} has asked by form for a link with {patient}, and the form has not been processed")
            }
            Self::NotRestricted { doctor } => format!("{doctor} is not shut out of this document"),
            Self::Restricted { doctor, by } => format!("{by} has shut {doctor} out of this document"),
            Self::OpenedByHand { by } => format!("{by} has opened this SUMEHR to the patient by hand"),
            Self::SumehrByDefault { shared } => {
                format!("the SUMEHR was shared at {shared}: from 15 January 2019 on the patient may read it")
            }
            Self::SumehrBeforeCutOff { shared } => format!("the SUMEHR was shared at {shared}, before 15 January 2019"),
            Self::SumehrsClosed { by } => format!("{by} keeps all of his SUMEHRs from patients"),
            Self::SumehrSettingLater { by } => {
                format!("{by} has changed the setting for all of his SUMEHRs since this one was shared")
            }
            Self::SumehrRuleAgainstSetting { by } => {
                format!("{by} keeps all of his SUMEHRs from patients, and a rule for this one opens it")
            }
            Self::OthersSumehrsClosed { by } => format!("{by} has closed his own SUMEHRs, and this is not one of them"),
        }
    }
}
