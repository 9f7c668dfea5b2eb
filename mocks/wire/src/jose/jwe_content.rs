//! How the content of an encrypted token is encrypted and authenticated (RFC 7518, 5). Where its key comes from lives in `jwe_keys`.

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    cipher::{AES_128, DecryptionContext, EncryptionContext, PaddedBlockDecryptingKey, PaddedBlockEncryptingKey, UnboundCipherKey},
    constant_time::verify_slices_are_equal,
    hmac,
    iv::FixedLength,
};

/// The longest key, or initialisation vector.
pub(super) const MAX_CONTENT_KEY_BYTES: usize = 32;
const TAG_BYTES: usize = 16;
const HALF: usize = 16;
const GCM_IV_BYTES: usize = 12;
const CBC_IV_BYTES: usize = 16;

/// An algorithm for the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentEncryption {
    /// AES-128 in CBC mode, with HMAC-SHA256 over it.
    A128CbcHs256,
    /// AES-256 in Galois counter mode.
    A256Gcm,
}

impl ContentEncryption {
    /// Both.
    pub const ALL: [Self; 2] = [Self::A128CbcHs256, Self::A256Gcm];

    /// As `enc` spells it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::A128CbcHs256 => "A128CBC-HS256",
            Self::A256Gcm => "A256GCM",
        }
    }

    /// The algorithm of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// How long its key is: 32 bytes for both.
    #[must_use]
    pub fn key_bytes(self) -> usize {
        MAX_CONTENT_KEY_BYTES
    }

    pub(super) fn iv_bytes(self) -> usize {
        match self {
            Self::A128CbcHs256 => CBC_IV_BYTES,
            Self::A256Gcm => GCM_IV_BYTES,
        }
    }

    /// Ciphertext and tag. The key and the vector are ours and have the right lengths.
    pub(super) fn seal(self, key: &[u8], iv: &[u8], aad: &[u8], plaintext: &[u8]) -> (Vec<u8>, Vec<u8>) {
        let mut content = plaintext.to_vec();
        let tag = match self {
            Self::A128CbcHs256 => {
                let (authentic, secret) = key.split_at(HALF);
                let iv: [u8; CBC_IV_BYTES] = iv.try_into().expect("the vector was made with this length");
                let cipher = UnboundCipherKey::new(&AES_128, secret).and_then(PaddedBlockEncryptingKey::cbc_pkcs7);
                let cipher = cipher.expect("half of the key is a key of AES-128");
                let context = EncryptionContext::Iv128(FixedLength::from(iv));
                cipher
                    .less_safe_encrypt(&mut content, context)
                    .expect("what is in memory can be encrypted");
                let tag = mac(authentic, aad, &iv, &content);
                tag[..TAG_BYTES].to_vec()
            }
            Self::A256Gcm => {
                let iv: [u8; GCM_IV_BYTES] = iv.try_into().expect("the vector was made with this length");
                let cipher = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).expect("the key is one of AES-256"));
                let nonce = Nonce::assume_unique_for_key(iv);
                let tag = cipher.seal_in_place_separate_tag(nonce, Aad::from(aad), &mut content);
                tag.expect("what is in memory can be encrypted").as_ref().to_vec()
            }
        };
        (content, tag)
    }

    /// The plaintext; nothing where any of it is not what was sealed. The tag is compared in constant time, and before anything is decrypted.
    pub(super) fn open(self, key: &[u8], iv: &[u8], aad: &[u8], ciphertext: &[u8], tag: &[u8]) -> Option<Vec<u8>> {
        if tag.len() != TAG_BYTES || key.len() != self.key_bytes() {
            return None;
        }
        match self {
            Self::A128CbcHs256 => {
                let (authentic, secret) = key.split_at(HALF);
                let iv: [u8; CBC_IV_BYTES] = iv.try_into().ok()?;
                verify_slices_are_equal(&mac(authentic, aad, &iv, ciphertext)[..TAG_BYTES], tag).ok()?;
                let cipher = UnboundCipherKey::new(&AES_128, secret).and_then(PaddedBlockDecryptingKey::cbc_pkcs7);
                let mut content = ciphertext.to_vec();
                let context = DecryptionContext::Iv128(FixedLength::from(iv));
                let plaintext = cipher.ok()?.decrypt(&mut content, context).ok()?.len();
                content.truncate(plaintext);
                Some(content)
            }
            Self::A256Gcm => {
                let iv: [u8; GCM_IV_BYTES] = iv.try_into().ok()?;
                let cipher = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).ok()?);
                let mut content = [ciphertext, tag].concat();
                let opened = cipher.open_in_place(Nonce::assume_unique_for_key(iv), Aad::from(aad), &mut content);
                let plaintext = opened.ok()?.len();
                content.truncate(plaintext);
                Some(content)
            }
        }
    }
}

