//! An element of a document, and the ways from it. Names are compared with their namespace; attributes without one are meant unless said otherwise.

use std::fmt;

use uppsala::{NodeId, NodeKind};

use super::Document;

/// Names that hold an element's identity: SAML 2.0, XML Signature, others, SAML 1.1.
const ID_NAMES: [&str; 4] = ["ID", "Id", "id", "AssertionID"];

/// An element within its document.
#[derive(Clone, Copy)]
pub struct Element<'d, 'x> {
    pub(crate) document: &'d Document<'x>,
    pub(crate) id: NodeId,
}

impl<'d, 'x> Element<'d, 'x> {
    fn data(self) -> &'d uppsala::Element<'x> {
        self.document.dom.element(self.id).expect("an element is made of elements only")
    }

    /// Its name without prefix.
    #[must_use]
    pub fn name(self) -> &'d str {
        &self.data().name.local_name
    }

    /// The namespace of its name; empty where it has none.
    #[must_use]
    pub fn namespace(self) -> &'d str {
        self.data().name.namespace_uri.as_deref().unwrap_or_default()
    }

    /// Whether it has that name in that namespace.
    #[must_use]
    pub fn is(self, namespace: &str, name: &str) -> bool {
        self.name() == name && self.namespace() == namespace
    }

    /// The value of an attribute that has no namespace.
    #[must_use]
    pub fn attribute(self, name: &str) -> Option<&'d str> {
        self.attribute_in("", name)
    }

    /// The value of an attribute in a namespace.
    #[must_use]
    pub fn attribute_in(self, namespace: &str, name: &str) -> Option<&'d str> {
        let mut attributes = self.data().attributes.iter();
        let is = |found: &&uppsala::Attribute<'_>| {
            found.name.local_name == name && found.name.namespace_uri.as_deref().unwrap_or_default() == namespace
        };
        attributes.find(is).map(|found| found.value.as_ref())
    }

    /// How many attributes have that name, in whatever namespace.
    pub(crate) fn attributes_called(self, name: &str) -> usize {
        self.data().attributes.iter().filter(|found| found.name.local_name == name).count()
    }

    /// What identifies it: `ID`, `Id`, `id` or `AssertionID`.
    #[must_use]
    pub fn id(self) -> Option<&'d str> {
        ID_NAMES.iter().find_map(|name| self.attribute(name))
    }

    /// The elements directly in it.
    pub fn children(self) -> impl Iterator<Item = Element<'d, 'x>> {
        let document = self.document;
        let ids = document.dom.children_iter(self.id);
        ids.filter(|id| document.dom.element(*id).is_some())
            .map(move |id| Element { document, id })
    }

    /// The elements directly in it that have that name.
    pub fn children_named<'n>(self, namespace: &'n str, name: &'n str) -> impl Iterator<Item = Element<'d, 'x>> + use<'d, 'x, 'n> {
        let document = self.document;
        let ids = document.dom.children(self.id).into_iter();
        ids.filter(|id| document.dom.element(*id).is_some())
            .map(move |id| Element { document, id })
            .filter(move |child| child.is(namespace, name))
    }

    /// The first element of that name directly in it.
    #[must_use]
    pub fn child(self, namespace: &str, name: &str) -> Option<Element<'d, 'x>> {
        self.children_named(namespace, name).next()
    }

    /// Itself and every element within it, in the order of the document.
    pub fn and_below(self) -> impl Iterator<Item = Element<'d, 'x>> {
        let document = self.document;
        let below = document.dom.descendants(self.id).into_iter().filter(move |id| *id != self.id);
        std::iter::once(self.id)
            .chain(below)
            .filter(|id| document.dom.element(*id).is_some())
            .map(move |id| Element { document, id })
    }

    /// The element around it.
    #[must_use]
    pub fn parent(self) -> Option<Element<'d, 'x>> {
        let id = self.document.dom.parent(self.id)?;
        self.document.dom.element(id).map(|_| Element {
            document: self.document,
            id,
        })
    }

    /// All text directly in it, in one piece: a comment in the middle neither ends nor hides anything.
    #[must_use]
    pub fn text(self) -> String {
        let dom = &self.document.dom;
        let pieces = dom.children_iter(self.id).filter_map(|id| match dom.node_kind(id) {
            Some(NodeKind::Text(text) | NodeKind::CData(text)) => Some(text.as_ref()),
            _ => None,
        });
        pieces.collect()
    }

    /// That text without the blanks around it.
    #[must_use]
    pub fn trimmed(self) -> String {
        self.text().trim().to_owned()
    }

    /// The text between its first tag's start and the first comment or element in it: how careless readers take a value.
    #[must_use]
    pub fn text_before_comment(self) -> String {
        let dom = &self.document.dom;
        let first = dom.children_iter(self.id).next();
        match first.and_then(|id| dom.node_kind(id)) {
            Some(NodeKind::Text(text) | NodeKind::CData(text)) => text.to_string(),
            _ => String::new(),
        }
    }

    /// Exactly how it stands in the document. What it inherits from around it, such as namespaces, is not in it.
    #[must_use]
    pub fn source(self) -> &'x str {
        &self.document.source[self.range()]
    }

    /// Where it stands in the document's text, in bytes.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.document.dom.node_range(self.id).expect("the document was read, not made")
    }

    /// Whether both are the same element of the same document.
    #[must_use]
    pub fn is_same_as(self, other: Element<'_, '_>) -> bool {
        self.id == other.id && std::ptr::eq(self.document.source, other.document.source)
    }
}

impl fmt::Debug for Element<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.source())
    }
}
