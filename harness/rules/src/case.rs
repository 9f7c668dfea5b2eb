//! What a rule is given, and how it answers: seen and held, seen and not held, nothing to see. Which rules there are is `rule`'s.

use etalon_journal::JournalSlice;
use etalon_model::{Assessment, Finding, Grade, Outcome, Witness};
use serde_json::Value;

use crate::{
    facts::{Facts, Wish},
    judge::Grounds,
};

/// What a rule is given.
pub(crate) struct Case<'a> {
    /// The whole realm.
    pub(crate) all: JournalSlice<'a>,
    /// The entries that the expectation speaks of.
    pub(crate) here: JournalSlice<'a>,
    /// What the realm's journal tells.
    pub(crate) facts: &'a Facts<'a>,
    /// The expectation's arguments.
    pub(crate) arguments: &'a Value,
    /// Profile and parameters.
    pub(crate) grounds: &'a Grounds<'a>,
}

impl<'a> Case<'a> {
    pub(crate) fn text(&self, name: &str) -> &'a str {
        self.arguments.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    pub(crate) fn number(&self, name: &str) -> u64 {
        self.arguments.get(name).and_then(Value::as_u64).unwrap_or_default()
    }

    /// The last wish in the range that the expectation speaks of and that `fits`; not what Then steps wanted to look at.
    pub(crate) fn last_wish(&self, fits: impl Fn(&Wish<'a>) -> bool) -> Option<&'a Wish<'a>> {
        self.last_look(|wish| !wish.is_look && fits(wish))
    }

    /// The same, also where a Then step wanted it.
    pub(crate) fn last_look(&self, fits: impl Fn(&Wish<'a>) -> bool) -> Option<&'a Wish<'a>> {
        let (from, to) = (self.here.iter().next().map_or(1, |entry| entry.number), self.here.last());
        self.facts
            .wishes
            .iter()
            .rev()
            .find(|wish| wish.from >= from && wish.from <= to && !wish.is_probe() && fits(wish))
    }
}

pub(crate) fn satisfied(entry: u64, grade: Grade, shows: impl Into<String>) -> Assessment {
    Assessment::Satisfied {
        witnesses: vec![Witness {
            entry,
            grade,
            shows: shows.into(),
        }],
    }
}

pub(crate) fn violated(expected: impl Into<String>, seen: impl Into<String>, entries: Vec<u64>) -> Assessment {
    Assessment::Violated {
        findings: vec![Finding {
            requirement: None,
            expected: expected.into(),
            seen: seen.into(),
            entries,
        }],
    }
}

pub(crate) fn not_exercised(missing: impl Into<String>) -> Assessment {
    Assessment::NotExercised { missing: missing.into() }
}

/// Where something must not have been seen: what a wish without an ordinary answer means. Silence is never a pass, and
/// neither is a crash.
pub(crate) fn without_answer(wish: &Wish<'_>, expected: &str) -> Option<Assessment> {
    match &wish.outcome {
        None | Some(Outcome::NoAnswer { .. } | Outcome::Unrecognised { .. } | Outcome::Crashed { .. }) => Some(instead(wish, expected)),
        Some(_) => None,
    }
}

/// What an outcome other than the expected one means: a deviation where the system spoke, nothing where it did not.
pub(crate) fn instead(wish: &Wish<'_>, expected: &str) -> Assessment {
    match &wish.outcome {
        None => not_exercised("the record ends before the outcome"),
        Some(Outcome::NoAnswer { .. } | Outcome::Unrecognised { .. }) => not_exercised(wish.sentence()),
        Some(_) => violated(expected, wish.sentence(), vec![wish.from, wish.to]),
    }
}
