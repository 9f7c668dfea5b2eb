//! The authorization endpoint: refuse, send back a code for a session that suffices, or send the person to the login page.

use axum::{extract::RawQuery, response::Response};
use etalon_stage::{redirect, with_cookie};
use etalon_wire::{Form, FormRefusal, address_with};
use http::{HeaderMap, StatusCode};
use serde_json::json;

use crate::{
    CsamDirection, Means,
    chooser::OpenLogin,
    desk::Desk,
    page::error_page,
    request::{AuthorizationRequest, Back, Prompt, Refused},
    session::Session,
};

pub(crate) async fn by_query(desk: Desk, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    authorize(&desk, &headers, Form::parse(query.unwrap_or_default().as_bytes()))
}

pub(crate) async fn by_form(desk: Desk, headers: HeaderMap, body: axum::body::Bytes) -> Response {
    authorize(&desk, &headers, Form::parse(&body))
}

fn authorize(desk: &Desk, headers: &HeaderMap, form: Result<Form, FormRefusal>) -> Response {
    // Not even the relying party is certain where a parameter is repeated or cannot be read.
    let request = form
        .map_err(|_| Refused {
            reason: "parameters-unreadable",
            client: None,
            back: None,
        })
        .and_then(|form| AuthorizationRequest::parse(&form, &desk.csam));
    let request = match request {
        Ok(request) => request,
        Err(refused) => return desk.refuse(headers, &refused),
    };
    desk.observe("authorization-accepted", request.fields());
    let client = request.client.id.clone();
    let session = desk.session(headers);
    let person = session.as_ref().map(|session| session.person.id.clone());
    if desk.directed(&client, person.as_deref(), &CsamDirection::Unavailable) {
        return desk.out_of_service(headers, &client);
    }
    if desk.directed(&client, person.as_deref(), &CsamDirection::Cancel) {
        return desk.cancelled(headers, &request);
    }
    if request.prompt != Prompt::None
        && let Some((person, means)) = desk.consume(&client, None, |direction| match direction {
            CsamDirection::LogInAs { person, means } => Some((person.clone(), *means)),
            _ => None,
        })
    {
        return desk.log_in_as_directed(headers, &request, &person, means);
    }
    match session {
        Some(session) if request.prompt != Prompt::Login && desk.suffices(&session, &request) => {
            desk.send_code(headers, &request, &session, true)
        }
        _ if request.prompt == Prompt::None => {
            let refused = Refused {
                reason: "login-required",
                client: Some(client),
                back: Some(request.back("login_required")),
            };
            desk.refuse(headers, &refused)
        }
        _ => desk.open_login(headers, request),
    }
}

impl Desk {
    /// A session reaches up to its own level and no further, and for as long as the relying party trusts it.
    fn suffices(&self, session: &Session, request: &AuthorizationRequest) -> bool {
        let age = self.now().duration_since(session.authenticated_at).as_secs();
        session.means.level() >= request.level && request.max_age.is_none_or(|limit| age < limit)
    }

    fn open_login(&self, headers: &HeaderMap, request: AuthorizationRequest) -> Response {
        let (login, cookie) = OpenLogin::open(self, headers, request);
        with_cookie(redirect(&format!("{}/fas/XUI/?login={login}", self.realm.base_url())), &cookie)
    }

    fn log_in_as_directed(&self, headers: &HeaderMap, request: &AuthorizationRequest, person: &str, means: Means) -> Response {
        let refused = |reason| Refused {
            reason,
            client: Some(request.client.id.clone()),
            back: Some(request.back("access_denied")),
        };
        let Some(person) = self.csam.people.get(person) else {
            return self.refuse(headers, &refused("person-unknown"));
        };
        if means.level() < request.level {
            return self.refuse(headers, &refused("level-out-of-reach"));
        }
        if !self.csam.means_of(&person.id).contains(&means) {
            return self.refuse(headers, &refused("means-not-registered"));
        }
        if !means.is_in_use_at(self.now(), &self.csam.parameters.codes) {
            return self.refuse(headers, &refused("means-withdrawn"));
        }
        self.authenticate(headers, request, &person, means, "direction")
    }

    /// Says no, to the relying party where it is certain, on a page otherwise, and writes down why.
    pub(crate) fn refuse(&self, headers: &HeaderMap, refused: &Refused) -> Response {
        let error = refused.back.as_ref().map(|back| back.error);
        self.observe(
            "authorization-refused",
            json!({"reason": refused.reason, "error": error, "client": refused.client}),
        );
        match &refused.back {
            Some(back) => back.redirect(),
            None => error_page(self, headers, StatusCode::BAD_REQUEST, refused.reason),
        }
    }

    pub(crate) fn cancelled(&self, headers: &HeaderMap, request: &AuthorizationRequest) -> Response {
        let back = Some(request.back("access_denied"));
        self.refuse(
            headers,
            &Refused {
                reason: "cancelled",
                client: Some(request.client.id.clone()),
                back,
            },
        )
    }

    pub(crate) fn out_of_service(&self, headers: &HeaderMap, client: &str) -> Response {
        self.observe(
            "authorization-refused",
            json!({"reason": "unavailable", "error": null, "client": client}),
        );
        error_page(self, headers, StatusCode::SERVICE_UNAVAILABLE, "unavailable")
    }
}

impl Back {
    fn redirect(&self) -> Response {
        let mut fields = vec![("error", self.error)];
        fields.extend(self.state.as_deref().map(|state| ("state", state)));
        redirect(&address_with(&self.redirect_uri, &fields))
    }
}
