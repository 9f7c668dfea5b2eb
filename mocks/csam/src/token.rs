//! The token endpoint: one code against one set of tokens, or the fault that this login carries.

use std::sync::Arc;

use axum::{
    Extension,
    body::{Body, Bytes},
    response::{IntoResponse, Response},
};
use etalon_stage::no_store;
use etalon_stage::{Presence, half_sent, hold_back, never_sent};
use etalon_wire::{Form, redeems};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::{Value, json};

use crate::{
    Arrival, Client, CsamDirection, Mutation, SLOW_ANSWER, Token,
    client_authentication::{Refused, authenticated_form, refuse, refused},
    desk::Desk,
    fault::{Armed, padded, page_instead_of_tokens, redirected, server_error},
    grant::Code,
    service::{AccessToken, IssuedIdToken},
};

/// The name of its refusals in the journal.
const REFUSED: &str = "token-refused";
/// Where a fault sends clients that follow redirects with their code and secret.
pub(crate) const ELSEWHERE: &str = "/fas/elsewhere/access_token";

pub(crate) async fn exchange(desk: Desk, presence: Option<Extension<Presence>>, headers: HeaderMap, body: Bytes) -> Response {
    let request = match TokenRequest::read(&desk, &headers, &body) {
        Ok(request) => request,
        Err(refused) => return refuse(&desk, &headers, REFUSED, &refused),
    };
    if request.is_unserved(&desk) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let Some(armed) = request.fault(&desk) else {
        return answer(&desk, &headers, request.redeem(&desk));
    };
    match armed.mutation() {
        Mutation::TokenError { status, error } => {
            armed.applied(&desk);
            no_store(server_error(*status, error))
        }
        Mutation::TokenAnswer(Arrival::Slow) => {
            armed.applied(&desk);
            if let Some(Extension(presence)) = presence {
                hold_back(&desk.realm, presence, SLOW_ANSWER).await;
            }
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
        Mutation::TokenAnswer(Arrival::Reset) => {
            armed.applied(&desk);
            never_sent()
        }
        Mutation::TokenAnswer(Arrival::NotJson) => {
            armed.applied(&desk);
            page_instead_of_tokens()
        }
        Mutation::TokenAnswer(Arrival::Redirected) => {
            armed.applied(&desk);
            redirected(&format!("{}{ELSEWHERE}", desk.realm.base_url()))
        }
        Mutation::TokenAnswer(arrival @ (Arrival::Truncated | Arrival::Enormous)) => match request.redeem(&desk) {
            Ok(tokens) => {
                armed.applied(&desk);
                arriving(*arrival, tokens)
            }
            Err(refused) => answer(&desk, &headers, Err(refused)),
        },
        _ => answer(&desk, &headers, request.redeem(&desk)),
    }
}

/// Gives the tokens to whoever was led here. Nobody comes here who does not follow redirects.
pub(crate) async fn exchange_elsewhere(desk: Desk, headers: HeaderMap, body: Bytes) -> Response {
    let redeemed = TokenRequest::read(&desk, &headers, &body).and_then(|request| request.redeem(&desk));
    answer(&desk, &headers, redeemed)
}

/// A request of a client that proved who it is.
struct TokenRequest {
    form: Form,
    client: Arc<Client>,
}

impl TokenRequest {
    fn read(desk: &Desk, headers: &HeaderMap, body: &[u8]) -> Result<Self, Refused> {
        let (form, client) = authenticated_form(desk, headers, body)?;
        Ok(Self { form, client })
    }

    /// Whether the scenario wants CSAM to be out of service for it.
    fn is_unserved(&self, desk: &Desk) -> bool {
        let person = self.code(desk).map(|code| code.grant.person.id.clone());
        let unserved = desk.directed(&self.client.id, person.as_deref(), &CsamDirection::Unavailable);
        if unserved {
            desk.observe(REFUSED, json!({"reason": "unavailable", "error": null, "client": self.client.id}));
        }
        unserved
    }

    /// The fault that its code carries, where it would get tokens: a wrong request is told what is wrong with it.
    fn fault(&self, desk: &Desk) -> Option<Arc<Armed>> {
        let right =
            |code: &Code| code.gave.is_none() && asked_rightly(&self.form).is_ok() && fits(desk, code, &self.form, &self.client.id).is_ok();
        self.code(desk).filter(right)?.grant.fault.clone().filter(|armed| !armed.is_over())
    }

    fn code(&self, desk: &Desk) -> Option<Code> {
        desk.csam.codes.get(self.form.get("code")?)
    }

    fn redeem(&self, desk: &Desk) -> Result<Value, Refused> {
        redeem(desk, &self.form, &self.client)
    }
}

fn answer(desk: &Desk, headers: &HeaderMap, redeemed: Result<Value, Refused>) -> Response {
    match redeemed {
        Ok(tokens) => no_store((StatusCode::OK, axum::Json(tokens)).into_response()),
        Err(refused) => refuse(desk, headers, REFUSED, &refused),
    }
}

fn arriving(arrival: Arrival, tokens: Value) -> Response {
    if arrival == Arrival::Enormous {
        return no_store((StatusCode::OK, axum::Json(padded(tokens))).into_response());
    }
    let mut whole = no_store(Response::new(Body::empty()));
    let json = HeaderValue::from_static("application/json");
    whole.headers_mut().insert(header::CONTENT_TYPE, json);
    half_sent(whole, tokens.to_string().into_bytes())
}

/// What is wrong with a request before anybody looks at its code.
fn asked_rightly(form: &Form) -> Result<&str, (&'static str, &'static str)> {
    match form.get("grant_type") {
        Some("authorization_code") => {}
        Some(_) => return Err(("grant-type-unsupported", "unsupported_grant_type")),
        None => return Err(("grant-type-missing", "invalid_request")),
    }
    // FAS does not take `scope` here (docs/csam.md, 1.2 [C]); with which error is a guess [G].
    if form.get("scope").is_some() {
        return Err(("scope-sent", "invalid_request"));
    }
    form.get("code").ok_or(("code-missing", "invalid_request"))
}

fn redeem(desk: &Desk, form: &Form, client: &Client) -> Result<Value, Refused> {
    let no = |reason, error| refused(reason, error, Some(&client.id));
    let code = asked_rightly(form).or_else(|(reason, error)| refused(reason, error, Some(&client.id)))?;
    let issued_at = desk.now();
    let expires_at = issued_at
        .saturating_add(desk.csam.parameters.token_lifetime)
        .unwrap_or(jiff::Timestamp::MAX);
    // Judged and used up in one go: of two that come at once with one code, only one gets tokens.
    let judged = desk.csam.codes.with(code, |held| {
        if let Some(gave) = &held.gave {
            return Err(("code-reused", Some(gave.clone())));
        }
        fits(desk, held, form, &client.id).map_err(|reason| (reason, None))?;
        let access_token = desk
            .csam
            .keys
            .own()
            .sign(&desk.access_token_claims(&held.grant, issued_at, expires_at));
        desk.mark_secret("access_token", &access_token);
        desk.csam.access_tokens.hold(
            &access_token,
            AccessToken {
                grant: held.grant.clone(),
                expires_at,
                issued_at,
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
    let (id_token, claims) = desk.sign_for(&grant, Token::IdToken, claims);
    desk.mark_secret("id_token", &id_token);
    desk.csam.id_tokens.hold(
        &id_token,
        IssuedIdToken {
            client: client.id.clone(),
            session: grant.session.clone(),
        },
    );
    desk.observe(
        "token-issued",
        json!({"client": client.id, "person": grant.person.id, "claims": claims}),
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
    redeems(code.challenge.as_deref(), form.get("code_verifier"))
}
