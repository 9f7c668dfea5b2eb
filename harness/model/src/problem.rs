//! What is wrong with a file that people write: where, what, and the remedy. All of it at once, each with the line it is about.

use std::{fmt, ops::Range};

/// The longest part of a line that is shown, in characters.
const LONGEST_LINE: usize = 160;

/// One thing that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// How many characters are meant.
    pub width: usize,
    /// The line itself.
    pub excerpt: String,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub remedy: String,
}

impl Problem {
    /// About `range` of the bytes of `text`.
    #[must_use]
    pub fn at(file: &str, text: &str, range: Range<usize>, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        let mut start = range.start.min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let begin = text[..start].rfind('\n').map_or(0, |end| end + 1);
        let excerpt = text[begin..].lines().next().unwrap_or_default().trim_end();
        let end = range.end.clamp(start, (begin + excerpt.len()).max(start));
        let width = text.get(start..end).map_or(1, |meant| meant.chars().count()).max(1);
        Self {
            file: file.to_owned(),
            line: text[..begin].matches('\n').count() + 1,
            column: text[begin..start].chars().count() + 1,
            width,
            excerpt: excerpt.to_owned(),
            what: what.into(),
            remedy: remedy.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, .. } = self;
        writeln!(formatter, "{file}:{line}:{column}: {}", self.what)?;
        // A tab is as wide as a blank here, so that the mark stands below what it means; other controls would do as they please.
        let visible = |character: char| if character.is_control() { ' ' } else { character };
        let excerpt: String = self.excerpt.chars().take(LONGEST_LINE).map(visible).collect();
        if !excerpt.trim().is_empty() && self.column <= LONGEST_LINE {
            let marks = "^".repeat(self.width.min(LONGEST_LINE + 1 - self.column));
            writeln!(formatter, "{line:>5} | {excerpt}")?;
            writeln!(formatter, "      | {:>1$}{marks}", "", self.column - 1)?;
        }
        write!(formatter, "      = {}", self.remedy)
    }
}

/// Everything that is wrong with a profile or its deviations, in the order of the files. Never empty as an error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct Problems(pub Vec<Problem>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_stands_below_what_is_meant() {
        let text = "format = 1\nnäme = 3\n";
        let start = text.find('3').unwrap_or_default();
        let problem = Problem::at("profile.toml", text, start..start + 1, "this is a number", "write a name");
        assert_eq!(
            problem.to_string(),
            "profile.toml:2:8: this is a number\n    2 | näme = 3\n      |        ^\n      = write a name"
        );
    }

    #[test]
    fn a_place_at_the_end_or_outside_a_text_is_its_end() {
        for (text, range) in [("", 0..0), ("a\n", 2..2), ("a", 9..12), ("é", 1..2)] {
            let problem = Problem::at("f", text, range, "w", "r");
            assert!(problem.width == 1 && problem.line >= 1, "{problem:?}");
            assert!(problem.to_string().ends_with("= r"));
        }
    }
}
