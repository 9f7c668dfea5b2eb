//! Exclusions: professionals whom a patient has shut out of the whole record. Lifted ones are kept.

use jiff::Timestamp;
use sqlx::Row;

use super::{Store, StoreFault, instant};

/// An exclusion in force.
#[derive(Clone, Debug)]
pub(crate) struct Exclusion {
    /// Who is shut out.
    pub(crate) professional_insz: String,
    pub(crate) since: Timestamp,
}

impl Store {
    /// Shuts the professional out; once is enough.
    pub(crate) async fn exclude(&self, patient: &str, professional_insz: &str, now: Timestamp) -> Result<(), StoreFault> {
        sqlx::query("INSERT OR IGNORE INTO exclusion (patient, professional_insz, since) VALUES (?, ?, ?)")
            .bind(patient)
            .bind(professional_insz)
            .bind(now.as_microsecond())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Takes that back.
    pub(crate) async fn lift_exclusion(&self, patient: &str, professional_insz: &str, now: Timestamp) -> Result<(), StoreFault> {
        sqlx::query("UPDATE exclusion SET lifted_at = ? WHERE patient = ? AND professional_insz = ? AND lifted_at IS NULL")
            .bind(now.as_microsecond())
            .bind(patient)
            .bind(professional_insz)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The exclusions on a patient that are in force, in the order in which they were made.
    pub(crate) async fn exclusions_on(&self, patient: &str) -> Result<Vec<Exclusion>, StoreFault> {
        sqlx::query("SELECT professional_insz, since FROM exclusion WHERE patient = ? AND lifted_at IS NULL ORDER BY position")
            .bind(patient)
            .fetch_all(&self.pool)
            .await?
            .iter()
            .map(|row| {
                Ok(Exclusion {
                    professional_insz: row.try_get("professional_insz")?,
                    since: instant(row.try_get("since")?)?,
                })
            })
            .collect()
    }
}
