//! The nation's root that stays: the same in every start, so that whoever imported it once need not import it again. Its key lies in the
//! user's data folder, readable by the owner only. Trusting it is the user's decision; nothing here imports anything.

use std::path::{Path, PathBuf};

use crate::{CertificateError, PoolError, TestRoot, pool_files::PoolFiles};

const FOLDER: &str = "nation-root";
/// One file for both, so that there is never a key without its certificate; and a name that says what must not be handed on.
const FILE: &str = "root-with-private-key.pem";

/// The root of one data folder.
#[derive(Debug)]
pub struct KeptRoot {
    root: TestRoot,
    file: PathBuf,
}

/// Why there is no root to be had.
#[derive(Debug, thiserror::Error)]
pub enum KeptRootError {
    /// The file can be read by others, is damaged, or cannot be used.
    #[error(transparent)]
    File(#[from] PoolError),
    /// It could not be made.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
}

impl KeptRoot {
    /// The root kept in `data_folder`; made now if there is none. Any number of processes may ask at a time: all get the same.
    pub fn open(data_folder: &Path) -> Result<Self, KeptRootError> {
        let files = PoolFiles::open(data_folder, FOLDER)?;
        let file = files.path(FILE);
        // Made in any case, which takes a millisecond: what goes wrong then has its own error.
        let fresh = TestRoot::fresh()?.with_key();
        let kept = files.read_or_make(FILE, || Ok(fresh.into_bytes()))?;
        let text = String::from_utf8(kept).map_err(|_| "it is no text".to_owned());
        let root = text
            .and_then(|text| TestRoot::from_text(&text))
            .map_err(|reason| PoolError::Corrupt {
                path: file.clone(),
                reason,
            })?;
        Ok(Self { root, file })
    }

    /// The root itself.
    #[must_use]
    pub fn root(&self) -> &TestRoot {
        &self.root
    }

    /// The root itself, for whoever keeps it.
    #[must_use]
    pub fn into_root(self) -> TestRoot {
        self.root
    }

    /// Where it lies. Deleting this file ends the root: the next start makes another, which nobody has imported.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }
}
