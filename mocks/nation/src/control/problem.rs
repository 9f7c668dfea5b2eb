//! Why the desk does not do what it was asked, with the remedy: one form for the console's pages and for RFC 9457 over HTTP.

use std::fmt;

use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where the types of problems begin; the kind follows.
const TYPE: &str = "urn:etalon:problem:";

/// What kind of problem it is. Programs may rely on its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    /// No realm of that name is open.
    RealmUnknown,
    /// A realm of that name is open already.
    RealmTaken,
    /// Nobody of that id lives in the realm.
    PersonUnknown,
    /// Somebody of that name lives in the realm already.
    PersonTaken,
    /// No relying party of that identifier is registered in the realm.
    ClientUnknown,
    /// No such certificate was issued in the realm.
    CertificateUnknown,
    /// There is no such hospital.
    HospitalUnknown,
    /// No such document is laid down.
    DocumentUnknown,
    /// The hospital was not connected to a network.
    NotConnected,
    /// No such direction waits.
    DirectionUnknown,
    /// The journal holds no entry of that number, or not any more.
    EntryUnknown,
    /// A field says what cannot be.
    FieldUnusable,
    /// There are as many of that kind as there may be.
    TooMany,
    /// It was done, and could not be made to last.
    NotKept,
    /// The body is no JSON, or not what the call takes.
    BodyUnreadable,
    /// The body is larger than any call needs.
    BodyTooLarge,
    /// The body is not announced as JSON.
    BodyNotJson,
    /// The query cannot be read.
    QueryUnreadable,
    /// No token, or a wrong one.
    TokenMissing,
    /// The request was meant for another host.
    HostForeign,
    /// A page of another site sent it.
    OriginForeign,
    /// There is nothing at this address.
    AddressUnknown,
    /// That cannot be done to what is at this address.
    MethodUnknown,
    /// The nation itself failed.
    Failed,
}

/// Why it was not done: the place, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct Problem {
    /// What kind of problem it is.
    pub kind: ProblemKind,
    /// The place and the remedy, as a sentence for people.
    pub detail: String,
}

/// A problem as RFC 9457 (`application/problem+json`) says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProblemBody {
    /// `urn:etalon:problem:` and the kind.
    #[serde(rename = "type")]
    #[schema(example = "urn:etalon:problem:realm-unknown")]
    pub type_: String,
    /// The kind in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The place and the remedy.
    pub detail: String,
}

impl Problem {
    /// A problem of that kind.
    #[must_use]
    pub fn new(kind: ProblemKind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            detail: detail.into(),
        }
    }

    pub(crate) fn field(name: &str, what: impl fmt::Display) -> Self {
        Self::new(ProblemKind::FieldUnusable, format!("`{name}`: {what}"))
    }

    /// As it is sent.
    #[must_use]
    pub fn body(&self) -> ProblemBody {
        ProblemBody {
            type_: format!("{TYPE}{}", self.kind),
            title: self.kind.title().to_owned(),
            status: self.kind.status().as_u16(),
            detail: self.detail.clone(),
        }
    }
}

impl ProblemKind {
    /// The HTTP status that goes with it.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::RealmUnknown
            | Self::PersonUnknown
            | Self::ClientUnknown
            | Self::CertificateUnknown
            | Self::HospitalUnknown
            | Self::DocumentUnknown
            | Self::DirectionUnknown
            | Self::EntryUnknown
            | Self::AddressUnknown => StatusCode::NOT_FOUND,
            Self::RealmTaken | Self::PersonTaken | Self::TooMany | Self::NotConnected => StatusCode::CONFLICT,
            Self::FieldUnusable => StatusCode::UNPROCESSABLE_ENTITY,
            Self::BodyUnreadable | Self::QueryUnreadable => StatusCode::BAD_REQUEST,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BodyNotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TokenMissing => StatusCode::UNAUTHORIZED,
            Self::HostForeign => StatusCode::MISDIRECTED_REQUEST,
            Self::OriginForeign => StatusCode::FORBIDDEN,
            Self::MethodUnknown => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotKept | Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::RealmUnknown => "No such realm is open",
            Self::RealmTaken => "A realm of that name is open already",
            Self::PersonUnknown => "Nobody of that id lives in the realm",
            Self::PersonTaken => "Somebody of that name lives in the realm already",
            Self::ClientUnknown => "No such relying party is registered",
            Self::CertificateUnknown => "No such certificate was issued",
            Self::HospitalUnknown => "There is no such hospital",
            Self::DocumentUnknown => "No such document is laid down",
            Self::NotConnected => "The hospital publishes to no network yet",
            Self::DirectionUnknown => "No such direction waits",
            Self::EntryUnknown => "The journal holds no such entry",
            Self::FieldUnusable => "A field says what cannot be",
            Self::TooMany => "There are as many as there may be",
            Self::NotKept => "It was done, and could not be made to last",
            Self::BodyUnreadable => "The body cannot be read",
            Self::BodyTooLarge => "The body is too large",
            Self::BodyNotJson => "The body is not announced as JSON",
            Self::QueryUnreadable => "The query cannot be read",
            Self::TokenMissing => "The token is missing or wrong",
            Self::HostForeign => "The request was meant for another host",
            Self::OriginForeign => "A page of another site sent the request",
            Self::AddressUnknown => "There is nothing at this address",
            Self::MethodUnknown => "That cannot be done here",
            Self::Failed => "The nation failed",
        }
    }
}

impl fmt::Display for ProblemKind {
    /// As it is spelt in JSON.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}
