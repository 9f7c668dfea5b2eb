//! What an actor wants from the system under test, in domain words.

use serde::{Deserialize, Serialize};

/// In which quality a person acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// About himself.
    Patient,
    /// As a doctor.
    Professional,
}

impl Role {
    /// Its spelling.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Patient => "patient",
            Self::Professional => "professional",
        }
    }
}

/// How a person proves who he is to CSAM.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// The eID card with its PIN: level 500.
    Eid,
    /// The itsme app: level 450.
    Itsme,
    /// A security code by mobile app: level 400.
    Totp,
    /// A security code by e-mail: level 350.
    Mail,
    /// User name and password: level 200.
    Password,
}

impl Means {
    /// Every means, strongest first.
    pub const ALL: [Self; 5] = [Self::Eid, Self::Itsme, Self::Totp, Self::Mail, Self::Password];

    /// Its spelling on CSAM's page and in records.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Eid => "eid",
            Self::Itsme => "itsme",
            Self::Totp => "totp",
            Self::Mail => "mail",
            Self::Password => "password",
        }
    }

    /// The level that it reaches at CSAM. That of the e-mail code is a guess (docs/csam.md, 1.6).
    #[must_use]
    pub fn level(self) -> u16 {
        match self {
            Self::Eid => 500,
            Self::Itsme => 450,
            Self::Totp => 400,
            Self::Mail => 350,
            Self::Password => 200,
        }
    }

    /// The means as features write it: `eID`, `itsme`, `TOTP`, `e-mail`, `password`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "eID" => Some(Self::Eid),
            "itsme" => Some(Self::Itsme),
            "TOTP" => Some(Self::Totp),
            "e-mail" => Some(Self::Mail),
            "password" => Some(Self::Password),
            _ => None,
        }
    }
}

/// What an actor wants. Persons and documents are named as in the scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "intent", rename_all_fields = "kebab-case")]
pub enum Intent {
    /// Log in, to the space of that role, with that means.
    LogIn {
        /// The space entered.
        role: Role,
        /// The means used.
        means: Means,
    },
    /// End the session.
    LogOut {},
    /// Open one of the product's pages, by the name the profile gives it.
    OpenPage {
        /// `home`, `patient-home`, …
        page: String,
    },
    /// Agree to the electronic sharing of health data.
    GiveConsent {
        /// As patient or as doctor.
        role: Role,
    },
    /// Take that back.
    WithdrawConsent {
        /// As patient or as doctor.
        role: Role,
    },
    /// Declare a therapeutic link with a patient.
    DeclareTherapeuticLink {
        /// The patient.
        patient: String,
        /// The end day, where one is chosen: `YYYY-MM-DD`.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        until: Option<String>,
    },
    /// End a therapeutic link.
    RevokeTherapeuticLink {
        /// The patient.
        patient: String,
    },
    /// See which therapeutic links there are with a patient.
    ListTherapeuticLinks {
        /// The patient.
        patient: String,
    },
    /// Ask for the list of a patient's documents.
    ListDocuments {
        /// In which quality.
        role: Role,
        /// The patient.
        patient: String,
    },
    /// Open a document by its address.
    ReadDocument {
        /// In which quality.
        role: Role,
        /// The document.
        document: String,
    },
    /// Open an attachment by its address.
    ReadAttachment {
        /// In which quality.
        role: Role,
        /// The document.
        document: String,
        /// The attachment's file name.
        attachment: String,
    },
    /// See who consulted one's record.
    ReadAuditTrail {},
}

impl Intent {
    /// The name under which a profile says how it is triggered.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::LogIn { .. } => "LogIn",
            Self::LogOut {} => "LogOut",
            Self::OpenPage { .. } => "OpenPage",
            Self::GiveConsent { .. } => "GiveConsent",
            Self::WithdrawConsent { .. } => "WithdrawConsent",
            Self::DeclareTherapeuticLink { .. } => "DeclareTherapeuticLink",
            Self::RevokeTherapeuticLink { .. } => "RevokeTherapeuticLink",
            Self::ListTherapeuticLinks { .. } => "ListTherapeuticLinks",
            Self::ListDocuments { .. } => "ListDocuments",
            Self::ReadDocument { .. } => "ReadDocument",
            Self::ReadAttachment { .. } => "ReadAttachment",
            Self::ReadAuditTrail {} => "ReadAuditTrail",
        }
    }

    /// What the actor wants, as a person would say it: “open the document “letter””.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::LogIn { role, means } => format!("log in as {} with {}", role.as_str(), means.as_str()),
            Self::LogOut {} => "log out".to_owned(),
            Self::OpenPage { page } => format!("open the page `{page}`"),
            Self::GiveConsent { role } => format!("give consent as {}", role.as_str()),
            Self::WithdrawConsent { role } => format!("withdraw consent as {}", role.as_str()),
            Self::DeclareTherapeuticLink { patient, until: None } => format!("declare a therapeutic link with {patient}"),
            Self::DeclareTherapeuticLink { patient, until: Some(day) } => format!("declare a therapeutic link with {patient} until {day}"),
            Self::RevokeTherapeuticLink { patient } => format!("end the therapeutic link with {patient}"),
            Self::ListTherapeuticLinks { patient } => format!("see the therapeutic links with {patient}"),
            Self::ListDocuments { patient, .. } => format!("see the list of documents of {patient}"),
            Self::ReadDocument { document, .. } => format!("open the document “{document}”"),
            Self::ReadAttachment { document, attachment, .. } => format!("open the attachment “{attachment}” of “{document}”"),
            Self::ReadAuditTrail {} => "see the audit trail".to_owned(),
        }
    }

    /// The quality in which the actor acts, where the intent leaves a choice.
    #[must_use]
    pub fn role(&self) -> Option<Role> {
        match self {
            Self::LogIn { role, .. }
            | Self::GiveConsent { role }
            | Self::WithdrawConsent { role }
            | Self::ListDocuments { role, .. }
            | Self::ReadDocument { role, .. }
            | Self::ReadAttachment { role, .. } => Some(*role),
            Self::DeclareTherapeuticLink { .. } | Self::RevokeTherapeuticLink { .. } | Self::ListTherapeuticLinks { .. } => {
                Some(Role::Professional)
            }
            Self::ReadAuditTrail {} => Some(Role::Patient),
            Self::LogOut {} | Self::OpenPage { .. } => None,
        }
    }

    /// Every name, for the checks on profiles.
    pub const NAMES: [&'static str; 12] = [
        "LogIn",
        "LogOut",
        "OpenPage",
        "GiveConsent",
        "WithdrawConsent",
        "DeclareTherapeuticLink",
        "RevokeTherapeuticLink",
        "ListTherapeuticLinks",
        "ListDocuments",
        "ReadDocument",
        "ReadAttachment",
        "ReadAuditTrail",
    ];
}
