//! One TLS listener for all realms: binding, opening and closing realms, and ending gracefully.

use std::{
    io,
    net::{IpAddr, SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use axum::Router;
use axum_server::{
    Handle,
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use etalon_journal::Journal;
use hyper_util::rt::TokioTimer;
use jiff::Timestamp;
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use tokio::task::JoinHandle;

use crate::{
    Realm,
    connections::BoundedAcceptor,
    doors::Doors,
    exchange::{HANDLER_LIMIT, enter},
};

/// The most connections at a time; the next one waits.
pub const MAX_CONNECTIONS: usize = 1024;
/// How long a client may take to send the head of a request, and to leave a connection idle.
pub const HEADER_READ_LIMIT: Duration = Duration::from_secs(30);
/// The most bytes of the head of a request.
pub const HEAD_LIMIT: usize = 64 * 1024;
/// How long a client may take for the TLS handshake.
const HANDSHAKE_LIMIT: Duration = Duration::from_secs(10);
/// How long exchanges under way may still take after [`Stage::close`].
pub const GRACE: Duration = Duration::from_secs(2);
/// The longest name of a realm.
const MAX_REALM_NAME: usize = 100;

/// An authority and its pages. Requests below `prefix` (inside of `/r/{realm}`) are its own, and journalled under its name.
pub struct Authority {
    /// Its name in the journal.
    pub name: &'static str,
    /// Where its addresses begin, such as `/fas`.
    pub prefix: &'static str,
    /// Its pages, addressed as they are inside of a realm; the realm comes as `Extension<Arc<Realm>>`.
    pub router: Router,
}

/// What a server shows in a TLS handshake.
#[derive(Clone, Copy)]
pub struct Tls<'a> {
    /// Its certificate, followed by those between it and the root, in PEM.
    pub chain_pem: &'a str,
    /// Its private key, in PEM.
    pub key_pem: &'a str,
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
    /// There is such a realm already.
    #[error("a realm `{0}` is open already: close it, or choose another name")]
    RealmTaken(String),
}

/// A listener and the realms behind it.
pub struct Stage {
    doors: Arc<Doors>,
    address: SocketAddr,
    handle: Handle<SocketAddr>,
    serving: Option<JoinHandle<io::Result<()>>>,
}

impl Stage {
    /// Listens on `bind` (port 0: a free one), on the caller's runtime, for `authorities`. `host` is what clients call it by.
    ///
    /// # Errors
    /// The port is taken, or the certificate does not go with its key.
    pub fn listen(bind: SocketAddr, host: Option<&str>, tls: Tls<'_>, authorities: Vec<Authority>) -> Result<Self, StageError> {
        let config = server_config(tls)?;
        let refused = |source| StageError::Listen { address: bind, source };
        let listener = TcpListener::bind(bind).map_err(refused)?;
        listener.set_nonblocking(true).map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let origin = format!(
            "https://{}:{}",
            host.map_or_else(|| in_address(address.ip()), str::to_owned),
            address.port()
        );
        let doors = Arc::new(Doors::new(origin, authorities, HANDLER_LIMIT));
        let acceptor = RustlsAcceptor::new(RustlsConfig::from_config(Arc::new(config))).handshake_timeout(HANDSHAKE_LIMIT);
        let handle = Handle::new();
        let mut server = axum_server::from_tcp(listener)
            .map_err(refused)?
            .acceptor(BoundedAcceptor::new(acceptor, MAX_CONNECTIONS))
            .http1_only()
            .handle(handle.clone());
        server
            .http_builder()
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_READ_LIMIT)
            .max_buf_size(HEAD_LIMIT);
        let router: Router = Router::new().fallback(enter).with_state(Arc::clone(&doors));
        let serving = Some(tokio::spawn(server.serve(router.into_make_service())));
        Ok(Self {
            doors,
            address,
            handle,
            serving,
        })
    }

    /// `https://host:port`, without a slash at the end.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.doors.origin
    }

    /// The address it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Requests so far that named no open realm, and so stand in no journal.
    #[must_use]
    pub fn stray_requests(&self) -> u64 {
        self.doors.strays()
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
        let usable = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        if name.is_empty() || name.len() > MAX_REALM_NAME || !name.bytes().all(usable) {
            return Err(StageError::RealmName(name.to_owned()));
        }
        self.doors.open(name, || {
            let realm = Realm::new(journal, self.origin(), name, seed, clock_at);
            furnish(&realm);
            realm
        })
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
        self.handle.graceful_shutdown(Some(GRACE));
        if let Some(serving) = self.serving.take() {
            // The accept loop ends by itself now; an error of it was only of interest while somebody was served.
            let _ = serving.await;
        }
    }
}

impl Drop for Stage {
    /// Without [`Stage::close`] nobody waits for exchanges under way, but nothing goes on listening either.
    fn drop(&mut self) {
        self.doors.close_all();
        self.handle.shutdown();
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

pub(crate) fn server_config(tls: Tls<'_>) -> Result<ServerConfig, StageError> {
    let unusable = |problem: String| StageError::Certificate(problem);
    let chain = CertificateDer::pem_slice_iter(tls.chain_pem.as_bytes()).collect::<Result<Vec<_>, _>>();
    let chain = chain.map_err(|problem| unusable(problem.to_string()))?;
    let key = PrivateKeyDer::from_pem_slice(tls.key_pem.as_bytes()).map_err(|problem| unusable(problem.to_string()))?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|problem| unusable(problem.to_string()))?;
    let mut config = builder
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|problem| unusable(problem.to_string()))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

fn in_address(ip: IpAddr) -> String {
    match ip {
        ip if ip.is_unspecified() => "127.0.0.1".to_owned(),
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    }
}
