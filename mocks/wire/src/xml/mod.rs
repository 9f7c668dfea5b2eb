//! XML, read with bounds and without any document type, and built as a tree that escapes what it is given. Meaning and signatures live elsewhere.

mod document;
mod element;
mod markup;

pub use document::{Document, MAX_ATTRIBUTES, MAX_DEPTH, MAX_ELEMENTS, MAX_XML_BYTES, XmlRefusal};
pub use element::Element;
pub use markup::{Markup, escaped, escaped_in_attribute};
