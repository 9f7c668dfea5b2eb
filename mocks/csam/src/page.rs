//! Pages and redirects as bytes: security headers, cookies, the error page, the signed-out page, the style sheet.

use askama::Template;
use axum::response::{IntoResponse, Response};
use etalon_stage::html_page;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::{desk::Desk, language::PageLanguage};

const STYLE: &str = include_str!("../templates/fas.css");

#[derive(Template)]
#[template(path = "message.html")]
struct MessagePage<'a> {
    language: PageLanguage,
    style: String,
    page: &'a str,
    test_id: &'a str,
    reason: &'a str,
    title: &'a str,
    text: &'a str,
}

pub(crate) async fn style() -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, "text/css; charset=utf-8"),
            (header::CACHE_CONTROL, "max-age=3600"),
        ],
        STYLE,
    )
}

/// Where the pages find their style sheet.
pub(crate) fn style_address(desk: &Desk) -> String {
    format!("{}/fas/XUI/fas.css", desk.realm.path())
}

/// A page that says why it does not go on. The person cannot mend it, so the reason is for whoever builds the relying party.
pub(crate) fn error_page(desk: &Desk, headers: &HeaderMap, status: StatusCode, reason: &str) -> Response {
    let language = PageLanguage::chosen(None, None, headers);
    let title = language.of(
        "This login cannot go on",
        "Cette connexion ne peut pas continuer",
        "Deze aanmelding kan niet verder",
    );
    let text = language.of(
        "Go back to the application and try again.",
        "Retournez à l'application et réessayez.",
        "Ga terug naar de toepassing en probeer opnieuw.",
    );
    page(
        status,
        &MessagePage {
            language,
            style: style_address(desk),
            page: "csam-error",
            test_id: "error",
            reason,
            title,
            text,
        },
        None,
    )
}

pub(crate) fn signed_out_page(desk: &Desk, headers: &HeaderMap) -> Response {
    let language = PageLanguage::chosen(None, None, headers);
    let title = language.of("You are logged out", "Vous êtes déconnecté", "U bent afgemeld");
    let text = language.of(
        "You may close this window.",
        "Vous pouvez fermer cette fenêtre.",
        "U mag dit venster sluiten.",
    );
    let page_of = MessagePage {
        language,
        style: style_address(desk),
        page: "csam-signed-out",
        test_id: "signed-out",
        reason: "",
        title,
        text,
    };
    page(StatusCode::OK, &page_of, None)
}

/// A rendered page. A form on it may lead to `form_target` too: browsers apply `form-action` to the redirects that follow.
pub(crate) fn page(status: StatusCode, template: &impl Template, form_target: Option<&str>) -> Response {
    let html = template
        .render()
        .expect("the templates write to memory and call nothing that fails");
    let policy = format!(
        "default-src 'none'; style-src 'self'; form-action 'self'{}{}; frame-ancestors 'none'; base-uri 'none'",
        if form_target.is_some() { " " } else { "" },
        form_target.unwrap_or_default()
    );
    let policy = HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'; style-src 'self'"));
    html_page(status, html, policy)
}
