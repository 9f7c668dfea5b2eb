//! The languages a report can be rendered in.

use etalon_model::lanes::Said;
use serde::{Deserialize, Serialize};

/// A language of reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
    /// Dutch.
    Nl,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 3] = [Self::En, Self::Fr, Self::Nl];

    /// Its spelling: `en`, `fr`, `nl`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
            Self::Nl => "nl",
        }
    }

    /// The sentence in this language.
    #[must_use]
    pub fn of(self, said: &Said) -> &str {
        match self {
            Self::En => &said.en,
            Self::Fr => &said.fr,
            Self::Nl => &said.nl,
        }
    }

    /// The language spelled `text`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.as_str() == text)
    }
}

impl std::fmt::Display for Language {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.as_str())
    }
}
