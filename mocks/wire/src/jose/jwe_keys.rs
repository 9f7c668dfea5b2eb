//! Keys of encrypted tokens: the private key that opens them, and the wrapping of a content's key for a public one (RFC 7518, 4).

use std::fmt;

use aws_lc_rs::rsa::{
    OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepAlgorithm, OaepPrivateDecryptingKey, OaepPublicEncryptingKey, PrivateDecryptingKey,
    PublicEncryptingKey,
};
use aws_lc_rs::signature::{RsaKeyPair, RsaPublicKeyComponents};

use super::{JweRefusal, Jwk, KeyRefusal, from_base64url};

/// How the key of the content comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyManagement {
    /// RSA with OAEP and SHA-1.
    RsaOaep,
    /// RSA with OAEP and SHA-256.
    RsaOaep256,
    /// Both sides share it.
    Dir,
}

impl KeyManagement {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::RsaOaep, Self::RsaOaep256, Self::Dir];

    /// As `alg` spells it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::RsaOaep => "RSA-OAEP",
            Self::RsaOaep256 => "RSA-OAEP-256",
            Self::Dir => "dir",
        }
    }

    /// The way of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    fn padding(self) -> Option<&'static OaepAlgorithm> {
        match self {
            Self::RsaOaep => Some(&OAEP_SHA1_MGF1SHA1),
            Self::RsaOaep256 => Some(&OAEP_SHA256_MGF1SHA256),
            Self::Dir => None,
        }
    }
}

/// The private RSA key that opens what was sealed for it. `Debug` keeps it to itself.
pub struct DecryptionKey {
    kid: String,
    private: OaepPrivateDecryptingKey,
    modulus: Vec<u8>,
    exponent: Vec<u8>,
}

impl DecryptionKey {
    /// Reads an RSA key in PKCS#8 DER and names it.
    ///
    /// # Errors
    /// It is no RSA key of 2048 to 8192 bits.
    pub fn from_pkcs8(der: &[u8], kid: impl Into<String>) -> Result<Self, KeyRefusal> {
        let kid = kid.into();
        let pair = RsaKeyPair::from_pkcs8(der).map_err(|why| KeyRefusal::of(&kid, why))?;
        let private = PrivateDecryptingKey::from_pkcs8(der).map_err(|why| KeyRefusal::of(&kid, why))?;
        let private = OaepPrivateDecryptingKey::new(private).map_err(|why| KeyRefusal::of(&kid, why))?;
        let public = aws_lc_rs::signature::KeyPair::public_key(&pair);
        Ok(Self {
            kid,
            private,
            modulus: public.modulus().big_endian_without_leading_zero().to_vec(),
            exponent: public.exponent().big_endian_without_leading_zero().to_vec(),
        })
    }

    /// The key's name.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The public half, for those who seal. It names no algorithm: both kinds of padding are opened.
    #[must_use]
    pub fn jwk(&self) -> Jwk {
        let no_chain: [&[u8]; 0] = [];
        Jwk {
            purpose: Some("enc".to_owned()),
            alg: None,
            ..Jwk::rsa(&self.kid, &self.modulus, &self.exponent, &no_chain)
        }
    }

    /// The key of a content, if it was wrapped for this one.
    pub(super) fn unwrap(&self, alg: KeyManagement, wrapped: &[u8]) -> Option<Vec<u8>> {
        if wrapped.len() != self.private.key_size_bytes() {
            return None;
        }
        let mut found = vec![0; self.private.min_output_size()];
        let length = self.private.decrypt(alg.padding()?, wrapped, &mut found, None).ok()?.len();
        found.truncate(length);
        Some(found)
    }
}

impl fmt::Debug for DecryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecryptionKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}

/// A content's key, wrapped for the holder of `recipient`.
pub(super) fn wrap(recipient: &Jwk, alg: KeyManagement, content_key: &[u8]) -> Result<Vec<u8>, JweRefusal> {
    let padding = alg
        .padding()
        .ok_or(JweRefusal::UnfitKey("`dir` wraps no key; seal with the shared secret instead"))?;
    if recipient.kty != "RSA" {
        return Err(JweRefusal::UnfitKey("its type is not RSA"));
    }
    if recipient.purpose.as_deref().is_some_and(|purpose| purpose != "enc") {
        return Err(JweRefusal::UnfitKey("it is not for encryption"));
    }
    if recipient.alg.as_deref().is_some_and(|named| named != alg.name()) {
        return Err(JweRefusal::UnfitKey("it is for another algorithm"));
    }
    let part = |text: &str| from_base64url(text).ok_or(JweRefusal::UnfitKey("its modulus or exponent is not base64url"));
    let (n, e) = (part(&recipient.n)?, part(&recipient.e)?);
    let public: PublicEncryptingKey = RsaPublicKeyComponents { n, e }
        .try_into()
        .map_err(|_| JweRefusal::UnfitKey("it is no RSA key of 2048 to 8192 bits"))?;
    let public = OaepPublicEncryptingKey::new(public).map_err(|_| JweRefusal::UnfitKey("it is no RSA key of 2048 to 8192 bits"))?;
    let mut wrapped = vec![0; public.ciphertext_size()];
    let length = public
        .encrypt(padding, content_key, &mut wrapped, None)
        .map_err(|_| JweRefusal::UnfitKey("it is too short for the content's key"))?
        .len();
    wrapped.truncate(length);
    Ok(wrapped)
}
