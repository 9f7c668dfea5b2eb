//! What an approval gives a relying party: decided once, and held behind a single-use code.

use std::sync::Arc;

use axum::response::Response;
use etalon_people::Person;
use etalon_stage::redirect;
use etalon_wire::address_with;
use jiff::Timestamp;
use serde_json::json;

use crate::{
    Acr, Door, Mode, Persona, asked_claims::AskedClaims, desk::Desk, request::AuthorizationRequest, unguessable::unguessable_code,
};

/// What was granted.
#[derive(Debug)]
pub(crate) struct Grant {
    pub(crate) client: String,
    pub(crate) door: Door,
    pub(crate) service: String,
    pub(crate) claims: AskedClaims,
    pub(crate) nonce: Option<String>,
    pub(crate) person: Arc<Person>,
    pub(crate) persona: Persona,
    pub(crate) subject: String,
    pub(crate) mode: Mode,
    pub(crate) acr: Acr,
    pub(crate) approved_at: Timestamp,
    pub(crate) tells_time: bool,
}

/// A code, and what is needed to exchange it.
#[derive(Clone)]
pub(crate) struct Code {
    pub(crate) grant: Arc<Grant>,
    pub(crate) redirect_uri: String,
    pub(crate) challenge: Option<String>,
    pub(crate) issued_at: Timestamp,
    /// The access token it gave, once it was exchanged.
    pub(crate) gave: Option<String>,
}

#[derive(Clone)]
pub(crate) struct AccessToken {
    pub(crate) grant: Arc<Grant>,
    pub(crate) expires_at: Timestamp,
    pub(crate) revoked: bool,
}

impl Desk {
    /// The person has approved: a code goes to the relying party.
    pub(crate) fn send_code(
        &self,
        request: &AuthorizationRequest,
        person: &Arc<Person>,
        persona: Persona,
        mode: Mode,
        by: &str,
    ) -> Response {
        let client = &request.client.id;
        self.observe(
            "itsme-approved",
            json!({"client": client, "person": person.id, "persona": persona.name(), "mode": mode.name(), "acr": request.acr.name(), "by": by}),
        );
        let grant = Grant {
            client: client.clone(),
            door: request.door,
            service: request.service.clone(),
            claims: request.claims.clone(),
            nonce: request.nonce.clone(),
            person: Arc::clone(person),
            persona,
            subject: self.subject(client, &person.id),
            mode,
            acr: request.acr,
            approved_at: self.now(),
            tells_time: request.tells_time,
        };
        let code = unguessable_code();
        self.mark_secret("code", &code);
        let held = Code {
            grant: Arc::new(grant),
            redirect_uri: request.redirect_uri.clone(),
            challenge: request.challenge.clone(),
            issued_at: self.now(),
            gave: None,
        };
        self.observe(
            "itsme-code-issued",
            json!({"client": client, "person": person.id, "service": request.service, "subject": held.grant.subject}),
        );
        self.itsme.codes.hold(&code, held);
        let mut fields = vec![("code", code.as_str())];
        fields.extend(request.state.as_deref().map(|state| ("state", state)));
        redirect(&address_with(&request.redirect_uri, &fields))
    }
}
