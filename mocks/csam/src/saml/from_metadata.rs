//! A service provider from the metadata it publishes. Whoever registers it vouches for it: a signature on it is not looked at.

use etalon_wire::{
    saml::{EntityDescriptor, HTTP_POST, HTTP_REDIRECT, KeyUse, SamlRefusal},
    xml::Document,
};

use super::{Consumer, SAML_ATTRIBUTES, ServiceProviderRegistration};

/// Why metadata registers no service provider.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MetadataRefusal {
    /// It is none.
    #[error(transparent)]
    Metadata(#[from] SamlRefusal),
    /// It describes an entity that asks for nobody.
    #[error("the metadata of `{0}` has no SPSSODescriptor for SAML 2.0")]
    NoServiceProvider(String),
}

impl ServiceProviderRegistration {
    /// What `metadata` says: addresses by POST, the default one first; keys for signatures, those for encryption first. It is given every attribute.
    ///
    /// # Errors
    /// It is no metadata of a service provider.
    pub fn from_metadata(metadata: &str) -> Result<Self, MetadataRefusal> {
        let document = Document::parse(metadata).map_err(SamlRefusal::from)?;
        let entity = EntityDescriptor::read(document.root())?;
        let Some(role) = entity.service_provider else {
            return Err(MetadataRefusal::NoServiceProvider(entity.entity_id));
        };
        let mut consumers: Vec<_> = role.consumers.into_iter().filter(|one| one.endpoint.binding == HTTP_POST).collect();
        consumers.sort_by_key(|one| (!one.is_default, one.index));
        let mut keys = role.keys;
        keys.sort_by_key(|key| key.key_use != Some(KeyUse::Encryption));
        let mut certificates: Vec<Vec<u8>> = Vec::new();
        for key in keys {
            if !certificates.contains(&key.certificate) {
                certificates.push(key.certificate);
            }
        }
        let logout = role.single_logout.into_iter().find(|one| one.binding == HTTP_REDIRECT);
        Ok(Self {
            entity_id: entity.entity_id,
            consumers: consumers
                .into_iter()
                .map(|one| Consumer {
                    index: one.index,
                    url: one.endpoint.location,
                })
                .collect(),
            logout: logout.map(|one| one.location),
            certificates,
            signs_requests: role.signs_requests,
            encrypts_assertions: false,
            attributes: SAML_ATTRIBUTES.map(str::to_owned).to_vec(),
        })
    }
}
