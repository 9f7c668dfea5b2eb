//! The userinfo endpoint: who the person is, as a signed and sealed token.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::json;

use crate::{ItsmeDirection, desk::Desk, grant::AccessToken};

const INVALID_TOKEN: &str = "Bearer realm=\"itsme\", error=\"invalid_token\"";
const MISSING_TOKEN: &str = "Bearer realm=\"itsme\"";

pub(crate) async fn answer(desk: Desk, headers: HeaderMap) -> Response {
    let token = match desk.bearer(&headers) {
        Ok(token) => token,
        Err(no) => return *no,
    };
    let (client, person) = (token.grant.client.as_str(), token.grant.person.id.as_str());
    if desk.directed(client, Some(person), &ItsmeDirection::Unavailable) {
        desk.observe("itsme-userinfo-refused", json!({"reason": "unavailable", "client": client}));
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let Some(registered) = desk.itsme.clients.get(client) else {
        return desk.refuse_bearer("client-unknown", Some(client), INVALID_TOKEN);
    };
    let claims = desk.userinfo_claims(&token.grant);
    let sealed = match desk.seal_for(&registered, claims.clone()).await {
        Ok(sealed) => sealed,
        Err(reason) => return desk.refuse_bearer(reason, Some(client), INVALID_TOKEN),
    };
    desk.observe(
        "itsme-userinfo-answered",
        json!({"client": client, "person": person, "claims": claims}),
    );
    let fields = [
        (header::CONTENT_TYPE, "application/jwt;charset=UTF-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (StatusCode::OK, fields, sealed).into_response()
}

impl Desk {
    /// The access token in a request, if it is one that was issued at this door and is in force.
    pub(crate) fn bearer(&self, headers: &HeaderMap) -> Result<AccessToken, Box<Response>> {
        let presented = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let presented = presented
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Bearer"));
        let Some((_, presented)) = presented else {
            return Err(Box::new(self.refuse_bearer("token-missing", None, MISSING_TOKEN)));
        };
        let token = self
            .itsme
            .access_tokens
            .get(presented.trim())
            .filter(|token| token.grant.door == self.door);
        let Some(token) = token else {
            return Err(Box::new(self.refuse_bearer("token-unknown", None, INVALID_TOKEN)));
        };
        let reason = if token.revoked {
            "token-revoked"
        } else if self.now() >= token.expires_at {
            "token-expired"
        } else {
            return Ok(token);
        };
        Err(Box::new(self.refuse_bearer(reason, Some(&token.grant.client), INVALID_TOKEN)))
    }

    fn refuse_bearer(&self, reason: &str, client: Option<&str>, challenge: &'static str) -> Response {
        self.observe("itsme-userinfo-refused", json!({"reason": reason, "client": client}));
        let error = if reason == "token-missing" {
            "invalid_request"
        } else {
            "invalid_token"
        };
        let body = axum::Json(json!({"error": error, "detail": reason}));
        let mut response = (StatusCode::UNAUTHORIZED, body).into_response();
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        response
    }
}
