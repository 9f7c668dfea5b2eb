//! References to documents of hospitals, with the rule for the patient's own access. The content stays with the publisher.

use jiff::Timestamp;
use sqlx::{Row, sqlite::SqliteRow};

use super::{Store, StoreFault, instant};
use crate::secrets;

/// When the patient may read a document, as its publisher said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PatientAccess {
    Immediate,
    AfterDays(u32),
    Never,
}

impl PatientAccess {
    fn columns(self) -> (&'static str, u32) {
        match self {
            Self::Immediate => ("immediate", 0),
            Self::AfterDays(days) => ("after-days", days),
            Self::Never => ("never", 0),
        }
    }
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
    pub(crate) published_at: Timestamp,
    pub(crate) received_at: Timestamp,
    pub(crate) access: PatientAccess,
    pub(crate) content_url: String,
}

/// Something that belongs to a document; positions count from 1.
#[derive(Clone, Debug)]
pub(crate) struct Attachment {
    pub(crate) position: u32,
    pub(crate) name: String,
    pub(crate) media_type: String,
    pub(crate) url: String,
}

/// A reference about to be put.
pub(crate) struct NewReference {
    pub(crate) publisher: String,
    pub(crate) reference: String,
    pub(crate) patient_insz: String,
    pub(crate) kind: String,
    pub(crate) title: String,
    pub(crate) author: String,
    pub(crate) published_at: Timestamp,
    pub(crate) received_at: Timestamp,
    pub(crate) access: PatientAccess,
    pub(crate) content_url: String,
    pub(crate) attachments: Vec<Attachment>,
}

/// What became of a reference.
pub(crate) enum Put {
    Created(String),
    Replaced(String),
    /// The reference is taken, for another patient.
    OtherPatient,
}

impl Document {
    fn read(row: &SqliteRow) -> Result<Self, StoreFault> {
        let rule: String = row.try_get("access_rule")?;
        let access = match rule.as_str() {
            "immediate" => PatientAccess::Immediate,
            "after-days" => PatientAccess::AfterDays(row.try_get("delay_days")?),
            _ => PatientAccess::Never,
        };
        Ok(Self {
            id: row.try_get("id")?,
            publisher: row.try_get("publisher")?,
            reference: row.try_get("reference")?,
            patient_insz: row.try_get("patient_insz")?,
            kind: row.try_get("kind")?,
            title: row.try_get("title")?,
            author: row.try_get("author")?,
            published_at: instant(row.try_get("published_at")?)?,
            received_at: instant(row.try_get("received_at")?)?,
            access,
            content_url: row.try_get("content_url")?,
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
        let rows = sqlx::query("SELECT * FROM document WHERE patient_insz = ? ORDER BY published_at DESC, id")
            .bind(insz)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(Document::read).collect()
    }

    /// The attachments of a document in the publisher's order.
    pub(crate) async fn attachments(&self, document: &str) -> Result<Vec<Attachment>, StoreFault> {
        let rows = sqlx::query("SELECT position, name, media_type, url FROM attachment WHERE document = ? ORDER BY position")
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
                })
            })
            .collect()
    }

    /// Keeps a reference. The publisher's reference is the key: said again it replaces what was said before, under the same identifier.
    /// `renewed` gives the access rule in force after a replacement.
    pub(crate) async fn put_reference(
        &self,
        new: &NewReference,
        renewed: fn(PatientAccess, PatientAccess) -> PatientAccess,
    ) -> Result<Put, StoreFault> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let former = sqlx::query("SELECT * FROM document WHERE publisher = ? AND reference = ?")
            .bind(&new.publisher)
            .bind(&new.reference)
            .fetch_optional(&mut *transaction)
            .await?;
        let former = former.as_ref().map(Document::read).transpose()?;
        let (id, access) = match &former {
            Some(former) if former.patient_insz != new.patient_insz => return Ok(Put::OtherPatient),
            Some(former) => (former.id.clone(), renewed(former.access, new.access)),
            None => (secrets::fresh_identifier(), new.access),
        };
        let (rule, days) = access.columns();
        sqlx::query(
            "INSERT INTO document (id, publisher, reference, patient_insz, kind, title, author, published_at, received_at, access_rule, delay_days, content_url) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT (id) DO UPDATE SET \
             kind = ?5, title = ?6, author = ?7, published_at = ?8, access_rule = ?10, delay_days = ?11, content_url = ?12",
        )
        .bind(&id)
        .bind(&new.publisher)
        .bind(&new.reference)
        .bind(&new.patient_insz)
        .bind(&new.kind)
        .bind(&new.title)
        .bind(&new.author)
        .bind(new.published_at.as_microsecond())
        .bind(new.received_at.as_microsecond())
        .bind(rule)
        .bind(days)
        .bind(&new.content_url)
        .execute(&mut *transaction)
        .await?;
        sqlx::query("DELETE FROM attachment WHERE document = ?")
            .bind(&id)
            .execute(&mut *transaction)
            .await?;
        for attachment in &new.attachments {
            sqlx::query("INSERT INTO attachment (document, position, name, media_type, url) VALUES (?, ?, ?, ?, ?)")
                .bind(&id)
                .bind(attachment.position)
                .bind(&attachment.name)
                .bind(&attachment.media_type)
                .bind(&attachment.url)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(if former.is_some() { Put::Replaced(id) } else { Put::Created(id) })
    }
}
