//! Entries of the specification and of the catalogue of defects: the text that is added, after what can be checked was checked.

use anyhow::{Context as _, Result, bail};
use clap::Args;

use crate::{coverage::REQUIREMENTS, new::is_identifier, project::Project};

const DEFECTS: &str = "reference/network/defects.toml";

#[derive(Args)]
pub(crate) struct Requirement {
    /// The source document: a file of `features/requirements/`, without its ending.
    #[arg(long)]
    source: String,
    /// The area, such as `CONSENT`.
    #[arg(long)]
    area: String,
    /// The words of the source.
    #[arg(long)]
    quote: String,
    /// What follows from them, testable.
    #[arg(long)]
    statement: String,
    /// Kinds of system it binds: portal, hub, dmi, publisher, access.
    #[arg(long, value_delimiter = ',', required = true)]
    sut: Vec<String>,
    /// How strongly.
    #[arg(long, value_parser = ["must", "should", "may"])]
    level: String,
    /// Whence.
    #[arg(long, value_parser = ["source", "consequence", "default", "mock"])]
    basis: String,
    /// Why no scenario speaks for it. Leave it out where you write one now.
    #[arg(long)]
    not_tested_reason: Option<String>,
}

#[derive(Args)]
pub(crate) struct Phrase {
    /// Its identifier, such as `patient-consents`.
    id: String,
    /// The file of `features/phrases/`, without its ending.
    #[arg(long)]
    file: String,
    /// The keywords that it may stand with.
    #[arg(long, value_delimiter = ',', required = true, value_parser = ["given", "when", "then"])]
    roles: Vec<String>,
    /// In English.
    #[arg(long)]
    en: String,
    /// In French.
    #[arg(long)]
    fr: String,
    /// In Dutch.
    #[arg(long)]
    nl: String,
}

#[derive(Args)]
pub(crate) struct Defect {
    /// Its name, such as `link-ignored`.
    name: String,
    /// The requirement that it breaks.
    #[arg(long)]
    requirement: String,
    /// What goes wrong, in one sentence.
    #[arg(long)]
    breaks: String,
}

pub(crate) fn add_requirement(project: &Project, new: &Requirement) -> Result<Vec<String>> {
    let path = format!("{REQUIREMENTS}{}.toml", new.source);
    let before = project.read(&path)?;
    let mut all = String::new();
    for file in project.files()?.iter().filter(|file| file.starts_with(REQUIREMENTS)) {
        all.push_str(&project.read(file)?);
    }
    let id = next_id(&new.area, &all)?;
    let language = before.parse::<toml::Table>()?["source"]["language"].clone();
    let mut text = format!(
        "id = {}\narea = {}\nquote = {}\nlang = {language}\nstatement = {}\nsut = {}\nlevel = {}\nbasis = {}\n",
        quoted(&id),
        quoted(&new.area),
        quoted(&new.quote),
        quoted(&new.statement),
        list(&new.sut),
        quoted(&new.level),
        quoted(&new.basis)
    );
    if let Some(reason) = &new.not_tested_reason {
        text.push_str(&format!("not_tested_reason = {}\n", quoted(reason)));
    }
    append(project, &path, &before, "requirement", &text)?;
    println!("added {id} to {path}");
    Ok(vec![
        format!("write scenarios with the tag @{id} (positive, negative, boundary), unless it has a not_tested_reason"),
        format!("give a defect that breaks it: cargo xtask new defect NAME --requirement {id} --breaks '…'"),
        "cargo xtask tidy".to_owned(),
    ])
}

pub(crate) fn add_phrase(project: &Project, new: &Phrase) -> Result<Vec<String>> {
    if !is_identifier(&new.id) {
        bail!("{}: an identifier is lower-case words with dashes", new.id);
    }
    let path = format!("features/phrases/{}.toml", new.file);
    let before = project.read(&path)?;
    let text = format!(
        "id = {}\nroles = {}\nen = {}\nfr = {}\nnl = {}\n",
        quoted(&new.id),
        list(&new.roles),
        quoted(&new.en),
        quoted(&new.fr),
        quoted(&new.nl)
    );
    append(project, &path, &before, "phrase", &text)?;
    println!("added {} to {path}", new.id);
    Ok(vec![
        format!(
            "bind it: a row \"{}\" => … in harness/steps/src/binding.rs, and its function of a few lines",
            new.id
        ),
        "a Then phrase journals an expectation of a rule; where that is new: cargo xtask new rule ID --says '…'".to_owned(),
        "cargo xtask tidy; it also tells where two phrases fit the same words".to_owned(),
    ])
}

