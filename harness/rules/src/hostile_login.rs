//! What a journal holds of one login that CSAM answered with a fault. It is four-valued, and counts only where the fault went out to the
//! product, the same login without it was accepted before and after, and somebody looked whether a session was opened.

use etalon_journal::{Entry, Fields};
use etalon_model::{Assessment, Grade, Intent, Outcome, Reason, Witness};
use serde_json::Value;

use crate::{
    case::{Case, not_exercised, violated},
    facts::Wish,
};

/// The step of a fault that only a product's first login can meet: no twin comes before it.
const ONLY_FIRST: &str = "discovery";

/// A login that a fault was put into, and what was done around it.
pub(crate) struct Login<'a> {
    /// The entry in which the nation says that the fault went out.
    applied: u64,
    step: &'a str,
    wish: &'a Wish<'a>,
    before: Option<&'a Wish<'a>>,
    after: Option<&'a Wish<'a>>,
    /// The look at the person's own page, in the same browser.
    probe: Option<&'a Wish<'a>>,
}

/// What became of it.
pub(crate) enum Came {
    /// The person was let in.
    Accepted { seen: String, entries: Vec<u64> },
    /// The product broke.
    Crashed {
        status: Option<u16>,
        seen: String,
        entries: Vec<u64>,
    },
    /// The product said no, with the reason where it shows one.
    Refused { how: String, reason: Option<Reason> },
    /// The product said that CSAM does not answer.
    Unavailable { how: String },
    /// Nothing can be said of it.
    Silent(String),
}

impl<'a> Login<'a> {
    /// Finds it: the last login of that person in whose course the fault went out.
    pub(crate) fn of(case: &Case<'a>) -> Result<Self, String> {
        let (person, fault) = (case.text("person"), fault(case));
        let is_login = |wish: &&Wish<'a>| wish.actor == person && matches!(wish.intent, Intent::LogIn { .. });
        let wishes = || case.facts.wishes.iter();
        let (first, last) = (case.here.iter().next().map_or(1, |entry| entry.number), case.here.last());
        let found = wishes()
            .rev()
            .filter(is_login)
            .filter(|wish| (first..=last).contains(&wish.from))
            .find_map(|wish| {
                let applied = case
                    .all
                    .between(wish.from, wish.to)
                    .observations("fault-applied")
                    .find(named(fault))?;
                Some((wish, applied))
            });
        let Some((wish, (applied, fields))) = found else {
            return Err(not_applied(case, person, fault));
        };
        let after = wishes().filter(is_login).find(|other| other.from > wish.to);
        let until = after.map_or(case.all.last(), |after| after.from);
        let is_own_page = |other: &&Wish<'a>| other.actor == person && matches!(other.intent, Intent::OpenPage { .. }) && !other.is_probe();
        Ok(Self {
            applied: applied.number,
            step: fields.get("step").and_then(Value::as_str).unwrap_or_default(),
            wish,
            before: wishes().rev().filter(is_login).find(|other| other.to < wish.from),
            after,
            probe: wishes()
                .filter(is_own_page)
                .find(|other| other.from > wish.to && other.from < until),
        })
    }

    pub(crate) fn came_of_it(&self, case: &Case<'a>) -> Came {
        let at = vec![self.wish.from, self.applied, self.wish.to];
        if let Some(Outcome::Done { .. }) = self.wish.outcome {
            if let Some(again) = self.began_again(case) {
                return Came::Silent(format!(
                    "the product began another login by itself (entry {again}): who was let in then, was let in without the fault"
                ));
            }
            let seen = "the login was accepted: the page of the person who is logged in".to_owned();
            return Came::Accepted { seen, entries: at };
        }
        // HTTP 500 is a crash, whatever words come with it.
        let status = match &self.wish.outcome {
            Some(Outcome::Crashed { status }) => Some(*status),
            _ => self
                .wish
                .exchanges(case.all)
                .last()
                .and_then(|last| last.status())
                .filter(|status| *status == 500),
        };
        if let Some(probe) = self.probe.filter(|probe| probe.is_done()) {
            let seen = format!("{}; and yet the person's own page opened afterwards", self.wish.sentence());
            let entries = vec![self.applied, self.wish.to, probe.to];
            return Came::Accepted { seen, entries };
        }
        if let Some(status) = status {
            let seen = format!("the system crashed: HTTP status {status}");
            return Came::Crashed {
                status: Some(status),
                seen,
                entries: at,
            };
        }
        if let Some(Outcome::Crashed { status }) = self.probe.and_then(|probe| probe.outcome.as_ref()) {
            let seen = format!("after the login the system crashed: HTTP status {status}");
            return Came::Crashed {
                status: None,
                seen,
                entries: at,
            };
        }
        match &self.wish.outcome {
            Some(Outcome::Refused { reason, shown }) => Came::Refused {
                how: match reason {
                    Some(reason) => format!("the refusal with its reason `{reason}`"),
                    None => format!("the refusal “{shown}”"),
                },
                reason: *reason,
            },
            Some(Outcome::SourceUnavailable { shown }) => Came::Unavailable {
                how: format!("the words “{shown}”"),
            },
            Some(Outcome::LoginDemanded {}) => Came::Refused {
                how: "the demand to log in".to_owned(),
                reason: None,
            },
            // Nobody can say that a page is a refusal which the profile does not know as one: it may be a crash in other words.
            _ => Came::Silent(self.wish.sentence()),
        }
    }

