//! An authorization request, read strictly: either everything in it is acceptable, or there is one reason why not.

use std::sync::Arc;

use etalon_wire::from_base64url;
use serde_json::{Value, json};

use crate::{Acr, Client, Door, ServiceKind, asked_claims::AskedClaims, request_fields::Fields};

/// The scopes that itsme knows (docs/itsme.md, scopes [F]), beside `service:CODE`.
pub(crate) const SCOPES: [&str; 7] = ["openid", "profile", "email", "phone", "address", "eid", "idDocument"];
const SERVICE: &str = "service:";

/// A request that was accepted.
#[derive(Clone, Debug)]
pub(crate) struct AuthorizationRequest {
    pub(crate) client: Arc<Client>,
    pub(crate) door: Door,
    pub(crate) service: String,
    pub(crate) kind: ServiceKind,
    pub(crate) redirect_uri: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) state: Option<String>,
    pub(crate) nonce: Option<String>,
    /// The S256 challenge.
    pub(crate) challenge: Option<String>,
    pub(crate) acr: Acr,
    pub(crate) no_page: bool,
    /// Whether the time of the approval is to be told.
    pub(crate) tells_time: bool,
    pub(crate) ui_locales: Option<String>,
    pub(crate) claims: AskedClaims,
}

/// Why a request was not accepted, and where the answer goes.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) reason: &'static str,
    pub(crate) client: Option<String>,
    /// Where to send it; where that is not certain, a page here says it [F].
    pub(crate) back: Option<Back>,
}

/// An error that goes back to the relying party.
#[derive(Clone, Debug)]
pub(crate) struct Back {
    pub(crate) redirect_uri: String,
    pub(crate) state: Option<String>,
    pub(crate) error: &'static str,
}

impl AuthorizationRequest {
    /// `with_object`: whether the fields came in a request object.
    pub(crate) fn parse(fields: &Fields, client: &Arc<Client>, door: Door, with_object: bool) -> Result<Self, Refused> {
        let here = |reason| Refused {
            reason,
            client: Some(client.id.clone()),
            back: None,
        };
        if fields.text("client_id").as_deref() != Some(&client.id) {
            return Err(here("client-differs"));
        }
        let redirect_uri = fields.owned("redirect_uri").ok_or_else(|| here("redirect-uri-missing"))?;
        if !client.knows(&redirect_uri) {
            return Err(here("redirect-uri-unregistered"));
        }
        let state = fields.owned("state");
        let refused = |reason, error| Refused {
            reason,
            client: Some(client.id.clone()),
            back: Some(Back {
                redirect_uri: redirect_uri.clone(),
                state: state.clone(),
                error,
            }),
        };
        let scopes = fields.words("scope");
        let service = scopes.iter().filter_map(|scope| scope.strip_prefix(SERVICE)).collect::<Vec<_>>();
        let service = match service.as_slice() {
            [] => return Err(refused("service-missing", "invalid_scope")),
            [code] => client.service(code).ok_or_else(|| refused("service-unknown", "invalid_scope"))?,
            _ => return Err(refused("service-several", "invalid_scope")),
        };
        if !service.redirect_uris.contains(&redirect_uri) {
            return Err(here("redirect-uri-of-other-service"));
        }
        match fields.text("response_type").as_deref() {
            Some("code") => {}
            Some(_) => return Err(refused("response-type-unsupported", "unsupported_response_type")),
            None => return Err(refused("response-type-missing", "invalid_request")),
        }
        if fields.text("response_mode").is_some_and(|mode| mode != "query") {
            return Err(refused("response-mode-unsupported", "invalid_request"));
        }
        if !scopes.iter().any(|scope| scope == "openid") {
            return Err(refused("openid-scope-missing", "invalid_scope"));
        }
        if scopes
            .iter()
            .any(|scope| !scope.starts_with(SERVICE) && !SCOPES.contains(&scope.as_str()))
        {
            return Err(refused("scope-unknown", "invalid_scope"));
        }
        if service.kind == ServiceKind::Confirmation && !with_object {
            return Err(refused("request-object-missing", "invalid_request"));
        }
        if fields.text("display").is_some_and(|display| display != "page") {
            return Err(refused("display-unsupported", "unsupported_display"));
        }
        let no_page = no_page(&fields.words("prompt")).map_err(|reason| refused(reason, "invalid_request"))?;
        let max_age = fields.text("max_age");
        if max_age.as_deref().is_some_and(|seconds| seconds.parse::<u32>().is_err()) {
            return Err(refused("max-age-unreadable", "invalid_request"));
        }
        let challenge = challenge(fields, client.pkce_required).map_err(|reason| refused(reason, "invalid_request"))?;
        let claims = AskedClaims::parse(fields.text("claims").as_deref(), &scopes).map_err(|reason| refused(reason, "invalid_request"))?;
        Ok(Self {
            door,
            service: service.code.clone(),
            kind: service.kind,
            scopes,
            nonce: fields.owned("nonce"),
            challenge,
            acr: Acr::asked(&fields.words("acr_values")),
            no_page,
            tells_time: max_age.is_some(),
            ui_locales: fields.owned("ui_locales"),
            claims,
            client: Arc::clone(client),
            redirect_uri: redirect_uri.clone(),
            state: state.clone(),
        })
    }

    /// What the journal says of it.
    pub(crate) fn fields(&self) -> Value {
        json!({
            "client": self.client.id, "service": self.service, "kind": self.kind.name(), "redirect_uri": self.redirect_uri,
            "scopes": self.scopes, "claims": self.claims.names(), "acr": self.acr.name(), "pkce": self.challenge.is_some(),
            "nonce": self.nonce.is_some(), "state": self.state.is_some(),
        })
    }

    /// The refusal that goes back to the relying party.
    pub(crate) fn refused(&self, reason: &'static str, error: &'static str) -> Refused {
        Refused {
            reason,
            client: Some(self.client.id.clone()),
            back: Some(Back {
                redirect_uri: self.redirect_uri.clone(),
                state: self.state.clone(),
                error,
            }),
        }
    }
}

/// Whether no page may be shown.
fn no_page(prompt: &[String]) -> Result<bool, &'static str> {
    let names: Vec<&str> = prompt.iter().map(String::as_str).collect();
    match names.as_slice() {
        ["none"] => Ok(true),
        several if several.contains(&"none") => Err("prompt-contradictory"),
        known if known.iter().all(|name| ["login", "consent"].contains(name)) => Ok(false),
        _ => Err("prompt-unknown"),
    }
}

/// PKCE can be made mandatory for a client; only S256 will do [F].
fn challenge(fields: &Fields, required: bool) -> Result<Option<String>, &'static str> {
    match (fields.owned("code_challenge"), fields.text("code_challenge_method").as_deref()) {
        (None, None) if required => Err("challenge-missing"),
        (None, None) => Ok(None),
        (None, Some(_)) => Err("challenge-missing"),
        (Some(challenge), Some("S256")) => match from_base64url(&challenge) {
            Some(digest) if digest.len() == 32 => Ok(Some(challenge)),
            _ => Err("challenge-unreadable"),
        },
        (Some(_), _) => Err("challenge-method-unsupported"),
    }
}
