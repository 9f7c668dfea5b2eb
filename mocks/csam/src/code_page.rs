//! The page that asks for a security code, after a means and a person were chosen. It works without scripts, in the browser that opened it,
//! and never says why a code is refused.

use std::sync::Arc;

use askama::Template;
use axum::{body::Bytes, extract::RawQuery, response::Response};
use etalon_people::Person;
use etalon_stage::redirect;
use etalon_wire::{Form, encode_form};
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use serde_json::json;

use crate::{
    Means,
    chooser::OpenLogin,
    code::{Asked, CodeRefusal},
    code_card::asked_place,
    code_words::{Problem, question},
    desk::Desk,
    language::PageLanguage,
    mail_code::box_of,
    page::{error_page, page, style_address},
    unguessable::unguessable,
};

/// No code has more characters.
const LONGEST_CODE: usize = 12;

/// A page that waits for a code.
#[derive(Clone)]
pub(crate) struct OpenCode {
    login: OpenLogin,
    person: Arc<Person>,
    means: Means,
    /// Which code of a card is asked for.
    place: usize,
    /// How many were mailed.
    mailed: u8,
    opened_at: Timestamp,
}

#[derive(Template)]
#[template(path = "code.html")]
struct CodePage<'a> {
    language: PageLanguage,
    style: String,
    action: String,
    name: &'a str,
    csrf: &'a str,
    client: &'a str,
    means: &'static str,
    question: String,
    problem: Option<(&'static str, &'a str)>,
    by_mail: bool,
    letters: bool,
}

impl Desk {
    /// Goes on to the page that asks for the code, with one mailed where it comes by mail.
    pub(crate) async fn ask_for_code(
        &self,
        login: OpenLogin,
        person: &Arc<Person>,
        means: Means,
        lang: Option<&str>,
        headers: &HeaderMap,
    ) -> Response {
        let name = unguessable();
        self.mark_secret("code-page", &name);
        let language = PageLanguage::chosen(lang, login.ui_locales(), headers);
        let mut open = OpenCode {
            login,
            person: Arc::clone(person),
            means,
            place: asked_place(),
            mailed: 0,
            opened_at: self.now(),
        };
        let mut address = vec![("page", name.as_str())];
        address.extend(lang.map(|lang| ("lang", lang)));
        if means == Means::Totp {
            // Who has this key has an app, whether anybody has looked at it yet or not.
            drop(self.csam.app_address(&self.realm, &person.id));
        }
        if is_mailed(means) {
            open.mailed = 1;
            if self.mail_code(person, means, &name, language).await.is_err() {
                address.push(("problem", "not-sent"));
            }
        }
        self.csam.security_codes.pages.hold(&name, open);
        redirect(&format!("{}/fas/XUI/code?{}", self.realm.base_url(), encode_form(address)))
    }

    fn open_code_of(&self, headers: &HeaderMap, form: &Form) -> Result<(String, OpenCode), &'static str> {
        let name = form.get("page").ok_or("code-page-unknown")?;
        let open = self.csam.security_codes.pages.get(name).ok_or("code-page-unknown")?;
        if self.now().duration_since(open.opened_at) >= self.csam.parameters.codes.page_lifetime {
            self.csam.security_codes.pages.take(name);
            return Err("code-page-expired");
        }
        if open.login.is_of_browser(headers) {
            Ok((name.to_owned(), open))
        } else {
            Err("login-page-of-other-browser")
        }
    }

    fn code_page(&self, headers: &HeaderMap, (name, open): (&str, &OpenCode), lang: Option<&str>, problem: Option<Problem>) -> Response {
        let language = PageLanguage::chosen(lang, open.login.ui_locales(), headers);
        let fields = json!({
            "client": open.login.client(), "person": open.person.id, "means": open.means.name(), "language": language.code(),
            "problem": problem.map(Problem::name),
        });
        self.observe("code-page-shown", fields);
        let template = CodePage {
            language,
            style: style_address(self),
            action: format!("{}/fas/XUI/code", self.realm.path()),
            name,
            csrf: open.login.csrf(),
            client: open.login.client(),
            means: open.means.name(),
            question: question(open.means, &box_of(&open.person, open.means), open.place, language),
            problem: problem.map(|problem| (problem.name(), problem.text(language))),
            by_mail: is_mailed(open.means),
            letters: open.means == Means::CitizenToken,
        };
        page(StatusCode::OK, &template, open.login.form_target().as_deref())
    }

    fn no_code_page(&self, headers: &HeaderMap, status: StatusCode, reason: &'static str, client: Option<&str>) -> Response {
        self.observe("authorization-refused", json!({"reason": reason, "error": null, "client": client}));
        error_page(self, headers, status, reason)
    }
}

