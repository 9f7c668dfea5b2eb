//! What a login gives a relying party: decided once, when the person is known, and held behind a single-use code.

use std::sync::Arc;

use axum::response::Response;
use etalon_people::Person;
use etalon_stage::{redirect, with_cookie};
use http::HeaderMap;
use jiff::Timestamp;
use serde_json::json;

use crate::{
    CodeSent, CsamDirection, Level, Means, Mutation,
    desk::Desk,
    fault::{Armed, Reply, STRANGER},
    request::{AuthorizationRequest, Refused},
    session::Session,
    unguessable::unguessable,
};

/// What was granted.
#[derive(Debug)]
pub(crate) struct Grant {
    pub(crate) client: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) person: Arc<Person>,
    pub(crate) acr: String,
    pub(crate) amr: Vec<String>,
    /// What was really reached, whatever `acr` says.
    pub(crate) level: Level,
    /// What was asked for.
    pub(crate) asked: Level,
    pub(crate) authenticated_at: Timestamp,
    pub(crate) session: String,
    pub(crate) without_national_number: bool,
    /// What goes wrong in this login.
    pub(crate) fault: Option<Arc<Armed>>,
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

impl Desk {
    /// The person has proved to be who they are: a session begins, and a code goes to the relying party.
    pub(crate) fn authenticate(
        &self,
        headers: &HeaderMap,
        request: &AuthorizationRequest,
        person: &Arc<Person>,
        means: Means,
        by: &str,
    ) -> Response {
        let fields = json!({
            "client": request.client.id, "person": person.id, "means": means.name(), "level": means.level().0, "by": by,
        });
        self.observe("person-authenticated", fields);
        let (session, cookie) = self.start_session(headers, person, means);
        with_cookie(self.send_code(headers, request, &session, false), &cookie)
    }

    /// A code for what `session` proves, unless the scenario wants it otherwise.
    pub(crate) fn send_code(&self, headers: &HeaderMap, request: &AuthorizationRequest, session: &Session, reused: bool) -> Response {
        let (client, person) = (&request.client.id, &session.person);
        if !reused && self.directed(client, Some(&person.id), &CsamDirection::Unavailable) {
            return self.out_of_service(headers, client);
        }
        if !reused && self.directed(client, Some(&person.id), &CsamDirection::Cancel) {
            return self.cancelled(headers, request);
        }
        let armed = self.arm(client, &person.id);
        let mutation = armed.as_deref().map(Armed::mutation);
        if let (Some(armed), Some(Mutation::ReplyError(error))) = (&armed, mutation) {
            armed.applied(self);
            let (reason, client) = ("fault", Some(client.clone()));
            let back = Some(request.back(error));
            return self.refuse(headers, &Refused { reason, client, back });
        }
        let mut grant = self.grant(request, session);
        if mutation == Some(&Mutation::Code(CodeSent::OfOtherClient)) {
            STRANGER.clone_into(&mut grant.client);
        }
        let spent = (mutation == Some(&Mutation::Code(CodeSent::AlreadyUsed))).then(unguessable);
        grant.fault.clone_from(&armed);
        let grant = Arc::new(grant);
        let code = unguessable();
        self.mark_secret("code", &code);
        let held = Code {
            grant: Arc::clone(&grant),
            redirect_uri: request.redirect_uri.clone(),
            challenge: request.challenge.clone(),
            issued_at: self.now(),
            gave: spent,
        };
        self.csam.codes.hold(&code, held);
        let fields = json!({
            "client": client, "person": person.id, "means": session.means.name(), "level": session.means.level().0, "acr": grant.acr,
            "amr": grant.amr, "session": if reused { "reused" } else { "new" },
        });
        self.observe("code-issued", fields);
        let mut reply = Reply::new(&request.redirect_uri, &code, request.state.as_deref());
        if let Some(armed) = &armed {
            match reply.spoil(armed.mutation(), &request.client.redirect_uris) {
                Some(Ok(())) => armed.applied(self),
                Some(Err(why)) => armed.unused(self, why),
                None => {}
            }
        }
        redirect(&reply.location())
    }

    fn grant(&self, request: &AuthorizationRequest, session: &Session) -> Grant {
        let (client, person) = (request.client.id.as_str(), &session.person);
        let asked_level = self.consume(client, Some(&person.id), |direction| match direction {
            CsamDirection::AnswerLevel(level) => Some(Level(*level)),
            _ => None,
        });
        let asked_acr = self.consume(client, Some(&person.id), |direction| match direction {
            CsamDirection::AnswerAcr(acr) => Some(acr.clone()),
            _ => None,
        });
        let level = asked_level.unwrap_or(session.means.level());
        let means = asked_level.and_then(Means::of_level).unwrap_or(session.means);
        Grant {
            client: client.to_owned(),
            scopes: request.scopes.clone(),
            nonce: request.nonce.clone(),
            person: Arc::clone(person),
            acr: asked_acr.unwrap_or_else(|| level.urn()),
            // The method, then the level (docs/csam.md, 1.5 [C]).
            amr: vec![means.amr().to_owned(), level.urn()],
            level: session.means.level(),
            asked: request.level,
            authenticated_at: session.authenticated_at,
            session: session.sid.clone(),
            without_national_number: self.directed(client, Some(&person.id), &CsamDirection::WithoutNationalNumber),
            fault: None,
        }
    }
}
