//! `summary.json`: the counts of a run, for other people's tools.

use std::collections::BTreeSet;

use etalon_model::{Assessment, DeviationState, Grade, Judgement, KnownDeviation, Verdict};
use serde::{Deserialize, Serialize};

use crate::{
    Account, Planned,
    deviations::{deviation_lines, deviations_of},
};

/// The name of the report in the record folder.
pub(crate) const REPORT: &str = "report.html";

/// The counts of a run, and one line per scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// All scenarios, those not run included: those with a verdict, and those of which nothing is said.
    pub scenarios: usize,
    /// How many had which verdict.
    pub verdicts: VerdictCounts,
    /// How many were left out, or planned and not played; some of these have a verdict all the same.
    pub not_run: usize,
    /// Requirements spoken for.
    pub requirements: Coverage,
    /// By capability, in the order of the plan.
    pub capabilities: Vec<Capability>,
    /// How long the run took; none where it did not come to its end.
    pub seconds: Option<f64>,
    /// The most memory it held at once, in MiB; none where it did not come to its end.
    pub peak_rss_mb: Option<f64>,
    /// Path of the report.
    pub report: String,
    /// Whether the record lacks its end, an entry or a shard.
    pub partial: bool,
    /// Which part of a run this is, such as `1/4`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<String>,
    /// The shards that a merged record lacks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing_shards: Vec<String>,
    /// How many scenarios fail as they are known to: they are counted under their verdicts too.
    #[serde(default)]
    pub known: usize,
    /// The known failures, in the order of `deviations.toml`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deviations: Vec<DeviationLine>,
    /// The seed.
    pub seed: u64,
    /// Name of the profile.
    pub profile: String,
    /// The scenarios of which something is said, in the order of the judgements.
    pub scenario: Vec<ScenarioLine>,
}

/// How many scenarios had which verdict. Every kind is spelled out, also with a zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct VerdictCounts {
    /// Every rule satisfied, with witnesses.
    pub conformant: usize,
    /// A *must* violated.
    pub non_conformant: usize,
    /// A *should* violated.
    pub advisory: usize,
    /// Not claimed, and need not be.
    pub not_applicable: usize,
    /// The sources allow both readings.
    pub unspecified: usize,
    /// It could not be examined.
    pub inconclusive: usize,
}

/// How many requirements have a scenario that was played and judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// With at least one.
    pub covered: usize,
    /// In the catalogue.
    pub total: usize,
}

/// The counts of one capability.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capability {
    /// Its name.
    pub name: String,
    /// How many had which verdict.
    pub verdicts: VerdictCounts,
    /// How many were not run; some of these have a verdict all the same.
    pub not_run: usize,
}

/// One scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScenarioLine {
    /// Its identity.
    pub identity: String,
    /// What is said.
    pub verdict: Verdict,
    /// Why.
    pub because: String,
    /// Its requirements.
    pub requirements: Vec<String>,
    /// The weakest witness it rests on.
    pub weakest: Option<Grade>,
    /// The rules of its own expectations that are violated; a standing rule is none of these.
    #[serde(default)]
    pub violated: Vec<String>,
    /// The requirements of the deviations by which its failure is known; empty where it is not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known_by: Vec<String>,
}

/// One known failure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviationLine {
    /// As the profile's `deviations.toml` has it, with the scenarios that are meant.
    #[serde(flatten)]
    pub known: KnownDeviation,
    /// What became of it.
    pub state: DeviationState,
    /// The scenarios in which it was seen.
    pub seen_in: Vec<String>,
}

impl VerdictCounts {
    /// How many had `verdict`.
    #[must_use]
    pub fn of(&self, verdict: Verdict) -> usize {
        match verdict {
            Verdict::Conformant => self.conformant,
            Verdict::NonConformant => self.non_conformant,
            Verdict::Advisory => self.advisory,
            Verdict::NotApplicable => self.not_applicable,
            Verdict::Unspecified => self.unspecified,
            Verdict::Inconclusive => self.inconclusive,
        }
    }

