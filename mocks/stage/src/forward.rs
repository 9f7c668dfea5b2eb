//! The way from behind the stage's TLS to a repository and back: one connection for each request, nothing tried twice, everything bounded.

use std::{
    io,
    sync::{Arc, Weak},
    time::Duration,
};

use axum::{
    Extension, Router,
    body::{Body, to_bytes},
    extract::State,
};
use bytes::Bytes;
use etalon_journal::{Blame, Event};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, Uri, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::{net::TcpStream, time::timeout};

use crate::{
    Manner, Presence, REQUEST_BODY_LIMIT, RESPONSE_BODY_LIMIT, Realm,
    reply::Reply,
    repository::Back,
    visits::{Announced, TICKET},
};

/// How long a repository may take: it answers at once and is on this machine.
const FORWARD_LIMIT: Duration = Duration::from_secs(10);
/// What is about one connection only (RFC 9110, 7.6.1), and what this one finds out by itself.
const NOT_PASSED_ON: [HeaderName; 10] = [
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::DATE,
    header::EXPECT,
    HeaderName::from_static("keep-alive"),
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// An answer of which only the first so many bytes are sent.
#[derive(Clone, Copy)]
pub(crate) struct SentOnly(pub(crate) usize);

pub(crate) fn router(back: Weak<Back>) -> Router {
    Router::new().fallback(forward).with_state(back)
}

async fn forward(
    State(back): State<Weak<Back>>,
    Extension(realm): Extension<Arc<Realm>>,
    Extension(presence): Extension<Presence>,
    request: Request<Body>,
) -> Response<Body> {
    let Some(back) = back.upgrade() else {
        return failed(&realm, "the repositories have been closed");
    };
    let announced = back.visits().announce(&realm);
    let answer = match timeout(FORWARD_LIMIT, carry(&back, &announced, request)).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(problem)) => return failed(&realm, &problem),
        Err(_) => return failed(&realm, &format!("no answer within {FORWARD_LIMIT:?}")),
    };
    // The server may go, and its memory be cleared, while an answer is held back.
    drop(back);
    match announced.visit.take_outcome() {
        Some(Ok((manner, note))) => match manner {
            Manner::Whole => answer.map(Body::from),
            Manner::Half => half(answer),
            Manner::Late(wait, cut) => tokio::select! {
                () = realm.closed() => cut_off(&realm, *cut),
                () = presence.gone() => cut_off(&realm, *cut),
                () = tokio::time::sleep(wait) => {
                    note.write(&realm);
                    answer.map(Body::from)
                }
            },
        },
        Some(Err(panic)) => std::panic::resume_unwind(panic),
        None => answer.map(Body::from),
    }
}

/// There and back. What comes back is whole.
async fn carry(back: &Back, announced: &Announced, request: Request<Body>) -> Result<Response<Bytes>, String> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, REQUEST_BODY_LIMIT).await.map_err(|problem| problem.to_string())?;
    let path = format!("{}{}", announced.visit.realm.path(), parts.uri);
    let forwarded = outgoing(parts.method, &path, &parts.headers, announced.ticket(), body.clone())?;
    let _admitted = back.admit(weight(&parts.headers) + path.len() + body.len()).await;
    let problem = |problem: &dyn std::error::Error| crate::silence::chain_of(problem);
    let connection = TcpStream::connect(back.address()).await.map_err(|failed| problem(&failed))?;
    connection.set_nodelay(true).map_err(|failed| problem(&failed))?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(connection))
        .await
        .map_err(|failed| problem(&failed))?;
    let exchange = async {
        let response = sender.send_request(forwarded).await.map_err(|failed| problem(&failed))?;
        let (mut parts, body) = response.into_parts();
        let body = Limited::new(body, RESPONSE_BODY_LIMIT)
            .collect()
            .await
            .map_err(|failed| failed.to_string())?;
        parts.headers = passed_on(&parts.headers);
        Ok(Response::from_parts(parts, body.to_bytes()))
    };
    tokio::pin!(exchange);
    tokio::select! {
        answered = &mut exchange => answered,
        // The connection may end with the last byte of the answer, before the answer has been looked at.
        ended = connection => match exchange.await {
            Ok(answer) => Ok(answer),
            Err(failed) => Err(ended.err().map_or(failed, |ended| problem(&ended))),
        },
    }
}

fn outgoing(method: Method, path: &str, headers: &HeaderMap, ticket: HeaderValue, body: Bytes) -> Result<Request<Full<Bytes>>, String> {
    let mut request = Request::new(Full::new(body));
    *request.method_mut() = method;
    *request.uri_mut() = path.parse::<Uri>().map_err(|problem| problem.to_string())?;
    *request.headers_mut() = passed_on(headers);
    request.headers_mut().insert(TICKET, ticket);
    request.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    Ok(request)
}

fn passed_on(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    NOT_PASSED_ON.iter().for_each(|name| {
        headers.remove(name);
    });
    headers
}

fn weight(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum()
}

/// With the length of the whole announced, so that the client knows that something is missing.
fn half(answer: Response<Bytes>) -> Response<Body> {
    let (mut parts, body) = answer.into_parts();
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    parts.extensions.insert(SentOnly(body.len() / 2));
    Response::from_parts(parts, Body::from(body))
}

fn cut_off(realm: &Realm, cut: Reply) -> Response<Body> {
    cut.note.write(realm);
    let mut response = Response::new(Body::from(cut.body));
    (*response.status_mut(), *response.headers_mut()) = (cut.status, cut.headers);
    response
}

/// A body that ends in an error once these bytes have left: the connection is closed in the middle of the answer.
pub(crate) fn broken_off(sent: Bytes) -> Body {
    let pieces = futures::stream::unfold(Some(sent), |sent| async move {
        match sent {
            Some(sent) => Some((Ok(sent), None)),
            None => {
                // The connection sends what it has whenever it has to wait, and drops it on an error.
                tokio::task::yield_now().await;
                Some((Err(io::Error::from(io::ErrorKind::ConnectionAborted)), None))
            }
        }
    });
    Body::from_stream(pieces)
}

fn failed(realm: &Realm, how: &str) -> Response<Body> {
    let what =
        format!("a request could not be forwarded to its repository: {how}; this is a defect of the nation, not of the system under test");
    let blame = Blame::Harness;
    realm.journal().write("nation", Event::Trouble { blame, what });
    let mut response = Response::new(Body::from("The nation failed to answer. The journal says why.\n"));
    *response.status_mut() = StatusCode::BAD_GATEWAY;
    response
}
