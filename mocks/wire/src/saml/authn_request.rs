//! The request to identify a person (core, 3.4.1).

use jiff::Timestamp;

use super::{
    ASSERTION, PROTOCOL, SamlRefusal, format_instant,
    reading::{at_most_one, attribute, boolean, expect, id, instant, issuer, missing, owned, value},
};
use crate::xml::{Element, Markup};

/// More acceptable contexts than this are refused.
const MAX_CONTEXTS: usize = 32;

/// A request to identify a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthnRequest {
    /// Its own name; the answer refers to it.
    pub id: String,
    /// When it was made.
    pub issue_instant: Timestamp,
    /// Where it is sent to.
    pub destination: Option<String>,
    /// Who asks.
    pub issuer: String,
    /// Where the answer should go.
    pub consumer_url: Option<String>,
    /// The same, by its number in the metadata.
    pub consumer_index: Option<u16>,
    /// How the answer should come.
    pub protocol_binding: Option<String>,
    /// Identify the person afresh, whatever session there is.
    pub force_authn: bool,
    /// Do not ask the person anything.
    pub is_passive: bool,
    /// What kind of name is wanted.
    pub name_id_policy: Option<NameIdPolicy>,
    /// By what means.
    pub requested_context: Option<RequestedAuthnContext>,
}

/// What kind of name is wanted (core, 3.4.1.1).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameIdPolicy {
    /// Its kind.
    pub format: Option<String>,
    /// In whose namespace.
    pub sp_name_qualifier: Option<String>,
    /// Whether one may be made.
    pub allow_create: bool,
}

/// By what means a person is to be identified (core, 3.3.2.2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestedAuthnContext {
    /// How the answer must compare.
    pub comparison: Comparison,
    /// The acceptable ones, best first.
    pub class_refs: Vec<String>,
}

/// How what is achieved must compare with what was asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Comparison {
    /// Be one of them.
    #[default]
    Exact,
    /// Be at least as strong as one of them.
    Minimum,
    /// Be stronger than all of them.
    Better,
    /// Be as strong as possible without being stronger than one of them.
    Maximum,
}

impl Comparison {
    /// Its name in a request.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Minimum => "minimum",
            Self::Better => "better",
            Self::Maximum => "maximum",
        }
    }

    fn of(name: &str) -> Option<Self> {
        [Self::Exact, Self::Minimum, Self::Better, Self::Maximum]
            .into_iter()
            .find(|one| one.name() == name)
    }
}

impl AuthnRequest {
    /// Reads it.
    ///
    /// # Errors
    /// It is something else, or lacks what it must have.
    pub fn read(element: Element<'_, '_>) -> Result<Self, SamlRefusal> {
        expect(element, PROTOCOL, "AuthnRequest")?;
        version(element)?;
        let index = element.attribute("AssertionConsumerServiceIndex");
        let policy = at_most_one(element, PROTOCOL, "NameIDPolicy")?;
        let context = at_most_one(element, PROTOCOL, "RequestedAuthnContext")?;
        Ok(Self {
            id: id(element)?,
            issue_instant: instant(element, "IssueInstant")?,
            destination: owned(element, "Destination"),
            issuer: issuer(element)?
                .filter(|issuer| !issuer.is_empty())
                .ok_or_else(|| missing(element, "Issuer"))?,
            consumer_url: owned(element, "AssertionConsumerServiceURL"),
            consumer_index: index
                .map(|index| index.parse().map_err(|_| value("AssertionConsumerServiceIndex", index)))
                .transpose()?,
            protocol_binding: owned(element, "ProtocolBinding"),
            force_authn: boolean(element, "ForceAuthn")?,
            is_passive: boolean(element, "IsPassive")?,
            name_id_policy: policy.map(NameIdPolicy::read).transpose()?,
            requested_context: context.map(RequestedAuthnContext::read).transpose()?,
        })
    }

    /// As it is sent.
    #[must_use]
    pub fn to_markup(&self) -> Markup {
        let yes = |flag: bool| flag.then_some("true");
        let index = self.consumer_index.map(|index| index.to_string());
        Markup::element("samlp:AuthnRequest")
            .namespace("samlp", PROTOCOL)
            .namespace("saml", ASSERTION)
            .attribute("ID", &self.id)
            .attribute("Version", "2.0")
            .attribute("IssueInstant", &format_instant(self.issue_instant))
            .attribute_if("Destination", self.destination.as_deref())
            .attribute_if("ForceAuthn", yes(self.force_authn))
            .attribute_if("IsPassive", yes(self.is_passive))
            .attribute_if("AssertionConsumerServiceIndex", index.as_deref())
            .attribute_if("AssertionConsumerServiceURL", self.consumer_url.as_deref())
            .attribute_if("ProtocolBinding", self.protocol_binding.as_deref())
            .child(Markup::element("saml:Issuer").text(&self.issuer))
            .children(self.name_id_policy.iter().map(NameIdPolicy::to_markup))
            .children(self.requested_context.iter().map(RequestedAuthnContext::to_markup))
    }
}

/// Only 2.0 is spoken here (core, 3.2.1).
pub(super) fn version(element: Element<'_, '_>) -> Result<(), SamlRefusal> {
    match attribute(element, "Version")? {
        "2.0" => Ok(()),
        other => Err(value("Version", other)),
    }
}

impl NameIdPolicy {
    fn read(element: Element<'_, '_>) -> Result<Self, SamlRefusal> {
        Ok(Self {
            format: owned(element, "Format"),
            sp_name_qualifier: owned(element, "SPNameQualifier"),
            allow_create: boolean(element, "AllowCreate")?,
        })
    }

    fn to_markup(&self) -> Markup {
        Markup::element("samlp:NameIDPolicy")
            .attribute_if("Format", self.format.as_deref())
            .attribute_if("SPNameQualifier", self.sp_name_qualifier.as_deref())
            .attribute_if("AllowCreate", self.allow_create.then_some("true"))
    }
}

impl RequestedAuthnContext {
    fn read(element: Element<'_, '_>) -> Result<Self, SamlRefusal> {
        let named = element.attribute("Comparison");
        let comparison = named.map(|name| Comparison::of(name).ok_or_else(|| value("Comparison", name)));
        let refs = element.children_named(ASSERTION, "AuthnContextClassRef").map(Element::trimmed);
        let class_refs: Vec<_> = refs.take(MAX_CONTEXTS + 1).collect();
        if class_refs.is_empty() {
            return Err(missing(element, "AuthnContextClassRef"));
        }
        if class_refs.len() > MAX_CONTEXTS {
            return Err(value("RequestedAuthnContext", "too many"));
        }
        Ok(Self {
            comparison: comparison.transpose()?.unwrap_or_default(),
            class_refs,
        })
    }

    fn to_markup(&self) -> Markup {
        let refs = self
            .class_refs
            .iter()
            .map(|class| Markup::element("saml:AuthnContextClassRef").text(class));
        Markup::element("samlp:RequestedAuthnContext")
            .attribute("Comparison", self.comparison.name())
            .children(refs)
    }
}
