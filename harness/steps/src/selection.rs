//! Which scenarios are played: by file, by line, by tags; and which of them by which of several machines.

use std::collections::BTreeSet;

use cucumber::tag::Ext as _;
use gherkin::tagexpr::TagOperation;

use crate::{Planned, opening::fingerprint};

/// What was asked for.
#[derive(Default)]
pub struct Selection {
    places: Vec<(String, Option<usize>)>,
    tags: Option<TagOperation>,
}

/// What cannot be asked for.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0}")]
pub struct SelectionProblem(pub String);

impl Selection {
    /// `places` are `FEATURE` or `FEATURE:LINE`; `tags` is a tag expression such as `@REQ-CONSENT-001 and not @boundary`.
    ///
    /// # Errors
    /// A tag expression that is none.
    pub fn new(places: &[String], tags: Option<&str>) -> Result<Self, SelectionProblem> {
        let places = places
            .iter()
            .map(
                |place| match place.rsplit_once(':').and_then(|(path, line)| Some((path, line.parse().ok()?))) {
                    Some((path, line)) => (path.to_owned(), Some(line)),
                    None => (place.clone(), None),
                },
            )
            .collect();
        let tags = match tags {
            Some(text) => Some(
                text.parse::<TagOperation>()
                    .map_err(|why| SelectionProblem(format!("--tags `{text}`: {why}; write `@a and not (@b or @c)`")))?,
            ),
            None => None,
        };
        Ok(Self { places, tags })
    }

    /// The paths that were named.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.places.iter().map(|(path, _)| path.as_str())
    }

    /// The scenarios of `planned` that were asked for.
    ///
    /// # Errors
    /// A place at which there is no scenario.
    pub fn of(&self, planned: Vec<Planned>) -> Result<Vec<Planned>, SelectionProblem> {
        let mut kept: Vec<bool> = vec![self.places.is_empty(); planned.len()];
        for (path, line) in &self.places {
            let in_file: Vec<usize> = (0..planned.len()).filter(|at| names(&planned[*at].opened.path, path)).collect();
            if in_file.is_empty() {
                return Err(SelectionProblem(format!(
                    "there is no feature `{path}`; `etalon cover` lists the scenarios"
                )));
            }
            match line {
                None => in_file.iter().for_each(|at| kept[*at] = true),
                Some(line) => {
                    let exact: Vec<usize> = in_file.iter().copied().filter(|at| planned[*at].opened.line == *line).collect();
                    // A line that is no row means the scenario around it: of an outline, every row.
                    let around = in_file
                        .iter()
                        .map(|at| planned[*at].heading)
                        .filter(|heading| heading <= line)
                        .max();
                    let begins_there = |at: &usize| Some(planned[*at].heading) == around;
                    let chosen = if exact.is_empty() {
                        in_file.iter().copied().filter(begins_there).collect()
                    } else {
                        exact
                    };
                    if chosen.is_empty() {
                        return Err(SelectionProblem(format!("no scenario of `{path}` begins at or before line {line}")));
                    }
                    chosen.iter().for_each(|at| kept[*at] = true);
                }
            }
        }
        let tagged = |scenario: &Planned| {
            self.tags
                .as_ref()
                .is_none_or(|tags| tags.eval(scenario.opened.tags.iter().map(String::as_str)))
        };
        Ok(planned
            .into_iter()
            .zip(kept)
            .filter(|(scenario, kept)| *kept && tagged(scenario))
            .map(|(scenario, _)| scenario)
            .collect())
    }
}

/// The identities of `all` that fall to part `number` (from 1) of `of`. Every one falls to exactly one part; no part has more than one more
/// than another; and which, follows from the identities alone.
#[must_use]
pub fn shard<'a>(all: impl Iterator<Item = &'a str>, number: usize, of: usize) -> BTreeSet<&'a str> {
    // By fingerprint, so that the rows of an outline, which take equally long, do not all fall to one part.
    let mut dealt: Vec<(u64, &str)> = all.map(|identity| (fingerprint(identity), identity)).collect();
    dealt.sort_unstable();
    let own = dealt.into_iter().enumerate().filter(|(at, _)| at % of.max(1) + 1 == number);
    own.map(|(_, (_, identity))| identity).collect()
}

/// Whether `asked` names the feature at `path`: wholly, from `features/` on, or by the end of its path or its folder.
fn names(path: &str, asked: &str) -> bool {
    let asked = asked.trim_start_matches("./");
    path == asked
        || path.ends_with(&format!("/{asked}"))
        || asked.ends_with(&format!("/{path}"))
        || path.starts_with(&format!("{}/", asked.trim_end_matches('/')))
}
