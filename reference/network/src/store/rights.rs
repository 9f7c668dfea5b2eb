//! Rights on single documents: rules that a professional set by hand for the patient's access, releases to the patient, and professionals
//! who are shut out of the document.

use jiff::Timestamp;
use sqlx::Row;

use super::{PatientAccess, Store, StoreFault, instant};

impl Store {
    /// Sets the patient's access to a document by hand.
    pub(crate) async fn set_access(&self, document: &str, by: &str, access: PatientAccess, now: Timestamp) -> Result<(), StoreFault> {
        let (rule, days) = access.columns();
        sqlx::query("INSERT INTO access_set (document, set_by, rule, delay_days, set_at) VALUES (?, ?, ?, ?, ?)")
            .bind(document)
            .bind(by)
            .bind(rule)
            .bind(days)
            .bind(now.as_microsecond())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The rule that was last set by hand for this document.
    pub(crate) async fn access_set(&self, document: &str) -> Result<Option<PatientAccess>, StoreFault> {
        let row = sqlx::query("SELECT rule, delay_days FROM access_set WHERE document = ? ORDER BY position DESC LIMIT 1")
            .bind(document)
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| Ok(PatientAccess::of_columns(row.try_get("rule")?, row.try_get("delay_days")?)))
            .transpose()
    }

    /// Releases a document to its patient.
    pub(crate) async fn release(&self, document: &str, by: &str, now: Timestamp) -> Result<(), StoreFault> {
        sqlx::query("INSERT INTO document_release (document, released_by, released_at) VALUES (?, ?, ?)")
            .bind(document)
            .bind(by)
            .bind(now.as_microsecond())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// When the document was first released.
    pub(crate) async fn released_at(&self, document: &str) -> Result<Option<Timestamp>, StoreFault> {
        let row = sqlx::query("SELECT released_at FROM document_release WHERE document = ? ORDER BY position LIMIT 1")
            .bind(document)
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| instant(row.try_get("released_at")?)).transpose()
    }

    /// Shuts a professional out of a document; once is enough.
    pub(crate) async fn restrict(&self, document: &str, professional_insz: &str, by: &str, now: Timestamp) -> Result<(), StoreFault> {
        sqlx::query("INSERT OR IGNORE INTO restriction (document, professional_insz, set_by, since) VALUES (?, ?, ?, ?)")
            .bind(document)
            .bind(professional_insz)
            .bind(by)
            .bind(now.as_microsecond())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Takes that back.
    pub(crate) async fn lift_restriction(&self, document: &str, professional_insz: &str, now: Timestamp) -> Result<(), StoreFault> {
        sqlx::query("UPDATE restriction SET lifted_at = ? WHERE document = ? AND professional_insz = ? AND lifted_at IS NULL")
            .bind(now.as_microsecond())
            .bind(document)
            .bind(professional_insz)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The national numbers of those who are shut out of a document, in the order in which that was done.
    pub(crate) async fn restricted_from(&self, document: &str) -> Result<Vec<String>, StoreFault> {
        sqlx::query("SELECT professional_insz FROM restriction WHERE document = ? AND lifted_at IS NULL ORDER BY position")
            .bind(document)
            .fetch_all(&self.pool)
            .await?
            .iter()
            .map(|row| row.try_get("professional_insz"))
            .collect()
    }
}
