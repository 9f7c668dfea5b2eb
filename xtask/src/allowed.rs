//! Texts that must not stand in files, with the exceptions, each with its reason. An exception that nothing needs any more is told too.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::texts::{Problem, line_of};

/// Where the texts and their exceptions are.
pub(crate) const RULES_FILE: &str = "ci/tidy.toml";

/// All that must not be.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Never {
    never: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    /// What must not stand there. A text that begins with `/` counts only where a path can begin.
    text: Vec<String>,
    /// Endings of the files it is about; none means every file.
    #[serde(default)]
    files: Vec<String>,
    what: String,
    remedy: String,
    #[serde(default)]
    except: Vec<Exception>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    path: String,
    /// Read by people; that it is there is what the form asks.
    #[serde(rename = "reason")]
    _reason: String,
}

/// Rule and exception, by their place.
pub(crate) type Met = BTreeSet<(usize, usize)>;

impl Never {
    pub(crate) fn read(text: &str) -> Result<Self> {
        toml::from_str(text).context(RULES_FILE)
    }

    /// What stands in the file and must not. Exceptions that were needed are added to `met`.
    pub(crate) fn in_file(&self, path: &str, text: &str, met: &mut Met) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (at, rule) in self.never.iter().enumerate() {
            if !rule.files.is_empty() && !rule.files.iter().any(|ending| path.ends_with(ending.as_str())) {
                continue;
            }
            let places: BTreeSet<usize> = rule.text.iter().flat_map(|never| places(text, never)).collect();
            if places.is_empty() {
                continue;
            }
            match rule.except.iter().position(|exception| exception.path == path) {
                Some(exception) => {
                    met.insert((at, exception));
                }
                None => problems.extend(places.iter().map(|line| Problem::new(path, *line, &rule.what, &rule.remedy))),
            }
        }
        problems
    }

    /// Exceptions that no file needed.
    pub(crate) fn stale(&self, met: &Met) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (at, rule) in self.never.iter().enumerate() {
            for (exception, except) in rule.except.iter().enumerate() {
                if !met.contains(&(at, exception)) {
                    let what = format!("{} is excepted from `{}` and needs it not", except.path, rule.what);
                    problems.push(Problem::new(RULES_FILE, 1, what, "take the exception away"));
                }
            }
        }
        problems
    }
}

/// The lines of `text` on which `never` stands.
fn places<'a>(text: &'a str, never: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.match_indices(never)
        .filter(move |(offset, _)| {
            // `/var/` within `https://host/var/` or `{folder}/var/` is no path of a machine.
            let before = text[..*offset].chars().next_back();
            !never.starts_with('/') || before.is_none_or(|before| !before.is_alphanumeric() && !"._-}>])*".contains(before))
        })
        .map(|(offset, _)| line_of(text, offset))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn rules() -> Never {
        Never::read(
            r#"
            [[never]]
            text = ["/var/"]
            what = "a path of one machine"
            remedy = "make it relative"
            [[never]]
            text = ["wait("]
            files = [".rs"]
            what = "a wait"
            remedy = "wait for a condition"
            [[never.except]]
            path = "a.rs"
            reason = "it is the bound of a wait"
            "#,
        )
        .unwrap()
    }

    fn said(path: &str, text: &str) -> Vec<String> {
        rules()
            .in_file(path, text, &mut Met::new())
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_text_that_must_not_be_is_told_with_its_line_and_the_remedy() {
        assert_eq!(said("b.rs", "ok\nwait(1);wait(2)\n"), ["b.rs:2: a wait; wait for a condition"]);
        assert_eq!(said("b.md", "wait(1)"), [""; 0]);
    }

    #[test]
    fn a_path_counts_where_a_path_can_begin() {
        for text in ["/var/x", "cd /var/x", "\"/var/x\"", "(/var/", "file:///var/x"] {
            assert_eq!(said("a.md", text).len(), 1, "{text}");
        }
        for text in ["https://host/var/x", "{folder}/var/x", "target/var/x", "./var/x", "**/var/x"] {
            assert!(said("a.md", text).is_empty(), "{text}");
        }
    }

    #[test]
    fn an_exception_holds_and_is_stale_when_nothing_needs_it() {
        let rules = rules();
        let mut met = Met::new();
        assert_eq!(rules.stale(&met).len(), 1);
        assert!(rules.in_file("a.rs", "wait(1)", &mut met).is_empty());
        assert!(rules.stale(&met).is_empty());
    }

    #[test]
    fn an_exception_without_a_reason_is_none() {
        let text = "[[never]]\ntext=['x']\nwhat='x'\nremedy='y'\n[[never.except]]\npath='a.rs'\n";
        assert!(Never::read(text).is_err());
    }
}
