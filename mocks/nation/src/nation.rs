//! A nation: its root, its keys, its listener, and the opening, finding and closing of realms. What it keeps over restarts lives in `keeping`.

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use etalon_certs::{KeptRoot, KeyPool, ServerIdentity, SubjectName, TestRoot, server_certificate};
use etalon_csam::{Csam, CsamKey, Parameters};
use etalon_hospital::Hospitals;
use etalon_journal::{Journal, Unwritten};
use etalon_stage::{Authority, HttpClient, Realm, Repositories, SideDoor, Stage};
use jiff::Timestamp;

use crate::{
    NationConfig, NationError, RealmHandle, RootChoice,
    addresses::{names, tls},
    data_folder,
    itsme::{self, ItsmeKeys},
    keeping::{Keeping, KeptRealm},
    pki::{self, Founding, PkiDoor},
};

/// Signing keys that realms share in turn: enough that neighbours differ, few enough to be made quickly the first time.
pub const SIGNING_KEYS: usize = 16;
/// A realm's own key, and those that another one signs with where it is asked to: for CSAM's faults.
const KEYS_OF_A_REALM: usize = 5;

/// All authorities in one process, behind TLS.
pub struct Nation {
    journal: Journal,
    pub(crate) root: TestRoot,
    root_pem: String,
    pub(crate) names: Vec<SubjectName>,
    pub(crate) bind: IpAddr,
    pub(crate) public_host: Option<String>,
    product_identity: ServerIdentity,
    pub(crate) stage: Stage,
    keys: Vec<Arc<CsamKey>>,
    itsme_keys: ItsmeKeys,
    next_key: AtomicUsize,
    client: HttpClient,
    kept_in: RwLock<Option<PathBuf>>,
    founding: Arc<Founding>,
    side_door: Arc<SideDoor>,
    /// The stage forwards to them; they close with the nation.
    _repositories: Repositories,
}

impl Nation {
    /// Starts listening, on the caller's runtime. The first start on a machine makes keys and takes some seconds.
    ///
    /// # Errors
    /// The port is taken, the key pool or the kept root cannot be used, or a certificate cannot be made.
    pub async fn start(config: NationConfig) -> Result<Self, NationError> {
        let NationConfig {
            journal,
            bind,
            port,
            pki_port,
            public_host,
            data_dir,
            root,
            memory,
        } = config;
        let founding = Arc::new(Founding::new(data_dir.clone()));
        let (root, keys, itsme_keys) = tokio::task::spawn_blocking(move || -> Result<_, NationError> {
            let root = match root {
                RootChoice::Fresh => TestRoot::fresh()?,
                RootChoice::Kept => KeptRoot::open(&data_dir)?.into_root(),
            };
            let keys = KeyPool::open(&data_dir)?.keys(SIGNING_KEYS)?;
            let itsme_keys = ItsmeKeys::of(&keys)?;
            let keys = keys
                .iter()
                .map(|key| Ok(Arc::new(CsamKey::new(key, &root)?)))
                .collect::<Result<Vec<_>, NationError>>()?;
            Ok((root, keys, itsme_keys))
        })
        .await??;
        let names = names(bind, public_host.as_deref());
        let server_identity = server_certificate(&root, &names)?;
        let product_identity = server_certificate(&root, &names)?;
        let repositories = Repositories::open(etalon_hospital::Archive).await?;
        let authorities = vec![
            Authority {
                name: etalon_csam::AUTHORITY,
                prefix: etalon_csam::PREFIX,
                router: etalon_csam::router(),
            },
            Authority {
                name: etalon_csam::AUTHORITY,
                prefix: etalon_csam::PAGES_PREFIX,
                router: etalon_csam::router(),
            },
            Authority {
                name: etalon_itsme::AUTHORITY,
                prefix: etalon_itsme::PREFIX,
                router: etalon_itsme::router(),
            },
            Authority {
                name: etalon_hospital::AUTHORITY,
                prefix: etalon_hospital::PREFIX,
                router: repositories.router(),
            },
        ];
        let address = SocketAddr::new(bind, port.unwrap_or(0));
        let stage = Stage::listen(address, public_host.as_deref(), tls(&server_identity), authorities)?;
        let of_certificates = Authority {
            name: pki::AUTHORITY,
            prefix: pki::PREFIX,
            router: pki::router(Arc::clone(&founding)),
        };
        let pki_address = SocketAddr::new(bind, pki_port.unwrap_or(0));
        let side_door = Arc::new(stage.side_door(pki_address, public_host.as_deref(), vec![of_certificates]));
        let root_pem = root.pem();
        let mut ours = vec![bind.to_string()];
        ours.extend(public_host.clone());
        let client = HttpClient::new(&root_pem, ours).map_err(NationError::Outgoing)?;
        Ok(Self {
            journal: journal.remembering(memory),
            root,
            root_pem,
            names,
            bind,
            public_host,
            product_identity,
            stage,
            keys,
            itsme_keys,
            next_key: AtomicUsize::new(0),
            client,
            kept_in: RwLock::default(),
            founding,
            side_door,
            _repositories: repositories,
        })
    }

