//! Why something was not done, in the reader's language, with what the nation says of it.

use axum::{http::StatusCode, response::Response};
use etalon_nation::control::{Problem, ProblemKind};

use crate::{
    problem::{not_found, problem},
    visit::Visit,
};

/// A sentence for the reader, and the place and remedy as the nation names them: always in English, as its API does.
pub(crate) struct Mistake {
    /// In English; the key of its words.
    pub(crate) sentence: &'static str,
    pub(crate) detail: Option<String>,
}

impl Mistake {
    /// One that the console itself noticed.
    pub(crate) fn noticed(sentence: &'static str) -> Self {
        Self { sentence, detail: None }
    }
}

impl From<Problem> for Mistake {
    fn from(problem: Problem) -> Self {
        Self {
            sentence: sentence(problem.kind),
            detail: Some(problem.detail),
        }
    }
}

/// The page that says why something cannot be shown or done.
pub(crate) fn not_done(visit: &Visit, why: Problem) -> Response {
    match why.kind.status() {
        StatusCode::NOT_FOUND => not_found(visit),
        status => problem(visit, status, "That did not work", why.into()),
    }
}

pub(crate) fn sentence(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::RealmUnknown => "No such realm is open.",
        ProblemKind::RealmTaken => "A realm of that name is open already.",
        ProblemKind::PersonUnknown => "Nobody of that id lives in this realm.",
        ProblemKind::PersonTaken => "Somebody of that name lives in this realm already.",
        ProblemKind::ClientUnknown => "No such relying party is registered.",
        ProblemKind::DirectionUnknown => "That direction does not wait any more.",
        ProblemKind::HospitalUnknown => "There is no such hospital.",
        ProblemKind::DocumentUnknown => "No such document is laid down.",
        ProblemKind::NotConnected => "The hospital is connected to no network yet.",
        ProblemKind::FieldUnusable => "One of the fields cannot be used.",
        ProblemKind::TooMany => "There are as many as there may be.",
        ProblemKind::NotKept => "It was done, but will not outlive a restart.",
        _ => "The nation did not do it.",
    }
}
