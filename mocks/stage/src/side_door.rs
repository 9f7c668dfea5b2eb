//! A side door: a second listener of the same realms, without TLS, for what the field serves in the clear. Nobody listens before somebody asks
//! for it. What is served behind it lives with its authorities.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::Router;
use tokio::runtime::Handle;

use crate::{Authority, Bound, Listener, StageError, doors::Doors, exchange::enter};

/// The most connections at a time through a side door; the next one waits.
pub const SIDE_CONNECTIONS: usize = 256;

/// A listener that is opened when it is first needed.
pub struct SideDoor {
    doors: Arc<Doors>,
    bind: SocketAddr,
    host: Option<String>,
    authorities: Vec<Authority>,
    /// Where it will listen, whoever asks for it first.
    runtime: Handle,
    opened: Mutex<Opened>,
}

#[derive(Default)]
enum Opened {
    #[default]
    NotYet,
    At(String, Listener),
    /// The nation has closed.
    NoMore,
}

impl SideDoor {
    pub(crate) fn new(doors: Arc<Doors>, bind: SocketAddr, host: Option<String>, authorities: Vec<Authority>) -> Self {
        Self {
            doors,
            bind,
            host,
            authorities,
            runtime: Handle::current(),
            opened: Mutex::default(),
        }
    }

    /// Listens, if it does not yet, and says where: `http://host:port`.
    ///
    /// # Errors
    /// The port is taken, or the address is none of this machine; or it was closed.
    pub fn open(&self) -> Result<String, StageError> {
        let mut opened = self.opened();
        match &*opened {
            Opened::At(origin, _) => return Ok(origin.clone()),
            Opened::NoMore => return Err(StageError::Closed),
            Opened::NotYet => {}
        }
        let _on = self.runtime.enter();
        let bound = Bound::to(self.bind)?;
        let origin = bound.plain_origin(self.host.as_deref());
        let doors = Arc::new(self.doors.beside(origin.clone(), self.authorities.clone()));
        let router: Router = Router::new().fallback(enter).with_state(doors);
        *opened = Opened::At(origin.clone(), bound.serve_plain(router, SIDE_CONNECTIONS)?);
        Ok(origin)
    }

    /// Where it listens, if it does.
    #[must_use]
    pub fn origin(&self) -> Option<String> {
        match &*self.opened() {
            Opened::At(origin, _) => Some(origin.clone()),
            Opened::NotYet | Opened::NoMore => None,
        }
    }

    /// Lets exchanges under way come to their end, and stops listening for good.
    pub async fn close(&self) {
        let before = std::mem::replace(&mut *self.opened(), Opened::NoMore);
        if let Opened::At(_, mut listener) = before {
            listener.close().await;
        }
    }

    fn opened(&self) -> MutexGuard<'_, Opened> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
