//! Connections to others: the identity provider and the hospitals. One client per instance, which trusts the configured roots only, uses
//! no proxy and follows no redirect.

pub(crate) mod hospital;
pub(crate) mod provider;

use std::time::Duration;

use reqwest::{Client, redirect::Policy, tls::Certificate};

const LONGEST_CONNECT: Duration = Duration::from_secs(2);
/// For a whole exchange, body included.
pub(crate) const LONGEST_EXCHANGE: Duration = Duration::from_secs(5);
const MOST_IDLE_CONNECTIONS: usize = 4;

/// The client of one instance.
pub(crate) fn client(ca_pem: &str) -> Result<Client, String> {
    let roots = Certificate::from_pem_bundle(ca_pem.as_bytes())
        .map_err(|error| format!("`ca_pem` cannot be read ({error}); give PEM certificates"))?;
    if roots.is_empty() {
        return Err("`ca_pem` holds no certificate; give the PEM of the root that signs the provider and the hospitals".to_owned());
    }
    Client::builder()
        .tls_certs_only(roots)
        .https_only(true)
        .no_proxy()
        .redirect(Policy::none())
        .connect_timeout(LONGEST_CONNECT)
        .timeout(LONGEST_EXCHANGE)
        .pool_max_idle_per_host(MOST_IDLE_CONNECTIONS)
        .user_agent(concat!("reference-network/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| format!("no client for outgoing connections ({error}); check `ca_pem`"))
}

/// Why an exchange gave nothing that can be used. Carries no content.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExchangeFault {
    #[error("no answer in time")]
    Late,
    #[error("no connection")]
    Unreachable,
    #[error("status {0}")]
    Status(u16),
    #[error("body longer than {0} bytes")]
    TooLong(usize),
    #[error("request or answer cut short or malformed")]
    Broken,
}

impl From<reqwest::Error> for ExchangeFault {
    fn from(error: reqwest::Error) -> Self {
        if error.is_timeout() {
            Self::Late
        } else if error.is_connect() {
            Self::Unreachable
        } else {
            Self::Broken
        }
    }
}

/// The body of an answer, if it is no longer than `limit`.
async fn bounded_body(mut answer: reqwest::Response, limit: usize) -> Result<Vec<u8>, ExchangeFault> {
    if answer.content_length().is_some_and(|length| length > limit as u64) {
        return Err(ExchangeFault::TooLong(limit));
    }
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        if body.len() + chunk.len() > limit {
            return Err(ExchangeFault::TooLong(limit));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
