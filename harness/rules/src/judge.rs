//! One function judges a finished journal, the same for a run and for a record of long ago.

use std::{collections::BTreeMap, sync::Arc};

use etalon_journal::{Blame, Entry, Event, JournalSlice, ScenarioOpened};
use etalon_model::{Assessment, Basis, Catalogue, Doubt, Finding, Judged, Judgement, Kind, Level, Profile, Verdict};

use crate::{case::Case, facts::Facts, rule::check_arguments, standing::judge_standing, told::graded};

/// What a journal is judged by, beside itself.
pub struct Grounds<'a> {
    /// The requirements.
    pub catalogue: &'a Catalogue,
    /// Readings that the profile pins.
    pub parameters: &'a BTreeMap<String, String>,
    /// Requirements of our own making that the profile adopts.
    pub adopts: &'a [String],
    /// The kind of system.
    pub kind: Kind,
    /// Whether the profile says how the product spells its reasons.
    pub shows_reasons: bool,
}

impl<'a> Grounds<'a> {
    /// What `profile` and `catalogue` give.
    #[must_use]
    pub fn of(profile: &'a Profile, catalogue: &'a Catalogue) -> Self {
        Self {
            catalogue,
            parameters: &profile.parameters,
            adopts: &profile.adopts,
            kind: profile.kind,
            shows_reasons: !profile.refusals.reasons.is_empty(),
        }
    }

    /// What a violation of that requirement makes of a product.
    #[must_use]
    pub fn weight(&self, requirement: &str) -> Verdict {
        let Some(found) = self.catalogue.get(requirement) else {
            return Verdict::Inconclusive;
        };
        let binding = match found.basis {
            Basis::Mock => return Verdict::Inconclusive,
            Basis::Default => self.adopts.iter().any(|adopted| adopted == requirement),
            Basis::Source | Basis::Consequence => true,
        };
        match (binding, found.level) {
            (true, Level::Must) => Verdict::NonConformant,
            (true, Level::Should) => Verdict::Advisory,
            _ => Verdict::Unspecified,
        }
    }
}

/// The standing rule of realms that scenarios share.
const OWN: &str = "every-entry-is-somebodys";

/// Judges the journal of one realm. None where it belongs to no scenario.
#[must_use]
pub fn judge(entries: &[Arc<Entry>], grounds: &Grounds<'_>) -> Option<Judgement> {
    judge_dealt(entries, &[], grounds)
}

/// The same for what was dealt to a scenario out of a realm that others share with it. A doubt leaves no verdict but one.
#[must_use]
pub fn judge_dealt(entries: &[Arc<Entry>], doubts: &[Doubt], grounds: &Grounds<'_>) -> Option<Judgement> {
    let all = JournalSlice::of(entries);
    let (realm, opened) = entries.iter().find_map(|entry| match &entry.event {
        Event::ScenarioOpened(opened) => Some((entry.played_in(), opened)),
        _ => None,
    })?;
    let facts = Facts::of(all);
    let mut judged = Vec::new();
    for entry in all.iter() {
        if let Event::Expectation { rule, arguments, from, to } = &entry.event {
            let case = Case {
                all,
                here: all.between(*from, *to),
                facts: &facts,
                arguments,
                grounds,
            };
            let assessment = match check_arguments(rule, arguments) {
                Ok(rule) => (rule.assess)(&case),
                Err(problem) => Assessment::NotExercised {
                    missing: problem.to_string(),
                },
            };
            judged.push(Judged {
                rule: rule.clone(),
                expectation: Some(entry.number),
                assessment: graded(all, assessment),
            });
        }
    }
    let expectations = judged.len();
    let nothing = serde_json::Value::Null;
    judged.extend(judge_standing(&Case {
        all,
        here: all,
        facts: &facts,
        arguments: &nothing,
        grounds,
    }));
    let (verdict, because) = match doubts {
        [] => weigh(all, opened, &judged, expectations, grounds),
        [first, ..] => {
            // Neither what is accused nor what is missing can be relied upon.
            judged.push(in_doubt(doubts));
            let because = format!("it cannot be told whose an entry of the shared realm is: {}", first.why);
            (Verdict::Inconclusive, because)
        }
    };
    let weakest = judged.iter().filter_map(|judged| weakest(&judged.assessment)).min();
    Some(Judgement {
        realm,
        identity: opened.identity.clone(),
        requirements: opened.requirements.clone(),
        verdict,
        because,
        judged,
        weakest,
    })
}

