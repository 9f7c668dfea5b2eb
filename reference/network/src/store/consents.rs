//! Consents: a history of decisions per person and capacity.

use jiff::Timestamp;
use sqlx::Row;

use super::{Capacity, Store, StoreFault};

/// What the latest decision says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ConsentState {
    None,
    Active,
    Withdrawn,
}

impl ConsentState {
    /// The word shown in `data-value`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Active => "active",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl Store {
    /// The state of a person's consent in that capacity.
    pub(crate) async fn consent_state(&self, pid: &str, capacity: Capacity) -> Result<ConsentState, StoreFault> {
        let row = sqlx::query("SELECT given FROM consent WHERE person = ? AND capacity = ? ORDER BY position DESC LIMIT 1")
            .bind(pid)
            .bind(capacity.word())
            .fetch_optional(&self.pool)
            .await?;
        Ok(match row.map(|row| row.try_get::<i64, _>("given")).transpose()? {
            None => ConsentState::None,
            Some(0) => ConsentState::Withdrawn,
            Some(_) => ConsentState::Active,
        })
    }

    /// Adds a decision: consent given, or withdrawn.
    pub(crate) async fn record_consent(&self, pid: &str, capacity: Capacity, given: bool, now: Timestamp) -> Result<(), StoreFault> {
        sqlx::query("INSERT INTO consent (person, capacity, given, decided_at) VALUES (?, ?, ?, ?)")
            .bind(pid)
            .bind(capacity.word())
            .bind(i64::from(given))
            .bind(now.as_microsecond())
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
