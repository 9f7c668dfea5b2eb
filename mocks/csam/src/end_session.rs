//! Logging out: the session ends here, and the person is sent on only where the relying party registered it.

use axum::{body::Bytes, extract::RawQuery, response::Response};
use etalon_stage::{redirect, with_cookie};
use etalon_wire::address_with;
use etalon_wire::{Form, FormRefusal};
use http::{HeaderMap, StatusCode};
use serde_json::json;

use crate::{
    desk::{Desk, cookie_of},
    page::{error_page, signed_out_page},
    session::SESSION_COOKIE,
};

pub(crate) async fn by_query(desk: Desk, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    end_session(&desk, &headers, Form::parse(query.unwrap_or_default().as_bytes()))
}

pub(crate) async fn by_form(desk: Desk, headers: HeaderMap, body: Bytes) -> Response {
    end_session(&desk, &headers, Form::parse(&body))
}

fn end_session(desk: &Desk, headers: &HeaderMap, form: Result<Form, FormRefusal>) -> Response {
    let refuse = |reason| {
        desk.observe("end-session-refused", json!({"reason": reason}));
        error_page(desk, headers, StatusCode::BAD_REQUEST, reason)
    };
    let Ok(form) = form else { return refuse("parameters-unreadable") };
    let hint = match form.get("id_token_hint").map(|hint| desk.csam.id_tokens.get(hint)) {
        Some(None) => return refuse("id-token-hint-unknown"),
        Some(Some(issued)) => Some(issued),
        None => None,
    };
    let client = hint.as_ref().map(|issued| issued.client.clone());
    let on = match (form.get("post_logout_redirect_uri"), &client) {
        (None, _) => None,
        // Without a hint nobody knows whose address it is.
        (Some(_), None) => return refuse("id-token-hint-missing"),
        (Some(address), Some(client)) => {
            let registered = desk
                .csam
                .clients
                .get(client)
                .is_some_and(|client| client.post_logout_redirect_uris.iter().any(|known| known == address));
            if !registered {
                return refuse("post-logout-redirect-uri-unregistered");
            }
            Some(address.to_owned())
        }
    };
    let cookie = cookie_of(headers, SESSION_COOKIE);
    let session = cookie.and_then(|cookie| desk.csam.sessions.take(cookie));
    let hinted_session = hint.map(|issued| issued.session);
    let same = session.as_ref().map(|session| Some(&session.sid) == hinted_session.as_ref());
    desk.observe(
        "session-ended",
        json!({
            "person": session.as_ref().map(|session| &session.person.id), "client": client, "session_of_hint": same,
        }),
    );
    let response = match on {
        Some(address) => {
            let state: Vec<_> = form.get("state").map(|state| ("state", state)).into_iter().collect();
            redirect(&if state.is_empty() {
                address
            } else {
                address_with(&address, &state)
            })
        }
        None => signed_out_page(desk, headers),
    };
    with_cookie(response, &desk.forgotten_cookie(SESSION_COOKIE))
}
