//! What an authority says of a person (core, 2.3 to 2.7), without its signature.

use jiff::Timestamp;

use super::{
    ASSERTION, NameId, SamlRefusal,
    authn_request::version,
    format_instant,
    reading::{at_most_one, attribute, expect, id, instant, instant_if, issuer, missing, one, owned},
};
use crate::xml::{Element, Markup};

/// An assertion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assertion {
    /// Its own name.
    pub id: String,
    /// When it was made.
    pub issue_instant: Timestamp,
    /// Who says so.
    pub issuer: String,
    /// Of whom.
    pub subject: Option<NameId>,
    /// How whoever shows it proves to be that person.
    pub confirmations: Vec<SubjectConfirmation>,
    /// When and for whom it holds.
    pub conditions: Option<Conditions>,
    /// How the person was identified.
    pub authn_statements: Vec<AuthnStatement>,
    /// What else is known of the person.
    pub attributes: Vec<Attribute>,
}

/// How whoever shows an assertion proves to be its subject (core, 2.4.1.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectConfirmation {
    /// By what: `BEARER`.
    pub method: String,
    /// The request that is answered.
    pub in_response_to: Option<String>,
    /// Where it may be shown.
    pub recipient: Option<String>,
    /// Not before then; not allowed for bearers.
    pub not_before: Option<Timestamp>,
    /// Before then.
    pub not_on_or_after: Option<Timestamp>,
}

/// When and for whom an assertion holds (core, 2.5).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conditions {
    /// Not before then.
    pub not_before: Option<Timestamp>,
    /// Before then.
    pub not_on_or_after: Option<Timestamp>,
    /// Each of these restrictions must name the reader.
    pub audiences: Vec<Vec<String>>,
    /// Names of conditions that are not understood here; with one of them an assertion does not hold (core, 2.5.1.1).
    pub not_understood: Vec<String>,
}

/// How a person was identified (core, 2.7.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthnStatement {
    /// When.
    pub authn_instant: Timestamp,
    /// In which session.
    pub session_index: Option<String>,
    /// Until when the session may last.
    pub session_not_on_or_after: Option<Timestamp>,
    /// By what kind of means.
    pub class_ref: Option<String>,
}

/// Something known of a person (core, 2.7.3.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// What kind of name that is.
    pub name_format: Option<String>,
    /// Its values.
    pub values: Vec<String>,
}

impl Assertion {
    /// Reads it. What it is worth shows only with its signature, and with the checks of a service provider.
    ///
    /// # Errors
    /// It is something else, or lacks what it must have.
    pub fn read(element: Element<'_, '_>) -> Result<Self, SamlRefusal> {
        expect(element, ASSERTION, "Assertion")?;
        version(element)?;
        let subject = at_most_one(element, ASSERTION, "Subject")?;
        let confirmations = subject.into_iter().flat_map(|subject| {
            let found: Vec<_> = subject.children_named(ASSERTION, "SubjectConfirmation").collect();
            found
        });
        let attributes = element.children_named(ASSERTION, "AttributeStatement").flat_map(|statement| {
            let found: Vec<_> = statement.children_named(ASSERTION, "Attribute").collect();
            found
        });
        Ok(Self {
            id: id(element)?,
            issue_instant: instant(element, "IssueInstant")?,
            issuer: issuer(element)?.ok_or_else(|| missing(element, "Issuer"))?,
            subject: subject.and_then(NameId::within),
            confirmations: confirmations.map(SubjectConfirmation::read).collect::<Result<_, _>>()?,
            conditions: at_most_one(element, ASSERTION, "Conditions")?.map(Conditions::read).transpose()?,
            authn_statements: element
                .children_named(ASSERTION, "AuthnStatement")
                .map(AuthnStatement::read)
                .collect::<Result<_, _>>()?,
            attributes: attributes.map(Attribute::read).collect::<Result<_, _>>()?,
        })
    }

    /// The values of the attribute of that name; none where it is not there, or there twice.
    #[must_use]
    pub fn attribute(&self, name: &str) -> &[String] {
        let mut named = self.attributes.iter().filter(|attribute| attribute.name == name);
        match (named.next(), named.next()) {
            (Some(only), None) => &only.values,
            _ => &[],
        }
    }

    /// As it is sent, unsigned: a document of its own that declares every prefix it uses.
    #[must_use]
    pub fn to_markup(&self) -> Markup {
        let subject = Markup::element("saml:Subject")
            .children(self.subject.iter().map(NameId::to_markup))
            .children(self.confirmations.iter().map(SubjectConfirmation::to_markup));
        let attributes = Markup::element("saml:AttributeStatement").children(self.attributes.iter().map(Attribute::to_markup));
        Markup::element("saml:Assertion")
            .namespace("saml", ASSERTION)
            .namespace("xs", "http://www.w3.org/2001/XMLSchema")
            .namespace("xsi", "http://www.w3.org/2001/XMLSchema-instance")
            .attribute("ID", &self.id)
            .attribute("Version", "2.0")
            .attribute("IssueInstant", &format_instant(self.issue_instant))
            .child(Markup::element("saml:Issuer").text(&self.issuer))
            .children((self.subject.is_some() || !self.confirmations.is_empty()).then_some(subject))
            .children(self.conditions.iter().map(Conditions::to_markup))
            .children(self.authn_statements.iter().map(AuthnStatement::to_markup))
            .children((!self.attributes.is_empty()).then_some(attributes))
    }
}

