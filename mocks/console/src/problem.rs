//! The page that says why there is no other one.

use askama::Template;
use axum::{http::StatusCode, response::Response};

use crate::{
    frame::{Frame, page},
    mistake::Mistake,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    frame: Frame,
    why: Mistake,
}

/// The title is English; the key of its words.
pub(crate) fn problem(visit: &Visit, status: StatusCode, title: &str, why: Mistake) -> Response {
    let frame = Frame::new(visit, "problem", title);
    page(status, &ProblemPage { frame, why })
}

/// There is no such page, realm or entry.
pub(crate) fn not_found(visit: &Visit) -> Response {
    let why = "There is nothing at this address. The realm may have been closed, or an old entry let go.";
    problem(visit, StatusCode::NOT_FOUND, "Not found", Mistake::noticed(why))
}
