//! RSA-2048 keys, made once per installation because making them is slow, and handed out by index. The files are kept by `pool_files`.

use std::{fmt, path::Path};

use aws_lc_rs::{
    encoding::AsDer,
    rsa::{KeyPair, KeySize},
};

use crate::pool_files::{PoolError, PoolFiles};

/// More keys than this are not kept.
pub const MAX_POOL_KEYS: usize = 256;
const FOLDER: &str = "rsa-2048";

/// The keys of one installation. Any number of threads and processes may use one folder at a time: all see the same keys.
#[derive(Debug)]
pub struct KeyPool {
    files: PoolFiles,
}

/// An RSA-2048 private key. `Debug` keeps it to itself.
#[derive(Clone, PartialEq, Eq)]
pub struct RsaKey {
    pkcs8: Vec<u8>,
}

impl KeyPool {
    /// Opens the pool in `data_folder`, the user's data folder; creates what is missing, readable by the owner only.
    pub fn open(data_folder: &Path) -> Result<Self, PoolError> {
        Ok(Self {
            files: PoolFiles::open(data_folder, FOLDER)?,
        })
    }

    /// The first `count` keys, in order; missing ones are made now (a fraction of a second each).
    pub fn keys(&self, count: usize) -> Result<Vec<RsaKey>, PoolError> {
        if count > MAX_POOL_KEYS {
            return Err(PoolError::TooMany(count));
        }
        (0..count).map(|index| self.key(index)).collect()
    }

    /// The key of that index, below [`MAX_POOL_KEYS`]; made now if missing.
    pub fn key(&self, index: usize) -> Result<RsaKey, PoolError> {
        if index >= MAX_POOL_KEYS {
            return Err(PoolError::TooMany(index + 1));
        }
        let name = format!("{index:03}.pk8");
        let found = self.files.read_or_make(&name, || {
            let made = KeyPair::generate(KeySize::Rsa2048).and_then(|pair| pair.as_der());
            Ok(made.map_err(|_| PoolError::NoKeyMade)?.as_ref().to_vec())
        })?;
        RsaKey::from_pkcs8(found).map_err(|reason| PoolError::Corrupt {
            path: self.files.path(&name),
            reason,
        })
    }
}

impl RsaKey {
    pub(crate) fn from_pkcs8(pkcs8: Vec<u8>) -> Result<Self, String> {
        let pair = KeyPair::from_pkcs8(&pkcs8).map_err(|rejected| rejected.to_string())?;
        if pair.public_modulus_len() == KeySize::Rsa2048.len() {
            Ok(Self { pkcs8 })
        } else {
            Err(format!("a modulus of {} bytes", pair.public_modulus_len()))
        }
    }

    /// The private key, PKCS#8 DER.
    #[must_use]
    pub fn pkcs8_der(&self) -> &[u8] {
        &self.pkcs8
    }
}

impl fmt::Debug for RsaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RsaKey").finish_non_exhaustive()
    }
}
