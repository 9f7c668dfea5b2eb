//! The portal and the publishers' interface over HTTP. Handlers translate between requests, rules and pages; they decide nothing.

mod admission;
mod authorisations;
mod chrome;
mod deletion;
mod documents;
mod forms;
mod halt;
mod handing;
mod help;
mod help_texts;
mod language;
mod login;
mod manage;
mod office;
mod pages;
mod paper;
mod patient;
mod patients;
mod professional;
mod publisher;
mod reference;
mod release;
mod settings;
mod shown;
mod sumehr;
mod visitor;
mod words;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderValue, header},
    middleware,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use tokio::sync::Semaphore;

use crate::instance::Network;

const LONGEST_FORM: usize = 16 * 1024;
const MOST_REQUESTS: usize = 256;

/// All addresses of one instance.
pub(crate) fn portal(network: Arc<Network>) -> Router {
    let pages = Router::new()
        .route("/", get(home))
        .route("/login", get(login::depart))
        .route("/oidc/{*reply}", get(login::arrive))
        .route("/logout", post(login::sign_out))
        .route("/logged-out", get(login::signed_out))
        .route("/patient", get(patient::home))
        .route("/patient/consent", post(patient::decide_consent))
        .route("/patient/documents", get(documents::list_for_patient))
        .route("/patient/documents/{id}", get(documents::read_as_patient))
        .route("/patient/documents/{id}/attachments/{n}", get(documents::attachment_for_patient))
        .route("/patient/links", get(patient::links))
        .route("/patient/audit", get(patient::audit))
        .route("/professional", get(professional::home))
        .route("/professional/consent", post(professional::decide_consent))
        .route("/professional/patients", post(professional::find_patient))
        .route("/professional/patients/{pid}", get(professional::record))
        .route("/professional/patients/{pid}/link", post(professional::link))
        .route("/professional/patients/{pid}/documents", get(documents::list_for_professional))
        .route("/professional/documents/{id}", get(documents::read_as_professional))
        .route(
            "/professional/documents/{id}/attachments/{n}",
            get(documents::attachment_for_professional),
        )
        .merge(help())
        .merge(authorisations::routes())
        .merge(deletion::routes())
        .merge(manage::routes())
        .merge(office::routes())
        .merge(patients::routes())
        .merge(release::routes())
        .merge(settings::routes())
        .merge(sumehr::routes())
        .fallback(nothing_here)
        .layer(DefaultBodyLimit::max(LONGEST_FORM))
        .layer(middleware::from_fn_with_state(network.clone(), visitor::recognise))
        .with_state(network.clone());
    let pages = (network.policies.portal.front_door)(pages).layer(middleware::from_fn_with_state(network.clone(), language::choose));
    let whole = Router::new()
        .route("/network.css", get(style_sheet))
        .nest("/publisher/v1", publisher::interface(network.clone()))
        .merge(pages);
    let chrome = chrome::Chrome::of(&network, Arc::new(Semaphore::new(MOST_REQUESTS)));
    whole.layer(middleware::from_fn_with_state(Arc::new(chrome), chrome::dress))
}

/// Pages that need no sign-in.
fn help() -> Router<Arc<Network>> {
    let longer = DefaultBodyLimit::max(help::LONGEST_CONTACT_FORM);
    Router::new()
        .route("/help", get(help::start))
        .route("/help/login", get(help::signing_in))
        .route("/help/browser", get(help::browsers))
        .route("/help/contact", get(help::contact).post(help::take_message).layer(longer))
        .route("/help/newsletter", get(help::newsletter).post(help::subscribe))
        .route("/help/patients", get(help::for_patients))
        .route("/help/patients/leaflet", get(help::leaflet))
        .route("/help/videos/{name}", get(help::film))
        .route("/help/tutorials/{name}", get(help::tutorial))
        .route("/help/forms/therapeutic-link.pdf", get(help::therapeutic_link_form))
}

async fn home(visitor: visitor::Guest) -> Result<Response, halt::Halt> {
    pages::show(&pages::Home {
        frame: pages::Frame::new("home", "Health network", visitor.0.as_deref()),
    })
}

async fn nothing_here() -> halt::Halt {
    halt::Halt::Refusal {
        reason: crate::refusal::Reason::NotFound,
        note: None,
    }
}

async fn style_sheet() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600")),
    ];
    (headers, include_str!("../../assets/network.css"))
}
