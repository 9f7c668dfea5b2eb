//! What a nation needs to know before it starts, and where things of the user's are kept. Starting it lives in `nation`.

use std::{
    env,
    net::{IpAddr, Ipv4Addr},
    path::PathBuf,
};

use etalon_journal::{Journal, JournalMemory};

/// What a nation needs to know. [`NationConfig::local`] fills it in for this machine.
#[derive(Clone)]
pub struct NationConfig {
    /// Where everything is written down.
    pub journal: Journal,
    /// The address to listen on.
    pub bind: IpAddr,
    /// The port to listen on; a free one where none is named.
    pub port: Option<u16>,
    /// The port for revocation lists and status answers, in plain HTTP; a free one where none is named. It is opened when the first realm needs
    /// it. Certificates name it, so that what was issued before a restart is found again only under the same one.
    pub pki_port: Option<u16>,
    /// The name or address that clients call the nation by, where it is not the address it listens on: it stands in issuers, metadata and the
    /// certificate.
    pub public_host: Option<String>,
    /// The user's data folder: the pool of RSA keys lies in it, and the root if it is kept. See [`data_folder`].
    pub data_dir: PathBuf,
    /// Which root signs.
    pub root: RootChoice,
    /// How much of each realm's journal stays in memory.
    pub memory: JournalMemory,
}

/// Which root signs the nation's certificates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RootChoice {
    /// One made for this start: importing it never means trusting another run.
    #[default]
    Fresh,
    /// The one kept in the data folder, made at the first start: whoever imported it need not import it again.
    Kept,
}

impl NationConfig {
    /// A nation for this machine alone: loopback, a free port, a fresh root, the whole journal in memory.
    #[must_use]
    pub fn local(journal: Journal, data_dir: impl Into<PathBuf>) -> Self {
        Self {
            journal,
            bind: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: None,
            pki_port: None,
            public_host: None,
            data_dir: data_dir.into(),
            root: RootChoice::Fresh,
            memory: JournalMemory::Whole,
        }
    }
}

/// The user's data folder: where `ETALON_DATA` says, otherwise below `XDG_DATA_HOME` or the home folder. Nothing where there is none.
#[must_use]
pub fn data_folder() -> Option<PathBuf> {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = || set("XDG_DATA_HOME").or_else(|| Some(set("HOME")?.join(".local/share")));
    set("ETALON_DATA").or_else(|| Some(base()?.join("etalon")))
}
