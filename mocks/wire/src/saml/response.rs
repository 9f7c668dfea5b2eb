//! The answer to a request (core, 3.3.3), around the assertions it carries.

use jiff::Timestamp;

use super::{
    ASSERTION, PROTOCOL, SamlRefusal, Status,
    authn_request::version,
    format_instant,
    reading::{expect, id, instant, issuer, owned},
};
use crate::xml::{Element, Markup};

/// A response without its assertions and signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// Its own name.
    pub id: String,
    /// The request it answers.
    pub in_response_to: Option<String>,
    /// When it was made.
    pub issue_instant: Timestamp,
    /// Where it is sent to.
    pub destination: Option<String>,
    /// Who answers.
    pub issuer: Option<String>,
    /// How the request ended.
    pub status: Status,
}

impl Response {
    /// Reads it; its assertions are the caller's to find.
    ///
    /// # Errors
    /// It is something else, or lacks what it must have.
    pub fn read(element: Element<'_, '_>) -> Result<Self, SamlRefusal> {
        expect(element, PROTOCOL, "Response")?;
        Self::read_any(element)
    }

    /// What responses of every kind have in common.
    pub(super) fn read_any(element: Element<'_, '_>) -> Result<Self, SamlRefusal> {
        version(element)?;
        Ok(Self {
            id: id(element)?,
            in_response_to: owned(element, "InResponseTo"),
            issue_instant: instant(element, "IssueInstant")?,
            destination: owned(element, "Destination"),
            issuer: issuer(element)?,
            status: Status::within(element)?,
        })
    }

    /// As it is sent, with `content` behind the status: assertions, each signed or encrypted already.
    #[must_use]
    pub fn to_markup(&self, content: impl IntoIterator<Item = String>) -> Markup {
        let response = self.to_any_markup("samlp:Response");
        content.into_iter().fold(response, |response, assertion| response.raw(assertion))
    }

    pub(super) fn to_any_markup(&self, name: &str) -> Markup {
        let issuer = self.issuer.iter().map(|issuer| Markup::element("saml:Issuer").text(issuer));
        Markup::element(name)
            .namespace("samlp", PROTOCOL)
            .namespace("saml", ASSERTION)
            .attribute("ID", &self.id)
            .attribute_if("InResponseTo", self.in_response_to.as_deref())
            .attribute("Version", "2.0")
            .attribute("IssueInstant", &format_instant(self.issue_instant))
            .attribute_if("Destination", self.destination.as_deref())
            .children(issuer)
            .child(self.status.to_markup())
    }
}
