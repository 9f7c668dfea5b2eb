//! Assertions that only their reader can open (core, 2.3.4). The signature is within, so that it is the reader's to check once it is open.

use super::{ASSERTION, SamlRefusal, reading::one};
use crate::{
    xml::{Element, Markup},
    xmlsec::{Bergshamra, Credential, DecryptionRefusal, EncryptionOrder, SigningFailure, TrustedKey, XENC, XmlSecurity},
};

/// An `EncryptedAssertion` around `assertion`, which is a document of its own and stays so: what it declares is encrypted with it.
///
/// # Errors
/// It is no document, or the recipient's key is unfit.
pub fn encrypt_assertion(assertion: &str, order: EncryptionOrder, recipient: &TrustedKey) -> Result<String, SigningFailure> {
    let data = Bergshamra.encrypt(assertion, order, recipient)?;
    Ok(Markup::element("saml:EncryptedAssertion")
        .namespace("saml", ASSERTION)
        .raw(data)
        .to_xml())
}

/// The assertion in an `EncryptedAssertion`, as a document of its own.
///
/// # Errors
/// It is not for this recipient, or not of the form that is opened.
pub fn decrypt_assertion(encrypted: Element<'_, '_>, recipient: &Credential) -> Result<String, DecryptionRefusal> {
    let data = one(encrypted, XENC, "EncryptedData");
    let data = data.map_err(|_: SamlRefusal| DecryptionRefusal::Form("there is not exactly one EncryptedData"))?;
    Bergshamra.decrypt(data, recipient)
}
