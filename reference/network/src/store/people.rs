//! Persons: everybody who signed in once, or was registered by a professional. A patient of the network is a person with a registration
//! date.

use jiff::Timestamp;
use sqlx::{Row, sqlite::SqliteRow};

use super::{Store, StoreFault, instant};
use crate::secrets;

/// In which capacity somebody uses the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Capacity {
    Patient,
    Professional,
}

impl Capacity {
    /// The word used in addresses and in the database.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Patient => "patient",
            Self::Professional => "professional",
        }
    }
}

/// A person, as far as the network knows.
#[derive(Clone)]
pub(crate) struct Person {
    /// Random; the national number never appears in an address.
    pub(crate) pid: String,
    pub(crate) insz: String,
    pub(crate) name: String,
    pub(crate) patient_since: Option<Timestamp>,
}

/// What a professional typed in when registering a patient; every part may be empty.
pub(crate) struct Contact {
    pub(crate) birth_date: String,
    pub(crate) mail: String,
    pub(crate) telephone: String,
}

impl Person {
    /// Somebody about whom a hospital published and whom the network has not met.
    pub(crate) fn unregistered(insz: &str) -> Self {
        Self {
            pid: String::new(),
            insz: insz.to_owned(),
            name: String::new(),
            patient_since: None,
        }
    }

    /// Whether the network has an account for this patient.
    pub(crate) fn is_registered_patient(&self) -> bool {
        self.patient_since.is_some()
    }

    fn read(row: &SqliteRow) -> Result<Self, StoreFault> {
        let since: Option<i64> = row.try_get("patient_since")?;
        Ok(Self {
            pid: row.try_get("pid")?,
            insz: row.try_get("insz")?,
            name: row.try_get("name")?,
            patient_since: since.map(instant).transpose()?,
        })
    }
}

impl Store {
    /// The person with this national number, met now if never before; the name is the latest one given.
    pub(crate) async fn meet(&self, insz: &str, name: &str) -> Result<Person, StoreFault> {
        let row = sqlx::query(
            "INSERT INTO person (pid, insz, name) VALUES (?, ?, ?) ON CONFLICT (insz) DO UPDATE SET name = excluded.name \
             RETURNING pid, insz, name, patient_since",
        )
        .bind(secrets::fresh_identifier())
        .bind(insz)
        .bind(name)
        .fetch_one(&self.pool)
        .await?;
        Person::read(&row)
    }

    /// The person with this identifier.
    pub(crate) async fn person(&self, pid: &str) -> Result<Option<Person>, StoreFault> {
        let row = sqlx::query("SELECT pid, insz, name, patient_since FROM person WHERE pid = ?")
            .bind(pid)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(Person::read).transpose()
    }

    /// The person with this national number.
    pub(crate) async fn person_with(&self, insz: &str) -> Result<Option<Person>, StoreFault> {
        let row = sqlx::query("SELECT pid, insz, name, patient_since FROM person WHERE insz = ?")
            .bind(insz)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(Person::read).transpose()
    }

    /// Makes the person a patient of the network; the first date stays.
    pub(crate) async fn register_patient(&self, pid: &str, now: Timestamp) -> Result<(), StoreFault> {
        sqlx::query("UPDATE person SET patient_since = ? WHERE pid = ? AND patient_since IS NULL")
            .bind(now.as_microsecond())
            .bind(pid)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The person with this national number, known under that name if never met before. Nobody loses the name of the own sign-in so.
    pub(crate) async fn introduce(&self, insz: &str, name: &str) -> Result<Person, StoreFault> {
        sqlx::query("INSERT INTO person (pid, insz, name) VALUES (?, ?, ?) ON CONFLICT (insz) DO NOTHING")
            .bind(secrets::fresh_identifier())
            .bind(insz)
            .bind(name)
            .execute(&self.pool)
            .await?;
        self.person_with(insz).await?.ok_or(StoreFault::RowNotFound)
    }

    /// Notes how a person can be reached.
    pub(crate) async fn note_contact(&self, pid: &str, contact: &Contact, now: Timestamp) -> Result<(), StoreFault> {
        sqlx::query("INSERT INTO contact (person, birth_date, mail, telephone, noted_at) VALUES (?, ?, ?, ?, ?)")
            .bind(pid)
            .bind(&contact.birth_date)
            .bind(&contact.mail)
            .bind(&contact.telephone)
            .bind(now.as_microsecond())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Everybody on whom a professional ever had a link, by name.
    pub(crate) async fn persons_linked_to(&self, professional: &str) -> Result<Vec<Person>, StoreFault> {
        let rows = sqlx::query(
            "SELECT pid, insz, name, patient_since FROM person \
             WHERE pid IN (SELECT patient FROM therapeutic_link WHERE professional = ?) ORDER BY name, insz",
        )
        .bind(professional)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(Person::read).collect()
    }
}
