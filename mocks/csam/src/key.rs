//! The key that signs a realm's tokens, with the certificate that the JWKS shows in `x5c`.

use aws_lc_rs::digest::{SHA256, digest};
use etalon_certs::{CertificateError, RsaKey, SignedBy, TestRoot, Validity, signing_certificate};
use etalon_wire::{
    Jwk, KeyRefusal, SigningKey, base64url,
    xmlsec::{Credential, CredentialRefusal},
};
use serde_json::{Value, json};

/// A signing key, made once and shared between realms.
#[derive(Debug)]
pub struct CsamKey {
    signing: SigningKey,
    jwk: Jwk,
    credential: Credential,
}

/// Why a key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Its certificate could not be made.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// It is no signing key.
    #[error(transparent)]
    Key(#[from] KeyRefusal),
    /// Its certificate does not go with it.
    #[error(transparent)]
    Credential(#[from] CredentialRefusal),
}

impl CsamKey {
    /// The key's name is drawn from its certificate-free public half, so that it is the same in every run.
    ///
    /// # Errors
    /// The key is no RSA key, or the root refuses it.
    pub fn new(key: &RsaKey, root: &TestRoot) -> Result<Self, KeyError> {
        let certificate = signing_certificate(key, "Etalon CSAM FAS", SignedBy::Root(root), Validity::wide())?;
        let credential = Credential::new(key.pkcs8_der(), &certificate)?;
        let chain = [certificate, root.der()];
        let unnamed = SigningKey::from_pkcs8(key.pkcs8_der(), "")?.jwk(&chain);
        let signing = SigningKey::from_pkcs8(key.pkcs8_der(), thumbprint(&unnamed))?;
        let jwk = signing.jwk(&chain);
        Ok(Self { signing, jwk, credential })
    }

    /// The public half.
    #[must_use]
    pub fn jwk(&self) -> &Jwk {
        &self.jwk
    }

    /// The same key as SAML uses it.
    pub(crate) fn credential(&self) -> &Credential {
        &self.credential
    }

    pub(crate) fn sign(&self, claims: &Value) -> String {
        self.sign_under(&self.header(), claims)
    }

    /// A token under any header, right or wrong.
    pub(crate) fn sign_under(&self, header: &Value, claims: &Value) -> String {
        self.signing.sign_jws(header, claims)
    }

    pub(crate) fn header(&self) -> Value {
        self.signing.header()
    }

    pub(crate) fn public_pem(&self) -> String {
        self.signing.public_pem()
    }
}

/// RFC 7638: the digest of the required members in lexicographic order.
fn thumbprint(jwk: &Jwk) -> String {
    let required = json!({"e": jwk.e, "kty": jwk.kty, "n": jwk.n}).to_string();
    base64url(digest(&SHA256, required.as_bytes()).as_ref())
}
