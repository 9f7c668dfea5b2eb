//! Certificates over RSA keys that sign tokens and messages, as they appear in a JWKS (`x5c`).

use rcgen::{KeyPair, PKCS_RSA_SHA256};

use crate::{CertificateError, RsaKey, TestRoot, Validity, shape::Shape};

/// Who vouches for a signing certificate.
#[derive(Debug, Clone, Copy)]
pub enum SignedBy<'a> {
    /// Nobody: self-signed.
    Itself,
    /// The test root.
    Root(&'a TestRoot),
}

/// A certificate (DER) that says `common_name` signs with `key`.
pub fn signing_certificate(key: &RsaKey, common_name: &str, by: SignedBy<'_>, validity: Validity) -> Result<Vec<u8>, CertificateError> {
    let parameters = Shape::Signing.parameters(common_name, validity)?;
    let pair = KeyPair::from_pkcs8_der_and_sign_algo(&key.pkcs8_der().into(), &PKCS_RSA_SHA256)?;
    let certificate = match by {
        SignedBy::Itself => parameters.self_signed(&pair)?,
        SignedBy::Root(root) => parameters.signed_by(&pair, root.issuer())?,
    };
    Ok(certificate.der().to_vec())
}
