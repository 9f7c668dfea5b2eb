//! Mistakes about who is let in, and for how long.

use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header},
    middleware::{self, Next},
    response::{Html, IntoResponse, Response},
};

use crate::policies::{
    Policies,
    login::{Asked, level_is_at_least, minimum_level},
};

const CARD_LEVEL: u32 = 500;
const KNOWN_DEVICES: [&str; 3] = ["Windows NT", "Macintosh", "X11"];

pub(super) fn replace(policies: &mut Policies, name: &str) -> bool {
    let rules = &mut policies.login;
    match name {
        "documents-without-login" => rules.login_needed = |_| false,
        "session-survives-logout" => rules.end_session = |_, _| Box::pin(std::future::ready(Ok(()))),
        "session-never-expires" => rules.session_is_alive = |_, _| true,
        "session-of-one-page" => {
            rules.used = |store, session, _| Box::pin(store.remove_session(&session.digest));
            // What the provider still knows of the person would otherwise hide it.
            rules.asked = |minimum| Asked {
                afresh: true,
                ..minimum_level(minimum)
            };
        }
        "level-not-asked" => {
            rules.asked = |minimum| Asked {
                level: None,
                ..minimum_level(minimum)
            }
        }
        "card-level-asked" => rules.asked = |_| minimum_level(CARD_LEVEL),
        "lower-level-accepted" => rules.level_reached = Box::new(|_, _| true),
        "acr-zero-accepted" => {
            rules.level_reached =
                Box::new(|achieved, entering| achieved.acr.as_deref() == Some("0") || level_is_at_least(achieved, entering.minimum))
        }
        "card-only" => {
            rules.level_reached = Box::new(|achieved, entering| {
                achieved.amr.iter().any(|means| means == "eid") && level_is_at_least(achieved, entering.minimum)
            })
        }
        "anyone-is-a-professional" => rules.professional_name = |_, _, own_name| Some(own_name.to_owned()),
        "unknown-device-refused" => policies.portal.front_door = |pages| -> Router { pages.layer(middleware::from_fn(known_devices_only)) },
        _ => return false,
    }
    true
}

async fn known_devices_only(request: Request, next: Next) -> Response {
    let name = request
        .headers()
        .get(header::USER_AGENT)
        .and_then(|name| name.to_str().ok())
        .unwrap_or_default();
    if KNOWN_DEVICES.iter().any(|known| name.contains(known)) {
        return next.run(request).await;
    }
    let page = "<!doctype html><html lang=\"en\"><title>Device</title><body data-page=\"refusal\"><main data-testid=\"refusal\" data-reason=\"device-not-supported\"><h1>Your device is not supported</h1></main>";
    (StatusCode::FORBIDDEN, Html(page)).into_response()
}
