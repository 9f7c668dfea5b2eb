//! What every endpoint works with: the realm and the door a request came in by, and itsme's things in it.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use etalon_stage::Realm;
use http::{HeaderMap, StatusCode, header, request::Parts};
use jiff::Timestamp;
use serde_json::Value;

use crate::{AUTHORITY, Door, Itsme, ItsmeDirection};

/// A realm, its itsme, and the door.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) realm: Arc<Realm>,
    pub(crate) itsme: Arc<Itsme>,
    pub(crate) door: Door,
}

impl<S: Send + Sync> FromRequestParts<S> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        let realm = parts.extensions.get::<Arc<Realm>>().cloned();
        let door = parts.extensions.get::<Door>().copied().unwrap_or(Door::Keys);
        let found = realm.and_then(|realm| Itsme::of(&realm).map(|itsme| Self { realm, itsme, door }));
        found.ok_or_else(|| (StatusCode::NOT_FOUND, "There is no itsme in this realm.\n").into_response())
    }
}

impl Desk {
    pub(crate) fn now(&self) -> Timestamp {
        self.realm.now()
    }

    pub(crate) fn issuer(&self) -> String {
        self.door.issuer(&self.realm)
    }

    pub(crate) fn observe(&self, name: &str, fields: Value) {
        self.realm.observe(AUTHORITY, name, fields);
    }

    pub(crate) fn mark_secret(&self, kind: &str, value: &str) {
        self.realm.journal().mark_secret(kind, value);
    }

    /// Whether the scenario asked for `wanted` to happen to that client and person now.
    pub(crate) fn directed(&self, client: &str, person: Option<&str>, wanted: &ItsmeDirection) -> bool {
        self.consume(client, person, |direction| (direction == wanted).then_some(()))
            .is_some()
    }

    pub(crate) fn consume<T>(&self, client: &str, person: Option<&str>, wanted: impl Fn(&ItsmeDirection) -> Option<T>) -> Option<T> {
        self.itsme.directions.consume(&self.realm, AUTHORITY, client, person, wanted)
    }

    /// A `Set-Cookie` value that binds a cookie to this door.
    pub(crate) fn cookie(&self, name: &str, value: &str) -> String {
        format!(
            "{name}={value}; Path={}; Secure; HttpOnly; SameSite=Lax",
            self.door.path(&self.realm)
        )
    }
}

/// The value of a cookie; of the first, where a browser sends several of that name.
pub(crate) fn cookie_of<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, value)| value)
}
