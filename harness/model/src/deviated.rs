//! What known failures make of a run: which failures are known, and which deviations are none any more. Pure: from judgements and a day.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{Judgement, KnownDeviation, Verdict};

/// What became of one deviation in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeviationState {
    /// It still fails, as it is known to.
    Known,
    /// It no longer fails: it has to be taken out.
    Gone,
    /// Its time is over.
    Expired,
    /// Not all of its scenarios were played to a verdict, so nothing is said of it.
    Unseen,
}

impl DeviationState {
    /// Its spelling.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Gone => "gone",
            Self::Expired => "expired",
            Self::Unseen => "unseen",
        }
    }

    /// Whether it makes a run fail.
    #[must_use]
    pub fn is_stale(self) -> bool {
        matches!(self, Self::Gone | Self::Expired)
    }
}

/// What the known failures make of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deviated {
    /// By identity of a scenario whose failure is known, the places of the deviations that say so.
    known: BTreeMap<String, Vec<usize>>,
    /// Of each deviation, what became of it.
    states: Vec<DeviationState>,
}

impl Deviated {
    /// Nothing is known.
    pub const NONE: Self = Self {
        known: BTreeMap::new(),
        states: Vec::new(),
    };

    /// Weighs `known` against `judgements`, on `day`. `weight` says what a violation of a requirement makes of a product.
    #[must_use]
    pub fn of(known: &[KnownDeviation], judgements: &[Judgement], weight: impl Fn(&str) -> Verdict, day: Date) -> Self {
        let is_over = |one: &KnownDeviation| day > one.deviation.expires;
        let mut by_identity = BTreeMap::new();
        let mut seen = vec![false; known.len()];
        for judgement in judgements {
            let Some(covering) = covering(known, judgement, &weight) else {
                continue;
            };
            covering.iter().for_each(|at| seen[*at] = true);
            // What is over excuses nothing; the failure then stands for itself.
            let in_force: Vec<usize> = covering.into_iter().filter(|at| !is_over(&known[*at])).collect();
            if is_covered(known, judgement, &weight, &in_force) {
                by_identity.insert(judgement.identity.clone(), in_force);
            }
        }
        let states = known.iter().zip(&seen).map(|(one, seen)| {
            let mut met = judgements.iter().filter(|judgement| is_in_scope(one, judgement));
            match (is_over(one), seen) {
                (true, _) if met.next().is_some() => DeviationState::Expired,
                (true, _) => DeviationState::Unseen,
                (false, true) => DeviationState::Known,
                (false, false) if is_gone(one, judgements) => DeviationState::Gone,
                (false, false) => DeviationState::Unseen,
            }
        });
        Self {
            states: states.collect(),
            known: by_identity,
        }
    }

    /// The places of the deviations by which the failure of that scenario is known; empty where it is not.
    #[must_use]
    pub fn by(&self, identity: &str) -> &[usize] {
        self.known.get(identity).map_or(&[], Vec::as_slice)
    }

    /// Whether the failure of that scenario is known.
    #[must_use]
    pub fn is_known(&self, judgement: &Judgement) -> bool {
        self.known.contains_key(&judgement.identity)
    }

    /// The scenarios in which the deviation at that place was seen.
    pub fn seen_in(&self, at: usize) -> impl Iterator<Item = &str> {
        let seen = self.known.iter().filter(move |(_, by)| by.contains(&at));
        seen.map(|(identity, _)| identity.as_str())
    }

    /// What became of the deviation at that place.
    #[must_use]
    pub fn state(&self, at: usize) -> DeviationState {
        self.states.get(at).copied().unwrap_or(DeviationState::Unseen)
    }

    /// Whether any deviation is one no more.
    #[must_use]
    pub fn has_stale(&self) -> bool {
        self.states.iter().any(|state| state.is_stale())
    }
}

/// An identity without the number of its repetition.
#[must_use]
pub fn base_identity(identity: &str) -> &str {
    identity.split_once('~').map_or(identity, |(base, _)| base)
}

fn is_in_scope(known: &KnownDeviation, judgement: &Judgement) -> bool {
    let identity = base_identity(&judgement.identity);
    known.scenarios.iter().any(|scenario| scenario == identity)
}

