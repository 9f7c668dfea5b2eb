//! Releasing one document to its patient. Whether the visitor may is for a rule to say, not for the entrance of a space.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};

use super::{
    admission::{Reader, Subject, Wish, admit, question},
    forms::{Nothing, Sent},
    halt::Halt,
    pages::{self, Frame},
    shown::ListedDocument,
    visitor::SignedIn,
};
use crate::{instance::Network, policies::Purpose, store::Action};

pub(super) fn routes() -> Router<Arc<Network>> {
    Router::new().route("/professional/documents/{id}/release", get(see).post(release))
}

#[derive(Template)]
#[template(path = "release.html")]
struct Release {
    frame: Frame,
    address: String,
    document: ListedDocument,
    patient: String,
    released: bool,
}

async fn releasable(network: &Network, reader: &Reader, id: &str, action: Action) -> Result<Subject, Halt> {
    let wish = Wish {
        rule: &network.policies.release.may,
        purpose: |document| Purpose::Release(document),
        action,
    };
    admit(network, reader, id, wish).await
}

async fn see(State(network): State<Arc<Network>>, visitor: SignedIn, Path(id): Path<String>) -> Result<Response, Halt> {
    let reader = Reader::whoever(&network, visitor);
    let Subject { document, patient } = releasable(&network, &reader, &id, Action::SeeRelease).await?;
    pages::show(&Release {
        frame: Frame::new("release", "Release to the patient", Some(&reader.visitor)).of_record(&patient),
        address: format!("/professional/documents/{}", document.id),
        released: network.store.released_at(&document.id).await?.is_some(),
        document: ListedDocument::of(document, &network.configuration),
        patient: patient.name,
    })
}

async fn release(
    State(network): State<Arc<Network>>,
    visitor: SignedIn,
    Path(id): Path<String>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Halt> {
    let reader = Reader::whoever(&network, visitor);
    let Subject { document, patient } = releasable(&network, &reader, &id, Action::Release).await?;
    let question = question(&network, &reader, &patient, Purpose::Release(&document));
    (network.policies.release.carry_out)(&question, &document).await?;
    Ok(Redirect::to(&format!("/professional/documents/{id}/release")).into_response())
}
