//! XML security by the library bergshamra: strict, with trusted keys only, and with nothing before it that our own form checks have not seen.

use base64::{Engine, engine::general_purpose::STANDARD};
use bergshamra::{DsigContext, EncContext, KeysManager, VerifyResult};

use super::{
    Credential, DSIG, DecryptionRefusal, ENVELOPED, EXCLUSIVE, EncryptionOrder, KeyTransport, SHA256, SignatureOrder, SignatureRefusal,
    SigningFailure, TrustedKey, XENC, XmlSecurity, encrypted_form, signature_form,
};
use crate::xml::{Document, Element, Markup};

/// The library.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bergshamra;

impl XmlSecurity for Bergshamra {
    fn sign(&self, xml: &str, order: &SignatureOrder<'_>, signer: &Credential) -> Result<String, SigningFailure> {
        let template = template(order, signer).to_xml();
        let template = with_signature(xml, order.reference_id, &template)?;
        let mut keys = KeysManager::new();
        keys.add_key(signer.key.clone());
        bergshamra::dsig::sign::sign_owned(&DsigContext::new(keys), template).map_err(library)
    }

    fn verify<'d, 'x>(&self, signature: Element<'d, 'x>, keys: &[TrustedKey]) -> Result<Element<'d, 'x>, SignatureRefusal> {
        signature_form::check_document(signature)?;
        let covered = signature.parent().ok_or(SignatureRefusal::Place)?;
        let invalid = |reason: &str| SignatureRefusal::Invalid(reason.to_owned());
        if !signature.is(DSIG, "Signature") {
            return Err(SignatureRefusal::Place);
        }
        let mut manager = KeysManager::new();
        manager.add_keys(keys.iter().map(|trusted| trusted.key.clone()));
        let context = DsigContext::new(manager)
            .with_trusted_keys_only(true)
            .with_strict_verification(true);
        let document = signature.document;
        let results = bergshamra::dsig::verify::verify_all_document_with_source(&context, &document.dom, Some(document.source));
        let results = results.map_err(|error| SignatureRefusal::Invalid(error.to_string()))?;
        // Results come in the order of the document, and failed ones do not say whose they are.
        let place = document
            .root()
            .and_below()
            .filter(|element| element.is(DSIG, "Signature"))
            .position(|one| one.is_same_as(signature));
        let result = place.and_then(|place| results.into_iter().nth(place));
        match result {
            Some(VerifyResult::Valid {
                signature_node,
                references,
                ..
            }) if signature_node == signature.id => match references.as_slice() {
                [one] if one.digest_verified && one.resolved_node == Some(covered.id) => Ok(covered),
                _ => Err(invalid("it covers another element")),
            },
            Some(VerifyResult::Invalid { reason }) => Err(SignatureRefusal::Invalid(reason)),
            _ => Err(invalid("it was not found again")),
        }
    }

    fn encrypt(&self, element: &str, order: EncryptionOrder, recipient: &TrustedKey) -> Result<String, SigningFailure> {
        Document::parse(element)?;
        let mut keys = KeysManager::new();
        keys.add_key(recipient.key.clone());
        bergshamra::encrypt(&EncContext::new(keys), &encryption_template(order).to_xml(), element.as_bytes()).map_err(library)
    }

    fn decrypt(&self, encrypted: Element<'_, '_>, recipient: &Credential) -> Result<String, DecryptionRefusal> {
        let mut keys = KeysManager::new();
        keys.add_key(recipient.key.clone());
        let context = EncContext::new(keys).with_disable_cipher_reference(true);
        let opened = encrypted_form::candidates(encrypted)?
            .into_iter()
            .find_map(|candidate| encrypted_form::opened(&bergshamra::decrypt(&context, &candidate).ok()?));
        opened.ok_or(DecryptionRefusal::Closed)
    }
}

