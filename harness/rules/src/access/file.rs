//! Facts as people write them down: a TOML file of what was, or of what if. Its form is told in `docs/explain.md`.

use std::collections::BTreeMap;

use super::facts::Facts;
use super::file_form::File;
use super::file_parts::{Reader, line_of};

/// The largest file read, in bytes: what people write down by hand is far smaller.
const LARGEST: usize = 1 << 20;

/// What a file says: facts, and readings of what the sources leave open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WhatIf {
    /// The facts.
    pub facts: Facts,
    /// Parameters by name.
    pub readings: BTreeMap<String, String>,
}

/// What is wrong with a file, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct FileProblem {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong, with the remedy.
    pub what: String,
}

impl Facts {
    /// What a file tells, with the readings that it pins.
    ///
    /// # Errors
    /// It is not of the form, or speaks of people and documents that it does not introduce.
    pub fn of_toml(text: &str) -> Result<WhatIf, FileProblem> {
        if text.len() > LARGEST {
            let what = format!("the file has {} bytes, and no more than {LARGEST} are read", text.len());
            return Err(FileProblem { line: 1, what });
        }
        let file: File = toml::from_str(text).map_err(|why| FileProblem {
            line: line_of(text, why.span().map_or(0, |span| span.start)),
            what: why.message().replace('\n', ", "),
        })?;
        let reader = Reader { text };
        let mut facts = Self::default();
        reader.people(&mut facts, &file)?;
        reader.record(&mut facts, &file)?;
        reader.documents(&mut facts, &file)?;
        if facts.documents.is_empty() {
            let what = "there is no document to ask about; add [[document]]".to_owned();
            return Err(FileProblem { line: 1, what });
        }
        Ok(WhatIf {
            facts: facts.in_order(),
            readings: file.readings,
        })
    }
}
