//! “Access authorizations”: the links and exclusions on a record, for its patient and, at the patient's request, for a professional to
//! whom the record is open.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;

use super::{
    admission::{Door, Reader, decide, registered_patient},
    forms::Sent,
    halt::Halt,
    pages::{self, Frame},
    patient::Done,
    shown::{Moment, ShownLink},
    visitor::{AsPatient, AsProfessional},
};
use crate::{
    instance::Network,
    policies::{Decision, Purpose, exclusion::Shutting},
    store::{Action, LinkState, Person},
};

pub(super) fn routes() -> Router<Arc<Network>> {
    Router::new()
        .route("/patient/authorisations", get(see_own))
        .route("/patient/authorisations/exclude", post(exclude_from_own))
        .route("/patient/authorisations/lift", post(lift_from_own))
        .route("/professional/patients/{pid}/authorisations", get(see))
        .route("/professional/patients/{pid}/authorisations/exclude", post(exclude))
        .route("/professional/patients/{pid}/authorisations/lift", post(lift))
}

#[derive(Template)]
#[template(path = "authorisations.html")]
struct Authorisations {
    frame: Frame,
    door: &'static str,
    /// Where the forms go.
    address: String,
    /// Where a professional revokes the own link, while there is one.
    revoke: Option<String>,
    links: Vec<ShownLink>,
    exclusions: Vec<ShownExclusion>,
    professionals: Vec<String>,
    lifted: bool,
    notice: Option<&'static str>,
    mistake: Option<&'static str>,
}

/// An exclusion in force, as shown.
struct ShownExclusion {
    name: String,
    since: Moment,
}

#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    professional: String,
}

/// Who acts on whose record, and where the page is.
struct Desk {
    network: Arc<Network>,
    reader: Reader,
    door: Door,
    patient: Person,
}

#[derive(Clone, Copy)]
enum Act {
    Exclude,
    Lift,
}

impl Desk {
    fn own(network: Arc<Network>, patient: AsPatient) -> Self {
        let reader = Reader::from(patient);
        Self {
            patient: reader.visitor.person.clone(),
            door: Door::Patient,
            network,
            reader,
        }
    }

    async fn of(network: Arc<Network>, professional: AsProfessional, pid: &str) -> Result<Self, Halt> {
        let patient = registered_patient(&network, pid).await?;
        Ok(Self {
            reader: professional.into(),
            door: Door::Professional,
            network,
            patient,
        })
    }

    fn rule(&self) -> &Decision {
        match self.door {
            Door::Patient => &self.network.policies.exclusion.by_patient,
            Door::Professional => &self.network.policies.exclusion.by_professional,
        }
    }

    fn address(&self) -> String {
        match self.door {
            Door::Patient => "/patient/authorisations".to_owned(),
            Door::Professional => format!("/professional/patients/{}/authorisations", self.patient.pid),
        }
    }

    async fn admit(&self, action: Action) -> Result<(), Halt> {
        decide(&self.network, &self.reader, self.rule(), &self.patient, Purpose::Authorise, action).await
    }

    async fn page(&self, done: &str, mistake: Option<&'static str>) -> Result<Authorisations, Halt> {
        let (network, now) = (&self.network, self.network.clock.now());
        let exclusions = network.store.exclusions_on(&self.patient.pid).await?;
        let links = network.store.links_on(&self.patient.pid).await?;
        let visitor = &self.reader.visitor;
        let own = network.store.links_between(&visitor.person.pid, &self.patient.pid).await?;
        let linked = self.door == Door::Professional && own.iter().any(|link| link.state_at(now) == LinkState::Active);
        let frame = match self.door {
            Door::Patient => Frame::new("patient-authorisations", "Access authorizations", Some(visitor)),
            Door::Professional => Frame::new("authorisations", "Access authorizations", Some(visitor)).of_record(&self.patient),
        };
        Ok(Authorisations {
            frame,
            door: self.door.path(),
            address: self.address(),
            revoke: linked.then(|| format!("/professional/patients/{}/link", self.patient.pid)),
            links: links.iter().map(|link| ShownLink::at(link, now)).collect(),
            exclusions: exclusions
                .iter()
                .map(|exclusion| ShownExclusion {
                    name: network.configuration.professional_name(&exclusion.professional_insz),
                    since: exclusion.since.into(),
                })
                .collect(),
            professionals: network.configuration.professional_names(),
            lifted: done == "lifted",
            notice: (done == "excluded").then_some("The professional no longer has access to this record."),
            mistake,
        })
    }

    async fn act(self, act: Act, named: &Named) -> Result<Response, Halt> {
        let Some(professional) = self.network.configuration.professional_named(&named.professional) else {
            self.admit(Action::SeeAuthorisations).await?;
            let page = self.page("", Some("Choose a professional from the list.")).await?;
            return pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        };
        let rules = &self.network.policies.exclusion;
        let (action, carry_out, done) = match act {
            Act::Exclude => (Action::Exclude, rules.put, "excluded"),
            Act::Lift => (Action::LiftExclusion, rules.lift, "lifted"),
        };
        self.admit(action).await?;
        let shutting = Shutting {
            patient: &self.patient,
            professional_insz: &professional.insz,
            now: self.network.clock.now(),
        };
        carry_out(&self.network.store, shutting).await?;
        Ok(Redirect::to(&format!("{}?done={done}", self.address())).into_response())
    }
}

async fn see_own(State(network): State<Arc<Network>>, patient: AsPatient, Query(done): Query<Done>) -> Result<Response, Halt> {
    let desk = Desk::own(network, patient);
    desk.admit(Action::SeeAuthorisations).await?;
    pages::show(&desk.page(&done.done, None).await?)
}

async fn exclude_from_own(State(network): State<Arc<Network>>, patient: AsPatient, Sent(named): Sent<Named>) -> Result<Response, Halt> {
    Desk::own(network, patient).act(Act::Exclude, &named).await
}

async fn lift_from_own(State(network): State<Arc<Network>>, patient: AsPatient, Sent(named): Sent<Named>) -> Result<Response, Halt> {
    Desk::own(network, patient).act(Act::Lift, &named).await
}

async fn see(
    State(network): State<Arc<Network>>,
    professional: AsProfessional,
    Path(pid): Path<String>,
    Query(done): Query<Done>,
) -> Result<Response, Halt> {
    let desk = Desk::of(network, professional, &pid).await?;
    desk.admit(Action::SeeAuthorisations).await?;
    pages::show(&desk.page(&done.done, None).await?)
}

async fn exclude(
    State(network): State<Arc<Network>>,
    professional: AsProfessional,
    Path(pid): Path<String>,
    Sent(named): Sent<Named>,
) -> Result<Response, Halt> {
    Desk::of(network, professional, &pid).await?.act(Act::Exclude, &named).await
}

async fn lift(
    State(network): State<Arc<Network>>,
    professional: AsProfessional,
    Path(pid): Path<String>,
    Sent(named): Sent<Named>,
) -> Result<Response, Halt> {
    Desk::of(network, professional, &pid).await?.act(Act::Lift, &named).await
}
