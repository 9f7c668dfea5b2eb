//! A request to identify somebody, read strictly: either everything in it is acceptable, or there is one reason why not.

use std::sync::Arc;

use etalon_stage::Realm;
use etalon_wire::{
    saml::{AuthnRequest, HTTP_POST, Status, TRANSIENT, UNSPECIFIED_NAME},
    xml::Document,
};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Party, SSO_POST, SSO_REDIRECT, context::Wanted, received::Received, refused::SamlRefused};
use crate::{Csam, Level, Means};

const UNSUPPORTED_BINDING: &str = "urn:oasis:names:tc:SAML:2.0:status:UnsupportedBinding";

/// A request that was accepted.
#[derive(Clone, Debug)]
pub(crate) struct SamlRequest {
    pub(crate) party: Arc<Party>,
    pub(crate) id: String,
    /// Where the answer goes.
    pub(crate) consumer: String,
    pub(crate) relay_state: Option<String>,
    pub(crate) wanted: Wanted,
    pub(crate) force: bool,
    pub(crate) passive: bool,
    pub(super) sp_name_qualifier: Option<String>,
    signed: bool,
}

/// Which of the two doors it came in by.
#[derive(Clone, Copy)]
pub(super) enum Door {
    Redirect,
    Post,
}

impl Door {
    fn path(self) -> &'static str {
        match self {
            Self::Redirect => SSO_REDIRECT,
            Self::Post => SSO_POST,
        }
    }
}

impl SamlRequest {
    pub(super) fn read(
        received: Result<Received, &'static str>,
        door: Door,
        realm: &Realm,
        csam: &Csam,
        now: Timestamp,
    ) -> Result<Self, SamlRefused> {
        let nobody = |reason| SamlRefused::here(reason, None);
        let received = received.map_err(nobody)?;
        let document = Document::parse(&received.xml).map_err(|_| nobody("message-unreadable"))?;
        let request = AuthnRequest::read(document.root()).map_err(|_| nobody("message-unreadable"))?;
        let issuer = request.issuer.as_str();
        let here = |reason| SamlRefused::here(reason, Some(issuer));
        let party = csam.parties.get(issuer).ok_or_else(|| here("service-provider-unknown"))?;
        let signed = received.verify(&document, &party).map_err(here)?;
        let endpoint = format!("{}{}", realm.base_url(), door.path());
        match &request.destination {
            Some(destination) if *destination == endpoint => {}
            Some(_) => return Err(here("destination-other")),
            // What is signed must say for whom (bindings, 3.4.5.2 and 3.5.5.2).
            None if signed => return Err(here("destination-missing")),
            None => {}
        }
        let age = now.duration_since(request.issue_instant);
        if age.abs() > csam.parameters.saml.most_request_age {
            return Err(here("request-not-of-now"));
        }
        let consumer = consumer(&request, &party).map_err(here)?;
        let answerable =
            |reason, status| SamlRefused::there(reason, &party, &request.id, &consumer, received.relay_state.as_deref(), status);
        if request.protocol_binding.as_deref().is_some_and(|binding| binding != HTTP_POST) {
            let status = Status::refusal(Status::REQUESTER, UNSUPPORTED_BINDING);
            return Err(answerable("binding-unsupported", status));
        }
        let policy = request.name_id_policy.unwrap_or_default();
        let format = policy.format.as_deref().unwrap_or(TRANSIENT);
        if ![TRANSIENT, UNSPECIFIED_NAME].contains(&format) {
            let status = Status::refusal(Status::REQUESTER, Status::INVALID_NAME_ID_POLICY);
            return Err(answerable("name-id-policy-unsupported", status));
        }
        if request.force_authn && request.is_passive {
            let status = Status::refusal(Status::RESPONDER, Status::NO_PASSIVE);
            return Err(answerable("force-and-passive", status));
        }
        let default = Level(csam.parameters.default_level);
        let Some(wanted) = Wanted::of(request.requested_context.as_ref(), default) else {
            let status = Status::refusal(Status::RESPONDER, Status::NO_AUTHN_CONTEXT);
            return Err(answerable("context-unknown", status));
        };
        Ok(Self {
            id: request.id,
            consumer,
            relay_state: received.relay_state,
            wanted,
            force: request.force_authn,
            passive: request.is_passive,
            sp_name_qualifier: policy.sp_name_qualifier,
            signed,
            party,
        })
    }

    pub(crate) fn accepts(&self, means: Means) -> bool {
        self.wanted.accepts(means)
    }

    /// What the journal says of it.
    pub(super) fn fields(&self) -> Value {
        json!({
            "client": self.party.entity_id(), "request": self.id, "consumer": self.consumer, "contexts": self.wanted.names(),
            "comparison": self.wanted.comparison(), "level": self.wanted.level().0, "force": self.force, "passive": self.passive,
            "signed": self.signed, "relay_state": self.relay_state.is_some(),
        })
    }

    /// An answer that says no.
    pub(super) fn refused(&self, reason: &'static str, status: Status) -> SamlRefused {
        SamlRefused::there(reason, &self.party, &self.id, &self.consumer, self.relay_state.as_deref(), status)
    }
}

/// Where the answer goes: the registered address that is named, by itself or by its number, or the first.
fn consumer(request: &AuthnRequest, party: &Party) -> Result<String, &'static str> {
    let consumers = &party.registration.consumers;
    let found = match (&request.consumer_url, request.consumer_index) {
        (Some(_), Some(_)) => return Err("consumer-contradictory"),
        (Some(url), None) => consumers.iter().find(|consumer| consumer.url == *url),
        (None, Some(index)) => consumers.iter().find(|consumer| consumer.index == index),
        (None, None) => consumers.first(),
    };
    found.map(|consumer| consumer.url.clone()).ok_or("consumer-unregistered")
}
