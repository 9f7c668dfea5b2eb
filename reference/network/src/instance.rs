//! One instance of the network: its own port, database, rules, clock and connections. Ends without leaving anything behind.

use std::{net::TcpListener, sync::Arc, time::Duration};

use axum_server::{
    Handle,
    accept::NoDelayAcceptor,
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use hyper_util::rt::TokioTimer;
use jiff::Timestamp;
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};
use tempfile::TempDir;
use tokio::task::JoinHandle;

use crate::{
    clock::Clock,
    configuration::Configuration,
    log,
    outgoing::{self, provider::Provider},
    policies::Policies,
    store::Store,
    web,
};

const LONGEST_HEADER_WAIT: Duration = Duration::from_secs(30);
const LONGEST_CLOSING: Duration = Duration::from_secs(2);

/// What every page of an instance can reach.
pub(crate) struct Network {
    pub(crate) configuration: Configuration,
    pub(crate) base_url: String,
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) policies: Policies,
    pub(crate) provider: Provider,
    pub(crate) http: reqwest::Client,
}

/// A running instance. Dropped without `close`, it still stops listening and removes its directory.
pub(crate) struct Instance {
    network: Arc<Network>,
    handle: Handle<std::net::SocketAddr>,
    server: JoinHandle<()>,
    directory: Option<TempDir>,
}

impl Instance {
    /// Starts an instance on a port of its own.
    pub(crate) async fn open(configuration: Configuration) -> Result<Self, String> {
        configuration.check()?;
        let policies = policies(&configuration.crooked)?;
        let tls = tls(&configuration)?;
        let http = outgoing::client(&configuration.ca_pem)?;
        let listener =
            TcpListener::bind(("127.0.0.1", 0)).map_err(|error| format!("no port on 127.0.0.1 ({error}); close something that listens"))?;
        listener
            .set_nonblocking(true)
            .map_err(|error| format!("the port cannot be used ({error}); try again"))?;
        let address = listener
            .local_addr()
            .map_err(|error| format!("the port cannot be used ({error}); try again"))?;
        let base_url = format!("https://{address}");
        let provider = Provider::new(
            &configuration.issuer,
            &configuration.client_id,
            &configuration.client_secret,
            &base_url,
            http.clone(),
        )?;
        let directory = tempfile::Builder::new()
            .prefix("reference-network-")
            .tempdir()
            .map_err(|error| format!("no directory for the database ({error}); make room in the temporary directory"))?;
        let store = Store::open(&directory.path().join("network.sqlite"))
            .await
            .map_err(|error| format!("no database ({error}); make room in the temporary directory"))?;
        let network = Arc::new(Network {
            clock: Clock::new(configuration.clock),
            configuration,
            base_url,
            store,
            policies,
            provider,
            http,
        });
        let handle = Handle::new();
        // Without it the first answer of every connection waits some 40 ms for an acknowledgement.
        let acceptor = RustlsAcceptor::new(tls).acceptor(NoDelayAcceptor::new());
        let mut server = axum_server::from_tcp(listener)
            .map_err(|error| format!("the port cannot be served ({error}); try again"))?
            .acceptor(acceptor)
            .handle(handle.clone())
            .http1_only();
        server
            .http_builder()
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(LONGEST_HEADER_WAIT);
        let pages = web::portal(network.clone());
        let name = network.configuration.instance.clone();
        let server = tokio::spawn(async move {
            if let Err(error) = server.serve(pages.into_make_service()).await {
                log::warn(&name, "server-ended", &error.to_string());
            }
        });
        log::info(&network.configuration.instance, "opened", &network.base_url);
        Ok(Self {
            network,
            handle,
            server,
            directory: Some(directory),
        })
    }

    /// Where the pages are.
    pub(crate) fn base_url(&self) -> &str {
        &self.network.base_url
    }

    /// The test-clock call.
    pub(crate) fn stand_still_at(&self, instant: Timestamp) {
        self.network.clock.stand_still_at(instant);
    }

    /// Stops serving, ends the database and removes its directory.
    pub(crate) async fn close(mut self) -> Result<(), String> {
        self.handle.shutdown();
        if tokio::time::timeout(LONGEST_CLOSING, &mut self.server).await.is_err() {
            self.server.abort();
        }
        let _ = tokio::time::timeout(LONGEST_CLOSING, self.network.store.close()).await;
        log::info(&self.network.configuration.instance, "closed", &self.network.base_url);
        match self.directory.take() {
            Some(directory) => directory
                .close()
                .map_err(|error| format!("the directory of the database stays ({error}); remove it by hand")),
            None => Ok(()),
        }
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.handle.shutdown();
        self.server.abort();
    }
}

#[cfg(feature = "crooked")]
fn policies(names: &[String]) -> Result<Policies, String> {
    crate::crooked::policies(names)
}

#[cfg(not(feature = "crooked"))]
fn policies(names: &[String]) -> Result<Policies, String> {
    match names.first() {
        None => Ok(Policies::upright()),
        Some(name) => Err(format!(
            "`crooked` asks for {name:?}, but this build has no defects; build it with the feature `crooked`"
        )),
    }
}

fn tls(configuration: &Configuration) -> Result<RustlsConfig, String> {
    let chain = CertificateDer::pem_slice_iter(configuration.tls_cert_pem.as_bytes())
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| format!("`tls_cert_pem` cannot be read ({error}); give PEM certificates, the server's first"))?;
    if chain.is_empty() {
        return Err("`tls_cert_pem` holds no certificate; give PEM certificates, the server's first".to_owned());
    }
    let key = PrivateKeyDer::from_pem_slice(configuration.tls_key_pem.as_bytes())
        .map_err(|error| format!("`tls_key_pem` cannot be read ({error}); give the PEM of an unencrypted private key"))?;
    let mut tls = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| format!("TLS cannot be set up ({error})"))?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|error| format!("`tls_cert_pem` and `tls_key_pem` do not fit ({error}); give the key of the first certificate"))?;
    tls.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(RustlsConfig::from_config(Arc::new(tls)))
}
