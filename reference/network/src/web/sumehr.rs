//! SUMEHRs: the form that publishes one, what then lacks, and how one reads.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{DefaultBodyLimit, Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use serde::Deserialize;

use super::{
    admission::{Reader, ask, decide, registered_patient, write},
    forms::Sent,
    halt::Halt,
    language::Language,
    pages::{self, Frame},
    visitor::AsProfessional,
};
use crate::{
    clock::brussels,
    configuration::OWN_SAFE,
    instance::Network,
    policies::Purpose,
    refusal::Reason,
    secrets,
    store::{Action, Content, NewReference, PatientAccess, Person, StoreFault, SumehrItem},
};

const KIND: &str = "SUMEHR";
/// In characters, for each item.
const LONGEST_ITEM: usize = 4000;
/// All items full of signs that take nine bytes in a form.
const LONGEST_FORM: usize = 8 * LONGEST_ITEM * 9 + 1024;

/// The fields of the form, in the order in which they are asked for and shown, with what they are called.
const ITEMS: [(&str, &str); 8] = [
    ("summary", "Summary"),
    ("contacts", "Contact persons"),
    ("problems", "Current problems"),
    ("history", "History"),
    ("observations", "Observations"),
    ("treatments", "Treatments"),
    ("vaccinations", "Vaccinations"),
    ("allergies", "Allergies"),
];

pub(super) fn routes() -> Router<Arc<Network>> {
    let page = get(see).post(publish).layer(DefaultBodyLimit::max(LONGEST_FORM));
    Router::new().route("/professional/patients/{pid}/sumehr", page)
}

#[derive(Template)]
#[template(path = "publish_sumehr.html")]
struct PublishSumehr {
    frame: Frame,
    pid: String,
    patient: String,
    fields: Vec<Field>,
    longest: usize,
    mistake: Option<&'static str>,
}

struct Field {
    name: &'static str,
    label: &'static str,
    sent: String,
}

#[derive(Template)]
#[template(path = "sumehr_published.html")]
struct SumehrPublished {
    frame: Frame,
    patient: String,
    id: String,
    reference: String,
    missing: Vec<Missing>,
}

struct Missing {
    item: &'static str,
    label: &'static str,
}

#[derive(Deserialize)]
struct Published {
    published: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Summary {
    summary: String,
    contacts: String,
    problems: String,
    history: String,
    observations: String,
    treatments: String,
    vaccinations: String,
    allergies: String,
}

impl Summary {
    /// In the order of `ITEMS`; a form's line ends become ours.
    fn items(self) -> Vec<SumehrItem> {
        let contents = [
            self.summary,
            self.contacts,
            self.problems,
            self.history,
            self.observations,
            self.treatments,
            self.vaccinations,
            self.allergies,
        ];
        let named = ITEMS.iter().zip(contents);
        named
            .map(|((item, _), content)| SumehrItem {
                item: (*item).to_owned(),
                content: content.replace("\r\n", "\n").trim().to_owned(),
            })
            .collect()
    }
}

/// What a SUMEHR of the safe says, one item after the other.
pub(super) async fn content(network: &Network, document: &str) -> Result<String, StoreFault> {
    let items = network.store.sumehr(document).await?;
    let told = items.iter().filter(|item| !item.content.is_empty()).map(|item| {
        let label = Language::of_request().say(label_of(&item.item));
        format!("{label}\n{}", item.content)
    });
    Ok(told.collect::<Vec<_>>().join("\n\n"))
}

fn label_of(name: &str) -> &'static str {
    ITEMS.iter().find(|(item, _)| *item == name).map_or("", |(_, label)| *label)
}

async fn admitted(network: &Network, reader: &Reader, pid: &str, action: Action) -> Result<Person, Halt> {
    let patient = registered_patient(network, pid).await?;
    let rule = &network.policies.sumehr.may_publish;
    decide(network, reader, rule, &patient, Purpose::Publish, action).await?;
    Ok(patient)
}

fn form(reader: &Reader, patient: &Person, sent: Vec<SumehrItem>, mistake: Option<&'static str>) -> PublishSumehr {
    let mut sent = sent.into_iter().map(|item| item.content);
    PublishSumehr {
        frame: Frame::new("publish-sumehr", "Publish a SUMEHR", Some(&reader.visitor)).of_record(patient),
        pid: patient.pid.clone(),
        patient: patient.name.clone(),
        fields: ITEMS
            .iter()
            .map(|(name, label)| Field {
                name,
                label,
                sent: sent.next().unwrap_or_default(),
            })
            .collect(),
        longest: LONGEST_ITEM,
        mistake,
    }
}

async fn see(
    State(network): State<Arc<Network>>,
    doctor: AsProfessional,
    Path(pid): Path<String>,
    Query(published): Query<Published>,
) -> Result<Response, Halt> {
    let reader = Reader::from(doctor);
    let patient = admitted(&network, &reader, &pid, Action::SeeSumehrForm).await?;
    let Some(id) = published.published else {
        return pages::show(&form(&reader, &patient, Vec::new(), None));
    };
    let document = network.store.document(&id).await?.ok_or(Reason::NotFound)?;
    let own = document.author_insz.as_ref() == Some(&reader.visitor.person.insz);
    if !own || document.patient_insz != patient.insz || document.content != Content::Safe {
        return Err(Reason::NotFound.into());
    }
    let missing = (network.policies.sumehr.quality)(&network.store.sumehr(&id).await?);
    pages::show(&SumehrPublished {
        frame: Frame::new("sumehr-published", "SUMEHR published", Some(&reader.visitor)).of_record(&patient),
        patient: patient.name,
        id: document.id,
        reference: document.reference,
        missing: missing
            .into_iter()
            .map(|item| Missing {
                item,
                label: label_of(item),
            })
            .collect(),
    })
}

async fn publish(
    State(network): State<Arc<Network>>,
    doctor: AsProfessional,
    Path(pid): Path<String>,
    Sent(summary): Sent<Summary>,
) -> Result<Response, Halt> {
    let reader = Reader::from(doctor);
    let items = summary.items();
    if items.iter().any(|item| item.content.chars().count() > LONGEST_ITEM) {
        let patient = admitted(&network, &reader, &pid, Action::SeeSumehrForm).await?;
        let page = form(&reader, &patient, items, Some("One of the items is too long."));
        return pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let patient = registered_patient(&network, &pid).await?;
    let (rules, action) = (&network.policies.sumehr, Action::PublishSumehr);
    ask(&network, &reader, &rules.may_publish, &patient, Purpose::Publish, action).await?;
    (rules.publishable)(&(rules.quality)(&items))?;
    let now = network.clock.now();
    let id = (network.policies.publishing.identifier)(&network.store).await?;
    let sumehr = NewReference {
        publisher: OWN_SAFE.to_owned(),
        reference: format!("sumehr-{}", secrets::fresh_identifier()),
        patient_insz: patient.insz.clone(),
        kind: KIND.to_owned(),
        title: format!("{KIND} {}", now.to_zoned(brussels()).date()),
        author: reader.name.clone(),
        author_insz: Some(reader.visitor.person.insz.clone()),
        published_at: now,
        received_at: now,
        access: PatientAccess::Sumehr,
        content: Content::Safe,
        attachments: Vec::new(),
    };
    let document = sumehr.document(&id);
    write(&network, &reader, action, Some(&patient), Some(&document), "granted").await?;
    network.store.keep_sumehr(&sumehr, &id, &items).await?;
    Ok(Redirect::to(&format!("/professional/patients/{pid}/sumehr?published={id}")).into_response())
}
