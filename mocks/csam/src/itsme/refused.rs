//! CSAM's page after a login by itsme that did not work out: another means can be chosen. It lies outside of `/fas`, where no cookie of CSAM is sent; the
//! page it leads to looks at them again.

use askama::Template;
use axum::{extract::RawQuery, response::Response};
use etalon_wire::{Form, encode_form};
use http::{HeaderMap, StatusCode};

use crate::{
    desk::Desk,
    language::PageLanguage,
    page::{error_page, page, style_address},
};

#[derive(Template)]
#[template(path = "itsme_refused.html")]
struct RefusedPage {
    language: PageLanguage,
    style: String,
    again: String,
}

pub(crate) async fn show(desk: Desk, headers: HeaderMap, RawQuery(query): RawQuery) -> Response {
    let form = Form::parse(query.unwrap_or_default().as_bytes()).unwrap_or_default();
    let named = form
        .get("login")
        .and_then(|name| desk.csam.logins.get(name).map(|login| (name, login)));
    let Some((name, login)) = named else {
        return error_page(&desk, &headers, StatusCode::BAD_REQUEST, "login-page-unknown");
    };
    let language = PageLanguage::chosen(form.get("lang"), login.ui_locales(), &headers);
    let fields = encode_form([("login", name), ("lang", language.code())]);
    let template = RefusedPage {
        language,
        style: style_address(&desk),
        again: format!("{}/fas/XUI/?{fields}", desk.realm.path()),
    };
    page(StatusCode::OK, &template, None)
}
