//! The page that posts a message to a service provider: by itself where scripts run, by a button where they do not.

use askama::Template;
use axum::response::{IntoResponse, Response};
use etalon_wire::saml::to_posted;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::SCRIPT;
use crate::{
    chooser::origin,
    desk::Desk,
    language::PageLanguage,
    page::{page, style_address},
};

#[derive(Template)]
#[template(path = "saml_post.html")]
struct PostPage<'a> {
    language: PageLanguage,
    style: String,
    script: String,
    action: &'a str,
    message: String,
    relay_state: Option<&'a str>,
}

/// The message leaves with the person's browser.
pub(super) fn post(desk: &Desk, headers: &HeaderMap, consumer: &str, xml: &str, relay_state: Option<&str>) -> Response {
    let message = to_posted(xml);
    desk.mark_secret("saml_response", &message);
    let template = PostPage {
        language: PageLanguage::chosen(None, None, headers),
        style: style_address(desk),
        script: format!("{}{SCRIPT}", desk.realm.path()),
        action: consumer,
        message,
        relay_state,
    };
    let mut response = page(StatusCode::OK, &template, origin(consumer).as_deref());
    let policy = response
        .headers()
        .get(header::CONTENT_SECURITY_POLICY)
        .and_then(|policy| policy.to_str().ok());
    let policy = policy.map(|policy| format!("{policy}; script-src 'self'"));
    if let Some(policy) = policy.and_then(|policy| HeaderValue::from_str(&policy).ok()) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

pub(super) async fn script() -> impl IntoResponse {
    let fields = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "max-age=3600"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (fields, "document.forms[0].submit();\n")
}
