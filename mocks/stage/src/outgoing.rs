//! Calls that an authority makes: to allowed addresses only, trusting the given roots only, every one of them written down.

use std::{net::IpAddr, time::Duration};

use etalon_journal::{Blame, Body, Event, Side, Silence};
use reqwest::{Certificate, Client, redirect::Policy};
use url::{Host, Url};

use crate::{
    Realm,
    exchange::written_headers,
    silence::{chain_of, silence},
};

/// How long a call may take, from the connection to the last byte of the answer.
pub const CALL_LIMIT: Duration = Duration::from_secs(20);
/// The most bytes of an answer.
pub const ANSWER_LIMIT: usize = 4 * 1024 * 1024;

/// The one way out of the nation.
#[derive(Clone)]
pub struct HttpClient {
    client: Client,
    allowed_hosts: Vec<String>,
}

/// A request that an authority wants to send.
#[derive(Clone, Debug)]
pub struct OutgoingRequest {
    /// The authority it is written down under.
    pub authority: &'static str,
    /// The HTTP method.
    pub method: http::Method,
    /// The absolute address.
    pub url: String,
    /// Header fields.
    pub headers: Vec<(http::HeaderName, http::HeaderValue)>,
    /// The body.
    pub body: Vec<u8>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Header fields, those of one name in the order they came.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// Number of the request's entry in the journal.
    pub request_entry: u64,
}

/// Nothing came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoAnswer {
    /// In which way it failed.
    pub how: Silence,
    /// What the transport said.
    pub detail: String,
}

/// Why a call was not made, or brought no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutgoingError {
    /// The address is none that may be contacted.
    #[error("`{0}` may not be contacted: it is neither on this machine nor on the list of allowed hosts")]
    NotAllowed(String),
    /// The address cannot be read.
    #[error("`{0}` is no address: {1}")]
    Address(String, String),
    /// Nothing came back.
    #[error("no answer ({:?}): {}", .0.how, .0.detail)]
    NoAnswer(NoAnswer),
}

impl HttpClient {
    /// A client that trusts only `roots_pem` and calls only this machine and `allowed_hosts`.
    ///
    /// # Errors
    /// The roots cannot be read.
    pub fn new(roots_pem: &str, allowed_hosts: Vec<String>) -> Result<Self, String> {
        Self::with_limit(roots_pem, allowed_hosts, CALL_LIMIT)
    }

    pub(crate) fn with_limit(roots_pem: &str, allowed_hosts: Vec<String>, limit: Duration) -> Result<Self, String> {
        let roots = Certificate::from_pem_bundle(roots_pem.as_bytes()).map_err(|problem| chain_of(&problem))?;
        let client = Client::builder()
            .tls_certs_only(roots)
            .no_proxy()
            .redirect(Policy::none())
            .http1_only()
            .timeout(limit)
            .build()
            .map_err(|problem| chain_of(&problem))?;
        Ok(Self { client, allowed_hosts })
    }

    /// Sends `request`, with the request written down before it leaves and the answer, or its absence, after.
    ///
    /// # Errors
    /// The address is not allowed, or nothing came back.
    pub async fn send(&self, realm: &Realm, request: OutgoingRequest) -> Result<Answer, OutgoingError> {
        let OutgoingRequest {
            authority,
            method,
            url,
            headers,
            body,
        } = request;
        let address = Url::parse(&url).map_err(|problem| OutgoingError::Address(url.clone(), problem.to_string()))?;
        if !self.may_contact(&address) {
            let refusal = OutgoingError::NotAllowed(url);
            realm.journal().write(
                authority,
                Event::Trouble {
                    blame: Blame::Environment,
                    what: refusal.to_string(),
                },
            );
            return Err(refusal);
        }
        let headers: http::HeaderMap = headers.into_iter().collect();
        let written = Event::Request {
            side: Side::Outgoing,
            actor: Some(authority.to_owned()),
            method: method.to_string(),
            url,
            headers: written_headers(&headers),
            body: Body::of(&body),
        };
        let to = realm.journal().write(authority, written);
        let sending = async {
            let mut response = self
                .client
                .request(method, address)
                .headers(headers)
                .body(body)
                .send()
                .await
                .map_err(|problem| silence(&problem))?;
            let mut received = Vec::new();
            while let Some(piece) = response.chunk().await.map_err(|problem| silence(&problem))? {
                if received.len() + piece.len() > ANSWER_LIMIT {
                    return Err(NoAnswer {
                        how: Silence::Unreadable,
                        detail: format!("the answer is longer than {ANSWER_LIMIT} bytes"),
                    });
                }
                received.extend_from_slice(&piece);
            }
            Ok((response.status().as_u16(), written_headers(response.headers()), received))
        };
        match sending.await {
            Ok((status, headers, body)) => {
                realm.journal().write(
                    authority,
                    Event::Response {
                        to,
                        status,
                        headers: headers.clone(),
                        body: Body::of(&body),
                    },
                );
                Ok(Answer {
                    status,
                    headers,
                    body,
                    request_entry: to,
                })
            }
            Err(none) => {
                realm.journal().write(
                    authority,
                    Event::NoAnswer {
                        to,
                        how: none.how,
                        detail: none.detail.clone(),
                    },
                );
                Err(OutgoingError::NoAnswer(none))
            }
        }
    }

    fn may_contact(&self, address: &Url) -> bool {
        let on_this_machine = match address.host() {
            Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
            Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        };
        let listed = || {
            address
                .host_str()
                .is_some_and(|host| self.allowed_hosts.iter().any(|allowed| allowed.eq_ignore_ascii_case(host)))
        };
        matches!(address.scheme(), "https" | "http") && (on_this_machine || listed())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_this_machine_and_listed_hosts_are_called() {
        let client = HttpClient::new("", vec!["hub.test".to_owned()]).unwrap();
        let may = |url: &str| client.may_contact(&url.parse().unwrap());
        for url in [
            "https://127.0.0.1:1/",
            "https://127.8.9.1/",
            "http://[::1]:80/",
            "https://localhost/x",
            "https://HUB.test/",
        ] {
            assert!(may(url), "{url}");
        }
        for url in [
            "https://192.0.2.1/",
            "https://hub.test.example/",
            "https://localhost.example/",
            "https://[2001:db8::1]/",
            "ftp://127.0.0.1/",
        ] {
            assert!(!may(url), "{url}");
        }
    }
}
