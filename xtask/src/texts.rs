//! What must not stand in a file of the project, and what must: purposes, sizes, forms. The list of texts is data: `ci/tidy.toml`.

use std::{collections::BTreeSet, fmt, fs};

use anyhow::Result;

use crate::{
    allowed::{Never, RULES_FILE},
    project::Project,
};

/// No file of the project is larger: what is larger is made by a build, or belongs elsewhere.
const LARGEST_FILE: u64 = 400 * 1024;

/// Something that is not as it should be, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Problem {
    file: String,
    line: usize,
    what: String,
    remedy: String,
}

impl Problem {
    pub(crate) fn new(file: &str, line: usize, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line,
            what: what.into(),
            remedy: remedy.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}; {}", self.file, self.line, self.what, self.remedy)
    }
}

/// Looks at every file of the project.
pub(crate) fn wrong(project: &Project) -> Result<Vec<Problem>> {
    let never = Never::read(&project.read(RULES_FILE)?)?;
    let mut problems = Vec::new();
    let mut met = BTreeSet::new();
    for path in project.files()? {
        let bytes = fs::read(project.root.join(&path))?;
        problems.extend(too_large(&path, bytes.len() as u64));
        // Pictures have no lines.
        let Ok(text) = std::str::from_utf8(&bytes) else { continue };
        problems.extend(without_purpose(&path, text));
        problems.extend(no_toml(&path, text));
        if path != RULES_FILE {
            problems.extend(never.in_file(&path, text, &mut met));
        }
    }
    problems.extend(never.stale(&met));
    Ok(problems)
}

fn too_large(path: &str, bytes: u64) -> Option<Problem> {
    (bytes > LARGEST_FILE).then(|| {
        Problem::new(
            path,
            1,
            format!("{} KiB; no file is larger than {} KiB", bytes / 1024, LARGEST_FILE / 1024),
            "make it smaller, or make it when it is needed",
        )
    })
}

fn without_purpose(path: &str, text: &str) -> Option<Problem> {
    (path.ends_with(".rs") && !text.starts_with("//! ")).then(|| {
        Problem::new(
            path,
            1,
            "the file does not open with its purpose",
            "begin with one to three `//!` lines: what lives here and what deliberately does not",
        )
    })
}

fn no_toml(path: &str, text: &str) -> Option<Problem> {
    if !path.ends_with(".toml") {
        return None;
    }
    let why = text.parse::<toml::Table>().err()?;
    let line = why.span().map_or(1, |span| line_of(text, span.start));
    Some(Problem::new(path, line, format!("no TOML: {}", why.message()), "mend it"))
}

/// The line, from 1, that the byte at `offset` stands on.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    1 + text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_file_opens_with_its_purpose() {
        assert_eq!(without_purpose("a.rs", "//! What lives here.\n"), None);
        assert_eq!(without_purpose("a.toml", "[x]\n"), None);
        for text in ["", "use std::fs;\n", "// no purpose\n", "\n//! Late.\n"] {
            assert!(without_purpose("a.rs", text).is_some(), "{text:?}");
        }
    }

    #[test]
    fn the_largest_file_is_allowed_and_one_byte_more_is_not() {
        assert_eq!(too_large("a", LARGEST_FILE), None);
        assert!(too_large("a", LARGEST_FILE + 1).is_some());
    }

    #[test]
    fn what_is_no_toml_is_told_with_its_line() {
        assert_eq!(no_toml("a.toml", "a = 1\n"), None);
        let said = no_toml("a.toml", "a = 1\nb = \n").map(|problem| problem.to_string());
        assert!(
            said.as_deref().is_some_and(|said| said.starts_with("a.toml:2: no TOML")),
            "{said:?}"
        );
    }
}
