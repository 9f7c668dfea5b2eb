//! Telling the network about a document: one call, made again when something about the document changes.

use etalon_stage::{HttpClient, NoAnswer, OutgoingError, OutgoingRequest, Realm};
use http::{HeaderValue, Method, header};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::{
    AUTHORITY, Hospital, basic,
    content::{Laid, sha256},
};

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
    #[error("the publisher's name and secret do not fit into an HTTP header; use a name without a colon, and no control characters")]
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
        let network = self.network().ok_or(HospitalError::NotConnected)?;
        let announcement = announcement(&self.repository(realm), &laid);
        call(&self.client, realm, &network, &announcement).await
    }
}

async fn call(client: &HttpClient, realm: &Realm, network: &Network, announcement: &Value) -> Result<Publication, HospitalError> {
    let credentials = basic::present(&network.name, &network.secret).and_then(|header| HeaderValue::from_str(&header).ok());
    let credentials = credentials.ok_or(HospitalError::Credentials)?;
    let request = OutgoingRequest {
        authority: AUTHORITY,
        method: Method::POST,
        url: format!("{}{PUBLISH_PATH}", network.base_url),
        headers: vec![
            (header::AUTHORIZATION, credentials),
            (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        ],
        body: announcement.to_string().into_bytes(),
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

fn announcement(repository: &str, laid: &Laid) -> Value {
    let document = &laid.document;
    let url = document_url(repository, &document.reference);
    let attachments = laid.attachments.iter().enumerate();
    let attachments: Vec<_> = attachments
        .map(|(number, one)| {
            let url = format!("{url}/attachments/{number}");
            json!({"name": one.name, "media_type": one.media_type, "url": url, "sha256": sha256(&one.bytes)})
        })
        .collect();
    let mut announcement = json!({
        "reference": document.reference, "patient": document.patient_insz, "type": document.kind, "title": document.title,
        "author": document.author, "published_at": document.published_at.to_string(), "patient_access": document.patient_access.published(),
        "content_url": url, "content_sha256": sha256(laid.letter.as_bytes()), "attachments": attachments,
    });
    if let Some(insz) = &document.author_insz {
        announcement["author_insz"] = json!(insz);
    }
    announcement
}

/// A reference may hold anything; in a path, all but the unreserved is escaped (RFC 3986, 2.3).
fn document_url(repository: &str, reference: &str) -> String {
    const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    format!("{repository}/documents/{}", utf8_percent_encode(reference, RESERVED))
}
