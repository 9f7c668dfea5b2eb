//! Feature files, read and checked before anything is played: scenarios with their identity, steps with their phrase.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use cucumber::feature::Ext as _;
use etalon_journal::ScenarioOpened;
use etalon_model::Catalogue;
use gherkin::{Feature, GherkinEnv, Scenario, StepType};

use crate::{
    FeatureText, NoMatch, Phrasebook, Spoken,
    binding::{is_bound, rule_of},
    faults::fault_problems,
    phrasebook::LANGUAGES,
};

/// A scenario that is ready to be played.
#[derive(Clone)]
pub struct Planned {
    /// How it is known.
    pub opened: ScenarioOpened,
    /// Its steps, those of the background first.
    pub steps: Vec<BoundStep>,
    /// Line of its keyword: for a row of an outline, that of the outline.
    pub(crate) heading: usize,
    /// Its feature, with this scenario alone.
    pub(crate) feature: Feature,
    /// Its place in the whole run, from 1, also where only a part of the run is played here.
    pub(crate) number: Option<usize>,
}

impl Planned {
    /// The same scenario, to be played once more: a realm and people of its own.
    #[must_use]
    pub fn again(&self, time: usize) -> Self {
        let mut again = self.clone();
        again.opened.identity = format!("{}~{time}", self.opened.identity);
        again
    }

    /// The same scenario at that place of the whole run: its realm is named by it.
    #[must_use]
    pub fn numbered(self, number: usize) -> Self {
        Self {
            number: Some(number),
            ..self
        }
    }

    /// The rules that its Then steps expect.
    pub fn rules(&self) -> impl Iterator<Item = &'static str> {
        self.steps.iter().filter_map(|step| rule_of(&step.spoken.phrase))
    }
}

/// A step with what it says.
#[derive(Clone, Debug)]
pub struct BoundStep {
    /// `given`, `when` or `then`.
    pub role: &'static str,
    /// The keyword as written.
    pub keyword: String,
    /// The text as written.
    pub text: String,
    /// The line.
    pub line: usize,
    /// The phrase and its arguments.
    pub spoken: Spoken,
}

/// What is wrong with a feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeatureProblem {
    /// The file.
    pub path: String,
    /// The line.
    pub line: usize,
    /// What, and the remedy.
    pub what: String,
}

impl std::fmt::Display for FeatureProblem {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}:{}: {}", self.path, self.line, self.what)
    }
}

pub(crate) fn role(kind: StepType) -> &'static str {
    match kind {
        StepType::Given => "given",
        StepType::When => "when",
        StepType::Then => "then",
    }
}

/// Reads one feature file.
///
/// # Errors
/// Everything that is wrong with it.
pub(crate) fn plan_feature(
    file: &FeatureText,
    phrasebook: &Phrasebook,
    catalogue: &Catalogue,
) -> Result<Vec<Planned>, Vec<FeatureProblem>> {
    let problem = |line: usize, what: String| FeatureProblem {
        path: file.path.clone(),
        line,
        what,
    };
    let language = language(&file.text);
    let environment = LANGUAGES
        .contains(&language.as_str())
        .then(|| GherkinEnv::new(&language).ok())
        .flatten()
        .ok_or_else(|| {
            vec![problem(
                1,
                format!("`{language}` is no language of features; they are written in en, fr or nl"),
            )]
        })?;
    let mut feature = Feature::parse(&file.text, environment)
        .map_err(|why| vec![problem(why_line(&why.to_string()), format!("this is no Gherkin: {why}"))])?;
    feature.path = Some(PathBuf::from(&file.path));
    let rows = rows(&feature);
    let feature = feature.expand_examples().map_err(|why| vec![problem(1, why.to_string())])?;
    let mut planned = Vec::new();
    let mut problems = Vec::new();
    let scenarios = feature.scenarios.iter().map(|scenario| (None, scenario)).chain(
        feature
            .rules
            .iter()
            .flat_map(|rule| rule.scenarios.iter().map(move |scenario| (Some(rule), scenario))),
    );
    for (rule, scenario) in scenarios {
        let line = scenario.position.line;
        let tags: Vec<String> = feature
            .tags
            .iter()
            .chain(rule.iter().flat_map(|rule| &rule.tags))
            .chain(&scenario.tags)
            .map(|tag| tag.trim_start_matches('@').to_owned())
            .collect();
        let opened = match opened(
            file,
            &feature,
            scenario,
            tags,
            &language,
            rows.get(&line).map(|row| &row.key),
            catalogue,
        ) {
            Ok(opened) => opened,
            Err(what) => {
                problems.push(problem(line, what));
                continue;
            }
        };
        let background = feature.background.iter().flat_map(|background| &background.steps);
        let rule_background = rule
            .iter()
            .filter_map(|rule| rule.background.as_ref())
            .flat_map(|background| &background.steps);
        let mut steps = Vec::new();
        for step in background.chain(rule_background).chain(&scenario.steps) {
            let role = role(step.ty);
            match phrasebook.find(&language, role, &step.value) {
                Ok(spoken) if is_bound(&spoken.phrase) => steps.push(BoundStep {
                    role,
                    keyword: step.keyword.trim().to_owned(),
                    text: step.value.clone(),
                    line: step.position.line,
                    spoken,
                }),
                Ok(spoken) => problems.push(problem(
                    step.position.line,
                    format!(
                        "the phrase `{}` is in the phrasebook, but no step function is bound to it (harness/steps/src/binding.rs)",
                        spoken.phrase
                    ),
                )),
                Err(why) => problems.push(problem(step.position.line, unmatched(&step.value, &why))),
            }
        }
        problems.extend(fault_problems(&steps).into_iter().map(|(line, what)| problem(line, what)));
        let mut alone = feature.clone();
        alone.scenarios.retain(|other| other.position == scenario.position);
        for rule in &mut alone.rules {
            rule.scenarios.retain(|other| other.position == scenario.position);
        }
        alone.rules.retain(|rule| !rule.scenarios.is_empty());
        planned.push(Planned {
            heading: rows.get(&line).map_or(line, |row| row.outline),
            number: None,
            opened,
            steps,
            feature: alone,
        });
    }
    if problems.is_empty() { Ok(planned) } else { Err(problems) }
}

