//! An authorization request, read strictly: either everything in it is acceptable, or there is one reason why not.

use std::sync::Arc;

use etalon_wire::{Form, from_base64url};
use serde_json::{Value, json};

use crate::{Client, Csam, Level};

/// The scopes FAS knows (docs/csam.md, 1.4 [C]).
pub(crate) const SCOPES: [&str; 7] = ["openid", "profile", "egovnrn", "certificateInfo", "citizen", "enterprise", "roles"];

/// A request that was accepted.
#[derive(Clone, Debug)]
pub(crate) struct AuthorizationRequest {
    pub(crate) client: Arc<Client>,
    pub(crate) redirect_uri: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) state: Option<String>,
    pub(crate) nonce: Option<String>,
    /// The S256 challenge.
    pub(crate) challenge: Option<String>,
    pub(crate) acr_values: Vec<String>,
    pub(crate) level: Level,
    pub(crate) prompt: Prompt,
    /// Seconds.
    pub(crate) max_age: Option<i64>,
    pub(crate) ui_locales: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prompt {
    Unspecified,
    /// No page may be shown.
    None,
    /// The page must be shown.
    Login,
}

/// Why a request was not accepted, and where the answer goes.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) reason: &'static str,
    pub(crate) client: Option<String>,
    /// Where to send it; where that is not certain, a page here says it (docs/csam.md, 1.8).
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
    pub(crate) fn parse(form: &Form, csam: &Csam) -> Result<Self, Refused> {
        let here = |reason, client: Option<&str>| Refused {
            reason,
            client: client.map(str::to_owned),
            back: None,
        };
        let client_id = form.get("client_id").ok_or_else(|| here("client-missing", None))?;
        let client = csam.clients.get(client_id).ok_or_else(|| here("client-unknown", Some(client_id)))?;
        let redirect_uri = form
            .get("redirect_uri")
            .ok_or_else(|| here("redirect-uri-missing", Some(client_id)))?;
        if !client.redirect_uris.iter().any(|registered| registered == redirect_uri) {
            return Err(here("redirect-uri-unregistered", Some(client_id)));
        }
        let state = form.get("state").map(str::to_owned);
        let refused = |reason, error| Refused {
            reason,
            client: Some(client_id.to_owned()),
            back: Some(Back {
                redirect_uri: redirect_uri.to_owned(),
                state: state.clone(),
                error,
            }),
        };
        let back = |(reason, error)| refused(reason, error);
        match form.get("response_type") {
            Some("code") => {}
            Some(_) => return Err(refused("response-type-unsupported", "unsupported_response_type")),
            None => return Err(refused("response-type-missing", "invalid_request")),
        }
        if form.get("response_mode").is_some_and(|mode| mode != "query") {
            return Err(refused("response-mode-unsupported", "invalid_request"));
        }
        for (name, error) in [("request", "request_not_supported"), ("request_uri", "request_uri_not_supported")] {
            if form.get(name).is_some() {
                return Err(refused("request-object-unsupported", error));
            }
        }
        let scopes = scopes(form.get("scope"), &client).map_err(|reason| refused(reason, "invalid_scope"))?;
        let challenge = challenge(form).map_err(|reason| refused(reason, "invalid_request"))?;
        let prompt = prompt(form.get("prompt")).map_err(back)?;
        let max_age = match form.get("max_age").map(|text| text.parse::<u32>().map(i64::from)) {
            None => None,
            Some(Ok(seconds)) => Some(seconds),
            Some(Err(_)) => return Err(refused("max-age-unreadable", "invalid_request")),
        };
        let acr_values = words(form.get("acr_values"));
        // In order of preference; what is not known is passed over, for `acr_values` is voluntary (OpenID Connect Core, 3.1.2.1).
        let level = acr_values
            .iter()
            .find_map(|acr| Level::from_acr(acr))
            .unwrap_or(Level(csam.parameters.default_level));
        Ok(Self {
            redirect_uri: redirect_uri.to_owned(),
            scopes,
            state: state.clone(),
            nonce: form.get("nonce").map(str::to_owned),
            challenge,
            acr_values,
            level,
            prompt,
            max_age,
            ui_locales: form.get("ui_locales").map(str::to_owned),
            client,
        })
    }

    /// What the journal says of it.
    pub(crate) fn fields(&self) -> Value {
        json!({
            "client": self.client.id, "redirect_uri": self.redirect_uri, "scopes": self.scopes, "acr_values": self.acr_values,
            "level": self.level.0, "prompt": self.prompt.name(), "max_age": self.max_age, "pkce": self.challenge.is_some(),
            "nonce": self.nonce.is_some(), "state": self.state.is_some(),
        })
    }

    /// The error that goes back to the relying party.
    pub(crate) fn back(&self, error: &'static str) -> Back {
        Back {
            redirect_uri: self.redirect_uri.clone(),
            state: self.state.clone(),
            error,
        }
    }
}

impl Prompt {
    fn name(self) -> Option<&'static str> {
        match self {
            Self::Unspecified => None,
            Self::None => Some("none"),
            Self::Login => Some("login"),
        }
    }
}

fn scopes(asked: Option<&str>, client: &Client) -> Result<Vec<String>, &'static str> {
    let mut scopes = words(asked);
    scopes.dedup();
    if scopes.iter().any(|scope| !SCOPES.contains(&scope.as_str())) {
        return Err("scope-unknown");
    }
    if scopes.iter().any(|scope| !client.scopes.contains(scope)) {
        return Err("scope-not-allowed");
    }
    if !scopes.iter().any(|scope| scope == "openid") {
        return Err("openid-scope-missing");
    }
    Ok(scopes)
}

/// PKCE is not asked for, but once offered only S256 will do (docs/csam.md, 1.2 [G]).
fn challenge(form: &Form) -> Result<Option<String>, &'static str> {
    match (form.get("code_challenge"), form.get("code_challenge_method")) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err("challenge-missing"),
        (Some(challenge), Some("S256")) => match from_base64url(challenge) {
            Some(digest) if digest.len() == 32 => Ok(Some(challenge.to_owned())),
            _ => Err("challenge-unreadable"),
        },
        (Some(_), _) => Err("challenge-method-unsupported"),
    }
}

fn prompt(asked: Option<&str>) -> Result<Prompt, (&'static str, &'static str)> {
    let asked = words(asked);
    let names: Vec<&str> = asked.iter().map(String::as_str).collect();
    match names.as_slice() {
        [] => Ok(Prompt::Unspecified),
        ["none"] => Ok(Prompt::None),
        several if several.contains(&"none") => Err(("prompt-contradictory", "invalid_request")),
        known if known.iter().all(|name| ["login", "consent", "select_account"].contains(name)) => {
            // The page always lets one choose the account, and there is no consent of its own.
            let shown = known.iter().any(|name| *name != "consent");
            Ok(if shown { Prompt::Login } else { Prompt::Unspecified })
        }
        _ => Err(("prompt-unknown", "invalid_request")),
    }
}

fn words(text: Option<&str>) -> Vec<String> {
    text.unwrap_or_default()
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
