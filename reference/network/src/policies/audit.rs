//! What of an act is written into the audit trail: everything, refusals too, under the name of who acted.

use jiff::Timestamp;

use super::Answer;
use crate::store::{Action, Document, Person, Store};

/// An act, with everybody and everything concerned.
#[derive(Clone, Copy)]
pub(crate) struct Act<'a> {
    pub(crate) at: Timestamp,
    /// The name of who acted, as the network knows it.
    pub(crate) actor: &'a str,
    pub(crate) action: Action,
    /// Whose record; none where what was asked for does not exist.
    pub(crate) patient: Option<&'a Person>,
    pub(crate) document: Option<&'a Document>,
    /// `granted`, or the code of the refusal.
    pub(crate) outcome: &'static str,
}

/// Keeping the trail.
pub(crate) struct AuditRules {
    pub(crate) write: for<'a> fn(&'a Store, Act<'a>) -> Answer<'a, ()>,
}

impl AuditRules {
    pub(super) fn upright() -> Self {
        Self { write: write_entry }
    }
}

/// Before anything is shown or done.
pub(crate) fn write_entry<'a>(store: &'a Store, act: Act<'a>) -> Answer<'a, ()> {
    let patient = act.patient.map(|patient| patient.insz.as_str());
    let document = act.document.map(|document| document.id.as_str());
    Box::pin(store.add_audit_entry(act.at, act.actor, act.action, patient, document, act.outcome))
}
