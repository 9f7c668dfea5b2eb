//! itsme in a realm: how it is wired to CSAM, and what a scenario holds of it. What it answers its clients lives with it.

use std::sync::Arc;

use etalon_certs::RsaKey;
use etalon_csam::{Csam, ITSME_CALLBACK, ItsmePartner, KeyError};
use etalon_itsme::{
    Authentication, Client as ItsmeClient, ClientProblem, Door, Itsme, ItsmeDirection, ItsmeKey, Parameters, PartyKeys, Persona, Service,
    ServiceKind,
};
use etalon_stage::{HttpClient, Realm};

use crate::RealmHandle;

/// Under which name CSAM is itsme's relying party, and what for. Both are guesses [G].
const CSAM_CLIENT: &str = "csam-fas";
const CSAM_SERVICE: &str = "CSAM_LOGIN";
/// Which of the nation's pairs of keys are itsme's and CSAM's with it, after those that CSAM signs with itself. A pair is a key and the next one.
const ITSME_PAIR: usize = 5;
const CSAM_PAIR: usize = 7;

/// Pairs of keys, to be had in turn.
pub(crate) struct ItsmeKeys(Vec<ItsmeKey>);

impl ItsmeKeys {
    /// Each key signs in one pair and opens in the one before.
    pub(crate) fn of(pool: &[RsaKey]) -> Result<Self, KeyError> {
        let pairs = pool.iter().zip(pool.iter().cycle().skip(1));
        let made = pairs.map(|(signing, opening)| Ok(ItsmeKey::new(signing, opening)?));
        made.collect::<Result<_, KeyError>>().map(Self)
    }

    fn pair(&self, turn: usize, which: usize) -> &ItsmeKey {
        &self.0[(turn + which) % self.0.len()]
    }
}

/// Lets itsme move in, and makes CSAM its relying party: each is told what it must know of the other.
pub(crate) fn settle(realm: &Arc<Realm>, csam: &Csam, keys: &ItsmeKeys, http: &HttpClient, turn: usize) {
    let (own, with_csam) = (keys.pair(turn, ITSME_PAIR), keys.pair(turn, CSAM_PAIR));
    let redirect_uri = format!("{}{ITSME_CALLBACK}", realm.base_url());
    let service = Service {
        code: CSAM_SERVICE.to_owned(),
        kind: ServiceKind::Authentication,
        redirect_uris: vec![redirect_uri.clone()],
    };
    let as_client = ItsmeClient {
        id: CSAM_CLIENT.to_owned(),
        services: vec![service],
        authentication: Authentication::PrivateKeyJwt(PartyKeys::Given(with_csam.published())),
        pkce_required: true,
        request_object_required: false,
        request_uris: Vec::new(),
    };
    Itsme::settle(realm, own, http, Parameters::default(), vec![as_client]);
    let issuer = Door::Keys.issuer(realm);
    csam.rely_on_itsme(ItsmePartner {
        authorization_endpoint: format!("{issuer}/authorization"),
        token_endpoint: format!("{issuer}/token"),
        userinfo_endpoint: format!("{issuer}/userinfo"),
        issuer,
        keys: own.published(),
        client: CSAM_CLIENT.to_owned(),
        service: CSAM_SERVICE.to_owned(),
        redirect_uri,
        signing: Arc::clone(with_csam.signing()),
        opening: Arc::clone(with_csam.opening()),
        http: http.clone(),
    });
}

impl RealmHandle {
    /// itsme's issuer identifier here.
    #[must_use]
    pub fn itsme_issuer(&self) -> String {
        Door::Keys.issuer(&self.realm)
    }

    /// The issuer identifier of itsme's older door, for clients with a secret.
    #[must_use]
    pub fn itsme_legacy_issuer(&self) -> String {
        Door::Legacy.issuer(&self.realm)
    }

    /// Registers a relying party with itsme, in place of an earlier one with its identifier.
    ///
    /// # Errors
    /// itsme would not register it like this.
    pub fn register_itsme_client(&self, client: ItsmeClient) -> Result<(), ClientProblem> {
        if client.id == CSAM_CLIENT {
            let what = format!("`{CSAM_CLIENT}` is CSAM itself; choose another");
            return Err(ClientProblem { field: "id", what });
        }
        self.itsme().register_client(&self.realm, client)?;
        self.changed();
        Ok(())
    }

    /// The relying parties registered with itsme; CSAM is not among them.
    #[must_use]
    pub fn itsme_clients(&self) -> Vec<Arc<ItsmeClient>> {
        let mut clients = self.itsme().clients();
        clients.retain(|client| client.id != CSAM_CLIENT);
        clients
    }

    /// Gives a person an itsme account made with this document. Without this, everybody who has the means has a Belgian card that lacks nothing.
    pub fn set_itsme_persona(&self, person: &str, persona: Persona) {
        self.itsme().set_persona(&self.realm, person, persona);
        self.changed();
    }

    /// The itsme account of a person, if there is one.
    #[must_use]
    pub fn itsme_persona(&self, person: &str) -> Option<Persona> {
        self.itsme().persona_of(person)
    }

    /// Deletes a person's itsme account and makes it anew: every relying party sees another subject from now on.
    pub fn renew_itsme_account(&self, person: &str) {
        self.itsme().renew_account(&self.realm, person);
        self.changed();
    }

    /// Asks itsme for something towards `client` (any, where none is named; `csam-fas` is CSAM) and, where named, about `person`: once, or from now on.
    pub fn direct_itsme(&self, client: Option<&str>, person: Option<&str>, direction: ItsmeDirection, standing: bool) {
        self.itsme().direct(&self.realm, client, person, direction, standing);
    }

    /// Takes back every waiting direction of itsme with the name of `direction`.
    pub fn lift_itsme(&self, direction: &ItsmeDirection) {
        self.itsme().lift(&self.realm, etalon_stage::Direction::name(direction));
    }

    /// Whether itsme knows a relying party of that identifier, CSAM included.
    pub(crate) fn knows_itsme_client(&self, id: &str) -> bool {
        self.itsme().clients().iter().any(|client| client.id == id)
    }

    pub(crate) fn itsme(&self) -> Arc<Itsme> {
        Itsme::of(&self.realm).expect("a nation settles itsme in every realm it opens")
    }
}