fn in_doubt(doubts: &[Doubt]) -> Judged {
    let finding = |doubt: &Doubt| Finding {
        requirement: None,
        expected: "of every entry that a rule could read it is certain whose it is".to_owned(),
        seen: doubt.why.clone(),
        entries: vec![doubt.entry],
    };
    Judged {
        rule: OWN.to_owned(),
        expectation: None,
        assessment: Assessment::Violated {
            findings: doubts.iter().map(finding).collect(),
        },
    }
}

fn weigh(
    all: JournalSlice<'_>,
    opened: &ScenarioOpened,
    judged: &[Judged],
    expectations: usize,
    grounds: &Grounds<'_>,
) -> (Verdict, String) {
    let troubles = all.iter().filter_map(|entry| match &entry.event {
        Event::Trouble { blame, what } => Some((entry.number, *blame, what.clone())),
        _ => None,
    });
    let (ours, theirs): (Vec<_>, Vec<_>) = troubles.partition(|(_, blame, _)| *blame == Blame::Harness);
    // Where Etalon itself was in trouble, nothing that it saw accuses anybody.
    if let Some((_, _, what)) = ours.into_iter().next() {
        return (Verdict::Inconclusive, what);
    }
    let trouble = theirs.into_iter().next();
    // What was seen before the trouble was seen; what came after it may only be its consequence.
    let counts = |finding: &Finding| {
        trouble
            .as_ref()
            .is_none_or(|(at, _, _)| finding.entries.iter().all(|entry| entry < at))
    };
    let closed = all.iter().any(|entry| matches!(entry.event, Event::ScenarioClosed {}));
    let whole = trouble.is_none() && closed && expectations > 0;
    if let Some((verdict, finding)) = heaviest(opened, judged, grounds, counts)
        && (whole || verdict == Verdict::NonConformant)
    {
        return (verdict, format!("expected: {}; seen: {}", finding.expected, finding.seen));
    }
    if let Some((_, _, what)) = trouble {
        return (Verdict::Inconclusive, what);
    }
    if !closed {
        return (Verdict::Inconclusive, "the record ends before the scenario did".to_owned());
    }
    if expectations == 0 {
        return (Verdict::Inconclusive, "the scenario expects nothing".to_owned());
    }
    for judged in judged {
        match &judged.assessment {
            Assessment::NotExercised { missing } => return (Verdict::Inconclusive, missing.clone()),
            Assessment::Satisfied { witnesses } if witnesses.is_empty() => {
                return (Verdict::Inconclusive, format!("rule `{}` has no witness", judged.rule));
            }
            _ => {}
        }
    }
    for judged in judged {
        if let Assessment::Open { parameter, seen, .. } = &judged.assessment {
            return (
                Verdict::Unspecified,
                format!("{seen}; the sources leave `{parameter}` open and the profile pins no reading"),
            );
        }
    }
    (Verdict::Conformant, "every rule is satisfied".to_owned())
}

/// The finding that weighs most, of those that count, and what it makes of the product.
fn heaviest<'a>(
    opened: &ScenarioOpened,
    judged: &'a [Judged],
    grounds: &Grounds<'_>,
    counts: impl Fn(&Finding) -> bool,
) -> Option<(Verdict, &'a Finding)> {
    let findings = judged.iter().flat_map(|judged| {
        let standing = judged.expectation.is_none();
        let findings = match &judged.assessment {
            Assessment::Violated { findings } => findings.as_slice(),
            _ => &[],
        };
        findings.iter().map(move |finding| (standing, finding))
    });
    findings
        .filter(|(_, finding)| counts(finding))
        .map(|(standing, finding)| {
            let named = finding.requirement.as_ref().map(std::slice::from_ref);
            let weight = named
                .unwrap_or(&opened.requirements)
                .iter()
                .map(|id| grounds.weight(id))
                .min_by_key(|verdict| rank(*verdict));
            // A standing rule that no source states is ours to recommend, never a product's to fail by.
            let weight = if standing && named.is_none() {
                Some(Verdict::Advisory)
            } else {
                weight
            };
            (weight.unwrap_or(Verdict::Inconclusive), finding)
        })
        .min_by_key(|(verdict, _)| rank(*verdict))
}

/// The heaviest first.
fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::NonConformant => 0,
        Verdict::Advisory => 1,
        Verdict::Unspecified => 2,
        Verdict::Inconclusive => 3,
        Verdict::NotApplicable => 4,
        Verdict::Conformant => 5,
    }
}

fn weakest(assessment: &Assessment) -> Option<etalon_model::Grade> {
    match assessment {
        Assessment::Satisfied { witnesses } | Assessment::Open { witnesses, .. } => witnesses.iter().map(|witness| witness.grade).min(),
        _ => None,
    }
}
