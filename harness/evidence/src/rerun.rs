//! The command that runs one scenario again, as a line for a shell.

use crate::{Header, Planned};

/// Switches of the run that decide it, without a value.
const SWITCHES: [&str; 1] = ["--unpinned"];
/// Options of the run that decide what one scenario meets, with a value each.
const CARRIED: [&str; 3] = ["--profile", "--defect", "--seed"];

/// The command that runs just `scenario` again, against the same system in the same way.
#[must_use]
pub fn rerun_command(header: &Header, scenario: &Planned) -> String {
    let below = if scenario.path.starts_with("features/") { "" } else { "features/" };
    let mut words = vec![
        "etalon".to_owned(),
        "run".to_owned(),
        format!("{below}{}:{}", scenario.path, scenario.line),
    ];
    let mut given = header.command.iter();
    while let Some(word) = given.next() {
        if SWITCHES.contains(&word.as_str()) {
            words.push(word.clone());
        }
        let name = word.split_once('=').map_or(word.as_str(), |(name, _)| name);
        if CARRIED.contains(&name) {
            words.push(word.clone());
            if name == word {
                words.extend(given.next().cloned());
            }
        }
    }
    shell_line(&words)
}

/// `words` as a POSIX shell reads them.
#[must_use]
pub fn shell_line(words: &[String]) -> String {
    words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &str) -> String {
    let plain = |character: char| character.is_alphanumeric() || "-_./:=,@+%".contains(character);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_a_shell_would_change_are_quoted() {
        for (word, line) in [
            ("a-b_c/d.e:12", "a-b_c/d.e:12"),
            ("", "''"),
            ("a b", "'a b'"),
            ("it's $HOME", r"'it'\''s $HOME'"),
            ("@a", "@a"),
        ] {
            assert_eq!(quoted(word), line);
        }
    }
}
