//! Whoever issues certificates in a realm and tells how they stand: revocation lists, status answers and issuers' certificates, by the realm's
//! clock. Their bytes are made in `etalon-certs`; what was issued lives in `register`, HTTP in `serve`.

mod direction;
mod founding;
mod handle;
mod lists;
mod register;
mod serve;
mod standing;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use etalon_certs::{
    Addresses, AuthorityName, CertificateError, Change, Hierarchy, Holder, KeyKind, KeyRing, Material, OcspRefusal, OcspRequest, Recipe,
    Status,
};
use etalon_stage::{Directions, Realm, Scope, StageError};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

pub use direction::PkiDirection;
pub(crate) use founding::{Founding, PkiDoor};
pub use handle::PkiHandle;
pub(crate) use register::Issuer;
pub(crate) use register::KeptCertificates;
pub use register::{IssuedCertificate, MAX_CERTIFICATES};
pub(crate) use serve::router;
pub use standing::{CertificateStatus, Since};

use self::{lists::Lists, register::Register};

/// Its name in the journal.
pub(crate) const AUTHORITY: &str = "pki";
/// Where its addresses begin, inside of a realm.
pub(crate) const PREFIX: &str = "/pki";

/// A list says that it was published a little before it was: clients whose clock is behind, if only by a tick, find it not yet valid otherwise.
const BACKDATED: SignedDuration = SignedDuration::from_mins(1);

/// Why something could not be issued, found or changed.
#[derive(Debug, thiserror::Error)]
pub enum PkiError {
    /// There is no such recipe.
    #[error("there is no recipe `{0}`; `etalon certs list` names them all")]
    Recipe(String),
    /// The recipe cannot be made like that.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// Another certificate has that serial number.
    #[error("a certificate of serial number {0} was issued here already, to somebody else; use another realm")]
    SerialTaken(String),
    /// Nothing of that serial number was issued.
    #[error("no certificate of serial number {0} was issued here")]
    Unknown(String),
    /// Revoked is for good.
    #[error(
        "the certificate {serial} is revoked since {since}; only a hold can be lifted: issue another certificate, or move the clock back"
    )]
    Revoked {
        /// Its serial number.
        serial: String,
        /// Since when.
        since: Timestamp,
    },
    /// There are too many.
    #[error("{MAX_CERTIFICATES} certificates were issued here; use another realm")]
    TooMany,
    /// Nobody can listen for revocation lists and status answers.
    #[error(transparent)]
    Stage(#[from] StageError),
}

/// The certificates of one realm.
pub(crate) struct Pki {
    hierarchy: Hierarchy,
    addresses: Addresses,
    state: Mutex<State>,
    directions: Directions<PkiDirection>,
}

/// What was told of each certificate, by serial number.
type Told = Vec<(String, CertificateStatus)>;

#[derive(Default)]
struct State {
    register: Register,
    lists: Lists,
}

impl Pki {
    /// Founded at the instant and with the certificates that were kept, or anew at the realm's time.
    fn new(realm: &Realm, base_url: &str, keys: Arc<KeyRing>, kept: Option<&KeptCertificates>) -> Self {
        let founded = kept.map_or_else(|| realm.now(), |kept| kept.founded);
        let addresses = Addresses::in_one_folder(base_url);
        let register = kept.map(Register::of).unwrap_or_default();
        Self {
            hierarchy: Hierarchy::at(founded, realm.seed(), keys).with_addresses(addresses.clone()),
            addresses,
            state: Mutex::new(State {
                register,
                ..State::default()
            }),
            directions: Directions::default(),
        }
    }

    fn issue(
        &self,
        realm: &Realm,
        recipe: &str,
        holder: Option<Holder>,
        kind: Option<KeyKind>,
    ) -> Result<(IssuedCertificate, Arc<Material>), PkiError> {
        let found = Recipe::by_id(recipe).ok_or_else(|| PkiError::Recipe(recipe.to_owned()))?;
        let person = match &holder {
            Some(Holder::Person(person)) => Some(person.id.clone()),
            _ => None,
        };
        let material = match &holder {
            Some(holder) => found.make_for(holder, &self.hierarchy, kind)?,
            None => found.make(&self.hierarchy, kind)?,
        };
        let issuer = AuthorityName::of_slug(material.authority().slug()).expect("authorities are called by their name and kind of key");
        let now = realm.now();
        let mut state = self.state();
        if let Some(known) = state.register.known(&material, found, person.as_deref(), now)? {
            return Ok(known);
        }
        for (below, above) in with_parents(issuer.0) {
            let (below, above) = (self.hierarchy.authority(below, issuer.1)?, (above, issuer.1));
            let above_it = self.hierarchy.authority(above.0, above.1)?;
            state.register.enter_authority(&below, &above_it, above);
        }
        let issued = state.register.enter(material, found, person, issuer, now)?;
        drop(state);
        realm.state(AUTHORITY, "certificate-issued", json!({
            "serial": issued.0.serial, "recipe": recipe, "subject": issued.0.subject, "issuer": issued.0.issuer, "person": issued.0.person,
        }));
        self.behave_as(realm, found, &issued.0, issuer)?;
        Ok(issued)
    }

