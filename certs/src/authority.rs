//! An authority: a name, a key, its own certificate and those above it. It signs certificates and revocation lists; its status answers are
//! in `ocsp`. Which authorities there are stands in `hierarchy`.

use jiff::Timestamp;

use crate::{
    CertificateError, Name, PrivateKey,
    content::{Content, Extension},
    der,
    keys::Digest,
    revocation::{self, Revocation},
};

/// A certification authority of the miniature nation, with all that stands above it.
#[derive(Debug, Clone)]
pub struct Authority {
    pub(crate) slug: String,
    pub(crate) name: Name,
    pub(crate) key: PrivateKey,
    pub(crate) certificate: Vec<u8>,
    /// From the one above this one up to the root; empty for a root.
    pub(crate) above: Vec<Vec<u8>>,
    pub(crate) addresses: Addresses,
}

/// Where certificates say that revocation lists, status answers and issuers' certificates are found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    base: String,
    layout: Layout,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    Folders,
    OneFolder,
}

impl Addresses {
    /// Everything below one address: `<base>/crl/<authority>.crl`, `<base>/ocsp/<authority>`, `<base>/certs/<authority>.crt`.
    #[must_use]
    pub fn below(base: &str) -> Self {
        Self::laid_out(base, Layout::Folders)
    }

    /// Everything in one folder, and one responder for all authorities: `<base>/<authority>.crl`, `<base>/ocsp`, `<base>/<authority>.crt`.
    #[must_use]
    pub fn in_one_folder(base: &str) -> Self {
        Self::laid_out(base, Layout::OneFolder)
    }

    fn laid_out(base: &str, layout: Layout) -> Self {
        Self {
            base: base.trim_end_matches('/').to_owned(),
            layout,
        }
    }

    /// Where the revocation list of that authority is.
    #[must_use]
    pub fn revocation_list(&self, authority: &str) -> String {
        match self.layout {
            Layout::Folders => format!("{}/crl/{authority}.crl", self.base),
            Layout::OneFolder => format!("{}/{authority}.crl", self.base),
        }
    }

    /// Where its status answers are.
    #[must_use]
    pub fn ocsp(&self, authority: &str) -> String {
        match self.layout {
            Layout::Folders => format!("{}/ocsp/{authority}", self.base),
            Layout::OneFolder => format!("{}/ocsp", self.base),
        }
    }

    /// Where its own certificate is.
    #[must_use]
    pub fn certificate(&self, authority: &str) -> String {
        match self.layout {
            Layout::Folders => format!("{}/certs/{authority}.crt", self.base),
            Layout::OneFolder => format!("{}/{authority}.crt", self.base),
        }
    }
}

impl Default for Addresses {
    /// A host that exists nowhere (RFC 2606).
    fn default() -> Self {
        Self::below("http://pki.etalon.test")
    }
}

impl Authority {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &Name {
        &self.name
    }

    /// What addresses and files call it: `citizen-ca-p-384`, for instance.
    #[must_use]
    pub fn slug(&self) -> &str {
        &self.slug
    }

    /// Its own certificate, DER.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// Its certificate and those above it, without the root's: what goes along with a certificate that it issued.
    #[must_use]
    pub fn chain(&self) -> Vec<Vec<u8>> {
        let mut chain = vec![self.certificate.clone()];
        chain.extend_from_slice(&self.above);
        chain.pop();
        chain
    }

    /// The root's certificate, DER.
    #[must_use]
    pub fn root(&self) -> &[u8] {
        self.above.last().unwrap_or(&self.certificate)
    }

    /// Its list of revoked certificates (DER): version 2, with this number, from when to when.
    pub fn revocation_list(
        &self,
        number: u64,
        revoked: &[Revocation],
        this_update: Timestamp,
        next_update: Timestamp,
    ) -> Result<Vec<u8>, CertificateError> {
        let extensions = [Extension::AuthorityKey(self.key.identifier())];
        revocation::list(self, Some(number), revoked, (this_update, next_update), &extensions)
    }

    pub(crate) fn issue(&self, content: &Content, digest: Digest) -> Result<Vec<u8>, CertificateError> {
        content.signed_by(&self.key, digest)
    }

    pub(crate) fn name_der(&self) -> Result<Vec<u8>, CertificateError> {
        self.name.der()
    }

    /// What an end certificate says of the authority that issued it.
    pub(crate) fn pointers(&self) -> [Extension; 3] {
        [
            Extension::AuthorityKey(self.key.identifier()),
            Extension::RevocationList(self.addresses.revocation_list(&self.slug)),
            Extension::Access {
                ocsp: self.addresses.ocsp(&self.slug),
                issuer: self.addresses.certificate(&self.slug),
            },
        ]
    }
}

/// Algorithm, signature and what was signed, in the form that lists and status answers share with certificates.
pub(crate) fn sealed(key: &PrivateKey, signed: &[u8]) -> Result<[Vec<u8>; 3], CertificateError> {
    let (algorithm, signature) = key.sign(signed, Digest::OfKind)?;
    Ok([signed.to_vec(), algorithm, der::bits(&signature)])
}
