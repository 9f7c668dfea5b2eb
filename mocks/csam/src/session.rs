//! The single sign-on session: who logged in how and when, and for how long it is remembered.

use std::sync::Arc;

use etalon_people::Person;
use http::HeaderMap;
use jiff::Timestamp;

use crate::{
    Means,
    desk::{Desk, cookie_of},
    unguessable::unguessable,
};

pub(crate) const SESSION_COOKIE: &str = "fas_session";

#[derive(Clone)]
pub(crate) struct Session {
    /// Names the session in tokens (`sid`); says nothing about the cookie.
    pub(crate) sid: String,
    /// What the cookie says.
    pub(crate) ticket: String,
    pub(crate) person: Arc<Person>,
    pub(crate) means: Means,
    pub(crate) authenticated_at: Timestamp,
    last_used: Timestamp,
}

impl Desk {
    /// The session of this browser, used now; none if it has none, or none any more.
    pub(crate) fn session(&self, headers: &HeaderMap) -> Option<Session> {
        let cookie = cookie_of(headers, SESSION_COOKIE)?;
        let now = self.now();
        let alive = self.csam.sessions.with(cookie, |session| {
            let idle = now.duration_since(session.last_used);
            (idle < self.csam.parameters.session_idle_limit).then(|| {
                session.last_used = now;
                session.clone()
            })
        })?;
        if alive.is_none() {
            self.csam.sessions.take(cookie);
        }
        alive
    }

    /// A fresh session, never under an old cookie, and the cookie to set.
    pub(crate) fn start_session(&self, headers: &HeaderMap, person: &Arc<Person>, means: Means) -> (Session, String) {
        if let Some(old) = cookie_of(headers, SESSION_COOKIE) {
            self.csam.sessions.take(old);
        }
        let now = self.now();
        let cookie = unguessable();
        let session = Session {
            sid: unguessable(),
            ticket: cookie.clone(),
            person: Arc::clone(person),
            means,
            authenticated_at: now,
            last_used: now,
        };
        self.mark_secret("session", &cookie);
        self.csam.sessions.hold(&cookie, session.clone());
        (session, self.cookie(SESSION_COOKIE, &cookie))
    }
}