/// Puts a signature where schemas want it: behind the `Issuer` of the element with that ID, else first in it.
pub(super) fn with_signature(xml: &str, id: &str, signature: &str) -> Result<String, SigningFailure> {
    let document = Document::parse(xml)?;
    let element = document.by_id(id).ok_or_else(|| SigningFailure::NoSuchElement(id.to_owned()))?;
    let issuer = element.children().next().filter(|first| first.name() == "Issuer");
    let at = match issuer {
        Some(issuer) => issuer.range().end,
        None => inside(element),
    };
    let earlier = document.root().and_below().filter(|other| other.is(DSIG, "Signature"));
    if earlier.into_iter().any(|other| other.range().start < at) {
        return Err(SigningFailure::SignatureBefore);
    }
    if element.source().ends_with("/>") && element.children().next().is_none() {
        return Err(SigningFailure::NoSuchElement(format!("{id} with room for a signature")));
    }
    Ok(format!("{}{signature}{}", &xml[..at], &xml[at..]))
}

/// The end of an element's first tag. A `>` may stand in the values of attributes.
fn inside(element: Element<'_, '_>) -> usize {
    let source = element.source();
    let mut quote = None;
    let end = source.char_indices().find(|(_, character)| match (quote, *character) {
        (None, '>') => true,
        (None, '"' | '\'') => {
            quote = Some(*character);
            false
        }
        (Some(open), closing) if open == closing => {
            quote = None;
            false
        }
        _ => false,
    });
    element.range().start + end.map_or(source.len(), |(at, _)| at + 1)
}

fn template(order: &SignatureOrder<'_>, signer: &Credential) -> Markup {
    let canonicalization = |name: &str| {
        let method = Markup::element(name).attribute("Algorithm", EXCLUSIVE);
        if order.inclusive_prefixes.is_empty() {
            return method;
        }
        let kept = Markup::element("ec:InclusiveNamespaces").namespace("ec", EXCLUSIVE);
        method.child(kept.attribute("PrefixList", &order.inclusive_prefixes.join(" ")))
    };
    let transforms = Markup::element("ds:Transforms")
        .child(Markup::element("ds:Transform").attribute("Algorithm", ENVELOPED))
        .child(canonicalization("ds:Transform"));
    let reference = Markup::element("ds:Reference")
        .attribute("URI", &format!("#{}", order.reference_id))
        .child(transforms)
        .child(Markup::element("ds:DigestMethod").attribute("Algorithm", order.algorithm.digest()))
        .child(Markup::element("ds:DigestValue"));
    let signed = Markup::element("ds:SignedInfo")
        .child(Markup::element("ds:CanonicalizationMethod").attribute("Algorithm", EXCLUSIVE))
        .child(Markup::element("ds:SignatureMethod").attribute("Algorithm", order.algorithm.uri()))
        .child(reference);
    let shown = Markup::element("ds:X509Certificate").text(&STANDARD.encode(signer.certificate()));
    Markup::element("ds:Signature")
        .namespace("ds", DSIG)
        .child(signed)
        .child(Markup::element("ds:SignatureValue"))
        .child(Markup::element("ds:KeyInfo").child(Markup::element("ds:X509Data").child(shown)))
}

fn encryption_template(order: EncryptionOrder) -> Markup {
    let empty = || Markup::element("xenc:CipherData").child(Markup::element("xenc:CipherValue"));
    let method = Markup::element("xenc:EncryptionMethod").attribute("Algorithm", order.transport.uri());
    let digest = |uri: &str| Markup::element("ds:DigestMethod").attribute("Algorithm", uri);
    let method = match order.transport {
        KeyTransport::RsaOaepMgf1p => method.child(digest(super::SHA1)),
        KeyTransport::RsaOaepSha256 => method.child(digest(SHA256)).child(
            Markup::element("xenc11:MGF")
                .namespace("xenc11", "http://www.w3.org/2009/xmlenc11#")
                .attribute("Algorithm", "http://www.w3.org/2009/xmlenc11#mgf1sha256"),
        ),
    };
    let key = Markup::element("xenc:EncryptedKey").child(method).child(empty());
    Markup::element("xenc:EncryptedData")
        .namespace("xenc", XENC)
        .attribute("Type", "http://www.w3.org/2001/04/xmlenc#Element")
        .child(Markup::element("xenc:EncryptionMethod").attribute("Algorithm", order.cipher.uri()))
        .child(Markup::element("ds:KeyInfo").namespace("ds", DSIG).child(key))
        .child(empty())
}

fn library(error: bergshamra::Error) -> SigningFailure {
    SigningFailure::Library(error.to_string())
}
