//! A professional's settings: whether patients may read his SUMEHRs.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use serde::Deserialize;

use super::{
    admission::{Reader, doctor_consents, write},
    forms::Sent,
    halt::Halt,
    pages::{self, Frame},
    patient::Done,
    visitor::AsProfessional,
};
use crate::{instance::Network, store::Action};

pub(super) fn routes() -> Router<Arc<Network>> {
    Router::new().route("/professional/settings", get(see).post(set))
}

#[derive(Template)]
#[template(path = "settings.html")]
struct Settings {
    frame: Frame,
    open: bool,
    notice: Option<&'static str>,
    mistake: Option<&'static str>,
}

#[derive(Deserialize)]
struct Chosen {
    #[serde(default)]
    patients: String,
}

async fn page(network: &Network, reader: &Reader, notice: Option<&'static str>, mistake: Option<&'static str>) -> Result<Settings, Halt> {
    Ok(Settings {
        frame: Frame::new("settings", "Settings", Some(&reader.visitor)),
        open: network.store.sumehr_access(&reader.visitor.person.insz).await?.unwrap_or(true),
        notice,
        mistake,
    })
}

async fn see(State(network): State<Arc<Network>>, doctor: AsProfessional, Query(done): Query<Done>) -> Result<Response, Halt> {
    let reader = Reader::from(doctor);
    doctor_consents(&network, &reader).await?;
    let notice = (done.done == "set").then_some("Your setting has been recorded.");
    pages::show(&page(&network, &reader, notice, None).await?)
}

async fn set(State(network): State<Arc<Network>>, doctor: AsProfessional, Sent(chosen): Sent<Chosen>) -> Result<Response, Halt> {
    let reader = Reader::from(doctor);
    doctor_consents(&network, &reader).await?;
    let open = match chosen.patients.as_str() {
        "open" => true,
        "closed" => false,
        _ => {
            let mistake = Some("Choose whether patients may read your SUMEHRs.");
            let page = page(&network, &reader, None, mistake).await?;
            return pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let own_insz = &reader.visitor.person.insz;
    // It concerns everybody about whom there is such a SUMEHR, so it stands in the trail of each.
    for insz in network.store.patients_with_sumehr_of(own_insz).await? {
        if let Some(patient) = network.store.person_with(&insz).await? {
            write(&network, &reader, Action::SetSumehrAccess, Some(&patient), None, "granted").await?;
        }
    }
    network.store.set_sumehr_access(own_insz, open, network.clock.now()).await?;
    Ok(Redirect::to("/professional/settings?done=set").into_response())
}
