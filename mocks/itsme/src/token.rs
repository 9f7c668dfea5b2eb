//! The token endpoint: one code against one set of tokens.

use axum::{
    body::Bytes,
    response::{IntoResponse, Response},
};
use etalon_stage::no_store;
use etalon_wire::{Form, redeems};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use crate::{
    Client, ItsmeDirection,
    client_authentication::{Refused, authenticated_form, refuse, refused},
    desk::Desk,
    grant::{AccessToken, Code},
    unguessable::unguessable,
};

const REFUSED: &str = "itsme-token-refused";

pub(crate) async fn exchange(desk: Desk, headers: HeaderMap, body: Bytes) -> Response {
    let (form, client) = match authenticated_form(&desk, &headers, &body).await {
        Ok(read) => read,
        Err(no) => return refuse(&desk, REFUSED, &no),
    };
    if desk.directed(&client.id, None, &ItsmeDirection::Unavailable) {
        desk.observe(REFUSED, json!({"reason": "unavailable", "error": null, "client": client.id}));
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    match redeem(&desk, &form, &client).await {
        Ok(tokens) => no_store((StatusCode::OK, axum::Json(tokens)).into_response()),
        Err(no) => refuse(&desk, REFUSED, &no),
    }
}

async fn redeem(desk: &Desk, form: &Form, client: &Client) -> Result<Value, Refused> {
    let no = |reason, error| refused(reason, error, Some(&client.id));
    match form.get("grant_type") {
        Some("authorization_code") => {}
        Some(_) => return no("grant-type-unsupported", "unsupported_grant_type"),
        None => return no("grant-type-missing", "invalid_request"),
    }
    let Some(code) = form.get("code") else {
        return no("code-missing", "invalid_request");
    };
    let issued_at = desk.now();
    let expires_at = issued_at
        .saturating_add(desk.itsme.parameters.token_lifetime)
        .unwrap_or(jiff::Timestamp::MAX);
    // Judged and used up in one go: of two that come at once with one code, only one gets tokens.
    let judged = desk.itsme.codes.with(code, |held| {
        if let Some(gave) = &held.gave {
            return Err(("code-reused", Some(gave.clone())));
        }
        fits(desk, held, form, &client.id).map_err(|reason| (reason, None))?;
        let access_token = unguessable();
        desk.mark_secret("access_token", &access_token);
        let token = AccessToken {
            grant: held.grant.clone(),
            expires_at,
            revoked: false,
        };
        desk.itsme.access_tokens.hold(&access_token, token);
        held.gave = Some(access_token.clone());
        Ok((held.grant.clone(), access_token))
    });
    let (grant, access_token) = match judged {
        None => return no("code-unknown", "invalid_grant"),
        Some(Err((reason, gave))) => {
            // A code that comes twice was stolen, before or after: what it gave is worth nothing any more (RFC 6749, 4.1.2).
            if let Some(gave) = gave {
                desk.itsme.access_tokens.with(&gave, |token| token.revoked = true);
            }
            return no(reason, "invalid_grant");
        }
        Some(Ok(redeemed)) => redeemed,
    };
    let claims = desk.id_token_claims(&grant);
    let sealed = desk.seal_for(client, claims.clone()).await;
    let id_token = sealed.or_else(|reason| refused(reason, "invalid_client", Some(&client.id)))?;
    desk.mark_secret("id_token", &id_token);
    desk.observe(
        "itsme-token-issued",
        json!({"client": client.id, "person": grant.person.id, "service": grant.service, "claims": claims}),
    );
    Ok(json!({
        "access_token": access_token, "token_type": "Bearer", "id_token": id_token,
        "expires_in": desk.itsme.parameters.token_lifetime.as_secs(),
    }))
}

fn fits(desk: &Desk, code: &Code, form: &Form, client: &str) -> Result<(), &'static str> {
    if code.grant.client != client {
        return Err("code-of-other-client");
    }
    if code.grant.door != desk.door {
        return Err("code-of-other-door");
    }
    if desk.now().duration_since(code.issued_at) >= desk.itsme.parameters.code_lifetime {
        return Err("code-expired");
    }
    if form.get("redirect_uri") != Some(&code.redirect_uri) {
        return Err("redirect-uri-differs");
    }
    redeems(code.challenge.as_deref(), form.get("code_verifier"))
}
