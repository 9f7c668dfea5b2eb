//! Who a message is about (core, 2.2.3).

use super::{ASSERTION, reading::owned};
use crate::xml::{Element, Markup};

/// A name, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameId {
    /// The name.
    pub value: String,
    /// Its kind.
    pub format: Option<String>,
    /// Who gave it.
    pub name_qualifier: Option<String>,
    /// To whom it was given.
    pub sp_name_qualifier: Option<String>,
}

impl NameId {
    pub(super) fn read(element: Element<'_, '_>) -> Self {
        Self {
            value: element.trimmed(),
            format: owned(element, "Format"),
            name_qualifier: owned(element, "NameQualifier"),
            sp_name_qualifier: owned(element, "SPNameQualifier"),
        }
    }

    pub(super) fn within(element: Element<'_, '_>) -> Option<Self> {
        element.child(ASSERTION, "NameID").map(Self::read)
    }

    /// As it is sent.
    #[must_use]
    pub fn to_markup(&self) -> Markup {
        Markup::element("saml:NameID")
            .attribute_if("NameQualifier", self.name_qualifier.as_deref())
            .attribute_if("SPNameQualifier", self.sp_name_qualifier.as_deref())
            .attribute_if("Format", self.format.as_deref())
            .text(&self.value)
    }
}
