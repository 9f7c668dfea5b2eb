//! Service providers of CSAM over SAML at the desk.

use base64::{Engine, engine::general_purpose::STANDARD};
use etalon_csam::{Consumer, SAML_ATTRIBUTES, ServiceProviderRegistration};
use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::{IntoParams, ToSchema};

use super::{Desk, Problem, ProblemKind, desk::kept};
use crate::RealmHandle;

/// The most service providers that a realm registers.
const MAX_SERVICE_PROVIDERS: usize = 1_000;
/// The longest name or address.
const MAX_TEXT: usize = 2_000;
/// The most addresses or certificates of one service provider.
const MAX_LIST: usize = 32;
/// The longest certificate, as it is written.
const MAX_CERTIFICATE: usize = 20_000;

/// A service provider to register, in place of an earlier one with its name: by its metadata, or by what that would say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceProviderOrder {
    /// Its metadata, as XML. With it, name, addresses and certificates are left out here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<String>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://portal.example/saml")]
    pub entity_id: Option<String>,
    /// Where answers may be sent, by POST; compared character by character. The first is meant where a request names none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consumers: Vec<String>,
    /// Where answers about ended sessions go, by redirect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logout: Option<String>,
    /// Its certificates, as PEM or as DER in base64. Assertions are encrypted to the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certificates: Vec<String>,
    /// Whether its requests must be signed; as the metadata says, or not, where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signs_requests: Option<bool>,
    /// Whether assertions are encrypted to it.
    #[serde(default)]
    pub encrypts_assertions: bool,
    /// The attributes it is given; all that exist where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Vec<String>>,
}

/// A registered service provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ServiceProviderView {
    /// Its name; directions take it as `client`.
    pub entity_id: String,
    /// Where answers may be sent.
    pub consumers: Vec<String>,
    /// Where answers about ended sessions go.
    pub logout: Option<String>,
    /// Its certificates, DER in base64.
    pub certificates: Vec<String>,
    /// Whether its requests must be signed.
    pub signs_requests: bool,
    /// Whether assertions are encrypted to it.
    pub encrypts_assertions: bool,
    /// The attributes it is given.
    pub attributes: Vec<String>,
    /// CSAM's name.
    pub identity_provider: String,
    /// Where CSAM's metadata is.
    pub identity_provider_metadata: String,
}

/// Which service provider is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ServiceProviderQuestion {
    /// Its name.
    pub entity_id: String,
}

impl Desk {
    /// The service providers of a realm.
    ///
    /// # Errors
    /// No such realm is open.
    pub async fn service_providers(&self, realm: &str) -> Result<Vec<ServiceProviderView>, Problem> {
        let realm = self.handle(realm)?;
        Ok(realm.service_providers().into_iter().map(|one| view(&realm, one)).collect())
    }

    /// Registers a service provider.
    ///
    /// # Errors
    /// No such realm is open, a field says what cannot be, there are too many, or it could not be kept.
    pub async fn register_service_provider(&self, realm: &str, order: ServiceProviderOrder) -> Result<ServiceProviderView, Problem> {
        let realm = self.handle(realm)?;
        let registration = order.registration()?;
        let registered = realm.service_providers();
        let is_new = registered.iter().all(|one| one.entity_id != registration.entity_id);
        if is_new && registered.len() >= MAX_SERVICE_PROVIDERS {
            let detail = format!("realm `{}`: {MAX_SERVICE_PROVIDERS} service providers are registered", realm.name());
            return Err(Problem::new(ProblemKind::TooMany, detail));
        }
        let told = view(&realm, registration.clone());
        realm.register_service_provider(registration).map_err(|why| {
            let field = match why {
                etalon_csam::ServiceProviderRefusal::NoConsumer => "consumers",
                etalon_csam::ServiceProviderRefusal::Attribute(_) => "attributes",
                _ => "certificates",
            };
            Problem::field(field, why.to_string())
        })?;
        kept(&realm)?;
        Ok(told)
    }

