//! Revocation, which only the older door has: a client gives an access token back. The answer is always 200, also for a token that nobody knows [F].

use axum::{
    body::Bytes,
    response::{IntoResponse, Response},
};
use etalon_stage::no_store;
use http::{HeaderMap, StatusCode};
use serde_json::json;

use crate::{
    client_authentication::{authenticated_form, refuse},
    desk::Desk,
};

pub(crate) async fn answer(desk: Desk, headers: HeaderMap, body: Bytes) -> Response {
    let (form, client) = match authenticated_form(&desk, &headers, &body).await {
        Ok(read) => read,
        Err(no) => return refuse(&desk, "itsme-revocation-refused", &no),
    };
    let known = form.get("token").and_then(|token| {
        desk.itsme.access_tokens.with(token, |held| {
            let own = held.grant.client == client.id;
            held.revoked |= own;
            own
        })
    });
    desk.observe("itsme-token-revoked", json!({"client": client.id, "known": known == Some(true)}));
    no_store(StatusCode::OK.into_response())
}
