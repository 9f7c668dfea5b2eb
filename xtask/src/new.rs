//! `cargo xtask new …`: begins a requirement, phrase, rule, defect or profile in its place, and tells the next steps. What is data is
//! added; what is code is shown, never written half.

mod entry;
mod profile;
mod rule;

use anyhow::Result;
use clap::Subcommand;

use crate::project::Project;

#[derive(Subcommand)]
pub(crate) enum What {
    /// A requirement, with the next free number of its area.
    Requirement(entry::Requirement),
    /// A phrase that scenarios can be made of, in the three languages.
    Phrase(entry::Phrase),
    /// A defect of the reference network.
    Defect(entry::Defect),
    /// A rule: shows its skeleton and where the parts go.
    Rule {
        /// Its identifier, such as `document-shown`.
        id: String,
        /// What it says, for people.
        #[arg(long)]
        says: String,
        /// The arguments that it needs.
        #[arg(long, value_delimiter = ',')]
        arguments: Vec<String>,
    },
    /// A profile for another system, made from that of the reference network.
    Profile {
        /// Its name, and that of its folder.
        name: String,
        /// Its title.
        #[arg(long)]
        title: String,
        /// The program that hosts the system, with its arguments, after `--`.
        #[arg(last = true, required = true, value_name = "PROGRAM")]
        start: Vec<String>,
    },
}

/// Begins it.
pub(crate) fn begin(project: &Project, what: &What) -> Result<()> {
    let steps = match what {
        What::Requirement(requirement) => entry::add_requirement(project, requirement)?,
        What::Phrase(phrase) => entry::add_phrase(project, phrase)?,
        What::Defect(defect) => entry::add_defect(project, defect)?,
        What::Rule { id, says, arguments } => {
            println!("{}", rule::skeleton(id, says, arguments)?);
            rule::next_steps(id)
        }
        What::Profile { name, title, start } => profile::add(project, name, title, start)?,
    };
    println!("Next:");
    for (number, step) in steps.iter().enumerate() {
        println!("  {}. {step}", number + 1);
    }
    Ok(())
}

/// A word in lower case with dashes, as identifiers are.
pub(crate) fn is_identifier(word: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit());
    word.split('-').all(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_lower_case_words_with_dashes() {
        assert!(is_identifier("document-shown") && is_identifier("a1"));
        for word in ["", "-a", "a--b", "A", "a_b", "a/b", "../a"] {
            assert!(!is_identifier(word), "{word}");
        }
    }
}
