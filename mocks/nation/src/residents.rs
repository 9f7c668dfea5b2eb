//! Who lives in a realm, with which means to log in, and which relying parties are registered there.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

use etalon_csam::{Client, Means};
use etalon_people::{CastRefusal, Counters, Kind, Person, person_of};
use etalon_stage::WaitingDirection;
use serde_json::json;

use crate::RealmHandle;

/// What a relying party may ask for that is registered by [`RealmHandle::register_relying_party`].
const USUAL_SCOPES: [&str; 3] = ["openid", "profile", "egovnrn"];
/// How often a number is drawn for a newcomer before the country counts as full.
const MAX_DRAWS: u32 = 256;

/// One newcomer at a time.
#[derive(Default)]
struct Door(Mutex<()>);

impl RealmHandle {
    /// Lets the person live here that `name` stands for under the realm's seed, with every means to log in and a number that nobody else here
    /// has. Who lives here already under that name is returned as they are.
    ///
    /// # Errors
    /// The name stands for somebody of the other register here, or there is no free number left.
    pub fn introduce(&self, name: &str, kind: Kind) -> Result<Arc<Person>, CastRefusal> {
        self.admit(name, kind).map(|(person, _)| person)
    }

    /// The same; says also whether they are new here.
    pub(crate) fn admit(&self, name: &str, kind: Kind) -> Result<(Arc<Person>, bool), CastRefusal> {
        let door = self.realm.slot::<Door>();
        // Two who come in at a time must not draw one number.
        let _held = door.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first_draw = person_of(self.seed(), name, kind, Counters::default(), 0);
        if let Some(known) = self.person(&first_draw.id) {
            let same = known.kind == kind;
            return if same {
                Ok((known, false))
            } else {
                Err(CastRefusal::OtherRegister(name.to_owned()))
            };
        }
        let taken: BTreeSet<_> = self.people().iter().map(|person| person.insz).collect();
        let more_draws = (1..MAX_DRAWS).map(|draw| person_of(self.seed(), name, kind, Counters::default(), draw));
        let mut drawn = std::iter::once(first_draw).chain(more_draws);
        let person = drawn.find(|candidate| !taken.contains(&candidate.insz));
        let person = person.ok_or_else(|| CastRefusal::Crowded(name.to_owned(), taken.len()))?;
        self.add_person(person.clone());
        Ok((Arc::new(person), true))
    }

    /// Lets a person live here, with every means to log in.
    pub fn add_person(&self, person: Person) {
        let fields = json!({
            "id": person.id, "given_name": person.given_name, "surname": person.surname, "insz": person.insz, "birth_date": person.birth_date,
            "mail": person.mail, "language": person.language, "fedid": person.fedid, "kind": person.kind,
        });
        self.realm.state("nation", "person-added", fields);
        let id = person.id.clone();
        self.people.add(&id, person);
        self.changed();
    }

    /// The person of that id.
    #[must_use]
    pub fn person(&self, id: &str) -> Option<Arc<Person>> {
        self.people.get(id)
    }

    /// Everybody who lives here.
    #[must_use]
    pub fn people(&self) -> Vec<Arc<Person>> {
        self.people.all()
    }

    /// Leaves a person only these means to log in.
    pub fn set_means(&self, person: &str, means: &[Means]) {
        self.csam.set_means(&self.realm, person, means);
        self.itsme().set_enrolled(person, means.contains(&Means::Itsme));
        self.changed();
    }

    /// The means a person has to log in.
    #[must_use]
    pub fn means_of(&self, person: &str) -> Vec<Means> {
        self.csam.means_of(person)
    }

    /// Registers a relying party with CSAM, in place of an earlier one with its identifier.
    pub fn register_client(&self, client: Client) {
        self.csam.register_client(&self.realm, client.clone());
        let id = client.id.clone();
        self.clients.add(&id, client);
        self.changed();
    }

    /// The same for one that has a single address for answers, and asks for what most ask for: names and the national number.
    pub fn register_relying_party(&self, id: &str, secret: &str, redirect_uri: &str) {
        self.register_client(Client {
            id: id.to_owned(),
            secret: secret.to_owned(),
            redirect_uris: vec![redirect_uri.to_owned()],
            post_logout_redirect_uris: Vec::new(),
            scopes: USUAL_SCOPES.map(str::to_owned).to_vec(),
        });
    }

    /// Removes a relying party: CSAM knows it no more, and the directions that waited for it are taken back. False where there is none.
    pub fn remove_client(&self, id: &str) -> bool {
        let known = self.csam.remove_client(&self.realm, id);
        self.clients.remove(id);
        let meant_for_it =
            |waiting: &&WaitingDirection| waiting.authority == etalon_csam::AUTHORITY && waiting.scope.client.as_deref() == Some(id);
        for waiting in self.waiting_directions().iter().filter(meant_for_it) {
            self.lift_direction(waiting.number);
        }
        if known {
            self.changed();
        }
        known
    }

    /// The registered relying parties.
    #[must_use]
    pub fn clients(&self) -> Vec<Arc<Client>> {
        self.clients.all()
    }

    /// The relying party of that identifier.
    #[must_use]
    pub fn client(&self, id: &str) -> Option<Arc<Client>> {
        self.clients.get(id)
    }
}
