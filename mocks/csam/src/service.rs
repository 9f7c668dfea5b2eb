//! What CSAM keeps for one realm: clients, people's means, sessions, codes, tokens and directions. No endpoint lives here.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock, PoisonError, RwLock},
};

use etalon_people::Person;
use etalon_stage::Tickets;
use etalon_stage::{Directions, Realm, Register, Scope};
use jiff::Timestamp;
use serde_json::json;

use crate::{
    AUTHORITY, Client, CsamDirection, CsamKey, ItsmePartner, Means, Parameters,
    chooser::OpenLogin,
    code::SecurityCodes,
    fault::{Armed, Fault, Moment, Mutation},
    grant::{Code, Grant},
    itsme::AtItsme,
    keys::KeyRing,
    saml::{Party, SamlSession},
    session::Session,
};

/// CSAM in one realm.
pub struct Csam {
    pub(crate) keys: KeyRing,
    pub(crate) parameters: Parameters,
    pub(crate) people: Arc<Register<Person>>,
    pub(crate) clients: Register<Client>,
    pub(crate) parties: Register<Party>,
    pub(crate) directions: Directions<CsamDirection>,
    pub(crate) logins: Tickets<OpenLogin>,
    pub(crate) sessions: Tickets<Session>,
    pub(crate) codes: Tickets<Code>,
    pub(crate) access_tokens: Tickets<AccessToken>,
    pub(crate) id_tokens: Tickets<IssuedIdToken>,
    /// By session index.
    pub(crate) saml_sessions: Tickets<SamlSession>,
    /// By client and person: what their last login carries.
    pub(crate) armed: Tickets<Arc<Armed>>,
    pub(crate) security_codes: SecurityCodes,
    /// Logins that went to itsme, by the `state` they went with.
    pub(crate) at_itsme: Tickets<AtItsme>,
    itsme: OnceLock<ItsmePartner>,
    means: RwLock<HashMap<String, Vec<Means>>>,
}

#[derive(Clone)]
pub(crate) struct AccessToken {
    pub(crate) grant: Arc<Grant>,
    pub(crate) issued_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) revoked: bool,
}

/// An ID token comes back as a hint when somebody logs out.
#[derive(Clone)]
pub(crate) struct IssuedIdToken {
    pub(crate) client: String,
    pub(crate) session: String,
}

/// The issuer identifier of a realm's CSAM.
#[must_use]
pub fn issuer(realm: &Realm) -> String {
    format!("{}/fas/oauth2", realm.base_url())
}

impl Csam {
    /// Moves CSAM into `realm`; it signs with the first of `keys`, and the others serve those faults in which another key signs (five are
    /// enough). People come from the realm's register of persons.
    ///
    /// # Panics
    /// There is no key at all.
    pub fn settle(realm: &Realm, keys: &[Arc<CsamKey>], parameters: Parameters) -> Arc<Self> {
        let csam = Arc::new(Self {
            keys: KeyRing::new(keys),
            parameters,
            people: realm.slot(),
            clients: Register::default(),
            parties: Register::default(),
            directions: Directions::default(),
            logins: Tickets::default(),
            sessions: Tickets::default(),
            codes: Tickets::default(),
            access_tokens: Tickets::default(),
            id_tokens: Tickets::default(),
            saml_sessions: Tickets::default(),
            armed: Tickets::default(),
            security_codes: SecurityCodes::default(),
            at_itsme: Tickets::default(),
            itsme: OnceLock::new(),
            means: RwLock::default(),
        });
        realm.slots().keep(Arc::clone(&csam));
        csam
    }

    /// The CSAM of `realm`, if it has moved in.
    #[must_use]
    pub fn of(realm: &Realm) -> Option<Arc<Self>> {
        realm.slots().kept()
    }

    /// From now on people who choose itsme are sent there. Without this, CSAM takes their word for it. Once made, it stays.
    pub fn rely_on_itsme(&self, partner: ItsmePartner) {
        let _ = self.itsme.set(partner);
    }

    /// The itsme that people are sent to, if there is one.
    pub(crate) fn itsme(&self) -> Option<&ItsmePartner> {
        self.itsme.get()
    }

    /// Registers a relying party, in place of an earlier one with its identifier.
    pub fn register_client(&self, realm: &Realm, client: Client) {
        realm.journal().mark_secret("client_secret", &client.secret);
        let fields = json!({
            "client": client.id, "redirect_uris": client.redirect_uris,
            "post_logout_redirect_uris": client.post_logout_redirect_uris, "scopes": client.scopes,
        });
        realm.state(AUTHORITY, "client-registered", fields);
        let id = client.id.clone();
        self.clients.add(&id, client);
    }

    /// Knows a relying party no more: whatever it asks for is refused from now on. False where it was not known.
    pub fn remove_client(&self, realm: &Realm, id: &str) -> bool {
        let known = self.clients.remove(id).is_some();
        if known {
            realm.state(AUTHORITY, "client-removed", json!({ "client": id }));
        }
        known
    }

    /// Leaves a person only these means. Without this, a person has all but those that were withdrawn.
    pub fn set_means(&self, realm: &Realm, person: &str, means: &[Means]) {
        let names: Vec<_> = means.iter().map(|means| means.name()).collect();
        realm.state(AUTHORITY, "means-set", json!({"person": person, "means": names}));
        self.means
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(person.to_owned(), means.to_vec());
    }

    /// The means a person has.
    #[must_use]
    pub fn means_of(&self, person: &str) -> Vec<Means> {
        self.means
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(person)
            .cloned()
            .unwrap_or_else(|| Means::ALL.to_vec())
    }

    /// Asks for something, from `client` and, where it names one, about `person`.
    pub fn direct(&self, realm: &Realm, client: &str, person: Option<&str>, direction: CsamDirection, standing: bool) {
        if let CsamDirection::Fault(id) = &direction {
            return self.direct_fault(realm, client, person, id);
        }
        // Who logs in is not known before it is used: the direction itself says who.
        let actor = person.filter(|_| !matches!(direction, CsamDirection::LogInAs { .. }));
        self.directions.set(realm, AUTHORITY, direction, scope(client, actor), standing);
    }

    /// A fault is for one login, and a key that the login will be signed with is published at once.
    fn direct_fault(&self, realm: &Realm, client: &str, person: Option<&str>, id: &str) {
        let Some(fault) = Fault::by_id(id) else {
            realm.observe(AUTHORITY, "fault-unknown", json!({"fault": id, "client": client, "person": person}));
            return;
        };
        let rotates = fault.mutation == Mutation::NewKey(Moment::BeforeLogin);
        if rotates {
            self.keys.rotate();
        }
        let direction = CsamDirection::Fault(fault.id.clone());
        self.directions.set(realm, AUTHORITY, direction, scope(client, person), false);
        if rotates {
            self.write_keys(realm, Some(&fault.id));
        }
    }

    /// Takes back every waiting direction of that name.
    pub fn lift(&self, realm: &Realm, direction: &str) {
        self.directions.lift(realm, AUTHORITY, direction);
    }
}

fn scope(client: &str, actor: Option<&str>) -> Scope {
    Scope {
        client: Some(client.to_owned()),
        actor: actor.map(str::to_owned),
    }
}