impl SubjectConfirmation {
    fn read(element: Element<'_, '_>) -> Result<Self, SamlRefusal> {
        let data = at_most_one(element, ASSERTION, "SubjectConfirmationData")?;
        let of = |name| data.and_then(|data| owned(data, name));
        let at = |name| data.map_or(Ok(None), |data| instant_if(data, name));
        Ok(Self {
            method: attribute(element, "Method")?.to_owned(),
            in_response_to: of("InResponseTo"),
            recipient: of("Recipient"),
            not_before: at("NotBefore")?,
            not_on_or_after: at("NotOnOrAfter")?,
        })
    }

    fn to_markup(&self) -> Markup {
        let data = Markup::element("saml:SubjectConfirmationData")
            .attribute_if("InResponseTo", self.in_response_to.as_deref())
            .attribute_if("NotBefore", self.not_before.map(format_instant).as_deref())
            .attribute_if("NotOnOrAfter", self.not_on_or_after.map(format_instant).as_deref())
            .attribute_if("Recipient", self.recipient.as_deref());
        Markup::element("saml:SubjectConfirmation")
            .attribute("Method", &self.method)
            .child(data)
    }
}

impl Conditions {
    fn read(element: Element<'_, '_>) -> Result<Self, SamlRefusal> {
        let restrictions = element.children_named(ASSERTION, "AudienceRestriction");
        // One time use and proxy restrictions ask nothing of whoever keeps no assertions and passes none on.
        let known = ["AudienceRestriction", "OneTimeUse", "ProxyRestriction"];
        let unknown = element
            .children()
            .filter(|condition| condition.namespace() != ASSERTION || !known.contains(&condition.name()));
        Ok(Self {
            not_before: instant_if(element, "NotBefore")?,
            not_on_or_after: instant_if(element, "NotOnOrAfter")?,
            audiences: restrictions
                .map(|restriction| restriction.children_named(ASSERTION, "Audience").map(Element::trimmed).collect())
                .collect(),
            not_understood: unknown.map(|condition| condition.name().to_owned()).collect(),
        })
    }

    fn to_markup(&self) -> Markup {
        let audience = |name: &String| Markup::element("saml:Audience").text(name);
        let restrictions = self
            .audiences
            .iter()
            .map(|names| Markup::element("saml:AudienceRestriction").children(names.iter().map(audience)));
        Markup::element("saml:Conditions")
            .attribute_if("NotBefore", self.not_before.map(format_instant).as_deref())
            .attribute_if("NotOnOrAfter", self.not_on_or_after.map(format_instant).as_deref())
            .children(restrictions)
    }
}

impl AuthnStatement {
    fn read(element: Element<'_, '_>) -> Result<Self, SamlRefusal> {
        let context = one(element, ASSERTION, "AuthnContext")?;
        Ok(Self {
            authn_instant: instant(element, "AuthnInstant")?,
            session_index: owned(element, "SessionIndex"),
            session_not_on_or_after: instant_if(element, "SessionNotOnOrAfter")?,
            class_ref: at_most_one(context, ASSERTION, "AuthnContextClassRef")?.map(Element::trimmed),
        })
    }

    fn to_markup(&self) -> Markup {
        let class = self
            .class_ref
            .iter()
            .map(|class| Markup::element("saml:AuthnContextClassRef").text(class));
        Markup::element("saml:AuthnStatement")
            .attribute("AuthnInstant", &format_instant(self.authn_instant))
            .attribute_if("SessionIndex", self.session_index.as_deref())
            .attribute_if("SessionNotOnOrAfter", self.session_not_on_or_after.map(format_instant).as_deref())
            .child(Markup::element("saml:AuthnContext").children(class))
    }
}

impl Attribute {
    fn read(element: Element<'_, '_>) -> Result<Self, SamlRefusal> {
        Ok(Self {
            name: attribute(element, "Name")?.to_owned(),
            name_format: owned(element, "NameFormat"),
            values: element.children_named(ASSERTION, "AttributeValue").map(Element::text).collect(),
        })
    }

    fn to_markup(&self) -> Markup {
        let value = |text: &String| Markup::element("saml:AttributeValue").attribute("xsi:type", "xs:string").text(text);
        Markup::element("saml:Attribute")
            .attribute("Name", &self.name)
            .attribute_if("NameFormat", self.name_format.as_deref())
            .children(self.values.iter().map(value))
    }
}
