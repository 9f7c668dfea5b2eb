//! The network's office: what was asked for by form, and its processing.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};

use super::{
    admission::{Reader, patient_of, write},
    forms::{Nothing, Sent},
    halt::Halt,
    pages::{self, Frame},
    patient::Done,
    patients::usual_link,
    shown::{ListedDocument, Moment},
    visitor::AsOffice,
};
use crate::{
    instance::Network,
    refusal::Reason,
    store::{Action, Person},
};

pub(super) fn routes() -> Router<Arc<Network>> {
    Router::new()
        .route("/office", get(home))
        .route("/office/deletions/{position}", post(process_deletion))
        .route("/office/links/{position}", post(process_link))
}

#[derive(Template)]
#[template(path = "office.html")]
struct Office {
    frame: Frame,
    deletions: Vec<Deletion>,
    links: Vec<Link>,
    processed: bool,
}

struct Deletion {
    position: i64,
    document: ListedDocument,
    patient: Person,
    because: String,
    asked: Moment,
}

struct Link {
    position: i64,
    professional: String,
    patient: Person,
    asked: Moment,
}

async fn home(State(network): State<Arc<Network>>, office: AsOffice, Query(done): Query<Done>) -> Result<Response, Halt> {
    let mut deletions = Vec::new();
    for request in network.store.waiting_deletions().await? {
        if let Some(document) = network.store.document(&request.document).await? {
            deletions.push(Deletion {
                position: request.position,
                patient: patient_of(&network, &document).await?,
                document: ListedDocument::of(document, &network.configuration),
                because: request.because,
                asked: request.asked_at.into(),
            });
        }
    }
    let mut links = Vec::new();
    for request in network.store.waiting_links().await? {
        let persons = (
            network.store.person(&request.professional).await?,
            network.store.person(&request.patient).await?,
        );
        if let (Some(professional), Some(patient)) = persons {
            links.push(Link {
                position: request.position,
                professional: network.configuration.professional_name(&professional.insz),
                patient,
                asked: request.asked_at.into(),
            });
        }
    }
    pages::show(&Office {
        frame: Frame::new("office-home", "Office", Some(&office.visitor)),
        deletions,
        links,
        processed: done.done == "processed",
    })
}

async fn process_deletion(
    State(network): State<Arc<Network>>,
    office: AsOffice,
    Path(position): Path<String>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Halt> {
    let waiting = network.store.waiting_deletions().await?;
    let request = waiting
        .into_iter()
        .find(|request| request.position.to_string() == position)
        .ok_or(Reason::NotFound)?;
    let document = network.store.document(&request.document).await?.ok_or(Reason::NotFound)?;
    let patient = patient_of(&network, &document).await?;
    let reader = Reader::from(office);
    write(&network, &reader, Action::Delete, Some(&patient), Some(&document), "granted").await?;
    let rules = &network.policies.deletion;
    (rules.process)(&network.store, &document, network.clock.now()).await?;
    if let Some(publisher) = network.configuration.publisher(&document.publisher) {
        (rules.at_the_source)(&network.http, publisher, &document).await?;
    }
    Ok(Redirect::to("/office?done=processed").into_response())
}

async fn process_link(
    State(network): State<Arc<Network>>,
    office: AsOffice,
    Path(position): Path<String>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Halt> {
    let waiting = network.store.waiting_links().await?;
    let request = waiting
        .into_iter()
        .find(|request| request.position.to_string() == position)
        .ok_or(Reason::NotFound)?;
    let patient = network.store.person(&request.patient).await?.ok_or(Reason::NotFound)?;
    let reader = Reader::from(office);
    write(&network, &reader, Action::ProcessLink, Some(&patient), None, "granted").await?;
    let link = usual_link(&network, &request.professional, &request.patient)?;
    (network.policies.link.put)(&network.store, link).await?;
    network
        .store
        .link_request_processed(&request.professional, &request.patient, network.clock.now())
        .await?;
    Ok(Redirect::to("/office?done=processed").into_response())
}
