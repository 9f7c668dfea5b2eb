//! One realm: what a product must know of it, how it stands, and its end.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use etalon_nation::control::RealmView;

use crate::{
    Console,
    done::{Done, back},
    forms::Sent,
    frame::{Frame, page},
    mistake::not_done,
    titles,
    visit::SignedIn,
};

#[derive(Template)]
#[template(path = "realm.html")]
struct RealmPage {
    frame: Frame,
    now: String,
    mode: &'static str,
    realm: RealmView,
}

pub(crate) async fn show(
    State(console): State<Arc<Console>>,
    SignedIn(visit): SignedIn,
    Path(name): Path<String>,
    Query(done): Query<Done>,
) -> Response {
    let realm = match console.desk.realm(&name).await {
        Ok(realm) => realm,
        Err(why) => return not_done(&visit, why),
    };
    let template = RealmPage {
        frame: Frame::new(&visit, "realm", "Overview").within(&name).done(done.code()),
        now: visit.language.moment(realm.clock.now),
        mode: titles::clock(realm.clock.mode),
        realm,
    };
    page(StatusCode::OK, &template)
}

pub(crate) async fn close(State(console): State<Arc<Console>>, Path(name): Path<String>, sent: Sent) -> Response {
    match console.desk.close_realm(&name).await {
        Ok(()) => back("/console/", "closed").into_response(),
        Err(why) => not_done(&sent.visit, why),
    }
}

/// The realm answers to the names of the real services from now on.
pub(crate) async fn serve_real_names(State(console): State<Arc<Console>>, Path(name): Path<String>, sent: Sent) -> Response {
    match console.desk.serve_real_names(&name).await {
        Ok(_) => back(&format!("/console/realms/{name}"), "real-names").into_response(),
        Err(why) => not_done(&sent.visit, why),
    }
}
