//! Differences that the profile's deviations know. A history is no scenario: what is known for one scenario only excuses nothing here.

use std::collections::BTreeSet;

use etalon_model::{KnownDeviation, Profile, Verdict};
use etalon_steps::Specification;
use jiff::Timestamp;

use super::{
    compare::{Compared, Difference},
    finding::deciding,
};
use crate::{account::day_of, exit::Failure, plan::in_scope, profiles};

/// What is borne.
#[derive(Clone, Default)]
pub(crate) struct Known {
    /// The requirements that the system is known not to meet, in whatever scenario.
    requirements: BTreeSet<String>,
    /// Deviations that are not applied: of one scenario, of another verdict, or expired.
    pub(crate) not_applied: usize,
}

impl Known {
    /// What stands in the `deviations.toml` of the profile that `named` means, today.
    pub(crate) fn of(named: &str, specification: &Specification, profile: &Profile) -> Result<Self, Failure> {
        let planned = specification.plan().map_err(|why| Failure::bug(why.to_string()))?;
        let scope = in_scope(&planned, specification, Some(profile));
        let all = profiles::deviations(named, &specification.catalogue, &scope)?;
        let today = day_of(Timestamp::now());
        let applies = |known: &&KnownDeviation| {
            let deviation = &known.deviation;
            deviation.scenario.is_none() && deviation.verdict == Verdict::NonConformant && today <= deviation.expires
        };
        let requirements: BTreeSet<String> = all
            .iter()
            .filter(applies)
            .map(|known| known.deviation.requirement.clone())
            .collect();
        Ok(Self {
            not_applied: all.iter().filter(|known| !applies(known)).count(),
            requirements,
        })
    }

    /// Takes the differences out that are known, and counts them.
    pub(crate) fn bear(&self, compared: &mut Compared) {
        let before = compared.differences.len();
        compared.differences.retain(|difference| !self.is_known(difference));
        compared.known = before - compared.differences.len();
    }

    fn is_known(&self, difference: &Difference) -> bool {
        let ground = difference.decision.as_ref().and_then(deciding);
        ground.is_some_and(|ground| self.requirements.contains(ground.requirement))
    }

    /// What people are told beforehand, where there is something to tell.
    pub(crate) fn told(&self) -> Option<String> {
        let requirements: Vec<&str> = self.requirements.iter().map(String::as_str).collect();
        let borne = (!requirements.is_empty()).then(|| {
            format!(
                "known deviations are borne: what {} decides is counted and not looked into",
                requirements.join(", ")
            )
        });
        let others = (self.not_applied > 0).then(|| {
            format!(
                "{} known deviations are not applied to histories: they are of one scenario, of another verdict, or expired",
                self.not_applied
            )
        });
        let lines: Vec<String> = borne.into_iter().chain(others).collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }
}
