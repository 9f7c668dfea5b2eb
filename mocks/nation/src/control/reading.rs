//! Reading a call within bounds, and telling a problem: paths, queries and bodies in, RFC 9457 out.

use std::time::Duration;

use axum::{
    body::{Body, to_bytes},
    extract::{FromRequest, FromRequestParts, Request},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use super::{Problem, ProblemKind};

/// The most bytes of a body.
pub const BODY_LIMIT: usize = 1024 * 1024;
/// How long a client may take to send one.
const BODY_WAIT: Duration = Duration::from_secs(30);

/// What a path names.
pub(crate) struct Place<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Place<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let named = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        let unreadable = |why: axum::extract::rejection::PathRejection| {
            Problem::new(ProblemKind::AddressUnknown, format!("the address cannot be read: {why}"))
        };
        named.map(|axum::extract::Path(named)| Self(named)).map_err(unreadable)
    }
}

/// What a query asks.
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let asked = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        let unreadable = |why: axum::extract::rejection::QueryRejection| {
            Problem::new(
                ProblemKind::QueryUnreadable,
                format!("the query cannot be read: {}", why.body_text()),
            )
        };
        asked.map(|axum::extract::Query(asked)| Self(asked)).map_err(unreadable)
    }
}

/// What a JSON body orders.
pub(crate) struct Ordered<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Ordered<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let media_type = parts
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        // A form of another site can be sent without asking; one that claims to be JSON cannot.
        if !media_type
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .eq_ignore_ascii_case("application/json")
        {
            return Err(Problem::new(
                ProblemKind::BodyNotJson,
                "send the body with `Content-Type: application/json`",
            ));
        }
        let body = whole(&parts.headers, body).await?;
        let read = serde_json::from_slice(&body);
        read.map(Self)
            .map_err(|why| Problem::new(ProblemKind::BodyUnreadable, format!("the body is not what this call takes: {why}")))
    }
}

async fn whole(headers: &HeaderMap, body: Body) -> Result<axum::body::Bytes, Problem> {
    let too_large = || Problem::new(ProblemKind::BodyTooLarge, format!("send at most {BODY_LIMIT} bytes"));
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|announced| announced > BODY_LIMIT as u64) {
        return Err(too_large());
    }
    match timeout(BODY_WAIT, to_bytes(body, BODY_LIMIT)).await {
        Ok(Ok(body)) => Ok(body),
        // The one other way to fail is a connection that broke off, on which nobody reads the answer.
        Ok(Err(_)) => Err(too_large()),
        Err(_) => Err(Problem::new(
            ProblemKind::BodyUnreadable,
            format!("the body did not come within {} s", BODY_WAIT.as_secs()),
        )),
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self.body()).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.kind.status();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match self.kind.status() {
            StatusCode::UNAUTHORIZED => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"etalon\""));
            }
            // What is left of the body would be taken for the next request.
            StatusCode::PAYLOAD_TOO_LARGE => {
                headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            _ => {}
        }
        response
    }
}
