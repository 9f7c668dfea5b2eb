//! Distinguished names: one value per relative name, in the order given, as Belgian certificates write them. rcgen holds one value per type,
//! and an eHealth certificate has three organisational units: hence this.

use crate::{CertificateError, der};

/// RFC 5280, appendix A: the longest value that any of these attributes may have (names, organisations, units).
const MAX_VALUE_CHARS: usize = 64;

/// The attributes that occur in Belgian certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attribute {
    /// C, two letters.
    Country,
    /// O.
    Organisation,
    /// OU.
    Unit,
    /// CN.
    CommonName,
    /// SN: the family name.
    Surname,
    /// GN: the first names.
    GivenName,
    /// serialNumber: the national number on a card, the year and rank of an authority.
    SerialNumber,
}

/// A name, from the country inwards.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Name {
    values: Vec<(Attribute, String)>,
}

impl Name {
    /// A name with these values in this order.
    #[must_use]
    pub fn of(values: &[(Attribute, &str)]) -> Self {
        Self {
            values: values.iter().map(|(attribute, value)| (*attribute, (*value).to_owned())).collect(),
        }
    }

    /// The values in their order.
    pub fn values(&self) -> impl Iterator<Item = (Attribute, &str)> {
        self.values.iter().map(|(attribute, value)| (*attribute, value.as_str()))
    }

    /// The first value of that attribute.
    #[must_use]
    pub fn value(&self, wanted: Attribute) -> Option<&str> {
        self.values().find(|(attribute, _)| *attribute == wanted).map(|(_, value)| value)
    }

    /// The same name with every value of that attribute replaced.
    #[must_use]
    pub fn with(mut self, wanted: Attribute, value: &str) -> Self {
        for (attribute, present) in &mut self.values {
            if *attribute == wanted {
                value.clone_into(present);
            }
        }
        self
    }

    /// As RFC 2253 writes it: last first, values with special characters quoted.
    #[must_use]
    pub fn rfc2253(&self) -> String {
        let quoted = |value: &str| {
            if value.contains([',', '+', '"', '\\', '<', '>', ';', '=']) {
                format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
            } else {
                value.to_owned()
            }
        };
        let parts: Vec<String> = (self.values.iter().rev())
            .map(|(attribute, value)| format!("{}={}", attribute.short(), quoted(value)))
            .collect();
        parts.join(",")
    }

    pub(crate) fn der(&self) -> Result<Vec<u8>, CertificateError> {
        let mut relative = Vec::new();
        for (attribute, value) in &self.values {
            relative.extend(der::set_of(vec![attribute.der(value)?]));
        }
        Ok(der::tlv(der::SEQUENCE, &relative))
    }
}

impl Attribute {
    fn short(self) -> &'static str {
        match self {
            Self::Country => "C",
            Self::Organisation => "O",
            Self::Unit => "OU",
            Self::CommonName => "CN",
            Self::Surname => "SN",
            Self::GivenName => "GN",
            Self::SerialNumber => "serialNumber",
        }
    }

    fn identifier(self) -> &'static str {
        match self {
            Self::Country => "2.5.4.6",
            Self::Organisation => "2.5.4.10",
            Self::Unit => "2.5.4.11",
            Self::CommonName => "2.5.4.3",
            Self::Surname => "2.5.4.4",
            Self::GivenName => "2.5.4.42",
            Self::SerialNumber => "2.5.4.5",
        }
    }

    fn der(self, value: &str) -> Result<Vec<u8>, CertificateError> {
        let refuse = |why| Err(CertificateError::Text(value.to_owned(), why));
        if value.is_empty() || value.chars().count() > MAX_VALUE_CHARS {
            return refuse("a value of a name has 1 to 64 characters");
        }
        if value.chars().any(char::is_control) {
            return refuse("control characters have no place in a name");
        }
        let tag = match self {
            Self::Country | Self::SerialNumber => {
                if !value
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b" '()+,-./:=?".contains(&byte))
                {
                    return refuse("a country or a serial number is letters, digits and plain punctuation");
                }
                if self == Self::Country && value.len() != 2 {
                    return refuse("a country has two letters");
                }
                der::PRINTABLE_STRING
            }
            _ => der::UTF8_STRING,
        };
        Ok(der::sequence(&[
            &der::known_oid(self.identifier()),
            &der::tlv(tag, value.as_bytes()),
        ]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_tokens_quote_them() {
        let name = Name::of(&[
            (Attribute::Country, "BE"),
            (Attribute::Unit, "SSIN=68100500087"),
            (Attribute::Unit, "eHealth-platform Belgium"),
            (Attribute::CommonName, "SSIN=68100500087"),
        ]);
        assert_eq!(
            name.rfc2253(),
            "CN=\"SSIN=68100500087\",OU=eHealth-platform Belgium,OU=\"SSIN=68100500087\",C=BE"
        );
        assert_eq!(name.value(Attribute::Unit), Some("SSIN=68100500087"));
        assert!(name.der().is_ok());
    }

    #[test]
    fn what_cannot_stand_in_a_name_is_refused_with_the_reason() {
        for (attribute, value) in [
            (Attribute::CommonName, ""),
            (Attribute::CommonName, "a\u{0}b"),
            (Attribute::Country, "Belgium"),
            (Attribute::SerialNumber, "é"),
            (Attribute::Surname, &"x".repeat(65)),
        ] {
            assert!(
                matches!(Name::of(&[(attribute, value)]).der(), Err(CertificateError::Text(..))),
                "{value}"
            );
        }
    }
}
