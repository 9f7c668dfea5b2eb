//! Sessions and sign-ins under way. The secrets that the browser holds are kept as digests.

use jiff::Timestamp;
use sqlx::Row;

use super::{Store, StoreFault, instant};

/// A signed-in browser.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) digest: String,
    pub(crate) person: String,
    /// Goes into every form.
    pub(crate) csrf: String,
    /// Kept for the sign-out at the provider.
    pub(crate) id_token: String,
    pub(crate) opened_at: Timestamp,
    pub(crate) seen_at: Timestamp,
}

/// A sign-in that was started and not yet finished.
pub(crate) struct LoginAttempt {
    pub(crate) state_digest: String,
    /// Binds the attempt to the browser that started it.
    pub(crate) browser_digest: String,
    pub(crate) nonce: String,
    pub(crate) verifier: String,
    /// A path of ours.
    pub(crate) next: String,
    pub(crate) started_at: Timestamp,
}

impl Store {
    /// Remembers a started sign-in and forgets those started before `too_old`.
    pub(crate) async fn add_login_attempt(&self, attempt: &LoginAttempt, too_old: Timestamp) -> Result<(), StoreFault> {
        sqlx::query("DELETE FROM login_attempt WHERE started_at < ?")
            .bind(too_old.as_microsecond())
            .execute(&self.pool)
            .await?;
        sqlx::query(
            "INSERT INTO login_attempt (state_digest, browser_digest, nonce, verifier, next, started_at) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(&attempt.state_digest)
        .bind(&attempt.browser_digest)
        .bind(&attempt.nonce)
        .bind(&attempt.verifier)
        .bind(&attempt.next)
        .bind(attempt.started_at.as_microsecond())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Takes the sign-in of this browser with this state: it can be finished once.
    pub(crate) async fn take_login_attempt(&self, state_digest: &str, browser_digest: &str) -> Result<Option<LoginAttempt>, StoreFault> {
        let row = sqlx::query("DELETE FROM login_attempt WHERE state_digest = ? AND browser_digest = ? RETURNING *")
            .bind(state_digest)
            .bind(browser_digest)
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(LoginAttempt {
            state_digest: row.try_get("state_digest")?,
            browser_digest: row.try_get("browser_digest")?,
            nonce: row.try_get("nonce")?,
            verifier: row.try_get("verifier")?,
            next: row.try_get("next")?,
            started_at: instant(row.try_get("started_at")?)?,
        }))
    }

    /// Opens a session.
    pub(crate) async fn add_session(&self, session: &Session) -> Result<(), StoreFault> {
        sqlx::query("INSERT INTO session (digest, person, csrf, id_token, opened_at, seen_at) VALUES (?, ?, ?, ?, ?, ?)")
            .bind(&session.digest)
            .bind(&session.person)
            .bind(&session.csrf)
            .bind(&session.id_token)
            .bind(session.opened_at.as_microsecond())
            .bind(session.seen_at.as_microsecond())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The session with this digest, whether or not it is still alive.
    pub(crate) async fn session(&self, digest: &str) -> Result<Option<Session>, StoreFault> {
        let row = sqlx::query("SELECT * FROM session WHERE digest = ?")
            .bind(digest)
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Session {
            digest: row.try_get("digest")?,
            person: row.try_get("person")?,
            csrf: row.try_get("csrf")?,
            id_token: row.try_get("id_token")?,
            opened_at: instant(row.try_get("opened_at")?)?,
            seen_at: instant(row.try_get("seen_at")?)?,
        }))
    }

    /// The session was used.
    pub(crate) async fn touch_session(&self, digest: &str, now: Timestamp) -> Result<(), StoreFault> {
        sqlx::query("UPDATE session SET seen_at = ? WHERE digest = ?")
            .bind(now.as_microsecond())
            .bind(digest)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Ends the session.
    pub(crate) async fn remove_session(&self, digest: &str) -> Result<(), StoreFault> {
        sqlx::query("DELETE FROM session WHERE digest = ?")
            .bind(digest)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
