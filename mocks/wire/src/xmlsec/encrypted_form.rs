//! The one form of encrypted element that is opened: AES in CBC or GCM under a key wrapped with RSA-OAEP, both given as values, nothing fetched and
//! nothing derived. Found before anything is decrypted, and rewritten as a document of its own, so that only what was looked at is worked on.

use super::{Cipher, DSIG, KeyTransport, XENC};
use crate::xml::{Document, Element, Markup};

/// The element around what is worked on.
const AROUND: &str = "around";
/// More wrapped keys than this are refused: each costs a private key operation.
const MAX_KEYS: usize = 4;
/// The parameters of RSA-OAEP in XML Encryption 1.1.
const XENC11: &str = "http://www.w3.org/2009/xmlenc11#";
const DIGESTS: [&str; 2] = ["http://www.w3.org/2000/09/xmldsig#sha1", "http://www.w3.org/2001/04/xmlenc#sha256"];
const MASKS: [&str; 2] = [
    "http://www.w3.org/2009/xmlenc11#mgf1sha1",
    "http://www.w3.org/2009/xmlenc11#mgf1sha256",
];

/// Why something encrypted is not opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecryptionRefusal {
    /// Not the form that is allowed; what is wrong with it.
    #[error("the encrypted element has not the form that is opened: {0}")]
    Form(&'static str),
    /// An algorithm that is not accepted.
    #[error("the encrypted element names {0}, which is not accepted")]
    Algorithm(String),
    /// Wrong key, changed text or wrong padding: which of them is not told, since an answer to that opens the text to whoever may ask often enough.
    #[error("the encrypted element cannot be opened")]
    Closed,
}

/// One document per wrapped key, each with that key in it.
pub(super) fn candidates(encrypted: Element<'_, '_>) -> Result<Vec<String>, DecryptionRefusal> {
    if !encrypted.is(XENC, "EncryptedData") {
        return Err(DecryptionRefusal::Form("it is not EncryptedData"));
    }
    let kind = encrypted.attribute("Type").unwrap_or_default();
    if kind != "http://www.w3.org/2001/04/xmlenc#Element" {
        return Err(DecryptionRefusal::Form("it does not hold an element"));
    }
    let method = only(encrypted, "EncryptionMethod")?;
    let cipher = method.attribute("Algorithm").unwrap_or_default();
    if !Cipher::ALL.iter().any(|known| known.uri() == cipher) {
        return Err(unknown(cipher));
    }
    let content = cipher_value(encrypted)?;
    let keys = wrapped_keys(encrypted);
    if keys.is_empty() {
        return Err(DecryptionRefusal::Form("it has no wrapped key"));
    }
    if keys.len() > MAX_KEYS {
        return Err(DecryptionRefusal::Form("it has too many wrapped keys"));
    }
    let keys = keys.into_iter().map(wrapped_key).collect::<Result<Vec<_>, _>>()?;
    let documents = keys.into_iter().map(|key| {
        let info = Markup::element("ds:KeyInfo").namespace("ds", DSIG).child(key);
        let data = Markup::element("xenc:EncryptedData")
            .namespace("xenc", XENC)
            .attribute("Type", kind)
            .child(Markup::element("xenc:EncryptionMethod").attribute("Algorithm", cipher));
        // Within an element that declares nothing: what is opened then stands there as it was encrypted.
        Markup::element(AROUND).child(data.child(info).child(value(&content))).to_xml()
    });
    Ok(documents.collect())
}

/// The one element that was opened, exactly as it was encrypted. Wrong keys make other things.
pub(super) fn opened(around: &str) -> Option<String> {
    let document = Document::parse(around).ok()?;
    let mut children = document.root().children();
    let only = children.next().filter(|_| children.next().is_none())?;
    let alone = Document::parse(only.source()).is_ok() && document.root().text().trim().is_empty() && document.root().name() == AROUND;
    alone.then(|| only.source().to_owned())
}

/// In its own `KeyInfo`, or beside it, as SAML allows (SAML core errata, E43).
fn wrapped_keys<'d, 'x>(encrypted: Element<'d, 'x>) -> Vec<Element<'d, 'x>> {
    let within = encrypted.child(DSIG, "KeyInfo").into_iter();
    let mut keys: Vec<_> = within.flat_map(|info| info.children_named(XENC, "EncryptedKey")).collect();
    if let Some(around) = encrypted.parent() {
        keys.extend(around.children_named(XENC, "EncryptedKey"));
    }
    keys
}

fn wrapped_key(key: Element<'_, '_>) -> Result<Markup, DecryptionRefusal> {
    let method = only(key, "EncryptionMethod")?;
    let transport = method.attribute("Algorithm").unwrap_or_default();
    if !KeyTransport::ALL.iter().any(|known| known.uri() == transport) {
        return Err(unknown(transport));
    }
    let mut copied = Markup::element("xenc:EncryptionMethod").attribute("Algorithm", transport);
    for parameter in method.children() {
        let named = parameter.attribute("Algorithm").unwrap_or_default();
        copied = match () {
            () if parameter.is(DSIG, "DigestMethod") && DIGESTS.contains(&named) => copied.child(
                Markup::element("ds:DigestMethod")
                    .namespace("ds", DSIG)
                    .attribute("Algorithm", named),
            ),
            () if parameter.is(XENC11, "MGF") && MASKS.contains(&named) => copied.child(
                Markup::element("xenc11:MGF")
                    .namespace("xenc11", XENC11)
                    .attribute("Algorithm", named),
            ),
            () => return Err(unknown(named)),
        };
    }
    let content = cipher_value(key)?;
    Ok(Markup::element("xenc:EncryptedKey").child(copied).child(value(&content)))
}

fn cipher_value(parent: Element<'_, '_>) -> Result<String, DecryptionRefusal> {
    Ok(only(only(parent, "CipherData")?, "CipherValue")?.text())
}

fn value(base64: &str) -> Markup {
    Markup::element("xenc:CipherData").child(Markup::element("xenc:CipherValue").text(base64))
}

fn only<'d, 'x>(parent: Element<'d, 'x>, name: &str) -> Result<Element<'d, 'x>, DecryptionRefusal> {
    let mut found = parent.children_named(XENC, name);
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        _ => Err(DecryptionRefusal::Form("a method or a value is missing or repeated")),
    }
}

fn unknown(algorithm: &str) -> DecryptionRefusal {
    DecryptionRefusal::Algorithm(algorithm.chars().take(80).collect())
}
