//! What of a realm outlives a restart, and where: one file per realm, for the owner's eyes only, each complete or as it was before.
//! Journals, sessions and tokens do not outlive anything.

use std::{
    collections::BTreeMap,
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use etalon_csam::{Client, Means};
use etalon_people::Person;
use etalon_stage::ClockMode;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    RealmHandle,
    keeping_itsme::KeptItsme,
    pki::{KeptCertificates, PkiError},
    service_providers::KeptServiceProvider,
};

/// Version of the file. A higher one is refused.
const FORMAT: u32 = 1;
const FOLDER: &str = "realms";
const EXTENSION: &str = "json";
/// The longest file that is read: a realm of tens of thousands of people takes less.
const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// Why a realm could not be kept, or what was kept not be read.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// A file or folder could not be used.
    #[error("what lasts of a realm cannot be kept in {}: {source}; check that the folder is yours and has room", path.display())]
    Files {
        /// The file or folder.
        path: PathBuf,
        /// The system's word.
        source: io::Error,
    },
    /// A file is none of ours, or damaged.
    #[error("the kept realm {} cannot be read: {reason}; mend it, or move it away to start without that realm", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

/// The file of one realm.
pub(crate) struct Keeping {
    file: PathBuf,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    forgotten: bool,
    problem: Option<String>,
}

impl Keeping {
    pub(crate) fn of_realm(folder: &Path, name: &str) -> Self {
        Self {
            file: folder.join(FOLDER).join(name).with_extension(EXTENSION),
            state: Mutex::default(),
        }
    }

    /// Writes down what there is now. It is looked at under the lock, so that of two changes the later one stays.
    pub(crate) fn keep(&self, now: impl FnOnce() -> KeptRealm) -> Result<(), KeepError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.forgotten {
            return Ok(());
        }
        let text = serde_json::to_vec_pretty(&now()).expect("plain data with text keys");
        let written = replace(&self.file, &text);
        state.problem = written.as_ref().err().map(ToString::to_string);
        written
    }

    /// Deletes the file; nothing is written any more.
    pub(crate) fn forget(&self) -> Result<(), KeepError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.forgotten = true;
        match fs::remove_file(&self.file) {
            Err(problem) if problem.kind() != ErrorKind::NotFound => Err(at(&self.file)(problem)),
            _ => Ok(()),
        }
    }

    pub(crate) fn problem(&self) -> Option<String> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).problem.clone()
    }
}

/// What lasts of a realm.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeptRealm {
    format: u32,
    pub(crate) name: String,
    pub(crate) seed: u64,
    clock: KeptClock,
    people: Vec<KeptPerson>,
    clients: Vec<KeptClient>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    itsme: Option<KeptItsme>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    service_providers: Vec<KeptServiceProvider>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    certificates: Option<KeptCertificates>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "mode", rename_all = "kebab-case", deny_unknown_fields)]
enum KeptClock {
    Real,
    Offset { seconds: i64 },
    Frozen { at: Timestamp },
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptPerson {
    person: Person,
    means: Vec<String>,
    /// The secret of their app, where one was set up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    app: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptClient {
    id: String,
    secret: String,
    redirect_uris: Vec<String>,
    post_logout_redirect_uris: Vec<String>,
    scopes: Vec<String>,
}

impl KeptRealm {
    pub(crate) fn of(realm: &RealmHandle) -> Self {
        let kept = |person: &Arc<Person>| {
            let means = realm.means_of(&person.id).iter().map(|means| means.name().to_owned()).collect();
            KeptPerson {
                person: Person::clone(person),
                means,
                app: realm.app_secret(&person.id),
            }
        };
        Self {
            format: FORMAT,
            name: realm.name().to_owned(),
            seed: realm.seed(),
            clock: match realm.clock_mode() {
                ClockMode::Real => KeptClock::Real,
                ClockMode::Offset(by) => KeptClock::Offset { seconds: by.as_secs() },
                ClockMode::Frozen(at) => KeptClock::Frozen { at },
            },
            people: realm.people().iter().map(kept).collect(),
            clients: realm.clients().iter().map(|client| KeptClient::of(client)).collect(),
            itsme: KeptItsme::of(realm),
            service_providers: realm.service_providers().into_iter().map(KeptServiceProvider::of).collect(),
            certificates: realm.kept_certificates(),
        }
    }