/// Violated requirements that make the scenario what it is; none where the scenario's own are meant.
fn violated<'a>(judgement: &'a Judgement, weight: &impl Fn(&str) -> Verdict) -> Vec<Option<&'a str>> {
    let heavy = |id: &str| weight(id) == judgement.verdict;
    let own = judgement.requirements.iter().any(|id| heavy(id));
    let findings = judgement.findings().map(|(_, finding)| finding.requirement.as_deref());
    findings.filter(|id| id.map_or(own, heavy)).collect()
}

/// Whether `known` speaks of the violation of `requirement` in that scenario.
fn speaks_of(known: &KnownDeviation, judgement: &Judgement, requirement: Option<&str>) -> bool {
    let id = known.deviation.requirement.as_str();
    match requirement {
        Some(violated) => violated == id && (known.deviation.scenario.is_none() || is_in_scope(known, judgement)),
        None => is_in_scope(known, judgement) && judgement.requirements.iter().any(|own| own == id),
    }
}

/// The deviations that speak of this failure; none where it is no failure or nothing speaks of it.
fn covering(known: &[KnownDeviation], judgement: &Judgement, weight: &impl Fn(&str) -> Verdict) -> Option<Vec<usize>> {
    let violated = violated(judgement, weight);
    let speaks = |one: &KnownDeviation| match judgement.verdict {
        Verdict::NonConformant | Verdict::Advisory => violated.iter().any(|id| speaks_of(one, judgement, *id)),
        Verdict::Inconclusive => is_in_scope(one, judgement),
        _ => false,
    };
    let covering = known
        .iter()
        .enumerate()
        .filter(|(_, one)| one.deviation.verdict == judgement.verdict && speaks(one));
    let covering: Vec<usize> = covering.map(|(at, _)| at).collect();
    (!covering.is_empty()).then_some(covering)
}

/// Whether these deviations speak of everything that makes the scenario fail: one known failure does not hide another.
fn is_covered(known: &[KnownDeviation], judgement: &Judgement, weight: &impl Fn(&str) -> Verdict, by: &[usize]) -> bool {
    let spoken_of = |id: &Option<&str>| by.iter().any(|at| speaks_of(&known[*at], judgement, *id));
    match judgement.verdict {
        Verdict::Inconclusive => !by.is_empty(),
        _ => !by.is_empty() && violated(judgement, weight).iter().all(spoken_of),
    }
}

