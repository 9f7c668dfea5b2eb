//! Realms at the desk: opening, showing and closing them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ClockOrder, ClockView, Desk, Problem, ProblemKind};
use crate::{NationError, RealmHandle, pki};

/// The most realms that are open at a time.
pub const MAX_REALMS: usize = 10_000;
/// Seeds drawn from names stay below this, so that programs which know only floating-point numbers keep them whole.
const SEEDS: u64 = 1 << 53;

/// A realm to open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RealmOrder {
    /// Its name: 1 to 100 letters, digits, `-` or `_`. It stands in every address of the realm.
    #[schema(example = "practice-1", min_length = 1, max_length = 100)]
    pub name: String,
    /// Where all chance in it starts. Drawn from the name where it is left out, so that the same name has the same people.
    #[serde(default)]
    pub seed: Option<u64>,
    /// Its clock; the machine's time where it is left out.
    #[serde(default)]
    pub clock: Option<ClockOrder>,
}

/// An open realm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RealmView {
    /// Its name.
    pub name: String,
    /// Where all chance in it starts.
    pub seed: u64,
    /// Where its addresses begin.
    pub base_url: String,
    /// CSAM's issuer identifier.
    pub issuer: String,
    /// CSAM's OpenID Connect discovery document.
    pub discovery: String,
    /// Its authorities.
    pub authorities: Vec<AuthorityView>,
    /// Its clock.
    pub clock: ClockView,
    /// Whether it also answers to the real services' names.
    pub real_names: bool,
    /// How many people live in it.
    pub people: usize,
    /// How many relying parties are registered.
    pub clients: usize,
    /// How many directions wait.
    pub directions: usize,
    /// Its journal.
    pub journal: JournalCounts,
}

/// An authority and where its addresses begin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuthorityView {
    /// Its name in the journal.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// Where its addresses begin.
    pub url: String,
}

/// How much a journal holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct JournalCounts {
    /// The number of the oldest entry in memory; one more than `last` where there is none.
    pub oldest: u64,
    /// The number of the last entry; 0 before the first.
    pub last: u64,
}

impl Desk {
    /// Every open realm, in the order of their names.
    pub async fn realms(&self) -> Vec<RealmView> {
        let open = self.nation.realms();
        open.iter().map(|realm| self.view_of(realm)).collect()
    }

    /// Opens a realm.
    ///
    /// # Errors
    /// The name cannot be used or is in use, the clock cannot be set like that, there are [`MAX_REALMS`], or it could not be kept.
    pub async fn open_realm(&self, order: RealmOrder) -> Result<RealmView, Problem> {
        if self.nation.realms().len() >= MAX_REALMS {
            let detail = format!("{MAX_REALMS} realms are open; close one before opening another");
            return Err(Problem::new(ProblemKind::TooMany, detail));
        }
        let clock = order.clock.map(ClockOrder::setting).transpose()?;
        let seed = order.seed.unwrap_or_else(|| seed_of(&order.name));
        let realm = self.nation.open_realm(&order.name, seed, None).map_err(|why| match why {
            NationError::Stage(etalon_stage::StageError::RealmTaken(_)) => Problem::new(ProblemKind::RealmTaken, format!("`name`: {why}")),
            NationError::Stage(etalon_stage::StageError::RealmName(_)) => Problem::field("name", why),
            other => Problem::new(ProblemKind::Failed, other.to_string()),
        })?;
        if let Some(clock) = clock {
            clock.apply(&realm);
            super::desk::kept(&realm)?;
        }
        Ok(self.view_of(&realm))
    }

    /// The realm of that name.
    ///
    /// # Errors
    /// No such realm is open.
    pub async fn realm(&self, name: &str) -> Result<RealmView, Problem> {
        Ok(self.view_of(&self.handle(name)?))
    }

    /// Closes a realm for good: it answers 404 from then on, and nothing of it is kept.
    ///
    /// # Errors
    /// No such realm is open; or what was kept of it could not be deleted.
    pub async fn close_realm(&self, name: &str) -> Result<(), Problem> {
        match self.nation.forget_realm(name) {
            Ok(true) => Ok(()),
            Ok(false) => self.handle(name).map(drop),
            Err(why) => Err(Problem::new(
                ProblemKind::NotKept,
                format!("realm `{name}` is closed, but comes back at the next start: {why}"),
            )),
        }
    }

    /// Lets the realm of that name answer clients that call the real services by name, in place of the one that did.
    ///
    /// # Errors
    /// No such realm is open; or the certificate cannot be made.
    pub async fn serve_real_names(&self, name: &str) -> Result<RealmView, Problem> {
        let realm = self.handle(name)?;
        let served = self.nation.serve_real_names(&realm);
        served.map_err(|why| Problem::new(ProblemKind::Failed, why.to_string()))?;
        Ok(self.view_of(&realm))
    }

    fn view_of(&self, realm: &RealmHandle) -> RealmView {
        let issuer = realm.issuer();
        let mut authorities = vec![AuthorityView {
            name: etalon_csam::AUTHORITY.to_owned(),
            title: "CSAM".to_owned(),
            url: format!("{}{}", realm.base_url(), etalon_csam::PREFIX),
        }];
        authorities.extend(
            [("itsme", realm.itsme_issuer()), ("itsme, older door", realm.itsme_legacy_issuer())].map(|(title, url)| AuthorityView {
                name: etalon_itsme::AUTHORITY.to_owned(),
                title: title.to_owned(),
                url,
            }),
        );
        authorities.extend(realm.hospitals().iter().map(|hospital| AuthorityView {
            name: etalon_hospital::AUTHORITY.to_owned(),
            title: hospital.title().to_owned(),
            url: hospital.repository(),
        }));
        authorities.extend(realm.certificates_address().map(|url| AuthorityView {
            name: pki::AUTHORITY.to_owned(),
            title: "Certificates".to_owned(),
            url,
        }));
        RealmView {
            name: realm.name().to_owned(),
            seed: realm.seed(),
            base_url: realm.base_url(),
            discovery: format!("{issuer}/.well-known/openid-configuration"),
            issuer,
            authorities,
            clock: ClockView::of(realm),
            real_names: self.nation.answers_to_real_names().as_deref() == Some(realm.name()),
            people: realm.people().len(),
            clients: realm.clients().len(),
            directions: realm.waiting_directions().len(),
            journal: JournalCounts {
                oldest: realm.journal().oldest(),
                last: realm.journal().last(),
            },
        }
    }
}

/// FNV-1a.
fn seed_of(name: &str) -> u64 {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash % SEEDS
}