    /// Everything kept in `folder`, by the names of the files.
    pub(crate) fn all(folder: &Path) -> Result<Vec<Self>, KeepError> {
        let folder = folder.join(FOLDER);
        make_folder(&folder)?;
        let mut files = BTreeMap::new();
        for found in fs::read_dir(&folder).map_err(at(&folder))? {
            let path = found.map_err(at(&folder))?.path();
            if path.extension().is_some_and(|extension| extension == EXTENSION) {
                files.insert(path.clone(), Self::read(&path)?);
            }
        }
        Ok(files.into_values().collect())
    }

    fn read(path: &Path) -> Result<Self, KeepError> {
        let damaged = |reason: String| KeepError::Damaged {
            path: path.to_owned(),
            reason,
        };
        let size = fs::metadata(path).map_err(at(path))?.len();
        if size > MAX_FILE_BYTES {
            return Err(damaged(format!("it has more than {MAX_FILE_BYTES} bytes")));
        }
        let text = fs::read(path).map_err(at(path))?;
        let kept: Self = serde_json::from_slice(&text).map_err(|why| damaged(why.to_string()))?;
        if kept.format > FORMAT {
            return Err(damaged(format!(
                "a newer version of Etalon wrote it (format {}, here {FORMAT})",
                kept.format
            )));
        }
        if path.file_stem().and_then(|stem| stem.to_str()) != Some(&kept.name) {
            return Err(damaged(format!("it holds the realm `{}`, under another name", kept.name)));
        }
        let unreadable = kept
            .people
            .iter()
            .find(|kept| kept.app.as_deref().is_some_and(|app| !etalon_csam::is_app_secret(app)));
        if let Some(kept) = unreadable {
            return Err(damaged(format!("the app of `{}` has no secret that could be one", kept.person.id)));
        }
        if let Some(unknown) = kept
            .people
            .iter()
            .flat_map(|kept| &kept.means)
            .find(|name| Means::named(name).is_none())
        {
            return Err(damaged(format!("`{unknown}` is no means to log in")));
        }
        Ok(kept)
    }

    /// Puts into `realm` what was kept.
    pub(crate) fn restore(self, realm: &RealmHandle) -> Result<(), PkiError> {
        match self.clock {
            KeptClock::Real => {}
            KeptClock::Offset { seconds } => realm.offset(SignedDuration::from_secs(seconds)),
            KeptClock::Frozen { at } => realm.freeze(at),
        }
        for kept in self.people {
            let means: Vec<_> = kept.means.iter().filter_map(|name| Means::named(name)).collect();
            realm.add_person(kept.person.clone());
            if means != Means::ALL {
                realm.set_means(&kept.person.id, &means);
            }
            if let Some(secret) = &kept.app {
                realm.keep_app(&kept.person.id, secret);
            }
        }
        for kept in self.clients {
            realm.register_client(kept.into_client());
        }
        for kept in self.service_providers {
            kept.restore(realm);
        }
        if let Some(itsme) = self.itsme {
            itsme.restore(realm);
        }
        if let Some(certificates) = self.certificates {
            realm.keep_certificates(certificates);
            // Whoever holds one of them asks at its address, without telling anybody here first.
            realm.pki()?;
        }
        Ok(())
    }
}

impl KeptClient {
    fn of(client: &Client) -> Self {
        let Client {
            id,
            secret,
            redirect_uris,
            post_logout_redirect_uris,
            scopes,
        } = client.clone();
        Self {
            id,
            secret,
            redirect_uris,
            post_logout_redirect_uris,
            scopes,
        }
    }

    fn into_client(self) -> Client {
        Client {
            id: self.id,
            secret: self.secret,
            redirect_uris: self.redirect_uris,
            post_logout_redirect_uris: self.post_logout_redirect_uris,
            scopes: self.scopes,
        }
    }
}

fn make_folder(folder: &Path) -> Result<(), KeepError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(at(folder))
}

/// The whole text or what was there before: written beside, made to last, then put in its place.
fn replace(file: &Path, text: &[u8]) -> Result<(), KeepError> {
    if let Some(folder) = file.parent() {
        make_folder(folder)?;
    }
    let beside = file.with_extension("new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&beside).and_then(|mut new: File| {
        new.write_all(text)?;
        new.sync_all()
    });
    written.map_err(at(&beside))?;
    fs::rename(&beside, file).map_err(at(file))
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> KeepError + use<> {
    let path = path.to_owned();
    move |source| KeepError::Files { path, source }
}
