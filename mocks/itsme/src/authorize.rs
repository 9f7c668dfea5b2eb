//! The authorization endpoint: refuse, do as the scenario asked, or send the person to the page where they say who they are.

use axum::{extract::RawQuery, response::Response};
use etalon_stage::{redirect, with_cookie};
use etalon_wire::address_with;
use etalon_wire::{Form, FormRefusal};
use http::{HeaderMap, StatusCode};
use serde_json::json;

use crate::{
    ItsmeDirection,
    approval::OpenLogin,
    client::Authentication,
    desk::Desk,
    door::Door,
    page::error_page,
    request::{AuthorizationRequest, Back, Refused},
    request_object::fields_of,
};

pub(crate) async fn by_query(desk: Desk, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    authorize(&desk, &headers, Form::parse(query.unwrap_or_default().as_bytes())).await
}

pub(crate) async fn by_form(desk: Desk, headers: HeaderMap, body: axum::body::Bytes) -> Response {
    authorize(&desk, &headers, Form::parse(&body)).await
}

async fn authorize(desk: &Desk, headers: &HeaderMap, form: Result<Form, FormRefusal>) -> Response {
    let request = match desk.read(form).await {
        Ok(request) => request,
        Err(refused) => return desk.refuse(headers, &refused),
    };
    desk.observe("itsme-request-accepted", request.fields());
    let client = request.client.id.clone();
    if desk.directed(&client, None, &ItsmeDirection::Unavailable) {
        // Spelled like this by the operator [F].
        return desk.refuse(headers, &request.refused("unavailable", "temporary_unavailable"));
    }
    if request.no_page {
        // Nothing is remembered between two logins: each needs the app.
        return desk.refuse(headers, &request.refused("login-required", "login_required"));
    }
    if desk.directed(&client, None, &ItsmeDirection::Cancel) {
        return desk.refuse(headers, &request.refused("cancelled", "access_denied"));
    }
    if desk.directed(&client, None, &ItsmeDirection::TimeOut) {
        return desk.refuse(headers, &request.refused("timed-out", "access_denied"));
    }
    let approved = desk.consume(&client, None, |direction| match direction {
        ItsmeDirection::ApproveAs { person, mode } => Some((person.clone(), *mode)),
        _ => None,
    });
    if let Some((person, mode)) = approved {
        return desk.approve_as_directed(headers, &request, &person, mode);
    }
    let (login, cookie) = OpenLogin::open(desk, headers, request);
    let page = desk.door.address(&desk.realm, desk.door.paths().login);
    with_cookie(redirect(&format!("{page}?login={login}")), &cookie)
}

impl Desk {
    async fn read(&self, form: Result<Form, FormRefusal>) -> Result<AuthorizationRequest, Refused> {
        let here = |reason, client: Option<&str>| Refused {
            reason,
            client: client.map(str::to_owned),
            back: None,
        };
        // Not even the relying party is certain where a parameter is repeated or cannot be read.
        let form = form.map_err(|_| here("parameters-unreadable", None))?;
        let id = form.get("client_id").ok_or_else(|| here("client-missing", None))?;
        let client = self.itsme.clients.get(id).ok_or_else(|| here("client-unknown", Some(id)))?;
        if self.door == Door::Legacy && !matches!(client.authentication, Authentication::Secret { .. }) {
            return Err(here("client-of-other-door", Some(id)));
        }
        let with_object = form.get("request").or(form.get("request_uri")).is_some();
        let outside = form.get("redirect_uri").map(str::to_owned);
        if outside.as_deref().is_some_and(|address| !client.knows(address)) {
            return Err(here("redirect-uri-unregistered", Some(id)));
        }
        let state = form.get("state").map(str::to_owned);
        let fields = fields_of(self, &client, form).await.map_err(|(reason, error)| Refused {
            reason,
            client: Some(client.id.clone()),
            back: outside.map(|redirect_uri| Back {
                redirect_uri,
                state,
                error,
            }),
        })?;
        AuthorizationRequest::parse(&fields, &client, self.door, with_object)
    }

    /// Says no, to the relying party where it is certain, on a page otherwise, and writes down why.
    pub(crate) fn refuse(&self, headers: &HeaderMap, refused: &Refused) -> Response {
        let error = refused.back.as_ref().map(|back| back.error);
        self.observe(
            "itsme-request-refused",
            json!({"reason": refused.reason, "error": error, "client": refused.client}),
        );
        match &refused.back {
            Some(back) => {
                let mut fields = vec![("error", back.error)];
                fields.extend(back.state.as_deref().map(|state| ("state", state)));
                redirect(&address_with(&back.redirect_uri, &fields))
            }
            None => error_page(self, headers, StatusCode::BAD_REQUEST, refused.reason),
        }
    }
}
