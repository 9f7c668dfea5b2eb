//! The way back from itsme: who it was, or that it did not work out and another means is to be chosen.

use axum::{extract::RawQuery, response::Response};
use etalon_wire::Form;
use http::{HeaderMap, StatusCode};
use serde_json::json;

use super::{AtItsme, ITSME_CALLBACK, ITSME_REFUSED};
use etalon_stage::redirect;

use crate::{Means, desk::Desk, page::error_page};

pub(crate) async fn answer(desk: Desk, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    let form = Form::parse(query.as_bytes()).unwrap_or_default();
    let state = form.get("state").unwrap_or_default();
    let stop = |reason: &str| {
        desk.observe("authorization-refused", json!({"reason": reason, "error": null, "client": null}));
        error_page(&desk, &headers, StatusCode::BAD_REQUEST, reason)
    };
    let Some(at) = desk.csam.at_itsme.get(state) else {
        return stop("itsme-answer-unasked");
    };
    if at.base != desk.realm.base_url() {
        // itsme knows one address of CSAM; the browser's cookies are under the one that it came by.
        return redirect(&format!("{}{ITSME_CALLBACK}?{query}", at.base));
    }
    if !at.login.is_of_browser(&headers) {
        return stop("login-page-of-other-browser");
    }
    // Whoever takes it goes on; a second answer finds nothing.
    if desk.csam.at_itsme.take(state).is_none() {
        return stop("itsme-answer-unasked");
    }
    if desk.now().duration_since(at.asked_at) >= desk.csam.parameters.login_page_lifetime {
        return stop("login-page-expired");
    }
    let code = match (form.get("code"), form.get("error")) {
        (Some(code), None) => code,
        (_, error) => return desk.itsme_refused(at, "itsme-refused", error),
    };
    let number = match desk.number_from_itsme(&at, code).await {
        Ok(number) => number,
        Err(reason) => return desk.itsme_refused(at, reason, None),
    };
    let people = desk.csam.people.all();
    let Some(person) = people.iter().find(|person| person.insz.to_string() == number) else {
        return desk.itsme_refused(at, "person-unknown", None);
    };
    if !desk.csam.means_of(&person.id).contains(&Means::Itsme) {
        return desk.itsme_refused(at, "means-not-registered", None);
    }
    at.login.finish(&desk, &headers, person, Means::Itsme)
}

impl Desk {
    fn itsme_refused(&self, at: AtItsme, reason: &str, error: Option<&str>) -> Response {
        self.observe(
            "authentication-refused",
            json!({"reason": reason, "error": error, "means": Means::Itsme.name(), "client": at.login.client()}),
        );
        self.take_up_again(at, ITSME_REFUSED)
    }
}
