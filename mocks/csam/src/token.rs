//! The token endpoint: client authentication, then one code against one set of tokens.

use axum::{
    body::Bytes,
    response::{IntoResponse, Response},
};
use etalon_wire::{BasicCredentials, Form, secrets_match, verifier_fits};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::{Value, json};

use crate::{
    CsamDirection,
    desk::Desk,
    grant::Code,
    service::{AccessToken, IssuedIdToken},
};

struct Refused {
    reason: &'static str,
    error: &'static str,
    client: Option<String>,
}

fn refused<T>(reason: &'static str, error: &'static str, client: Option<&str>) -> Result<T, Refused> {
    Err(Refused {
        reason,
        error,
        client: client.map(str::to_owned),
    })
}

pub(crate) async fn exchange(desk: Desk, headers: HeaderMap, body: Bytes) -> Response {
    let answered = form_of(&headers, &body).and_then(|form| {
        let client = authenticate_client(&desk, &headers, &form)?;
        Ok((form, client))
    });
    let (form, client) = match answered {
        Ok(authenticated) => authenticated,
        Err(refused) => return refuse(&desk, &headers, &refused),
    };
    let person = form
        .get("code")
        .and_then(|code| desk.csam.codes.get(code))
        .map(|code| code.grant.person.id.clone());
    if desk.directed(&client, person.as_deref(), &CsamDirection::Unavailable) {
        desk.observe("token-refused", json!({"reason": "unavailable", "error": null, "client": client}));
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    match redeem(&desk, &form, &client) {
        Ok(answer) => no_store((StatusCode::OK, axum::Json(answer)).into_response()),
        Err(refused) => refuse(&desk, &headers, &refused),
    }
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
fn authenticate_client(desk: &Desk, headers: &HeaderMap, form: &Form) -> Result<String, Refused> {
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
        Some(_) => Ok(id),
    }
}

fn redeem(desk: &Desk, form: &Form, client: &str) -> Result<Value, Refused> {
    let no = |reason, error| refused(reason, error, Some(client));
    match form.get("grant_type") {
        Some("authorization_code") => {}
        Some(_) => return no("grant-type-unsupported", "unsupported_grant_type"),
        None => return no("grant-type-missing", "invalid_request"),
    }
    // FAS does not take `scope` here (docs/csam.md, 1.2 [C]); with which error is a guess [G].
    if form.get("scope").is_some() {
        return no("scope-sent", "invalid_request");
    }
    let Some(code) = form.get("code") else {
        return no("code-missing", "invalid_request");
    };
    let issued_at = desk.now();
    let expires_at = issued_at
        .saturating_add(desk.csam.parameters.token_lifetime)
        .unwrap_or(jiff::Timestamp::MAX);
    // Judged and used up in one go: of two that come at once with one code, only one gets tokens.
    let judged = desk.csam.codes.with(code, |held| {
        if let Some(gave) = &held.gave {
            return Err(("code-reused", Some(gave.clone())));
        }
        fits(desk, held, form, client).map_err(|reason| (reason, None))?;
        let access_token = desk.csam.key.sign(&desk.access_token_claims(&held.grant, issued_at, expires_at));
        desk.mark_secret("access_token", &access_token);
        desk.csam.access_tokens.hold(
            &access_token,
            AccessToken {
                grant: held.grant.clone(),
                expires_at,
                revoked: false,
            },
        );
        held.gave = Some(access_token.clone());
        Ok((held.grant.clone(), access_token))
    });
    let (grant, access_token) = match judged {
        None => return no("code-unknown", "invalid_grant"),
        Some(Err((reason, gave))) => {
            // A code that comes twice was stolen, before or after: what it gave is worth nothing any more (RFC 6749, 4.1.2).
            if let Some(gave) = gave {
                desk.csam.access_tokens.with(&gave, |token| token.revoked = true);
            }
            return no(reason, "invalid_grant");
        }
        Some(Ok(redeemed)) => redeemed,
    };
    let claims = desk.id_token_claims(&grant, &access_token, issued_at, expires_at);
    let id_token = desk.csam.key.sign(&claims);
    desk.mark_secret("id_token", &id_token);
    desk.csam.id_tokens.hold(
        &id_token,
        IssuedIdToken {
            client: client.to_owned(),
            session: grant.session.clone(),
        },
    );
    desk.observe(
        "token-issued",
        json!({"client": client, "person": grant.person.id, "claims": claims}),
    );
    Ok(json!({
        "access_token": access_token, "token_type": "Bearer", "expires_in": desk.csam.parameters.token_lifetime.as_secs(),
        "id_token": id_token, "scope": grant.scopes.join(" "),
    }))
}

fn fits(desk: &Desk, code: &Code, form: &Form, client: &str) -> Result<(), &'static str> {
    if code.grant.client != client {
        return Err("code-of-other-client");
    }
    if desk.now().duration_since(code.issued_at) >= desk.csam.parameters.code_lifetime {
        return Err("code-expired");
    }
    if form.get("redirect_uri") != Some(&code.redirect_uri) {
        return Err("redirect-uri-differs");
    }
    match (&code.challenge, form.get("code_verifier")) {
        (None, None) => Ok(()),
        (None, Some(_)) => Err("verifier-unexpected"),
        (Some(_), None) => Err("verifier-missing"),
        (Some(challenge), Some(verifier)) if verifier_fits(verifier, challenge) => Ok(()),
        (Some(_), Some(_)) => Err("verifier-wrong"),
    }
}

fn refuse(desk: &Desk, headers: &HeaderMap, refused: &Refused) -> Response {
    desk.observe(
        "token-refused",
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

fn no_store(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    response
}