    /// A nation for a test: loopback, a free port, a fresh root, and nothing of it on disk but the keys that every nation of this user shares.
    ///
    /// ```
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// use etalon_nation::{CsamDirection, Kind, Means, Nation};
    /// let nation = Nation::for_tests().await?;
    /// let realm = nation.open_realm("my-test", 1, None)?;
    /// let anna = realm.introduce("Anna Janssens", Kind::Citizen)?;
    /// realm.register_relying_party("portal", "secret-of-the-portal", "https://127.0.0.1:8443/callback");
    /// realm.direct_csam("portal", None, CsamDirection::LogInAs { person: anna.id.clone(), means: Means::Eid }, true);
    /// // Give your relying party `realm.issuer()` and `nation.root_pem()`, let it log in, then ask `realm.journal().entries()`.
    /// assert!(realm.issuer().starts_with("https://127.0.0.1:"));
    /// # Ok::<(), etalon_nation::NationError>(()) }).unwrap();
    /// ```
    ///
    /// # Errors
    /// As [`Nation::start`].
    pub async fn for_tests() -> Result<Self, NationError> {
        let mut key = [0; 32];
        aws_lc_rs::rand::fill(&mut key).map_err(|_| NationError::NoRandomness)?;
        let journal = Journal::new(Arc::new(Unwritten), &key);
        let data = data_folder().unwrap_or_else(|| std::env::temp_dir().join("etalon"));
        Self::start(NationConfig::local(journal, data)).await
    }

    /// The root certificate, to import where the nation must be trusted.
    #[must_use]
    pub fn root_pem(&self) -> &str {
        &self.root_pem
    }

    /// A server certificate from the same root, for this machine's names, to hand to a system under test. Its key is not the
    /// nation's own.
    #[must_use]
    pub fn server_identity(&self) -> &ServerIdentity {
        &self.product_identity
    }