fn unmatched(text: &str, why: &NoMatch) -> String {
    match why {
        NoMatch::Nothing { nearest } if nearest.is_empty() => format!("no phrase says “{text}”; features/phrases/ lists them all"),
        NoMatch::Nothing { nearest } => format!("no phrase says “{text}”; the nearest are: {}", nearest.join(" | ")),
        NoMatch::Several { phrases } => format!(
            "“{text}” can be read as {}; make one of these phrases more definite",
            phrases.join(" and as ")
        ),
        NoMatch::WrongRole { phrase, roles } => format!("“{text}” (phrase `{phrase}`) may only stand under {}", roles.join(" or ")),
    }
}

fn opened(
    file: &FeatureText,
    feature: &Feature,
    scenario: &Scenario,
    tags: Vec<String>,
    language: &str,
    row: Option<&String>,
    catalogue: &Catalogue,
) -> Result<ScenarioOpened, String> {
    let cases: Vec<&String> = tags.iter().filter(|tag| tag.starts_with("case-")).collect();
    let [case] = cases.as_slice() else {
        return Err(format!(
            "a scenario needs exactly one tag `@case-…` that names it for ever; this one has {}",
            cases.len()
        ));
    };
    let identity = match row {
        Some(row) => format!("{case}/{row}"),
        None => (*case).clone(),
    };
    let requirements: Vec<String> = tags.iter().filter(|tag| tag.starts_with("REQ-")).cloned().collect();
    if requirements.is_empty() {
        return Err("a scenario needs at least one tag `@REQ-…`: the requirement it speaks for".to_owned());
    }
    for id in &requirements {
        let Some(requirement) = catalogue.get(id) else {
            return Err(format!("there is no requirement `{id}` in features/requirements/"));
        };
        if requirement.not_tested_reason.is_some() {
            return Err(format!(
                "`{id}` has a not_tested_reason and this scenario; remove the one or the other"
            ));
        }
    }
    let folder = Path::new(&file.path).parent().and_then(Path::file_name);
    let capability = folder.unwrap_or_default().to_string_lossy().into_owned();
    Ok(ScenarioOpened {
        identity,
        title: scenario.name.clone(),
        feature: feature.name.clone(),
        capability,
        path: file.path.clone(),
        line: scenario.position.line,
        language: language.to_owned(),
        tags,
        requirements,
    })
}

/// A row of an outline.
struct Row {
    /// Its first cell.
    key: String,
    /// Line of the outline's keyword.
    outline: usize,
}

/// Every row of every outline, by the line that the expanded scenario will bear.
fn rows(feature: &Feature) -> BTreeMap<usize, Row> {
    let mut rows = BTreeMap::new();
    let scenarios = feature
        .scenarios
        .iter()
        .chain(feature.rules.iter().flat_map(|rule| &rule.scenarios));
    for (outline, examples) in scenarios.flat_map(|scenario| scenario.examples.iter().map(|examples| (scenario.position.line, examples))) {
        let Some(table) = &examples.table else { continue };
        for (index, row) in table.rows.iter().skip(1).enumerate() {
            let key = row.first().cloned().unwrap_or_default();
            // cucumber gives an expanded scenario the line of its row, counted from the keyword `Examples`.
            rows.insert(examples.position.line + index + 2, Row { key, outline });
        }
    }
    rows
}

fn language(text: &str) -> String {
    let first = text.lines().next().unwrap_or_default();
    first
        .trim_start_matches('#')
        .trim()
        .strip_prefix("language:")
        .map_or_else(|| "en".to_owned(), |language| language.trim().to_owned())
}

/// The line that a parser's message names, for the editor's sake.
fn why_line(message: &str) -> usize {
    let digits: String = message
        .chars()
        .skip_while(|sign| !sign.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().unwrap_or(1)
}
