//! What `record.json` and `end.json` say: everything about a run that is known before its first entry, and after its last.
//! The names here are the names in the record, which other people's tools read.

use std::collections::BTreeMap;

use etalon_model::{Catalogue, KnownDeviation, Profile};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Version of the record folder's form. A reader refuses a higher one.
pub const RECORD_FORMAT: u32 = 1;

/// `record.json`: what was to be examined, with what, and how to run it again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Header {
    /// Version of the record folder's form: [`RECORD_FORMAT`] when written now.
    pub format: u32,
    /// Version of the rules that judged the run when it was played.
    pub rules_version: u32,
    /// Version of Etalon that wrote the record.
    pub etalon: String,
    /// When the run began, in the machine's time.
    pub started: Timestamp,
    /// The seed of everything left to chance.
    pub seed: u64,
    /// The command that runs it again, word by word.
    pub command: Vec<String>,
    /// The language asked for: `en`, `fr` or `nl`.
    pub language: String,
    /// The system examined.
    pub profile: Profile,
    /// The requirements as they stood.
    pub catalogue: Catalogue,
    /// Phrase id to language to sentence with `{places}`, so that a report can say a step in another language.
    pub phrases: BTreeMap<String, BTreeMap<String, String>>,
    /// The scenarios that were to be played, in order.
    pub planned: Vec<Planned>,
    /// The scenarios left out, each with the reason.
    #[serde(default)]
    pub left_out: Vec<LeftOut>,
    /// Scenarios of the plan that are no matter of this record, with the reason: other shards play them, or their shard is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<Elsewhere>,
    /// Which part of a run this is, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<Shard>,
    /// What was put together, where this is no record of one run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged: Option<Merged>,
    /// Failures of the system that are known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deviations: Vec<KnownDeviation>,
    /// Real parts (card readers, browsers, validators) that the run did without.
    #[serde(default)]
    pub absent_parts: Vec<String>,
}

/// A scenario that was to be played.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// The unique `case-…` tag, with `/row` for a row of an outline.
    pub identity: String,
    /// The title.
    pub title: String,
    /// The feature's title.
    pub feature: String,
    /// The capability: the folder of the feature.
    pub capability: String,
    /// Path of the feature below `features/`.
    pub path: String,
    /// Line of the scenario.
    pub line: usize,
    /// Language of the feature: `en`, `fr` or `nl`.
    pub language: String,
    /// The requirements it speaks for.
    pub requirements: Vec<String>,
    /// All tags, without `@`.
    pub tags: Vec<String>,
}

/// A scenario left out of the run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Its identity.
    pub identity: String,
    /// Why.
    pub why: String,
}

/// Scenarios of a plan that are no matter of the record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elsewhere {
    /// Why.
    pub why: String,
    /// Their identities.
    pub scenarios: Vec<String>,
}

/// One part of a run that was dealt out to several machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Shard {
    /// Which, from 1.
    pub number: u32,
    /// Of how many.
    pub of: u32,
}

impl std::fmt::Display for Shard {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}/{}", self.number, self.of)
    }
}

/// What a record was put together from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// The shards that were there; empty where the records were none of one run.
    pub shards: Vec<Shard>,
    /// The shards that were not.
    pub missing: Vec<Shard>,
    /// The commands of the records, in order.
    pub commands: Vec<Vec<String>>,
}

/// `end.json`: written last. A record without it is partial.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct End {
    /// When the run ended, in the machine's time.
    pub finished: Timestamp,
    /// How long it took.
    pub seconds: f64,
    /// The most memory the run held at once, in MiB.
    pub peak_rss_mb: f64,
    /// Why the journal has a gap, where an entry could not be made to last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub broken: Option<String>,
}
