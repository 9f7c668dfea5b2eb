//! Mistakes about who is let in, and for how long.

use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header},
    middleware::{self, Next},
    response::{Html, IntoResponse, Response},
};

use crate::policies::{Policies, login::level_is_at_least};

const KNOWN_BROWSERS: [&str; 3] = ["Firefox/", "Chrome/", "Safari/"];

pub(super) fn replace(policies: &mut Policies, name: &str) -> bool {
    let rules = &mut policies.login;
    match name {
        "documents-without-login" => rules.login_needed = |_| false,
        "session-survives-logout" => rules.end_session = |_, _| Box::pin(std::future::ready(Ok(()))),
        "session-never-expires" => rules.session_is_alive = |_, _| true,
        "lower-level-accepted" => rules.level_reached = |_, _| true,
        "acr-zero-accepted" => {
            rules.level_reached = |achieved, minimum| achieved.acr.as_deref() == Some("0") || level_is_at_least(achieved, minimum)
        }
        "card-only" => {
            rules.level_reached =
                |achieved, minimum| achieved.amr.iter().any(|means| means == "eid") && level_is_at_least(achieved, minimum)
        }
        "anyone-is-a-professional" => rules.professional_name = |_, _, own_name| Some(own_name.to_owned()),
        "unknown-browser-refused" => {
            policies.portal.front_door = |pages| -> Router { pages.layer(middleware::from_fn(known_browsers_only)) }
        }
        _ => return false,
    }
    true
}

async fn known_browsers_only(request: Request, next: Next) -> Response {
    let name = request
        .headers()
        .get(header::USER_AGENT)
        .and_then(|name| name.to_str().ok())
        .unwrap_or_default();
    if KNOWN_BROWSERS.iter().any(|known| name.contains(known)) {
        return next.run(request).await;
    }
    let page = "<!doctype html><html lang=\"en\"><title>Browser</title><body data-page=\"browser\"><main><h1>Your browser is not supported</h1></main>";
    (StatusCode::FORBIDDEN, Html(page)).into_response()
}
