//! The test root: made afresh for every run, so that importing one root never means trusting another run. Its key never leaves memory.

use std::fmt;

use rcgen::{CertificateParams, CertifiedIssuer, Issuer, KeyPair};

use crate::{CertificateError, Recipe, Validity};

/// The root's common name.
pub const ROOT_NAME: &str = "ETALON TEST ROOT - NOT A REAL AUTHORITY";

/// A certification authority of the miniature nation (EC P-256).
pub struct TestRoot {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl TestRoot {
    /// A new root with a new key.
    pub fn fresh() -> Result<Self, CertificateError> {
        let parameters: CertificateParams = Recipe::Root.parameters(ROOT_NAME, Validity::wide())?;
        Ok(Self {
            issuer: CertifiedIssuer::self_signed(parameters, KeyPair::generate()?)?,
        })
    }

    /// The root certificate, to import where it must be trusted.
    #[must_use]
    pub fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// The same in DER.
    #[must_use]
    pub fn der(&self) -> Vec<u8> {
        self.issuer.der().to_vec()
    }

    pub(crate) fn issuer(&self) -> &Issuer<'static, KeyPair> {
        &self.issuer
    }
}

impl fmt::Debug for TestRoot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestRoot").finish_non_exhaustive()
    }
}
