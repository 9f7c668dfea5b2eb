//! A system under test, as data: what it is, what it claims, how it is started and how each intent is triggered.

mod adapter;
mod check;
mod check_recipe;
mod check_start;
mod login;
mod placeholder;
mod refusals;
mod start;
mod trigger;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use adapter::{Adapter, HttpAdapter};
pub use login::Login;
pub use placeholder::Placeholder;
pub use refusals::{Crash, RefusalLog, Refusals};
pub use start::{FileToRender, Product, Ready, Start, StartWay, Stop};
pub use trigger::{Action, Recipe, Trigger};

use crate::{Catalogue, Intent, Problems};

/// Version of the form. A higher one is refused.
pub const PROFILE_FORMAT: u32 = 1;

/// A profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
    /// How it is known to CSAM.
    #[serde(default, skip_serializing_if = "Login::is_usual")]
    pub login: Login,
    /// The small program beside it that does what recipes cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adapter: Option<Adapter>,
    /// How refusals look.
    #[serde(default)]
    pub refusals: Refusals,
    /// Where its pages are, by the names features use.
    #[serde(default)]
    pub pages: BTreeMap<String, String>,
    /// What its pages offer beside records, by the names features use: help, contacts, films, settings.
    #[serde(default)]
    pub offers: BTreeMap<String, Offer>,
    /// How each intent is triggered: by name, then by role (`any` where there is no choice).
    #[serde(default)]
    pub intents: BTreeMap<String, BTreeMap<String, Trigger>>,
}

/// Longer than any page takes, shorter than anybody waits.
fn usual_patience() -> u64 {
    10
}

/// A kind of system under test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ClockLevel {
    /// Not at all: the nation back-dates facts instead.
    Wall,
    /// By libfaketime, which reads how far it is off in a file.
    Offset,
    /// By a test-clock call.
    Endpoint,
    /// It reads the nation's own clock.
    Shared,
}

/// Where something that the product offers stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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

/// What a profile is checked against, beside its own form.
pub struct ProfileGround<'a> {
    /// The requirements and parameters.
    pub catalogue: &'a Catalogue,
    /// The text of a file beside the profile.
    pub template: &'a dyn Fn(&str) -> Result<String, String>,
    /// Whether a CSS selector is one; what is wrong with it otherwise.
    pub selector: &'a dyn Fn(&str) -> Result<(), String>,
}

impl Profile {
    /// Reads a profile that has no files beside it, and checks it against the catalogue. Starts nothing.
    ///
    /// # Errors
    /// Not of the form, of a newer form, or naming what does not exist: all of it at once, each with its place.
    pub fn read(file: &str, text: &str, catalogue: &Catalogue) -> Result<Self, Problems> {
        let ground = ProfileGround {
            catalogue,
            template: &|_| Err("this profile has no folder".to_owned()),
            selector: &|_| Ok(()),
        };
        Self::read_on(file, text, &ground)
    }

    /// The same with what stands beside the profile.
    ///
    /// # Errors
    /// As for [`Profile::read`].
    pub fn read_on(file: &str, text: &str, ground: &ProfileGround<'_>) -> Result<Self, Problems> {
        check::read(file, text, ground)
    }

    /// How `intent` is triggered: as `[intents]` says, or else by the adapter, where there is one.
    #[must_use]
    pub fn trigger(&self, intent: &Intent) -> Option<&Trigger> {
        self.trigger_of(intent.name(), intent.role().map(crate::Role::as_str))
    }

    /// The same by the intent's name and the role in which it is wanted.
    #[must_use]
    pub fn trigger_of(&self, intent: &str, role: Option<&str>) -> Option<&Trigger> {
        static BY_ADAPTER: Trigger = Trigger::Http;
        let by_role = self.intents.get(intent);
        let said = by_role.and_then(|by_role| role.and_then(|role| by_role.get(role)).or_else(|| by_role.get("any")));
        said.or_else(|| self.adapter.as_ref().map(|_| &BY_ADAPTER))
    }
}
