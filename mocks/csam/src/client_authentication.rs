//! Who a client is at the endpoints it calls itself: token, introspection, revocation. One way of proving it, never two (RFC 6749, 2.3).

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use etalon_stage::no_store;
use etalon_wire::{BasicCredentials, Form, secrets_match};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::json;

use crate::{Client, desk::Desk};

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
pub(crate) fn authenticated_form(desk: &Desk, headers: &HeaderMap, body: &[u8]) -> Result<(Form, Arc<Client>), Refused> {
    let form = form_of(headers, body)?;
    let client = authenticate_client(desk, headers, &form)?;
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

/// `client_secret_basic` or `client_secret_post`, never both (RFC 6749, 2.3).
fn authenticate_client(desk: &Desk, headers: &HeaderMap, form: &Form) -> Result<Arc<Client>, Refused> {
    let posted = form.get("client_secret");
    let (id, secret) = match (headers.get(header::AUTHORIZATION), posted) {
        (Some(_), Some(_)) => return refused("client-authentication-twice", "invalid_request", form.get("client_id")),
        (Some(header), None) => {
            let read = header.to_str().ok().and_then(|header| BasicCredentials::parse(header).ok());
            let Some(read) = read else {
                return refused("client-authentication-unreadable", "invalid_client", None);
            };
            if form.get("client_id").is_some_and(|id| id != read.client_id) {
                return refused("client-authentication-contradictory", "invalid_request", Some(&read.client_id));
            }
            (read.client_id, read.client_secret)
        }
        (None, Some(secret)) => match form.get("client_id") {
            Some(id) => (id.to_owned(), secret.to_owned()),
            None => return refused("client-missing", "invalid_client", None),
        },
        (None, None) => return refused("client-authentication-missing", "invalid_client", form.get("client_id")),
    };
    match desk.csam.clients.get(&id) {
        None => refused("client-unknown", "invalid_client", Some(&id)),
        Some(client) if !secrets_match(secret.as_bytes(), client.secret.as_bytes()) => {
            refused("client-secret-wrong", "invalid_client", Some(&id))
        }
        Some(client) => Ok(client),
    }
}

/// Says no, and writes down why under `observation`.
pub(crate) fn refuse(desk: &Desk, headers: &HeaderMap, observation: &str, refused: &Refused) -> Response {
    desk.observe(
        observation,
        json!({"reason": refused.reason, "error": refused.error, "client": refused.client}),
    );
    let status = if refused.error == "invalid_client" {
        StatusCode::UNAUTHORIZED
    } else {
        StatusCode::BAD_REQUEST
    };
    let mut response = (status, axum::Json(json!({"error": refused.error}))).into_response();
    if status == StatusCode::UNAUTHORIZED && headers.contains_key(header::AUTHORIZATION) {
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"fas\""));
    }
    no_store(response)
}
