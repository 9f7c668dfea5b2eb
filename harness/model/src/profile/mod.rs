//! A system under test, as data: what it is, what it claims, how it is started and how each intent is triggered.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Catalogue, Intent, Reason};

/// Version of the form. A higher one is refused.
pub const PROFILE_FORMAT: u32 = 1;

/// A profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Profile {
    /// Version of the form.
    pub format: u32,
    /// Its name: the folder's.
    pub name: String,
    /// For people.
    pub title: String,
    /// What kind of system it is.
    pub kind: Kind,
    /// Areas of requirements it claims.
    pub capabilities: Vec<String>,
    /// What one scenario shares with another.
    pub isolation: Isolation,
    /// How its clock is moved.
    pub clock: ClockLevel,
    /// Requirements of our own making (`basis = "default"`) that it wants to be held to.
    #[serde(default)]
    pub adopts: Vec<String>,
    /// How it is started.
    pub start: Start,
    /// Readings it pins, by parameter.
    #[serde(default)]
    pub parameters: BTreeMap<String, String>,
    /// How long an answer may take, in seconds.
    #[serde(default = "usual_patience")]
    pub patience_seconds: u64,
    /// Addresses beyond loopback that may be contacted, as `host:port`.
    #[serde(default)]
    pub contacts: Vec<String>,
    /// How refusals look.
    pub refusals: Refusals,
    /// Where its pages are, by the names features use.
    #[serde(default)]
    pub pages: BTreeMap<String, String>,
    /// What its pages offer beside records, by the names features use: help, contacts, films, settings.
    #[serde(default)]
    pub offers: BTreeMap<String, Offer>,
    /// How each intent is triggered: by name, then by role (`any` where there is no choice).
    pub intents: BTreeMap<String, BTreeMap<String, Trigger>>,
}

/// Longer than any page takes, shorter than anybody waits.
fn usual_patience() -> u64 {
    10
}

/// A kind of system under test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Web pages for citizens and doctors.
    Portal,
    /// A hub between record systems.
    Hub,
    /// A doctor's software.
    Dmi,
    /// A hospital's record system.
    Publisher,
    /// Administration of access.
    Access,
}

impl Kind {
    /// Its spelling in requirements.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Hub => "hub",
            Self::Dmi => "dmi",
            Self::Publisher => "publisher",
            Self::Access => "access",
        }
    }
}

/// What one scenario shares with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Isolation {
    /// An instance for each scenario.
    Realm,
    /// One instance, fresh people for each scenario.
    Person,
    /// One scenario at a time.
    Exclusive,
}

/// How the clock of the system under test is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClockLevel {
    /// Not at all.
    Wall,
    /// By a test-clock call.
    Endpoint,
}

/// How the system is started.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Start {
    /// A reference system that ships with Etalon, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// A program that speaks the instance-host protocol, with its arguments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub command: Vec<String>,
    /// How long it may take to be ready, in seconds.
    pub seconds: u64,
}

/// How refusals and other answers look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Refusals {
    /// CSS selector of what only a refusal shows.
    pub selector: String,
    /// Attribute of that element that says why, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_attribute: Option<String>,
    /// The product's reasons, each with ours.
    #[serde(default)]
    pub reasons: BTreeMap<String, Reason>,
    /// CSS selector of what the product shows when a source does not answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unavailable: Option<String>,
}

/// Where something that the product offers stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Offer {
    /// Path of the page; `{language}` is filled in.
    pub page: String,
    /// CSS selector of the link to it.
    pub link: String,
    /// Who must have logged in to see the page; nobody where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<crate::Role>,
}

/// How one intent is triggered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Trigger {
    /// What the user agent does, in order.
    pub recipe: Vec<Action>,
    /// CSS selector of what the last page must show for the intent to be done.
    pub done: String,
}

/// One thing that a user agent does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Action {
    /// Go to a path of the product. `{document.id}` and the like are filled in.
    Open {
        /// The path.
        open: String,
    },
    /// Follow the one link that the selector finds.
    Follow {
        /// CSS selector of the link.
        follow: String,
        /// CSS selector of the link to the next page, for links that stand in lists in pages.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<String>,
        /// The path that is tried where no link fits. Only a refusal counts there: what a person is not led to is not offered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        otherwise: Option<String>,
    },
    /// Submit the one form that the selector finds, its hidden fields carried along.
    Submit {
        /// CSS selector of the form.
        submit: String,
        /// What is filled in, by field name or by label.
        #[serde(default)]
        fields: BTreeMap<String, String>,
    },
    /// Let CSAM's pages, on which the user agent must stand by now, identify the actor.
    Identify {
        /// Must be `csam`.
        identify: String,
    },
    /// Take something from the page.
    Extract {
        /// Name under which it is kept.
        extract: String,
        /// CSS selector of the elements.
        each: String,
        /// Attribute to take; their text where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        attribute: Option<String>,
        /// CSS selector of the link to the next page, for lists in pages.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<String>,
    },
}

