//! What is said of a rule and of a scenario.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is said of a scenario. Only the first is a pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every rule is satisfied, each with a witness.
    Conformant,
    /// A *must* is violated.
    NonConformant,
    /// A *should* is violated.
    Advisory,
    /// The system does not claim this, and need not.
    NotApplicable,
    /// The sources allow both readings and the profile pins none.
    Unspecified,
    /// It could not be examined.
    Inconclusive,
}

impl Verdict {
    /// Every verdict, in the order of reports.
    pub const ALL: [Self; 6] = [
        Self::Conformant,
        Self::NonConformant,
        Self::Advisory,
        Self::NotApplicable,
        Self::Unspecified,
        Self::Inconclusive,
    ];

    /// Its spelling.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Conformant => "conformant",
            Self::NonConformant => "non-conformant",
            Self::Advisory => "advisory",
            Self::NotApplicable => "not-applicable",
            Self::Unspecified => "unspecified",
            Self::Inconclusive => "inconclusive",
        }
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// How good a witness is, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// A person's word.
    Attested,
    /// The product's own word.
    Adapter,
    /// Raw bytes seen by our user agent.
    Harness,
    /// Seen by an authority of the nation.
    Nation,
}

impl Grade {
    /// Its spelling.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Attested => "attested",
            Self::Adapter => "adapter",
            Self::Harness => "harness",
            Self::Nation => "nation",
        }
    }
}

/// An entry that shows something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Witness {
    /// Number of the entry in the realm.
    pub entry: u64,
    /// How good it is.
    pub grade: Grade,
    /// What it shows.
    pub shows: String,
}

/// A deviation, as evidence for the vendor's engineer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The requirement it violates; none where the scenario's own are meant.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub requirement: Option<String>,
    /// What should have been seen.
    pub expected: String,
    /// What was seen.
    pub seen: String,
    /// Where in the journal.
    pub entries: Vec<u64>,
}

/// What a rule makes of a journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "assessment", rename_all = "kebab-case")]
pub enum Assessment {
    /// It holds, and these entries show it.
    Satisfied {
        /// Never empty.
        witnesses: Vec<Witness>,
    },
    /// It does not hold.
    Violated {
        /// Never empty.
        findings: Vec<Finding>,
    },
    /// The situation that it speaks of did not arise.
    NotExercised {
        /// What was missing.
        missing: String,
    },
    /// The sources allow what was seen and its contrary, and the profile pins neither.
    Open {
        /// The parameter that would decide.
        parameter: String,
        /// What was seen.
        seen: String,
        /// Where.
        witnesses: Vec<Witness>,
    },
}

/// A rule with what it made of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// Identifier of the rule.
    pub rule: String,
    /// Entry of the expectation; none for a standing rule.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub expectation: Option<u64>,
    /// What it made of the journal.
    #[serde(flatten)]
    pub assessment: Assessment,
}

/// What is said of one scenario, and on what grounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// The realm it was played in.
    pub realm: String,
    /// The scenario's identity.
    pub identity: String,
    /// Its requirements.
    pub requirements: Vec<String>,
    /// What is said.
    pub verdict: Verdict,
    /// Why, in one sentence.
    pub because: String,
    /// Rules, expectations first, standing rules behind.
    pub judged: Vec<Judged>,
    /// The weakest witness it rests on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub weakest: Option<Grade>,
}

impl Judgement {
    /// All findings, with the rule that made them.
    pub fn findings(&self) -> impl Iterator<Item = (&Judged, &Finding)> {
        self.judged.iter().flat_map(|judged| match &judged.assessment {
            Assessment::Violated { findings } => findings.iter().map(|finding| (judged, finding)).collect::<Vec<_>>(),
            _ => Vec::new(),
        })
    }
}
