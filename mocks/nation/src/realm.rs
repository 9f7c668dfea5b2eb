//! A realm as its scenario holds it: clock, directions and hospitals, without knowing which authority keeps what. Who lives there, and who is
//! registered, lives in `residents`.

use std::{fmt, sync::Arc};

use etalon_csam::{Client, Csam, CsamDirection, issuer};
use etalon_hospital::{Hospitals, Quarter};
use etalon_journal::{Blame, Event, RealmJournal};
use etalon_people::Person;
use etalon_stage::{ClockMode, Realm, RealmCloser, Register, WaitingDirection};
use jiff::{SignedDuration, Timestamp};

use crate::{
    HospitalHandle,
    keeping::{KeepError, Keeping, KeptRealm},
    pki::{KeptCertificates, PREFIX, Pki, PkiDoor, PkiError, PkiHandle},
};

/// An open realm. Cloning it shares it.
#[derive(Clone)]
pub struct RealmHandle {
    pub(crate) realm: Arc<Realm>,
    pub(crate) csam: Arc<Csam>,
    institutions: Arc<Hospitals>,
    hospitals: Arc<[HospitalHandle]>,
    pub(crate) people: Arc<Register<Person>>,
    pub(crate) clients: Arc<Register<Client>>,
    closer: RealmCloser,
    pki: PkiDoor,
}

impl RealmHandle {
    pub(crate) fn new(realm: Arc<Realm>, closer: RealmCloser, pki: PkiDoor) -> Self {
        let csam = Csam::of(&realm).expect("a nation settles CSAM in every realm it opens");
        let institutions = Hospitals::of(&realm).expect("a nation settles hospitals in every realm it opens");
        let handle = |hospital: &Arc<_>| HospitalHandle::new(Arc::clone(&realm), Arc::clone(hospital));
        let hospitals = institutions.all().iter().map(handle).collect();
        Self {
            people: realm.slot(),
            clients: realm.slot(),
            realm,
            csam,
            institutions,
            hospitals,
            closer,
            pki,
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
        self.changed();
    }

    /// Moves the clock by `by`; one that stands still stands still again.
    pub fn step(&self, by: SignedDuration) {
        self.realm.step(by);
        self.changed();
    }

    /// Lets the clock run, `by` away from the machine's.
    pub fn offset(&self, by: SignedDuration) {
        self.realm.offset(by);
        self.changed();
    }

    /// Lets the clock show the machine's time.
    pub fn real(&self) {
        self.realm.real();
        self.changed();
    }

    /// How the clock runs.
    #[must_use]
    pub fn clock_mode(&self) -> ClockMode {
        self.realm.clock().mode()
    }

    /// The directions that wait, of every authority.
    #[must_use]
    pub fn waiting_directions(&self) -> Vec<WaitingDirection> {
        self.realm.waiting_directions()
    }

    /// Takes back the waiting direction that was written down under that number. False where there is none, or none any more.
    pub fn lift_direction(&self, number: u64) -> bool {
        self.realm.lift_direction(number)
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

    /// Who issues certificates here and tells how they stand. The first time in a nation, a listener is opened for that, and in a realm, its
    /// authorities are founded at the realm's time.
    ///
    /// # Errors
    /// The port is taken, or the folder of keys cannot be used.
    pub fn pki(&self) -> Result<PkiHandle, PkiError> {
        let pki = self.pki.pki_of(&self.realm)?;
        Ok(PkiHandle::new(self.clone(), Arc::clone(&self.realm), pki))
    }

    /// Where lists and status answers are, once anybody listens for them.
    pub(crate) fn certificates_address(&self) -> Option<String> {
        let origin = self.pki.origin()?;
        Some(format!("{origin}{}{PREFIX}", self.realm.path()))
    }

    /// Whether anybody asked for certificates here.
    pub(crate) fn has_certificates(&self) -> bool {
        self.realm.slots().kept::<Pki>().is_some()
    }

    /// What outlives a restart of its certificates, where its authorities were founded.
    pub(crate) fn kept_certificates(&self) -> Option<KeptCertificates> {
        self.realm.slots().kept::<Pki>().map(|pki| pki.kept())
    }

    pub(crate) fn keep_certificates(&self, kept: KeptCertificates) {
        self.realm.slots().keep(Arc::new(kept));
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

    /// Whether it has been closed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.realm.is_closed()
    }

    /// Returns when it has been closed.
    pub async fn closed(&self) {
        self.realm.closed().await;
    }

    /// Why what changed last could not be kept, where realms are kept and it could not. Mended by the next change that can.
    #[must_use]
    pub fn keeping_problem(&self) -> Option<String> {
        self.keeping()?.problem()
    }

    pub(crate) fn keep_with(&self, keeping: Keeping) {
        self.realm.slots().keep(Arc::new(keeping));
    }

    pub(crate) fn keep_now(&self) -> Result<(), KeepError> {
        self.keeping().map_or(Ok(()), |keeping| keeping.keep(|| KeptRealm::of(self)))
    }

    pub(crate) fn forget(&self) -> Result<(), KeepError> {
        self.keeping().map_or(Ok(()), |keeping| keeping.forget())
    }

    fn keeping(&self) -> Option<Arc<Keeping>> {
        self.realm.slots().kept()
    }

    /// What lasts has changed.
    pub(crate) fn changed(&self) {
        if let Err(problem) = self.keep_now() {
            let what = Event::Trouble {
                blame: Blame::Environment,
                what: problem.to_string(),
            };
            self.journal().write("nation", what);
        }
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
