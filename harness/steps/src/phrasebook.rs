//! The sentences that scenarios are made of, in three languages, and the finding of the one that a step says.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;
use serde::Deserialize;

/// The languages of features and reports.
pub(crate) const LANGUAGES: [&str; 3] = ["en", "fr", "nl"];

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    /// The identifier that a step function is bound to.
    pub id: String,
    /// `given`, `when`, `then`.
    pub roles: Vec<String>,
    /// In English.
    pub en: String,
    /// In French.
    pub fr: String,
    /// In Dutch.
    pub nl: String,
}

impl Phrase {
    /// The sentence in that language.
    #[must_use]
    pub fn in_language(&self, language: &str) -> &str {
        match language {
            "fr" => &self.fr,
            "nl" => &self.nl,
            _ => &self.en,
        }
    }
}

/// All phrases, ready to be found.
pub struct Phrasebook {
    phrases: BTreeMap<String, Phrase>,
    patterns: BTreeMap<&'static str, Vec<(Regex, String)>>,
}

/// What a step says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// The phrase.
    pub phrase: String,
    /// What its places were filled with.
    pub arguments: BTreeMap<String, String>,
}

/// What is wrong with a phrase file.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{file}: {what}")]
pub struct PhrasebookProblem {
    /// The file.
    pub file: String,
    /// What and the remedy.
    pub what: String,
}

