//! The page on which somebody says who they are, and the app's question after it: approve, refuse, or type a wrong code. It works without scripts, and only
//! in the browser that opened it. What the pages look like lives in `approval_page`.

use std::sync::Arc;

use axum::{body::Bytes, extract::RawQuery, response::Response};
use etalon_people::Person;
use etalon_wire::{Form, secrets_match};
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use serde_json::json;

use crate::{
    ItsmeDirection, Mode, Persona,
    approval_page::Shown,
    claims::phone_number,
    desk::{Desk, cookie_of},
    page::error_page,
    request::AuthorizationRequest,
    unguessable::unguessable,
};

/// Ties an open login to the browser it was opened in.
const BROWSER_COOKIE: &str = "itsme_browser";

/// A login that waits for its person.
#[derive(Clone)]
pub(crate) struct OpenLogin {
    pub(crate) request: AuthorizationRequest,
    pub(crate) csrf: String,
    browser: String,
    opened_at: Timestamp,
    /// Who it was said to be, once it was said.
    pub(crate) asked: Option<(Arc<Person>, Persona, Mode)>,
    wrong_codes: u32,
}

impl OpenLogin {
    /// Opens a login for this browser: its name, and the cookie to set.
    pub(crate) fn open(desk: &Desk, headers: &HeaderMap, request: AuthorizationRequest) -> (String, String) {
        let browser = cookie_of(headers, BROWSER_COOKIE)
            .filter(|value| value.len() == unguessable().len())
            .map_or_else(unguessable, str::to_owned);
        desk.mark_secret("browser", &browser);
        let (login, csrf) = (unguessable(), unguessable());
        desk.mark_secret("csrf", &csrf);
        let cookie = desk.cookie(BROWSER_COOKIE, &browser);
        let opened = Self {
            request,
            csrf,
            browser,
            opened_at: desk.now(),
            asked: None,
            wrong_codes: 0,
        };
        desk.itsme.logins.hold(&login, opened);
        (login, cookie)
    }
}

pub(crate) async fn show(desk: Desk, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    let form = Form::parse(query.unwrap_or_default().as_bytes()).unwrap_or_default();
    match desk.open_login_of(&headers, &form) {
        Ok((name, login)) => desk.show_login(&headers, &name, &login, form.get("lang"), None),
        Err(reason) => desk.stop_here(&headers, None, StatusCode::BAD_REQUEST, reason),
    }
}

pub(crate) async fn answer(desk: Desk, headers: HeaderMap, body: Bytes) -> Response {
    let form = Form::parse(&body).unwrap_or_default();
    let (name, login) = match desk.open_login_of(&headers, &form) {
        Ok(found) => found,
        Err(reason) => return desk.stop_here(&headers, None, StatusCode::BAD_REQUEST, reason),
    };
    let client = Some(login.request.client.id.as_str());
    let right = |presented: &str| secrets_match(presented.as_bytes(), login.csrf.as_bytes());
    if !form.get("csrf").is_some_and(right) {
        return desk.stop_here(&headers, client, StatusCode::FORBIDDEN, "form-forged");
    }
    let Some(step) = form.get("step") else {
        return desk.stop_here(&headers, client, StatusCode::BAD_REQUEST, "form-unreadable");
    };
    match (step, &login.asked) {
        ("cancel", _) => desk.end(&headers, &name, &login, "cancelled"),
        ("identify", _) => desk.identify(&headers, &name, login.clone(), &form),
        ("approve", Some((person, persona, mode))) => desk.approve(&headers, &name, &login, (person, *persona, *mode)),
        ("wrong-code", Some(_)) => desk.wrong_code(&headers, &name, &login, form.get("lang")),
        _ => desk.stop_here(&headers, client, StatusCode::BAD_REQUEST, "form-unreadable"),
    }
}

