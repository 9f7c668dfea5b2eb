//! Connections: how many at a time, and TLS on each. What is said over them lives in `exchange`.

use std::{io, sync::Arc};

use axum::{Extension, middleware::AddExtension};
use axum_server::{accept::Accept, tls_rustls::RustlsAcceptor};
use futures::{FutureExt, future::BoxFuture};
use tokio::{
    net::TcpStream,
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_rustls::server::TlsStream;
use tower::Layer;

/// Accepts TLS connections while places are left; the next one waits for a place.
#[derive(Clone)]
pub(crate) struct BoundedAcceptor {
    tls: RustlsAcceptor,
    places: Arc<Semaphore>,
}

impl BoundedAcceptor {
    pub(crate) fn new(tls: RustlsAcceptor, places: usize) -> Self {
        Self {
            tls,
            places: Arc::new(Semaphore::new(places)),
        }
    }
}

/// The place goes with the connection's service and comes back when the connection ends.
type Seated<S> = AddExtension<S, Arc<OwnedSemaphorePermit>>;

impl<S: Send + 'static> Accept<TcpStream, S> for BoundedAcceptor {
    type Stream = TlsStream<TcpStream>;
    type Service = Seated<S>;
    type Future = BoxFuture<'static, io::Result<(Self::Stream, Self::Service)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let Self { tls, places } = self.clone();
        async move {
            let place = places.acquire_owned().await.map_err(io::Error::other)?;
            stream.set_nodelay(true)?;
            let (stream, service) = tls.accept(stream, service).await?;
            Ok((stream, Extension(Arc::new(place)).layer(service)))
        }
        .boxed()
    }
}
