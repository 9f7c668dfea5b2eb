//! The audit trail: who asked for what, when, and what was answered. Entries are only ever added.

use jiff::Timestamp;
use sqlx::Row;

use super::{Store, StoreFault, instant};

/// The number of entries a patient is shown, the newest ones.
const MOST_ENTRIES: i64 = 500;

/// What was asked for or done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    List,
    Read,
    Attachment,
    SeeAuthorisations,
    Exclude,
    LiftExclusion,
    SeeAccess,
    SetAccess,
    Restrict,
    LiftRestriction,
    SeeRelease,
    Release,
    SeeDeletion,
    AskDeletion,
    Delete,
    SeeSumehrForm,
    PublishSumehr,
    SetSumehrAccess,
    Register,
    DeclareLink,
    RevokeLink,
    AskLink,
    ProcessLink,
}

impl Action {
    /// The word shown in `data-action`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Read => "read",
            Self::Attachment => "attachment",
            Self::SeeAuthorisations => "see-authorisations",
            Self::Exclude => "exclude",
            Self::LiftExclusion => "lift-exclusion",
            Self::SeeAccess => "see-access",
            Self::SetAccess => "set-access",
            Self::Restrict => "restrict",
            Self::LiftRestriction => "lift-restriction",
            Self::SeeRelease => "see-release",
            Self::Release => "release",
            Self::SeeDeletion => "see-deletion",
            Self::AskDeletion => "ask-deletion",
            Self::Delete => "delete",
            Self::SeeSumehrForm => "see-sumehr-form",
            Self::PublishSumehr => "publish-sumehr",
            Self::SetSumehrAccess => "set-sumehr-access",
            Self::Register => "register",
            Self::DeclareLink => "declare-link",
            Self::RevokeLink => "revoke-link",
            Self::AskLink => "ask-link",
            Self::ProcessLink => "process-link",
        }
    }
}

/// One line of the trail.
pub(crate) struct AuditEntry {
    pub(crate) at: Timestamp,
    pub(crate) actor: String,
    pub(crate) action: String,
    /// The network's identifier, where one document was meant.
    pub(crate) document: Option<String>,
    /// `granted`, or the code of the refusal.
    pub(crate) outcome: String,
}

impl Store {
    /// Adds an entry about a patient's record, or about nobody's when what was asked for does not exist.
    pub(crate) async fn add_audit_entry(
        &self,
        at: Timestamp,
        actor: &str,
        action: Action,
        patient_insz: Option<&str>,
        document: Option<&str>,
        outcome: &str,
    ) -> Result<(), StoreFault> {
        sqlx::query("INSERT INTO audit (at, actor, action, patient_insz, document, outcome) VALUES (?, ?, ?, ?, ?, ?)")
            .bind(at.as_microsecond())
            .bind(actor)
            .bind(action.word())
            .bind(patient_insz)
            .bind(document)
            .bind(outcome)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The trail of one patient's record, the newest first.
    pub(crate) async fn audit_of(&self, insz: &str) -> Result<Vec<AuditEntry>, StoreFault> {
        let rows =
            sqlx::query("SELECT at, actor, action, document, outcome FROM audit WHERE patient_insz = ? ORDER BY position DESC LIMIT ?")
                .bind(insz)
                .bind(MOST_ENTRIES)
                .fetch_all(&self.pool)
                .await?;
        rows.iter()
            .map(|row| {
                Ok(AuditEntry {
                    at: instant(row.try_get("at")?)?,
                    actor: row.try_get("actor")?,
                    action: row.try_get("action")?,
                    document: row.try_get("document")?,
                    outcome: row.try_get("outcome")?,
                })
            })
            .collect()
    }
}
