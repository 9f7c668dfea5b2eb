//! What every page has around its content, and the two ways in which a page says how something went.

use std::sync::Arc;

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};

use crate::{
    language::{Language, address_in},
    mistake::Mistake,
    visit::Visit,
};

/// The surroundings of one page.
pub(crate) struct Frame {
    pub(crate) language: Language,
    /// In the page's language.
    pub(crate) title: String,
    /// Its name, for tests and style.
    pub(crate) page: &'static str,
    /// What the session's forms carry, for whoever has signed in.
    pub(crate) csrf: Option<Arc<str>>,
    /// `https://host:port` of the nation that this is the console of.
    pub(crate) nation: Arc<str>,
    /// The realm that the page is about.
    pub(crate) realm: Option<String>,
    /// What was just done, in the page's language.
    pub(crate) done: Option<String>,
    /// Why it was not done.
    pub(crate) mistake: Option<Mistake>,
    address: String,
}

/// A language, and this page in it.
pub(crate) struct Choice {
    pub(crate) language: Language,
    pub(crate) address: String,
}

impl Frame {
    /// A page about the whole nation.
    pub(crate) fn new(visit: &Visit, page: &'static str, title: &str) -> Self {
        Self {
            language: visit.language,
            title: visit.language.say(title).to_owned(),
            page,
            csrf: visit.csrf.clone(),
            nation: Arc::clone(&visit.nation),
            realm: None,
            done: None,
            mistake: None,
            address: visit.address.clone(),
        }
    }

    /// A page about one realm.
    pub(crate) fn within(self, realm: &str) -> Self {
        Self {
            realm: Some(realm.to_owned()),
            ..self
        }
    }

    /// The page says that this was done.
    pub(crate) fn done(self, code: Option<&str>) -> Self {
        let done = code.and_then(crate::done::sentence).map(|sentence| self.tr(sentence).to_owned());
        Self { done, ..self }
    }

    /// The page says why something was not done.
    pub(crate) fn mistaken(self, mistake: impl Into<Mistake>) -> Self {
        Self {
            mistake: Some(mistake.into()),
            ..self
        }
    }

    /// The text in the page's language.
    pub(crate) fn tr<'a>(&self, english: &'a str) -> &'a str {
        self.language.say(english)
    }

    /// The same with something put in place of its `{}`.
    pub(crate) fn put(&self, english: &str, value: &str) -> String {
        self.language.put(english, value)
    }

    /// What the session's forms carry; of a page without session, nothing.
    pub(crate) fn csrf(&self) -> &str {
        self.csrf.as_deref().unwrap_or_default()
    }

    pub(crate) fn languages(&self) -> Vec<Choice> {
        let choice = |language| Choice {
            language,
            address: address_in(&self.address, language),
        };
        Language::ALL.into_iter().map(choice).collect()
    }

    /// The pages of a realm: name, path below the realm, title.
    pub(crate) fn pages_of_realm(&self) -> [(&'static str, &'static str, &str); 8] {
        [
            ("realm", "", self.tr("Overview")),
            ("people", "/people", self.tr("People")),
            ("clients", "/clients", self.tr("Relying parties")),
            ("documents", "/documents", self.tr("Documents")),
            ("directions", "/directions", self.tr("Directions")),
            ("mailbox", "/mailbox", self.tr("Mail and codes")),
            ("clock", "/clock", self.tr("Clock")),
            ("journal", "/journal", self.tr("Journal")),
        ]
    }

    /// 200, or 422 for a page that says why something was not done.
    pub(crate) fn status(&self) -> StatusCode {
        if self.mistake.is_some() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        }
    }
}

/// The most of one thing that a page lists.
pub const MOST_LISTED: usize = 500;

/// A rendered page.
pub(crate) fn page(status: StatusCode, template: &impl Template) -> Response {
    let html = template
        .render()
        .expect("the templates write to memory and call nothing that fails");
    (status, Html(html)).into_response()
}
