//! What a file is made of: names, instants, days, rules; each checked, each problem with its place.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};
use toml::{Spanned, Value};

use super::acts::AccessRule;
use super::facts::{Document, Facts, Person};
use super::file::FileProblem;
use super::file_form::{Instant, Text};
use super::instant::parse_instant;
use super::when::{Act, When};

/// What goes through a file, and knows its text to name places.
pub(crate) struct Reader<'a> {
    pub(crate) text: &'a str,
}

impl Reader<'_> {
    pub(crate) fn once<'b>(&self, names: &mut BTreeSet<&'b str>, name: &'b Text) -> Result<(), FileProblem> {
        if names.insert(name.get_ref()) {
            return Ok(());
        }
        let what = format!("the name “{}” stands twice; give the other one another name", name.get_ref());
        Err(self.problem(name, what))
    }

    pub(crate) fn person<'b>(&self, facts: &'b Facts, name: &Text) -> Result<&'b Person, FileProblem> {
        facts.person(name.get_ref()).ok_or_else(|| {
            let what = format!("nobody is called “{}”; add a [[person]] of that name", name.get_ref());
            self.problem(name, what)
        })
    }

    pub(crate) fn professional(&self, facts: &Facts, name: &Text) -> Result<(), FileProblem> {
        if self.person(facts, name)?.profession.is_some() {
            return Ok(());
        }
        let what = format!(
            "“{}” is no doctor; write `doctor = true`, or a `profession`, at that person",
            name.get_ref()
        );
        Err(self.problem(name, what))
    }

    pub(crate) fn doctor_and_patient(&self, facts: &Facts, doctor: &Text, patient: &Text) -> Result<(), FileProblem> {
        self.professional(facts, doctor)?;
        self.person(facts, patient).map(|_| ())
    }

    pub(crate) fn known<'b>(&self, facts: &'b mut Facts, name: &Text) -> Result<&'b mut Document, FileProblem> {
        let found = facts.documents.iter_mut().find(|document| document.name == *name.get_ref());
        found.ok_or_else(|| {
            let what = format!("no document is called “{}”; add a [[document]] of that name", name.get_ref());
            self.problem(name, what)
        })
    }

    /// What was done and, where it was, undone later.
    pub(crate) fn pair<T>(
        &self,
        acts: &mut Vec<Act<T>>,
        done: (T, &Instant),
        undone: (T, Option<&Instant>),
        word: &str,
    ) -> Result<(), FileProblem> {
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

    pub(crate) fn rule(&self, text: &Text) -> Result<AccessRule, FileProblem> {
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

    pub(crate) fn day(&self, value: &Spanned<Value>) -> Result<Date, FileProblem> {
        written(value.get_ref()).and_then(|day| day.parse().ok()).ok_or_else(|| {
            let what = "`until` is the last day that was named, without a time, such as 2026-06-10".to_owned();
            self.problem(value, what)
        })
    }

    /// One instant or, in brackets, the two between which it was.
    pub(crate) fn when(&self, value: &Instant) -> Result<When, FileProblem> {
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

    pub(crate) fn problem<T>(&self, at: &Spanned<T>, what: String) -> FileProblem {
        FileProblem {
            line: line_of(self.text, at.span().start),
            what,
        }
    }
}

pub(crate) fn sure<T>(what: T, when: When) -> Act<T> {
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

pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    1 + text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count()
}
