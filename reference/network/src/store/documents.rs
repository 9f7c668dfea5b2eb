//! References to documents, with the rule for the patient's own access. The content stays with the hospital that published it; only
//! what was drawn up on the portal is in the network's own safe, which has a file of its own.

use jiff::Timestamp;
use sqlx::{Row, sqlite::SqliteRow};

use super::{Store, StoreFault, instant};

/// When the patient may read a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PatientAccess {
    Immediate,
    AfterDays(u32),
    Never,
    /// Once an attending physician has released it.
    Releasable,
    /// What the network says of SUMEHRs.
    Sumehr,
}

impl PatientAccess {
    /// The word of the database, and the days.
    pub(super) fn columns(self) -> (&'static str, u32) {
        match self {
            Self::Immediate => ("immediate", 0),
            Self::AfterDays(days) => ("after-days", days),
            Self::Never => ("never", 0),
            Self::Releasable => ("releasable", 0),
            Self::Sumehr => ("sumehr", 0),
        }
    }

    pub(super) fn of_columns(rule: &str, days: u32) -> Self {
        match rule {
            "immediate" => Self::Immediate,
            "after-days" => Self::AfterDays(days),
            "releasable" => Self::Releasable,
            "sumehr" => Self::Sumehr,
            _ => Self::Never,
        }
    }

    /// The word of pages and forms: `immediate`, `after-30-days`, `never`, …
    pub(crate) fn word(self) -> String {
        match self {
            Self::AfterDays(days) => format!("after-{days}-days"),
            other => other.columns().0.to_owned(),
        }
    }
}

/// Where the content is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// In the store of the hospital, with the digest of its bytes where the hospital gave one: 64 hexadecimal digits, SHA-256.
    Hospital { url: String, sha256: Option<String> },
    /// In the network's own safe.
    Safe,
}

/// A referenced document.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// Issued by the network, not to be guessed.
    pub(crate) id: String,
    pub(crate) publisher: String,
    /// The hospital's own.
    pub(crate) reference: String,
    pub(crate) patient_insz: String,
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) author: String,
    /// Who drew it up, where that is known.
    pub(crate) author_insz: Option<String>,
    pub(crate) published_at: Timestamp,
    pub(crate) received_at: Timestamp,
    pub(crate) access: PatientAccess,
    pub(crate) content: Content,
}

/// Something that belongs to a document; positions count from 1.
#[derive(Clone, Debug)]
pub(crate) struct Attachment {
    pub(crate) position: u32,
    pub(crate) name: String,
    pub(crate) media_type: String,
    pub(crate) url: String,
    /// The digest of its bytes, where the hospital gave one.
    pub(crate) sha256: Option<String>,
}

impl Document {
    pub(super) fn read(row: &SqliteRow) -> Result<Self, StoreFault> {
        let content = match row.try_get("content_url")? {
            Some(url) => Content::Hospital {
                url,
                sha256: row.try_get("content_sha256")?,
            },
            None => Content::Safe,
        };
        Ok(Self {
            id: row.try_get("id")?,
            publisher: row.try_get("publisher")?,
            reference: row.try_get("reference")?,
            patient_insz: row.try_get("patient_insz")?,
            kind: row.try_get("kind")?,
            title: row.try_get("title")?,
            author: row.try_get("author")?,
            author_insz: row.try_get("author_insz")?,
            published_at: instant(row.try_get("published_at")?)?,
            received_at: instant(row.try_get("received_at")?)?,
            access: PatientAccess::of_columns(row.try_get("access_rule")?, row.try_get("delay_days")?),
            content,
        })
    }
}

impl Store {
    /// The document with this identifier.
    pub(crate) async fn document(&self, id: &str) -> Result<Option<Document>, StoreFault> {
        let row = sqlx::query("SELECT * FROM document WHERE id = ?")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(Document::read).transpose()
    }

    /// All documents of a patient, the newest first.
    pub(crate) async fn documents_of(&self, insz: &str) -> Result<Vec<Document>, StoreFault> {
        let rows = sqlx::query("SELECT * FROM document WHERE patient_insz = ? ORDER BY published_at DESC, rowid DESC")
            .bind(insz)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(Document::read).collect()
    }

    /// The attachments of a document in the publisher's order.
    pub(crate) async fn attachments(&self, document: &str) -> Result<Vec<Attachment>, StoreFault> {
        let rows = sqlx::query("SELECT position, name, media_type, url, sha256 FROM attachment WHERE document = ? ORDER BY position")
            .bind(document)
            .fetch_all(&self.pool)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(Attachment {
                    position: row.try_get("position")?,
                    name: row.try_get("name")?,
                    media_type: row.try_get("media_type")?,
                    url: row.try_get("url")?,
                    sha256: row.try_get("sha256")?,
                })
            })
            .collect()
    }
}
