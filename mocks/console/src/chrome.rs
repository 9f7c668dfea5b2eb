//! What surrounds every answer: security headers, the language it is in, and the limit on requests at a time.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::sync::Semaphore;

use crate::language::Language;

/// The most requests at a time; the next one is told to try again.
pub const MAX_REQUESTS: usize = 64;

/// No inline script or style, nothing from elsewhere, no frame around it. Sites of this machine's other ports are left alone: no
/// Strict-Transport-Security, which browsers apply to a whole host.
const HEADERS: [(HeaderName, &str); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; \
         frame-ancestors 'none'; base-uri 'none'",
    ),
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // Forms then say their origin, and nothing goes to other sites.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Runs the request within the limit and dresses its answer.
pub(crate) async fn dress(State(seats): State<Arc<Semaphore>>, request: Request, next: Next) -> Response {
    let asked_for = Language::asked_in(request.uri());
    let language = Language::of_request(request.uri(), request.headers());
    let mut response = match seats.try_acquire() {
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "Too many requests at a time; try again.\n").into_response(),
        Ok(_seat) => next.run(request).await,
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    let is_page = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_page {
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.code()));
    }
    if let Some(chosen) = asked_for
        && let Ok(cookie) = HeaderValue::try_from(chosen.cookie())
    {
        headers.append(header::SET_COOKIE, cookie);
    }
    response
}
