//! The login page: which digital key, and who. It works without scripts, and only in the browser that opened it.

use std::sync::Arc;

use askama::Template;
use axum::{body::Bytes, extract::RawQuery, response::Response};
use etalon_people::Person;
use etalon_stage::redirect;
use etalon_wire::{Form, encode_form, secrets_match};
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use serde_json::json;
use url::Url;

use crate::{
    Means,
    asked::Asked,
    desk::{Desk, cookie_of},
    language::PageLanguage,
    page::{error_page, page, style_address},
    request::Refused,
    unguessable::unguessable,
};

/// Ties an open login to the browser it was opened in.
const BROWSER_COOKIE: &str = "fas_browser";

/// A login page that waits for an answer.
#[derive(Clone)]
pub(crate) struct OpenLogin {
    asked: Asked,
    browser: String,
    csrf: String,
    opened_at: Timestamp,
}

impl OpenLogin {
    /// Opens a login for this browser: its name, and the cookie to set.
    pub(crate) fn open(desk: &Desk, headers: &HeaderMap, asked: impl Into<Asked>) -> (String, String) {
        let browser = cookie_of(headers, BROWSER_COOKIE)
            .filter(|value| value.len() == unguessable().len())
            .map_or_else(unguessable, str::to_owned);
        desk.mark_secret("browser", &browser);
        let (login, csrf) = (unguessable(), unguessable());
        desk.mark_secret("csrf", &csrf);
        let cookie = desk.cookie(BROWSER_COOKIE, &browser);
        desk.csam.logins.hold(
            &login,
            Self {
                asked: asked.into(),
                browser,
                csrf,
                opened_at: desk.now(),
            },
        );
        (login, cookie)
    }

    /// The relying party, as pages and journals name it.
    pub(crate) fn client(&self) -> &str {
        self.asked.client()
    }

    /// The languages that the relying party asked for.
    pub(crate) fn ui_locales(&self) -> Option<&str> {
        self.asked.ui_locales()
    }

    /// Where a form that ends this login leads to.
    pub(crate) fn form_target(&self) -> Option<String> {
        origin(self.asked.answered_at())
    }

    /// What a form of this login must bring back.
    pub(crate) fn csrf(&self) -> &str {
        &self.csrf
    }

    /// Whether a form brings it back.
    pub(crate) fn is_answered_by(&self, form: &Form) -> bool {
        form.get("csrf")
            .is_some_and(|presented| secrets_match(presented.as_bytes(), self.csrf.as_bytes()))
    }

    /// Whether it was opened in the browser that asks.
    pub(crate) fn is_of_browser(&self, headers: &HeaderMap) -> bool {
        cookie_of(headers, BROWSER_COOKIE).is_some_and(|cookie| secrets_match(cookie.as_bytes(), self.browser.as_bytes()))
    }

    /// The person gives up.
    pub(crate) fn cancelled(&self, desk: &Desk, headers: &HeaderMap) -> Response {
        self.asked.cancelled(desk, headers)
    }

    /// The person has proved to be who they are.
    pub(crate) fn finish(&self, desk: &Desk, headers: &HeaderMap, person: &Arc<Person>, means: Means) -> Response {
        self.asked.finish(desk, headers, person, means)
    }

    /// Back to the choice of a means, under a name of its own.
    pub(crate) fn reopen(self, desk: &Desk, lang: Option<&str>) -> Response {
        let name = unguessable();
        desk.csam.logins.hold(&name, self);
        let mut fields = vec![("login", name.as_str())];
        fields.extend(lang.map(|lang| ("lang", lang)));
        redirect(&format!("{}/fas/XUI/?{}", desk.realm.base_url(), encode_form(fields)))
    }
}

#[derive(Template)]
#[template(path = "chooser.html")]
struct ChooserPage<'a> {
    language: PageLanguage,
    style: String,
    action: String,
    login: &'a str,
    csrf: &'a str,
    client: &'a str,
    level: u16,
    step_up: Option<String>,
    problem: Option<&'a str>,
    means: Vec<Choice<'a>>,
    /// Whether itsme is on offer and will ask by itself who it is.
    itsme_asks: bool,
    people: Vec<Arc<Person>>,
}

struct Choice<'a> {
    name: &'static str,
    label: &'a str,
    checked: bool,
}

pub(crate) async fn show(desk: Desk, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    let form = Form::parse(query.unwrap_or_default().as_bytes()).unwrap_or_default();
    match desk.open_login_of(&headers, &form) {
        Ok((name, login)) => desk.chooser_page(&headers, &name, &login, form.get("lang"), None),
        Err(reason) => desk.refuse(
            &headers,
            &Refused {
                reason,
                client: None,
                back: None,
            },
        ),
    }
}