/// A step that says nothing known, or two things.
#[derive(Debug, PartialEq, Eq)]
pub enum NoMatch {
    /// No phrase; the nearest ones by their words.
    Nothing {
        /// Up to three.
        nearest: Vec<String>,
    },
    /// Several phrases.
    Several {
        /// Their identifiers.
        phrases: Vec<String>,
    },
    /// A phrase that may not be used with this keyword.
    WrongRole {
        /// Its identifier.
        phrase: String,
        /// The roles it has.
        roles: Vec<String>,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    phrase: Vec<Phrase>,
}

/// What may stand in a place, by its type. Names are of the letters that Belgium writes names with, and digits are 0 to 9: whole
/// classes of Unicode would make every start of the program several times slower.
const PLACES: [(&str, &str); 29] = [
    ("patient", r"[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ-]*"),
    ("doctor", r"Dr [A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ-]*"),
    (
        "person",
        r"(?:Dr )?[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ-]*|a visitor|un visiteur|een bezoeker",
    ),
    ("document", r#""[^"]+""#),
    ("attachment", r#""[^"]+""#),
    (
        "instant",
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9]{2}:[0-9]{2}(?::[0-9]{2})?|T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2})",
    ),
    ("day", r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    ("days", r"[0-9]+"),
    ("count", r"[0-9]+"),
    ("level", r"[0-9]+"),
    ("means", r"eID|itsme|TOTP|e-mail|password"),
    ("page", r#""[a-z-]+""#),
    ("reason", r#""[a-z-]+""#),
    ("parameter", r#""[a-z.-]+""#),
    ("device", r#""[a-z-]+""#),
    ("text", r#""[^"]*""#),
    ("months", r"[0-9]+"),
    ("hospital", r#""[^"]+""#),
    ("type", r#""[^"]+""#),
    ("item", r#""[a-z-]+""#),
    ("offer", r#""[a-z-]+""#),
    ("form", r#""[a-z-]+""#),
    ("language", r#""[a-z]+""#),
    ("choice", r#""[a-z0-9-]+""#),
    ("profession", r#""[a-z-]+""#),
    ("address", r#""[^"]+""#),
    ("quarter", r"[0-9]{4}-Q[1-4]"),
    ("fault", r#""[a-z0-9-]+""#),
    ("number", r#""[a-z-]+""#),
];

impl Phrasebook {
    /// Reads `files`, each with its name.
    ///
    /// # Errors
    /// A file that is not of the form, an id that stands twice, a place that one language has and another has not.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, PhrasebookProblem> {
        let mut phrases = BTreeMap::new();
        let mut patterns: BTreeMap<&'static str, Vec<(Regex, String)>> = BTreeMap::new();
        for (file, text) in files {
            let wrong = |what: String| PhrasebookProblem {
                file: file.to_owned(),
                what,
            };
            let read: File = toml::from_str(text).map_err(|why| wrong(why.to_string()))?;
            for phrase in read.phrase {
                for role in &phrase.roles {
                    if !["given", "when", "then"].contains(&role.as_str()) {
                        return Err(wrong(format!(
                            "phrase `{}`: `{role}` is no role; it is given, when or then",
                            phrase.id
                        )));
                    }
                }
                let mut places: Option<BTreeSet<String>> = None;
                for language in LANGUAGES {
                    let (pattern, found) = pattern(phrase.in_language(language))
                        .map_err(|what| wrong(format!("phrase `{}`, {language}: {what}", phrase.id)))?;
                    if places.get_or_insert_with(|| found.clone()) != &found {
                        return Err(wrong(format!(
                            "phrase `{}`: the {language} sentence has other places than the English one",
                            phrase.id
                        )));
                    }
                    patterns.entry(language).or_default().push((pattern, phrase.id.clone()));
                }
                let id = phrase.id.clone();
                if phrases.insert(id.clone(), phrase).is_some() {
                    return Err(wrong(format!("phrase `{id}` stands twice; ids are never reused")));
                }
            }
        }
        Ok(Self { phrases, patterns })
    }

    /// Every phrase, by id.
    pub fn phrases(&self) -> impl Iterator<Item = &Phrase> {
        self.phrases.values()
    }

    /// The one phrase of `language` that `text` says, in the role that its keyword gives it.
    ///
    /// # Errors
    /// None, several, or one that may not be used in that role.
    pub fn find(&self, language: &str, role: &str, text: &str) -> Result<Spoken, NoMatch> {
        let patterns = self.patterns.get(language).map(Vec::as_slice).unwrap_or_default();
        let mut found = Vec::new();
        for (pattern, id) in patterns {
            if let Some(captures) = pattern.captures(text) {
                let arguments = pattern
                    .capture_names()
                    .flatten()
                    .filter_map(|name| Some((name.to_owned(), captures.name(name)?.as_str().trim_matches('"').to_owned())))
                    .collect();
                found.push(Spoken {
                    phrase: id.clone(),
                    arguments,
                });
            }
        }
        match found.len() {
            0 => Err(NoMatch::Nothing {
                nearest: self.nearest(language, text),
            }),
            1 => {
                let spoken = found.swap_remove(0);
                let roles = &self.phrases[&spoken.phrase].roles;
                if roles.iter().any(|allowed| allowed == role) {
                    Ok(spoken)
                } else {
                    Err(NoMatch::WrongRole {
                        phrase: spoken.phrase,
                        roles: roles.clone(),
                    })
                }
            }
            _ => Err(NoMatch::Several {
                phrases: found.into_iter().map(|spoken| spoken.phrase).collect(),
            }),
        }
    }

    fn nearest(&self, language: &str, text: &str) -> Vec<String> {
        let words: BTreeSet<_> = text.split_whitespace().collect();
        let mut ranked: Vec<_> = self
            .phrases
            .values()
            .map(|phrase| {
                let sentence = phrase.in_language(language);
                (sentence.split_whitespace().filter(|word| words.contains(word)).count(), sentence)
            })
            .filter(|(shared, _)| *shared > 0)
            .collect();
        // Of those that share as many words, the one that says least besides.
        ranked.sort_by_key(|(shared, sentence)| (std::cmp::Reverse(*shared), sentence.split_whitespace().count()));
        ranked.into_iter().take(3).map(|(_, sentence)| sentence.to_owned()).collect()
    }
}

/// The regular expression of a sentence, and the names of its places.
fn pattern(sentence: &str) -> Result<(Regex, BTreeSet<String>), String> {
    let mut expression = String::from("^");
    let mut places = BTreeSet::new();
    let mut rest = sentence;
    while let Some(start) = rest.find('{') {
        let length = rest[start..].find('}').ok_or("a `{` without `}`")?;
        let place = &rest[start + 1..start + length];
        let (name, kind) = place.split_once(':').unwrap_or((place, place));
        let (_, allowed) = PLACES
            .iter()
            .find(|(known, _)| *known == kind)
            .ok_or_else(|| format!("`{{{place}}}` is no known place"))?;
        if !places.insert(name.to_owned()) {
            return Err(format!(
                "the place `{name}` stands twice; name one of them, as in `{{other:{kind}}}`"
            ));
        }
        expression.push_str(&regex::escape(&rest[..start]));
        expression.push_str(&format!("(?P<{name}>{allowed})"));
        rest = &rest[start + length + 1..];
    }
    expression.push_str(&regex::escape(rest));
    expression.push('$');
    let regex = Regex::new(&expression).map_err(|why| why.to_string())?;
    Ok((regex, places))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const BOOK: &str = r#"
        [[phrase]]
        id = "reads"
        roles = ["when"]
        en = "{doctor} opens {document}"
        fr = "{doctor} ouvre {document}"
        nl = "{doctor} opent {document}"
        [[phrase]]
        id = "reads-anybody"
        roles = ["when"]
        en = "{person} opens {document} quickly"
        fr = "{person} ouvre {document} vite"
        nl = "{person} opent {document} snel"
    "#;

    fn book(text: &str) -> Result<Phrasebook, PhrasebookProblem> {
        Phrasebook::read([("book.toml", text)])
    }

    #[test]
    fn a_step_is_found_in_its_own_language_only() {
        let book = book(BOOK).unwrap();
        let spoken = book.find("nl", "when", r#"Dr Peeters opent "brief""#).unwrap();
        assert_eq!(spoken.phrase, "reads");
        assert_eq!(spoken.arguments["document"], "brief");
        assert_eq!(spoken.arguments["doctor"], "Dr Peeters");
        assert!(matches!(
            book.find("en", "when", r#"Dr Peeters opent "brief""#),
            Err(NoMatch::Nothing { .. })
        ));
    }

    #[test]
    fn a_keyword_that_does_not_fit_is_refused() {
        let found = book(BOOK).unwrap().find("en", "then", r#"Dr Peeters opens "x""#);
        assert_eq!(
            found,
            Err(NoMatch::WrongRole {
                phrase: "reads".into(),
                roles: vec!["when".into()]
            })
        );
    }

    #[test]
    fn two_phrases_that_say_the_same_are_told() {
        let twice = BOOK.replace(" quickly", "").replace(" vite", "").replace(" snel", "");
        let found = book(&twice).unwrap().find("en", "when", r#"Dr Peeters opens "x""#);
        assert_eq!(
            found,
            Err(NoMatch::Several {
                phrases: vec!["reads".into(), "reads-anybody".into()]
            })
        );
    }

    #[test]
    fn places_must_be_the_same_in_every_language() {
        assert!(book(&BOOK.replace("{doctor} ouvre", "ouvre")).is_err());
        assert!(book(&BOOK.replace("{doctor} ouvre", "{docteur} ouvre")).is_err());
        assert!(book(&format!("{BOOK}{BOOK}")).is_err());
    }
}
