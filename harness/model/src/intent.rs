//! What an actor wants from the system under test, in domain words.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// In which quality a person acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// About himself.
    Patient,
    /// As a doctor.
    Professional,
    /// As staff of the network's office, who process what was asked for by form.
    Office,
}

impl Role {
    /// Its spelling.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Patient => "patient",
            Self::Professional => "professional",
            Self::Office => "office",
        }
    }
}

/// What a professional sets for the patient's own access to one document: `immediate`, `after-30-days`, `never`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum PatientAccess {
    /// At once.
    Immediate,
    /// So many days after publication.
    AfterDays(u32),
    /// Not at all.
    Never,
}

impl std::fmt::Display for PatientAccess {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Immediate => formatter.write_str("immediate"),
            Self::AfterDays(days) => write!(formatter, "after-{days}-days"),
            Self::Never => formatter.write_str("never"),
        }
    }
}

impl From<PatientAccess> for String {
    fn from(access: PatientAccess) -> Self {
        access.to_string()
    }
}

impl TryFrom<String> for PatientAccess {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("`{text}` is no access rule; it is immediate, after-N-days or never"))
    }
}

impl PatientAccess {
    /// The rule spelled `text`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "immediate" => Some(Self::Immediate),
            "never" => Some(Self::Never),
            other => {
                let days = other.strip_prefix("after-")?.strip_suffix("-days")?;
                days.parse().ok().map(Self::AfterDays)
            }
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
    /// Shut a professional out of a patient's record: by the patient, or by a professional at the patient's request.
    ExcludeProfessional {
        /// In which quality.
        role: Role,
        /// Whose record.
        patient: String,
        /// Who is shut out.
        doctor: String,
    },
    /// Take such an exclusion back.
    LiftExclusion {
        /// In which quality.
        role: Role,
        /// Whose record.
        patient: String,
        /// Who was shut out.
        doctor: String,
    },
    /// See which links and exclusions there are on a record.
    ListAuthorisations {
        /// In which quality.
        role: Role,
        /// Whose record.
        patient: String,
    },
    /// See, from the list of one's patients on, what can be set for a document.
    OpenManage {
        /// The document.
        document: String,
    },
    /// Set when the patient may read one document.
    SetPatientAccess {
        /// The document.
        document: String,
        /// The rule.
        access: PatientAccess,
    },
    /// Shut another professional out of one document.
    RestrictDocument {
        /// The document.
        document: String,
        /// Who is shut out of it.
        doctor: String,
    },
    /// Take that back.
    LiftRestriction {
        /// The document.
        document: String,
        /// Who was shut out of it.
        doctor: String,
    },
    /// Open a document to its patient whose status waits for that.
    ReleaseDocument {
        /// In which quality it is tried.
        role: Role,
        /// The document.
        document: String,
    },
    /// Ask, by form, for the reference to a document to be deleted.
    RequestDeletion {
        /// The document.
        document: String,
        /// Why.
        because: String,
    },
    /// Carry out what was so asked.
    ProcessDeletion {
        /// The document.
        document: String,
    },
    /// Publish a patient's summary record.
    PublishSumehr {
        /// What the scenario calls it.
        document: String,
        /// Whom it is about.
        patient: String,
        /// Which quality items it leaves out.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        lacking: Vec<String>,
    },
    /// Set once for all of one's own SUMEHRs whether patients may read them.
    SetSumehrAccess {
        /// Whether they may.
        open: bool,
    },
    /// Register a patient with the network.
    RegisterPatient {
        /// The patient.
        patient: String,
        /// Whether the form says that the patient consents.
        consents: bool,
    },
    /// See the list of one's patients.
    ListPatients {},
    /// Send the form that asks for a link where there is no card to read.
    SendLinkForm {
        /// The patient.
        patient: String,
    },
    /// Carry out what was so asked.
    ProcessLinkForm {
        /// Who asked.
        doctor: String,
        /// The patient.
        patient: String,
    },
    /// Look on the product's pages for something that it should offer: help, a contact, a film.
    FindOffer {
        /// By the name that the profile gives it.
        offer: String,
        /// In that language (`fr`, `nl`, `en`), where it matters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<String>,
    },
    /// Fetch a form to be filled in on paper.
    DownloadForm {
        /// By the name that the profile gives it.
        form: String,
    },
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
            Self::ExcludeProfessional { .. } => "ExcludeProfessional",
            Self::LiftExclusion { .. } => "LiftExclusion",
            Self::ListAuthorisations { .. } => "ListAuthorisations",
            Self::OpenManage { .. } => "OpenManage",
            Self::SetPatientAccess { .. } => "SetPatientAccess",
            Self::RestrictDocument { .. } => "RestrictDocument",
            Self::LiftRestriction { .. } => "LiftRestriction",
            Self::ReleaseDocument { .. } => "ReleaseDocument",
            Self::RequestDeletion { .. } => "RequestDeletion",
            Self::ProcessDeletion { .. } => "ProcessDeletion",
            Self::PublishSumehr { .. } => "PublishSumehr",
            Self::SetSumehrAccess { .. } => "SetSumehrAccess",
            Self::RegisterPatient { .. } => "RegisterPatient",
            Self::ListPatients {} => "ListPatients",
            Self::SendLinkForm { .. } => "SendLinkForm",
            Self::ProcessLinkForm { .. } => "ProcessLinkForm",
            Self::FindOffer { .. } => "FindOffer",
            Self::DownloadForm { .. } => "DownloadForm",
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
            Self::ExcludeProfessional { patient, doctor, .. } => format!("shut {doctor} out of the record of {patient}"),
            Self::LiftExclusion { patient, doctor, .. } => format!("let {doctor} into the record of {patient} again"),
            Self::ListAuthorisations { patient, .. } => format!("see who may and may not open the record of {patient}"),
            Self::OpenManage { document } => format!("see what can be set for “{document}”"),
            Self::SetPatientAccess { document, access } => format!("set the patient's access to “{document}” to {access}"),
            Self::RestrictDocument { document, doctor } => format!("shut {doctor} out of “{document}”"),
            Self::LiftRestriction { document, doctor } => format!("let {doctor} read “{document}” again"),
            Self::ReleaseDocument { document, .. } => format!("release “{document}” to the patient"),
            Self::RequestDeletion { document, .. } => format!("ask for the reference to “{document}” to be deleted"),
            Self::ProcessDeletion { document } => format!("process the deletion of the reference to “{document}”"),
            Self::PublishSumehr { document, patient, .. } => format!("publish the SUMEHR “{document}” of {patient}"),
            Self::SetSumehrAccess { open: true } => "let patients read all of one's SUMEHRs".to_owned(),
            Self::SetSumehrAccess { open: false } => "keep all of one's SUMEHRs from patients".to_owned(),
            Self::RegisterPatient { patient, .. } => format!("register {patient} with the network"),
            Self::ListPatients {} => "see the list of one's patients".to_owned(),
            Self::SendLinkForm { patient } => format!("ask by form for a therapeutic link with {patient}"),
            Self::ProcessLinkForm { doctor, patient } => format!("process the form that asks for a link of {doctor} with {patient}"),
            Self::FindOffer { offer, .. } => format!("find `{offer}`"),
            Self::DownloadForm { form } => format!("fetch the form `{form}`"),
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
            | Self::ReadAttachment { role, .. }
            | Self::ExcludeProfessional { role, .. }
            | Self::LiftExclusion { role, .. }
            | Self::ListAuthorisations { role, .. }
            | Self::ReleaseDocument { role, .. } => Some(*role),
            Self::DeclareTherapeuticLink { .. }
            | Self::RevokeTherapeuticLink { .. }
            | Self::ListTherapeuticLinks { .. }
            | Self::OpenManage { .. }
            | Self::SetPatientAccess { .. }
            | Self::RestrictDocument { .. }
            | Self::LiftRestriction { .. }
            | Self::RequestDeletion { .. }
            | Self::PublishSumehr { .. }
            | Self::SetSumehrAccess { .. }
            | Self::RegisterPatient { .. }
            | Self::ListPatients {}
            | Self::SendLinkForm { .. } => Some(Role::Professional),
            Self::ProcessDeletion { .. } | Self::ProcessLinkForm { .. } => Some(Role::Office),
            Self::ReadAuditTrail {} => Some(Role::Patient),
            Self::LogOut {} | Self::OpenPage { .. } | Self::FindOffer { .. } | Self::DownloadForm { .. } => None,
        }
    }

    /// Every name, for the checks on profiles.
    pub const NAMES: [&'static str; 30] = [
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
        "ExcludeProfessional",
        "LiftExclusion",
        "ListAuthorisations",
        "OpenManage",
        "SetPatientAccess",
        "RestrictDocument",
        "LiftRestriction",
        "ReleaseDocument",
        "RequestDeletion",
        "ProcessDeletion",
        "PublishSumehr",
        "SetSumehrAccess",
        "RegisterPatient",
        "ListPatients",
        "SendLinkForm",
        "ProcessLinkForm",
        "FindOffer",
        "DownloadForm",
    ];
}
