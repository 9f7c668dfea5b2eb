//! A patient's own pages, except documents: consent, links, audit trail.

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::{
    forms::Sent,
    halt::Halt,
    pages::{self, Consent, Frame},
    shown::{ShownEntry, ShownLink},
    visitor::AsPatient,
};
use crate::{instance::Network, store::Capacity};

/// What was just done, for the notice.
#[derive(Deserialize)]
pub(super) struct Done {
    #[serde(default)]
    pub(super) done: String,
}

#[derive(Deserialize)]
pub(super) struct ConsentForm {
    pub(super) action: ConsentAction,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum ConsentAction {
    Give,
    Withdraw,
}

/// The start page, with the consent.
pub(super) async fn home(
    State(network): State<Arc<Network>>,
    AsPatient(visitor): AsPatient,
    Query(done): Query<Done>,
) -> Result<Response, Halt> {
    let state = network.store.consent_state(&visitor.person.pid, Capacity::Patient).await?;
    pages::show(&pages::PatientHome {
        frame: Frame::new("patient-home", "Your health data", Some(&visitor)),
        consent: Consent {
            state: state.word(),
            address: "/patient/consent",
        },
        notice: (done.done == "consent").then_some("Your decision about consent has been recorded."),
    })
}

/// Gives or withdraws the patient's consent.
pub(super) async fn decide_consent(
    State(network): State<Arc<Network>>,
    AsPatient(visitor): AsPatient,
    Sent(form): Sent<ConsentForm>,
) -> Result<Response, Halt> {
    let given = form.action == ConsentAction::Give;
    network
        .store
        .record_consent(&visitor.person.pid, Capacity::Patient, given, network.clock.now())
        .await?;
    Ok(Redirect::to("/patient?done=consent").into_response())
}

/// The therapeutic links on the patient.
pub(super) async fn links(State(network): State<Arc<Network>>, AsPatient(visitor): AsPatient) -> Result<Response, Halt> {
    let now = network.clock.now();
    let links = network.store.links_on(&visitor.person.pid).await?;
    pages::show(&pages::PatientLinks {
        frame: Frame::new("patient-links", "Your therapeutic links", Some(&visitor)),
        links: links.iter().map(|link| ShownLink::at(link, now)).collect(),
    })
}

/// Who asked for what of the patient's record.
pub(super) async fn audit(State(network): State<Arc<Network>>, AsPatient(visitor): AsPatient) -> Result<Response, Halt> {
    let entries = network.store.audit_of(&visitor.person.insz).await?;
    pages::show(&pages::PatientAudit {
        frame: Frame::new("patient-audit", "Who looked at your record", Some(&visitor)),
        entries: entries.into_iter().map(ShownEntry::from).collect(),
    })
}
