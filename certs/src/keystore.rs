//! PKCS#12 keystores with several aliases, as eHealth clients read them.

use p12_keystore::{Certificate, EncryptionAlgorithm, KeyStore, KeyStoreEntry, MacAlgorithm, PrivateKey as StoredKey, PrivateKeyChain};

use crate::{CertificateError, PrivateKey};

/// How a keystore is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// AES-256 and SHA-256, as programs write keystores today.
    Modern,
    /// Triple DES and SHA-1, as eHealth's own program wrote them for years (its certificates were in 40-bit RC2, which is not imitated).
    Legacy,
}

pub(crate) struct Entry<'a> {
    pub(crate) alias: String,
    pub(crate) key: &'a PrivateKey,
    /// From the holder's up to the root's, DER.
    pub(crate) chain: Vec<Vec<u8>>,
}

/// Rounds of key derivation: what programs write by default.
const ROUNDS: u32 = 10_000;

pub(crate) fn write(entries: &[Entry<'_>], password: &str, protection: Protection) -> Result<Vec<u8>, CertificateError> {
    let refused = |why: p12_keystore::error::Error| CertificateError::Keystore(why.to_string());
    let mut store = KeyStore::new();
    for entry in entries {
        let key = StoredKey::from_der(entry.key.pkcs8_der()).map_err(refused)?;
        let certificates: Vec<Certificate> = (entry.chain.iter())
            .map(|certificate| Certificate::from_der(certificate))
            .collect::<Result<_, _>>()
            .map_err(refused)?;
        let chain = PrivateKeyChain::new(entry.key.identifier(), key, certificates);
        store.add_entry(&entry.alias, KeyStoreEntry::PrivateKeyChain(chain));
    }
    let (encryption, mac) = match protection {
        Protection::Modern => (EncryptionAlgorithm::PbeWithHmacSha256AndAes256, MacAlgorithm::HmacSha256),
        Protection::Legacy => (EncryptionAlgorithm::PbeWithShaAnd3KeyTripleDesCbc, MacAlgorithm::HmacSha1),
    };
    (store.writer(password).encryption_algorithm(encryption).mac_algorithm(mac))
        .encryption_iterations(ROUNDS)
        .mac_iterations(ROUNDS)
        .write()
        .map_err(refused)
}
