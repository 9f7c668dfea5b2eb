//! One exchange: find the realm, read the request, write it down, let the authority answer, write that down, send it.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::State};
use bytes::Bytes;
use etalon_journal::{Blame, Event, Side, Silence, during};
use futures::FutureExt;
use http::{HeaderMap, Request, Response, StatusCode, Uri, header, request::Parts};
use tokio::{
    sync::{oneshot, watch},
    time::timeout,
};
use tower::ServiceExt;

use crate::{
    Realm,
    doors::Doors,
    forward::{SentOnly, broken_off},
    request_body::{Unread, read_body},
    spoilt::{Unanswered, closed_connection},
};

/// The most bytes of an answer's body.
pub const RESPONSE_BODY_LIMIT: usize = 12 * 1024 * 1024;
/// How long an authority may take to answer.
pub const HANDLER_LIMIT: Duration = Duration::from_secs(60);
/// Who answers where no authority does.
const NOBODY: &str = "nation";

/// Whether the client still waits. An authority that holds an answer back looks here for when to stop.
#[derive(Clone)]
pub struct Presence(watch::Receiver<()>);

impl Presence {
    /// Returns when the client has left.
    pub async fn gone(mut self) {
        // Nothing is ever sent; waiting ends when the connection, which holds the sender, goes.
        while self.0.changed().await.is_ok() {}
    }
}

/// Every request comes in here.
pub(crate) async fn enter(State(doors): State<Arc<Doors>>, request: Request<Body>) -> Response<Body> {
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str()).to_owned();
    let named = doors.realm_of(&target).map(|(realm, rest)| (realm, rest.to_owned()));
    let Some((realm, rest)) = named.or_else(|| doors.realm_behind(host_of(&request), &target)) else {
        doors.count_stray();
        return plain(
            StatusCode::NOT_FOUND,
            "No such realm. Addresses begin with /r/ and the name of a realm that is open.\n",
        );
    };
    let (name, router) = doors
        .authority_of(&rest)
        .map_or((NOBODY, None), |authority| (authority.name, Some(authority.router.clone())));
    let (parts, body) = request.into_parts();
    let (body, written, refusal) = match read_body(&parts.headers, body).await {
        Ok(body) => (body.clone(), etalon_journal::Body::of(&body), None),
        Err(Unread { body, status }) => (Bytes::new(), body, Some(status)),
    };
    let event = Event::Request {
        side: Side::Incoming,
        actor: None,
        method: parts.method.to_string(),
        url: format!("{}{target}", realm.origin()),
        headers: written_headers(&parts.headers),
        body: written,
    };
    let to = realm.journal().write(name, event);
    let exchange = Exchange {
        realm,
        authority: name,
        to,
    };
    if let Some(status) = refusal {
        return exchange
            .answered(
                status,
                plain(status, "The body of the request is too large, came too slowly, or broke off.\n"),
            )
            .await;
    }
    let Some(router) = router else {
        return exchange
            .answered(
                StatusCode::NOT_FOUND,
                plain(StatusCode::NOT_FOUND, "Nobody here answers to this address.\n"),
            )
            .await;
    };
    exchange.play(router, parts, body, &rest, doors.handler_limit).await
}

/// Whom the client believes to speak to (RFC 9112, 3.2 and 3.2.2).
fn host_of(request: &Request<Body>) -> &str {
    let in_target = request.uri().authority().map(http::uri::Authority::as_str);
    let in_field = || request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    in_target.or_else(in_field).unwrap_or_default()
}

struct Exchange {
    realm: Arc<Realm>,
    authority: &'static str,
    to: u64,
}

