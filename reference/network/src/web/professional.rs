//! A doctor's pages, except documents: own consent, finding a patient, therapeutic links.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::civil::Date;
use serde::Deserialize;

use super::{
    admission::{Reader, doctor_consents, registered_patient, write},
    forms::Sent,
    halt::Halt,
    pages::{self, Consent, Frame},
    patient::{ConsentAction, ConsentForm, Done},
    shown::ShownLink,
    visitor::{AsProfessional, Visitor},
};
use crate::{
    configuration::is_national_number,
    instance::Network,
    refusal::Reason,
    store::{Action, Capacity, LinkState, NewLink, Person},
};

/// The start page, with the doctor's own consent.
pub(super) async fn home(State(network): State<Arc<Network>>, doctor: AsProfessional, Query(done): Query<Done>) -> Result<Response, Halt> {
    let notice = (done.done == "consent").then_some("Your decision about consent has been recorded.");
    pages::show(&home_page(&network, doctor.into(), notice, None).await?)
}

async fn home_page(
    network: &Network,
    doctor: Reader,
    notice: Option<&'static str>,
    mistake: Option<&'static str>,
) -> Result<pages::ProfessionalHome, Halt> {
    let state = network
        .store
        .consent_state(&doctor.visitor.person.pid, Capacity::Professional)
        .await?;
    Ok(pages::ProfessionalHome {
        frame: Frame::new("professional-home", "For professionals", Some(&doctor.visitor)),
        name: doctor.name,
        consent: Consent {
            state: state.word(),
            address: "/professional/consent",
        },
        notice,
        mistake,
    })
}

/// Gives or withdraws the doctor's own consent.
pub(super) async fn decide_consent(
    State(network): State<Arc<Network>>,
    doctor: AsProfessional,
    Sent(form): Sent<ConsentForm>,
) -> Result<Response, Halt> {
    let given = form.action == ConsentAction::Give;
    network
        .store
        .record_consent(&doctor.visitor.person.pid, Capacity::Professional, given, network.clock.now())
        .await?;
    Ok(Redirect::to("/professional?done=consent").into_response())
}

#[derive(Deserialize)]
pub(super) struct Search {
    insz: String,
}

/// To the page of the patient with this national number.
pub(super) async fn find_patient(
    State(network): State<Arc<Network>>,
    doctor: AsProfessional,
    Sent(search): Sent<Search>,
) -> Result<Response, Halt> {
    let reader = Reader::from(doctor);
    doctor_consents(&network, &reader).await?;
    let insz: String = search.insz.chars().filter(|sign| !matches!(sign, ' ' | '.' | '-')).collect();
    if !is_national_number(&insz) {
        let page = home_page(
            &network,
            reader,
            None,
            Some("A national number has 11 digits. Check it and try again."),
        )
        .await?;
        return pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    match (network.policies.link.find_patient)(&network.store, &insz, network.clock.now()).await? {
        Some(patient) => Ok(Redirect::to(&format!("/professional/patients/{}", patient.pid)).into_response()),
        None => Err(Reason::PatientNotRegistered.into()),
    }
}

/// The page of one patient: the link between the two, its history, and the way to the documents.
pub(super) async fn record(
    State(network): State<Arc<Network>>,
    doctor: AsProfessional,
    Path(pid): Path<String>,
    Query(done): Query<Done>,
) -> Result<Response, Halt> {
    let reader = Reader::from(doctor);
    doctor_consents(&network, &reader).await?;
    let patient = registered_patient(&network, &pid).await?;
    let notice = match done.done.as_str() {
        "link" => Some("The therapeutic link has been declared."),
        "revoked" => Some("The therapeutic link has been revoked."),
        _ => None,
    };
    let mut page = record_page(&network, &reader.visitor, &patient, notice, None).await?;
    page.registered = done.done == "registered";
    pages::show(&page)
}

async fn record_page(
    network: &Network,
    visitor: &Visitor,
    patient: &Person,
    notice: Option<&'static str>,
    mistake: Option<&'static str>,
) -> Result<pages::PatientRecord, Halt> {
    let now = network.clock.now();
    let links = network.store.links_between(&visitor.person.pid, &patient.pid).await?;
    let active = links.iter().find(|link| link.state_at(now) == LinkState::Active);
    Ok(pages::PatientRecord {
        frame: Frame::new("patient-record", "Patient", Some(visitor)).of_record(patient),
        pid: patient.pid.clone(),
        patient: patient.name.clone(),
        link_state: active.or(links.first()).map_or("none", |link| link.state_at(now).word()),
        links: links.iter().map(|link| ShownLink::at(link, now)).collect(),
        registered: false,
        notice,
        mistake,
    })
}

#[derive(Deserialize)]
pub(super) struct LinkForm {
    #[serde(default)]
    action: LinkAction,
    #[serde(default)]
    until: String,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum LinkAction {
    #[default]
    Declare,
    Revoke,
}

/// Declares a link with the patient, or revokes it.
pub(super) async fn link(
    State(network): State<Arc<Network>>,
    doctor: AsProfessional,
    Path(pid): Path<String>,
    Sent(form): Sent<LinkForm>,
) -> Result<Response, Halt> {
    let reader = Reader::from(doctor);
    doctor_consents(&network, &reader).await?;
    let patient = registered_patient(&network, &pid).await?;
    let own_pid = &reader.visitor.person.pid;
    let now = network.clock.now();
    let done = match form.action {
        LinkAction::Revoke => {
            write(&network, &reader, Action::RevokeLink, Some(&patient), None, "granted").await?;
            network.store.revoke_links(own_pid, &patient.pid, now).await?;
            "revoked"
        }
        LinkAction::Declare => {
            let end = match form.until.trim() {
                "" => (network.policies.link.end)(now, None, network.configuration.link_end).ok(),
                day => day
                    .parse::<Date>()
                    .and_then(|day| (network.policies.link.end)(now, Some(day), network.configuration.link_end))
                    .ok(),
            };
            let Some((end_day, ends_at)) = end.filter(|(_, ends_at)| *ends_at > now) else {
                let mistake = "The end date must be a date after today. Leave it empty for the usual duration.";
                let page = record_page(&network, &reader.visitor, &patient, None, Some(mistake)).await?;
                return pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
            };
            let link = NewLink {
                professional: own_pid,
                patient: &patient.pid,
                starts_at: now,
                end_day,
                ends_at,
            };
            write(&network, &reader, Action::DeclareLink, Some(&patient), None, "granted").await?;
            (network.policies.link.put)(&network.store, link).await?;
            "link"
        }
    };
    Ok(Redirect::to(&format!("/professional/patients/{pid}?done={done}")).into_response())
}
