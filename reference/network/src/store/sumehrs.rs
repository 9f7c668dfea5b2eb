//! SUMEHRs in the network's own safe, item by item, and what each professional set for all of his.

use jiff::Timestamp;
use sqlx::Row;

use super::{NewReference, Store, StoreFault};

/// One item of a SUMEHR, by the name of its field.
pub(crate) struct SumehrItem {
    pub(crate) item: String,
    pub(crate) content: String,
}

impl Store {
    /// Keeps a SUMEHR under that identifier, content and all.
    pub(crate) async fn keep_sumehr(&self, new: &NewReference, id: &str, items: &[SumehrItem]) -> Result<(), StoreFault> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        new.insert(&mut transaction, id, new.access).await?;
        for item in items {
            sqlx::query("INSERT INTO sumehr_item (document, item, content) VALUES (?, ?, ?)")
                .bind(id)
                .bind(&item.item)
                .bind(&item.content)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await
    }

    /// What a SUMEHR says, in the order in which it was written.
    pub(crate) async fn sumehr(&self, document: &str) -> Result<Vec<SumehrItem>, StoreFault> {
        sqlx::query("SELECT item, content FROM sumehr_item WHERE document = ? ORDER BY rowid")
            .bind(document)
            .fetch_all(&self.pool)
            .await?
            .iter()
            .map(|row| {
                Ok(SumehrItem {
                    item: row.try_get("item")?,
                    content: row.try_get("content")?,
                })
            })
            .collect()
    }

    /// Opens or closes all SUMEHRs of a professional to patients.
    pub(crate) async fn set_sumehr_access(&self, professional_insz: &str, is_open: bool, now: Timestamp) -> Result<(), StoreFault> {
        sqlx::query("INSERT INTO sumehr_setting (professional_insz, is_open, set_at) VALUES (?, ?, ?)")
            .bind(professional_insz)
            .bind(i64::from(is_open))
            .bind(now.as_microsecond())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// What a professional last said about all of his SUMEHRs, if anything.
    pub(crate) async fn sumehr_access(&self, professional_insz: &str) -> Result<Option<bool>, StoreFault> {
        let row = sqlx::query("SELECT is_open FROM sumehr_setting WHERE professional_insz = ? ORDER BY position DESC LIMIT 1")
            .bind(professional_insz)
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| Ok(row.try_get::<i64, _>("is_open")? != 0)).transpose()
    }

    /// The national numbers of those about whom this professional published a SUMEHR.
    pub(crate) async fn patients_with_sumehr_of(&self, professional_insz: &str) -> Result<Vec<String>, StoreFault> {
        sqlx::query("SELECT DISTINCT patient_insz FROM document WHERE author_insz = ? AND content_url IS NULL")
            .bind(professional_insz)
            .fetch_all(&self.pool)
            .await?
            .iter()
            .map(|row| row.try_get("patient_insz"))
            .collect()
    }
}