    /// The entry in which the product asked CSAM for another login after the fault was out.
    fn began_again(&self, case: &Case<'a>) -> Option<u64> {
        // Discovery and keys come before the request for a login, where they come at all.
        if [ONLY_FIRST, "jwks"].contains(&self.step) {
            return None;
        }
        let later = case.all.between(self.applied, self.wish.to);
        let again = later.observations("authorization-accepted").next();
        again.map(|(entry, _)| entry.number)
    }

    /// What `verdict` says, provided that all witnesses are there: the twins, and the look for a session.
    pub(crate) fn judged(
        &self,
        expected: String,
        how: String,
        verdict: impl FnOnce(Vec<Witness>) -> Result<Vec<Witness>, String>,
    ) -> Assessment {
        if let Some(Outcome::Crashed { status }) = self.after.and_then(|after| after.outcome.as_ref()) {
            let seen = format!("the next login, without the fault, made the system crash: HTTP status {status}");
            return violated(expected, seen, vec![self.applied, self.wish.to]);
        }
        let witnesses = match self.witnesses(how) {
            Ok(witnesses) => witnesses,
            Err(missing) => return not_exercised(missing),
        };
        match verdict(witnesses) {
            Ok(witnesses) => Assessment::Satisfied { witnesses },
            Err(seen) => violated(expected, seen, vec![self.wish.from, self.applied, self.wish.to]),
        }
    }

    fn witnesses(&self, how: String) -> Result<Vec<Witness>, String> {
        let accepted = |twin: Option<&Wish<'_>>, when: &str| match twin {
            Some(twin) if twin.is_done() => Ok(twin.to),
            Some(twin) => Err(format!(
                "the same login without the fault was not accepted {when}: {}",
                twin.sentence()
            )),
            None => Err(format!("nobody tried the same login without the fault {when}")),
        };
        let before = match self.step {
            ONLY_FIRST => None,
            _ => Some(accepted(self.before, "before")?),
        };
        let after = accepted(self.after, "afterwards")?;
        let probe = match self.probe {
            Some(probe) if self.wish.is_done() && probe.is_done() => probe.to,
            Some(probe) => match &probe.outcome {
                Some(Outcome::LoginDemanded {} | Outcome::Refused { .. }) => probe.to,
                _ => return Err(format!("after the login: {}", probe.sentence())),
            },
            None => return Err("nobody looked whether the login opened a session".to_owned()),
        };
        let harness = |entry: u64, shows: &str| Witness {
            entry,
            grade: Grade::Harness,
            shows: shows.to_owned(),
        };
        let told = Witness {
            entry: self.applied,
            grade: Grade::Nation,
            shows: "the fault went out to the product".to_owned(),
        };
        let seen = if self.wish.is_done() {
            "the person's own page opens"
        } else {
            "the person's own page stays closed"
        };
        let mut witnesses = vec![told, harness(self.wish.to, &how), harness(probe, seen)];
        witnesses.extend(before.map(|entry| harness(entry, "the same login without the fault, accepted before")));
        witnesses.push(harness(after, "the same login without the fault, accepted afterwards"));
        Ok(witnesses)
    }
}

/// Whether an observation is about that fault.
fn named<'e>(fault: &str) -> impl FnMut(&(&'e Entry, &'e Fields)) -> bool {
    move |(_, fields)| fields.get("fault").and_then(Value::as_str) == Some(fault)
}

/// Why the fault never reached the product, as far as the nation says.
fn not_applied(case: &Case<'_>, person: &str, fault: &str) -> String {
    let why = case
        .all
        .observations("fault-unused")
        .find(named(fault))
        .and_then(|(_, fields)| fields.get("why").and_then(Value::as_str));
    match why {
        Some(why) => format!("the fault `{fault}` never reached the product in a login of {person}: {why}"),
        None => format!("the fault `{fault}` never went out to the product in a login of {person}"),
    }
}

/// The fault that the expectation names.
pub(crate) fn fault<'a>(case: &Case<'a>) -> &'a str {
    case.text("fault")
}