pub(crate) async fn choose(desk: Desk, headers: HeaderMap, body: Bytes) -> Response {
    let form = Form::parse(&body).unwrap_or_default();
    let (name, login) = match desk.open_login_of(&headers, &form) {
        Ok(found) => found,
        Err(reason) => {
            return desk.refuse(
                &headers,
                &Refused {
                    reason,
                    client: None,
                    back: None,
                },
            );
        }
    };
    let asked = &login.asked;
    let refuse_here = |reason: &'static str, status| {
        desk.observe(
            "authorization-refused",
            json!({"reason": reason, "error": null, "client": asked.client()}),
        );
        error_page(&desk, &headers, status, reason)
    };
    if !login.is_answered_by(&form) {
        return refuse_here("form-forged", StatusCode::FORBIDDEN);
    }
    if form.get("cancel").is_some() {
        desk.csam.logins.take(&name);
        return asked.cancelled(&desk, &headers);
    }
    let by_button = form.get("itsme").map(|_| Means::Itsme);
    let Some(means) = by_button.or_else(|| form.get("means").and_then(Means::named)) else {
        return refuse_here("means-unknown", StatusCode::BAD_REQUEST);
    };
    if !asked.accepts(means) {
        let reason = if means.level() < asked.level() {
            "means-too-low"
        } else {
            "means-not-asked-for"
        };
        return refuse_here(reason, StatusCode::BAD_REQUEST);
    }
    if !means.is_in_use_at(desk.now(), &desk.csam.parameters.codes) {
        return refuse_here("means-withdrawn", StatusCode::BAD_REQUEST);
    }
    let itsme = desk.csam.itsme().filter(|_| means == Means::Itsme);
    if let Some(partner) = itsme.filter(|_| form.get("person").is_none()) {
        if desk.csam.logins.take(&name).is_none() {
            return refuse_here("login-page-unknown", StatusCode::BAD_REQUEST);
        }
        return desk.ask_itsme(partner, login, form.get("lang"));
    }
    let Some(person) = form.get("person").and_then(|id| desk.csam.people.get(id)) else {
        return refuse_here("person-unknown", StatusCode::BAD_REQUEST);
    };
    if !desk.csam.means_of(&person.id).contains(&means) {
        let reason = "means-not-registered";
        desk.observe(
            "authentication-refused",
            json!({"reason": reason, "person": person.id, "means": means.name(), "client": asked.client()}),
        );
        return desk.chooser_page(&headers, &name, &login, form.get("lang"), Some(reason));
    }
    // Whoever takes it goes on; a second click finds nothing.
    if desk.csam.logins.take(&name).is_none() {
        return refuse_here("login-page-unknown", StatusCode::BAD_REQUEST);
    }
    if let Some(partner) = itsme {
        return desk.ask_itsme(partner, login, form.get("lang"));
    }
    if means.asks_for_code() {
        return desk.ask_for_code(login, &person, means, form.get("lang"), &headers).await;
    }
    login.finish(&desk, &headers, &person, means)
}

impl Desk {
    fn open_login_of(&self, headers: &HeaderMap, form: &Form) -> Result<(String, OpenLogin), &'static str> {
        let name = form.get("login").ok_or("login-page-unknown")?;
        let login = self.csam.logins.get(name).ok_or("login-page-unknown")?;
        if self.now().duration_since(login.opened_at) >= self.csam.parameters.login_page_lifetime {
            self.csam.logins.take(name);
            return Err("login-page-expired");
        }
        if login.is_of_browser(headers) {
            Ok((name.to_owned(), login))
        } else {
            Err("login-page-of-other-browser")
        }
    }

    fn chooser_page(&self, headers: &HeaderMap, name: &str, login: &OpenLogin, lang: Option<&str>, problem: Option<&str>) -> Response {
        let asked = &login.asked;
        let language = PageLanguage::chosen(lang, asked.ui_locales(), headers);
        let mut offered: Vec<Means> = Means::offered(asked.level(), self.now(), &self.csam.parameters.codes);
        offered.retain(|means| asked.accepts(*means));
        let step_up = self.session(headers).filter(|session| session.means.level() < asked.level());
        let names: Vec<_> = offered.iter().map(|means| means.name()).collect();
        let fields = json!({
            "client": asked.client(), "level": asked.level().0, "means": names, "language": language.code(), "step_up": step_up.is_some(),
        });
        self.observe("login-page-shown", fields);
        let choices = offered.iter().enumerate();
        let choices = choices.map(|(at, means)| Choice {
            name: means.name(),
            label: label(*means, language),
            checked: at == 0,
        });
        let mut people = self.csam.people.all();
        people.sort_by(|one, other| (&one.surname, &one.given_name, &one.id).cmp(&(&other.surname, &other.given_name, &other.id)));
        let template = ChooserPage {
            language,
            style: style_address(self),
            action: format!("{}/fas/XUI/", self.realm.path()),
            login: name,
            csrf: &login.csrf,
            client: asked.client(),
            level: asked.level().0,
            step_up: step_up.map(|session| format!("{} {}", session.person.given_name, session.person.surname)),
            problem,
            means: choices.collect(),
            itsme_asks: offered.contains(&Means::Itsme) && self.csam.itsme().is_some(),
            people,
        };
        let itsme = self.csam.itsme().and_then(|partner| origin(&partner.authorization_endpoint));
        let targets: Vec<String> = login.form_target().into_iter().chain(itsme).collect();
        page(
            StatusCode::OK,
            &template,
            (!targets.is_empty()).then(|| targets.join(" ")).as_deref(),
        )
    }
}

fn label(means: Means, language: PageLanguage) -> &'static str {
    match means {
        Means::Eid => language.of("eID card reader", "Lecteur de carte eID", "eID-kaartlezer"),
        Means::Itsme => "itsme",
        Means::Totp => language.of(
            "Security code via mobile app",
            "Code de sécurité via application mobile",
            "Beveiligingscode via mobiele app",
        ),
        Means::Mail => language.of(
            "Security code via e-mail",
            "Code de sécurité par e-mail",
            "Beveiligingscode via e-mail",
        ),
        Means::TextMessage => language.of("Security code via SMS", "Code de sécurité par SMS", "Beveiligingscode via sms"),
        Means::CitizenToken => language.of("Citizen token", "Token citoyen", "Burgertoken"),
        Means::Password => language.of(
            "User name and password",
            "Nom d'utilisateur et mot de passe",
            "Gebruikersnaam en wachtwoord",
        ),
    }
}

/// What a content security policy calls an address by.
pub(crate) fn origin(address: &str) -> Option<String> {
    let address = Url::parse(address).ok()?;
    let origin = address.origin();
    Some(if origin.is_tuple() {
        origin.ascii_serialization()
    } else {
        format!("{}:", address.scheme())
    })
}
