//! A listener, with TLS or without: binding, serving a router within bounds, showing another certificate, ending gracefully. What is said over
//! it is not known here.

use std::{
    io,
    net::{IpAddr, SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use axum::Router;
use axum_server::{
    Handle,
    accept::{Accept, DefaultAcceptor},
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use hyper_util::rt::TokioTimer;
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    task::JoinHandle,
};

use crate::{StageError, connections::BoundedAcceptor};

/// How long a client may take to send the head of a request, and to leave a connection idle.
pub const HEADER_READ_LIMIT: Duration = Duration::from_secs(30);
/// The most bytes of the head of a request.
pub const HEAD_LIMIT: usize = 64 * 1024;
/// How long a client may take for the TLS handshake.
const HANDSHAKE_LIMIT: Duration = Duration::from_secs(10);
/// How long exchanges under way may still take after [`Stage::close`].
pub const GRACE: Duration = Duration::from_secs(2);
/// What a server shows in a TLS handshake.
#[derive(Clone, Copy)]
pub struct Tls<'a> {
    /// Its certificate, followed by those between it and the root, in PEM.
    pub chain_pem: &'a str,
    /// Its private key, in PEM.
    pub key_pem: &'a str,
}

/// A port that is ours, on which nobody is served yet.
pub struct Bound {
    listener: TcpListener,
    address: SocketAddr,
}

impl Bound {
    /// Takes `bind` (port 0: a free one).
    ///
    /// # Errors
    /// The port is taken, or the address is none of this machine.
    pub fn to(bind: SocketAddr) -> Result<Self, StageError> {
        let refused = |source| StageError::Listen { address: bind, source };
        let listener = TcpListener::bind(bind).map_err(refused)?;
        listener.set_nonblocking(true).map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        Ok(Self { listener, address })
    }

    /// `https://host:port`, without a slash at the end. Without a `host`, the address is named.
    #[must_use]
    pub fn origin(&self, host: Option<&str>) -> String {
        format!("https://{}", self.named(host))
    }

    /// The same without TLS: `http://host:port`.
    #[must_use]
    pub fn plain_origin(&self, host: Option<&str>) -> String {
        format!("http://{}", self.named(host))
    }

    fn named(&self, host: Option<&str>) -> String {
        let named = host.map(|host| host.parse().map_or_else(|_| host.to_owned(), in_address));
        format!("{}:{}", named.unwrap_or_else(|| in_address(self.address.ip())), self.address.port())
    }

    /// The address it is.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves `router` on it, on the caller's runtime, to at most so many connections at a time.
    ///
    /// # Errors
    /// The certificate does not go with its key.
    pub fn serve(self, tls: Tls<'_>, router: Router, most_connections: usize) -> Result<Listener, StageError> {
        let shown = RustlsConfig::from_config(Arc::new(server_config(tls)?));
        let acceptor = RustlsAcceptor::new(shown.clone()).handshake_timeout(HANDSHAKE_LIMIT);
        self.accept_with(acceptor, Some(shown), router, most_connections)
    }

    /// The same without TLS: for what the field serves in the clear.
    ///
    /// # Errors
    /// The system does not let it be served.
    pub fn serve_plain(self, router: Router, most_connections: usize) -> Result<Listener, StageError> {
        self.accept_with(DefaultAcceptor::new(), None, router, most_connections)
    }

    fn accept_with<A>(
        self,
        acceptor: A,
        shown: Option<RustlsConfig>,
        router: Router,
        most_connections: usize,
    ) -> Result<Listener, StageError>
    where
        A: Accept<TcpStream, Router, Service = Router> + Clone + Send + Sync + 'static,
        A::Stream: AsyncRead + AsyncWrite + Unpin + Send,
        A::Future: Send,
    {
        let Self { listener, address } = self;
        let handle = Handle::new();
        let mut server = axum_server::from_tcp(listener)
            .map_err(|source| StageError::Listen { address, source })?
            .acceptor(BoundedAcceptor::new(acceptor, most_connections))
            .http1_only()
            .handle(handle.clone());
        server
            .http_builder()
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_READ_LIMIT)
            .max_buf_size(HEAD_LIMIT);
        let serving = Some(tokio::spawn(server.serve(router.into_make_service())));
        Ok(Listener {
            address,
            shown,
            handle,
            serving,
        })
    }
}

/// A listener that serves.
pub struct Listener {
    address: SocketAddr,
    /// Nothing where it speaks without TLS.
    shown: Option<RustlsConfig>,
    handle: Handle<SocketAddr>,
    serving: Option<JoinHandle<io::Result<()>>>,
}

impl Listener {
    /// The address it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Shows this certificate to new connections.
    ///
    /// # Errors
    /// The certificate does not go with its key.
    pub fn show(&self, tls: Tls<'_>) -> Result<(), StageError> {
        if let Some(shown) = &self.shown {
            shown.reload_from_config(Arc::new(server_config(tls)?));
        }
        Ok(())
    }

    /// Lets exchanges under way come to their end, and stops listening.
    pub async fn close(&mut self) {
        self.handle.graceful_shutdown(Some(GRACE));
        if let Some(serving) = self.serving.take() {
            // The accept loop ends by itself now; an error of it was only of interest while somebody was served.
            let _ = serving.await;
        }
    }
}

impl Drop for Listener {
    /// Without [`Listener::close`] nobody waits for exchanges under way, but nothing goes on listening either.
    fn drop(&mut self) {
        self.handle.shutdown();
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
