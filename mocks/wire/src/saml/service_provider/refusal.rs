//! Why a response is not believed: one case per check.

use crate::{
    saml::{SamlRefusal, Status},
    xmlsec::{DecryptionRefusal, SignatureRefusal},
};

/// Why a response is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is no response, or its assertion none.
    #[error(transparent)]
    Message(#[from] SamlRefusal),
    /// It was sent to another address.
    #[error("the response was sent to {0:?}")]
    Destination(Option<String>),
    /// The response or the assertion is from somebody else, or does not say.
    #[error("the {part} is from {issuer:?}")]
    Issuer {
        /// `response` or `assertion`.
        part: &'static str,
        /// Whom it names.
        issuer: Option<String>,
    },
    /// It answers another request, or none.
    #[error("the {part} answers {request:?}, which is not our request")]
    InResponseTo {
        /// `response` or `subject confirmation`.
        part: &'static str,
        /// Which it names.
        request: Option<String>,
    },
    /// It was made too long ago, before our request, or in the future.
    #[error("the {0} was not made just now")]
    IssueInstant(&'static str),
    /// It did not succeed.
    #[error("the request ended with {} {:?}", .0.code, .0.sub_code)]
    Status(Box<Status>),
    /// There is not exactly one assertion, directly in the response.
    #[error("the response holds {0} assertions where one may be")]
    Assertions(usize),
    /// An assertion came open where it must be encrypted.
    #[error("the assertion is not encrypted")]
    NotEncrypted,
    /// It cannot be opened.
    #[error(transparent)]
    Encrypted(#[from] DecryptionRefusal),
    /// The assertion itself is not signed.
    #[error("the assertion is not signed")]
    NotSigned,
    /// A signature stands where none may, or several where one may.
    #[error("there are signatures where none may be")]
    StraySignature,
    /// A signature does not count.
    #[error(transparent)]
    Signature(#[from] SignatureRefusal),
    /// It covers something else than the assertion that is used.
    #[error("the signature does not cover the assertion that is used")]
    Covered,
    /// The conditions are missing, not met yet, no longer met, or not understood.
    #[error("the assertion's conditions are not met: {0}")]
    Conditions(&'static str),
    /// It is for others.
    #[error("the assertion is for others")]
    Audience,
    /// Nothing confirms that whoever brought it may; why the last that could did not.
    #[error("the subject is not confirmed: {0}")]
    Confirmation(&'static str),
    /// Nobody is named.
    #[error("the assertion names nobody")]
    Subject,
    /// The person was not identified, too long ago, or the session is over.
    #[error("the identification does not count: {0}")]
    Authentication(&'static str),
    /// The means are not enough.
    #[error("the means are {0:?}, which is not enough")]
    Context(Option<String>),
    /// It was used before.
    #[error("the assertion was used before")]
    Replayed,
}

impl Refusal {
    /// The name of the check that does not hold.
    #[must_use]
    pub fn check(&self) -> &'static str {
        match self {
            Self::Message(_) => "message",
            Self::Destination(_) => "destination",
            Self::Issuer { part: "response", .. } => "response_issuer",
            Self::Issuer { .. } => "issuer",
            Self::InResponseTo { part: "response", .. } => "in_response_to",
            Self::InResponseTo { .. } | Self::Confirmation(_) => "confirmation",
            Self::IssueInstant("response") => "response_age",
            Self::IssueInstant(_) => "issue_instant",
            Self::Status(_) => "status",
            Self::Assertions(_) | Self::NotEncrypted | Self::Encrypted(_) => "selection",
            Self::NotSigned | Self::StraySignature | Self::Signature(_) | Self::Covered => "signature",
            Self::Conditions(_) => "conditions",
            Self::Audience => "audience",
            Self::Subject => "subject",
            Self::Authentication(_) => "authentication",
            Self::Context(_) => "context",
            Self::Replayed => "single_use",
        }
    }
}