impl Exchange {
    /// The handler runs on a task of its own: a client that leaves does not stop it half-way.
    async fn play(self, router: Router, mut parts: Parts, body: Bytes, rest: &str, limit: Duration) -> Response<Body> {
        let inside = if rest.starts_with('/') {
            rest.to_owned()
        } else {
            format!("/{rest}")
        };
        let Ok(uri) = inside.parse::<Uri>() else {
            return self
                .answered(
                    StatusCode::BAD_REQUEST,
                    plain(StatusCode::BAD_REQUEST, "The address cannot be read.\n"),
                )
                .await;
        };
        parts.uri = uri;
        parts.extensions.insert(Arc::clone(&self.realm));
        let (_here, presence) = watch::channel(());
        parts.extensions.insert(Presence(presence));
        let (to_client, from_handler) = oneshot::channel();
        tokio::spawn(during(self.to, async move {
            let request = Request::from_parts(parts, Body::from(body));
            let played = AssertUnwindSafe(timeout(limit, router.oneshot(request))).catch_unwind().await;
            let response = match played {
                Ok(Ok(Ok(response))) => response,
                Ok(Ok(Err(never))) => match never {},
                Ok(Err(_)) => self.broken(StatusCode::SERVICE_UNAVAILABLE, &format!("gave no answer within {limit:?}")),
                Err(panic) => self.broken(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    &format!("panicked: {}", panic_text(panic.as_ref())),
                ),
            };
            if to_client.is_closed() {
                let detail = "the client left before it was answered".to_owned();
                self.realm.journal().write(
                    self.authority,
                    Event::NoAnswer {
                        to: self.to,
                        how: Silence::Reset,
                        detail,
                    },
                );
                return;
            }
            let status = response.status();
            // A client that leaves from here on was still there when the answer was ready.
            let _ = to_client.send(self.answered(status, response).await);
        }));
        from_handler
            .await
            .unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR, "No answer was made.\n"))
    }

    fn broken(&self, status: StatusCode, how: &str) -> Response<Body> {
        let what = format!(
            "{} {how}; this is a defect of the nation, not of the system under test",
            self.authority
        );
        self.realm.journal().write(
            self.authority,
            Event::Trouble {
                blame: Blame::Harness,
                what,
            },
        );
        plain(status, "The nation failed to answer. The journal says why.\n")
    }

    /// Writes the whole answer down, then hands it on.
    async fn answered(&self, status: StatusCode, response: Response<Body>) -> Response<Body> {
        if response.extensions().get::<Unanswered>().is_some() {
            let detail = "the connection was closed before an answer, as it was asked for".to_owned();
            let (to, how) = (self.to, Silence::Reset);
            self.realm.journal().write(self.authority, Event::NoAnswer { to, how, detail });
            return closed_connection();
        }
        let (mut parts, body) = response.into_parts();
        parts.status = status;
        let bytes = match axum::body::to_bytes(body, RESPONSE_BODY_LIMIT).await {
            Ok(bytes) => bytes,
            Err(problem) => {
                let (broken, _) = self
                    .broken(
                        StatusCode::INTERNAL_SERVER_ERROR,
                        &format!("made an answer that cannot be sent: {problem}"),
                    )
                    .into_parts();
                parts = broken;
                Bytes::new()
            }
        };
        let sent_only = parts.extensions.remove::<SentOnly>();
        let sent = sent_only.map_or_else(|| bytes.clone(), |SentOnly(length)| bytes.slice(..length.min(bytes.len())));
        let headers = written_headers(&parts.headers);
        let body = etalon_journal::Body::of(&sent);
        self.realm.journal().write(
            self.authority,
            Event::Response {
                to: self.to,
                status: parts.status.as_u16(),
                headers,
                body,
            },
        );
        let body = if sent_only.is_some() { broken_off(sent) } else { Body::from(sent) };
        Response::from_parts(parts, body)
    }
}

pub(crate) fn written_headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect()
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a text")
}

fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, header::HeaderValue::from_static("text/plain; charset=utf-8"));
    if status == StatusCode::PAYLOAD_TOO_LARGE || status == StatusCode::REQUEST_TIMEOUT {
        response
            .headers_mut()
            .insert(header::CONNECTION, header::HeaderValue::from_static("close"));
    }
    response
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::routing::get;

    use super::*;
    use crate::{Authority, realm::tests::realm};

    #[tokio::test]
    async fn an_authority_that_takes_too_long_is_cut_short_and_written_down() {
        let router = Router::new().route("/slow", get(std::future::pending::<&'static str>));
        let authority = Authority {
            name: "slow",
            prefix: "/slow",
            router,
        };
        let doors = Arc::new(Doors::new(
            "https://127.0.0.1:1".to_owned(),
            vec![authority],
            Duration::from_millis(20),
        ));
        let realm = realm();
        doors.open(realm.name(), || Arc::clone(&realm)).map(drop).unwrap();
        let request = Request::get("/r/r/slow").body(Body::empty()).unwrap();
        let response = enter(State(doors), request).await;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        let entries = realm.journal().entries();
        let [.., request, trouble, answer] = entries.as_slice() else {
            panic!("{entries:?}")
        };
        assert!(matches!(&request.event, Event::Request { url, .. } if url == "https://127.0.0.1:1/r/r/slow"));
        assert!(matches!(&trouble.event, Event::Trouble { blame: Blame::Harness, what } if what.contains("20ms")));
        assert!(matches!(answer.event, Event::Response { to, status: 503, .. } if to == request.number));
    }
}