    /// `https://host:port`, without a slash at the end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.stage.origin()
    }

    /// The address it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.stage.address()
    }

    /// The name or address that clients call it by, where one was given.
    #[must_use]
    pub fn public_host(&self) -> Option<&str> {
        self.public_host.as_deref()
    }

    /// Requests so far that named no open realm, and so stand in no journal.
    #[must_use]
    pub fn stray_requests(&self) -> u64 {
        self.stage.stray_requests()
    }

    /// Opens an isolated country. All chance in it starts from `seed`; its clock stands still at `clock_at`, or shows the machine's time.
    ///
    /// # Errors
    /// The name cannot be used, or is in use; or it is to be kept and cannot be written.
    pub fn open_realm(&self, name: &str, seed: u64, clock_at: Option<Timestamp>) -> Result<RealmHandle, NationError> {
        let kept_in = self.kept_in.read().unwrap_or_else(PoisonError::into_inner).clone();
        let keeping = kept_in.map(|folder| Keeping::of_realm(&folder, name));
        let opened = self.open_with(name, seed, clock_at, keeping)?;
        if let Err(problem) = opened.keep_now() {
            opened.close();
            return Err(problem.into());
        }
        Ok(opened)
    }

    /// The same, but reached below `/r/{path_name}`, and listed under that name as long as it is open: for a system under test that knows one
    /// issuer and plays one realm after the other. Realms that are opened there sign with the same key. It is not kept.
    ///
    /// # Errors
    /// One of the names cannot be used, or `path_name` is in use.
    pub fn open_realm_at(&self, path_name: &str, name: &str, seed: u64, clock_at: Option<Timestamp>) -> Result<RealmHandle, NationError> {
        let turn = path_name
            .bytes()
            .fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)))
            % self.keys.len();
        let furnish = |realm: &Arc<Realm>| self.furnish(realm, turn);
        let realm = self.stage.open_realm_at(&self.journal, path_name, name, seed, clock_at, furnish)?;
        Ok(self.handle(realm))
    }

    /// From now on every realm that is opened is kept in `folder`: who lives there, with which means, its clients, clock and seed, for the
    /// owner's eyes only. What is kept there already is opened again and returned. Journals, sessions and tokens are not kept.
    ///
    /// # Errors
    /// The folder cannot be used, or what lies in it is damaged; or one of its realms is open already.
    pub fn keep(&self, folder: &Path) -> Result<Vec<RealmHandle>, NationError> {
        let mut opened = Vec::new();
        for kept in KeptRealm::all(folder)? {
            let realm = self.open_with(&kept.name, kept.seed, None, None)?;
            let keeping = Keeping::of_realm(folder, &kept.name);
            kept.restore(&realm)?;
            realm.keep_with(keeping);
            opened.push(realm);
        }
        *self.kept_in.write().unwrap_or_else(PoisonError::into_inner) = Some(folder.to_owned());
        Ok(opened)
    }

    /// The open realms, in the order of their names.
    #[must_use]
    pub fn realms(&self) -> Vec<RealmHandle> {
        self.stage.realms().into_iter().map(|realm| self.handle(realm)).collect()
    }

    /// The open realm of that name.
    #[must_use]
    pub fn realm(&self, name: &str) -> Option<RealmHandle> {
        self.stage.realm(name).map(|realm| self.handle(realm))
    }

    /// Closes the realm of that name, and forgets what was kept of it. False where there is none.
    ///
    /// # Errors
    /// What was kept of it cannot be deleted; it is closed all the same.
    pub fn forget_realm(&self, name: &str) -> Result<bool, NationError> {
        let Some(realm) = self.realm(name) else { return Ok(false) };
        // Forgotten first: whoever opens one of that name afterwards has a file of their own.
        let forgotten = realm.forget();
        realm.close();
        forgotten?;
        Ok(true)
    }

    /// Closes every realm, lets exchanges under way come to their end, and stops listening. What is kept stays.
    pub async fn close(self) {
        self.side_door.close().await;
        self.stage.close().await;
    }

    fn open_with(&self, name: &str, seed: u64, clock_at: Option<Timestamp>, keeping: Option<Keeping>) -> Result<RealmHandle, NationError> {
        let turn = self.next_key.fetch_add(1, Ordering::Relaxed);
        let realm = self.stage.open_realm(&self.journal, name, seed, clock_at, |realm| {
            self.furnish(realm, turn);
            if let Some(keeping) = keeping {
                realm.slots().keep(Arc::new(keeping));
            }
        })?;
        Ok(self.handle(realm))
    }

    /// Lets the authorities move in; CSAM and itsme sign with the keys whose turn it is.
    fn furnish(&self, realm: &Arc<Realm>, turn: usize) {
        let keys: Vec<_> = (0..KEYS_OF_A_REALM)
            .map(|next| Arc::clone(&self.keys[(turn + next) % self.keys.len()]))
            .collect();
        let csam = Csam::settle(realm, &keys, Parameters::default());
        itsme::settle(realm, &csam, &self.itsme_keys, &self.client, turn);
        Hospitals::settle(realm, &self.client);
    }

    fn handle(&self, realm: Arc<Realm>) -> RealmHandle {
        let pki = PkiDoor {
            founding: Arc::clone(&self.founding),
            side_door: Arc::downgrade(&self.side_door),
        };
        RealmHandle::new(realm, self.stage.closer(), pki)
    }
}

impl fmt::Debug for Nation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Nation").field("base_url", &self.base_url()).finish_non_exhaustive()
    }
}
