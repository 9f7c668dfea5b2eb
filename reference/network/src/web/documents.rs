//! Lists, documents and attachments, through the patient's door and the doctor's. Whatever is asked, admission comes first; only then is
//! anything fetched.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    admission::{Door, Reader, admit, decide, question},
    halt::{Halt, Unavailable},
    pages::{self, Frame},
    professional,
    visitor::{AsPatient, AsProfessional},
};
use crate::{
    instance::Network,
    outgoing::hospital,
    policies::Purpose,
    refusal::Reason,
    store::{Action, Attachment, Document, Person},
};

#[derive(Deserialize)]
pub(super) struct PageWish {
    #[serde(default)]
    page: String,
}

impl PageWish {
    fn number(&self) -> usize {
        self.page.parse().unwrap_or(1).max(1)
    }
}

pub(super) async fn list_for_patient(
    State(network): State<Arc<Network>>,
    patient: AsPatient,
    Query(wish): Query<PageWish>,
) -> Result<Response, Halt> {
    let reader = Reader::from(patient);
    let own = reader.visitor.person.clone();
    list(&network, &reader, Door::Patient, &own, wish.number()).await
}

pub(super) async fn list_for_professional(
    State(network): State<Arc<Network>>,
    doctor: AsProfessional,
    Path(pid): Path<String>,
    Query(wish): Query<PageWish>,
) -> Result<Response, Halt> {
    let patient = professional::patient(&network, &pid).await?;
    list(&network, &doctor.into(), Door::Professional, &patient, wish.number()).await
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
    decide(network, reader, door, patient, Purpose::List).await?;
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
        Door::Patient => ("patient-documents", "Your documents".to_owned(), "/patient/documents".to_owned()),
        Door::Professional => (
            "professional-documents",
            format!("Documents of {}", patient.name),
            format!("/professional/patients/{}/documents", patient.pid),
        ),
    };
    pages::show(&pages::Documents {
        frame: Frame::new(name, "Documents", Some(&reader.visitor)),
        heading,
        door: door.path(),
        list_address,
        documents: page.documents.into_iter().map(Into::into).collect(),
        total: page.total,
        next: page.next,
    })
}

async fn read(network: &Network, reader: Result<Reader, Halt>, door: Door, id: &str) -> Result<Response, Halt> {
    let (document, reader) = admit(network, reader, door, id, Action::Read).await?;
    let served = (network.policies.reading.served)(&network.store, &document).await?;
    let content = fetch(network, &served, &served.content_url, &served.title).await?;
    pages::show(&pages::DocumentPage {
        frame: Frame::new("document", served.title.clone(), reader.as_ref().map(|reader| &*reader.visitor)),
        door: door.path(),
        address: format!("{}/documents/{}", door.path(), document.id),
        attachments: network.store.attachments(&served.id).await?,
        document: served.into(),
        content: String::from_utf8_lossy(&content).into_owned(),
    })
}

async fn attachment(network: &Network, reader: Result<Reader, Halt>, door: Door, id: &str, n: &str) -> Result<Response, Halt> {
    let (document, _) = admit(network, reader, door, id, Action::Attachment).await?;
    let position = n.parse().map_err(|_| Reason::NotFound)?;
    let Some(attachment) = (network.policies.reading.attachment)(&network.store, &document, position).await? else {
        return Err(Reason::NotFound.into());
    };
    let bytes = fetch(network, &document, &attachment.url, &attachment.name).await?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_str(&attachment.media_type).unwrap_or(HeaderValue::from_static("application/octet-stream")),
        ),
        (header::CONTENT_DISPOSITION, disposition(&attachment)),
        // Bytes of others are never a page of ours, even if a browser shows them.
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'"),
        ),
    ];
    Ok((StatusCode::OK, headers, bytes).into_response())
}

async fn fetch(network: &Network, document: &Document, address: &str, title: &str) -> Result<Vec<u8>, Halt> {
    let unavailable = |cause: String| {
        Halt::Unavailable(Unavailable {
            whose: "hospital",
            title: Some(title.to_owned()),
            cause,
        })
    };
    let Some(publisher) = network.configuration.publisher(&document.publisher) else {
        return Err(unavailable("no such publisher".to_owned()));
    };
    hospital::fetch(&network.http, publisher, address)
        .await
        .map_err(|fault| unavailable(fault.to_string()))
}

/// To be saved under its name: in ASCII for old programs, and exactly (RFC 6266, 8187).
fn disposition(attachment: &Attachment) -> HeaderValue {
    let plain: String = attachment
        .name
        .chars()
        .map(|sign| {
            if sign.is_ascii_alphanumeric() || ".-_ ".contains(sign) {
                sign
            } else {
                '_'
            }
        })
        .collect();
    let exact: String = attachment
        .name
        .bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect();
    HeaderValue::try_from(format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}"))
        .unwrap_or(HeaderValue::from_static("attachment"))
}
