//! Pages and redirects as bytes: security headers, the page that says why it does not go on, the style sheet.

use askama::Template;
use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
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
    let mut response = (status, html).into_response();
    let fields = response.headers_mut();
    fields.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    fields.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    fields.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    fields.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    fields.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// 302, as the operator does.
pub(crate) fn redirect(address: &str) -> Response {
    let mut response = Response::new(Body::empty());
    match HeaderValue::from_str(address) {
        Ok(location) => {
            *response.status_mut() = StatusCode::FOUND;
            response.headers_mut().insert(header::LOCATION, location);
            response
                .headers_mut()
                .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        // Only a registered address with control characters in it can bring us here.
        Err(_) => *response.status_mut() = StatusCode::BAD_REQUEST,
    }
    response
}

pub(crate) fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

pub(crate) fn no_store(mut response: Response) -> Response {
    let fields = response.headers_mut();
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    fields.insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    response
}

/// `address` with these fields behind those that its query has already.
pub(crate) fn address_with(address: &str, fields: &[(&str, &str)]) -> String {
    let joint = match address.split_once('?') {
        None => "?",
        Some((_, "")) => "",
        Some(_) => "&",
    };
    format!("{address}{joint}{}", etalon_wire::encode_form(fields.iter().copied()))
}
