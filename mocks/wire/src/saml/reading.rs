//! Taking values out of elements, with one refusal for all messages.

use jiff::Timestamp;

use super::{ASSERTION, parse_instant};
use crate::xml::{Element, XmlRefusal};

/// Foreign words are quoted up to this many characters in a refusal.
const MAX_QUOTED_CHARS: usize = 80;

/// Why XML is not the message it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SamlRefusal {
    /// Not XML within bounds.
    #[error(transparent)]
    Xml(#[from] XmlRefusal),
    /// Another element.
    #[error("the message is `{found}`, not `{expected}`")]
    Other {
        /// What it should be.
        expected: &'static str,
        /// What it is.
        found: String,
    },
    /// An element or attribute is missing.
    #[error("`{within}` has no `{what}`")]
    Missing {
        /// What should be there.
        what: &'static str,
        /// Where.
        within: String,
    },
    /// An element stands there twice that may only once.
    #[error("`{within}` has several `{what}`")]
    Repeated {
        /// What stands there more than once.
        what: &'static str,
        /// Where.
        within: String,
    },
    /// A value has not its form.
    #[error("`{what}` is `{value}`")]
    Value {
        /// The attribute or element.
        what: &'static str,
        /// What stands there.
        value: String,
    },
}

pub(super) fn expect(element: Element<'_, '_>, namespace: &str, name: &'static str) -> Result<(), SamlRefusal> {
    if element.is(namespace, name) {
        return Ok(());
    }
    Err(SamlRefusal::Other {
        expected: name,
        found: quoted(element.name()),
    })
}

pub(super) fn attribute<'d>(element: Element<'d, '_>, what: &'static str) -> Result<&'d str, SamlRefusal> {
    element.attribute(what).ok_or_else(|| missing(element, what))
}

pub(super) fn missing(element: Element<'_, '_>, what: &'static str) -> SamlRefusal {
    SamlRefusal::Missing {
        what,
        within: quoted(element.name()),
    }
}

pub(super) fn at_most_one<'d, 'x>(
    element: Element<'d, 'x>,
    namespace: &str,
    what: &'static str,
) -> Result<Option<Element<'d, 'x>>, SamlRefusal> {
    let mut found = element.children_named(namespace, what);
    match (found.next(), found.next()) {
        (_, Some(_)) => Err(SamlRefusal::Repeated {
            what,
            within: quoted(element.name()),
        }),
        (first, None) => Ok(first),
    }
}

pub(super) fn one<'d, 'x>(element: Element<'d, 'x>, namespace: &str, what: &'static str) -> Result<Element<'d, 'x>, SamlRefusal> {
    at_most_one(element, namespace, what)?.ok_or_else(|| missing(element, what))
}

/// An `ID`: an xs:ID cannot begin with a digit, and is never empty.
pub(super) fn id(element: Element<'_, '_>) -> Result<String, SamlRefusal> {
    let id = attribute(element, "ID")?;
    let begins = id.starts_with(|first: char| first.is_alphabetic() || first == '_');
    if begins && id.chars().all(|next| next.is_alphanumeric() || "_-.".contains(next)) {
        return Ok(id.to_owned());
    }
    Err(value("ID", id))
}

pub(super) fn instant(element: Element<'_, '_>, what: &'static str) -> Result<Timestamp, SamlRefusal> {
    let text = attribute(element, what)?;
    parse_instant(text).ok_or_else(|| value(what, text))
}

pub(super) fn instant_if(element: Element<'_, '_>, what: &'static str) -> Result<Option<Timestamp>, SamlRefusal> {
    element.attribute(what).map(|_| instant(element, what)).transpose()
}

pub(super) fn boolean(element: Element<'_, '_>, what: &'static str) -> Result<bool, SamlRefusal> {
    match element.attribute(what) {
        None | Some("false" | "0") => Ok(false),
        Some("true" | "1") => Ok(true),
        Some(other) => Err(value(what, other)),
    }
}

pub(super) fn owned(element: Element<'_, '_>, name: &str) -> Option<String> {
    element.attribute(name).map(str::to_owned)
}

pub(super) fn issuer(element: Element<'_, '_>) -> Result<Option<String>, SamlRefusal> {
    Ok(at_most_one(element, ASSERTION, "Issuer")?.map(Element::trimmed))
}

pub(super) fn value(what: &'static str, value: &str) -> SamlRefusal {
    SamlRefusal::Value {
        what,
        value: quoted(value),
    }
}

fn quoted(foreign: &str) -> String {
    foreign.chars().take(MAX_QUOTED_CHARS).collect()
}
