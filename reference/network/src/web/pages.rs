//! The pages: templates and the plain values they are drawn from. Everything is escaped by the template engine.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;

use super::{halt::Halt, visitor::Visitor};
use crate::{
    clock::brussels,
    store::{Attachment, AuditEntry, Document, Link},
};

/// What every page has around its own content.
pub(super) struct Frame {
    pub(super) page: &'static str,
    pub(super) title: String,
    pub(super) signed_in: Option<SignedInAs>,
}

/// For the header: the name and the token of the sign-out form.
pub(super) struct SignedInAs {
    pub(super) name: String,
    pub(super) csrf: String,
}

impl Frame {
    pub(super) fn new(page: &'static str, title: impl Into<String>, visitor: Option<&Visitor>) -> Self {
        let signed_in = visitor.map(|visitor| SignedInAs {
            name: visitor.person.name.clone(),
            csrf: visitor.session.csrf.clone(),
        });
        Self {
            page,
            title: title.into(),
            signed_in,
        }
    }

    /// The form token; empty where nobody is signed in and so no form is drawn.
    pub(super) fn csrf(&self) -> &str {
        self.signed_in.as_ref().map_or("", |signed_in| &signed_in.csrf)
    }
}

/// The page with status 200.
pub(super) fn show(page: &impl Template) -> Result<Response, Halt> {
    show_with(StatusCode::OK, page)
}

/// The page with another status.
pub(super) fn show_with(status: StatusCode, page: &impl Template) -> Result<Response, Halt> {
    let html = [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))];
    Ok((status, html, page.render()?).into_response())
}

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
            human: local.strftime("%-d %B %Y, %H:%M").to_string(),
        }
    }
}

#[derive(Template)]
#[template(path = "home.html")]
pub(super) struct Home {
    pub(super) frame: Frame,
}

#[derive(Template)]
#[template(path = "logged_out.html")]
pub(super) struct LoggedOut {
    pub(super) frame: Frame,
}

#[derive(Template)]
#[template(path = "refusal.html")]
pub(super) struct Refusal {
    pub(super) frame: Frame,
    pub(super) code: &'static str,
    pub(super) sentence: &'static str,
    pub(super) remedy: Option<&'static str>,
    pub(super) note: Option<String>,
}

#[derive(Template)]
#[template(path = "unavailable.html")]
pub(super) struct Unavailable {
    pub(super) frame: Frame,
    pub(super) whose: &'static str,
    pub(super) title: Option<String>,
}

#[derive(Template)]
#[template(path = "fault.html")]
pub(super) struct Fault {
    pub(super) frame: Frame,
}

#[derive(Template)]
#[template(path = "patient_home.html")]
pub(super) struct PatientHome {
    pub(super) frame: Frame,
    pub(super) consent: Consent,
    pub(super) notice: Option<&'static str>,
}

/// A consent with the address to which its forms go.
pub(super) struct Consent {
    pub(super) state: &'static str,
    pub(super) address: &'static str,
}

#[derive(Template)]
#[template(path = "documents.html")]
pub(super) struct Documents {
    pub(super) frame: Frame,
    pub(super) heading: String,
    pub(super) door: &'static str,
    pub(super) list_address: String,
    pub(super) documents: Vec<ListedDocument>,
    pub(super) total: usize,
    pub(super) next: Option<usize>,
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
}

impl From<Document> for ListedDocument {
    fn from(document: Document) -> Self {
        Self {
            published: document.published_at.into(),
            received: document.received_at.into(),
            id: document.id,
            reference: document.reference,
            title: document.title,
            kind: document.kind,
            author: document.author,
            publisher: document.publisher,
        }
    }
}

#[derive(Template)]
#[template(path = "document.html")]
pub(super) struct DocumentPage {
    pub(super) frame: Frame,
    pub(super) door: &'static str,
    pub(super) address: String,
    pub(super) document: ListedDocument,
    pub(super) content: String,
    pub(super) attachments: Vec<Attachment>,
}

/// A therapeutic link, as shown.
pub(super) struct ShownLink {
    pub(super) professional: String,
    pub(super) state: &'static str,
    pub(super) starts: Moment,
    pub(super) end_day: String,
    pub(super) revoked: Option<Moment>,
}

impl ShownLink {
    pub(super) fn at(link: &Link, now: Timestamp) -> Self {
        Self {
            professional: link.professional_name.clone(),
            state: link.state_at(now).word(),
            starts: link.starts_at.into(),
            end_day: link.end_day.to_string(),
            revoked: link.revoked_at.map(Moment::from),
        }
    }
}

#[derive(Template)]
#[template(path = "patient_links.html")]
pub(super) struct PatientLinks {
    pub(super) frame: Frame,
    pub(super) links: Vec<ShownLink>,
}

/// A line of the audit trail, as shown.
pub(super) struct ShownEntry {
    pub(super) at: Moment,
    pub(super) actor: String,
    pub(super) action: String,
    pub(super) document: String,
    pub(super) outcome: String,
}

impl From<AuditEntry> for ShownEntry {
    fn from(entry: AuditEntry) -> Self {
        Self {
            at: entry.at.into(),
            actor: entry.actor,
            action: entry.action,
            document: entry.document.unwrap_or_default(),
            outcome: entry.outcome,
        }
    }
}

#[derive(Template)]
#[template(path = "patient_audit.html")]
pub(super) struct PatientAudit {
    pub(super) frame: Frame,
    pub(super) entries: Vec<ShownEntry>,
}

#[derive(Template)]
#[template(path = "professional_home.html")]
pub(super) struct ProfessionalHome {
    pub(super) frame: Frame,
    pub(super) name: String,
    pub(super) consent: Consent,
    pub(super) notice: Option<&'static str>,
    pub(super) mistake: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "patient_record.html")]
pub(super) struct PatientRecord {
    pub(super) frame: Frame,
    pub(super) pid: String,
    pub(super) patient: String,
    pub(super) link_state: &'static str,
    pub(super) links: Vec<ShownLink>,
    pub(super) notice: Option<&'static str>,
    pub(super) mistake: Option<&'static str>,
}
