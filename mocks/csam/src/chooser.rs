//! The login page: which digital key, and who. It works without scripts, and only in the browser that opened it.

use askama::Template;
use axum::{body::Bytes, extract::RawQuery, response::Response};
use etalon_people::Person;
use etalon_wire::{Form, secrets_match};
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use serde_json::json;
use url::Url;

use crate::{
    Means,
    desk::{Desk, cookie_of},
    language::PageLanguage,
    page::{error_page, page, style_address},
    request::{AuthorizationRequest, Refused},
    tickets::unguessable,
};

/// Ties an open login to the browser it was opened in.
const BROWSER_COOKIE: &str = "fas_browser";

/// A login page that waits for an answer.
#[derive(Clone)]
pub(crate) struct OpenLogin {
    request: AuthorizationRequest,
    browser: String,
    csrf: String,
    opened_at: Timestamp,
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
        desk.csam.logins.hold(
            &login,
            Self {
                request,
                browser,
                csrf,
                opened_at: desk.now(),
            },
        );
        (login, cookie)
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
    people: Vec<std::sync::Arc<Person>>,
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
    let request = &login.request;
    let refuse_here = |reason: &'static str, status| {
        desk.observe(
            "authorization-refused",
            json!({"reason": reason, "error": null, "client": request.client.id}),
        );
        error_page(&desk, &headers, status, reason)
    };
    if !form
        .get("csrf")
        .is_some_and(|presented| secrets_match(presented.as_bytes(), login.csrf.as_bytes()))
    {
        return refuse_here("form-forged", StatusCode::FORBIDDEN);
    }
    if form.get("cancel").is_some() {
        desk.csam.logins.take(&name);
        return desk.cancelled(&headers, request);
    }
    let Some(means) = form.get("means").and_then(Means::named) else {
        return refuse_here("means-unknown", StatusCode::BAD_REQUEST);
    };
    if means.level() < request.level {
        return refuse_here("means-too-low", StatusCode::BAD_REQUEST);
    }
    let Some(person) = form.get("person").and_then(|id| desk.csam.people.get(id)) else {
        return refuse_here("person-unknown", StatusCode::BAD_REQUEST);
    };
    if !desk.csam.means_of(&person.id).contains(&means) {
        let reason = "means-not-registered";
        desk.observe(
            "authentication-refused",
            json!({"reason": reason, "person": person.id, "means": means.name(), "client": request.client.id}),
        );
        return desk.chooser_page(&headers, &name, &login, form.get("lang"), Some(reason));
    }
    // Whoever takes it goes on; a second click finds nothing.
    if desk.csam.logins.take(&name).is_none() {
        return refuse_here("login-page-unknown", StatusCode::BAD_REQUEST);
    }
    desk.authenticate(&headers, request, &person, means, "page")
}

impl Desk {
    fn open_login_of(&self, headers: &HeaderMap, form: &Form) -> Result<(String, OpenLogin), &'static str> {
        let name = form.get("login").ok_or("login-page-unknown")?;
        let login = self.csam.logins.get(name).ok_or("login-page-unknown")?;
        if self.now().duration_since(login.opened_at) >= self.csam.parameters.login_page_lifetime {
            self.csam.logins.take(name);
            return Err("login-page-expired");
        }
        let same_browser =
            cookie_of(headers, BROWSER_COOKIE).is_some_and(|cookie| secrets_match(cookie.as_bytes(), login.browser.as_bytes()));
        if same_browser {
            Ok((name.to_owned(), login))
        } else {
            Err("login-page-of-other-browser")
        }
    }

    fn chooser_page(&self, headers: &HeaderMap, name: &str, login: &OpenLogin, lang: Option<&str>, problem: Option<&str>) -> Response {
        let request = &login.request;
        let language = PageLanguage::chosen(lang, request.ui_locales.as_deref(), headers);
        let offered: Vec<Means> = Means::reaching(request.level).collect();
        let step_up = self.session(headers).filter(|session| session.means.level() < request.level);
        let names: Vec<_> = offered.iter().map(|means| means.name()).collect();
        let fields = json!({
            "client": request.client.id, "level": request.level.0, "means": names, "language": language.code(), "step_up": step_up.is_some(),
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
            client: &request.client.id,
            level: request.level.0,
            step_up: step_up.map(|session| format!("{} {}", session.person.given_name, session.person.surname)),
            problem,
            means: choices.collect(),
            people,
        };
        page(StatusCode::OK, &template, origin(&request.redirect_uri).as_deref())
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
        Means::Password => language.of(
            "User name and password",
            "Nom d'utilisateur et mot de passe",
            "Gebruikersnaam en wachtwoord",
        ),
    }
}

/// What a content security policy calls an address by.
fn origin(address: &str) -> Option<String> {
    let address = Url::parse(address).ok()?;
    let origin = address.origin();
    Some(if origin.is_tuple() {
        origin.ascii_serialization()
    } else {
        format!("{}:", address.scheme())
    })
}