    /// Removes a service provider.
    ///
    /// # Errors
    /// No such realm is open, no such service provider is registered, or what is left could not be kept.
    pub async fn remove_service_provider(&self, realm: &str, question: &ServiceProviderQuestion) -> Result<(), Problem> {
        let realm = self.handle(realm)?;
        if !realm.remove_service_provider(&question.entity_id) {
            let what = format!(
                "no service provider `{}` is registered in realm `{}`",
                question.entity_id,
                realm.name()
            );
            return Err(Problem::new(ProblemKind::ClientUnknown, what));
        }
        kept(&realm)
    }
}

impl ServiceProviderOrder {
    fn registration(self) -> Result<ServiceProviderRegistration, Problem> {
        let mut registration = match (&self.metadata, &self.entity_id) {
            (Some(metadata), None) if self.consumers.is_empty() && self.certificates.is_empty() && self.logout.is_none() => {
                ServiceProviderRegistration::from_metadata(metadata).map_err(|why| Problem::field("metadata", why.to_string()))?
            }
            (None, Some(name)) => ServiceProviderRegistration {
                entity_id: name.clone(),
                consumers: numbered(&self.consumers),
                logout: self.logout.clone(),
                certificates: self.certificates.iter().map(|text| certificate(text)).collect::<Result<_, _>>()?,
                signs_requests: false,
                encrypts_assertions: false,
                attributes: SAML_ATTRIBUTES.map(str::to_owned).to_vec(),
            },
            _ => return Err(Problem::field("metadata", "send `metadata` alone, or `entity_id` with `consumers`")),
        };
        registration.signs_requests = self.signs_requests.unwrap_or(registration.signs_requests);
        registration.encrypts_assertions = self.encrypts_assertions;
        if let Some(attributes) = self.attributes {
            registration.attributes = attributes;
        }
        check(&registration)?;
        Ok(registration)
    }
}

fn numbered(consumers: &[String]) -> Vec<Consumer> {
    let numbers = 0_u16..;
    numbers
        .zip(consumers)
        .map(|(index, url)| Consumer { index, url: url.clone() })
        .collect()
}

fn check(registration: &ServiceProviderRegistration) -> Result<(), Problem> {
    let text = |field, value: &str| {
        let plain = !value.is_empty() && value.len() <= MAX_TEXT && !value.chars().any(char::is_control);
        let what = || Problem::field(field, format!("use 1 to {MAX_TEXT} bytes, without control characters"));
        plain.then_some(()).ok_or_else(what)
    };
    text("entity_id", &registration.entity_id)?;
    for (field, number) in [
        ("consumers", registration.consumers.len()),
        ("certificates", registration.certificates.len()),
        ("attributes", registration.attributes.len()),
    ] {
        if number > MAX_LIST {
            return Err(Problem::field(field, format!("name at most {MAX_LIST}")));
        }
    }
    let consumers = registration.consumers.iter().map(|one| ("consumers", &one.url));
    for (field, address) in consumers.chain(registration.logout.iter().map(|address| ("logout", address))) {
        text(field, address)?;
        if Url::parse(address).is_err() {
            let what = format!("`{address}` is no absolute address; write it whole, as https://host/path");
            return Err(Problem::field(field, what));
        }
    }
    Ok(())
}

/// DER in base64, with or without the lines around it that PEM has.
fn certificate(text: &str) -> Result<Vec<u8>, Problem> {
    let base64: String = text
        .lines()
        .filter(|line| !line.contains("-----"))
        .flat_map(str::split_whitespace)
        .collect();
    let read = (text.len() <= MAX_CERTIFICATE).then(|| STANDARD.decode(base64).ok()).flatten();
    read.ok_or_else(|| Problem::field("certificates", "write each as PEM, or as DER in base64"))
}

fn view(realm: &RealmHandle, registered: ServiceProviderRegistration) -> ServiceProviderView {
    ServiceProviderView {
        entity_id: registered.entity_id,
        consumers: registered.consumers.into_iter().map(|one| one.url).collect(),
        logout: registered.logout,
        certificates: registered.certificates.iter().map(|der| STANDARD.encode(der)).collect(),
        signs_requests: registered.signs_requests,
        encrypts_assertions: registered.encrypts_assertions,
        attributes: registered.attributes,
        identity_provider: realm.saml_entity_id(),
        identity_provider_metadata: realm.saml_metadata_url(),
    }
}
