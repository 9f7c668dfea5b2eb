//! Pages and redirects as bytes: security headers, the page that says why it does not go on, the style sheet.

use askama::Template;
use axum::response::{IntoResponse, Response};
use etalon_stage::html_page;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::{desk::Desk, language::PageLanguage};

/// Where a door has it.
pub(crate) const STYLE_PATH: &str = "/itsme.css";
const STYLE: &str = include_str!("../templates/itsme.css");
/// There is no `form-action`: browsers apply it to the redirects after a form too, and where a relying party sends its people on is not known here.
const POLICY: HeaderValue = HeaderValue::from_static("default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'");

#[derive(Template)]
#[template(path = "message.html")]
struct MessagePage<'a> {
    language: PageLanguage,
    style: String,
    reason: &'a str,
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
    format!("{}{STYLE_PATH}", desk.door.path(&desk.realm))
}

/// A page that says why it does not go on. The person cannot mend it, so the reason is for whoever builds the relying party.
pub(crate) fn error_page(desk: &Desk, headers: &HeaderMap, status: StatusCode, reason: &str) -> Response {
    let language = PageLanguage::chosen(None, None, headers);
    page(
        status,
        &MessagePage {
            language,
            style: style_address(desk),
            reason,
        },
    )
}

pub(crate) fn page(status: StatusCode, template: &impl Template) -> Response {
    let html = template
        .render()
        .expect("the templates write to memory and call nothing that fails");
    html_page(status, html, POLICY)
}
