//! The kinds of acts that access depends on. When each was done, and whether that is sure, is `when`'s.

use etalon_model::{PatientAccess, Role};
use jiff::civil::Date;

/// What is set for the patient's own access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessRule {
    /// At once.
    Immediate,
    /// That many days after publication.
    AfterDays(u32),
    /// Not at all.
    Never,
    /// Once an attending physician has released it.
    Releasable,
    /// No rule of its own: what holds for SUMEHRs by their date and by their author's general setting.
    Sumehr,
}

impl From<PatientAccess> for AccessRule {
    fn from(access: PatientAccess) -> Self {
        match access {
            PatientAccess::Immediate => Self::Immediate,
            PatientAccess::AfterDays(days) => Self::AfterDays(days),
            PatientAccess::Never => Self::Never,
        }
    }
}

/// A rule for the patient's own access, set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSet {
    /// The rule.
    pub rule: AccessRule,
    /// The professional who set it by hand; none where it came with the publication.
    pub by: Option<String>,
}

/// A reference to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    /// The network knows where the document is.
    Made,
    /// It no longer does.
    Deleted,
}

/// A release of a document to its patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Who released it.
    pub by: String,
}

/// A consent, given or withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentAct {
    /// Whose.
    pub who: String,
    /// In which quality.
    pub role: Role,
    /// Whether it was given, rather than withdrawn.
    pub is_given: bool,
    /// The professional who registered the patient with it; none where the person gave or withdrew it himself.
    pub registered_by: Option<String>,
}

/// A therapeutic link, declared or revoked. A link declared again takes the place of the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkAct {
    /// The doctor.
    pub doctor: String,
    /// The patient.
    pub patient: String,
    /// Whether it was declared, rather than revoked.
    pub is_declared: bool,
    /// The end day, where one was chosen.
    pub until: Option<Date>,
    /// Whether the office made it from a form, rather than the doctor himself.
    pub by_form: bool,
}

/// A form sent that asks the office for a therapeutic link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkForm {
    /// The doctor.
    pub doctor: String,
    /// The patient.
    pub patient: String,
}

/// A patient's exclusion of a professional, made or lifted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExclusionAct {
    /// Whose record.
    pub patient: String,
    /// Who is excluded.
    pub doctor: String,
    /// Whether it was made, rather than lifted.
    pub is_made: bool,
    /// Who did it: the patient, or a professional at the patient's request.
    pub by: String,
}

/// A professional's exclusion from one document, made or lifted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestrictionAct {
    /// Who is shut out of the document.
    pub doctor: String,
    /// Whether it was made, rather than lifted.
    pub is_made: bool,
    /// Who did it.
    pub by: String,
}

/// A doctor's general setting for his own SUMEHRs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingAct {
    /// The doctor.
    pub doctor: String,
    /// Whether patients may read them.
    pub is_open: bool,
}
