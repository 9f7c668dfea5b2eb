//! Single logout that a service provider begins: the session ends here, and the answer goes back. Other service providers are not told, and the answer
//! says so.

use std::sync::Arc;

use axum::{body::Bytes, extract::RawQuery, response::Response as HttpResponse};
use etalon_wire::{
    saml::{LogoutRequest, LogoutResponse, Response, Status, redirect_query},
    xml::Document,
    xmlsec::RsaAlgorithm,
};
use http::{HeaderMap, StatusCode};
use serde_json::json;

use super::{Party, SLO_POST, SLO_REDIRECT, answer::fresh_id, entity_id, received::Received};
use etalon_stage::{redirect, with_cookie};

use crate::{
    desk::{Desk, cookie_of},
    page::{error_page, signed_out_page},
    session::{SESSION_COOKIE, Session},
};

/// What a service provider was told of a session.
#[derive(Clone)]
pub(crate) struct SamlSession {
    index: String,
    client: String,
    name_id: String,
    sid: String,
    /// Under which the session is held.
    ticket: String,
}

impl SamlSession {
    pub(super) fn new(index: &str, client: &str, name_id: String, session: &Session) -> Self {
        Self {
            index: index.to_owned(),
            client: client.to_owned(),
            name_id,
            sid: session.sid.clone(),
            ticket: session.ticket.clone(),
        }
    }
}

pub(super) async fn by_redirect(desk: Desk, headers: HeaderMap, RawQuery(query): RawQuery) -> HttpResponse {
    log_out(&desk, &headers, Received::by_redirect(&query.unwrap_or_default()), SLO_REDIRECT)
}

pub(super) async fn by_post(desk: Desk, headers: HeaderMap, body: Bytes) -> HttpResponse {
    log_out(&desk, &headers, Received::by_post(&body), SLO_POST)
}

fn log_out(desk: &Desk, headers: &HeaderMap, received: Result<Received, &'static str>, path: &str) -> HttpResponse {
    let read = received.and_then(|received| read(desk, &received, path).map(|(request, party)| (request, party, received.relay_state)));
    let (request, party, relay_state) = match read {
        Ok(read) => read,
        Err(reason) => {
            desk.observe("logout-refused", json!({"reason": reason}));
            return error_page(desk, headers, StatusCode::BAD_REQUEST, reason);
        }
    };
    let told = desk.csam.saml_sessions.all();
    let named = |session: &&SamlSession| session.client == party.entity_id() && session.name_id == request.name_id.value;
    let found = told.iter().find(named).filter(|_| indexes_fit(desk, &request, party.entity_id()));
    let others = found.map_or(0, |found| {
        let others = told.iter().filter(|other| other.sid == found.sid && other.client != found.client);
        others.count()
    });
    if let Some(found) = found {
        desk.csam.sessions.take(&found.ticket);
        for ended in told.iter().filter(|ended| ended.sid == found.sid && ended.client == found.client) {
            desk.csam.saml_sessions.take(&ended.index);
        }
    }
    let status = match found {
        None => Status::refusal(Status::REQUESTER, "urn:oasis:names:tc:SAML:2.0:status:UnknownPrincipal"),
        Some(_) if others > 0 => Status {
            sub_code: Some(Status::PARTIAL_LOGOUT.to_owned()),
            ..Status::success()
        },
        Some(_) => Status::success(),
    };
    desk.observe(
        "session-ended",
        json!({"client": party.entity_id(), "found": found.is_some(), "others_not_told": others, "status": status.code}),
    );
    let answer = LogoutResponse(Response {
        id: fresh_id(),
        in_response_to: Some(request.id),
        issue_instant: desk.now(),
        destination: party.registration.logout.clone(),
        issuer: Some(entity_id(&desk.realm)),
        status,
    });
    let response = match &party.registration.logout {
        None => signed_out_page(desk, headers),
        Some(address) => {
            let signer = (desk.csam.keys.own().credential(), RsaAlgorithm::Sha256);
            let query = redirect_query(&answer.to_markup().to_xml(), true, relay_state.as_deref(), Some(signer));
            let joint = if address.contains('?') { '&' } else { '?' };
            redirect(&format!("{address}{joint}{query}"))
        }
    };
    // Whoever brings the request need not be whose session it is.
    let own = found.is_some_and(|found| cookie_of(headers, SESSION_COOKIE) == Some(&found.ticket));
    if own {
        with_cookie(response, &desk.forgotten_cookie(SESSION_COOKIE))
    } else {
        response
    }
}

fn read(desk: &Desk, received: &Received, path: &str) -> Result<(LogoutRequest, Arc<Party>), &'static str> {
    let document = Document::parse(&received.xml).map_err(|_| "message-unreadable")?;
    let request = LogoutRequest::read(document.root()).map_err(|_| "message-unreadable")?;
    let party = desk.csam.parties.get(&request.issuer).ok_or("service-provider-unknown")?;
    let signed = received.verify(&document, &party)?;
    // Whoever can end sessions must be who they say (profiles, 4.4.3.1), where it has a key to say so with.
    if !signed && !party.keys.is_empty() {
        return Err("signature-missing");
    }
    let endpoint = format!("{}{path}", desk.realm.base_url());
    match &request.destination {
        Some(destination) if *destination != endpoint => return Err("destination-other"),
        None if signed => return Err("destination-missing"),
        _ => {}
    }
    let now = desk.now();
    if now.duration_since(request.issue_instant).abs() > desk.csam.parameters.saml.most_request_age {
        return Err("request-not-of-now");
    }
    if request.not_on_or_after.is_some_and(|end| now >= end) {
        return Err("request-over");
    }
    Ok((request, party))
}

/// Every session that is named must be one that this service provider was told of, for that person.
fn indexes_fit(desk: &Desk, request: &LogoutRequest, client: &str) -> bool {
    let known = |index: &String| {
        let told = desk.csam.saml_sessions.get(index);
        told.is_some_and(|told| told.client == client && told.name_id == request.name_id.value)
    };
    request.session_indexes.iter().all(known)
}