    /// What a recipe says of lists and answers is what the realm's authority does from now on.
    fn behave_as(&self, realm: &Realm, recipe: &Recipe, issued: &IssuedCertificate, issuer: Issuer) -> Result<(), PkiError> {
        let slug = Some(issued.issuer.as_str());
        match &recipe.change {
            Some(Change::List(flaw)) => self.direct(realm, PkiDirection::FlawedList(*flaw), slug, None, true),
            Some(Change::Ocsp(flaw)) => self.direct(realm, PkiDirection::FlawedAnswer(*flaw), slug, Some(&issued.serial), true),
            Some(Change::IssuerRevoked(reason)) => {
                let since = standing::day_before(self.hierarchy.now());
                let serial = register::serial_of(&*self.hierarchy.authority(issuer.0, issuer.1)?);
                self.set_status(realm, &serial, CertificateStatus::Revoked(*reason), Some(since))?;
            }
            _ => {}
        }
        Ok(())
    }

    fn set_status(
        &self,
        realm: &Realm,
        serial: &str,
        status: CertificateStatus,
        at: Option<Timestamp>,
    ) -> Result<IssuedCertificate, PkiError> {
        let now = realm.now();
        let at = at.unwrap_or(now);
        let changed = self.state().register.set_status(serial, status, at, now)?;
        realm.state(
            AUTHORITY,
            "certificate-status",
            json!({
                "serial": changed.serial, "status": status.name(), "reason": status.reason(), "since": at.to_string(),
            }),
        );
        Ok(changed)
    }

    /// About the authority of that slug and, for answers, the certificate of that serial number; about all where they are not named.
    fn direct(&self, realm: &Realm, direction: PkiDirection, authority: Option<&str>, serial: Option<&str>, standing: bool) {
        let scope = Scope {
            client: authority.map(str::to_owned),
            actor: serial.map(str::to_owned),
        };
        self.directions.set(realm, AUTHORITY, direction, scope, standing);
    }

    /// The revocation list of that authority, as it is now, and its number. It is made anew only where something changed since the last one.
    fn revocation_list(&self, realm: &Realm, issuer: Issuer) -> Result<(u64, usize, Vec<u8>), CertificateError> {
        let slug = self.hierarchy.authority(issuer.0, issuer.1)?.slug().to_owned();
        let flaw = self.directions.consume(realm, AUTHORITY, &slug, None, PkiDirection::list_flaw);
        let now = realm.now();
        let mut state = self.state();
        let revoked = state.register.revoked_by(issuer, now);
        let count = revoked.len();
        let (number, list) = state.lists.published(issuer, revoked, flaw, now, |number, revoked| {
            let published = now.checked_sub(BACKDATED).map_err(|_| CertificateError::TooEarly(now))?;
            self.hierarchy.revocation_list(issuer, number, revoked, published, flaw)
        })?;
        Ok((number, count, list))
    }

    /// The answer to a status request, and how the certificates it names stand: none where it is refused.
    fn status_answer(&self, realm: &Realm, request: &[u8]) -> Result<(Vec<u8>, Told), CertificateError> {
        let request = match OcspRequest::parse(request) {
            Ok(request) => request,
            Err(refusal) => return Ok((refusal.der(), Vec::new())),
        };
        let Some(issuer) = self.asked(&request)? else {
            return Ok((OcspRefusal::Unauthorized.der(), Vec::new()));
        };
        let now = realm.now();
        let slug = self.hierarchy.authority(issuer.0, issuer.1)?.slug().to_owned();
        let serials: Vec<String> = request.serials().map(register::hex).collect();
        let flaw = self.directions.consume(
            realm,
            AUTHORITY,
            &slug,
            serials.first().map(String::as_str),
            PkiDirection::answer_flaw,
        );
        let standing = |serial: &str| self.state().register.standing(serial, issuer, now);
        let told = serials.iter().map(|serial| (serial.clone(), standing(serial).status)).collect();
        let answer = self
            .hierarchy
            .status_answer(issuer, &request, now, flaw, |serial| Status::from(standing(&register::hex(serial))))?;
        Ok((answer, told))
    }

    /// Which of the authorities that issued anything the request is about.
    fn asked(&self, request: &OcspRequest) -> Result<Option<Issuer>, CertificateError> {
        let issuers = self.state().register.issuers();
        for (name, kind) in issuers {
            if self.hierarchy.responder(name, kind)?.is_asked_by(request) {
                return Ok(Some((name, kind)));
            }
        }
        Ok(None)
    }

    pub(crate) fn kept(&self) -> KeptCertificates {
        self.state().register.kept(self.hierarchy.now())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// From an authority up to the root: each that has one above it, with that one.
fn with_parents(name: AuthorityName) -> impl Iterator<Item = (AuthorityName, AuthorityName)> {
    std::iter::successors(Some(name), |below| below.parent()).filter_map(|name| Some((name, name.parent()?)))
}
