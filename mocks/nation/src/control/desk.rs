//! The desk: everything that can be asked of a nation that is kept running, as plain methods. HTTP, tokens and pages are for others.

use std::{
    fmt,
    sync::{Arc, Mutex, OnceLock},
};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Problem, ProblemKind};
use crate::{Nation, RealmHandle};

/// A nation as those see it who run it. What each kind of thing can be asked for lives beside its types.
pub struct Desk {
    pub(crate) nation: Arc<Nation>,
    /// Where the control API listens, once it does.
    control_url: OnceLock<String>,
    pub(crate) directing: Mutex<()>,
}

/// A nation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NationView {
    /// The version of Etalon.
    pub version: String,
    /// `https://host:port` of the authorities, without a slash at the end.
    pub base_url: String,
    /// `https://host:port` of this API, where it is served.
    pub control_url: Option<String>,
    /// The root certificate to import where the nation must be trusted, in PEM.
    pub root_pem: String,
    /// The realm that answers clients which call the real services by name, if any does.
    pub real_names_realm: Option<String>,
    /// Lines for a hosts file that lead those names here.
    pub hosts: Vec<String>,
    /// How many realms are open.
    pub realms: usize,
    /// Requests so far that named no open realm.
    pub stray_requests: u64,
}

impl Desk {
    /// The desk of that nation.
    #[must_use]
    pub fn new(nation: Arc<Nation>) -> Self {
        Self {
            nation,
            control_url: OnceLock::new(),
            directing: Mutex::default(),
        }
    }

    /// The nation itself.
    pub async fn nation(&self) -> NationView {
        NationView {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            base_url: self.nation.base_url().to_owned(),
            control_url: self.control_url.get().cloned(),
            root_pem: self.nation.root_pem().to_owned(),
            real_names_realm: self.nation.answers_to_real_names(),
            hosts: self.nation.hosts_lines(),
            realms: self.nation.realms().len(),
            stray_requests: self.nation.stray_requests(),
        }
    }

    /// The realm of that name, for whoever needs more than the desk does.
    ///
    /// # Errors
    /// No such realm is open.
    pub fn handle(&self, realm: &str) -> Result<RealmHandle, Problem> {
        self.nation.realm(realm).ok_or_else(|| {
            let detail = format!("no realm `{realm}` is open; POST /v1/realms opens one, GET /v1/realms lists them");
            Problem::new(ProblemKind::RealmUnknown, detail)
        })
    }

    pub(crate) fn listens_at(&self, url: &str) {
        // Said once, by the one listener that a desk gets.
        let _ = self.control_url.set(url.to_owned());
    }
}

/// What was done to `realm` is done; whether it lasts is said here.
pub(crate) fn kept(realm: &RealmHandle) -> Result<(), Problem> {
    realm.keeping_problem().map_or(Ok(()), |problem| {
        let detail = format!("realm `{}`: done, but it will not outlive a restart: {problem}", realm.name());
        Err(Problem::new(ProblemKind::NotKept, detail))
    })
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk").field("nation", &self.nation).finish_non_exhaustive()
    }
}
