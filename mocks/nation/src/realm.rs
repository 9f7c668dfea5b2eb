//! A realm as its scenario holds it: people, clients, clock and directions, without knowing which authority keeps what.

use std::{fmt, sync::Arc};

use etalon_csam::{Client, Csam, CsamDirection, Means, issuer};
use etalon_hospital::{Hospitals, Quarter};
use etalon_journal::RealmJournal;
use etalon_people::Person;
use etalon_stage::{Realm, RealmCloser, Register};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::HospitalHandle;

/// An open realm. Cloning it shares it.
#[derive(Clone)]
pub struct RealmHandle {
    realm: Arc<Realm>,
    csam: Arc<Csam>,
    institutions: Arc<Hospitals>,
    hospitals: Arc<[HospitalHandle]>,
    people: Arc<Register<Person>>,
    closer: RealmCloser,
}

impl RealmHandle {
    pub(crate) fn new(realm: Arc<Realm>, closer: RealmCloser) -> Self {
        let csam = Csam::of(&realm).expect("a nation settles CSAM in every realm it opens");
        let institutions = Hospitals::of(&realm).expect("a nation settles hospitals in every realm it opens");
        let handle = |hospital: &Arc<_>| HospitalHandle::new(Arc::clone(&realm), Arc::clone(hospital));
        let hospitals = institutions.all().iter().map(handle).collect();
        Self {
            people: realm.slot(),
            realm,
            csam,
            institutions,
            hospitals,
            closer,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.realm.name()
    }

    /// Where all chance in it starts.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.realm.seed()
    }

    /// Its journal.
    #[must_use]
    pub fn journal(&self) -> &RealmJournal {
        self.realm.journal()
    }

    /// CSAM's issuer identifier here.
    #[must_use]
    pub fn issuer(&self) -> String {
        issuer(&self.realm)
    }

    /// `https://host:port/r/{name}`.
    #[must_use]
    pub fn base_url(&self) -> String {
        self.realm.base_url()
    }

    /// The time here.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.realm.now()
    }

    /// Stops the clock at `at`.
    pub fn freeze(&self, at: Timestamp) {
        self.realm.freeze(at);
    }

    /// Moves the clock by `by`; one that stands still stands still again.
    pub fn step(&self, by: SignedDuration) {
        self.realm.step(by);
    }

    /// Lets the clock run, `by` away from the machine's.
    pub fn offset(&self, by: SignedDuration) {
        self.realm.offset(by);
    }

    /// Lets the clock show the machine's time.
    pub fn real(&self) {
        self.realm.real();
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
    }

    /// Registers a relying party with CSAM.
    pub fn register_client(&self, client: Client) {
        self.csam.register_client(&self.realm, client);
    }

    /// Asks CSAM for something towards `client` and, where named, about `person`: once, or from now on.
    pub fn direct_csam(&self, client: &str, person: Option<&str>, direction: CsamDirection, standing: bool) {
        self.csam.direct(&self.realm, client, person, direction, standing);
    }

    /// Takes back every waiting direction of CSAM with the name of `direction`.
    pub fn lift_csam(&self, direction: &CsamDirection) {
        self.csam.lift(&self.realm, etalon_stage::Direction::name(direction));
    }

    /// The hospital that is meant where none is named: `Example Hospital`.
    #[must_use]
    pub fn hospital(&self) -> &HospitalHandle {
        self.hospitals.first().expect("every realm has the institutions of a constant list")
    }

    /// The hospital of that title, such as `North Hospital`.
    #[must_use]
    pub fn hospital_named(&self, title: &str) -> Option<HospitalHandle> {
        self.hospitals.iter().find(|hospital| hospital.title() == title).cloned()
    }

    /// Every hospital.
    #[must_use]
    pub fn hospitals(&self) -> &[HospitalHandle] {
        &self.hospitals
    }

    /// Writes down which hospitals published precedence in a quarter.
    pub fn write_precedence_list(&self, quarter: Quarter) {
        self.realm
            .state("nation", "precedence-list", self.institutions.precedence_list(quarter));
    }

    /// Closes the realm: it answers 404 from now on. Its journal lives as long as somebody holds it.
    pub fn close(&self) {
        self.closer.close(&self.realm);
    }
}

impl fmt::Debug for RealmHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RealmHandle")
            .field("name", &self.name())
            .field("seed", &self.seed())
            .finish_non_exhaustive()
    }
}
