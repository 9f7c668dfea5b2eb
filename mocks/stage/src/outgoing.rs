//! Calls that an authority makes: to allowed addresses only, trusting the given roots only, every one of them written down.

use std::{error::Error, io, net::IpAddr, time::Duration};

use etalon_journal::{Blame, Body, Event, Side, Silence};
use reqwest::{Certificate, Client, redirect::Policy};
use url::{Host, Url};

use crate::{Realm, exchange::written_headers};

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

    fn with_limit(roots_pem: &str, allowed_hosts: Vec<String>, limit: Duration) -> Result<Self, String> {
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
                        headers,
                        body: Body::of(&body),
                    },
                );
                Ok(Answer {
                    status,
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

fn silence(problem: &reqwest::Error) -> NoAnswer {
    let otherwise = if problem.is_timeout() {
        Silence::TimedOut
    } else {
        Silence::Unreadable
    };
    NoAnswer {
        how: cause_of(problem).unwrap_or(otherwise),
        detail: chain_of(problem),
    }
}

/// What the transport complained about, however deep it is wrapped.
fn cause_of(problem: &(dyn Error + 'static)) -> Option<Silence> {
    if problem.is::<rustls::Error>() {
        return Some(Silence::NotTrusted);
    }
    if problem
        .downcast_ref::<hyper::Error>()
        .is_some_and(hyper::Error::is_incomplete_message)
    {
        return Some(Silence::Reset);
    }
    if let Some(problem) = problem.downcast_ref::<io::Error>() {
        match problem.kind() {
            io::ErrorKind::ConnectionRefused => return Some(Silence::NotListening),
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionAborted => {
                return Some(Silence::Reset);
            }
            // `source` of an I/O error passes over the error it wraps.
            _ => return problem.get_ref().and_then(|wrapped| cause_of(wrapped)),
        }
    }
    problem.source().and_then(cause_of)
}

fn chain_of(problem: &dyn Error) -> String {
    let mut said = problem.to_string();
    let mut cause = problem.source();
    while let Some(deeper) = cause {
        said = format!("{said}: {deeper}");
        cause = deeper.source();
    }
    said
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::*;
    use crate::realm::tests::realm;

    const SHORT: Duration = Duration::from_millis(300);

    /// Calls a server that reads one request, says `said`, and then closes or keeps the connection.
    async fn call(said: Vec<u8>, keeps: bool) -> (Result<Answer, OutgoingError>, Vec<Event>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/x", listener.local_addr().unwrap());
        let server = tokio::spawn(async move {
            let (mut connection, _) = listener.accept().await.unwrap();
            let _ = connection.read(&mut [0; 4096]).await;
            // The client may have gone before all was said.
            let _ = connection.write_all(&said).await;
            if keeps {
                std::future::pending::<()>().await;
            }
        });
        let realm = realm();
        let before = realm.journal().last();
        let client = HttpClient::with_limit("", Vec::new(), SHORT).unwrap();
        let request = OutgoingRequest {
            authority: "hospital",
            method: http::Method::POST,
            url,
            headers: Vec::new(),
            body: b"hello".to_vec(),
        };
        let came = client.send(&realm, request).await;
        server.abort();
        let entries = realm.journal().entries();
        let events = entries
            .iter()
            .filter(|entry| entry.number > before)
            .map(|entry| entry.event.clone());
        (came, events.collect())
    }

    #[tokio::test]
    async fn every_kind_of_silence_has_its_name() {
        let endless = [
            b"HTTP/1.1 200 OK\r\ncontent-length: 9000000\r\n\r\n".to_vec(),
            vec![b'x'; 9_000_000],
        ]
        .concat();
        let cases = [
            (Vec::new(), true, Silence::TimedOut),
            (b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab".to_vec(), true, Silence::TimedOut),
            (Vec::new(), false, Silence::Reset),
            (b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab".to_vec(), false, Silence::Reset),
            (b"this is no answer\r\n\r\n".to_vec(), false, Silence::Unreadable),
            (endless, true, Silence::Unreadable),
        ];
        for (said, keeps, expected) in cases {
            let begun = String::from_utf8_lossy(&said[..said.len().min(60)]).into_owned();
            let (came, events) = call(said, keeps).await;
            assert!(
                matches!(&came, Err(OutgoingError::NoAnswer(none)) if none.how == expected),
                "{begun:?} {keeps}: {came:?}"
            );
            let [
                Event::Request {
                    side: Side::Outgoing,
                    body,
                    ..
                },
                Event::NoAnswer { how, .. },
            ] = events.as_slice()
            else {
                panic!("{events:?}")
            };
            assert_eq!((body.text.as_deref(), *how), (Some("hello"), expected));
        }
    }

    #[tokio::test]
    async fn an_answer_is_written_down_and_a_redirect_is_not_followed() {
        let said = b"HTTP/1.1 307 Temporary Redirect\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 2\r\n\r\nok".to_vec();
        let (came, events) = call(said, true).await;
        assert_eq!(came.map(|answer| (answer.status, answer.body)), Ok((307, b"ok".to_vec())));
        assert!(
            matches!(&events[1], Event::Response { status: 307, headers, .. } if headers[0].0 == "location"),
            "{events:?}"
        );
    }

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
