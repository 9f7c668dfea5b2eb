//! The form by which a professional asks for the reference to a document of his own to be deleted. What becomes of it is the office's.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use serde::Deserialize;

use super::{
    admission::{Reader, Subject, Wish, admit, question},
    forms::Sent,
    halt::Halt,
    pages::{self, Frame},
    shown::ListedDocument,
    visitor::AsProfessional,
};
use crate::{
    instance::Network,
    policies::Purpose,
    store::{Action, Person},
};

/// In characters.
const LONGEST_REASON: usize = 1000;

pub(super) fn routes() -> Router<Arc<Network>> {
    Router::new().route("/professional/documents/{id}/deletion", get(see).post(ask))
}

#[derive(Template)]
#[template(path = "deletion_form.html")]
struct DeletionForm {
    frame: Frame,
    address: String,
    document: ListedDocument,
    patient: Person,
    requested: bool,
    longest: usize,
    mistake: Option<&'static str>,
}

#[derive(Deserialize)]
struct Because {
    #[serde(default)]
    reason: String,
}

async fn deletable(network: &Network, reader: &Reader, id: &str, action: Action) -> Result<Subject, Halt> {
    let wish = Wish {
        rule: &network.policies.deletion.may_ask,
        purpose: |document| Purpose::Delete(document),
        action,
    };
    admit(network, reader, id, wish).await
}

async fn page(network: &Network, reader: &Reader, subject: Subject, mistake: Option<&'static str>) -> Result<DeletionForm, Halt> {
    let requests = network.store.deletion_requests_of(&subject.document.id).await?;
    Ok(DeletionForm {
        frame: Frame::new("deletion-form", "Deletion of a reference", Some(&reader.visitor)),
        address: format!("/professional/documents/{}", subject.document.id),
        document: ListedDocument::of(subject.document, &network.configuration),
        patient: subject.patient,
        requested: requests.iter().any(|request| request.processed_at.is_none()),
        longest: LONGEST_REASON,
        mistake,
    })
}

async fn see(State(network): State<Arc<Network>>, doctor: AsProfessional, Path(id): Path<String>) -> Result<Response, Halt> {
    let reader = Reader::from(doctor);
    let subject = deletable(&network, &reader, &id, Action::SeeDeletion).await?;
    pages::show(&page(&network, &reader, subject, None).await?)
}

async fn ask(
    State(network): State<Arc<Network>>,
    doctor: AsProfessional,
    Path(id): Path<String>,
    Sent(because): Sent<Because>,
) -> Result<Response, Halt> {
    let reader = Reader::from(doctor);
    let reason = because.reason.trim();
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        let subject = deletable(&network, &reader, &id, Action::SeeDeletion).await?;
        let page = page(&network, &reader, subject, Some("Say in a few words why the reference has to go.")).await?;
        return pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let Subject { document, patient } = deletable(&network, &reader, &id, Action::AskDeletion).await?;
    let question = question(&network, &reader, &patient, Purpose::Delete(&document));
    (network.policies.deletion.ask)(&question, &document, reason).await?;
    Ok(Redirect::to(&format!("/professional/documents/{id}/deletion")).into_response())
}
