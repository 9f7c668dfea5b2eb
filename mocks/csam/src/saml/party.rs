//! A service provider as FAS knows it: nothing is sent to an address that was not registered, and nothing is believed that its keys did not sign.

use etalon_stage::Realm;
use etalon_wire::xmlsec::TrustedKey;
use serde_json::json;

use crate::{AUTHORITY, Csam};

/// The attributes that exist (docs/csam.md, SAML): the first two groups were seen in clients.
pub const SAML_ATTRIBUTES: [&str; 10] = [
    "egovNRN",
    "givenName",
    "surname",
    "mail",
    "PrefLanguage",
    "uid",
    "urn:be:fedict:iam:attr:fedid",
    "urn:be:fedict:iam:attr:authenticationmethod",
    "urn:be:fedict:iam:attr:context",
    "urn:be:fedict:iam:attr:locale",
];

/// A service provider to register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceProviderRegistration {
    /// Its name.
    pub entity_id: String,
    /// Where answers may be sent; the first is meant where a request names none.
    pub consumers: Vec<Consumer>,
    /// Where answers about ended sessions go, by redirect.
    pub logout: Option<String>,
    /// Its certificates, DER: requests are verified with their keys, and assertions encrypted to the first.
    pub certificates: Vec<Vec<u8>>,
    /// Whether its requests must be signed.
    pub signs_requests: bool,
    /// Whether assertions are encrypted to it.
    pub encrypts_assertions: bool,
    /// The attributes it is given.
    pub attributes: Vec<String>,
}

/// An address that answers may be sent to, by POST.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consumer {
    /// Its number in the metadata.
    pub index: u16,
    /// The address; compared character by character.
    pub url: String,
}

/// Why a service provider cannot be registered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ServiceProviderRefusal {
    /// It has no address for answers.
    #[error("the service provider has no address for answers")]
    NoConsumer,
    /// A certificate is none, or not for an RSA key; which.
    #[error("certificate {0} of the service provider is not a certificate for an RSA key")]
    Certificate(usize),
    /// It wants signatures or encryption and has no certificate.
    #[error("the service provider has no certificate for what it wants signed or encrypted")]
    NoCertificate,
    /// An attribute that does not exist.
    #[error("there is no attribute `{0}`")]
    Attribute(String),
}

/// A registered service provider.
#[derive(Debug)]
pub(crate) struct Party {
    pub(crate) registration: ServiceProviderRegistration,
    pub(crate) keys: Vec<TrustedKey>,
}

impl Party {
    fn of(registration: ServiceProviderRegistration) -> Result<Self, ServiceProviderRefusal> {
        if registration.consumers.is_empty() {
            return Err(ServiceProviderRefusal::NoConsumer);
        }
        if let Some(unknown) = registration
            .attributes
            .iter()
            .find(|name| !SAML_ATTRIBUTES.contains(&name.as_str()))
        {
            return Err(ServiceProviderRefusal::Attribute(unknown.clone()));
        }
        if registration.certificates.is_empty() && (registration.signs_requests || registration.encrypts_assertions) {
            return Err(ServiceProviderRefusal::NoCertificate);
        }
        let keys = registration
            .certificates
            .iter()
            .enumerate()
            .map(|(at, certificate)| TrustedKey::from_certificate(certificate).map_err(|_| ServiceProviderRefusal::Certificate(at)));
        let keys = keys.collect::<Result<_, _>>()?;
        Ok(Self { registration, keys })
    }

    pub(crate) fn entity_id(&self) -> &str {
        &self.registration.entity_id
    }
}

impl Csam {
    /// Registers a service provider, in place of an earlier one with its name.
    ///
    /// # Errors
    /// It cannot be one.
    pub fn register_service_provider(
        &self,
        realm: &Realm,
        registration: ServiceProviderRegistration,
    ) -> Result<(), ServiceProviderRefusal> {
        let party = Party::of(registration)?;
        let registered = &party.registration;
        let consumers: Vec<_> = registered.consumers.iter().map(|consumer| &consumer.url).collect();
        let fields = json!({
            "client": registered.entity_id, "consumers": consumers, "logout": registered.logout, "certificates": registered.certificates.len(),
            "signs_requests": registered.signs_requests, "encrypts_assertions": registered.encrypts_assertions,
            "attributes": registered.attributes,
        });
        realm.state(AUTHORITY, "service-provider-registered", fields);
        let name = registered.entity_id.clone();
        self.parties.add(&name, party);
        Ok(())
    }

    /// Removes a service provider. False where there was none of that name.
    pub fn remove_service_provider(&self, realm: &Realm, name: &str) -> bool {
        let removed = self.parties.remove(name).is_some();
        if removed {
            realm.state(AUTHORITY, "service-provider-removed", json!({"client": name}));
        }
        removed
    }

    /// The service providers that are registered.
    #[must_use]
    pub fn service_providers(&self) -> Vec<ServiceProviderRegistration> {
        self.parties.all().iter().map(|party| party.registration.clone()).collect()
    }

    /// The name of this realm's FAS among SAML entities.
    #[must_use]
    pub fn entity_id(&self, realm: &Realm) -> String {
        super::entity_id(realm)
    }
}
