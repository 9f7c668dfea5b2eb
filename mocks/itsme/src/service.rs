//! What itsme keeps for one realm: clients, accounts, open logins, codes, tokens and directions. No endpoint lives here.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, PoisonError, RwLock},
};

use etalon_people::Person;
use etalon_stage::Tickets;
use etalon_stage::{Directions, HttpClient, Realm, Register, Scope};
use serde_json::json;

use crate::{
    AUTHORITY, Client, ClientProblem, ItsmeDirection, ItsmeKey, Parameters, Persona,
    approval::OpenLogin,
    client::Authentication,
    grant::{AccessToken, Code},
    party_keys_cache::PartyKeysCache,
};

/// itsme in one realm.
pub struct Itsme {
    pub(crate) keys: ItsmeKey,
    pub(crate) http: HttpClient,
    pub(crate) parameters: Parameters,
    pub(crate) people: Arc<Register<Person>>,
    pub(crate) clients: Register<Client>,
    pub(crate) directions: Directions<ItsmeDirection>,
    pub(crate) logins: Tickets<OpenLogin>,
    pub(crate) codes: Tickets<Code>,
    pub(crate) access_tokens: Tickets<AccessToken>,
    /// Client and `jti` of every assertion that was accepted.
    pub(crate) assertions: Tickets<()>,
    pub(crate) party_keys: PartyKeysCache,
    accounts: RwLock<Accounts>,
}

#[derive(Default)]
struct Accounts {
    personas: HashMap<String, Persona>,
    without: HashSet<String>,
    /// How often a person's account was made anew: the subjects change with it [F].
    generations: HashMap<String, u32>,
}

impl Itsme {
    /// Moves itsme into `realm`. People come from the realm's register of persons, and each has an account. `partners` are registered from the
    /// beginning, without a word in the journal.
    pub fn settle(realm: &Realm, keys: &ItsmeKey, http: &HttpClient, parameters: Parameters, partners: Vec<Client>) -> Arc<Self> {
        let itsme = Arc::new(Self {
            keys: keys.clone(),
            http: http.clone(),
            parameters,
            people: realm.slot(),
            clients: Register::default(),
            directions: Directions::default(),
            logins: Tickets::default(),
            codes: Tickets::default(),
            access_tokens: Tickets::default(),
            assertions: Tickets::default(),
            party_keys: PartyKeysCache::default(),
            accounts: RwLock::default(),
        });
        for partner in partners {
            let id = partner.id.clone();
            itsme.clients.add(&id, partner);
        }
        realm.slots().keep(Arc::clone(&itsme));
        itsme
    }

    /// The itsme of `realm`, if it has moved in.
    #[must_use]
    pub fn of(realm: &Realm) -> Option<Arc<Self>> {
        realm.slots().kept()
    }

    /// The keys that it signs and opens with.
    #[must_use]
    pub fn keys(&self) -> &ItsmeKey {
        &self.keys
    }

    /// Registers a relying party, in place of an earlier one with its identifier.
    ///
    /// # Errors
    /// itsme would not register it like this.
    pub fn register_client(&self, realm: &Realm, client: Client) -> Result<(), ClientProblem> {
        client.check()?;
        let by = match &client.authentication {
            Authentication::PrivateKeyJwt(_) => "private_key_jwt",
            Authentication::Secret { secret, .. } => {
                realm.journal().mark_secret("client_secret", secret);
                "client_secret_post"
            }
        };
        let service =
            |service: &crate::Service| json!({"code": service.code, "kind": service.kind.name(), "redirect_uris": service.redirect_uris});
        let services: Vec<_> = client.services.iter().map(service).collect();
        let fields = json!({
            "client": client.id, "services": services, "authentication": by, "pkce_required": client.pkce_required,
            "request_object_required": client.request_object_required,
        });
        realm.state(AUTHORITY, "client-registered", fields);
        let id = client.id.clone();
        self.clients.add(&id, client);
        Ok(())
    }

    /// The registered relying parties, in the order of their identifiers.
    #[must_use]
    pub fn clients(&self) -> Vec<Arc<Client>> {
        self.clients.all()
    }

    /// Gives a person an account with this document. Without this, everybody has a Belgian card that lacks nothing.
    pub fn set_persona(&self, realm: &Realm, person: &str, persona: Persona) {
        realm.state(AUTHORITY, "account-set", json!({"person": person, "persona": persona.name()}));
        let mut accounts = self.accounts.write().unwrap_or_else(PoisonError::into_inner);
        accounts.without.remove(person);
        accounts.personas.insert(person.to_owned(), persona);
    }

    /// Takes a person's account away, or gives it back.
    pub fn set_enrolled(&self, person: &str, enrolled: bool) {
        let mut accounts = self.accounts.write().unwrap_or_else(PoisonError::into_inner);
        if enrolled {
            accounts.without.remove(person);
        } else {
            accounts.without.insert(person.to_owned());
        }
    }

    /// Deletes a person's account and makes it anew: every relying party sees another subject from now on [F].
    pub fn renew_account(&self, realm: &Realm, person: &str) {
        realm.state(AUTHORITY, "account-renewed", json!({"person": person}));
        let mut accounts = self.accounts.write().unwrap_or_else(PoisonError::into_inner);
        *accounts.generations.entry(person.to_owned()).or_default() += 1;
    }

    /// A person's account, if there is one.
    #[must_use]
    pub fn persona_of(&self, person: &str) -> Option<Persona> {
        let accounts = self.accounts.read().unwrap_or_else(PoisonError::into_inner);
        (!accounts.without.contains(person)).then(|| accounts.personas.get(person).copied().unwrap_or_default())
    }

    /// Those accounts that are not as everybody's: whose, made with what, and how often made anew.
    #[must_use]
    pub fn special_accounts(&self) -> Vec<(String, Persona, u32)> {
        let accounts = self.accounts.read().unwrap_or_else(PoisonError::into_inner);
        let mut people: Vec<&String> = accounts.personas.keys().chain(accounts.generations.keys()).collect();
        people.sort_unstable();
        people.dedup();
        let account = |person: &String| {
            let persona = accounts.personas.get(person).copied().unwrap_or_default();
            (
                person.clone(),
                persona,
                accounts.generations.get(person).copied().unwrap_or_default(),
            )
        };
        people.into_iter().map(account).collect()
    }

    pub(crate) fn generation_of(&self, person: &str) -> u32 {
        let accounts = self.accounts.read().unwrap_or_else(PoisonError::into_inner);
        accounts.generations.get(person).copied().unwrap_or_default()
    }

    /// Asks for something, from `client` (all, where none is named) and, where it names one, about `person`.
    pub fn direct(&self, realm: &Realm, client: Option<&str>, person: Option<&str>, direction: ItsmeDirection, standing: bool) {
        // Who approves is not known before it is used: the direction itself says who.
        let actor = person.filter(|_| !matches!(direction, ItsmeDirection::ApproveAs { .. }));
        let scope = Scope {
            client: client.map(str::to_owned),
            actor: actor.map(str::to_owned),
        };
        self.directions.set(realm, AUTHORITY, direction, scope, standing);
    }

    /// Takes back every waiting direction of that name.
    pub fn lift(&self, realm: &Realm, direction: &str) {
        self.directions.lift(realm, AUTHORITY, direction);
    }
}
