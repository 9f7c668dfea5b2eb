//! Faults: what a hostile or failing CSAM sends, as data. Each is an accepted message plus one named mutation (docs/faults.md).
//! Here is what a fault says of itself; `armed` carries one through a login, `mutation` says what changes.

mod answer;
mod armed;
mod catalogue;
mod mutation;
mod reply;
mod token_maker;

pub use answer::{ENORMOUS_ANSWER, SLOW_ANSWER};
pub use catalogue::{CatalogueProblem, faults, parse};
pub use mutation::{Address, Arrival, Change, CodeSent, LevelSaid, Moment, Mutation, Signer, Token};

pub(crate) use answer::{padded, page_instead_of_tokens, redirected, server_error};
pub(crate) use armed::Armed;
pub(crate) use reply::Reply;
pub(crate) use token_maker::TokenMaker;

use std::fmt;

use serde::{Deserialize, Serialize};

/// Who an invented party of a fault is. Nobody is registered under this name.
pub(crate) const STRANGER: &str = "etalon-stranger";

/// A way in which a login goes wrong, and what a right relying party makes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Fault {
    /// Its name, which is that of its file. Never used again for something else.
    pub id: String,
    /// The protocol: `oidc`.
    pub protocol: Protocol,
    /// Where in the exchange it happens.
    pub step: Step,
    /// What happens, for people.
    pub title: Title,
    /// The standard and the section that the reaction comes from.
    pub clause: Option<String>,
    /// The requirement it speaks for.
    pub requirement: Option<String>,
    /// What a right relying party does.
    pub reaction: Reaction,
    /// Whether the message is still one of its kind: a token of three parts, an answer that can be parsed.
    pub well_formed: bool,
    /// The one change.
    pub mutation: Mutation,
}

/// The protocol a fault belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protocol {
    /// OpenID Connect, the authorization code flow.
    Oidc,
}

/// A step of a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// The discovery document.
    Discovery,
    /// The published keys.
    Jwks,
    /// The reply through the browser.
    Authorization,
    /// The token endpoint's answer.
    Token,
    /// The userinfo endpoint's answer.
    Userinfo,
}

/// What a fault is called in each language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// English.
    pub en: String,
    /// French.
    pub fr: String,
    /// Dutch.
    pub nl: String,
}

/// What a right relying party does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reaction {
    /// No session: the login is refused.
    Refused,
    /// The login succeeds: nothing is wrong, only unusual.
    Accepted,
    /// No session: the login cannot be completed now, through no fault of the person.
    Unavailable,
}

impl Fault {
    /// The fault of that name.
    #[must_use]
    pub fn by_id(id: &str) -> Option<&'static Self> {
        faults().iter().find(|fault| fault.id == id)
    }
}

impl Step {
    /// As the journal and the files spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Discovery => "discovery",
            Self::Jwks => "jwks",
            Self::Authorization => "authorization",
            Self::Token => "token",
            Self::Userinfo => "userinfo",
        }
    }
}

impl Reaction {
    /// As the files spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Accepted => "accepted",
            Self::Unavailable => "unavailable",
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
