//! What a person sees of itsme: first who they are, then the app with the question. What their answers do lives in `approval`.

use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use etalon_people::Person;
use http::{HeaderMap, StatusCode};
use serde_json::json;

use crate::{
    Acr, Mode, ServiceKind,
    approval::OpenLogin,
    asked_claims::CLAIM,
    desk::Desk,
    language::PageLanguage,
    page::{page, style_address},
};

/// What is to be shown, of which login and to whom.
pub(crate) struct Shown<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) name: &'a str,
    pub(crate) login: &'a OpenLogin,
    pub(crate) lang: Option<&'a str>,
    pub(crate) problem: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "identify.html")]
struct IdentifyPage<'a> {
    language: PageLanguage,
    style: String,
    action: String,
    login: &'a str,
    csrf: &'a str,
    client: &'a str,
    problem: Option<&'a str>,
    modes: Vec<Choice>,
    people: Vec<Arc<Person>>,
}

struct Choice {
    name: &'static str,
    label: &'static str,
    checked: bool,
}

#[derive(Template)]
#[template(path = "app.html")]
struct AppPage<'a> {
    language: PageLanguage,
    style: String,
    action: String,
    login: &'a str,
    csrf: &'a str,
    client: &'a str,
    problem: Option<&'a str>,
    question: &'a str,
    with_code: bool,
    person: &'a Person,
    claims: Vec<&'a str>,
}

impl Shown<'_> {
    pub(crate) fn page(&self) -> Response {
        let language = PageLanguage::chosen(self.lang, self.login.request.ui_locales.as_deref(), self.headers);
        match &self.login.asked {
            None => self.identify(language),
            Some((person, _, mode)) => self.app(language, person, *mode),
        }
    }

    fn identify(&self, language: PageLanguage) -> Response {
        let (desk, request) = (self.desk, &self.login.request);
        let people = desk
            .itsme
            .people
            .all()
            .into_iter()
            .filter(|person| desk.itsme.persona_of(&person.id).is_some());
        let mut people: Vec<_> = people.collect();
        people.sort_by(|one, other| (&one.surname, &one.given_name, &one.id).cmp(&(&other.surname, &other.given_name, &other.id)));
        self.observe("itsme-page-shown", language);
        let template = IdentifyPage {
            language,
            style: style_address(desk),
            action: self.action(),
            login: self.name,
            csrf: &self.login.csrf,
            client: &request.client.id,
            problem: self.problem,
            modes: Mode::ALL
                .map(|mode| Choice {
                    name: mode.name(),
                    label: label(mode, language),
                    checked: mode == Mode::Qr,
                })
                .into(),
            people,
        };
        page(StatusCode::OK, &template)
    }

    fn app(&self, language: PageLanguage, person: &Person, mode: Mode) -> Response {
        let request = &self.login.request;
        self.desk.observe(
            "itsme-app-asked",
            json!({"client": request.client.id, "person": person.id, "mode": mode.name(), "language": language.code()}),
        );
        let names = request.claims.names();
        let template = AppPage {
            language,
            style: style_address(self.desk),
            action: self.action(),
            login: self.name,
            csrf: &self.login.csrf,
            client: &request.client.id,
            problem: self.problem,
            question: question(request.kind, language),
            with_code: request.acr == Acr::Advanced,
            person,
            claims: names.into_iter().map(|name| name.strip_prefix(CLAIM).unwrap_or(name)).collect(),
        };
        page(StatusCode::OK, &template)
    }

    fn action(&self) -> String {
        let desk = self.desk;
        format!("{}{}", desk.door.path(&desk.realm), desk.door.paths().login)
    }

    fn observe(&self, name: &str, language: PageLanguage) {
        let request = &self.login.request;
        self.desk.observe(
            name,
            json!({"client": request.client.id, "service": request.service, "language": language.code()}),
        );
    }
}

fn label(mode: Mode, language: PageLanguage) -> &'static str {
    match mode {
        Mode::Qr => language.of("Scan the QR code", "Scanner le code QR", "De QR-code scannen", "QR-Code scannen"),
        Mode::Phone => language.of("Telephone number", "Numéro de téléphone", "Telefoonnummer", "Telefonnummer"),
        Mode::AppToApp => language.of(
            "The app on this device",
            "L'app sur cet appareil",
            "De app op dit toestel",
            "Die App auf diesem Gerät",
        ),
    }
}

fn question(kind: ServiceKind, language: PageLanguage) -> &'static str {
    match kind {
        ServiceKind::Authentication => language.of("Log in?", "Se connecter ?", "Aanmelden?", "Anmelden?"),
        ServiceKind::Identification => language.of("Identify yourself?", "S'identifier ?", "U identificeren?", "Sich ausweisen?"),
        ServiceKind::Confirmation => language.of("Confirm?", "Confirmer ?", "Bevestigen?", "Bestätigen?"),
        ServiceKind::DataSharing => language.of(
            "Share your data?",
            "Partager vos données ?",
            "Uw gegevens delen?",
            "Ihre Daten teilen?",
        ),
    }
}
