//! A folder of keys: one file per key, readable by the owner only, each complete or absent, and a lock between processes. Keys are bytes here.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, ErrorKind, Read, Write},
    path::{Path, PathBuf},
    sync::mpsc,
    thread,
    time::Duration,
};

/// Longest wait for another process that is making a key.
const LOCK_WAIT: Duration = Duration::from_secs(60);
/// An RSA-2048 key in PKCS#8 takes about 1.2 kB, a root with its key less.
const MAX_KEY_FILE_BYTES: u64 = 8 * 1024;

#[derive(Debug)]
pub(crate) struct PoolFiles {
    folder: PathBuf,
}

/// Why the pool gives no key.
#[derive(Debug, thiserror::Error)]
pub enum PoolError {
    /// A key file does not hold a usable key.
    #[error("the key file {} is damaged ({reason}); delete it, and a new key is made at the next start", path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A key file can be read by others than its owner.
    #[error("the key file {} can be read by other users; delete it, and a new key is made at the next start", .0.display())]
    Exposed(PathBuf),
    /// A file or folder could not be used.
    #[error("the key pool cannot use {}: {source}; check that the folder exists, is yours and has room", path.display())]
    Files {
        /// The file or folder.
        path: PathBuf,
        /// The system's word.
        source: io::Error,
    },
    /// Another process kept the lock too long.
    #[error("another process held {} for more than {} s; end it, then try again", .0.display(), LOCK_WAIT.as_secs())]
    Busy(PathBuf),
    /// More keys than are kept.
    #[error("{0} keys were asked for; the pool keeps at most {max}", max = crate::MAX_POOL_KEYS)]
    TooMany(usize),
    /// No name that a file can have.
    #[error("`{0}` cannot be the role of a key: use 1 to 60 lower-case letters, digits and hyphens")]
    Role(String),
    /// Key generation failed.
    #[error("no key could be made; the operating system may lack random bytes or memory")]
    NoKeyMade,
}

impl PoolFiles {
    /// `folder` is a subfolder of its own, whose permissions can be set without touching anything else of the user's.
    pub(crate) fn open(data_folder: &Path, folder: &str) -> Result<Self, PoolError> {
        let folder = data_folder.join(folder);
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&folder).map_err(at(&folder))?;
        // It may have been there before, made by something less careful.
        #[cfg(unix)]
        fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o700)).map_err(at(&folder))?;
        Ok(Self { folder })
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The file's bytes; what `make` gives, kept, where there is no such file. Processes that race for it see the same.
    pub(crate) fn read_or_make(&self, name: &str, make: impl FnOnce() -> Result<Vec<u8>, PoolError>) -> Result<Vec<u8>, PoolError> {
        if let Some(found) = self.read(name)? {
            return Ok(found);
        }
        // Locked for one file at a time, so that racing processes share the work and nobody waits for a whole batch.
        let _held = self.lock()?;
        if let Some(made_by_another) = self.read(name)? {
            return Ok(made_by_another);
        }
        let made = make()?;
        self.write(name, &made)?;
        Ok(made)
    }

    /// The file's bytes; nothing if there is no such file.
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, PoolError> {
        let path = self.path(name);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(at(&path)(error)),
        };
        #[cfg(unix)]
        if std::os::unix::fs::MetadataExt::mode(&file.metadata().map_err(at(&path))?) & 0o077 != 0 {
            return Err(PoolError::Exposed(path));
        }
        let mut bytes = Vec::new();
        file.take(MAX_KEY_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(at(&path))?;
        if bytes.len() as u64 > MAX_KEY_FILE_BYTES {
            return Err(PoolError::Corrupt {
                path,
                reason: format!("more than {MAX_KEY_FILE_BYTES} bytes"),
            });
        }
        Ok(Some(bytes))
    }

    /// Puts a complete file in place. Only under the lock: the unfinished file has one name.
    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), PoolError> {
        let unfinished = self.folder.join("unfinished");
        // A leftover of a killed process would keep its old permissions.
        match fs::remove_file(&unfinished) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(at(&unfinished)(error)),
            _ => {}
        }
        let mut file = private().create_new(true).open(&unfinished).map_err(at(&unfinished))?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(at(&unfinished))?;
        fs::rename(&unfinished, self.path(name)).map_err(at(&self.path(name)))
    }

    /// Held until the returned file is dropped; the system frees it when a process dies.
    fn lock(&self) -> Result<File, PoolError> {
        let path = self.folder.join("lock");
        let file = private().create(true).truncate(false).open(&path).map_err(at(&path))?;
        let (sender, receiver) = mpsc::channel();
        // `File::lock` has no time-out. When nobody waits any more, the file is dropped with the unreceived message.
        thread::spawn(move || sender.send(file.lock().map(|()| file)));
        match receiver.recv_timeout(LOCK_WAIT) {
            Ok(locked) => locked.map_err(at(&path)),
            Err(_) => Err(PoolError::Busy(path)),
        }
    }
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> PoolError {
    let path = path.to_path_buf();
    move |source| PoolError::Files { path, source }
}
