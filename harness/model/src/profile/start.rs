//! How a system is started: a reference system that ships, a program that speaks the instance-host protocol, or a plain product that
//! knows nothing of us. What starts it stands elsewhere.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Longer than a product takes to start that is worth examining in a pipeline.
const USUAL_SECONDS: u64 = 20;

/// How the system is started. With `base-url` it is a plain product; without, `command` speaks the instance-host protocol.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Start {
    /// A reference system that ships with Etalon, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// A program with its arguments: one that speaks the instance-host protocol or, with `base-url`, the product itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub command: Vec<String>,
    /// How long it may take to be ready, in seconds.
    #[serde(default = "usual_seconds")]
    pub seconds: u64,
    /// Where a plain product answers: `https://localhost:{port}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// Variables of its environment, beside those that every program needs. Never a secret: the profile goes into the record.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub environment: BTreeMap<String, String>,
    /// Files written into the scratch folder before it is started.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileToRender>,
    /// When it is ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ready: Option<Ready>,
    /// How it is told to end.
    #[serde(default, skip_serializing_if = "Stop::is_usual")]
    pub stop: Stop,
    /// The account to which the product itself changes where it is started by root: the scratch folder is given to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Files in the scratch folder into which it writes its log: their lines go into the record and are searched for secrets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub log_files: Vec<String>,
}

fn usual_seconds() -> u64 {
    USUAL_SECONDS
}

/// A file that is written into the scratch folder, with its placeholders filled in. Either `template` or `text` stands in a profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FileToRender {
    /// Where, below the scratch folder.
    pub path: String,
    /// The file beside the profile that holds the text. Its text stands in `text` once the profile was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// The text itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// When a plain product is ready.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Ready {
    /// The path that is asked for until it answers.
    pub url: String,
    /// The status that means ready; any answer below 500 where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// How long that may take; `seconds` of `[start]` where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u64>,
}

/// How a plain product is told to end. Whatever is left of its process group is then killed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Stop {
    /// By the signal SIGTERM.
    #[default]
    Terminate,
    /// By the end of its standard input.
    Stdin,
}

impl Stop {
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// Which of the three ways `[start]` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartWay<'a> {
    /// A reference system that ships, by name.
    Reference(&'a str),
    /// A program that speaks the instance-host protocol, with its arguments.
    InstanceHost(&'a [String]),
    /// A plain product.
    Product(Product<'a>),
}

/// A plain product: what has to be known to start it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Product<'a> {
    /// Program and arguments, placeholders not yet filled in.
    pub command: &'a [String],
    /// Where it will answer, placeholders not yet filled in.
    pub base_url: &'a str,
    /// The rest.
    pub start: &'a Start,
}

impl Product<'_> {
    /// The path that is asked for until it answers.
    #[must_use]
    pub fn ready_path(&self) -> &str {
        self.start.ready.as_ref().map_or("/", |ready| &ready.url)
    }

    /// Whether an answer with `status` means that it is ready.
    #[must_use]
    pub fn is_ready_at(&self, status: u16) -> bool {
        match self.start.ready.as_ref().and_then(|ready| ready.status) {
            Some(wanted) => status == wanted,
            None => status < 500,
        }
    }

    /// How long it may take to be ready, in seconds.
    #[must_use]
    pub fn ready_within(&self) -> u64 {
        let said = self.start.ready.as_ref().and_then(|ready| ready.seconds);
        said.unwrap_or(self.start.seconds)
    }
}

impl Start {
    /// Which of the three ways is meant. None where it says none, which no profile that was read does.
    #[must_use]
    pub fn way(&self) -> Option<StartWay<'_>> {
        match (&self.reference, self.command.as_slice(), &self.base_url) {
            (Some(name), _, _) => Some(StartWay::Reference(name)),
            (None, [], _) => None,
            (None, command, None) => Some(StartWay::InstanceHost(command)),
            (None, command, Some(base_url)) => Some(StartWay::Product(Product {
                command,
                base_url,
                start: self,
            })),
        }
    }
}
