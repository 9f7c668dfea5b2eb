//! What one line of the journal can say. The names here are the names in the record, which other people's tools read.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Body, Fields};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The country it happened in.
    pub realm: String,
    /// Its place in that realm, from 1, without gaps.
    pub number: u64,
    /// The scenario for which it was written, where scenarios share the realm and that is certain.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub scenario: Option<String>,
    /// Number of the request that was being answered, where the realm is shared and one was.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub during: Option<u64>,
    /// Who wrote it down: `csam`, `hospital`, `user-agent`, `harness`, `system`, …
    pub authority: String,
    /// The realm's own time.
    pub at: Timestamp,
    /// The machine's time.
    pub wall: Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

impl Entry {
    /// Where the scenario that it was written for was played: a realm, or a part of one.
    #[must_use]
    pub fn played_in(&self) -> String {
        match &self.scenario {
            Some(scenario) => format!("{}/{scenario}", self.realm),
            None => self.realm.clone(),
        }
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// A scenario begins: this realm belongs to it from here on.
    ScenarioOpened(ScenarioOpened),
    /// A step of the scenario begins.
    StepTaken(StepTaken),
    /// A request left us or reached us. Written before anybody acts on it.
    Request {
        /// Whether it reached the nation or left one of our clients.
        side: Side,
        /// The person or authority on whose behalf it was sent, where known.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        actor: Option<String>,
        /// The HTTP method.
        method: String,
        /// The absolute address.
        url: String,
        /// Header fields, those of one name in the order they came.
        headers: Vec<(String, String)>,
        /// The body.
        body: Body,
    },
    /// The answer to the request with that number.
    Response {
        /// Number of the request's entry.
        to: u64,
        /// The HTTP status.
        status: u16,
        /// Header fields, those of one name in the order they came.
        headers: Vec<(String, String)>,
        /// The body.
        body: Body,
    },
    /// No answer came to the request with that number.
    NoAnswer {
        /// Number of the request's entry.
        to: u64,
        /// In which way it failed.
        how: Silence,
        /// What the transport said.
        detail: String,
    },
    /// What an authority made of what it saw: accepted, refused and why, issued.
    Observation {
        /// A stable name, such as `authorization-refused`.
        name: String,
        /// What belongs to it.
        fields: Fields,
    },
    /// What a scenario asked the nation to do next.
    Direction {
        /// A stable name.
        name: String,
        /// What belongs to it.
        fields: Fields,
    },
    /// A change in the state of the nation: a person added, the clock set, a document laid down.
    State {
        /// A stable name.
        name: String,
        /// What belongs to it.
        fields: Fields,
    },
    /// What an actor now wants from the system under test.
    Intent {
        /// The person.
        actor: String,
        /// The intent's name.
        intent: String,
        /// Its arguments.
        arguments: Value,
    },
    /// What that actor then saw.
    Outcome {
        /// Number of the intent's entry.
        to: u64,
        /// The outcome, as `etalon-model` spells it.
        outcome: Value,
    },
    /// What the scenario says must hold. Judged later, from this journal alone.
    Expectation {
        /// Identifier of the rule.
        rule: String,
        /// Its arguments.
        arguments: Value,
        /// First entry it speaks of.
        from: u64,
        /// Last entry it speaks of.
        to: u64,
    },
    /// A line that a process of the system under test printed.
    Output {
        /// `stdout` or `stderr`.
        stream: String,
        /// The line.
        line: String,
    },
    /// Something kept the scenario from being played.
    Trouble {
        /// Whose trouble it is.
        blame: Blame,
        /// What happened, with the remedy where there is one.
        what: String,
    },
    /// The scenario was played to its end. A realm without this entry is partial.
    ScenarioClosed {},
}

/// How a scenario is known: its identity never depends on its line or title.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScenarioOpened {
    /// The unique `@case-…` tag, with `/row` for a row of an outline.
    pub identity: String,
    /// The title.
    pub title: String,
    /// The feature's title.
    pub feature: String,
    /// The capability: the folder of the feature.
    pub capability: String,
    /// Path of the feature below `features/`.
    pub path: String,
    /// Line of the scenario, for the command that runs it again.
    pub line: usize,
    /// Language of the feature: `en`, `fr` or `nl`.
    pub language: String,
    /// All tags, without `@`.
    pub tags: Vec<String>,
    /// The requirements it speaks for.
    pub requirements: Vec<String>,
}

/// A step, with its phrase, so that a report can say it in another language.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StepTaken {
    /// `given`, `when` or `then`.
    pub role: String,
    /// The keyword as written.
    pub keyword: String,
    /// The text as written.
    pub text: String,
    /// Identifier of the phrase.
    pub phrase: String,
    /// What the phrase's places were filled with, as written.
    pub arguments: Fields,
    /// Line in the feature.
    pub line: usize,
}

/// On which side of the wire we stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// It reached a listener of the nation.
    Incoming,
    /// One of our clients sent it.
    Outgoing,
}

/// Why no answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Silence {
    /// Nobody listens there.
    NotListening,
    /// The connection was cut.
    Reset,
    /// Nothing came within the bound.
    TimedOut,
    /// The certificate was not acceptable.
    NotTrusted,
    /// The answer was larger than the bound, or no HTTP.
    Unreadable,
}

/// Whose trouble kept a scenario from being played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Blame {
    /// The system under test, the machine or the network.
    Environment,
    /// The feature: a phrase that does not fit the situation.
    Feature,
    /// Etalon itself.
    Harness,
}
