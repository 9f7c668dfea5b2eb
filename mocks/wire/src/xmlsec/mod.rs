//! XML Signature and XML Encryption as SAML and WS-Security use them: enveloped signatures over one element, elements encrypted to one recipient.
//! Only keys that the caller hands in count; what a message says about its own key is carried, never believed. Certificates are not judged here.

mod bergshamra;
mod credential;
mod encrypted_form;
mod hand_made;
mod signature_form;

pub use bergshamra::Bergshamra;
pub use credential::{Credential, CredentialRefusal, TrustedKey};
pub use encrypted_form::DecryptionRefusal;
pub use hand_made::{Digest, HandMadeSignature, Transform};
pub use signature_form::SignatureRefusal;

use crate::xml::Element;

/// XML Signature.
pub const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
/// XML Encryption.
pub const XENC: &str = "http://www.w3.org/2001/04/xmlenc#";
/// Exclusive canonicalization, and the namespace of its `InclusiveNamespaces`.
pub const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
/// The same, keeping comments.
pub const EXCLUSIVE_WITH_COMMENTS: &str = "http://www.w3.org/2001/10/xml-exc-c14n#WithComments";
/// Inclusive canonicalization; made by hand only, never accepted.
pub const INCLUSIVE: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
/// The transform that takes the signature itself out.
pub const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
/// RSA with SHA-256.
pub const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
/// RSA with SHA-384.
pub const RSA_SHA384: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384";
/// RSA with SHA-512.
pub const RSA_SHA512: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512";
/// RSA with SHA-1; made by hand only, never accepted.
pub const RSA_SHA1: &str = "http://www.w3.org/2000/09/xmldsig#rsa-sha1";
/// SHA-1; a digest made by hand only.
pub const SHA1: &str = "http://www.w3.org/2000/09/xmldsig#sha1";
/// SHA-256.
pub const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
/// SHA-384.
pub const SHA384: &str = "http://www.w3.org/2001/04/xmldsig-more#sha384";
/// SHA-512.
pub const SHA512: &str = "http://www.w3.org/2001/04/xmlenc#sha512";

/// What signs, verifies, encrypts and decrypts. One library stands behind it today; nothing of that library shows.
pub trait XmlSecurity {
    /// `xml` with an enveloped signature of its element `order.reference_id`, made with `signer` and showing its certificate.
    ///
    /// # Errors
    /// The document cannot be read, has no such element, or holds a signature before it.
    fn sign(&self, xml: &str, order: &SignatureOrder<'_>, signer: &Credential) -> Result<String, SigningFailure>;

    /// The element that `signature` covers: always the one directly around it. Every signature of the document must have the one form that is allowed;
    /// `signature` must verify with one of `keys`.
    ///
    /// # Errors
    /// Any of that does not hold.
    fn verify<'d, 'x>(&self, signature: Element<'d, 'x>, keys: &[TrustedKey]) -> Result<Element<'d, 'x>, SignatureRefusal>;

    /// An `EncryptedData` for `recipient` with `element` in it, which must be a document of its own: it brings all its namespaces.
    ///
    /// # Errors
    /// The recipient's key is unfit.
    fn encrypt(&self, element: &str, order: EncryptionOrder, recipient: &TrustedKey) -> Result<String, SigningFailure>;

    /// What an `EncryptedData` holds, if it is an element encrypted to `recipient`. Its key may stand in it or beside it.
    ///
    /// # Errors
    /// The form is not allowed, or it cannot be opened; which of the reasons it was does not show.
    fn decrypt(&self, encrypted: Element<'_, '_>, recipient: &Credential) -> Result<String, DecryptionRefusal>;
}

/// How an element is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignatureOrder<'a> {
    /// The `ID` of the element to sign.
    pub reference_id: &'a str,
    /// Prefixes whose namespaces are signed as if used, where the element uses them in values only.
    pub inclusive_prefixes: &'a [&'a str],
    /// The signature algorithm; its digest goes with it.
    pub algorithm: RsaAlgorithm,
}

