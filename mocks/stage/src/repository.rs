//! Repositories: one plain HTTP server on this machine's loopback for all realms of a nation. It answers only what the stage forwarded,
//! which carries a ticket; the way there lives in `forward`, and what is answered with the authority.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::Router;
use http::StatusCode;
use tokio::sync::{RwLock, RwLockReadGuard};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate, matchers::any};

use crate::{
    Asked, Keeper, Manner, Realm, StageError, forward,
    visits::{TICKET, Visit, Visits},
};

/// The most bytes of requests that the server may remember: it keeps every one that it answered until it is told to forget them all.
const MOST_REMEMBERED: usize = 4 * 1024 * 1024;
/// What a remembered request costs beside its bytes, at most.
const BESIDE_ITS_BYTES: usize = 2 * 1024;

/// The server. It stops when this goes.
pub struct Repositories {
    back: Arc<Back>,
}

/// The server as those who forward to it know it.
pub(crate) struct Back {
    server: MockServer,
    dispatcher: Dispatcher,
    remembered: AtomicUsize,
    /// Held for reading while a request is answered, for writing while the server forgets.
    answering: RwLock<()>,
}

impl Repositories {
    /// Opens the server on a free port, for what `keeper` answers.
    ///
    /// # Errors
    /// Loopback has no free port.
    pub async fn open(keeper: impl Keeper) -> Result<Self, StageError> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let refused = |source: io::Error| StageError::Listen { address, source };
        let listener = TcpListener::bind(address).map_err(refused)?;
        let server = MockServer::builder().listener(listener).disable_request_recording().start().await;
        let back = Back {
            server,
            dispatcher: Dispatcher {
                keeper: Arc::new(keeper),
                visits: Arc::default(),
            },
            remembered: AtomicUsize::new(0),
            answering: RwLock::new(()),
        };
        back.mount().await;
        Ok(Self { back: Arc::new(back) })
    }

    /// The pages of an authority that has all its answers from here.
    pub fn router(&self) -> Router {
        forward::router(Arc::downgrade(&self.back))
    }

    /// Where the server listens, without TLS.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        *self.back.server.address()
    }
}

impl Back {
    async fn mount(&self) {
        self.server.register(Mock::given(any()).respond_with(self.dispatcher.clone())).await;
    }

    pub(crate) fn address(&self) -> SocketAddr {
        *self.server.address()
    }

    pub(crate) fn visits(&self) -> &Arc<Visits> {
        &self.dispatcher.visits
    }

    /// Waits until a request of so many bytes may be sent, and keeps the server from forgetting while it is answered.
    pub(crate) async fn admit(&self, bytes: usize) -> RwLockReadGuard<'_, ()> {
        let cost = bytes + BESIDE_ITS_BYTES;
        if self.remembered.fetch_add(cost, Ordering::Relaxed) + cost > MOST_REMEMBERED {
            let _alone = self.answering.write().await;
            // Whoever waited here for another to do it finds it done.
            if self.remembered.load(Ordering::Relaxed) > MOST_REMEMBERED {
                self.server.reset().await;
                self.mount().await;
                self.remembered.store(cost, Ordering::Relaxed);
            }
        }
        self.answering.read().await
    }
}

/// Finds the realm that a request came in for, and lets the authority answer.
#[derive(Clone)]
struct Dispatcher {
    keeper: Arc<dyn Keeper>,
    visits: Arc<Visits>,
}

impl Respond for Dispatcher {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let visit = request.headers.get(TICKET).and_then(|ticket| self.visits.of(ticket));
        visit
            .and_then(|visit| self.answer(&visit, request))
            .unwrap_or_else(|| ResponseTemplate::new(StatusCode::NOT_FOUND))
    }
}

impl Dispatcher {
    fn answer(&self, visit: &Visit, request: &Request) -> Option<ResponseTemplate> {
        let asked = Asked {
            realm: &visit.realm,
            method: &request.method,
            path: inside(&visit.realm, request.url.path())?,
            headers: &request.headers,
        };
        // A panic travels on to the task that waits for the answer, whose business it is to write it down.
        let reply = match catch_unwind(AssertUnwindSafe(|| self.keeper.answer(&asked))) {
            Ok(reply) => reply,
            Err(panic) => {
                visit.settle(Err(panic));
                return Some(ResponseTemplate::new(StatusCode::INTERNAL_SERVER_ERROR));
            }
        };
        let template = ResponseTemplate::new(reply.status)
            .append_headers(&reply.headers)
            .set_body_bytes(reply.body);
        if !matches!(reply.manner, Manner::Late(..)) {
            reply.note.write(&visit.realm);
        }
        visit.settle(Ok((reply.manner, reply.note)));
        Some(template)
    }
}

/// The path inside of that realm, if it leads there.
fn inside<'p>(realm: &Realm, path: &'p str) -> Option<&'p str> {
    path.strip_prefix(realm.path().as_str()).filter(|rest| rest.starts_with('/'))
}