impl Desk {
    /// The login that a form or address names, if it is open, in this browser and at this door.
    fn open_login_of(&self, headers: &HeaderMap, form: &Form) -> Result<(String, OpenLogin), &'static str> {
        let name = form.get("login").ok_or("login-unknown")?;
        let login = self.itsme.logins.get(name).filter(|login| login.request.door == self.door);
        let login = login.ok_or("login-unknown")?;
        if self.now().duration_since(login.opened_at) >= self.itsme.parameters.approval_lifetime {
            self.itsme.logins.take(name);
            return Err("login-expired");
        }
        let same = |cookie: &str| secrets_match(cookie.as_bytes(), login.browser.as_bytes());
        if cookie_of(headers, BROWSER_COOKIE).is_some_and(same) {
            Ok((name.to_owned(), login))
        } else {
            Err("login-of-other-browser")
        }
    }

    /// Who it is: by a button, or by a telephone number.
    fn identify(&self, headers: &HeaderMap, name: &str, mut login: OpenLogin, form: &Form) -> Response {
        let client = login.request.client.id.clone();
        let Some(mode) = form.get("mode").and_then(Mode::named) else {
            return self.stop_here(headers, Some(&client), StatusCode::BAD_REQUEST, "mode-unknown");
        };
        let by_phone = || {
            let typed = form.get("phone").filter(|_| mode == Mode::Phone)?;
            let people = self.itsme.people.all();
            people
                .into_iter()
                .find(|person| same_number(typed, &phone_number(&self.realm, &person.id)))
        };
        let found = form.get("person").and_then(|id| self.itsme.people.get(id)).or_else(by_phone);
        let account = found.and_then(|person| self.itsme.persona_of(&person.id).map(|persona| (person, persona)));
        let Some((person, persona)) = account else {
            let reason = "no-account";
            self.observe(
                "itsme-identification-refused",
                json!({"reason": reason, "client": client, "mode": mode.name()}),
            );
            return self.show_login(headers, name, &login, form.get("lang"), Some(reason));
        };
        let asked = Some((person, persona, mode));
        login.asked.clone_from(&asked);
        self.itsme.logins.with(name, |held| held.asked = asked);
        self.show_login(headers, name, &login, form.get("lang"), None)
    }

    fn approve(
        &self,
        headers: &HeaderMap,
        name: &str,
        login: &OpenLogin,
        (person, persona, mode): (&Arc<Person>, Persona, Mode),
    ) -> Response {
        let client = &login.request.client.id;
        if let Some(reason) = self.directed_end(client, &person.id) {
            return self.end(headers, name, login, reason);
        }
        // Whoever takes it goes on; a second click finds nothing.
        if self.itsme.logins.take(name).is_none() {
            return self.stop_here(headers, Some(client), StatusCode::BAD_REQUEST, "login-unknown");
        }
        self.send_code(&login.request, person, persona, mode, "app")
    }

    fn wrong_code(&self, headers: &HeaderMap, name: &str, login: &OpenLogin, lang: Option<&str>) -> Response {
        let typed = self.itsme.logins.with(name, |held| {
            held.wrong_codes += 1;
            held.wrong_codes
        });
        self.observe("itsme-code-wrong", json!({"client": login.request.client.id, "times": typed}));
        if typed.is_none_or(|times| times >= self.itsme.parameters.wrong_codes) {
            return self.end(headers, name, login, "wrong-code");
        }
        self.show_login(headers, name, login, lang, Some("wrong-code"))
    }

    pub(crate) fn approve_as_directed(&self, headers: &HeaderMap, request: &AuthorizationRequest, person: &str, mode: Mode) -> Response {
        let account = self.itsme.people.get(person).zip(self.itsme.persona_of(person));
        let Some((person, persona)) = account else {
            return self.refuse(headers, &request.refused("no-account", "access_denied"));
        };
        if let Some(reason) = self.directed_end(&request.client.id, &person.id) {
            return self.refuse(headers, &request.refused(reason, "access_denied"));
        }
        self.send_code(request, &person, persona, mode, "direction")
    }

    /// How the scenario wants this approval to end, where it wants it to.
    fn directed_end(&self, client: &str, person: &str) -> Option<&'static str> {
        let ends = [
            (ItsmeDirection::Cancel, "cancelled"),
            (ItsmeDirection::TimeOut, "timed-out"),
            (ItsmeDirection::WrongCode, "wrong-code"),
        ];
        ends.into_iter()
            .find_map(|(direction, reason)| self.directed(client, Some(person), &direction).then_some(reason))
    }

    fn end(&self, headers: &HeaderMap, name: &str, login: &OpenLogin, reason: &'static str) -> Response {
        self.itsme.logins.take(name);
        self.refuse(headers, &login.request.refused(reason, "access_denied"))
    }

    fn show_login(&self, headers: &HeaderMap, name: &str, login: &OpenLogin, lang: Option<&str>, problem: Option<&str>) -> Response {
        Shown {
            desk: self,
            headers,
            name,
            login,
            lang,
            problem,
        }
        .page()
    }

    fn stop_here(&self, headers: &HeaderMap, client: Option<&str>, status: StatusCode, reason: &str) -> Response {
        self.observe("itsme-request-refused", json!({"reason": reason, "error": null, "client": client}));
        error_page(self, headers, status, reason)
    }
}

/// Digits are compared; `0440…` is `+32 440…`.
fn same_number(typed: &str, known: &str) -> bool {
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let (typed, known) = (digits(typed), digits(known));
    let national = known.strip_prefix("32").unwrap_or(&known);
    !typed.is_empty() && (typed == known || typed.strip_prefix('0') == Some(national) || typed.strip_prefix("00") == Some(&known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_number_may_be_written_in_three_ways() {
        let known = "+32 440123456";
        for typed in ["+32 440 12 34 56", "0440/12.34.56", "0032440123456"] {
            assert!(same_number(typed, known), "{typed}");
        }
        for typed in ["", "440123456", "0440123457", "+33 440123456"] {
            assert!(!same_number(typed, known), "{typed}");
        }
    }
}
