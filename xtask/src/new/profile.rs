//! A profile for another system, made from the one of the reference network, which is the complete example.

use anyhow::{Context as _, Result, bail};

use crate::{new::is_identifier, project::Project};

const EXAMPLE: &str = "vendor-profiles/reference-network/profile.toml";

/// Writes the profile.
pub(crate) fn add(project: &Project, name: &str, title: &str, start: &[String]) -> Result<Vec<String>> {
    if !is_identifier(name) {
        bail!("{name}: a name is lower-case words with dashes");
    }
    let path = format!("vendor-profiles/{name}/profile.toml");
    if project.root.join(&path).exists() {
        bail!("{path} is there already");
    }
    project.write(
        &path,
        &made(&project.read(EXAMPLE)?, name, title, start).with_context(|| EXAMPLE.to_owned())?,
    )?;
    println!("wrote {path}");
    Ok(vec![
        "take away the capabilities that the system does not claim, and the [parameters] that it has not decided".to_owned(),
        "say where its pages are, and how each intent is triggered; docs/profiles.md has the form".to_owned(),
        format!("cargo run -- run --profile vendor-profiles/{name} --tags @case-consent-opens-the-document"),
    ])
}

/// The example with another name, title, first line and start.
fn made(example: &str, name: &str, title: &str, start: &[String]) -> Result<String> {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let command: Vec<String> = start.iter().map(|word| quoted(word)).collect();
    let mut text = format!("# {title}: how it is started, where its pages are, how each intent is triggered.\n");
    let mut replaced = 0;
    for line in example.lines().skip_while(|line| line.starts_with('#')) {
        let mended = match line.split_once(" = ").map(|(key, _)| key) {
            Some("name") => format!("name = {}", quoted(name)),
            Some("title") => format!("title = {}", quoted(title)),
            Some("reference") => format!("command = [{}]", command.join(", ")),
            _ => {
                text.push_str(line);
                text.push('\n');
                continue;
            }
        };
        replaced += 1;
        text.push_str(&mended);
        text.push('\n');
    }
    text.parse::<toml::Table>().context("the profile made from it is no TOML")?;
    if replaced != 3 {
        bail!("{replaced} of the lines name, title and reference were found once each; the example has changed");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const SHIPPED: &str = include_str!("../../../vendor-profiles/reference-network/profile.toml");

    #[test]
    fn a_profile_is_the_example_with_another_name_title_and_start() {
        let text = made(
            SHIPPED,
            "acme",
            "The \"Acme\" portal",
            &["acme-host".to_owned(), "--quiet".to_owned()],
        )
        .unwrap();
        let profile: toml::Table = text.parse().unwrap();
        let example: toml::Table = SHIPPED.parse().unwrap();
        assert_eq!(profile["name"].as_str(), Some("acme"));
        assert_eq!(profile["title"].as_str(), Some("The \"Acme\" portal"));
        assert_eq!(profile["start"]["command"].as_array().map(Vec::len), Some(2));
        assert!(profile["start"].get("reference").is_none());
        assert_eq!(profile["intents"], example["intents"]);
    }

    #[test]
    fn an_example_that_has_changed_is_told() {
        assert!(made("format = 1\n", "acme", "Acme", &["x".to_owned()]).is_err());
    }
}