impl<'a> SignatureOrder<'a> {
    /// RSA with SHA-256 over that element, with no prefixes kept.
    #[must_use]
    pub fn of(reference_id: &'a str) -> Self {
        Self {
            reference_id,
            inclusive_prefixes: &[],
            algorithm: RsaAlgorithm::Sha256,
        }
    }
}

/// The signature algorithms that are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RsaAlgorithm {
    /// RSA PKCS#1 1.5 with SHA-256.
    Sha256,
    /// The same with SHA-384.
    Sha384,
    /// The same with SHA-512.
    Sha512,
}

impl RsaAlgorithm {
    /// Its name in `SignatureMethod`, and in `SigAlg` of a redirect.
    #[must_use]
    pub fn uri(self) -> &'static str {
        match self {
            Self::Sha256 => RSA_SHA256,
            Self::Sha384 => RSA_SHA384,
            Self::Sha512 => RSA_SHA512,
        }
    }

    /// The algorithm of that name.
    #[must_use]
    pub fn of_uri(uri: &str) -> Option<Self> {
        [Self::Sha256, Self::Sha384, Self::Sha512].into_iter().find(|one| one.uri() == uri)
    }

    fn digest(self) -> &'static str {
        match self {
            Self::Sha256 => SHA256,
            Self::Sha384 => SHA384,
            Self::Sha512 => SHA512,
        }
    }
}

/// How an element is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EncryptionOrder {
    /// What the element is encrypted with.
    pub cipher: Cipher,
    /// What the key is wrapped with.
    pub transport: KeyTransport,
}

/// The ciphers for content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cipher {
    /// AES-128 in CBC mode: its integrity rests on a signature within.
    Aes128Cbc,
    /// AES-256 in CBC mode.
    Aes256Cbc,
    /// AES-128 in GCM.
    Aes128Gcm,
    /// AES-256 in GCM.
    Aes256Gcm,
}

impl Cipher {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Aes128Cbc, Self::Aes256Cbc, Self::Aes128Gcm, Self::Aes256Gcm];

    /// Its name.
    #[must_use]
    pub fn uri(self) -> &'static str {
        match self {
            Self::Aes128Cbc => "http://www.w3.org/2001/04/xmlenc#aes128-cbc",
            Self::Aes256Cbc => "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
            Self::Aes128Gcm => "http://www.w3.org/2009/xmlenc11#aes128-gcm",
            Self::Aes256Gcm => "http://www.w3.org/2009/xmlenc11#aes256-gcm",
        }
    }
}

/// The ways to wrap a content key; never PKCS#1 1.5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyTransport {
    /// RSA-OAEP of XML Encryption 1.0: MGF1 with SHA-1, and SHA-1 as digest.
    RsaOaepMgf1p,
    /// RSA-OAEP of XML Encryption 1.1 with SHA-256 for both.
    RsaOaepSha256,
}

impl KeyTransport {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::RsaOaepMgf1p, Self::RsaOaepSha256];

    /// Its name.
    #[must_use]
    pub fn uri(self) -> &'static str {
        match self {
            Self::RsaOaepMgf1p => "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p",
            Self::RsaOaepSha256 => "http://www.w3.org/2009/xmlenc11#rsa-oaep",
        }
    }
}

/// Why something was not signed or encrypted: an order that cannot be carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SigningFailure {
    /// The document is none.
    #[error(transparent)]
    Xml(#[from] crate::xml::XmlRefusal),
    /// It has no element of that `ID`, or several.
    #[error("the document has not exactly one element with the ID `{0}`")]
    NoSuchElement(String),
    /// Another signature stands before the place of this one, and would be filled in its stead.
    #[error("the document holds a signature before the place of the new one; sign inner elements first")]
    SignatureBefore,
    /// What the library said.
    #[error("the document cannot be signed or encrypted: {0}")]
    Library(String),
}
