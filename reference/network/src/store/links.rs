//! Therapeutic links between a professional and a patient; ended and revoked ones are kept.

use jiff::{Timestamp, civil::Date};
use sqlx::{Row, sqlite::SqliteRow};

use super::{Store, StoreFault, instant};

/// One therapeutic link.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    /// The professional's name, for the patient's overview.
    pub(crate) professional_name: String,
    pub(crate) starts_at: Timestamp,
    /// As declared or computed; `ends_at` is the first instant at which the link is no longer in force.
    pub(crate) end_day: Date,
    pub(crate) ends_at: Timestamp,
    pub(crate) revoked_at: Option<Timestamp>,
}

/// How a link stands at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LinkState {
    Active,
    Ended,
    Revoked,
}

impl LinkState {
    /// The word shown in `data-value`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Ended => "ended",
            Self::Revoked => "revoked",
        }
    }
}

/// A link about to be put.
#[derive(Clone, Copy)]
pub(crate) struct NewLink<'a> {
    pub(crate) professional: &'a str,
    pub(crate) patient: &'a str,
    pub(crate) starts_at: Timestamp,
    pub(crate) end_day: Date,
    pub(crate) ends_at: Timestamp,
}

impl Link {
    /// Revocation comes first: a revoked link does not end a second time.
    pub(crate) fn state_at(&self, now: Timestamp) -> LinkState {
        match self.revoked_at {
            Some(_) => LinkState::Revoked,
            None if now < self.ends_at => LinkState::Active,
            None => LinkState::Ended,
        }
    }

    fn read(row: &SqliteRow) -> Result<Self, StoreFault> {
        let revoked: Option<i64> = row.try_get("revoked_at")?;
        let end_day: String = row.try_get("end_day")?;
        Ok(Self {
            professional_name: row.try_get("name")?,
            starts_at: instant(row.try_get("starts_at")?)?,
            end_day: end_day.parse().map_err(|error: jiff::Error| StoreFault::Decode(Box::new(error)))?,
            ends_at: instant(row.try_get("ends_at")?)?,
            revoked_at: revoked.map(instant).transpose()?,
        })
    }
}

impl Store {
    /// All links of the pair, the newest first.
    pub(crate) async fn links_between(&self, professional: &str, patient: &str) -> Result<Vec<Link>, StoreFault> {
        sqlx::query(
            "SELECT l.*, p.name FROM therapeutic_link l JOIN person p ON p.pid = l.professional \
             WHERE l.professional = ? AND l.patient = ? ORDER BY l.position DESC",
        )
        .bind(professional)
        .bind(patient)
        .fetch_all(&self.pool)
        .await?
        .iter()
        .map(Link::read)
        .collect()
    }

    /// All links on a patient, the newest first.
    pub(crate) async fn links_on(&self, patient: &str) -> Result<Vec<Link>, StoreFault> {
        sqlx::query(
            "SELECT l.*, p.name FROM therapeutic_link l JOIN person p ON p.pid = l.professional WHERE l.patient = ? ORDER BY l.position DESC",
        )
        .bind(patient)
        .fetch_all(&self.pool)
        .await?
        .iter()
        .map(Link::read)
        .collect()
    }

    /// Puts a link beside those that exist.
    #[cfg(feature = "crooked")]
    pub(crate) async fn add_link(&self, link: NewLink<'_>) -> Result<(), StoreFault> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        insert(&mut transaction, link).await?;
        transaction.commit().await
    }

    /// Puts a link and revokes what the pair had before, so that one link is in force.
    pub(crate) async fn replace_link(&self, link: NewLink<'_>) -> Result<(), StoreFault> {
        let mut transaction = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        revoke(&mut transaction, link.professional, link.patient, link.starts_at).await?;
        insert(&mut transaction, link).await?;
        transaction.commit().await
    }

    /// Revokes the links of the pair that are in force.
    pub(crate) async fn revoke_links(&self, professional: &str, patient: &str, now: Timestamp) -> Result<(), StoreFault> {
        let mut connection = self.pool.acquire().await?;
        revoke(&mut connection, professional, patient, now).await
    }
}

async fn insert(connection: &mut sqlx::SqliteConnection, link: NewLink<'_>) -> Result<(), StoreFault> {
    sqlx::query("INSERT INTO therapeutic_link (professional, patient, starts_at, end_day, ends_at) VALUES (?, ?, ?, ?, ?)")
        .bind(link.professional)
        .bind(link.patient)
        .bind(link.starts_at.as_microsecond())
        .bind(link.end_day.to_string())
        .bind(link.ends_at.as_microsecond())
        .execute(connection)
        .await?;
    Ok(())
}

async fn revoke(connection: &mut sqlx::SqliteConnection, professional: &str, patient: &str, now: Timestamp) -> Result<(), StoreFault> {
    sqlx::query(
        "UPDATE therapeutic_link SET revoked_at = ?1 WHERE professional = ?2 AND patient = ?3 AND revoked_at IS NULL AND ends_at > ?1",
    )
    .bind(now.as_microsecond())
    .bind(professional)
    .bind(patient)
    .execute(connection)
    .await?;
    Ok(())
}
