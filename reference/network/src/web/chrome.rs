//! What surrounds every answer: security headers, the limit on requests at a time, and the longest time one may take.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tokio::sync::Semaphore;
use url::Url;

use crate::instance::Network;

const LONGEST_REQUEST: Duration = Duration::from_secs(30);

/// The headers of one instance and its limit.
pub(super) struct Chrome {
    headers: Vec<(HeaderName, HeaderValue)>,
    seats: Arc<Semaphore>,
}

impl Chrome {
    pub(super) fn of(network: &Network, seats: Arc<Semaphore>) -> Self {
        let provider = Url::parse(&network.configuration.issuer)
            .map(|issuer| issuer.origin().ascii_serialization())
            .unwrap_or_default();
        // Signing out posts a form that ends at the provider, hence its origin among the form targets.
        let policy = format!(
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' {provider}; frame-ancestors 'none'; base-uri 'none'"
        );
        let headers = vec![
            (
                header::CONTENT_SECURITY_POLICY,
                HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'")),
            ),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
            (header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000")),
        ];
        Self { headers, seats }
    }
}

/// Runs the request within its limits and puts on each header that the answer does not have itself.
pub(super) async fn dress(State(chrome): State<Arc<Chrome>>, request: Request, next: Next) -> Response {
    let mut response = match chrome.seats.try_acquire() {
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "Too many requests at a time; try again.").into_response(),
        Ok(_seat) => match tokio::time::timeout(LONGEST_REQUEST, next.run(request)).await {
            Ok(response) => response,
            Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "This took too long; try again.").into_response(),
        },
    };
    for (name, value) in &chrome.headers {
        if !response.headers().contains_key(name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}
