//! The one form of signature that is accepted (SAML core, 5.4): enveloped, one reference to the element around it, exclusive canonicalization, RSA with
//! SHA-2. The form is checked before any digest is computed, on every signature of the document, so that nothing in one can be fetched or transformed.

use super::{DSIG, ENVELOPED, EXCLUSIVE, EXCLUSIVE_WITH_COMMENTS, RsaAlgorithm, SHA256, SHA384, SHA512};
use crate::xml::Element;

/// More signatures in one document are refused.
const MAX_SIGNATURES: usize = 8;
/// More prefixes to keep are refused.
const MAX_PREFIXES: usize = 32;
/// Foreign words are quoted up to this many characters in a refusal.
const MAX_QUOTED_CHARS: usize = 80;

/// Why a signature does not count.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignatureRefusal {
    /// The document has too many.
    #[error("the document holds {0} signatures, more than {MAX_SIGNATURES}")]
    TooMany(usize),
    /// Not a `ds:Signature`, or not within an element with an `ID`.
    #[error("the signature is not within an element that has an ID")]
    Place,
    /// Elements are missing, repeated or foreign; which.
    #[error("the signature has not the enveloped form with one reference: {0}")]
    Form(&'static str),
    /// An algorithm that is not accepted; where and which.
    #[error("the signature's {part} is {algorithm}, which is not accepted")]
    Algorithm {
        /// Where it is named.
        part: &'static str,
        /// What is named.
        algorithm: String,
    },
    /// The reference is to something else than the element around the signature.
    #[error("the signature refers to `{0}`, not to the element around it")]
    OtherElement(String),
    /// Two elements of the document have the same ID.
    #[error("two elements of the document have the ID `{0}`")]
    RepeatedId(String),
    /// A digest or the signature is wrong for every key given, or there is none; what the library said.
    #[error("the signature does not verify with the keys given: {0}")]
    Invalid(String),
}

/// Every signature of the document, each in the permitted form, and no two elements with one ID.
pub(super) fn check_document(any: Element<'_, '_>) -> Result<(), SignatureRefusal> {
    let root = any.document.root();
    let mut ids: Vec<&str> = root.and_below().filter_map(Element::id).collect();
    ids.sort_unstable();
    if let Some(pair) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(SignatureRefusal::RepeatedId(quoted(pair[0])));
    }
    let signatures: Vec<_> = root.and_below().filter(|element| element.is(DSIG, "Signature")).collect();
    if signatures.len() > MAX_SIGNATURES {
        return Err(SignatureRefusal::TooMany(signatures.len()));
    }
    signatures.into_iter().try_for_each(check)
}

fn check(signature: Element<'_, '_>) -> Result<(), SignatureRefusal> {
    let id = signature.parent().and_then(Element::id).ok_or(SignatureRefusal::Place)?;
    let signed = only(signature, "SignedInfo")?;
    only(signature, "SignatureValue")?;
    if signature.children().any(|child| child.is(DSIG, "Object")) {
        return Err(SignatureRefusal::Form("it brings objects of its own"));
    }
    let method = only(signed, "SignatureMethod")?;
    if RsaAlgorithm::of_uri(algorithm(method)?).is_none() {
        return Err(refused("signature method", method));
    }
    let canonicalization = only(signed, "CanonicalizationMethod")?;
    check_exclusive("canonicalization", canonicalization)?;
    let reference = only(signed, "Reference")?;
    if signed.children().count() != 3 {
        return Err(SignatureRefusal::Form("what is signed has other parts"));
    }
    let uri = unprefixed(reference, "URI").unwrap_or_default();
    if uri.strip_prefix('#') != Some(id) {
        return Err(SignatureRefusal::OtherElement(quoted(uri)));
    }
    let digest = only(reference, "DigestMethod")?;
    if ![SHA256, SHA384, SHA512].contains(&algorithm(digest)?) {
        return Err(refused("digest method", digest));
    }
    only(reference, "DigestValue")?;
    check_transforms(only(reference, "Transforms")?)
}

/// The signature itself is taken out, and the rest is canonicalized: in this order, and nothing else.
fn check_transforms(transforms: Element<'_, '_>) -> Result<(), SignatureRefusal> {
    let listed: Vec<_> = transforms.children().collect();
    let &[enveloped, canonicalization] = listed.as_slice() else {
        return Err(SignatureRefusal::Form("there are not two transforms"));
    };
    if algorithm(enveloped)? != ENVELOPED || enveloped.children().next().is_some() {
        return Err(refused("first transform", enveloped));
    }
    check_exclusive("second transform", canonicalization)
}

fn check_exclusive(part: &'static str, element: Element<'_, '_>) -> Result<(), SignatureRefusal> {
    if ![EXCLUSIVE, EXCLUSIVE_WITH_COMMENTS].contains(&algorithm(element)?) {
        return Err(refused(part, element));
    }
    let within: Vec<_> = element.children().collect();
    match within.as_slice() {
        [] => Ok(()),
        [prefixes] if prefixes.is(EXCLUSIVE, "InclusiveNamespaces") => {
            let kept = unprefixed(*prefixes, "PrefixList").unwrap_or_default();
            if kept.split_whitespace().count() > MAX_PREFIXES {
                return Err(SignatureRefusal::Form("it keeps too many prefixes"));
            }
            Ok(())
        }
        _ => Err(SignatureRefusal::Form("canonicalization has parameters that are not known")),
    }
}

fn only<'d, 'x>(parent: Element<'d, 'x>, name: &'static str) -> Result<Element<'d, 'x>, SignatureRefusal> {
    let mut found = parent.children_named(DSIG, name);
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        _ => Err(SignatureRefusal::Form(match name {
            "SignedInfo" => "not exactly one SignedInfo",
            "SignatureValue" => "not exactly one SignatureValue",
            "Reference" => "not exactly one Reference",
            "Transforms" => "not exactly one Transforms",
            _ => "a method or a value is missing or repeated",
        })),
    }
}

/// The library reads attributes by their local name: one of the same name in a namespace would be another reading.
fn unprefixed<'d>(element: Element<'d, '_>, name: &str) -> Option<&'d str> {
    let value = element.attribute(name)?;
    (element.attributes_called(name) == 1).then_some(value)
}

fn algorithm<'d>(element: Element<'d, '_>) -> Result<&'d str, SignatureRefusal> {
    unprefixed(element, "Algorithm").ok_or(SignatureRefusal::Form("an algorithm is not named"))
}

fn refused(part: &'static str, element: Element<'_, '_>) -> SignatureRefusal {
    let algorithm = quoted(element.attribute("Algorithm").unwrap_or_default());
    SignatureRefusal::Algorithm { part, algorithm }
}

fn quoted(foreign: &str) -> String {
    foreign.chars().take(MAX_QUOTED_CHARS).collect()
}
