//! Answers of the token endpoint that are none, or none that should be read: pages, errors, redirects, padding. Bytes only; cutting connections is the stage's.

use std::time::Duration;

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde_json::{Value, json};

/// How long a slow answer is held back: longer than a person waits for a page. Then there is none but 503.
pub const SLOW_ANSWER: Duration = Duration::from_secs(20);
/// How long an enormous answer is: far more than any token, and less than the stage sends at most.
pub const ENORMOUS_ANSWER: usize = 8 * 1024 * 1024;

const PAGE: &str = "<!doctype html><html lang=\"en\"><title>Maintenance</title><p>This service is being maintained.</p></html>\n";

pub(crate) fn page_instead_of_tokens() -> Response {
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    (StatusCode::OK, [(header::CONTENT_TYPE, html)], PAGE).into_response()
}

pub(crate) fn server_error(status: u16, error: &str) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, axum::Json(json!({"error": error}))).into_response()
}

/// 307: whoever follows sends the request again as it was, secret and code included (RFC 9110, 15.4.8).
pub(crate) fn redirected(to: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
    if let Ok(location) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// A right answer with a member that nobody needs. Whoever reads all of it finds the tokens.
pub(crate) fn padded(mut answer: Value) -> Value {
    let length = answer.to_string().len() + r#","padding":"""#.len();
    answer["padding"] = json!("A".repeat(ENORMOUS_ANSWER.saturating_sub(length)));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_enormous_answer_is_as_long_as_it_says_and_still_right() {
        let padded = padded(json!({"access_token": "a"}));
        assert_eq!(
            (padded.to_string().len(), padded["access_token"].as_str()),
            (ENORMOUS_ANSWER, Some("a"))
        );
    }
}
