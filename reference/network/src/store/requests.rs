//! What was asked for by form and waits for the network's office: deletions of references and therapeutic links.

use jiff::Timestamp;
use sqlx::{Row, sqlite::SqliteRow};

use super::{Store, StoreFault, instant};

/// A request to delete the reference to a document.
#[derive(Clone, Debug)]
pub(crate) struct DeletionRequest {
    pub(crate) position: i64,
    pub(crate) document: String,
    pub(crate) because: String,
    pub(crate) asked_at: Timestamp,
    pub(crate) processed_at: Option<Timestamp>,
    /// The reference was published again after it had been deleted.
    pub(crate) undone_at: Option<Timestamp>,
}

/// A request for a therapeutic link, by the identifiers of the two persons.
#[derive(Clone, Debug)]
pub(crate) struct LinkRequest {
    pub(crate) position: i64,
    pub(crate) professional: String,
    pub(crate) patient: String,
    pub(crate) asked_at: Timestamp,
    pub(crate) processed_at: Option<Timestamp>,
}

impl DeletionRequest {
    fn read(row: &SqliteRow) -> Result<Self, StoreFault> {
        Ok(Self {
            position: row.try_get("position")?,
            document: row.try_get("document")?,
            because: row.try_get("because")?,
            asked_at: instant(row.try_get("asked_at")?)?,
            processed_at: row.try_get::<Option<i64>, _>("processed_at")?.map(instant).transpose()?,
            undone_at: row.try_get::<Option<i64>, _>("undone_at")?.map(instant).transpose()?,
        })
    }
}

impl LinkRequest {
    fn read(row: &SqliteRow) -> Result<Self, StoreFault> {
        Ok(Self {
            position: row.try_get("position")?,
            professional: row.try_get("professional")?,
            patient: row.try_get("patient")?,
            asked_at: instant(row.try_get("asked_at")?)?,
            processed_at: row.try_get::<Option<i64>, _>("processed_at")?.map(instant).transpose()?,
        })
    }
}

impl Store {
    /// Asks for the reference to a document to be deleted.
    pub(crate) async fn ask_for_deletion(&self, document: &str, by: &str, because: &str, now: Timestamp) -> Result<(), StoreFault> {
        sqlx::query("INSERT INTO deletion_request (document, asked_by, because, asked_at) VALUES (?, ?, ?, ?)")
            .bind(document)
            .bind(by)
            .bind(because)
            .bind(now.as_microsecond())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// All that was ever asked about a document, the oldest first.
    pub(crate) async fn deletion_requests_of(&self, document: &str) -> Result<Vec<DeletionRequest>, StoreFault> {
        let rows = sqlx::query("SELECT * FROM deletion_request WHERE document = ? ORDER BY position")
            .bind(document)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(DeletionRequest::read).collect()
    }

    /// Every deletion that waits for the office, the oldest first.
    pub(crate) async fn waiting_deletions(&self) -> Result<Vec<DeletionRequest>, StoreFault> {
        let rows = sqlx::query("SELECT * FROM deletion_request WHERE processed_at IS NULL ORDER BY position")
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(DeletionRequest::read).collect()
    }

    /// The office has processed what was asked about a document.
    pub(crate) async fn deletion_processed(&self, document: &str, now: Timestamp) -> Result<(), StoreFault> {
        sqlx::query("UPDATE deletion_request SET processed_at = ? WHERE document = ? AND processed_at IS NULL")
            .bind(now.as_microsecond())
            .bind(document)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// What was processed about a document no longer counts.
    pub(crate) async fn deletion_undone(&self, document: &str, now: Timestamp) -> Result<(), StoreFault> {
        sqlx::query("UPDATE deletion_request SET undone_at = ? WHERE document = ? AND processed_at IS NOT NULL AND undone_at IS NULL")
            .bind(now.as_microsecond())
            .bind(document)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Asks for a therapeutic link.
    pub(crate) async fn ask_for_link(&self, professional: &str, patient: &str, now: Timestamp) -> Result<(), StoreFault> {
        sqlx::query("INSERT INTO link_request (professional, patient, asked_at) VALUES (?, ?, ?)")
            .bind(professional)
            .bind(patient)
            .bind(now.as_microsecond())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The latest request of the pair.
    pub(crate) async fn link_request_between(&self, professional: &str, patient: &str) -> Result<Option<LinkRequest>, StoreFault> {
        let row = sqlx::query("SELECT * FROM link_request WHERE professional = ? AND patient = ? ORDER BY position DESC LIMIT 1")
            .bind(professional)
            .bind(patient)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(LinkRequest::read).transpose()
    }

    /// Every link that waits for the office, the oldest first.
    pub(crate) async fn waiting_links(&self) -> Result<Vec<LinkRequest>, StoreFault> {
        let rows = sqlx::query("SELECT * FROM link_request WHERE processed_at IS NULL ORDER BY position")
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(LinkRequest::read).collect()
    }

    /// The office has processed what the pair asked.
    pub(crate) async fn link_request_processed(&self, professional: &str, patient: &str, now: Timestamp) -> Result<(), StoreFault> {
        sqlx::query("UPDATE link_request SET processed_at = ? WHERE professional = ? AND patient = ? AND processed_at IS NULL")
            .bind(now.as_microsecond())
            .bind(professional)
            .bind(patient)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
