//! What a repository answers, and in what manner it reaches whoever asked. Carrying it there lives in `repository`.

use std::{sync::Arc, time::Duration};

use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use serde_json::Value;

use crate::Realm;

/// An authority whose documents are fetched from a repository. It answers at once; waiting is a [`Manner`].
pub trait Keeper: Send + Sync + 'static {
    /// What it answers, and what of it is written down.
    fn answer(&self, asked: &Asked<'_>) -> Reply;
}

/// A request as a repository sees it.
pub struct Asked<'a> {
    /// The realm it came in for.
    pub realm: &'a Arc<Realm>,
    /// The HTTP method.
    pub method: &'a Method,
    /// The path as inside of a realm, escaped as it came.
    pub path: &'a str,
    /// Header fields.
    pub headers: &'a HeaderMap,
}

/// An answer, and what is written down of it.
#[derive(Clone, Debug)]
pub struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    pub(crate) note: Note,
    pub(crate) manner: Manner,
}

/// An observation, written down when the answer that it belongs to leaves.
#[derive(Clone, Debug)]
pub struct Note {
    /// Whose it is.
    pub authority: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What belongs to it, as a JSON object.
    pub fields: Value,
}

/// How an answer reaches whoever asked.
#[derive(Clone, Debug)]
pub enum Manner {
    /// As it is.
    Whole,
    /// Its length is announced, half of it is sent, and the connection is closed.
    Half,
    /// As it is, but only after this long. Whoever is still there when the realm closes before gets the other answer.
    Late(Duration, Box<Reply>),
}

impl Reply {
    /// An answer.
    #[must_use]
    pub fn new(status: StatusCode, body: Vec<u8>, note: Note, manner: Manner) -> Self {
        Self {
            status,
            headers: HeaderMap::new(),
            body,
            note,
            manner,
        }
    }

    /// The same with one more header field.
    #[must_use]
    pub fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// The same, held back for `wait`. Where it is cut off before, `cut` is answered and written down in its place.
    #[must_use]
    pub fn held(mut self, wait: Duration, cut: Self) -> Self {
        self.manner = Manner::Late(wait, Box::new(cut));
        self
    }
}

impl Note {
    pub(crate) fn write(&self, realm: &Realm) {
        realm.observe(self.authority, self.name, self.fields.clone());
    }
}