pub(crate) async fn show(desk: Desk, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    let form = Form::parse(query.unwrap_or_default().as_bytes()).unwrap_or_default();
    match desk.open_code_of(&headers, &form) {
        Ok((name, open)) => {
            let problem = (form.get("problem") == Some("not-sent")).then_some(Problem::NotSent);
            desk.code_page(&headers, (&name, &open), form.get("lang"), problem)
        }
        Err(reason) => desk.no_code_page(&headers, StatusCode::BAD_REQUEST, reason, None),
    }
}

pub(crate) async fn enter(desk: Desk, headers: HeaderMap, body: Bytes) -> Response {
    let form = Form::parse(&body).unwrap_or_default();
    let (name, open) = match desk.open_code_of(&headers, &form) {
        Ok(found) => found,
        Err(reason) => return desk.no_code_page(&headers, StatusCode::BAD_REQUEST, reason, None),
    };
    let (lang, client) = (form.get("lang"), open.login.client().to_owned());
    if !open.login.is_answered_by(&form) {
        return desk.no_code_page(&headers, StatusCode::FORBIDDEN, "form-forged", Some(&client));
    }
    let pages = &desk.csam.security_codes.pages;
    if form.get("cancel").is_some() {
        pages.take(&name);
        return open.login.cancelled(&desk, &headers);
    }
    if form.get("other").is_some() {
        pages.take(&name);
        return open.login.reopen(&desk, lang);
    }
    if form.get("again").is_some() && is_mailed(open.means) {
        return desk.mail_again(&headers, &name, lang).await;
    }
    let presented: String = form
        .get("code")
        .unwrap_or_default()
        .chars()
        .filter(|sign| !sign.is_whitespace())
        .collect();
    if presented.len() <= LONGEST_CODE {
        desk.mark_secret("presented-code", &presented);
    }
    let asked = Asked {
        means: open.means,
        presented: &presented,
        page: &name,
        place: open.place,
    };
    let codes = &desk.csam.parameters.codes;
    let fields = |reason: Option<&str>| json!({"client": client, "person": open.person.id, "means": open.means.name(), "reason": reason});
    match desk.csam.security_codes.check(&open.person.id, &asked, desk.now(), codes) {
        Ok(()) => {
            desk.observe("code-accepted", fields(None));
            // Whoever takes it goes on; a second click finds nothing.
            if pages.take(&name).is_none() {
                return desk.no_code_page(&headers, StatusCode::BAD_REQUEST, "code-page-unknown", Some(&client));
            }
            open.login.finish(&desk, &headers, &open.person, open.means)
        }
        Err(why) => {
            desk.observe("code-refused", fields(Some(why.name())));
            let problem = if why == CodeRefusal::Locked {
                Problem::Locked
            } else {
                Problem::Refused
            };
            desk.code_page(&headers, (&name, &open), lang, Some(problem))
        }
    }
}

impl Desk {
    async fn mail_again(&self, headers: &HeaderMap, name: &str, lang: Option<&str>) -> Response {
        let most = self.csam.parameters.codes.mailed_codes_per_login;
        let counted = self.csam.security_codes.pages.with(name, |open| {
            let may = open.mailed < most;
            open.mailed = open.mailed.saturating_add(u8::from(may));
            (may, open.clone())
        });
        let Some((may, open)) = counted else {
            return self.no_code_page(headers, StatusCode::BAD_REQUEST, "code-page-unknown", None);
        };
        if !may {
            self.observe(
                "code-not-sent",
                json!({"person": open.person.id, "means": open.means.name(), "reason": "too-many-for-one-login"}),
            );
            return self.code_page(headers, (name, &open), lang, Some(Problem::TooManySent));
        }
        let language = PageLanguage::chosen(lang, open.login.ui_locales(), headers);
        let sent = self.mail_code(&open.person, open.means, name, language).await;
        self.code_page(headers, (name, &open), lang, sent.err().map(|_| Problem::NotSent))
    }
}

/// Whether codes of these means are sent when they are asked for.
fn is_mailed(means: Means) -> bool {
    matches!(means, Means::Mail | Means::TextMessage)
}
