//! Signing in with the token, and out again.

use std::{sync::Arc, time::Instant};

use askama::Template;
use axum::{
    Form,
    extract::{Query, State, rejection::FormRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use crate::{
    Console,
    access::Shown,
    forms::{FOREIGN, Sent, comes_from_elsewhere},
    frame::{Frame, page},
    mistake::Mistake,
    problem::problem,
    visit::{SIGN_IN, Visit, forgotten_cookie, opened_cookie, session_cookie},
};

/// An address longer than this is not gone back to.
const LONGEST_NEXT: usize = 1024;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    frame: Frame,
    next: String,
}

/// Where to go on after signing in.
#[derive(Deserialize)]
pub(crate) struct Next {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
pub(crate) struct Token {
    token: String,
    #[serde(default)]
    next: String,
}

pub(crate) async fn show(visit: Visit, Query(next): Query<Next>) -> Response {
    page(StatusCode::OK, &SignInPage::new(&visit, &next.next))
}

pub(crate) async fn open(
    State(console): State<Arc<Console>>,
    visit: Visit,
    headers: HeaderMap,
    form: Result<Form<Token>, FormRejection>,
) -> Response {
    if comes_from_elsewhere(&headers) {
        return problem(&visit, StatusCode::FORBIDDEN, "This form was not sent", Mistake::noticed(FOREIGN));
    }
    let Ok(Form(sent)) = form else {
        return again(&visit, "", StatusCode::BAD_REQUEST, "Type or paste the token.");
    };
    match console.access.show(sent.token.trim(), Instant::now()) {
        Shown::Right(secret) => {
            let cookie = opened_cookie(&headers, &secret);
            ([(header::SET_COOKIE, cookie)], Redirect::to(&local(&sent.next))).into_response()
        }
        Shown::Wrong => {
            let sentence = "This is not the token. It was printed where the nation was started.";
            again(&visit, &sent.next, StatusCode::FORBIDDEN, sentence)
        }
        Shown::NotLookedAt => {
            let sentence = "Too many wrong tokens. Wait a minute and try again.";
            again(&visit, &sent.next, StatusCode::TOO_MANY_REQUESTS, sentence)
        }
    }
}

pub(crate) async fn close(State(console): State<Arc<Console>>, headers: HeaderMap, _: Sent) -> Response {
    if let Some(cookie) = session_cookie(&headers) {
        console.access.end(cookie);
    }
    ([(header::SET_COOKIE, forgotten_cookie(&headers))], Redirect::to(SIGN_IN)).into_response()
}

impl SignInPage {
    fn new(visit: &Visit, next: &str) -> Self {
        Self {
            frame: Frame::new(visit, "sign-in", "Sign in to the console"),
            next: local(next),
        }
    }
}

fn again(visit: &Visit, next: &str, status: StatusCode, sentence: &'static str) -> Response {
    let SignInPage { frame, next } = SignInPage::new(visit, next);
    let frame = frame.mistaken(Mistake::noticed(sentence));
    page(status, &SignInPage { frame, next })
}

/// A page of the console, whatever was asked for.
fn local(next: &str) -> String {
    let is_ours =
        next.starts_with("/console/") && next.len() <= LONGEST_NEXT && !next.contains(|sign: char| sign.is_control() || sign == '\\');
    if is_ours { next.to_owned() } else { "/console/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_to_a_page_of_the_console_only() {
        for (next, expected) in [
            ("/console/realms/a/journal?kind=state", "/console/realms/a/journal?kind=state"),
            ("", "/console/"),
            ("//elsewhere.example/console/", "/console/"),
            ("https://elsewhere.example/", "/console/"),
            ("/console/\\@elsewhere.example", "/console/"),
            ("/console/\r\nset-cookie: a=b", "/console/"),
        ] {
            assert_eq!(local(next), expected, "{next}");
        }
    }
}