/// Whether all scenarios that are meant were judged, and in none the failure is left.
fn is_gone(known: &KnownDeviation, judgements: &[Judgement]) -> bool {
    let is_well = |verdict: Verdict| match known.deviation.verdict {
        Verdict::Inconclusive => !matches!(verdict, Verdict::Inconclusive | Verdict::NotApplicable),
        Verdict::Advisory => verdict == Verdict::Conformant,
        _ => matches!(verdict, Verdict::Conformant | Verdict::Advisory),
    };
    known.scenarios.iter().all(|scenario| {
        let mut here = judgements
            .iter()
            .filter(|judgement| base_identity(&judgement.identity) == scenario)
            .peekable();
        here.peek().is_some() && here.all(|judgement| is_well(judgement.verdict))
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{Assessment, Deviation, Finding, Judged};

    fn known(requirement: &str, scenario: Option<&str>, scenarios: &[&str], verdict: Verdict) -> KnownDeviation {
        KnownDeviation {
            deviation: Deviation {
                requirement: requirement.to_owned(),
                scenario: scenario.map(str::to_owned),
                verdict,
                reason: "r".to_owned(),
                owner: "o".to_owned(),
                expires: date(2027, 3, 31),
            },
            scenarios: scenarios.iter().map(|scenario| (*scenario).to_owned()).collect(),
        }
    }

    /// A scenario that speaks for REQ-A, with findings that name these requirements.
    fn judgement(identity: &str, verdict: Verdict, findings: &[Option<&str>]) -> Judgement {
        let finding = |requirement: &Option<&str>| Finding {
            requirement: requirement.map(str::to_owned),
            expected: String::new(),
            seen: String::new(),
            entries: Vec::new(),
        };
        let assessment = Assessment::Violated {
            findings: findings.iter().map(finding).collect(),
        };
        Judgement {
            realm: String::new(),
            identity: identity.to_owned(),
            requirements: vec!["REQ-A".to_owned()],
            verdict,
            because: String::new(),
            judged: vec![Judged {
                rule: "rule".to_owned(),
                expectation: Some(1),
                assessment,
            }],
            weakest: None,
        }
    }

    fn weighed(known: &[KnownDeviation], judgements: &[Judgement], day: Date) -> Deviated {
        let weight = |id: &str| match id {
            "REQ-SHOULD" => Verdict::Advisory,
            _ => Verdict::NonConformant,
        };
        Deviated::of(known, judgements, weight, day)
    }

    const LAST_DAY: Date = date(2027, 3, 31);

    #[test]
    fn a_known_failure_is_known_until_the_end_of_its_last_day() {
        let known = [known("REQ-A", None, &["case-a"], Verdict::NonConformant)];
        let failed = [judgement("case-a", Verdict::NonConformant, &[None])];
        let on_the_last_day = weighed(&known, &failed, LAST_DAY);
        assert!(on_the_last_day.is_known(&failed[0]));
        assert_eq!(on_the_last_day.state(0), DeviationState::Known);
        assert_eq!(on_the_last_day.seen_in(0).collect::<Vec<_>>(), ["case-a"]);
        let on_the_next = weighed(&known, &failed, date(2027, 4, 1));
        assert!(!on_the_next.is_known(&failed[0]));
        assert_eq!(on_the_next.state(0), DeviationState::Expired);
    }

    #[test]
    fn one_known_failure_does_not_hide_another() {
        let known = [known("REQ-A", None, &["case-a"], Verdict::NonConformant)];
        for (findings, wanted) in [
            (&[None][..], true),
            (&[Some("REQ-A")], true),
            (&[None, Some("REQ-B")], false),
            (&[Some("REQ-B")], false),
            // What weighs less makes no failure.
            (&[None, Some("REQ-SHOULD")], true),
        ] {
            let failed = [judgement("case-a", Verdict::NonConformant, findings)];
            assert_eq!(weighed(&known, &failed, LAST_DAY).is_known(&failed[0]), wanted, "{findings:?}");
        }
        let failed = [judgement("case-b", Verdict::NonConformant, &[None])];
        assert!(!weighed(&known, &failed, LAST_DAY).is_known(&failed[0]), "another scenario");
        let silent = [judgement("case-a", Verdict::Inconclusive, &[])];
        assert!(!weighed(&known, &silent, LAST_DAY).is_known(&silent[0]), "another verdict");
    }

    #[test]
    fn a_standing_rule_may_find_a_known_failure_anywhere() {
        let failed = [judgement("case-b", Verdict::NonConformant, &[Some("REQ-C")])];
        let everywhere = [known("REQ-C", None, &["case-c"], Verdict::NonConformant)];
        assert!(weighed(&everywhere, &failed, LAST_DAY).is_known(&failed[0]));
        let elsewhere = [known("REQ-C", Some("case-c"), &["case-c"], Verdict::NonConformant)];
        assert!(!weighed(&elsewhere, &failed, LAST_DAY).is_known(&failed[0]));
    }

    #[test]
    fn what_no_longer_fails_is_gone_once_all_its_scenarios_were_judged() {
        let one = known("REQ-A", None, &["case-a", "case-b"], Verdict::NonConformant);
        let well = |identity: &str| judgement(identity, Verdict::Conformant, &[]);
        let with = |verdict| judgement("case-b", verdict, &[None]);
        for (judgements, wanted) in [
            (vec![well("case-a"), well("case-b")], DeviationState::Gone),
            (vec![well("case-a")], DeviationState::Unseen),
            (vec![well("case-a"), with(Verdict::Inconclusive)], DeviationState::Unseen),
            (vec![well("case-a"), with(Verdict::NotApplicable)], DeviationState::Unseen),
            (vec![well("case-a"), with(Verdict::NonConformant)], DeviationState::Known),
            (vec![well("case-a"), well("case-b"), well("case-b~2")], DeviationState::Gone),
            (vec![], DeviationState::Unseen),
        ] {
            let weighed = weighed(std::slice::from_ref(&one), &judgements, LAST_DAY);
            assert_eq!(weighed.state(0), wanted, "{judgements:?}");
            assert_eq!(weighed.has_stale(), wanted.is_stale());
        }
    }

    #[test]
    fn what_could_not_be_examined_may_be_known_too() {
        let one = known("REQ-A", Some("case-a"), &["case-a"], Verdict::Inconclusive);
        let silent = [judgement("case-a", Verdict::Inconclusive, &[])];
        assert!(weighed(std::slice::from_ref(&one), &silent, LAST_DAY).is_known(&silent[0]));
        let well = [judgement("case-a", Verdict::Conformant, &[])];
        assert_eq!(weighed(&[one], &well, LAST_DAY).state(0), DeviationState::Gone);
    }
}
