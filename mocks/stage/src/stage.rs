//! One listener for all realms: opening, finding and closing realms. Sockets and TLS live in `listener`.

use std::{io, net::SocketAddr, sync::Arc};

use axum::Router;
use etalon_journal::Journal;
use jiff::Timestamp;

use crate::{
    RealName, Realm,
    doors::Doors,
    exchange::{HANDLER_LIMIT, enter},
    listener::{Bound, Listener, Tls},
    side_door::SideDoor,
};

/// The most connections at a time; the next one waits.
pub const MAX_CONNECTIONS: usize = 1024;
/// The longest name of a realm.
const MAX_REALM_NAME: usize = 100;

/// An authority and its pages. Requests below `prefix` (inside of `/r/{realm}`) are its own, and journalled under its name.
#[derive(Clone)]
pub struct Authority {
    /// Its name in the journal.
    pub name: &'static str,
    /// Where its addresses begin, such as `/fas`.
    pub prefix: &'static str,
    /// Its pages, addressed as they are inside of a realm; the realm comes as `Extension<Arc<Realm>>`.
    pub router: Router,
}

/// Why the stage could not be set up, or a realm not be opened.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// The address is not ours to listen on.
    #[error("cannot listen on {address}: {source}; free the port, or choose an address of this machine")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// Certificate and key do not make a TLS server.
    #[error("the server certificate cannot be used: {0}; make it anew")]
    Certificate(String),
    /// The name would not survive in an address.
    #[error("`{0}` cannot name a realm: use 1 to 100 letters, digits, `-` or `_`")]
    RealmName(String),
    /// Nobody listens any more.
    #[error("the nation has closed; start another one")]
    Closed,
    /// There is such a realm already.
    #[error("a realm `{0}` is open already: close it, or choose another name")]
    RealmTaken(String),
}

/// A listener and the realms behind it.
pub struct Stage {
    doors: Arc<Doors>,
    listener: Listener,
}

impl Stage {
    /// Listens on `bind` (port 0: a free one), on the caller's runtime, for `authorities`. `host` is what clients call it by.
    ///
    /// # Errors
    /// The port is taken, or the certificate does not go with its key.
    pub fn listen(bind: SocketAddr, host: Option<&str>, tls: Tls<'_>, authorities: Vec<Authority>) -> Result<Self, StageError> {
        let bound = Bound::to(bind)?;
        let doors = Arc::new(Doors::new(bound.origin(host), authorities, HANDLER_LIMIT));
        let router: Router = Router::new().fallback(enter).with_state(Arc::clone(&doors));
        let listener = bound.serve(tls, router, MAX_CONNECTIONS)?;
        Ok(Self { doors, listener })
    }

    /// `https://host:port`, without a slash at the end.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.doors.origin
    }

    /// The address it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.listener.address()
    }

    /// Requests so far that named no open realm, and so stand in no journal.
    #[must_use]
    pub fn stray_requests(&self) -> u64 {
        self.doors.strays()
    }

    /// A second listener of the same realms for other `authorities`, without TLS; nobody listens before somebody asks for it.
    #[must_use]
    pub fn side_door(&self, bind: SocketAddr, host: Option<&str>, authorities: Vec<Authority>) -> SideDoor {
        SideDoor::new(Arc::clone(&self.doors), bind, host.map(str::to_owned), authorities)
    }

    /// Opens a realm. `furnish` sets up what its authorities keep, before anybody can reach it.
    ///
    /// # Errors
    /// The name cannot be used, or is in use.
    pub fn open_realm(
        &self,
        journal: &Journal,
        name: &str,
        seed: u64,
        clock_at: Option<Timestamp>,
        furnish: impl FnOnce(&Arc<Realm>),
    ) -> Result<Arc<Realm>, StageError> {
        self.open_realm_at(journal, name, name, seed, clock_at, furnish)
    }

    /// The same, reached below `/r/{path_name}` and listed under that name, which is taken as long as it is open.
    ///
    /// # Errors
    /// One of the names cannot be used, or `path_name` is in use.
    pub fn open_realm_at(
        &self,
        journal: &Journal,
        path_name: &str,
        name: &str,
        seed: u64,
        clock_at: Option<Timestamp>,
        furnish: impl FnOnce(&Arc<Realm>),
    ) -> Result<Arc<Realm>, StageError> {
        let usable = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        let is_name = |name: &str| (1..=MAX_REALM_NAME).contains(&name.len()) && name.bytes().all(usable);
        if let Some(unusable) = [path_name, name].into_iter().find(|name| !is_name(name)) {
            return Err(StageError::RealmName(unusable.to_owned()));
        }
        self.doors.open(path_name, || {
            let realm = Realm::under(journal, self.origin(), path_name, name, seed, clock_at);
            furnish(&realm);
            realm
        })
    }

    /// The open realms, in the order of their names.
    #[must_use]
    pub fn realms(&self) -> Vec<Arc<Realm>> {
        self.doors.open_realms()
    }

    /// The open realm of that name.
    #[must_use]
    pub fn realm(&self, name: &str) -> Option<Arc<Realm>> {
        self.doors.open_realm(name)
    }

    /// From now on the realm of that name also answers requests for real services' `names`, and `tls`, which must hold them, is shown to
    /// new connections.
    ///
    /// # Errors
    /// The certificate does not go with its key.
    pub fn answer_to(&self, realm: &str, names: &[RealName], tls: Tls<'_>) -> Result<(), StageError> {
        self.listener.show(tls)?;
        self.doors.answer_to(realm, names.to_vec());
        Ok(())
    }

    /// The realm that answers to real services' names, if any does.
    #[must_use]
    pub fn answers_to_real_names(&self) -> Option<String> {
        self.doors.answers_to_real_names()
    }

    /// A way to close realms that outlives no stage.
    #[must_use]
    pub fn closer(&self) -> RealmCloser {
        RealmCloser {
            doors: Arc::clone(&self.doors),
        }
    }

    /// Closes every realm, lets exchanges under way come to their end, and stops listening.
    pub async fn close(mut self) {
        self.doors.close_all();
        self.listener.close().await;
    }
}

impl Drop for Stage {
    /// Whoever waits for a realm to close is let go, also without [`Stage::close`].
    fn drop(&mut self) {
        self.doors.close_all();
    }
}

/// Closes realms: they answer 404 from then on.
#[derive(Clone)]
pub struct RealmCloser {
    doors: Arc<Doors>,
}

impl RealmCloser {
    /// Closes that realm.
    pub fn close(&self, realm: &Arc<Realm>) {
        self.doors.close(realm);
    }
}
