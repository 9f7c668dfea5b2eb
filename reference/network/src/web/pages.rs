//! The pages: templates and what surrounds each; the facts on them are in `shown.rs`. Everything is escaped by the template engine.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    halt::Halt,
    language::{self, Language},
    shown::{ListedDocument, ShownEntry, ShownLink},
    visitor::Visitor,
};
use crate::store::{Attachment, Person};

/// What every page has around its own content.
pub(super) struct Frame {
    pub(super) page: &'static str,
    pub(super) title: String,
    pub(super) signed_in: Option<SignedInAs>,
    /// On a professional's page about one patient: the identifier of that patient.
    pub(super) record: Option<String>,
    pub(super) language: Language,
}

/// A page's title: one of our own texts, or somebody else's words, which stay as they are.
pub(super) struct Title(String);

impl From<&'static str> for Title {
    fn from(english: &'static str) -> Self {
        Self(Language::of_request().say(english).to_owned())
    }
}

impl From<String> for Title {
    fn from(words: String) -> Self {
        Self(words)
    }
}

/// One choice of the language switch: the same page in that language.
pub(super) struct LanguageChoice {
    pub(super) language: Language,
    pub(super) address: String,
}

/// For the header: the name and the token of the sign-out form.
pub(super) struct SignedInAs {
    pub(super) name: String,
    pub(super) csrf: String,
}

impl Frame {
    pub(super) fn new(page: &'static str, title: impl Into<Title>, visitor: Option<&Visitor>) -> Self {
        let signed_in = visitor.map(|visitor| SignedInAs {
            name: visitor.person.name.clone(),
            csrf: visitor.session.csrf.clone(),
        });
        Self {
            page,
            title: title.into().0,
            signed_in,
            record: None,
            language: Language::of_request(),
        }
    }

    /// A professional's page about that patient.
    pub(super) fn of_record(self, patient: &Person) -> Self {
        let record = patient.is_registered_patient().then(|| patient.pid.clone());
        Self { record, ..self }
    }

    /// The text in the language of the page; templates write every text of theirs so.
    pub(super) fn tr<'a>(&self, english: &'a str) -> &'a str {
        self.language.say(english)
    }

    /// The language switch.
    pub(super) fn languages(&self) -> [LanguageChoice; 3] {
        Language::ALL.map(|language| LanguageChoice {
            language,
            address: language::address_in(language),
        })
    }

    /// Whether this is a page for professionals; who is no professional sees only refusals there.
    pub(super) fn offers_settings(&self) -> bool {
        self.signed_in.is_some() && !matches!(self.page, "refusal" | "fault") && language::is_within("/professional")
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

#[derive(Template)]
#[template(path = "document.html")]
pub(super) struct DocumentPage {
    pub(super) frame: Frame,
    pub(super) door: &'static str,
    pub(super) address: String,
    pub(super) document: ListedDocument,
    /// Whether the reader may release it to its patient.
    pub(super) release: bool,
    pub(super) content: String,
    pub(super) attachments: Vec<Attachment>,
}

#[derive(Template)]
#[template(path = "patient_links.html")]
pub(super) struct PatientLinks {
    pub(super) frame: Frame,
    pub(super) links: Vec<ShownLink>,
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
    /// The patient has just been registered.
    pub(super) registered: bool,
    pub(super) notice: Option<&'static str>,
    pub(super) mistake: Option<&'static str>,
}
