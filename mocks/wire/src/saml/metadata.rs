//! What entities publish of themselves (metadata, 2.3 to 2.4): one descriptor, with one role or both.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{
    METADATA, PROTOCOL, SamlRefusal,
    reading::{attribute, boolean, expect, owned, value},
};
use crate::{
    xml::{Element, Markup},
    xmlsec::DSIG,
};

/// More keys or endpoints of one kind than this are refused.
const MAX_LISTED: usize = 32;

/// An entity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EntityDescriptor {
    /// Its name.
    pub entity_id: String,
    /// The element's own name, where it is signed.
    pub id: Option<String>,
    /// It identifies people.
    pub identity_provider: Option<IdentityProvider>,
    /// It wants to know who people are.
    pub service_provider: Option<ServiceProvider>,
}

/// The role of identifying people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdentityProvider {
    /// Requests must be signed.
    pub wants_requests_signed: bool,
    /// Its certificates.
    pub keys: Vec<PublishedKey>,
    /// Where sessions are ended.
    pub single_logout: Vec<Endpoint>,
    /// The kinds of names it gives.
    pub name_id_formats: Vec<String>,
    /// Where people are identified.
    pub single_sign_on: Vec<Endpoint>,
}

/// The role of asking who people are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServiceProvider {
    /// It signs its requests.
    pub signs_requests: bool,
    /// Assertions must be signed themselves.
    pub wants_assertions_signed: bool,
    /// Its certificates.
    pub keys: Vec<PublishedKey>,
    /// Where sessions are ended.
    pub single_logout: Vec<Endpoint>,
    /// The kinds of names it takes.
    pub name_id_formats: Vec<String>,
    /// Where answers go.
    pub consumers: Vec<IndexedEndpoint>,
}

/// An address and how it is spoken to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// The binding.
    pub binding: String,
    /// The address.
    pub location: String,
}

/// An address with a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexedEndpoint {
    /// The address.
    pub endpoint: Endpoint,
    /// Its number.
    pub index: u16,
    /// Whether it is the one where none is named.
    pub is_default: bool,
}

/// A certificate and what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedKey {
    /// What it is for; both where nothing is said.
    pub key_use: Option<KeyUse>,
    /// The certificate, DER.
    pub certificate: Vec<u8>,
}

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyUse {
    /// Signatures are verified with it.
    Signing,
    /// What is sent is encrypted to it.
    Encryption,
}

impl EntityDescriptor {
    /// Reads it. Other roles, organisations and contacts are let be.
    ///
    /// # Errors
    /// It is something else, or lacks what it must have.
    pub fn read(element: Element<'_, '_>) -> Result<Self, SamlRefusal> {
        expect(element, METADATA, "EntityDescriptor")?;
        let role = |name| element.children_named(METADATA, name).find(|role| speaks_saml2(*role));
        Ok(Self {
            entity_id: attribute(element, "entityID")?.to_owned(),
            id: owned(element, "ID"),
            identity_provider: role("IDPSSODescriptor").map(IdentityProvider::read).transpose()?,
            service_provider: role("SPSSODescriptor").map(ServiceProvider::read).transpose()?,
        })
    }

    /// As it is published, unsigned.
    #[must_use]
    pub fn to_markup(&self) -> Markup {
        Markup::element("md:EntityDescriptor")
            .namespace("md", METADATA)
            .namespace("ds", DSIG)
            .attribute("entityID", &self.entity_id)
            .attribute_if("ID", self.id.as_deref())
            .children(self.identity_provider.iter().map(IdentityProvider::to_markup))
            .children(self.service_provider.iter().map(ServiceProvider::to_markup))
    }
}

impl IdentityProvider {
    fn read(role: Element<'_, '_>) -> Result<Self, SamlRefusal> {
        Ok(Self {
            wants_requests_signed: boolean(role, "WantAuthnRequestsSigned")?,
            keys: keys(role)?,
            single_logout: endpoints(role, "SingleLogoutService")?,
            name_id_formats: formats(role),
            single_sign_on: endpoints(role, "SingleSignOnService")?,
        })
    }

    fn to_markup(&self) -> Markup {
        Markup::element("md:IDPSSODescriptor")
            .attribute("WantAuthnRequestsSigned", yes(self.wants_requests_signed))
            .attribute("protocolSupportEnumeration", PROTOCOL)
            .children(self.keys.iter().map(PublishedKey::to_markup))
            .children(
                self.single_logout
                    .iter()
                    .map(|endpoint| endpoint.to_markup("md:SingleLogoutService")),
            )
            .children(self.name_id_formats.iter().map(|format| format_markup(format)))
            .children(
                self.single_sign_on
                    .iter()
                    .map(|endpoint| endpoint.to_markup("md:SingleSignOnService")),
            )
    }
}

