//! Ending sessions everywhere (core, 3.7).

use jiff::Timestamp;

use super::{
    ASSERTION, NameId, PROTOCOL, Response, SamlRefusal,
    authn_request::version,
    format_instant,
    reading::{expect, id, instant, instant_if, issuer, missing, one, owned},
};
use crate::xml::{Element, Markup};

/// More sessions than this are not named in one request.
const MAX_SESSIONS: usize = 32;

/// A request to end sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogoutRequest {
    /// Its own name.
    pub id: String,
    /// When it was made.
    pub issue_instant: Timestamp,
    /// Where it is sent to.
    pub destination: Option<String>,
    /// Who asks.
    pub issuer: String,
    /// Until when it means anything.
    pub not_on_or_after: Option<Timestamp>,
    /// Whose sessions.
    pub name_id: NameId,
    /// Which of them; all, where none is named.
    pub session_indexes: Vec<String>,
}

/// The answer: a response that carries nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogoutResponse(pub Response);

impl LogoutRequest {
    /// Reads it.
    ///
    /// # Errors
    /// It is something else, or lacks what it must have.
    pub fn read(element: Element<'_, '_>) -> Result<Self, SamlRefusal> {
        expect(element, PROTOCOL, "LogoutRequest")?;
        version(element)?;
        let indexes = element.children_named(PROTOCOL, "SessionIndex").map(Element::trimmed);
        Ok(Self {
            id: id(element)?,
            issue_instant: instant(element, "IssueInstant")?,
            destination: owned(element, "Destination"),
            issuer: issuer(element)?.ok_or_else(|| missing(element, "Issuer"))?,
            not_on_or_after: instant_if(element, "NotOnOrAfter")?,
            name_id: NameId::read(one(element, ASSERTION, "NameID")?),
            session_indexes: indexes.take(MAX_SESSIONS).collect(),
        })
    }

    /// As it is sent.
    #[must_use]
    pub fn to_markup(&self) -> Markup {
        let indexes = self
            .session_indexes
            .iter()
            .map(|index| Markup::element("samlp:SessionIndex").text(index));
        Markup::element("samlp:LogoutRequest")
            .namespace("samlp", PROTOCOL)
            .namespace("saml", ASSERTION)
            .attribute("ID", &self.id)
            .attribute("Version", "2.0")
            .attribute("IssueInstant", &format_instant(self.issue_instant))
            .attribute_if("Destination", self.destination.as_deref())
            .attribute_if("NotOnOrAfter", self.not_on_or_after.map(format_instant).as_deref())
            .child(Markup::element("saml:Issuer").text(&self.issuer))
            .child(self.name_id.to_markup())
            .children(indexes)
    }
}

impl LogoutResponse {
    /// Reads it.
    ///
    /// # Errors
    /// It is something else, or lacks what it must have.
    pub fn read(element: Element<'_, '_>) -> Result<Self, SamlRefusal> {
        expect(element, PROTOCOL, "LogoutResponse")?;
        Response::read_any(element).map(Self)
    }

    /// As it is sent.
    #[must_use]
    pub fn to_markup(&self) -> Markup {
        self.0.to_any_markup("samlp:LogoutResponse")
    }
}
