//! Lists, documents and attachments, through the patient's door and the professional's. Whatever is asked, admission comes first; only then is
//! anything fetched.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use serde::Deserialize;

use super::{
    admission::{Door, Reader, Subject, Wish, admit_visitor, decide, question, registered_patient},
    halt::Halt,
    handing::{fetch, hand_out},
    language::Language,
    pages::{self, Frame},
    shown::ListedDocument,
    sumehr,
    visitor::{AsPatient, AsProfessional},
};
use crate::{
    instance::Network,
    policies::Purpose,
    refusal::Reason,
    store::{Action, Content, Document, PatientAccess, Person},
};

#[derive(Deserialize)]
pub(super) struct PageAsked {
    #[serde(default)]
    page: String,
}

impl PageAsked {
    fn number(&self) -> usize {
        self.page.parse().unwrap_or(1).max(1)
    }
}

pub(super) async fn list_for_patient(
    State(network): State<Arc<Network>>,
    patient: AsPatient,
    Query(asked): Query<PageAsked>,
) -> Result<Response, Halt> {
    let reader = Reader::from(patient);
    let own = reader.visitor.person.clone();
    list(&network, &reader, Door::Patient, &own, asked.number()).await
}

pub(super) async fn list_for_professional(
    State(network): State<Arc<Network>>,
    doctor: AsProfessional,
    Path(pid): Path<String>,
    Query(asked): Query<PageAsked>,
) -> Result<Response, Halt> {
    let patient = registered_patient(&network, &pid).await?;
    list(&network, &doctor.into(), Door::Professional, &patient, asked.number()).await
}

pub(super) async fn read_as_patient(
    State(network): State<Arc<Network>>,
    reader: Result<AsPatient, Halt>,
    Path(id): Path<String>,
) -> Result<Response, Halt> {
    read(&network, reader.map(Reader::from), Door::Patient, &id).await
}

pub(super) async fn read_as_professional(
    State(network): State<Arc<Network>>,
    reader: Result<AsProfessional, Halt>,
    Path(id): Path<String>,
) -> Result<Response, Halt> {
    read(&network, reader.map(Reader::from), Door::Professional, &id).await
}

pub(super) async fn attachment_for_patient(
    State(network): State<Arc<Network>>,
    reader: Result<AsPatient, Halt>,
    Path((id, n)): Path<(String, String)>,
) -> Result<Response, Halt> {
    attachment(&network, reader.map(Reader::from), Door::Patient, &id, &n).await
}

pub(super) async fn attachment_for_professional(
    State(network): State<Arc<Network>>,
    reader: Result<AsProfessional, Halt>,
    Path((id, n)): Path<(String, String)>,
) -> Result<Response, Halt> {
    attachment(&network, reader.map(Reader::from), Door::Professional, &id, &n).await
}

async fn list(network: &Network, reader: &Reader, door: Door, patient: &Person, number: usize) -> Result<Response, Halt> {
    decide(network, reader, door.rule(network), patient, Purpose::List, Action::List).await?;
    let question = question(network, reader, patient, Purpose::List);
    let contents = match door {
        Door::Patient => network.policies.listing.for_patient,
        Door::Professional => network.policies.listing.for_professional,
    };
    let documents = contents(&network.policies, &question).await?;
    let page = (network.policies.listing.page)(documents, number);
    if page.total == 0 {
        (network.policies.listing.empty)()?;
    }
    let (name, heading, list_address) = match door {
        Door::Patient => (
            "patient-documents",
            Language::of_request().say("Your documents").to_owned(),
            "/patient/documents".to_owned(),
        ),
        Door::Professional => (
            "professional-documents",
            Language::of_request().put("Documents of {}", &patient.name),
            format!("/professional/patients/{}/documents", patient.pid),
        ),
    };
    pages::show(&pages::Documents {
        frame: match door {
            Door::Patient => Frame::new(name, "Documents", Some(&reader.visitor)),
            Door::Professional => Frame::new(name, "Documents", Some(&reader.visitor)).of_record(patient),
        },
        heading,
        door: door.path(),
        list_address,
        documents: page
            .documents
            .into_iter()
            .map(|document| {
                let manage = door == Door::Professional && (network.policies.manage.offered)(&reader.visitor.person, &document);
                let listed = ListedDocument::of(document, &network.configuration);
                ListedDocument { manage, ..listed }
            })
            .collect(),
        total: page.total,
        next: page.next,
    })
}

async fn read(network: &Network, reader: Result<Reader, Halt>, door: Door, id: &str) -> Result<Response, Halt> {
    let wish = Wish {
        rule: door.rule(network),
        purpose: |document| Purpose::Read(document),
        action: Action::Read,
    };
    let (Subject { document, patient }, reader) = admit_visitor(network, reader, id, wish).await?;
    let served = (network.policies.reading.served)(&network.store, &document).await?;
    let content = match &served.content {
        Content::Safe => sumehr::content(network, &served.id).await?,
        Content::Hospital { url, sha256 } => {
            let content = fetch(network, &served, url, sha256.as_deref(), &served.title).await?;
            String::from_utf8_lossy(&content).into_owned()
        }
    };
    let offers = match &reader {
        Some(reader) if door == Door::Professional => Offers::on(network, reader, &served).await?,
        _ => Offers::default(),
    };
    let frame = Frame::new("document", served.title.clone(), reader.as_ref().map(|reader| &*reader.visitor));
    pages::show(&pages::DocumentPage {
        frame: match door {
            Door::Patient => frame,
            Door::Professional => frame.of_record(&patient),
        },
        door: door.path(),
        address: format!("{}/documents/{}", door.path(), document.id),
        attachments: network.store.attachments(&served.id).await?,
        document: ListedDocument {
            manage: offers.manage,
            ..ListedDocument::of(served, &network.configuration)
        },
        release: offers.release,
        content,
    })
}

/// What a professional can do with a document that is open to him.
#[derive(Default)]
struct Offers {
    manage: bool,
    release: bool,
}

impl Offers {
    async fn on(network: &Network, reader: &Reader, document: &Document) -> Result<Self, Halt> {
        let policies = &network.policies;
        let rule: PatientAccess = (policies.manage.rule)(policies, &network.store, document).await?;
        let releasable = (policies.release.status)(rule) && (policies.release.professions)(reader.profession);
        Ok(Self {
            manage: (policies.manage.offered)(&reader.visitor.person, document),
            release: releasable && network.store.released_at(&document.id).await?.is_none(),
        })
    }
}

async fn attachment(network: &Network, reader: Result<Reader, Halt>, door: Door, id: &str, n: &str) -> Result<Response, Halt> {
    let wish = Wish {
        rule: door.rule(network),
        purpose: |document| Purpose::Attachment(document),
        action: Action::Attachment,
    };
    let (Subject { document, .. }, _) = admit_visitor(network, reader, id, wish).await?;
    let position = n.parse().map_err(|_| Reason::NotFound)?;
    let Some(attachment) = (network.policies.reading.attachment)(&network.store, &document, position).await? else {
        return Err(Reason::NotFound.into());
    };
    let bytes = fetch(network, &document, &attachment.url, attachment.sha256.as_deref(), &attachment.name).await?;
    Ok(hand_out(&attachment, bytes))
}