pub(crate) fn add_defect(project: &Project, new: &Defect) -> Result<Vec<String>> {
    if !is_identifier(&new.name) {
        bail!("{}: a name is lower-case words with dashes", new.name);
    }
    let before = project.read(DEFECTS)?;
    let text = format!(
        "name = {}\nrequirement = {}\nbreaks = {}\n",
        quoted(&new.name),
        quoted(&new.requirement),
        quoted(&new.breaks)
    );
    append(project, DEFECTS, &before, "defect", &text)?;
    println!("added {} to {DEFECTS}", new.name);
    Ok(vec![
        "replace one rule by the mistake, in reference/network/src/crooked/".to_owned(),
        format!("see it caught: cargo run -- run --defect {} --tags @{}", new.name, new.requirement),
        format!("cargo xtask matrix --defect {} --write, and choose its expected_scenario", new.name),
    ])
}

/// The entry at the end of a file that still is TOML then, and says nothing twice.
fn append(project: &Project, path: &str, before: &str, table: &str, entry: &str) -> Result<()> {
    let after = with_entry(before, table, entry).with_context(|| path.to_owned())?;
    project.write(path, &after)
}

fn with_entry(before: &str, table: &str, entry: &str) -> Result<String> {
    let after = format!("{}\n\n[[{table}]]\n{entry}", before.trim_end());
    after.parse::<toml::Table>().context("it would be no TOML any more")?;
    // The first line of every entry is its name.
    let name = entry.lines().next().unwrap_or_default();
    if before.lines().any(|line| line == name) {
        bail!("{name} stands there already; names are never reused");
    }
    Ok(after)
}

fn next_id(area: &str, all: &str) -> Result<String> {
    let well_formed = area
        .split('-')
        .all(|part| !part.is_empty() && part.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit()));
    if !well_formed {
        bail!("--area {area}: an area is upper-case words with dashes");
    }
    // A folded requirement keeps its number for ever, so that every mention counts.
    let prefix = format!("REQ-{area}-");
    let highest = all
        .match_indices(&prefix)
        .filter_map(|(at, _)| all.get(at + prefix.len()..at + prefix.len() + 3)?.parse::<u32>().ok())
        .max()
        .unwrap_or(0);
    Ok(format!("{prefix}{:03}", highest + 1))
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

fn list(words: &[String]) -> String {
    format!("[{}]", words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_next_number_is_one_that_was_never_used() {
        let all = "id = \"REQ-CONSENT-001\"\nfolded = [\"REQ-CONSENT-007\"]\nid = \"REQ-CONSENT-X-009\"\n";
        assert_eq!(next_id("CONSENT", all).unwrap(), "REQ-CONSENT-008");
        assert_eq!(next_id("NEW-AREA", all).unwrap(), "REQ-NEW-AREA-001");
        assert!(next_id("new", all).is_err() && next_id("", all).is_err());
    }

    #[test]
    fn an_entry_is_added_once() {
        let after = with_entry("# Phrases.\n", "phrase", "id = \"a\"\nen = \"x\"\n").unwrap();
        assert_eq!(after, "# Phrases.\n\n[[phrase]]\nid = \"a\"\nen = \"x\"\n");
        let why = with_entry(&after, "phrase", "id = \"a\"\nen = \"y\"\n").unwrap_err();
        assert!(why.to_string().contains("already"), "{why}");
    }

    #[test]
    fn words_with_quotes_stay_toml() {
        let entry = format!("quote = {}\n", quoted("he said \"no\" \\ 'never'\nagain"));
        let table: toml::Table = with_entry("", "x", &entry).unwrap().parse().unwrap();
        assert_eq!(table["x"][0]["quote"].as_str().unwrap(), "he said \"no\" \\ 'never'\nagain");
    }
}
