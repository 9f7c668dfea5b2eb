//! XML to be sent, as a tree: names are the caller's, values are escaped. It can be wrong on purpose, with any element in any place.

use std::fmt::Write;

/// An element to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Markup {
    name: String,
    attributes: Vec<(String, String)>,
    content: Vec<Content>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Content {
    Element(Markup),
    Text(String),
    Raw(String),
}

impl Markup {
    /// An empty element of that name, with its prefix.
    #[must_use]
    pub fn element(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            attributes: Vec::new(),
            content: Vec::new(),
        }
    }

    /// With a prefix bound to a namespace.
    #[must_use]
    pub fn namespace(self, prefix: &str, namespace: &str) -> Self {
        self.attribute(&format!("xmlns:{prefix}"), namespace)
    }

    /// With an attribute.
    #[must_use]
    pub fn attribute(mut self, name: &str, value: &str) -> Self {
        self.attributes.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With an attribute where there is a value for it.
    #[must_use]
    pub fn attribute_if(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.attribute(name, value),
            None => self,
        }
    }

    /// With an element in it, behind what is in it already.
    #[must_use]
    pub fn child(mut self, child: Self) -> Self {
        self.content.push(Content::Element(child));
        self
    }

    /// With several elements in it.
    #[must_use]
    pub fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.content.extend(children.into_iter().map(Content::Element));
        self
    }

    /// With text in it.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.content.push(Content::Text(text.to_owned()));
        self
    }

    /// With XML in it that is written already; nothing of it is escaped or looked at.
    #[must_use]
    pub fn raw(mut self, xml: impl Into<String>) -> Self {
        self.content.push(Content::Raw(xml.into()));
        self
    }

    /// The element as text, without a declaration before it and without blanks that nobody asked for.
    #[must_use]
    pub fn to_xml(&self) -> String {
        let mut written = String::new();
        self.write(&mut written);
        written
    }

    fn write(&self, to: &mut String) {
        let _ = write!(to, "<{}", self.name);
        for (name, value) in &self.attributes {
            let _ = write!(to, " {name}=\"{}\"", escaped_in_attribute(value));
        }
        if self.content.is_empty() {
            to.push_str("/>");
            return;
        }
        to.push('>');
        for content in &self.content {
            match content {
                Content::Element(child) => child.write(to),
                Content::Text(text) => to.push_str(&escaped(text)),
                Content::Raw(xml) => to.push_str(xml),
            }
        }
        let _ = write!(to, "</{}>", self.name);
    }
}

/// Text as it stands between tags. A carriage return survives only as a reference (XML 1.0, 2.11); what XML cannot say at all becomes U+FFFD.
#[must_use]
pub fn escaped(text: &str) -> String {
    escape(text, |character| match character {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '\r' => Some("&#xD;"),
        _ => None,
    })
}

/// Text as it stands in an attribute between double quotes: blanks other than spaces survive only as references (XML 1.0, 3.3.3).
#[must_use]
pub fn escaped_in_attribute(text: &str) -> String {
    escape(text, |character| match character {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\t' => Some("&#x9;"),
        '\n' => Some("&#xA;"),
        '\r' => Some("&#xD;"),
        _ => None,
    })
}

fn escape(text: &str, reference: impl Fn(char) -> Option<&'static str>) -> String {
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        match reference(character) {
            Some(reference) => written.push_str(reference),
            None if is_character(character) => written.push(character),
            None => written.push(char::REPLACEMENT_CHARACTER),
        }
    }
    written
}

/// XML 1.0, 2.2.
fn is_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::Document;
    use super::*;

    #[test]
    fn what_is_written_is_what_is_read() {
        for text in ["a", "<&>\"'", "line\r\nline\ttab", "\u{1F600}é", "]]>", " blanks "] {
            let xml = Markup::element("a")
                .attribute("b", text)
                .child(Markup::element("c").text(text))
                .to_xml();
            let document = Document::parse(&xml).unwrap();
            assert_eq!(document.root().attribute("b"), Some(text), "{xml}");
            assert_eq!(document.root().child("", "c").unwrap().text(), text, "{xml}");
        }
    }

    #[test]
    fn what_xml_cannot_say_is_not_written() {
        assert_eq!(escaped("a\u{0}\u{B}\u{FFFE}b"), "a\u{FFFD}\u{FFFD}\u{FFFD}b");
    }
}
