//! Taking references in: a publisher's reference is kept once, and replaced when it is said again.

use jiff::Timestamp;
use sqlx::SqliteConnection;

use super::{Attachment, Content, Document, PatientAccess, Store, StoreFault};

/// A reference about to be put.
pub(crate) struct NewReference {
    pub(crate) publisher: String,
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
    pub(crate) attachments: Vec<Attachment>,
}

/// What became of a reference.
pub(crate) enum Put {
    Created(String),
    Replaced(String),
    /// The reference is taken, for another patient.
    OtherPatient,
}

impl Store {
    /// Keeps a reference. The publisher's reference is the key: said again it replaces what was said before, under the same identifier;
    /// `id` is for a new one. `renewed` gives the access rule in force after a replacement.
    pub(crate) async fn put_reference(
        &self,
        new: &NewReference,
        id: String,
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
            None => (id, new.access),
        };
        new.insert(&mut transaction, &id, access).await?;
        transaction.commit().await?;
        Ok(if former.is_some() { Put::Replaced(id) } else { Put::Created(id) })
    }
}

impl NewReference {
    /// What it will be under that identifier.
    pub(crate) fn document(&self, id: &str) -> Document {
        Document {
            id: id.to_owned(),
            publisher: self.publisher.clone(),
            reference: self.reference.clone(),
            patient_insz: self.patient_insz.clone(),
            kind: self.kind.clone(),
            title: self.title.clone(),
            author: self.author.clone(),
            author_insz: self.author_insz.clone(),
            published_at: self.published_at,
            received_at: self.received_at,
            access: self.access,
            content: self.content.clone(),
        }
    }

    /// Writes it under that identifier, in place of what may be there.
    pub(super) async fn insert(&self, connection: &mut SqliteConnection, id: &str, access: PatientAccess) -> Result<(), StoreFault> {
        let (rule, days) = access.columns();
        let (url, sha256) = match &self.content {
            Content::Hospital { url, sha256 } => (Some(url), sha256.as_ref()),
            Content::Safe => (None, None),
        };
        sqlx::query(
            "INSERT INTO document (id, publisher, reference, patient_insz, kind, title, author, author_insz, published_at, received_at, \
             access_rule, delay_days, content_url, content_sha256) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) \
             ON CONFLICT (id) DO UPDATE SET kind = ?5, title = ?6, author = ?7, author_insz = ?8, published_at = ?9, access_rule = ?11, \
             delay_days = ?12, content_url = ?13, content_sha256 = ?14",
        )
        .bind(id)
        .bind(&self.publisher)
        .bind(&self.reference)
        .bind(&self.patient_insz)
        .bind(&self.kind)
        .bind(&self.title)
        .bind(&self.author)
        .bind(&self.author_insz)
        .bind(self.published_at.as_microsecond())
        .bind(self.received_at.as_microsecond())
        .bind(rule)
        .bind(days)
        .bind(url)
        .bind(sha256)
        .execute(&mut *connection)
        .await?;
        sqlx::query("DELETE FROM attachment WHERE document = ?")
            .bind(id)
            .execute(&mut *connection)
            .await?;
        for attachment in &self.attachments {
            sqlx::query("INSERT INTO attachment (document, position, name, media_type, url, sha256) VALUES (?, ?, ?, ?, ?, ?)")
                .bind(id)
                .bind(attachment.position)
                .bind(&attachment.name)
                .bind(&attachment.media_type)
                .bind(&attachment.url)
                .bind(&attachment.sha256)
                .execute(&mut *connection)
                .await?;
        }
        Ok(())
    }
}
