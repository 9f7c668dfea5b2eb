//! Who may use the console: whoever has shown the token. Keeps the sessions, in memory and few; what a page does with one is not known here.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::secrets::{Digest, fresh_secret};

/// The most sessions at a time; the oldest gives way.
pub const MAX_SESSIONS: usize = 64;
/// How long a session lasts.
pub const SESSION_LIFETIME: Duration = Duration::from_secs(12 * 3600);
/// The most wrong tokens within [`WRONG_TOKEN_WINDOW`]; none is looked at until that has passed.
pub const MAX_WRONG_TOKENS: usize = 20;
/// See [`MAX_WRONG_TOKENS`].
pub const WRONG_TOKEN_WINDOW: Duration = Duration::from_secs(60);

/// The token that opens the console, and the sessions that it opened.
pub(crate) struct Access {
    token: Digest,
    sessions: Mutex<VecDeque<Session>>,
    wrong: Mutex<VecDeque<Instant>>,
}

struct Session {
    cookie: Digest,
    csrf: Arc<str>,
    opened: Instant,
}

/// What came of a token that was shown.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// The cookie of the session that it opened.
    Right(String),
    Wrong,
    /// Too many were wrong lately.
    NotLookedAt,
}

impl Access {
    /// Whoever shows `token` may use the console.
    pub(crate) fn by_token(token: &str) -> Self {
        Self {
            token: Digest::of(token),
            sessions: Mutex::default(),
            wrong: Mutex::default(),
        }
    }

    /// Opens a session for the right token.
    pub(crate) fn show(&self, token: &str, now: Instant) -> Shown {
        let mut wrong = lock(&self.wrong);
        wrong.retain(|at| now.saturating_duration_since(*at) < WRONG_TOKEN_WINDOW);
        if wrong.len() >= MAX_WRONG_TOKENS {
            return Shown::NotLookedAt;
        }
        if !self.token.is(&Digest::of(token)) {
            wrong.push_back(now);
            return Shown::Wrong;
        }
        let cookie = fresh_secret();
        let mut sessions = self.alive(now);
        while sessions.len() >= MAX_SESSIONS {
            sessions.pop_front();
        }
        sessions.push_back(Session {
            cookie: Digest::of(&cookie),
            csrf: fresh_secret().into(),
            opened: now,
        });
        Shown::Right(cookie)
    }

    /// The secret that forms of the session with this cookie must carry; nothing where there is no such session.
    pub(crate) fn csrf_of(&self, cookie: &str, now: Instant) -> Option<Arc<str>> {
        let shown = Digest::of(cookie);
        let sessions = self.alive(now);
        let session = sessions.iter().find(|session| session.cookie.is(&shown))?;
        Some(Arc::clone(&session.csrf))
    }

    /// Ends the session with this cookie.
    pub(crate) fn end(&self, cookie: &str) {
        let shown = Digest::of(cookie);
        lock(&self.sessions).retain(|session| !session.cookie.is(&shown));
    }

    fn alive(&self, now: Instant) -> MutexGuard<'_, VecDeque<Session>> {
        let mut sessions = lock(&self.sessions);
        sessions.retain(|session| now.saturating_duration_since(session.opened) < SESSION_LIFETIME);
        sessions
    }
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Access").finish_non_exhaustive()
    }
}

/// A panic elsewhere leaves the data whole: every change under these locks is one push or one removal.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

    use super::*;

    fn opened(access: &Access, now: Instant) -> String {
        match access.show("right", now) {
            Shown::Right(cookie) => cookie,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_session_ends_by_itself_and_on_request() {
        let (access, start) = (Access::by_token("right"), Instant::now());
        let (first, second) = (opened(&access, start), opened(&access, start));
        assert_ne!(access.csrf_of(&first, start), access.csrf_of(&second, start));
        access.end(&first);
        assert_eq!(access.csrf_of(&first, start), None);
        let last = start + SESSION_LIFETIME - Duration::from_secs(1);
        assert!(access.csrf_of(&second, last).is_some());
        assert_eq!(access.csrf_of(&second, start + SESSION_LIFETIME), None);
        assert_eq!(access.csrf_of("", start), None);
    }

    #[test]
    fn the_oldest_session_gives_way() {
        let (access, start) = (Access::by_token("right"), Instant::now());
        let oldest = opened(&access, start);
        let second = opened(&access, start);
        (2..=MAX_SESSIONS).for_each(|_| drop(opened(&access, start)));
        assert_eq!(access.csrf_of(&oldest, start), None);
        assert!(access.csrf_of(&second, start).is_some());
    }

    #[test]
    fn after_too_many_wrong_tokens_even_the_right_one_waits() {
        let (access, start) = (Access::by_token("right"), Instant::now());
        (0..MAX_WRONG_TOKENS).for_each(|_| assert_eq!(access.show("wrong", start), Shown::Wrong));
        assert_eq!(access.show("right", start), Shown::NotLookedAt);
        opened(&access, start + WRONG_TOKEN_WINDOW);
    }
}
