//! A nation: its root, its keys, its listener, and the opening of realms.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use etalon_certs::{KeyPool, ServerIdentity, SubjectName, TestRoot, server_certificate};
use etalon_csam::{Csam, CsamKey, Parameters};
use etalon_hospital::Hospitals;
use etalon_journal::Journal;
use etalon_stage::{Authority, HttpClient, Repositories, Stage, Tls};
use jiff::Timestamp;

use crate::{NationError, RealmHandle};

/// Signing keys that realms share in turn: enough that neighbours differ, few enough to be made quickly the first time.
pub const SIGNING_KEYS: usize = 16;
/// The machine itself; the reference systems and the hosts of a run are called by it.
const THIS_MACHINE: &str = "localhost";

/// What a nation needs to know.
pub struct NationConfig {
    /// Where everything is written down.
    pub journal: Journal,
    /// The user's data folder, in which the pool of RSA keys is kept.
    pub key_pool_dir: PathBuf,
    /// The address to listen on; the port is a free one.
    pub bind: IpAddr,
}

/// All authorities in one process, behind TLS.
pub struct Nation {
    journal: Journal,
    root_pem: String,
    product_identity: ServerIdentity,
    stage: Stage,
    keys: Vec<Arc<CsamKey>>,
    next_key: AtomicUsize,
    client: HttpClient,
    /// The stage forwards to them; they close with the nation.
    _repositories: Repositories,
}

impl Nation {
    /// Starts listening, on the caller's runtime. The first start on a machine makes keys and takes some seconds.
    ///
    /// # Errors
    /// The port is taken, the key pool cannot be used, or a certificate cannot be made.
    pub async fn start(config: NationConfig) -> Result<Self, NationError> {
        let NationConfig {
            journal,
            key_pool_dir,
            bind,
        } = config;
        let (root, keys) = tokio::task::spawn_blocking(move || -> Result<_, NationError> {
            let root = TestRoot::fresh()?;
            let keys = KeyPool::open(&key_pool_dir)?.keys(SIGNING_KEYS)?;
            let keys = keys
                .iter()
                .map(|key| Ok(Arc::new(CsamKey::new(key, &root)?)))
                .collect::<Result<Vec<_>, NationError>>()?;
            Ok((root, keys))
        })
        .await??;
        let server_identity = server_certificate(&root, &names(bind))?;
        let product_identity = server_certificate(&root, &names(bind))?;
        let repositories = Repositories::open(etalon_hospital::Archive).await?;
        let authorities = vec![
            Authority {
                name: etalon_csam::AUTHORITY,
                prefix: etalon_csam::PREFIX,
                router: etalon_csam::router(),
            },
            Authority {
                name: etalon_hospital::AUTHORITY,
                prefix: etalon_hospital::PREFIX,
                router: repositories.router(),
            },
        ];
        let tls = Tls {
            chain_pem: &server_identity.cert_pem,
            key_pem: &server_identity.key_pem,
        };
        let stage = Stage::listen(SocketAddr::new(bind, 0), None, tls, authorities)?;
        let root_pem = root.pem();
        let client = HttpClient::new(&root_pem, vec![bind.to_string()]).map_err(NationError::Outgoing)?;
        Ok(Self {
            journal,
            root_pem,
            product_identity,
            stage,
            keys,
            next_key: AtomicUsize::new(0),
            client,
            _repositories: repositories,
        })
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

    /// Requests so far that named no open realm, and so stand in no journal.
    #[must_use]
    pub fn stray_requests(&self) -> u64 {
        self.stage.stray_requests()
    }

    /// Opens an isolated country. All chance in it starts from `seed`; its clock stands still at `clock_at`, or shows the machine's time.
    ///
    /// # Errors
    /// The name cannot be used, or is in use.
    pub fn open_realm(&self, name: &str, seed: u64, clock_at: Option<Timestamp>) -> Result<RealmHandle, NationError> {
        let turn = self.next_key.fetch_add(1, Ordering::Relaxed);
        let key = Arc::clone(&self.keys[turn % self.keys.len()]);
        let realm = self.stage.open_realm(&self.journal, name, seed, clock_at, |realm| {
            Csam::settle(realm, key, Parameters::default());
            Hospitals::settle(realm, &self.client);
        })?;
        Ok(RealmHandle::new(realm, self.stage.closer()))
    }

    /// Closes every realm, lets exchanges under way come to their end, and stops listening.
    pub async fn close(self) {
        self.stage.close().await;
    }
}

fn names(bind: IpAddr) -> Vec<SubjectName> {
    let mut names = vec![
        SubjectName::Dns(THIS_MACHINE.to_owned()),
        SubjectName::Ip(Ipv4Addr::LOCALHOST.into()),
        SubjectName::Ip(Ipv6Addr::LOCALHOST.into()),
    ];
    let bind = SubjectName::Ip(bind);
    if !names.contains(&bind) {
        names.push(bind);
    }
    names
}

impl fmt::Debug for Nation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Nation").field("base_url", &self.base_url()).finish_non_exhaustive()
    }
}
