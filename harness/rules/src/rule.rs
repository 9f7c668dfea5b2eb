//! The table of rules that scenarios can expect, by identifier.

use etalon_journal::JournalSlice;
use etalon_model::{Assessment, Finding, Grade, Outcome, Witness};
use serde_json::Value;

use crate::{
    disclosure,
    facts::{Facts, Wish},
    judge::Grounds,
    links, listing, login, reading, refusal, source,
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

/// A rule.
pub struct Rule {
    /// Its identifier, as expectations name it.
    pub id: &'static str,
    /// The arguments that it needs.
    pub arguments: &'static [&'static str],
    /// What it says, for people.
    pub says: &'static str,
    pub(crate) assess: fn(&Case<'_>) -> Assessment,
}

/// Every rule.
#[must_use]
pub fn rules() -> &'static [Rule] {
    &RULES
}

static RULES: [Rule; 21] = [
    Rule {
        id: "document-shown",
        arguments: &["document", "person"],
        says: "the document's own bytes reach the person",
        assess: disclosure::document_shown,
    },
    Rule {
        id: "attachment-shown",
        arguments: &["document", "attachment", "person"],
        says: "the attachment's own bytes reach the person",
        assess: disclosure::attachment_shown,
    },
    Rule {
        id: "nothing-disclosed",
        arguments: &["document", "person"],
        says: "no byte of the document or of its attachments reaches the person",
        assess: disclosure::nothing_disclosed,
    },
    Rule {
        id: "count-not-disclosed",
        arguments: &["count"],
        says: "the pages shown do not tell how many documents there are",
        assess: disclosure::count_not_disclosed,
    },
    Rule {
        id: "refused",
        arguments: &[],
        says: "the request is refused for that reason, without the refused bytes, and the system is still alive",
        assess: refusal::refused,
    },
    Rule {
        id: "source-unavailable",
        arguments: &["person"],
        says: "the person is told that a source does not answer",
        assess: refusal::source_unavailable,
    },
    Rule {
        id: "login-demanded",
        arguments: &[],
        says: "nothing is answered before a login",
        assess: refusal::login_demanded,
    },
    Rule {
        id: "page-opened",
        arguments: &[],
        says: "the page opens",
        assess: refusal::page_opened,
    },
    Rule {
        id: "list-shows",
        arguments: &["document"],
        says: "the list names the document",
        assess: listing::list_shows,
    },
    Rule {
        id: "list-hides",
        arguments: &["document"],
        says: "the list does not name the document",
        assess: listing::list_hides,
    },
    Rule {
        id: "list-has-count",
        arguments: &["count"],
        says: "the list names exactly so many documents",
        assess: listing::list_has_count,
    },
    Rule {
        id: "list-is-empty",
        arguments: &[],
        says: "an empty list is an ordinary answer",
        assess: listing::list_is_empty,
    },
    Rule {
        id: "fetched-from-hospital",
        arguments: &["document"],
        says: "the hospital was asked for the document",
        assess: source::fetched,
    },
    Rule {
        id: "not-fetched",
        arguments: &["document"],
        says: "the hospital was not asked for the document",
        assess: source::not_fetched,
    },
    Rule {
        id: "logged-in",
        arguments: &["person"],
        says: "the person has a session, opened by the nation's word",
        assess: login::logged_in,
    },
    Rule {
        id: "not-logged-in",
        arguments: &["person"],
        says: "the person has no session",
        assess: login::not_logged_in,
    },
    Rule {
        id: "means-offered",
        arguments: &["means"],
        says: "CSAM offered that means for this login",
        assess: login::means_offered,
    },
    Rule {
        id: "means-not-offered",
        arguments: &["means"],
        says: "CSAM did not offer that means for this login",
        assess: login::means_not_offered,
    },
    Rule {
        id: "links-in-force",
        arguments: &["doctor", "patient", "count"],
        says: "so many therapeutic links are in force between the two",
        assess: links::links_in_force,
    },
    Rule {
        id: "audit-names",
        arguments: &["doctor", "document"],
        says: "the patient's audit trail names who consulted the document",
        assess: links::audit_names,
    },
    Rule {
        id: "by-reading",
        arguments: &["document", "parameter"],
        says: "what the profile's reading of the parameter says",
        assess: reading::by_reading,
    },
];

/// An expectation that no rule can judge.
#[derive(Debug, PartialEq, Eq)]
pub struct RuleProblem(pub String);

impl std::fmt::Display for RuleProblem {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Checks that a rule of that name exists and gets what it needs.
///
/// # Errors
/// It does not.
pub fn check_arguments(id: &str, arguments: &Value) -> Result<&'static Rule, RuleProblem> {
    let rule = RULES
        .iter()
        .find(|rule| rule.id == id)
        .ok_or_else(|| RuleProblem(format!("there is no rule `{id}`")))?;
    match rule.arguments.iter().find(|name| arguments.get(name).is_none()) {
        Some(missing) => Err(RuleProblem(format!("rule `{id}` needs the argument `{missing}`"))),
        None => Ok(rule),
    }
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
