//! Facts as people write them down: a TOML file of what was, or of what if. Its form is told in `docs/explain.md`.

use std::collections::{BTreeMap, BTreeSet};

use etalon_model::Role;
use jiff::{Timestamp, civil::Date};
use serde::Deserialize;
use toml::{Spanned, Value};

use super::facts::{AccessRule, ConsentAct, Document, ExclusionAct, Facts, LinkAct, Person, Reference, Release};
use super::instant::parse_instant;
use super::when::{Act, When};

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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    readings: BTreeMap<String, String>,
    #[serde(default)]
    person: Vec<PersonText>,
    #[serde(default)]
    consent: Vec<ConsentText>,
    #[serde(default)]
    link: Vec<LinkText>,
    #[serde(default)]
    exclusion: Vec<ExclusionText>,
    #[serde(default)]
    document: Vec<DocumentText>,
    #[serde(default)]
    release: Vec<ReleaseText>,
    #[serde(default)]
    deletion: Vec<DeletionText>,
}

type Text = Spanned<String>;
type Instant = Spanned<Value>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonText {
    name: Text,
    insz: Option<String>,
    #[serde(default)]
    doctor: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConsentText {
    person: Text,
    #[serde(rename = "as")]
    role: Role,
    given: Instant,
    withdrawn: Option<Instant>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkText {
    doctor: Text,
    patient: Text,
    declared: Instant,
    until: Option<Spanned<Value>>,
    revoked: Option<Instant>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExclusionText {
    patient: Text,
    doctor: Text,
    made: Instant,
    lifted: Option<Instant>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DocumentText {
    name: Text,
    reference: Option<String>,
    kind: Option<String>,
    patient: Text,
    published: Instant,
    referenced: Option<Instant>,
    access: Text,
    #[serde(default)]
    change: Vec<ChangeText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeText {
    at: Instant,
    access: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReleaseText {
    document: Text,
    by: Text,
    at: Instant,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeletionText {
    document: Text,
    at: Instant,
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
        Reader { text, file: &file }.read()
    }
}

struct Reader<'a> {
    text: &'a str,
    file: &'a File,
}

impl Reader<'_> {
    fn read(&self) -> Result<WhatIf, FileProblem> {
        let mut facts = Facts::default();
        let mut names = BTreeSet::new();
        for person in &self.file.person {
            self.once(&mut names, &person.name)?;
            facts.people.push(Person {
                name: person.name.get_ref().clone(),
                insz: person.insz.clone(),
                is_doctor: person.doctor,
            });
        }
        for consent in &self.file.consent {
            let person = self.person(&facts, &consent.person)?;
            if consent.role == Role::Professional && !person.is_doctor {
                let what = format!(
                    "“{}” is no doctor and cannot consent as one; write `doctor = true` at that person, or `as = \"patient\"`",
                    person.name
                );
                return Err(self.problem(&consent.person, what));
            }
            let act = |is_given| ConsentAct {
                who: consent.person.get_ref().clone(),
                role: consent.role,
                is_given,
            };
            self.pair(
                &mut facts.consents,
                (act(true), &consent.given),
                (act(false), consent.withdrawn.as_ref()),
                "withdrawn",
            )?;
        }
        for link in &self.file.link {
            self.doctor_and_patient(&facts, &link.doctor, &link.patient)?;
            let until = link.until.as_ref().map(|day| self.day(day)).transpose()?;
            let act = |is_declared, until| LinkAct {
                doctor: link.doctor.get_ref().clone(),
                patient: link.patient.get_ref().clone(),
                is_declared,
                until,
            };
            self.pair(
                &mut facts.links,
                (act(true, until), &link.declared),
                (act(false, None), link.revoked.as_ref()),
                "revoked",
            )?;
        }
        for exclusion in &self.file.exclusion {
            self.doctor_and_patient(&facts, &exclusion.doctor, &exclusion.patient)?;
            let act = |is_made| ExclusionAct {
                patient: exclusion.patient.get_ref().clone(),
                doctor: exclusion.doctor.get_ref().clone(),
                is_made,
            };
            self.pair(
                &mut facts.exclusions,
                (act(true), &exclusion.made),
                (act(false), exclusion.lifted.as_ref()),
                "lifted",
            )?;
        }
        let mut titles = BTreeSet::new();
        for document in &self.file.document {
            self.once(&mut titles, &document.name)?;
            let document = self.document(&facts, document)?;
            facts.documents.push(document);
        }
        for release in &self.file.release {
            self.person(&facts, &release.by)?;
            let act = sure(
                Release {
                    by: release.by.get_ref().clone(),
                },
                self.when(&release.at)?,
            );
            self.known(&mut facts, &release.document)?.releases.push(act);
        }
        for deletion in &self.file.deletion {
            let act = sure(Reference::Deleted, self.when(&deletion.at)?);
            self.known(&mut facts, &deletion.document)?.references.push(act);
        }
        if facts.documents.is_empty() {
            let what = "there is no document to ask about; add [[document]]".to_owned();
            return Err(FileProblem { line: 1, what });
        }
        Ok(WhatIf {
            facts: facts.in_order(),
            readings: self.file.readings.clone(),
        })
    }

    fn document(&self, facts: &Facts, text: &DocumentText) -> Result<Document, FileProblem> {
        self.person(facts, &text.patient)?;
        let published = self.when(&text.published)?;
        if published.from != published.to {
            let what = "a date of publication is one instant, not an interval; write one".to_owned();
            return Err(self.problem(&text.published, what));
        }
        let referenced = text.referenced.as_ref().map_or(Ok(published), |instant| self.when(instant))?;
        let mut rules = vec![sure(self.rule(&text.access)?, referenced)];
        for change in &text.change {
            let when = self.when(&change.at)?;
            if when.from < referenced.to {
                let what = "the access rule changes before the network refers to the document; name a later instant".to_owned();
                return Err(self.problem(&change.at, what));
            }
            rules.push(sure(self.rule(&change.access)?, when));
        }
        Ok(Document {
            name: text.name.get_ref().clone(),
            reference: text.reference.clone().unwrap_or_default(),
            kind: text.kind.clone().unwrap_or_default(),
            patient: text.patient.get_ref().clone(),
            published_at: published.to,
            rules,
            references: vec![sure(Reference::Made, referenced)],
            releases: Vec::new(),
        })
    }

    fn once<'b>(&self, names: &mut BTreeSet<&'b str>, name: &'b Text) -> Result<(), FileProblem> {
        if names.insert(name.get_ref()) {
            return Ok(());
        }
        let what = format!("the name “{}” stands twice; give the other one another name", name.get_ref());
        Err(self.problem(name, what))
    }

    fn person<'b>(&self, facts: &'b Facts, name: &Text) -> Result<&'b Person, FileProblem> {
        facts.person(name.get_ref()).ok_or_else(|| {
            let what = format!("nobody is called “{}”; add a [[person]] of that name", name.get_ref());
            self.problem(name, what)
        })
    }

    fn doctor_and_patient(&self, facts: &Facts, doctor: &Text, patient: &Text) -> Result<(), FileProblem> {
        if !self.person(facts, doctor)?.is_doctor {
            let what = format!("“{}” is no doctor; write `doctor = true` at that person", doctor.get_ref());
            return Err(self.problem(doctor, what));
        }
        self.person(facts, patient).map(|_| ())
    }

    fn known<'b>(&self, facts: &'b mut Facts, name: &Text) -> Result<&'b mut Document, FileProblem> {
        let found = facts.documents.iter_mut().find(|document| document.name == *name.get_ref());
        found.ok_or_else(|| {
            let what = format!("no document is called “{}”; add a [[document]] of that name", name.get_ref());
            self.problem(name, what)
        })
    }

    /// What was done and, where it was, undone later.
    fn pair<T>(&self, acts: &mut Vec<Act<T>>, done: (T, &Instant), undone: (T, Option<&Instant>), word: &str) -> Result<(), FileProblem> {
        let begun = self.when(done.1)?;
        acts.push(sure(done.0, begun));
        if let Some(instant) = undone.1 {
            let when = self.when(instant)?;
            if when.from < begun.to {
                let what = format!("`{word}` is earlier than what it ends; name a later instant, or write a further table");
                return Err(self.problem(instant, what));
            }
            acts.push(sure(undone.0, when));
        }
        Ok(())
    }

    fn rule(&self, text: &Text) -> Result<AccessRule, FileProblem> {
        let days = |text: &str| text.strip_prefix("after ")?.strip_suffix(" days")?.parse().ok();
        match text.get_ref().as_str() {
            "immediate" => Ok(AccessRule::Immediate),
            "never" => Ok(AccessRule::Never),
            "releasable" => Ok(AccessRule::Releasable),
            other => days(other).map(AccessRule::AfterDays).ok_or_else(|| {
                let what = format!("`{other}` is no access rule; write \"immediate\", \"after 30 days\", \"never\" or \"releasable\"");
                self.problem(text, what)
            }),
        }
    }

    fn day(&self, value: &Spanned<Value>) -> Result<Date, FileProblem> {
        written(value.get_ref()).and_then(|day| day.parse().ok()).ok_or_else(|| {
            let what = "`until` is the last day that was named, without a time, such as 2026-06-10".to_owned();
            self.problem(value, what)
        })
    }

    /// One instant or, in brackets, the two between which it was.
    fn when(&self, value: &Instant) -> Result<When, FileProblem> {
        let one = |part: &Value| -> Result<Timestamp, FileProblem> {
            let text = written(part).unwrap_or_else(|| part.to_string());
            parse_instant(&text).map_err(|why| self.problem(value, why.to_string()))
        };
        let (from, to) = match value.get_ref() {
            Value::Array(both) => match both.as_slice() {
                [from, to] => (one(from)?, one(to)?),
                _ => {
                    let what = "an interval has two instants: [not before, not after]".to_owned();
                    return Err(self.problem(value, what));
                }
            },
            single => {
                let instant = one(single)?;
                (instant, instant)
            }
        };
        if to < from {
            return Err(self.problem(value, "the interval ends before it begins; exchange the two".to_owned()));
        }
        Ok(When { from, to, entries: None })
    }

    fn problem<T>(&self, at: &Spanned<T>, what: String) -> FileProblem {
        FileProblem {
            line: line_of(self.text, at.span().start),
            what,
        }
    }
}

fn sure<T>(what: T, when: When) -> Act<T> {
    Act { what, when, is_sure: true }
}

/// What a date, a time or a text says.
fn written(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Datetime(instant) => Some(instant.to_string()),
        _ => None,
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count()
}
