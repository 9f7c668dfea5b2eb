//! How a request ended (core, 3.2.2): one code, a second within it that says more, and words for people.

use super::{
    PROTOCOL, SamlRefusal,
    reading::{attribute, one},
};
use crate::xml::{Element, Markup};

/// The status of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// One of the four codes at the top.
    pub code: String,
    /// The code within.
    pub sub_code: Option<String>,
    /// Words for people.
    pub message: Option<String>,
}

impl Status {
    /// All went well.
    pub const SUCCESS: &str = "urn:oasis:names:tc:SAML:2.0:status:Success";
    /// Whoever asked is in the wrong.
    pub const REQUESTER: &str = "urn:oasis:names:tc:SAML:2.0:status:Requester";
    /// Whoever answers cannot.
    pub const RESPONDER: &str = "urn:oasis:names:tc:SAML:2.0:status:Responder";
    /// The person was not identified.
    pub const AUTHN_FAILED: &str = "urn:oasis:names:tc:SAML:2.0:status:AuthnFailed";
    /// The means that were asked for are not there.
    pub const NO_AUTHN_CONTEXT: &str = "urn:oasis:names:tc:SAML:2.0:status:NoAuthnContext";
    /// It cannot be done without asking the person.
    pub const NO_PASSIVE: &str = "urn:oasis:names:tc:SAML:2.0:status:NoPassive";
    /// The request is not granted.
    pub const REQUEST_DENIED: &str = "urn:oasis:names:tc:SAML:2.0:status:RequestDenied";
    /// The request is not of a kind that is known.
    pub const REQUEST_UNSUPPORTED: &str = "urn:oasis:names:tc:SAML:2.0:status:RequestUnsupported";
    /// Not everybody could be logged out.
    pub const PARTIAL_LOGOUT: &str = "urn:oasis:names:tc:SAML:2.0:status:PartialLogout";
    /// The kind of name that was asked for cannot be given.
    pub const INVALID_NAME_ID_POLICY: &str = "urn:oasis:names:tc:SAML:2.0:status:InvalidNameIDPolicy";

    /// Success.
    #[must_use]
    pub fn success() -> Self {
        Self {
            code: Self::SUCCESS.to_owned(),
            sub_code: None,
            message: None,
        }
    }

    /// A refusal with a reason within.
    #[must_use]
    pub fn refusal(code: &str, sub_code: &str) -> Self {
        Self {
            code: code.to_owned(),
            sub_code: Some(sub_code.to_owned()),
            message: None,
        }
    }

    pub(super) fn within(element: Element<'_, '_>) -> Result<Self, SamlRefusal> {
        let status = one(element, PROTOCOL, "Status")?;
        let code = one(status, PROTOCOL, "StatusCode")?;
        let sub_code = code.child(PROTOCOL, "StatusCode");
        Ok(Self {
            code: attribute(code, "Value")?.to_owned(),
            sub_code: sub_code.map(|within| attribute(within, "Value").map(str::to_owned)).transpose()?,
            message: status.child(PROTOCOL, "StatusMessage").map(Element::trimmed),
        })
    }

    /// As it is sent.
    #[must_use]
    pub fn to_markup(&self) -> Markup {
        let mut code = Markup::element("samlp:StatusCode").attribute("Value", &self.code);
        if let Some(within) = &self.sub_code {
            code = code.child(Markup::element("samlp:StatusCode").attribute("Value", within));
        }
        let message = self.message.iter().map(|words| Markup::element("samlp:StatusMessage").text(words));
        Markup::element("samlp:Status").child(code).children(message)
    }
}
