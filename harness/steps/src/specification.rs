//! The specification as it ships: requirements, phrases and features, embedded, or read from a folder.

use std::path::Path;

use etalon_model::Catalogue;
use include_dir::{Dir, include_dir};

use crate::{FeatureProblem, Phrasebook, Planned, binding::bound_phrases, features::plan_feature};

static FEATURES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../features");

/// A feature file.
#[derive(Clone, Debug)]
pub struct FeatureText {
    /// Its path, from `features/` on for those that ship.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// Requirements, phrases and features.
pub struct Specification {
    /// The requirements and parameters.
    pub catalogue: Catalogue,
    /// The phrases.
    pub phrasebook: Phrasebook,
    /// The features, by path.
    pub features: Vec<FeatureText>,
}

/// What is wrong with the specification. Every problem that could be found at once.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct SpecificationProblem(pub Vec<String>);

impl Specification {
    /// The specification that ships with this program.
    ///
    /// # Errors
    /// It was broken when the program was built.
    pub fn embedded() -> Result<Self, SpecificationProblem> {
        let mut files = Vec::new();
        collect(&FEATURES, &mut files);
        Self::of(files)
    }

    /// The specification in a folder laid out like `features/`.
    ///
    /// # Errors
    /// A file that cannot be read, or is not of its form.
    pub fn in_folder(folder: &Path) -> Result<Self, SpecificationProblem> {
        let mut files = Vec::new();
        read_folder(folder, "features", &mut files).map_err(|problem| SpecificationProblem(vec![problem]))?;
        Self::of(files)
    }

    fn of(mut files: Vec<(String, String)>) -> Result<Self, SpecificationProblem> {
        files.sort();
        let under = |folder: &'static str, ending: &'static str| {
            files
                .iter()
                .filter(move |(path, _)| path.starts_with(folder) && path.ends_with(ending))
                .map(|(path, text)| (path.as_str(), text.as_str()))
        };
        let problem = |text: String| SpecificationProblem(vec![text]);
        let catalogue = Catalogue::read(under("features/requirements/", ".toml")).map_err(|why| problem(why.to_string()))?;
        let phrasebook = Phrasebook::read(under("features/phrases/", ".toml")).map_err(|why| problem(why.to_string()))?;
        let features = under("features/", ".feature")
            .map(|(path, text)| FeatureText {
                path: path.to_owned(),
                text: text.to_owned(),
            })
            .collect();
        Ok(Self {
            catalogue,
            phrasebook,
            features,
        })
    }

    /// Every scenario of every feature, with its steps bound to phrases.
    ///
    /// # Errors
    /// Everything that is wrong with any feature: a step that says nothing known or two things, a requirement that does
    /// not exist, an identity that is missing or stands twice.
    pub fn plan(&self) -> Result<Vec<Planned>, SpecificationProblem> {
        self.plan_of(&self.features)
    }

    /// The same for `features`, which may be others than those that ship.
    ///
    /// # Errors
    /// As for [`Specification::plan`].
    pub fn plan_of(&self, features: &[FeatureText]) -> Result<Vec<Planned>, SpecificationProblem> {
        let mut planned: Vec<Planned> = Vec::new();
        let mut problems: Vec<FeatureProblem> = Vec::new();
        for feature in features {
            match plan_feature(feature, &self.phrasebook, &self.catalogue) {
                Ok(scenarios) => planned.extend(scenarios),
                Err(found) => problems.extend(found),
            }
        }
        problems.extend(self.unsaid());
        let mut seen = std::collections::BTreeMap::new();
        for scenario in &planned {
            if let Some(first) = seen.insert(
                scenario.opened.identity.clone(),
                format!("{}:{}", scenario.opened.path, scenario.opened.line),
            ) {
                let what = format!(
                    "the identity @{} stands at {first} already; identities are never reused",
                    scenario.opened.identity
                );
                problems.push(FeatureProblem {
                    path: scenario.opened.path.clone(),
                    line: scenario.opened.line,
                    what,
                });
            }
        }
        if problems.is_empty() {
            return Ok(planned);
        }
        Err(SpecificationProblem(problems.iter().map(ToString::to_string).collect()))
    }
}

impl Specification {
    /// Step functions bound to phrases that the phrasebook does not have.
    fn unsaid(&self) -> Vec<FeatureProblem> {
        bound_phrases()
            .filter(|id| self.phrasebook.phrases().all(|phrase| phrase.id != *id))
            .map(|id| FeatureProblem {
                path: "harness/steps/src/binding.rs".to_owned(),
                line: 1,
                what: format!("a step function is bound to `{id}`, which is no phrase of features/phrases/"),
            })
            .collect()
    }
}

fn collect(folder: &Dir<'_>, files: &mut Vec<(String, String)>) {
    for file in folder.files() {
        if let Some(text) = file.contents_utf8() {
            files.push((format!("features/{}", file.path().display()), text.to_owned()));
        }
    }
    folder.dirs().for_each(|below| collect(below, files));
}

fn read_folder(folder: &Path, name: &str, files: &mut Vec<(String, String)>) -> Result<(), String> {
    let entries = std::fs::read_dir(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|why| format!("{}: {why}", folder.display()))?.path();
        let below = format!("{name}/{}", path.file_name().unwrap_or_default().to_string_lossy());
        if path.is_dir() {
            read_folder(&path, &below, files)?;
        } else if below.ends_with(".toml") || below.ends_with(".feature") {
            files.push((
                below,
                std::fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))?,
            ));
        }
    }
    Ok(())
}
