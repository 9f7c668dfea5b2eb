//! The userinfo endpoint: who the person is, as a signed token (`application/jwt`; docs/csam.md, 1.5 [C]).

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::json;

use crate::{CsamDirection, Token, desk::Desk};

pub(crate) async fn answer(desk: Desk, headers: HeaderMap) -> Response {
    let presented = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let presented = presented
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Bearer"));
    let Some((_, presented)) = presented else {
        return refuse(&desk, "token-missing", None, "Bearer realm=\"fas\"");
    };
    let Some(token) = desk.csam.access_tokens.get(presented.trim()) else {
        return refuse(&desk, "token-unknown", None, INVALID_TOKEN);
    };
    let (client, person) = (token.grant.client.as_str(), token.grant.person.id.as_str());
    if desk.directed(client, Some(person), &CsamDirection::Unavailable) {
        desk.observe("userinfo-refused", json!({"reason": "unavailable", "client": client}));
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    if token.revoked {
        return refuse(&desk, "token-revoked", Some(client), INVALID_TOKEN);
    }
    if desk.now() >= token.expires_at {
        return refuse(&desk, "token-expired", Some(client), INVALID_TOKEN);
    }
    let claims = desk.userinfo_claims(&token.grant);
    let (signed, claims) = desk.sign_for(&token.grant, Token::Userinfo, claims);
    desk.observe("userinfo-answered", json!({"client": client, "person": person, "claims": claims}));
    let fields = [
        (header::CONTENT_TYPE, "application/jwt;charset=UTF-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (StatusCode::OK, fields, signed).into_response()
}

const INVALID_TOKEN: &str = "Bearer realm=\"fas\", error=\"invalid_token\"";

fn refuse(desk: &Desk, reason: &str, client: Option<&str>, challenge: &'static str) -> Response {
    desk.observe("userinfo-refused", json!({"reason": reason, "client": client}));
    let mut response = (StatusCode::UNAUTHORIZED, axum::Json(json!({"error": "invalid_token"}))).into_response();
    response
        .headers_mut()
        .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    response
}
