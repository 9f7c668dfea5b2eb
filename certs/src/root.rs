//! The test root: made afresh for every run, so that importing one root never means trusting another run. Its key stays in memory, unless the
//! user asked for one root that stays: `kept_root` keeps that one.

use std::fmt;

use rcgen::{CertificateParams, CertifiedIssuer, Issuer, KeyPair, PublicKeyData as _};

use crate::{CertificateError, Validity, parts::CertificateParts, pem, shape::Shape};

/// The root's common name.
pub const ROOT_NAME: &str = "ETALON TEST ROOT - NOT A REAL AUTHORITY";

/// A certification authority of the miniature nation (EC P-256).
pub struct TestRoot {
    pem: String,
    der: Vec<u8>,
    issuer: Issuer<'static, KeyPair>,
}

impl TestRoot {
    /// A new root with a new key.
    pub fn fresh() -> Result<Self, CertificateError> {
        let parameters: CertificateParams = Shape::Root.parameters(ROOT_NAME, Validity::wide())?;
        let made = CertifiedIssuer::self_signed(parameters, KeyPair::generate()?)?;
        let key = KeyPair::from_pem(&made.key().serialize_pem())?;
        Ok(Self {
            pem: made.pem(),
            der: made.der().to_vec(),
            issuer: Issuer::from_ca_cert_der(made.der(), key)?,
        })
    }

    /// The root certificate, to import where it must be trusted.
    #[must_use]
    pub fn pem(&self) -> String {
        self.pem.clone()
    }

    /// The same in DER.
    #[must_use]
    pub fn der(&self) -> Vec<u8> {
        self.der.clone()
    }

    pub(crate) fn issuer(&self) -> &Issuer<'static, KeyPair> {
        &self.issuer
    }

    /// The key first, then the certificate, in one text, so that one file is either both or neither.
    pub(crate) fn with_key(&self) -> String {
        format!("{}{}", self.issuer.key().serialize_pem(), self.pem)
    }

    /// Reads what [`Self::with_key`] wrote. The error says what is wrong.
    pub(crate) fn from_text(text: &str) -> Result<Self, String> {
        let der = pem::first("CERTIFICATE", text).ok_or("there is no readable certificate in it")?;
        let key = pem::first("PRIVATE KEY", text).ok_or("there is no readable key in it")?;
        let key = KeyPair::try_from(key.as_slice()).map_err(|why| format!("its key is of no use: {why}"))?;
        let named = CertificateParts::read(&der).ok_or("its certificate is damaged")?.public_key;
        if named != key.subject_public_key_info() {
            return Err("its key is not its certificate's".to_owned());
        }
        Ok(Self {
            pem: pem::to_pem("CERTIFICATE", &der),
            issuer: Issuer::from_ca_cert_der(&der.as_slice().into(), key).map_err(|why| format!("its certificate is of no use: {why}"))?,
            der,
        })
    }
}

impl fmt::Debug for TestRoot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestRoot").finish_non_exhaustive()
    }
}
