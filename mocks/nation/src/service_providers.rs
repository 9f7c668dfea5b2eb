//! Service providers of CSAM over SAML, as a realm's holder registers them, and what of them outlives a restart.

use base64::{Engine, engine::general_purpose::STANDARD};
use etalon_csam::{Consumer, ServiceProviderRefusal, ServiceProviderRegistration, entity_id};
use etalon_journal::{Blame, Event};
use etalon_stage::WaitingDirection;
use serde::{Deserialize, Serialize};

use crate::RealmHandle;

impl RealmHandle {
    /// Registers a service provider with CSAM, in place of an earlier one with its name.
    ///
    /// # Errors
    /// It cannot be one.
    pub fn register_service_provider(&self, registration: ServiceProviderRegistration) -> Result<(), ServiceProviderRefusal> {
        self.csam.register_service_provider(&self.realm, registration)?;
        self.changed();
        Ok(())
    }

    /// Removes one, with the directions that waited for it. False where there was none of that name.
    pub fn remove_service_provider(&self, name: &str) -> bool {
        let removed = self.csam.remove_service_provider(&self.realm, name);
        let waiting = self.waiting_directions();
        let meant_for_it =
            |waiting: &&WaitingDirection| waiting.authority == etalon_csam::AUTHORITY && waiting.scope.client.as_deref() == Some(name);
        for direction in waiting.iter().filter(meant_for_it).filter(|_| removed) {
            self.lift_direction(direction.number);
        }
        if removed {
            self.changed();
        }
        removed
    }

    /// The service providers registered with CSAM, by name.
    #[must_use]
    pub fn service_providers(&self) -> Vec<ServiceProviderRegistration> {
        let mut registered = self.csam.service_providers();
        registered.sort_by(|one, other| one.entity_id.cmp(&other.entity_id));
        registered
    }

    /// CSAM's name among SAML entities here.
    #[must_use]
    pub fn saml_entity_id(&self) -> String {
        entity_id(&self.realm)
    }

    /// Where CSAM's metadata is published.
    #[must_use]
    pub fn saml_metadata_url(&self) -> String {
        format!("{}{}", self.base_url(), etalon_csam::SAML_METADATA)
    }
}

/// A service provider as it is kept.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeptServiceProvider {
    entity_id: String,
    consumers: Vec<(u16, String)>,
    logout: Option<String>,
    /// DER in base64.
    certificates: Vec<String>,
    signs_requests: bool,
    encrypts_assertions: bool,
    attributes: Vec<String>,
}

impl KeptServiceProvider {
    pub(crate) fn of(registered: ServiceProviderRegistration) -> Self {
        Self {
            entity_id: registered.entity_id,
            consumers: registered.consumers.into_iter().map(|one| (one.index, one.url)).collect(),
            logout: registered.logout,
            certificates: registered.certificates.iter().map(|der| STANDARD.encode(der)).collect(),
            signs_requests: registered.signs_requests,
            encrypts_assertions: registered.encrypts_assertions,
            attributes: registered.attributes,
        }
    }

    /// Puts it back into `realm`. What somebody has made unusable since is left out, and said.
    pub(crate) fn restore(self, realm: &RealmHandle) {
        let name = self.entity_id.clone();
        let certificates = self.certificates.iter().map(|base64| STANDARD.decode(base64).unwrap_or_default());
        let registration = ServiceProviderRegistration {
            entity_id: self.entity_id,
            consumers: self.consumers.into_iter().map(|(index, url)| Consumer { index, url }).collect(),
            logout: self.logout,
            certificates: certificates.collect(),
            signs_requests: self.signs_requests,
            encrypts_assertions: self.encrypts_assertions,
            attributes: self.attributes,
        };
        if let Err(why) = realm.register_service_provider(registration) {
            let what = format!("what was kept of service provider `{name}` is left out: {why}");
            let blame = Blame::Environment;
            realm.journal().write("nation", Event::Trouble { blame, what });
        }
    }
}
