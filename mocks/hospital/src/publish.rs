//! Telling the network about a document: one call, made again when something about the document changes.

use std::sync::PoisonError;

use etalon_stage::{HttpClient, NoAnswer, OutgoingError, OutgoingRequest, Realm};
use etalon_wire::{BasicCredentials, encode_form};
use http::{HeaderValue, Method, header};
use serde_json::{Value, json};

use crate::{AUTHORITY, Hospital, content::Laid};

/// Where a network takes references, below its base URL.
pub const PUBLISH_PATH: &str = "/publisher/v1/references";

/// How the hospital reaches the network.
#[derive(Clone)]
pub(crate) struct Network {
    pub(crate) base_url: String,
    pub(crate) name: String,
    pub(crate) secret: String,
}

/// What came of publishing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Publication {
    /// The network answered.
    Published {
        /// The HTTP status.
        status: u16,
        /// The network's own identifier, where a 200 or 201 named one.
        id: Option<String>,
    },
    /// No answer came.
    NoAnswer(NoAnswer),
}

/// Why the hospital could not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HospitalError {
    /// The reference was never laid down.
    #[error("no document with the reference `{0}` was laid down; lay it down first")]
    NoSuchDocument(String),
    /// It does not know the network.
    #[error("the hospital is not connected to a network; connect it first")]
    NotConnected,
    /// The name or secret does not fit into a header.
    #[error("the publisher's name and secret do not fit into an HTTP header")]
    Credentials,
    /// The network's address may not be called.
    #[error(transparent)]
    Address(OutgoingError),
}

impl Hospital {
    /// Tells the network about a document, as it is now.
    ///
    /// # Errors
    /// The document or the network is not known, or the network's address may not be called.
    pub async fn publish(&self, realm: &Realm, reference: &str) -> Result<Publication, HospitalError> {
        let laid = self
            .documents
            .get(reference)
            .ok_or_else(|| HospitalError::NoSuchDocument(reference.to_owned()))?;
        let network = self
            .network
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
            .ok_or(HospitalError::NotConnected)?;
        call(&self.client, realm, &network, &laid).await
    }
}

async fn call(client: &HttpClient, realm: &Realm, network: &Network, laid: &Laid) -> Result<Publication, HospitalError> {
    let credentials = BasicCredentials {
        client_id: network.name.clone(),
        client_secret: network.secret.clone(),
    };
    let credentials = HeaderValue::from_str(&credentials.header()).map_err(|_| HospitalError::Credentials)?;
    let request = OutgoingRequest {
        authority: AUTHORITY,
        method: Method::POST,
        url: format!("{}{PUBLISH_PATH}", network.base_url),
        headers: vec![
            (header::AUTHORIZATION, credentials),
            (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        ],
        body: announcement(realm, laid).to_string().into_bytes(),
    };
    match client.send(realm, request).await {
        Ok(answer) => {
            let said: Option<Value> = serde_json::from_slice(&answer.body).ok();
            let id = said
                .filter(|_| matches!(answer.status, 200 | 201))
                .and_then(|said| Some(said.get("id")?.as_str()?.to_owned()));
            Ok(Publication::Published { status: answer.status, id })
        }
        Err(OutgoingError::NoAnswer(none)) => Ok(Publication::NoAnswer(none)),
        Err(refused) => Err(HospitalError::Address(refused)),
    }
}

fn announcement(realm: &Realm, laid: &Laid) -> Value {
    let document = &laid.document;
    let url = document_url(realm, &document.reference);
    let attachments = laid.attachments.iter().enumerate();
    let attachments: Vec<_> = attachments
        .map(|(number, one)| json!({"name": one.name, "media_type": one.media_type, "url": format!("{url}/attachments/{number}")}))
        .collect();
    json!({
        "reference": document.reference, "patient": document.patient_insz, "type": document.kind, "title": document.title,
        "author": document.author, "published_at": document.published_at.to_string(), "patient_access": document.patient_access.published(),
        "content_url": url, "attachments": attachments,
    })
}

/// A reference may hold anything; in a path, all but the unreserved is escaped.
fn document_url(realm: &Realm, reference: &str) -> String {
    // Form encoding differs from path encoding in the blank only.
    let segment = encode_form([("", reference)]).trim_start_matches('=').replace('+', "%20");
    format!("{}/hospital/documents/{segment}", realm.base_url())
}
