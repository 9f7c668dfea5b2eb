//! The listener of the control API: a port of its own, TLS from the nation's root, and a token. Plain HTTP is not offered.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
};

use axum::{Router, middleware};
use etalon_stage::{Bound, Listener};
use tokio::sync::watch;

use super::{
    Desk,
    guard::{self, Guard},
    http,
};
use crate::{Nation, NationError, addresses::tls};

/// The most connections at a time; each journal that is followed takes one.
pub const CONTROL_CONNECTIONS: usize = 256;
/// A token that is shorter can be guessed.
const SHORTEST_TOKEN: usize = 16;
const DRAWN_TOKEN_BYTES: usize = 32;

/// How the control API is reached.
#[derive(Clone)]
pub struct ControlConfig {
    /// The address to listen on.
    pub bind: IpAddr,
    /// The port to listen on; a free one where none is named.
    pub port: Option<u16>,
    /// What every call must show; drawn where none is given.
    pub token: Option<String>,
    /// Names that it is called by beside its address, `localhost` and the nation's public host.
    pub allowed_hosts: Vec<String>,
}

impl Default for ControlConfig {
    /// For this machine alone, on a free port, with a drawn token.
    fn default() -> Self {
        Self {
            bind: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: None,
            token: None,
            allowed_hosts: Vec::new(),
        }
    }
}

/// The control API of a nation, listening.
pub struct Control {
    url: String,
    token: String,
    desk: Arc<Desk>,
    listener: Listener,
    /// Streams end when this goes.
    closing: watch::Sender<bool>,
}

impl Control {
    /// Starts listening, on the caller's runtime.
    ///
    /// # Errors
    /// The port is taken, the token is too short, or the certificate cannot be made.
    pub async fn open(nation: Arc<Nation>, config: ControlConfig) -> Result<Self, NationError> {
        Self::open_with(nation, config, |_, _| http::nothing_else()).await
    }

    /// A listener that tells the time in realms (`GET /v1/realms/{realm}/clock`) and nothing else, on loopback and a free port, with a token of
    /// its own: for a system under test that shares the nation's clock. What it does not need to know it cannot ask, and it changes nothing.
    ///
    /// # Errors
    /// There is no free port, or the certificate cannot be made.
    pub async fn open_for_clocks(nation: Arc<Nation>) -> Result<Self, NationError> {
        Self::listen(nation, ControlConfig::default(), |desk, guard, _, _| http::clocks(desk, guard)).await
    }

    /// The same with `pages` beside the API: they are made with the desk and the token, and answer every address that does not begin with
    /// `/v1/` and is not `/openapi.json`. Host and origin are checked for them too; who may see them is theirs to check.
    ///
    /// # Errors
    /// As [`Control::open`].
    pub async fn open_with(
        nation: Arc<Nation>,
        config: ControlConfig,
        pages: impl FnOnce(Arc<Desk>, &str) -> Router,
    ) -> Result<Self, NationError> {
        let calls = |desk: Arc<Desk>, guard, closed, token: &str| http::router(Arc::clone(&desk), guard, closed).merge(pages(desk, token));
        Self::listen(nation, config, calls).await
    }

    async fn listen(
        nation: Arc<Nation>,
        config: ControlConfig,
        calls: impl FnOnce(Arc<Desk>, Arc<Guard>, watch::Receiver<bool>, &str) -> Router,
    ) -> Result<Self, NationError> {
        let ControlConfig {
            bind,
            port,
            token,
            allowed_hosts,
        } = config;
        let token = match token {
            Some(token) if token.len() < SHORTEST_TOKEN || !token.bytes().all(|byte| byte.is_ascii_graphic()) => {
                return Err(NationError::Token);
            }
            Some(token) => token,
            None => guard::unguessable(DRAWN_TOKEN_BYTES).map_err(|_| NationError::NoRandomness)?,
        };
        let public_host = nation.public_host().filter(|_| !bind.is_loopback()).map(str::to_owned);
        let mut hosts = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "[::1]".to_owned(), in_address(bind)];
        hosts.extend(
            public_host
                .iter()
                .chain(&allowed_hosts)
                .map(|host| host.parse().map_or_else(|_| host.clone(), in_address)),
        );
        hosts.sort();
        hosts.dedup();
        let identity = nation.another_identity(bind, &allowed_hosts)?;
        let bound = Bound::to(SocketAddr::new(bind, port.unwrap_or(0)))?;
        let url = bound.origin(public_host.as_deref());
        let desk = Arc::new(Desk::new(nation));
        desk.listens_at(&url);
        let guard = Arc::new(Guard::new(&token, hosts));
        let (closing, closed) = watch::channel(false);
        let router =
            calls(Arc::clone(&desk), Arc::clone(&guard), closed, &token).layer(middleware::from_fn_with_state(guard, guard::place));
        let listener = bound.serve(tls(&identity), router, CONTROL_CONNECTIONS)?;
        Ok(Self {
            url,
            token,
            desk,
            listener,
            closing,
        })
    }

    /// `https://host:port`, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What every call must show.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The desk behind it.
    #[must_use]
    pub fn desk(&self) -> &Arc<Desk> {
        &self.desk
    }

    /// Ends the streams, lets calls under way come to their end, and stops listening. The nation goes on.
    pub async fn close(self) {
        let Self { closing, mut listener, .. } = self;
        closing.send_replace(true);
        listener.close().await;
    }
}

impl fmt::Debug for Control {
    /// Without the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Control").field("url", &self.url).finish_non_exhaustive()
    }
}

fn in_address(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    }
}
