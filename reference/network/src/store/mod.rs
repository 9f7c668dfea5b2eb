//! The database of one instance: an SQLite file in a directory of its own. Rows become the types of this module; no rule is applied
//! here, so that a rule can be replaced without touching a query.

mod audit;
mod consents;
mod documents;
mod exclusions;
mod links;
mod people;
mod references;
mod requests;
mod rights;
mod sessions;
mod sumehrs;

use std::{path::Path, time::Duration};

use jiff::Timestamp;
use sqlx::{
    SqlitePool,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

pub(crate) use audit::{Action, AuditEntry};
pub(crate) use consents::ConsentState;
pub(crate) use documents::{Attachment, Content, Document, PatientAccess};
pub(crate) use links::{Link, LinkState, NewLink};
pub(crate) use people::{Capacity, Contact, Person};
pub(crate) use references::{NewReference, Put};
pub(crate) use sessions::{LoginAttempt, Session};
pub(crate) use sumehrs::SumehrItem;

/// A failure of the database: an environment error, never a refusal.
pub(crate) type StoreFault = sqlx::Error;

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

const MOST_CONNECTIONS: u32 = 4;
const LONGEST_WAIT: Duration = Duration::from_secs(15);

/// Everything one instance remembers.
#[derive(Clone)]
pub(crate) struct Store {
    pool: SqlitePool,
}

impl Store {
    /// Opens the file, creates it when it is absent, and brings its tables up to date.
    pub(crate) async fn open(file: &Path) -> Result<Self, StoreFault> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // An instance ends with its host, and its file with it: nothing here has to outlast a power cut.
            .synchronous(SqliteSynchronous::Off)
            .foreign_keys(true)
            .busy_timeout(LONGEST_WAIT);
        let pool = SqlitePoolOptions::new()
            .max_connections(MOST_CONNECTIONS)
            .acquire_timeout(LONGEST_WAIT)
            .connect_with(options)
            .await?;
        MIGRATIONS.run(&pool).await?;
        Ok(Self { pool })
    }

    /// Ends all connections.
    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }

    /// For queries of the crooked replacements, which ask what no upright rule asks.
    #[cfg(feature = "crooked")]
    pub(crate) fn pool(&self) -> &SqlitePool {
        &self.pool
    }
}

/// A stored instant.
fn instant(microseconds: i64) -> Result<Timestamp, StoreFault> {
    Timestamp::from_microsecond(microseconds).map_err(|error| StoreFault::Decode(Box::new(error)))
}
