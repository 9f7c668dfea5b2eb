//! The single sign-on endpoints: refuse, answer for a session that suffices, or send the person to the login page.

use axum::{body::Bytes, extract::RawQuery, response::Response};
use etalon_wire::saml::Status;
use http::HeaderMap;

use super::{SamlRequest, received::Received, request::Door};
use etalon_stage::{redirect, with_cookie};

use crate::{CsamDirection, Means, chooser::OpenLogin, desk::Desk};

pub(super) async fn by_redirect(desk: Desk, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    sign_on(&desk, &headers, Received::by_redirect(&query.unwrap_or_default()), Door::Redirect)
}

pub(super) async fn by_post(desk: Desk, headers: HeaderMap, body: Bytes) -> Response {
    sign_on(&desk, &headers, Received::by_post(&body), Door::Post)
}

fn sign_on(desk: &Desk, headers: &HeaderMap, received: Result<Received, &'static str>, door: Door) -> Response {
    let request = match SamlRequest::read(received, door, &desk.realm, &desk.csam, desk.now()) {
        Ok(request) => request,
        Err(refused) => return desk.refuse_saml(headers, refused),
    };
    desk.observe("authn-request-accepted", request.fields());
    let client = request.party.entity_id().to_owned();
    let session = desk.session(headers);
    let person = session.as_ref().map(|session| session.person.id.clone());
    if desk.directed(&client, person.as_deref(), &CsamDirection::Unavailable) {
        return desk.out_of_service(headers, &client);
    }
    if desk.directed(&client, person.as_deref(), &CsamDirection::Cancel) {
        return desk.cancelled_saml(headers, &request);
    }
    if !request.passive
        && let Some((person, means)) = desk.consume(&client, None, |direction| match direction {
            CsamDirection::LogInAs { person, means } => Some((person.clone(), *means)),
            _ => None,
        })
    {
        return log_in_as_directed(desk, headers, &request, &person, means);
    }
    match session.filter(|session| !request.force && request.accepts(session.means)) {
        Some(session) => desk.send_assertion(headers, &request, &session, true),
        None if request.passive => {
            let status = Status::refusal(Status::RESPONDER, Status::NO_PASSIVE);
            desk.refuse_saml(headers, request.refused("login-required", status))
        }
        None => {
            let (login, cookie) = OpenLogin::open(desk, headers, request);
            with_cookie(redirect(&format!("{}/fas/XUI/?login={login}", desk.realm.base_url())), &cookie)
        }
    }
}

fn log_in_as_directed(desk: &Desk, headers: &HeaderMap, request: &SamlRequest, person: &str, means: Means) -> Response {
    let refuse = |reason, sub_code| {
        let status = Status::refusal(Status::RESPONDER, sub_code);
        desk.refuse_saml(headers, request.refused(reason, status))
    };
    let Some(person) = desk.csam.people.get(person) else {
        return refuse("person-unknown", Status::AUTHN_FAILED);
    };
    if !request.accepts(means) {
        return refuse("level-out-of-reach", Status::NO_AUTHN_CONTEXT);
    }
    if !desk.csam.means_of(&person.id).contains(&means) {
        return refuse("means-not-registered", Status::AUTHN_FAILED);
    }
    if !means.is_in_use_at(desk.now(), &desk.csam.parameters.codes) {
        return refuse("means-withdrawn", Status::AUTHN_FAILED);
    }
    desk.authenticate_saml(headers, request, &person, means, "direction")
}