    fn add(&mut self, verdict: Verdict) {
        *match verdict {
            Verdict::Conformant => &mut self.conformant,
            Verdict::NonConformant => &mut self.non_conformant,
            Verdict::Advisory => &mut self.advisory,
            Verdict::NotApplicable => &mut self.not_applicable,
            Verdict::Unspecified => &mut self.unspecified,
            Verdict::Inconclusive => &mut self.inconclusive,
        } += 1;
    }
}

/// The counts of `account`.
#[must_use]
pub fn summary(account: &Account) -> Summary {
    let not_run = account.not_run();
    let mut verdicts = VerdictCounts::default();
    let mut capabilities: Vec<Capability> = Vec::new();
    for planned in &account.header.planned {
        capability_of(&mut capabilities, Some(planned));
    }
    let mut covered = BTreeSet::new();
    for judgement in account.judgements {
        verdicts.add(judgement.verdict);
        let scenario = account.scenario(&judgement.identity);
        capability_of(&mut capabilities, scenario.as_ref()).verdicts.add(judgement.verdict);
        let played = account.was_played(judgement);
        let ids = judgement.requirements.iter();
        covered.extend(ids.filter(|id| played && account.header.catalogue.get(id).is_some()));
    }
    for scenario in &not_run {
        capability_of(&mut capabilities, scenario.planned).not_run += 1;
    }
    Summary {
        scenarios: account.judgements.len() + not_run.iter().filter(|scenario| !scenario.is_judged).count(),
        verdicts,
        not_run: not_run.len(),
        requirements: Coverage {
            covered: covered.len(),
            total: account.header.catalogue.requirements.len(),
        },
        capabilities,
        seconds: account.end.map(|end| end.seconds),
        peak_rss_mb: account.end.map(|end| end.peak_rss_mb),
        report: account.folder.join(REPORT).display().to_string(),
        partial: account.partial,
        shard: account.header.shard.map(|shard| shard.to_string()),
        missing_shards: account
            .header
            .merged
            .iter()
            .flat_map(|merged| merged.missing.iter().map(ToString::to_string))
            .collect(),
        known: account
            .judgements
            .iter()
            .filter(|judgement| account.deviated.is_known(judgement))
            .count(),
        deviations: deviation_lines(account),
        seed: account.header.seed,
        profile: account.header.profile.name.clone(),
        scenario: account
            .judgements
            .iter()
            .map(|judgement| ScenarioLine {
                identity: judgement.identity.clone(),
                verdict: judgement.verdict,
                because: judgement.because.clone(),
                requirements: judgement.requirements.clone(),
                weakest: judgement.weakest,
                violated: violated(judgement),
                known_by: deviations_of(account, judgement)
                    .map(|known| known.deviation.requirement.clone())
                    .collect(),
            })
            .collect(),
    }
}

fn violated(judgement: &Judgement) -> Vec<String> {
    let own = judgement.judged.iter().filter(|judged| judged.expectation.is_some());
    let found = own.filter(|judged| matches!(judged.assessment, Assessment::Violated { .. }));
    found.map(|judged| judged.rule.clone()).collect()
}

/// The counts of the scenario's capability, begun where it is met for the first time.
fn capability_of<'a>(capabilities: &'a mut Vec<Capability>, scenario: Option<&Planned>) -> &'a mut Capability {
    let name = scenario.map_or(UNPLANNED, |planned| &planned.capability);
    let at = capabilities
        .iter()
        .position(|capability| capability.name == name)
        .unwrap_or_else(|| {
            capabilities.push(Capability {
                name: name.to_owned(),
                verdicts: VerdictCounts::default(),
                not_run: 0,
            });
            capabilities.len() - 1
        });
    &mut capabilities[at]
}

/// Stands for the capability of a scenario that neither plan nor journal describes.
pub(crate) const UNPLANNED: &str = "-";
