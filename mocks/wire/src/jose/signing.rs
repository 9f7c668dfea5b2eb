//! The key that signs tokens. It signs the header it is given, right or wrong: what a token says is its issuer's business.

use std::fmt;

use aws_lc_rs::{
    encoding::{AsDer, PublicKeyX509Der},
    rand::SystemRandom,
    signature::{RSA_PKCS1_SHA256, RsaEncoding, RsaKeyPair},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{Jwk, base64url};

/// An RSA key that signs with RS256, with the name under which verifiers find it.
pub struct SigningKey {
    kid: String,
    pair: RsaKeyPair,
}

/// Why bytes are not a signing key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the key `{kid}` is not an RSA key of 2048 to 8192 bits in PKCS#8 DER ({reason})")]
pub struct KeyRefusal {
    kid: String,
    reason: String,
}

impl KeyRefusal {
    pub(super) fn of(kid: &str, why: impl fmt::Display) -> Self {
        Self {
            kid: kid.to_owned(),
            reason: why.to_string(),
        }
    }
}

impl SigningKey {
    /// Reads an RSA key in PKCS#8 DER and names it.
    pub fn from_pkcs8(der: &[u8], kid: impl Into<String>) -> Result<Self, KeyRefusal> {
        let kid = kid.into();
        match RsaKeyPair::from_pkcs8(der) {
            Ok(pair) => Ok(Self { kid, pair }),
            Err(rejected) => Err(KeyRefusal::of(&kid, rejected)),
        }
    }

    /// The key's name.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The header of an ordinary token of this key.
    #[must_use]
    pub fn header(&self) -> Value {
        json!({ "alg": "RS256", "typ": "JWT", "kid": self.kid })
    }

    /// A compact token over exactly this header and payload. The signature is always RSA with SHA-256, whatever the header claims, so that
    /// a lying header can be made too.
    #[must_use]
    pub fn sign_jws(&self, header: &Value, payload: &Value) -> String {
        let signed = format!(
            "{}.{}",
            base64url(header.to_string().as_bytes()),
            base64url(payload.to_string().as_bytes())
        );
        let signature = self.signature_of(signed.as_bytes());
        format!("{signed}.{}", base64url(&signature))
    }

    /// The RS256 signature of any bytes, for tokens composed by hand.
    #[must_use]
    pub fn signature_of(&self, message: &[u8]) -> Vec<u8> {
        self.signature_with(&RSA_PKCS1_SHA256, message)
    }

    pub(crate) fn signature_with(&self, encoding: &'static dyn RsaEncoding, message: &[u8]) -> Vec<u8> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(encoding, &SystemRandom::new(), message, &mut signature)
            .expect("a key that was read signs; the buffer has the modulus's length");
        signature
    }

    /// The public half as most tools write it: `SubjectPublicKeyInfo` in PEM, with a line feed at the end.
    #[must_use]
    pub fn public_pem(&self) -> String {
        let public = aws_lc_rs::signature::KeyPair::public_key(&self.pair);
        let der: PublicKeyX509Der<'_> = public.as_der().expect("a key that was read can be written");
        let lines: Vec<String> = STANDARD
            .encode(der.as_ref())
            .as_bytes()
            .chunks(64)
            .map(|line| String::from_utf8_lossy(line).into_owned())
            .collect();
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"))
    }

    /// The public half, with its certificate chain (DER, own certificate first; may be empty).
    #[must_use]
    pub fn jwk(&self, chain: &[impl AsRef<[u8]>]) -> Jwk {
        let public = aws_lc_rs::signature::KeyPair::public_key(&self.pair);
        Jwk::rsa(
            &self.kid,
            public.modulus().big_endian_without_leading_zero(),
            public.exponent().big_endian_without_leading_zero(),
            chain,
        )
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}
