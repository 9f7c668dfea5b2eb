//! Introspection (RFC 7662): whether an access token holds, for the client it was issued to. To everybody else it is one that does not hold.

use axum::{
    Json,
    body::Bytes,
    response::{IntoResponse, Response},
};
use etalon_stage::no_store;
use http::HeaderMap;
use serde_json::{Value, json};

use crate::{
    Client,
    client_authentication::{authenticated_form, refuse, refused},
    desk::Desk,
    issuer,
};

pub(crate) async fn answer(desk: Desk, headers: HeaderMap, body: Bytes) -> Response {
    let told = authenticated_form(&desk, &headers, &body).and_then(|(form, client)| match form.get("token") {
        Some(token) => Ok(introspect(&desk, token, &client)),
        None => refused("token-missing", "invalid_request", Some(&client.id)),
    });
    match told {
        Ok(told) => no_store(Json(told).into_response()),
        Err(no) => refuse(&desk, &headers, "introspection-refused", &no),
    }
}

fn introspect(desk: &Desk, token: &str, client: &Client) -> Value {
    let held = desk.csam.access_tokens.get(token);
    let why = match &held {
        None => Some("token-unknown"),
        Some(held) if held.grant.client != client.id => Some("token-of-other-client"),
        Some(held) if held.revoked => Some("token-revoked"),
        Some(held) if desk.now() >= held.expires_at => Some("token-expired"),
        Some(_) => None,
    };
    desk.observe(
        "token-introspected",
        json!({"client": client.id, "active": why.is_none(), "reason": why}),
    );
    match held.filter(|_| why.is_none()) {
        // Nothing more is said of a token that does not hold (RFC 7662, 2.2).
        None => json!({"active": false}),
        Some(held) => json!({
            "active": true, "iss": issuer(&desk.realm), "sub": desk.subject(&held.grant), "aud": held.grant.client, "client_id": held.grant.client,
            "scope": held.grant.scopes.join(" "), "token_type": "Bearer", "iat": held.issued_at.as_second(), "exp": held.expires_at.as_second(),
            "acr": held.grant.acr,
        }),
    }
}
