//! A professional's patients: the list, registering somebody, and the form that asks the office for a link.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use jiff::{civil::Date, fmt::strtime};
use serde::Deserialize;

use super::{
    admission::{Reader, doctor_consents, question, registered_patient, write},
    forms::{Nothing, Sent},
    halt::Halt,
    pages::{self, Frame},
    visitor::AsProfessional,
};
use crate::{
    configuration::is_national_number,
    instance::Network,
    policies::Purpose,
    store::{Action, Contact, NewLink, Person},
};

/// In characters, for each field.
const LONGEST_FIELD: usize = 200;

pub(super) fn routes() -> Router<Arc<Network>> {
    Router::new()
        .route("/professional/patients", get(list))
        .route("/professional/patients/new", get(add).post(register))
        .route("/professional/patients/{pid}/link-form", get(see_link_form).post(send_link_form))
}

#[derive(Template)]
#[template(path = "patient_list.html")]
struct PatientList {
    frame: Frame,
    patients: Vec<Person>,
}

async fn list(State(network): State<Arc<Network>>, doctor: AsProfessional) -> Result<Response, Halt> {
    let reader = Reader::from(doctor);
    doctor_consents(&network, &reader).await?;
    let question = question(&network, &reader, &reader.visitor.person, Purpose::List);
    pages::show(&PatientList {
        frame: Frame::new("patient-list", "Your patients", Some(&reader.visitor)),
        patients: (network.policies.registration.patients)(&network.policies, &question).await?,
    })
}

#[derive(Template)]
#[template(path = "add_patient.html")]
struct AddPatient {
    frame: Frame,
    sent: Registration,
    longest: usize,
    mistake: Option<&'static str>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Registration {
    insz: String,
    name: String,
    first_name: String,
    birth_date: String,
    mail: String,
    telephone: String,
    consent: String,
}

impl Registration {
    fn national_number(&self) -> String {
        self.insz.chars().filter(|sign| !matches!(sign, ' ' | '.' | '-')).collect()
    }

    /// Which contact details there have to be is open, so none has to.
    fn mistake(&self) -> Option<&'static str> {
        let all = [&self.name, &self.first_name, &self.birth_date, &self.mail, &self.telephone];
        if !is_national_number(&self.national_number()) {
            Some("A national number has 11 digits. Check it and try again.")
        } else if all.iter().any(|field| field.chars().count() > LONGEST_FIELD) {
            Some("One of the details is too long.")
        } else if !matches!(self.consent.as_str(), "yes" | "no") {
            Some("Say whether the patient consents.")
        } else if !self.birth_date.trim().is_empty() && self.born().is_none() {
            Some("The date of birth must be a date.")
        } else {
            None
        }
    }

    fn born(&self) -> Option<Date> {
        let written = self.birth_date.trim();
        let belgian = || strtime::parse("%d/%m/%Y", written).and_then(|parsed| parsed.to_date());
        written.parse().or_else(|_| belgian()).ok()
    }

    fn full_name(&self) -> String {
        let full = format!("{} {}", self.first_name.trim(), self.name.trim());
        match full.trim() {
            "" => "Unnamed person".to_owned(),
            name => name.to_owned(),
        }
    }

    fn contact(&self) -> Contact {
        Contact {
            birth_date: self.born().map_or_else(String::new, |day| day.to_string()),
            mail: self.mail.trim().to_owned(),
            telephone: self.telephone.trim().to_owned(),
        }
    }
}

fn add_page(reader: &Reader, sent: Registration, mistake: Option<&'static str>) -> AddPatient {
    AddPatient {
        frame: Frame::new("add-patient", "Add a patient", Some(&reader.visitor)),
        sent,
        longest: LONGEST_FIELD,
        mistake,
    }
}

async fn add(State(network): State<Arc<Network>>, doctor: AsProfessional) -> Result<Response, Halt> {
    let reader = Reader::from(doctor);
    doctor_consents(&network, &reader).await?;
    pages::show(&add_page(&reader, Registration::default(), None))
}

async fn register(State(network): State<Arc<Network>>, doctor: AsProfessional, Sent(sent): Sent<Registration>) -> Result<Response, Halt> {
    let reader = Reader::from(doctor);
    doctor_consents(&network, &reader).await?;
    if let Some(mistake) = sent.mistake() {
        let page = add_page(&reader, sent, Some(mistake));
        return pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let rules = &network.policies.registration;
    let (insz, now) = (sent.national_number(), network.clock.now());
    if let Err(reason) = (rules.may)(sent.consent == "yes") {
        // Of somebody whom the network does not know nothing is kept, not even that this was tried.
        if let Some(known) = network.store.person_with(&insz).await? {
            write(&network, &reader, Action::Register, Some(&known), None, reason.code()).await?;
        }
        return Err(reason.into());
    }
    let patient = network.store.introduce(&insz, &sent.full_name()).await?;
    write(&network, &reader, Action::Register, Some(&patient), None, "granted").await?;
    network.store.register_patient(&patient.pid, now).await?;
    network.store.note_contact(&patient.pid, &sent.contact(), now).await?;
    (rules.consent)(&network.store, &patient, now).await?;
    Ok(Redirect::to(&format!("/professional/patients/{}?done=registered", patient.pid)).into_response())
}

#[derive(Template)]
#[template(path = "link_form.html")]
struct LinkForm {
    frame: Frame,
    pid: String,
    patient: String,
    doctor: String,
    /// `none`, `sent` or `processed`.
    status: &'static str,
}

async fn see_link_form(State(network): State<Arc<Network>>, doctor: AsProfessional, Path(pid): Path<String>) -> Result<Response, Halt> {
    let reader = Reader::from(doctor);
    doctor_consents(&network, &reader).await?;
    let patient = registered_patient(&network, &pid).await?;
    let request = network.store.link_request_between(&reader.visitor.person.pid, &pid).await?;
    pages::show(&LinkForm {
        frame: Frame::new("link-form", "Form for a therapeutic link", Some(&reader.visitor)).of_record(&patient),
        pid,
        patient: patient.name,
        status: match request.map(|request| request.processed_at) {
            None => "none",
            Some(None) => "sent",
            Some(Some(_)) => "processed",
        },
        doctor: reader.name,
    })
}

async fn send_link_form(
    State(network): State<Arc<Network>>,
    doctor: AsProfessional,
    Path(pid): Path<String>,
    Sent(Nothing {}): Sent<Nothing>,
) -> Result<Response, Halt> {
    let reader = Reader::from(doctor);
    doctor_consents(&network, &reader).await?;
    let patient = registered_patient(&network, &pid).await?;
    write(&network, &reader, Action::AskLink, Some(&patient), None, "granted").await?;
    let link = usual_link(&network, &reader.visitor.person.pid, &patient.pid)?;
    (network.policies.link.ask)(&network.store, link).await?;
    Ok(Redirect::to(&format!("/professional/patients/{pid}/link-form")).into_response())
}

/// A link of the usual duration from now on.
pub(super) fn usual_link<'a>(network: &Network, professional: &'a str, patient: &'a str) -> Result<NewLink<'a>, Halt> {
    let now = network.clock.now();
    let end = (network.policies.link.end)(now, None, network.configuration.link_end);
    let (end_day, ends_at) = end.map_err(|error| Halt::Fault(format!("calendar: {error}")))?;
    Ok(NewLink {
        professional,
        patient,
        starts_at: now,
        end_day,
        ends_at,
    })
}
