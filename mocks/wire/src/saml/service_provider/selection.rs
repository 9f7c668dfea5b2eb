//! Which assertion of a response is used: the only one, directly in it, encrypted where it must be. Whose it is shows later.

use super::{Expected, Refusal};
use crate::{
    saml::{ASSERTION, decrypt_assertion},
    xml::{Document, Element},
};

/// A response as it came, and what was encrypted in it.
pub struct Presented<'p> {
    /// The response.
    pub response: &'p Document<'p>,
    /// The assertion that was encrypted, as a document of its own.
    pub opened: Option<Document<'p>>,
}

/// The assertion that is used, and where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'c> {
    /// The assertion.
    pub element: Element<'c, 'c>,
}

impl<'p> Presented<'p> {
    pub(super) fn new(response: &'p Document<'p>, opened: Option<&'p str>) -> Result<Self, Refusal> {
        let opened = opened.map(Document::parse).transpose();
        Ok(Self {
            response,
            opened: opened.map_err(|refusal| Refusal::Message(refusal.into()))?,
        })
    }
}

/// The text of the one encrypted assertion, where there is one.
pub(super) fn opened(response: &Document<'_>, expected: &Expected<'_>) -> Result<Option<String>, Refusal> {
    let mut encrypted = response.root().children_named(ASSERTION, "EncryptedAssertion");
    match (encrypted.next(), encrypted.next(), expected.opened_with) {
        (Some(only), None, Some(credential)) => Ok(Some(decrypt_assertion(only, credential)?)),
        _ => Ok(None),
    }
}

/// One assertion, open or encrypted, directly in the response; and no other anywhere in it, where somebody might look for one.
pub(super) fn the_only_assertion<'c>(presented: &'c Presented<'c>, expected: &Expected<'_>) -> Result<Candidate<'c>, Refusal> {
    let root = presented.response.root();
    let kind = |name: &'static str| root.and_below().filter(move |element| element.is(ASSERTION, name)).count();
    let (open, encrypted) = (kind("Assertion"), kind("EncryptedAssertion"));
    let inner = presented.opened.as_ref().map(Document::root);
    let nested = inner.map_or(0, |root| {
        root.and_below().filter(|element| element.is(ASSERTION, "Assertion")).count()
    });
    if open + encrypted != 1 || nested > 1 {
        return Err(Refusal::Assertions(open + encrypted.max(nested)));
    }
    let direct = root.children_named(ASSERTION, "Assertion").next();
    match (inner, direct) {
        (Some(element), None) => Ok(Candidate { element }),
        (None, Some(element)) if expected.opened_with.is_none() => Ok(Candidate { element }),
        (None, Some(_)) => Err(Refusal::NotEncrypted),
        _ => Err(Refusal::Assertions(0)),
    }
}
