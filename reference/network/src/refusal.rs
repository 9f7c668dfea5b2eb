//! The reasons for which the network refuses, with the code that a program reads and the sentence that a person reads.

/// Why something is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    PatientConsentMissing,
    DoctorConsentMissing,
    NoTherapeuticLink,
    NotAProfessional,
    NotYetAccessible,
    NotAccessibleToPatient,
    NotFound,
    LevelTooLow,
    PatientNotRegistered,
    NoNationalNumber,
    LoginCancelled,
    LoginFailed,
    LoginStateUnknown,
    FormExpired,
    Restricted,
    NotAuthor,
    NotReleasable,
    NotStaff,
}

impl Reason {
    /// The stable code.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::PatientConsentMissing => "patient-consent-missing",
            Self::DoctorConsentMissing => "doctor-consent-missing",
            Self::NoTherapeuticLink => "no-therapeutic-link",
            Self::NotAProfessional => "not-a-professional",
            Self::NotYetAccessible => "not-yet-accessible",
            Self::NotAccessibleToPatient => "not-accessible-to-patient",
            Self::NotFound => "not-found",
            Self::LevelTooLow => "level-too-low",
            Self::PatientNotRegistered => "patient-not-registered",
            Self::NoNationalNumber => "no-national-number",
            Self::LoginCancelled => "login-cancelled",
            Self::LoginFailed => "login-failed",
            Self::LoginStateUnknown => "login-state-unknown",
            Self::FormExpired => "form-expired",
            Self::Restricted => "restricted",
            Self::NotAuthor => "not-author",
            Self::NotReleasable => "not-releasable",
            Self::NotStaff => "not-staff",
        }
    }

    /// What the person is told: nothing about a patient or a document.
    pub(crate) fn sentence(self) -> &'static str {
        match self {
            Self::PatientConsentMissing => {
                "There is no consent of the patient in force for the electronic sharing of health data. Without it, no document is shown."
            }
            Self::DoctorConsentMissing => {
                "You have not given your own consent to the electronic sharing of health data. Give it on your start page to use the network."
            }
            Self::NoTherapeuticLink => {
                "No therapeutic link between you and this patient is in force. Declare one on the patient's page first."
            }
            Self::NotAProfessional => "This part of the network is for doctors who are registered with it.",
            Self::NotYetAccessible => "This is not accessible to you yet. Your doctor can tell you more.",
            Self::NotAccessibleToPatient => "This is not accessible to you on the network. Your doctor can tell you more.",
            Self::NotFound => "There is nothing at this address.",
            Self::LevelTooLow => {
                "The way in which you identified yourself is not strong enough for health data. Sign in again with your eID, itsme or a security code."
            }
            Self::PatientNotRegistered => "The network knows no patient with this national number.",
            Self::NoNationalNumber => "The sign-in service did not tell us your national number, and without it we cannot let you in.",
            Self::LoginCancelled => "You were not signed in, because signing in was stopped or not permitted. You can try again.",
            Self::LoginFailed => "You were not signed in: what the sign-in service sent did not pass our checks. You can start again.",
            Self::LoginStateUnknown => "This sign-in was not started in this browser, or it took too long. Please start again.",
            Self::FormExpired => "This form is no longer valid. Go back, reload the page and send it again.",
            Self::Restricted => "This document is not open to you, at the patient's request.",
            Self::NotAuthor => "Only the professional who drew this document up can do this.",
            Self::NotReleasable => "The status of this document does not allow it to be released to the patient.",
            Self::NotStaff => "This part of the network is for the staff of its office.",
        }
    }

    /// What the person can do next, when there is more to say.
    pub(crate) fn remedy(self) -> Option<&'static str> {
        match self {
            Self::PatientNotRegistered => Some(
                "Patients register by signing in once on this portal with their eID or another strong means and giving their consent there. \
                 Ask the patient to do so, or help with it during the consultation.",
            ),
            _ => None,
        }
    }
}