/// What is wrong with a profile.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ProfileProblem {
    /// No TOML, or not of the form.
    #[error("{file}: {why}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the parser said, with the place.
        why: String,
    },
    /// Something in it cannot be.
    #[error("{file}: {what}")]
    Wrong {
        /// The file.
        file: String,
        /// What, where and the remedy.
        what: String,
    },
}

impl Profile {
    /// Reads a profile and checks it against the catalogue. Starts nothing.
    ///
    /// # Errors
    /// Not of the form, of a newer form, or naming what does not exist.
    pub fn read(file: &str, text: &str, catalogue: &Catalogue) -> Result<Self, ProfileProblem> {
        let profile: Self = toml::from_str(text).map_err(|why| ProfileProblem::Unreadable {
            file: file.to_owned(),
            why: why.to_string(),
        })?;
        profile.check(catalogue).map_err(|what| ProfileProblem::Wrong {
            file: file.to_owned(),
            what,
        })?;
        Ok(profile)
    }

    fn check(&self, catalogue: &Catalogue) -> Result<(), String> {
        if self.format > PROFILE_FORMAT {
            return Err(format!(
                "format = {} is newer than this Etalon reads ({PROFILE_FORMAT}); use a newer Etalon",
                self.format
            ));
        }
        let areas: std::collections::BTreeSet<_> = catalogue
            .requirements
            .values()
            .map(|requirement| requirement.area.as_str())
            .collect();
        for area in &self.capabilities {
            if !areas.contains(area.as_str()) {
                return Err(format!(
                    "capabilities: `{area}` is no area of requirements; `etalon cover` lists them"
                ));
            }
        }
        for id in &self.adopts {
            match catalogue.get(id) {
                None => return Err(format!("adopts: there is no requirement `{id}`; `etalon cover` lists them")),
                Some(found) if found.basis != crate::Basis::Default => {
                    return Err(format!(
                        "adopts: `{id}` binds anyway; only requirements with basis `default` can be adopted"
                    ));
                }
                Some(_) => {}
            }
        }
        for (name, reading) in &self.parameters {
            let parameter = catalogue
                .parameters
                .get(name)
                .ok_or_else(|| format!("parameters: there is no parameter `{name}`; features/requirements/parameters.toml lists them"))?;
            if !parameter.readings.is_empty() && !parameter.readings.contains(reading) {
                return Err(format!(
                    "parameters: `{name}` has no reading `{reading}`; it is one of {}",
                    parameter.readings.join(", ")
                ));
            }
        }
        for (name, by_role) in &self.intents {
            if !Intent::NAMES.contains(&name.as_str()) {
                return Err(format!("intents: `{name}` is no intent; it is one of {}", Intent::NAMES.join(", ")));
            }
            for (role, trigger) in by_role {
                if !["any", "patient", "professional", "office"].contains(&role.as_str()) {
                    return Err(format!(
                        "[intents.{name}.{role}]: `{role}` is no role; it is `any`, `patient`, `professional` or `office`"
                    ));
                }
                for action in &trigger.recipe {
                    if let Action::Identify { identify } = action
                        && identify != "csam"
                    {
                        return Err(format!(
                            "[intents.{name}.{role}]: identify = \"{identify}\" is not known; it must be \"csam\""
                        ));
                    }
                }
            }
        }
        match (&self.start.reference, self.start.command.is_empty()) {
            (None, true) => Err("start: say `reference = \"…\"` or `command = [\"…\"]`".to_owned()),
            (Some(_), false) => Err("start: say either `reference` or `command`, not both".to_owned()),
            _ => Ok(()),
        }
    }

    /// How `intent` is triggered.
    #[must_use]
    pub fn trigger(&self, intent: &Intent) -> Option<&Trigger> {
        let by_role = self.intents.get(intent.name())?;
        intent
            .role()
            .and_then(|role| by_role.get(role.as_str()))
            .or_else(|| by_role.get("any"))
    }
}
