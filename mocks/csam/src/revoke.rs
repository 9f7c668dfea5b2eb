//! Revocation (RFC 7009): a client gives an access token back. A token that nobody knows is as good as revoked.

use axum::{
    body::Bytes,
    response::{IntoResponse, Response},
};
use etalon_stage::no_store;
use http::{HeaderMap, StatusCode};
use serde_json::json;

use crate::{
    Client,
    client_authentication::{Refused, authenticated_form, refuse, refused},
    desk::Desk,
};

pub(crate) async fn answer(desk: Desk, headers: HeaderMap, body: Bytes) -> Response {
    let revoked = authenticated_form(&desk, &headers, &body).and_then(|(form, client)| match form.get("token") {
        Some(token) => revoke(&desk, token, &client),
        None => refused("token-missing", "invalid_request", Some(&client.id)),
    });
    match revoked {
        Ok(()) => no_store(StatusCode::OK.into_response()),
        Err(no) => refuse(&desk, &headers, "revocation-refused", &no),
    }
}

/// A hint about the kind of token is not needed where there is one kind (RFC 7009, 2.1).
fn revoke(desk: &Desk, token: &str, client: &Client) -> Result<(), Refused> {
    let known = desk.csam.access_tokens.with(token, |held| {
        if held.grant.client != client.id {
            // The error is a guess [G]; that there is one is the standard's (RFC 7009, 2.1).
            return refused("token-of-other-client", "invalid_grant", Some(&client.id));
        }
        held.revoked = true;
        Ok(held.grant.person.id.clone())
    });
    let person = known.transpose()?;
    desk.observe(
        "token-revoked",
        json!({"client": client.id, "known": person.is_some(), "person": person}),
    );
    Ok(())
}
