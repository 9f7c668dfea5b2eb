//! What an operator says when opening an instance, parsed and checked once. Nothing here starts anything.

use jiff::Timestamp;
use serde::Deserialize;
use url::Url;

const LONGEST_INSTANCE_NAME: usize = 64;
const LOWEST_LEVEL: u32 = 100;
const HIGHEST_LEVEL: u32 = 500;
/// Who publishes what is drawn up on the portal itself.
pub(crate) const OWN_SAFE: &str = "network";

/// The `open` call.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Configuration {
    /// Names the instance, and so its cookies.
    pub(crate) instance: String,
    /// Compared character by character with what the provider says, so kept as written.
    pub(crate) issuer: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    /// The only roots that outgoing connections trust.
    pub(crate) ca_pem: String,
    pub(crate) tls_cert_pem: String,
    pub(crate) tls_key_pem: String,
    #[serde(default)]
    pub(crate) clock: Option<Timestamp>,
    #[serde(default = "substantial")]
    pub(crate) minimum_level: u32,
    #[serde(default)]
    pub(crate) professionals: Vec<Professional>,
    /// The professions that are let into records.
    #[serde(default = "physicians_only")]
    pub(crate) professions: Vec<Profession>,
    #[serde(default)]
    pub(crate) office: Vec<OfficeMember>,
    #[serde(default)]
    pub(crate) publishers: Vec<Publisher>,
    #[serde(default)]
    pub(crate) delay_reading: DelayReading,
    #[serde(default)]
    pub(crate) link_end: LinkEnd,
    #[serde(default)]
    pub(crate) crooked: Vec<String>,
}

/// A person whom the network knows as a professional.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Professional {
    pub(crate) insz: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) profession: Profession,
}

/// What a professional is.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Profession {
    #[default]
    Physician,
    Nurse,
    Pharmacist,
    /// Works for professionals, and is none.
    Clerk,
}

/// Staff of the network's office, who process what was asked for by form.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfficeMember {
    pub(crate) insz: String,
    pub(crate) name: String,
}

/// A hospital that may publish; the same name and secret open its own store.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Publisher {
    pub(crate) name: String,
    pub(crate) secret: String,
    /// What people call it, where that is not its name.
    #[serde(default)]
    pub(crate) title: Option<String>,
}

/// How "N days after publication" is read.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum DelayReading {
    /// The same local time N days later.
    #[default]
    Calendar,
    /// N times 24 hours later.
    Elapsed,
    /// 00:00 of the Nth day.
    StartOfDay,
    /// 24:00 of the Nth day.
    EndOfDay,
}

/// Whether a therapeutic link is still in force on its end day.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LinkEnd {
    /// It ends as the end day begins.
    #[default]
    Exclusive,
    /// It ends with the end day.
    Inclusive,
}

fn substantial() -> u32 {
    400
}

fn physicians_only() -> Vec<Profession> {
    vec![Profession::Physician]
}

impl Configuration {
    /// What is wrong, and the remedy.
    pub(crate) fn check(&self) -> Result<(), String> {
        let name = &self.instance;
        if name.is_empty()
            || name.len() > LONGEST_INSTANCE_NAME
            || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        {
            return Err(format!(
                "`instance` is {name:?}; use 1 to {LONGEST_INSTANCE_NAME} letters, digits, `-` or `_`"
            ));
        }
        if !Url::parse(&self.issuer).is_ok_and(|issuer| issuer.scheme() == "https" && issuer.host().is_some()) {
            return Err(format!("`issuer` is {:?}; give an https address", self.issuer));
        }
        if !(LOWEST_LEVEL..=HIGHEST_LEVEL).contains(&self.minimum_level) {
            return Err(format!(
                "`minimum_level` is {}; give a level from {LOWEST_LEVEL} to {HIGHEST_LEVEL}",
                self.minimum_level
            ));
        }
        if let Some(wrong) = self.professionals.iter().find(|person| !is_national_number(&person.insz)) {
            return Err(format!(
                "the professional {:?} has no national number of 11 digits; mend `insz`",
                wrong.name
            ));
        }
        if let Some(wrong) = self
            .publishers
            .iter()
            .find(|publisher| publisher.name.is_empty() || publisher.name.contains(':'))
        {
            return Err(format!(
                "the publisher name {:?} cannot be a user name; leave out the colon and give at least one letter",
                wrong.name
            ));
        }
        if self.publisher(OWN_SAFE).is_some() {
            return Err(format!(
                "the publisher name {OWN_SAFE:?} is that of the network's own safe; choose another one"
            ));
        }
        if let Some(wrong) = self.office.iter().find(|person| !is_national_number(&person.insz)) {
            return Err(format!(
                "{:?} of the office has no national number of 11 digits; mend `insz`",
                wrong.name
            ));
        }
        if self.professions.contains(&Profession::Clerk) {
            return Err("`professions` admits clerks, who are no professionals; take `clerk` out".to_owned());
        }
        Ok(())
    }

    /// The publisher of that name.
    pub(crate) fn publisher(&self, name: &str) -> Option<&Publisher> {
        self.publishers.iter().find(|publisher| publisher.name == name)
    }

    /// What people call the publisher of that name.
    pub(crate) fn publisher_title<'a>(&'a self, name: &'a str) -> &'a str {
        self.publisher(name)
            .and_then(|publisher| publisher.title.as_deref())
            .unwrap_or(name)
    }

    /// The professional with that national number.
    pub(crate) fn professional(&self, insz: &str) -> Option<&Professional> {
        self.professionals.iter().find(|professional| professional.insz == insz)
    }

    /// The name of the professional with that national number; the number itself is nobody's to see.
    pub(crate) fn professional_name(&self, insz: &str) -> String {
        self.professional(insz)
            .map_or_else(|| "?".to_owned(), |professional| professional.name.clone())
    }

    /// The names of all professionals, in the operator's order.
    pub(crate) fn professional_names(&self) -> Vec<String> {
        self.professionals.iter().map(|professional| professional.name.clone()).collect()
    }

    /// The professional of that name.
    pub(crate) fn professional_named(&self, name: &str) -> Option<&Professional> {
        self.professionals.iter().find(|professional| professional.name == name)
    }
}

/// Eleven digits. Whether the register knows them is not for the portal to say.
pub(crate) fn is_national_number(text: &str) -> bool {
    text.len() == 11 && text.bytes().all(|digit| digit.is_ascii_digit())
}
