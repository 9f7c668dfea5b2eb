//! Connections: how many at a time, whatever is spoken on them. What is said over them lives in `exchange`.

use std::{io, sync::Arc};

use axum::{Extension, middleware::AddExtension};
use axum_server::accept::Accept;
use futures::{FutureExt, future::BoxFuture};
use tokio::{
    net::TcpStream,
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tower::Layer;

/// Accepts connections while places are left; the next one waits for a place. What a connection then goes through, TLS or nothing, is `inner`'s.
#[derive(Clone)]
pub(crate) struct BoundedAcceptor<A> {
    inner: A,
    places: Arc<Semaphore>,
}

impl<A> BoundedAcceptor<A> {
    pub(crate) fn new(inner: A, places: usize) -> Self {
        Self {
            inner,
            places: Arc::new(Semaphore::new(places)),
        }
    }
}

/// The place goes with the connection's service and comes back when the connection ends.
type Seated<S> = AddExtension<S, Arc<OwnedSemaphorePermit>>;

impl<A, S> Accept<TcpStream, S> for BoundedAcceptor<A>
where
    A: Accept<TcpStream, S> + Clone + Send + 'static,
    A::Stream: Send,
    A::Service: Send,
    A::Future: Send,
    S: Send + 'static,
{
    type Stream = A::Stream;
    type Service = Seated<A::Service>;
    type Future = BoxFuture<'static, io::Result<(Self::Stream, Self::Service)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let Self { inner, places } = self.clone();
        async move {
            let place = places.acquire_owned().await.map_err(io::Error::other)?;
            stream.set_nodelay(true)?;
            let (stream, service) = inner.accept(stream, service).await?;
            Ok((stream, Extension(Arc::new(place)).layer(service)))
        }
        .boxed()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::{net::TcpListener, time::Duration};

    use axum::{Router, routing::get};
    use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
    use etalon_certs::{TestRoot, server_certificate};
    use reqwest::{Certificate, Client};

    use super::*;
    use crate::{Tls, listener::server_config};

    #[tokio::test]
    async fn who_finds_no_place_waits_until_one_is_free() {
        let root = TestRoot::fresh().unwrap();
        let identity = server_certificate(&root, &["127.0.0.1".into()]).unwrap();
        let tls = Tls {
            chain_pem: &identity.cert_pem,
            key_pem: &identity.key_pem,
        };
        let config = RustlsConfig::from_config(Arc::new(server_config(tls).unwrap()));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let url = format!("https://{}/", listener.local_addr().unwrap());
        let router: Router = Router::new().route("/", get(|| async { "served" }));
        let server = axum_server::from_tcp(listener)
            .unwrap()
            .acceptor(BoundedAcceptor::new(RustlsAcceptor::new(config), 1));
        tokio::spawn(server.serve(router.into_make_service()));
        let client = || {
            let roots = Certificate::from_pem_bundle(root.pem().as_bytes()).unwrap();
            Client::builder().tls_certs_only(roots).no_proxy().build().unwrap()
        };
        let (first, second) = (client(), client());
        assert_eq!(first.get(&url).send().await.unwrap().text().await.unwrap(), "served");
        let mut waiting = tokio::spawn(second.get(&url).send());
        assert!(
            tokio::time::timeout(Duration::from_millis(200), &mut waiting).await.is_err(),
            "the first client keeps its connection"
        );
        drop(first);
        let served = tokio::time::timeout(Duration::from_secs(10), waiting).await.unwrap();
        assert_eq!(served.unwrap().unwrap().status(), 200);
    }
}
