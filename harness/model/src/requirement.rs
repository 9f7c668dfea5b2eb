//! The requirements and the parameters that the sources leave open, read from `features/requirements/`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How strongly the source puts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// A violation makes a product non-conformant.
    Must,
    /// A violation is advisory.
    Should,
    /// Nothing follows from a violation.
    May,
}

/// Where a requirement comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// The text says it.
    Source,
    /// It follows from the text.
    Consequence,
    /// Our choice where the text is silent.
    Default,
    /// About our nation only: never a verdict on a product.
    Mock,
}

/// One rule of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// `REQ-AREA-NNN`; never reused.
    pub id: String,
    /// The area.
    pub area: String,
    /// The words of the source.
    pub quote: String,
    /// Language of the quote.
    pub lang: String,
    /// The rule.
    pub statement: String,
    /// Systems it speaks of.
    #[serde(default)]
    pub systems: Vec<String>,
    /// Kinds of system under test it binds; empty binds none.
    #[serde(default)]
    pub sut: Vec<String>,
    /// How strongly.
    pub level: Level,
    /// Whence.
    pub basis: Basis,
    /// What the source leaves open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_question: Option<String>,
    /// Our reading where it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// What was checked, and against which over-reading to guard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Requirements that were folded into this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub folded: Vec<String>,
    /// Why no scenario speaks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_tested_reason: Option<String>,
}

/// A source document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Its language.
    pub language: String,
}

/// A number or a reading that the sources leave open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Its name, such as `timing.delay`.
    pub name: String,
    /// The readings that the sources allow; empty for a free value.
    #[serde(default)]
    pub readings: Vec<String>,
    /// Requirements that it touches.
    #[serde(default)]
    pub requirement: Vec<String>,
    /// How sure anybody is.
    pub confidence: String,
    /// Where the readings come from.
    pub origin: String,
    /// What it decides.
    pub meaning: String,
    /// The value assumed where a profile pins none and nothing is judged by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assumed: Option<String>,
}

/// All requirements and parameters, by name.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Catalogue {
    /// Requirements by id.
    pub requirements: BTreeMap<String, Requirement>,
    /// The source of each requirement: the title.
    pub sources: BTreeMap<String, String>,
    /// Parameters by name.
    pub parameters: BTreeMap<String, Parameter>,
}

/// What is wrong with the requirement files.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueProblem {
    /// No TOML, or not of the form.
    #[error("{file}: {why}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the parser said, with the place.
        why: String,
    },
    /// The same id or name twice.
    #[error("{file}: `{id}` stands twice; ids are never reused, give the new one the next free number")]
    Twice {
        /// The file.
        file: String,
        /// The id.
        id: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceFile {
    source: Source,
    #[serde(default)]
    requirement: Vec<Requirement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ParameterFile {
    #[serde(default)]
    parameter: Vec<Parameter>,
}

impl Catalogue {
    /// Reads `files`, each with its name. `parameters.toml` holds the parameters, `time-vectors.toml` is left aside,
    /// every other is a source.
    ///
    /// # Errors
    /// A file that is not of the form, or an id that stands twice.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, CatalogueProblem> {
        let mut catalogue = Self::default();
        for (file, text) in files {
            let unreadable = |why: toml::de::Error| CatalogueProblem::Unreadable {
                file: file.to_owned(),
                why: why.to_string(),
            };
            let twice = |id: &str| CatalogueProblem::Twice {
                file: file.to_owned(),
                id: id.to_owned(),
            };
            if file.ends_with("time-vectors.toml") {
                continue;
            }
            if file.ends_with("parameters.toml") {
                let read: ParameterFile = toml::from_str(text).map_err(unreadable)?;
                for parameter in read.parameter {
                    let name = parameter.name.clone();
                    if catalogue.parameters.insert(name.clone(), parameter).is_some() {
                        return Err(twice(&name));
                    }
                }
                continue;
            }
            let read: SourceFile = toml::from_str(text).map_err(unreadable)?;
            for requirement in read.requirement {
                let id = requirement.id.clone();
                catalogue.sources.insert(id.clone(), read.source.title.clone());
                if catalogue.requirements.insert(id.clone(), requirement).is_some() {
                    return Err(twice(&id));
                }
            }
        }
        Ok(catalogue)
    }

    /// The requirement with that id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Requirement> {
        self.requirements.get(id)
    }
}
