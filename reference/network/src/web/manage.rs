//! “Manage”: the page on which the author of a document sets when its patient may read it, and shuts other professionals out of it.

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
    admission::{Reader, Subject, Wish, admit, question},
    forms::Sent,
    halt::Halt,
    pages::{self, Frame},
    patient::Done,
    shown::ListedDocument,
    visitor::AsProfessional,
};
use crate::{
    configuration::Professional,
    instance::Network,
    policies::{
        Purpose,
        manage::choice_of,
        restriction::{Restraint, RestrictionRules},
    },
    store::{Action, PatientAccess},
};

pub(super) fn routes() -> Router<Arc<Network>> {
    Router::new()
        .route("/professional/documents/{id}/access", get(see).post(set))
        .route("/professional/documents/{id}/access/restrict", post(restrict))
        .route("/professional/documents/{id}/access/lift", post(lift))
}

#[derive(Template)]
#[template(path = "document_access.html")]
struct DocumentAccess {
    frame: Frame,
    address: String,
    document: ListedDocument,
    rule: Choice,
    choices: Vec<Choice>,
    restrictions: Vec<String>,
    professionals: Vec<String>,
    lifted: bool,
    notice: Option<&'static str>,
    mistake: Option<&'static str>,
}

/// A rule for the patient's access, as shown.
struct Choice {
    value: String,
    /// English; the days of a delay go into the braces.
    words: &'static str,
    days: Option<String>,
    chosen: bool,
}

impl Choice {
    fn of(access: PatientAccess, in_force: PatientAccess) -> Self {
        Self {
            value: access.word(),
            words: match access {
                PatientAccess::Immediate => "at once",
                PatientAccess::AfterDays(_) => "after {} days",
                PatientAccess::Never => "never",
                PatientAccess::Releasable => "when a doctor releases it",
                PatientAccess::Sumehr => "as the network provides for SUMEHRs",
            },
            days: match access {
                PatientAccess::AfterDays(days) => Some(days.to_string()),
                _ => None,
            },
            chosen: access == in_force,
        }
    }
}

#[derive(Deserialize)]
struct Chosen {
    #[serde(default)]
    access: String,
}

#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    professional: String,
}

async fn managed(network: &Network, reader: &Reader, id: &str, action: Action) -> Result<Subject, Halt> {
    let wish = Wish {
        rule: &network.policies.manage.may,
        purpose: |document| Purpose::Manage(document),
        action,
    };
    admit(network, reader, id, wish).await
}

async fn page(
    network: &Network,
    reader: &Reader,
    subject: Subject,
    done: &str,
    mistake: Option<&'static str>,
) -> Result<DocumentAccess, Halt> {
    let Subject { document, patient } = subject;
    let rules = &network.policies.manage;
    let in_force = (rules.rule)(&network.policies, &network.store, &document).await?;
    let own_name = network.configuration.professional_name(&reader.visitor.person.insz);
    let restricted = network.store.restricted_from(&document.id).await?;
    Ok(DocumentAccess {
        frame: Frame::new("document-access", "Access to a document", Some(&reader.visitor)).of_record(&patient),
        address: format!("/professional/documents/{}", document.id),
        rule: Choice::of(in_force, in_force),
        choices: (rules.choices)().into_iter().map(|choice| Choice::of(choice, in_force)).collect(),
        restrictions: restricted
            .iter()
            .map(|insz| network.configuration.professional_name(insz))
            .collect(),
        professionals: network
            .configuration
            .professional_names()
            .into_iter()
            .filter(|name| *name != own_name)
            .collect(),
        document: ListedDocument::of(document, &network.configuration),
        lifted: done == "lifted",
        notice: match done {
            "set" => Some("The patient's access to this document has been set."),
            "restricted" => Some("The professional no longer has access to this document."),
            _ => None,
        },
        mistake,
    })
}

async fn see(
    State(network): State<Arc<Network>>,
    doctor: AsProfessional,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Result<Response, Halt> {
    let reader = Reader::from(doctor);
    let subject = managed(&network, &reader, &id, Action::SeeAccess).await?;
    pages::show(&page(&network, &reader, subject, &done.done, None).await?)
}

/// The same page with what is wrong; whether the asker may see it comes first.
async fn mistaken(network: &Network, reader: &Reader, id: &str, mistake: &'static str) -> Result<Response, Halt> {
    let subject = managed(network, reader, id, Action::SeeAccess).await?;
    let page = page(network, reader, subject, "", Some(mistake)).await?;
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn set(
    State(network): State<Arc<Network>>,
    doctor: AsProfessional,
    Path(id): Path<String>,
    Sent(chosen): Sent<Chosen>,
) -> Result<Response, Halt> {
    let reader = Reader::from(doctor);
    let Some(access) = choice_of(&chosen.access) else {
        return mistaken(&network, &reader, &id, "Choose when the patient may read this document.").await;
    };
    let Subject { document, patient } = managed(&network, &reader, &id, Action::SetAccess).await?;
    let question = question(&network, &reader, &patient, Purpose::Manage(&document));
    (network.policies.manage.set)(&question, &document, access).await?;
    Ok(back(&id, "set"))
}

async fn restrict(
    State(network): State<Arc<Network>>,
    doctor: AsProfessional,
    Path(id): Path<String>,
    Sent(named): Sent<Named>,
) -> Result<Response, Halt> {
    let reader = Reader::from(doctor);
    let own = &reader.visitor.person.insz;
    match network.configuration.professional_named(&named.professional) {
        Some(other) if other.insz != *own => {
            restrain(&network, &reader, &id, other, Action::Restrict, |rules| rules.put).await?;
            Ok(back(&id, "restricted"))
        }
        _ => mistaken(&network, &reader, &id, "Choose another professional from the list.").await,
    }
}

async fn lift(
    State(network): State<Arc<Network>>,
    doctor: AsProfessional,
    Path(id): Path<String>,
    Sent(named): Sent<Named>,
) -> Result<Response, Halt> {
    let reader = Reader::from(doctor);
    match network.configuration.professional_named(&named.professional) {
        Some(other) => {
            restrain(&network, &reader, &id, other, Action::LiftRestriction, |rules| rules.lift).await?;
            Ok(back(&id, "lifted"))
        }
        None => mistaken(&network, &reader, &id, "Choose another professional from the list.").await,
    }
}

type CarryOut = for<'a> fn(&'a crate::store::Store, Restraint<'a>) -> crate::policies::Answer<'a, ()>;

async fn restrain(
    network: &Network,
    reader: &Reader,
    id: &str,
    other: &Professional,
    action: Action,
    carry_out: fn(&RestrictionRules) -> CarryOut,
) -> Result<(), Halt> {
    let subject = managed(network, reader, id, action).await?;
    let restraint = Restraint {
        document: &subject.document,
        professional_insz: &other.insz,
        by: &reader.visitor.person,
        now: network.clock.now(),
    };
    carry_out(&network.policies.restriction)(&network.store, restraint).await?;
    Ok(())
}

fn back(id: &str, done: &str) -> Response {
    Redirect::to(&format!("/professional/documents/{id}/access?done={done}")).into_response()
}