/// RFC 7518, 5.2.2.1: over the header, the vector, the ciphertext, and the header's length in bits.
fn mac(key: &[u8], aad: &[u8], iv: &[u8], ciphertext: &[u8]) -> Vec<u8> {
    let bits = (aad.len() as u64).saturating_mul(8).to_be_bytes();
    let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, key));
    [aad, iv, ciphertext, &bits].into_iter().for_each(|part| context.update(part));
    context.sign().as_ref().to_vec()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_standards_own_example_is_reproduced() {
        // RFC 7518, B.1: key 00..1f, and a sentence of Kerckhoffs.
        let hex = |text: &str| -> Vec<u8> {
            (0..text.len())
                .step_by(2)
                .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
                .collect()
        };
        let key: Vec<u8> = (0..32).collect();
        let plaintext = b"A cipher system must not be required to be secret, and it must be able to fall into the hands of the enemy without inconvenience";
        let aad = b"The second principle of Auguste Kerckhoffs";
        let iv = hex("1af38c2dc2b96ffdd86694092341bc04");
        let (ciphertext, tag) = ContentEncryption::A128CbcHs256.seal(&key, &iv, aad, plaintext);
        assert_eq!(ciphertext[..16], hex("c80edfa32ddf39d5ef00c0b468834279"));
        assert_eq!(tag, hex("652c3fa36b0a7c5b3219fab3a30bc1c4"));
        let opened = ContentEncryption::A128CbcHs256.open(&key, &iv, aad, &ciphertext, &tag);
        assert_eq!(opened.as_deref(), Some(plaintext.as_slice()));
    }

    #[test]
    fn nothing_opens_that_was_changed() {
        let key = [7; 32];
        for enc in ContentEncryption::ALL {
            let iv = vec![9; enc.iv_bytes()];
            let (ciphertext, tag) = enc.seal(&key, &iv, b"header", b"a letter");
            assert_eq!(
                enc.open(&key, &iv, b"header", &ciphertext, &tag).as_deref(),
                Some(b"a letter".as_slice())
            );
            let other = |bytes: &[u8]| {
                let mut other = bytes.to_vec();
                other[0] ^= 1;
                other
            };
            assert_eq!(enc.open(&other(&key), &iv, b"header", &ciphertext, &tag), None);
            assert_eq!(enc.open(&key, &other(&iv), b"header", &ciphertext, &tag), None);
            assert_eq!(enc.open(&key, &iv, b"Header", &ciphertext, &tag), None);
            assert_eq!(enc.open(&key, &iv, b"header", &other(&ciphertext), &tag), None);
            assert_eq!(enc.open(&key, &iv, b"header", &ciphertext, &other(&tag)), None);
            assert_eq!(enc.open(&key, &iv, b"header", &ciphertext, &tag[..8]), None);
            assert_eq!(enc.open(&key, &iv[1..], b"header", &ciphertext, &tag), None);
            assert_eq!(enc.open(&key, &iv, b"header", b"", &tag), None);
        }
    }
}
