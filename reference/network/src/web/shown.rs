//! Facts as pages show them: plain values, instants for people and for programs.

use jiff::Timestamp;

use super::language::Language;
use crate::{
    clock::brussels,
    configuration::Configuration,
    store::{AuditEntry, Document, Link},
};

/// An instant for people and for programs.
pub(super) struct Moment {
    pub(super) machine: String,
    pub(super) human: String,
}

impl From<Timestamp> for Moment {
    fn from(instant: Timestamp) -> Self {
        let local = instant.to_zoned(brussels());
        Self {
            machine: local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            human: Language::of_request().moment(&local),
        }
    }
}

/// One line of a list.
pub(super) struct ListedDocument {
    pub(super) id: String,
    pub(super) reference: String,
    pub(super) title: String,
    pub(super) kind: String,
    pub(super) author: String,
    pub(super) publisher: String,
    pub(super) published: Moment,
    pub(super) received: Moment,
    /// Whether the reader may set what applies to it.
    pub(super) manage: bool,
}

impl ListedDocument {
    pub(super) fn of(document: Document, configuration: &Configuration) -> Self {
        Self {
            manage: false,
            published: document.published_at.into(),
            received: document.received_at.into(),
            id: document.id,
            reference: document.reference,
            title: document.title,
            kind: document.kind,
            author: document.author,
            publisher: configuration.publisher_title(&document.publisher).to_owned(),
        }
    }
}

/// A therapeutic link, as shown.
pub(super) struct ShownLink {
    pub(super) professional: String,
    pub(super) state: &'static str,
    pub(super) starts: Moment,
    pub(super) end_day: String,
    pub(super) end_shown: String,
    pub(super) revoked: Option<Moment>,
}

impl ShownLink {
    pub(super) fn at(link: &Link, now: Timestamp) -> Self {
        Self {
            professional: link.professional_name.clone(),
            state: link.state_at(now).word(),
            starts: link.starts_at.into(),
            end_day: link.end_day.to_string(),
            end_shown: Language::of_request().day(link.end_day),
            revoked: link.revoked_at.map(Moment::from),
        }
    }
}

/// A line of the audit trail, as shown.
pub(super) struct ShownEntry {
    pub(super) at: Moment,
    pub(super) actor: String,
    pub(super) action: String,
    pub(super) document: String,
    pub(super) outcome: String,
    /// The codes as words, still English: keys of the table.
    pub(super) told_action: String,
    pub(super) told_outcome: String,
}

impl From<AuditEntry> for ShownEntry {
    fn from(entry: AuditEntry) -> Self {
        Self {
            at: entry.at.into(),
            told_action: entry.action.replace('-', " "),
            told_outcome: entry.outcome.replace('-', " "),
            actor: entry.actor,
            action: entry.action,
            document: entry.document.unwrap_or_default(),
            outcome: entry.outcome,
        }
    }
}
