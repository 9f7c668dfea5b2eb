//! A document that was read within bounds: no document type, hence no entities but the five of XML; not too long, deep, wide or many.

use std::fmt;

use uppsala::Parser;

use super::Element;

/// Longer documents are refused unread.
pub const MAX_XML_BYTES: usize = 512 * 1024;
/// Elements within elements beyond this are refused.
pub const MAX_DEPTH: u32 = 64;
/// More elements, comments and instructions together than this are refused.
pub const MAX_ELEMENTS: usize = 20_000;
/// An element with more attributes and namespace declarations together is refused.
pub const MAX_ATTRIBUTES: usize = 64;

/// A well-formed document within the bounds.
pub struct Document<'x> {
    pub(crate) dom: uppsala::Document<'x>,
    pub(crate) source: &'x str,
}

/// Why a text is not read as XML.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum XmlRefusal {
    /// Above [`MAX_XML_BYTES`].
    #[error("the document has {0} bytes, more than {MAX_XML_BYTES}")]
    TooLong(usize),
    /// A document type is declared.
    #[error("the document declares a document type, which no message may")]
    DocumentType,
    /// Above [`MAX_ELEMENTS`].
    #[error("the document has more than {MAX_ELEMENTS} elements and comments")]
    TooManyElements,
    /// Above [`MAX_ATTRIBUTES`].
    #[error("an element of the document has more than {MAX_ATTRIBUTES} attributes and namespace declarations")]
    TooManyAttributes,
    /// Not well-formed, or nested deeper than [`MAX_DEPTH`]; what the reader said.
    #[error("the document is not well-formed XML of at most {MAX_DEPTH} levels: {0}")]
    NotWellFormed(String),
}

impl XmlRefusal {
    fn of(source: &str, said: &str) -> Self {
        if source.contains("<!DOCTYPE") {
            return Self::DocumentType;
        }
        Self::NotWellFormed(said.to_owned())
    }
}

impl<'x> Document<'x> {
    /// Reads a whole document.
    ///
    /// # Errors
    /// The text is out of bounds, declares a document type, or is not well-formed.
    pub fn parse(source: &'x str) -> Result<Self, XmlRefusal> {
        if source.len() > MAX_XML_BYTES {
            return Err(XmlRefusal::TooLong(source.len()));
        }
        count(source)?;
        let parser = Parser::new()
            .with_max_depth(MAX_DEPTH)
            .with_forbid_dtd(true)
            .with_forbid_entities(true);
        let dom = parser.parse(source).map_err(|error| XmlRefusal::of(source, &error.to_string()))?;
        if dom.document_element().is_none() {
            return Err(XmlRefusal::NotWellFormed("there is no element".to_owned()));
        }
        Ok(Self { dom, source })
    }

    /// The outermost element.
    #[must_use]
    pub fn root(&self) -> Element<'_, 'x> {
        let id = self.dom.document_element().expect("a document without elements was refused");
        Element { document: self, id }
    }

    /// The text that was read.
    #[must_use]
    pub fn source(&self) -> &'x str {
        self.source
    }

    /// The one element with that `ID`, `Id`, `id` or `AssertionID`; nothing where there is none or more than one.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<Element<'_, 'x>> {
        let mut found = self.root().and_below().filter(|element| element.id() == Some(id));
        found.next().filter(|_| found.next().is_none())
    }
}

impl fmt::Debug for Document<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.source)
    }
}

/// Bounds that must hold before the reader works, for it compares the attributes of an element pair by pair. Up to the first place that is not
/// well-formed this sees what the reader sees, and behind it the reader does not come.
fn count(source: &str) -> Result<(), XmlRefusal> {
    let mut tags = 0;
    let mut rest = source;
    while let Some((_, tag)) = rest.split_once('<') {
        tags += usize::from(!tag.starts_with('/'));
        if tags > MAX_ELEMENTS {
            return Err(XmlRefusal::TooManyElements);
        }
        let special = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>")];
        let special = special.into_iter().find(|(begin, _)| tag.starts_with(begin));
        let behind = match special {
            Some((begin, end)) => tag[begin.len()..].split_once(end).map(|(_, behind)| behind),
            None => behind_tag(tag)?,
        };
        match behind {
            Some(behind) => rest = behind,
            None => break,
        }
    }
    Ok(())
}

/// What stands behind the `>` of a tag that does not have too many values; nothing where it has no end.
fn behind_tag(tag: &str) -> Result<Option<&str>, XmlRefusal> {
    let (mut quote, mut values) = (None, 0);
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Ok(Some(&tag[at + 1..])),
            (None, b'"' | b'\'') => {
                values += 1;
                quote = Some(byte);
            }
            (Some(open), closing) if open == closing => quote = None,
            _ => {}
        }
        if values > MAX_ATTRIBUTES {
            return Err(XmlRefusal::TooManyAttributes);
        }
    }
    Ok(None)
}
