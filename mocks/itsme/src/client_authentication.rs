//! Who a client is at the endpoints it calls itself: by an assertion that it signed, or by a secret in the form. One way of proving it, never two
//! (RFC 6749, 2.3).

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use etalon_stage::no_store;
use etalon_wire::{Form, secrets_match};
use http::{HeaderMap, StatusCode, header};
use serde_json::json;

use crate::{Authentication, Client, Door, assertion::said_issuer, desk::Desk};

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Why a request of a client is not answered.
pub(crate) struct Refused {
    pub(crate) reason: &'static str,
    pub(crate) error: &'static str,
    pub(crate) client: Option<String>,
}

pub(crate) fn refused<T>(reason: &'static str, error: &'static str, client: Option<&str>) -> Result<T, Refused> {
    Err(Refused {
        reason,
        error,
        client: client.map(str::to_owned),
    })
}

/// The form in a request, and the client that proved to have sent it.
pub(crate) async fn authenticated_form(desk: &Desk, headers: &HeaderMap, body: &[u8]) -> Result<(Form, Arc<Client>), Refused> {
    let form = form_of(headers, body)?;
    let client = match (form.get("client_assertion"), form.get("client_secret")) {
        (Some(_), Some(_)) => return refused("client-authentication-twice", "invalid_request", form.get("client_id")),
        (Some(assertion), None) => by_assertion(desk, &form, assertion).await?,
        (None, Some(secret)) => by_secret(desk, &form, secret)?,
        (None, None) => return refused("client-authentication-missing", "invalid_client", form.get("client_id")),
    };
    Ok((form, client))
}

fn form_of(headers: &HeaderMap, body: &[u8]) -> Result<Form, Refused> {
    let media_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return refused("not-a-form", "invalid_request", None);
    }
    Form::parse(body).or_else(|_| refused("form-unreadable", "invalid_request", None))
}

/// A wrong assertion is answered with `unauthorized_client` [F], an unknown client with `invalid_client`.
async fn by_assertion(desk: &Desk, form: &Form, assertion: &str) -> Result<Arc<Client>, Refused> {
    let named = form.get("client_id");
    if form.get("client_assertion_type") != Some(ASSERTION_TYPE) {
        return refused("assertion-type-unknown", "invalid_request", named);
    }
    let signed = desk
        .assertion_inside(assertion)
        .or_else(|reason| refused(reason, "unauthorized_client", named))?;
    let Some(issuer) = said_issuer(&signed) else {
        return refused("assertion-unreadable", "unauthorized_client", named);
    };
    if named.is_some_and(|named| named != issuer) {
        return refused("client-authentication-contradictory", "invalid_request", named);
    }
    let Some(client) = desk.itsme.clients.get(&issuer) else {
        return refused("client-unknown", "invalid_client", Some(&issuer));
    };
    if !matches!(client.authentication, Authentication::PrivateKeyJwt(_)) || desk.door == Door::Legacy {
        return refused("client-authentication-other", "unauthorized_client", Some(&issuer));
    }
    match desk.accept_assertion(&client, &signed).await {
        Ok(()) => Ok(client),
        Err(reason) => refused(reason, "unauthorized_client", Some(&issuer)),
    }
}

fn by_secret(desk: &Desk, form: &Form, presented: &str) -> Result<Arc<Client>, Refused> {
    let Some(id) = form.get("client_id") else {
        return refused("client-missing", "invalid_client", None);
    };
    let Some(client) = desk.itsme.clients.get(id) else {
        return refused("client-unknown", "invalid_client", Some(id));
    };
    match &client.authentication {
        Authentication::Secret { secret, .. } if secrets_match(presented.as_bytes(), secret.as_bytes()) => Ok(client),
        Authentication::Secret { .. } => refused("client-secret-wrong", "invalid_client", Some(id)),
        Authentication::PrivateKeyJwt(_) => refused("client-authentication-other", "unauthorized_client", Some(id)),
    }
}

/// Says no, and writes down why under `observation`. The operator calls the text `detail`, and answers everything with 400 [F].
pub(crate) fn refuse(desk: &Desk, observation: &str, refused: &Refused) -> Response {
    desk.observe(
        observation,
        json!({"reason": refused.reason, "error": refused.error, "client": refused.client}),
    );
    let body = json!({"error": refused.error, "detail": refused.reason});
    no_store((StatusCode::BAD_REQUEST, axum::Json(body)).into_response())
}
