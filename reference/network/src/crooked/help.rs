//! Mistakes about what the pages offer beside records: links that are missing, lead elsewhere, or are there in one language only.

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
};

use crate::policies::Policies;

/// No page is longer.
const LONGEST_PAGE: usize = 4 * 1024 * 1024;
const LEAFLETS: &str = "/help/patients";

pub(super) fn replace(policies: &mut Policies, name: &str) -> bool {
    let front_door: fn(Router) -> Router = match name {
        "csam-help-missing" => |pages| rewritten(pages, |page| without_link(page, "csam-help")),
        "app-code-help-missing" => |pages| rewritten(pages, |page| without_link(page, "csam-code-app")),
        "app-code-help-wrong" => |pages| rewritten(pages, |page| page.replace("/security-code-mobile-app", "/security-code-email")),
        "mail-code-help-missing" => |pages| rewritten(pages, |page| without_link(page, "csam-code-mail")),
        "mail-code-help-wrong" => |pages| rewritten(pages, |page| page.replace("/security-code-email", "/security-code-mobile-app")),
        "csam-film-missing" => |pages| rewritten(pages, |page| without_link(page, "csam-film")),
        "esante-missing" => |pages| rewritten(pages, |page| without_link(page, "esante")),
        "contact-form-missing" => |pages| rewritten(pages, |page| without_link(page, "contact-form")),
        "contact-missing" => |pages| rewritten(pages, |page| without_link(page, "contact")),
        "helpdesk-missing" => |pages| rewritten(pages, |page| without_link(page, "helpdesk")),
        "newsletter-missing" => |pages| rewritten(pages, |page| without_link(page, "newsletter")),
        "tutorial-missing" => |pages| rewritten(pages, |page| without_link(page, "tutorial-document")),
        "settings-not-linked" => |pages| rewritten(pages, |page| without_link(page, "open-settings")),
        "browser-contact-wrong" => |pages| {
            rewritten(pages, |page| {
                page.replace("mailto:support@ehealth.fgov.be", "mailto:webmaster@network.example")
            })
        },
        "films-in-french-only" => |pages| rewritten(pages, french_films_only),
        "tools-in-dutch-only" => |pages| pages.layer(middleware::from_fn(leaflets_in_dutch)),
        "link-form-is-a-page" => |pages| pages.layer(middleware::from_fn(form_to_fill_in_here)),
        _ => return false,
    };
    policies.portal.front_door = front_door;
    true
}

/// The pages, each changed on its way out.
fn rewritten(pages: Router, change: fn(String) -> String) -> Router {
    pages.layer(middleware::from_fn(move |request: Request, next: Next| async move {
        let response = next.run(request).await;
        let kind = response.headers().get(header::CONTENT_TYPE);
        if !kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
            return response;
        }
        let (mut parts, body) = response.into_parts();
        let Ok(bytes) = to_bytes(body, LONGEST_PAGE).await else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        parts.headers.remove(header::CONTENT_LENGTH);
        let page = change(String::from_utf8_lossy(&bytes).into_owned());
        Response::from_parts(parts, Body::from(page))
    }))
}

/// The page without its links of that mark.
fn without_link(page: String, mark: &str) -> String {
    let mark = format!("data-testid=\"{mark}\"");
    let mut rest = page.as_str();
    let mut kept = String::with_capacity(page.len());
    while let Some(at) = rest.find(&mark) {
        let (Some(begin), Some(end)) = (rest[..at].rfind("<a "), rest[at..].find("</a>")) else {
            break;
        };
        kept.push_str(&rest[..begin]);
        rest = &rest[at + end + "</a>".len()..];
    }
    kept.push_str(rest);
    kept
}

fn french_films_only(page: String) -> String {
    if page.contains("<html lang=\"fr\"") {
        page
    } else {
        without_link(page, "patient-video")
    }
}

async fn leaflets_in_dutch(request: Request, next: Next) -> Response {
    let in_dutch = request.uri().query().is_some_and(|query| query.contains("lang=nl"));
    if request.uri().path() == LEAFLETS && !in_dutch {
        return Redirect::to(&format!("{LEAFLETS}?lang=nl")).into_response();
    }
    next.run(request).await
}

async fn form_to_fill_in_here(request: Request, next: Next) -> Response {
    let is_form = request.uri().path().ends_with(".pdf");
    let response = next.run(request).await;
    if !is_form {
        return response;
    }
    let html = [(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"))];
    let page =
        "<!doctype html><html lang=\"en\"><title>Form</title><body data-page=\"form\"><h1>Form</h1><p>Print this page.</p></body></html>";
    (html, page).into_response()
}