impl ServiceProvider {
    fn read(role: Element<'_, '_>) -> Result<Self, SamlRefusal> {
        let consumers = role.children_named(METADATA, "AssertionConsumerService").take(MAX_LISTED);
        Ok(Self {
            signs_requests: boolean(role, "AuthnRequestsSigned")?,
            wants_assertions_signed: boolean(role, "WantAssertionsSigned")?,
            keys: keys(role)?,
            single_logout: endpoints(role, "SingleLogoutService")?,
            name_id_formats: formats(role),
            consumers: consumers.map(IndexedEndpoint::read).collect::<Result<_, _>>()?,
        })
    }

    fn to_markup(&self) -> Markup {
        let consumers = self.consumers.iter().map(|consumer| {
            let markup = consumer.endpoint.to_markup("md:AssertionConsumerService");
            let markup = markup.attribute("index", &consumer.index.to_string());
            markup.attribute("isDefault", yes(consumer.is_default))
        });
        Markup::element("md:SPSSODescriptor")
            .attribute("AuthnRequestsSigned", yes(self.signs_requests))
            .attribute("WantAssertionsSigned", yes(self.wants_assertions_signed))
            .attribute("protocolSupportEnumeration", PROTOCOL)
            .children(self.keys.iter().map(PublishedKey::to_markup))
            .children(
                self.single_logout
                    .iter()
                    .map(|endpoint| endpoint.to_markup("md:SingleLogoutService")),
            )
            .children(self.name_id_formats.iter().map(|format| format_markup(format)))
            .children(consumers)
    }
}

impl Endpoint {
    /// An address, and how it is spoken to.
    #[must_use]
    pub fn new(binding: &str, location: &str) -> Self {
        Self {
            binding: binding.to_owned(),
            location: location.to_owned(),
        }
    }

    fn read(element: Element<'_, '_>) -> Result<Self, SamlRefusal> {
        Ok(Self::new(attribute(element, "Binding")?, attribute(element, "Location")?))
    }

    fn to_markup(&self, name: &str) -> Markup {
        Markup::element(name)
            .attribute("Binding", &self.binding)
            .attribute("Location", &self.location)
    }
}

impl IndexedEndpoint {
    fn read(element: Element<'_, '_>) -> Result<Self, SamlRefusal> {
        let index = attribute(element, "index")?;
        Ok(Self {
            endpoint: Endpoint::read(element)?,
            index: index.parse().map_err(|_| value("index", index))?,
            is_default: boolean(element, "isDefault")?,
        })
    }
}

impl PublishedKey {
    fn to_markup(&self) -> Markup {
        let key_use = self.key_use.map(|key_use| match key_use {
            KeyUse::Signing => "signing",
            KeyUse::Encryption => "encryption",
        });
        let certificate = Markup::element("ds:X509Certificate").text(&STANDARD.encode(&self.certificate));
        Markup::element("md:KeyDescriptor")
            .attribute_if("use", key_use)
            .child(Markup::element("ds:KeyInfo").child(Markup::element("ds:X509Data").child(certificate)))
    }
}

fn speaks_saml2(role: Element<'_, '_>) -> bool {
    let protocols = role.attribute("protocolSupportEnumeration").unwrap_or_default();
    protocols.split_whitespace().any(|protocol| protocol == PROTOCOL)
}

fn keys(role: Element<'_, '_>) -> Result<Vec<PublishedKey>, SamlRefusal> {
    let mut keys = Vec::new();
    for descriptor in role.children_named(METADATA, "KeyDescriptor") {
        let key_use = match descriptor.attribute("use") {
            None => None,
            Some("signing") => Some(KeyUse::Signing),
            Some("encryption") => Some(KeyUse::Encryption),
            Some(other) => return Err(value("use", other)),
        };
        for shown in descriptor.and_below().filter(|element| element.is(DSIG, "X509Certificate")) {
            let base64: String = shown.text().split_whitespace().collect();
            let certificate = STANDARD.decode(&base64).map_err(|_| value("X509Certificate", &base64))?;
            keys.push(PublishedKey { key_use, certificate });
            if keys.len() > MAX_LISTED {
                return Err(value("KeyDescriptor", "too many"));
            }
        }
    }
    Ok(keys)
}

fn endpoints(role: Element<'_, '_>, name: &str) -> Result<Vec<Endpoint>, SamlRefusal> {
    role.children_named(METADATA, name).take(MAX_LISTED).map(Endpoint::read).collect()
}

fn formats(role: Element<'_, '_>) -> Vec<String> {
    let formats = role.children_named(METADATA, "NameIDFormat").take(MAX_LISTED);
    formats.map(Element::trimmed).collect()
}

fn format_markup(format: &str) -> Markup {
    Markup::element("md:NameIDFormat").text(format)
}

fn yes(flag: bool) -> &'static str {
    if flag { "true" } else { "false" }
}
