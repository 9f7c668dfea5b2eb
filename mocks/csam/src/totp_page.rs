//! Setting up the app that shows security codes: whoever logged in with a card sees a secret as a picture and as text, and proves with a code
//! that the app has learnt it (docs/csam.md, 1.9).

use askama::Template;
use axum::{body::Bytes, extract::RawQuery, response::Response};
use etalon_wire::{Form, secrets_match, to_base32};
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use qrcode::{Color, QrCode};
use serde_json::json;

use crate::{
    AUTHORITY, Means,
    code::CodeRefusal,
    desk::Desk,
    language::PageLanguage,
    page::{error_page, page, style_address},
    session::Session,
    totp::{App, fresh_secret},
    unguessable::unguessable,
};

/// The white border that readers need, in modules (ISO/IEC 18004).
const QUIET_ZONE: usize = 4;

/// A secret that nobody has proved to know yet.
#[derive(Clone)]
pub(crate) struct OpenEnrolment {
    sid: String,
    csrf: String,
    secret: Vec<u8>,
    opened_at: Timestamp,
    wrong: u8,
}

#[derive(Template)]
#[template(path = "enrol.html")]
struct EnrolPage<'a> {
    language: PageLanguage,
    style: String,
    action: String,
    name: &'a str,
    csrf: &'a str,
    who: String,
    problem: bool,
    done: bool,
    address: String,
    secret: String,
    side: usize,
    modules: String,
}

pub(crate) async fn show(desk: Desk, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    let form = Form::parse(query.unwrap_or_default().as_bytes()).unwrap_or_default();
    let session = match desk.session_with_card(&headers) {
        Ok(session) => session,
        Err(reason) => return desk.no_enrolment(&headers, reason),
    };
    let name = unguessable();
    let open = OpenEnrolment {
        sid: session.sid.clone(),
        csrf: unguessable(),
        secret: fresh_secret(),
        opened_at: desk.now(),
        wrong: 0,
    };
    desk.mark_secret("csrf", &open.csrf);
    desk.mark_secret("app-secret", &to_base32(&open.secret));
    desk.csam.security_codes.enrolments.hold(&name, open.clone());
    desk.enrol_page(&headers, &session, (&name, &open), form.get("lang"), Shown::Question)
}

pub(crate) async fn confirm(desk: Desk, headers: HeaderMap, body: Bytes) -> Response {
    let form = Form::parse(&body).unwrap_or_default();
    let session = match desk.session_with_card(&headers) {
        Ok(session) => session,
        Err(reason) => return desk.no_enrolment(&headers, reason),
    };
    let enrolments = &desk.csam.security_codes.enrolments;
    let codes = &desk.csam.parameters.codes;
    let found = form.get("page").and_then(|name| Some((name.to_owned(), enrolments.get(name)?)));
    let Some((name, open)) =
        found.filter(|(_, open)| open.sid == session.sid && desk.now().duration_since(open.opened_at) < codes.page_lifetime)
    else {
        return desk.no_enrolment(&headers, "enrolment-unknown");
    };
    let csrf = form.get("csrf").unwrap_or_default();
    if !secrets_match(csrf.as_bytes(), open.csrf.as_bytes()) {
        return desk.no_enrolment(&headers, "form-forged");
    }
    let presented: String = form
        .get("code")
        .unwrap_or_default()
        .chars()
        .filter(|sign| !sign.is_whitespace())
        .collect();
    let mut app = App::new(open.secret.clone());
    let checked = if open.wrong >= codes.tries {
        Err(CodeRefusal::Locked)
    } else {
        app.accept(&presented, desk.now(), codes)
    };
    let person = &session.person;
    if let Err(why) = checked {
        enrolments.with(&name, |open| open.wrong = open.wrong.saturating_add(1));
        desk.observe("app-refused", json!({"person": person.id, "reason": why.name()}));
        return desk.enrol_page(&headers, &session, (&name, &open), form.get("lang"), Shown::Refused);
    }
    enrolments.take(&name);
    // The app that was set up before shows nothing useful any more.
    desk.csam.security_codes.of(&person.id, |issued| issued.app = Some(app));
    desk.realm
        .state(AUTHORITY, "app-set-up", json!({"person": person.id, "by": "page"}));
    let mut means = desk.csam.means_of(&person.id);
    if !means.contains(&Means::Totp) {
        means.push(Means::Totp);
        desk.csam.set_means(&desk.realm, &person.id, &means);
    }
    desk.enrol_page(&headers, &session, (&name, &open), form.get("lang"), Shown::Done)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Question,
    Refused,
    Done,
}

impl Desk {
    /// The session of somebody who logged in with a card: no weaker key brings forth another one [G].
    fn session_with_card(&self, headers: &HeaderMap) -> Result<Session, &'static str> {
        let session = self.session(headers).ok_or("login-required")?;
        if session.means == Means::Eid {
            Ok(session)
        } else {
            Err("stronger-key-needed")
        }
    }

    fn no_enrolment(&self, headers: &HeaderMap, reason: &'static str) -> Response {
        self.observe("app-refused", json!({"reason": reason}));
        error_page(self, headers, StatusCode::FORBIDDEN, reason)
    }

    fn enrol_page(
        &self,
        headers: &HeaderMap,
        session: &Session,
        (name, open): (&str, &OpenEnrolment),
        lang: Option<&str>,
        shown: Shown,
    ) -> Response {
        let address = self.csam.address_for(&open.secret, &session.person.mail);
        let (side, modules) = picture(&address);
        // Whoever has the picture has the secret.
        self.mark_secret("app-picture", &modules);
        let template = EnrolPage {
            language: PageLanguage::chosen(lang, None, headers),
            style: style_address(self),
            action: format!("{}/fas/XUI/app", self.realm.path()),
            name,
            csrf: &open.csrf,
            who: format!("{} {}", session.person.given_name, session.person.surname),
            problem: shown == Shown::Refused,
            done: shown == Shown::Done,
            address,
            secret: to_base32(&open.secret),
            side,
            modules,
        };
        page(StatusCode::OK, &template, None)
    }
}

/// A QR code of `text`: the side of its square in modules, and its dark modules as an SVG path.
fn picture(text: &str) -> (usize, String) {
    let code = QrCode::new(text.as_bytes()).expect("an otpauth address is far shorter than what a QR code holds");
    let width = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let dark = row[x..].iter().take_while(|color| **color == Color::Dark).count();
            if dark > 0 {
                path.push_str(&format!("M{} {}h{dark}v1h-{dark}z", x + QUIET_ZONE, y + QUIET_ZONE));
            }
            x += dark.max(1);
        }
    }
    (width + 2 * QUIET_ZONE, path)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_picture_is_a_square_with_three_corners() {
        let (side, modules) = super::picture("otpauth://totp/CSAM:anna@people.example?secret=GEZDGNBVGY3TQOJQ");
        assert!(side > 21 && modules.starts_with("M4 4h7v1h-7z"), "{side} {modules}");
    }
}
