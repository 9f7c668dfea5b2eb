//! One scenario: its verdict with its grounds, its steps, its findings and witnesses, and what was recorded.

use etalon_journal::JournalSlice;
use etalon_model::{Assessment, Finding, Judged, Judgement, Verdict, Witness};

use super::{
    anchor,
    bounds::{self, Allowance},
    chip::{Chip, Mark},
    exchanges::ExchangeList,
    happenings::HappeningList,
    overview::row,
    parties::meetings,
    requirements::RequirementText,
    steps::{StepView, step_of, steps},
    timeline::Timeline,
};
use crate::{
    Account, Language, PlayedScenario,
    deviations::{deviations_of, one_line_of},
    lanes_figure, rerun_command,
    summary::UNPLANNED,
    visible::shortened,
    words::{Words, filled},
};

/// One scenario.
pub(super) struct ScenarioView<'a> {
    pub(super) capability: String,
    pub(super) anchor: String,
    pub(super) identity: &'a str,
    pub(super) title: String,
    pub(super) row: Option<String>,
    pub(super) feature: String,
    pub(super) lang: String,
    pub(super) chip: Chip,
    pub(super) because: &'a str,
    pub(super) place: String,
    pub(super) tags: Vec<String>,
    /// Each with its anchor, where the requirement is in the report.
    pub(super) requirements: Vec<(String, String)>,
    pub(super) weakest: Option<&'static str>,
    pub(super) rerun: Option<String>,
    /// Why its failure is known, where it is.
    pub(super) known: Vec<String>,
    /// Whether its evidence is unfolded.
    pub(super) is_open: bool,
    pub(super) findings: Vec<FindingView>,
    pub(super) rules: Vec<RuleView>,
    pub(super) played: Option<PlayedView>,
}

/// What was recorded of a scenario that was played.
pub(super) struct PlayedView {
    pub(super) realm: String,
    pub(super) is_closed: bool,
    pub(super) steps: Vec<StepView>,
    /// Who could open which document when: a finished part of the page.
    pub(super) lanes: Option<String>,
    pub(super) timeline: Timeline,
    pub(super) exchanges: ExchangeList,
    pub(super) happenings: HappeningList,
}

/// One deviation.
pub(super) struct FindingView {
    pub(super) rule: String,
    pub(super) step: Option<String>,
    /// Its own requirement, where it is not one of the scenario's.
    pub(super) requirement: Option<(String, Option<RequirementText>)>,
    pub(super) expected: String,
    pub(super) seen: String,
    /// Each with whether the report shows it.
    pub(super) entries: Vec<(u64, bool)>,
}

/// What one rule made of the journal.
pub(super) struct RuleView {
    pub(super) rule: String,
    pub(super) class: &'static str,
    pub(super) sign: &'static str,
    pub(super) word: &'static str,
    pub(super) place: String,
    pub(super) text: Option<String>,
    pub(super) witnesses: Vec<WitnessView>,
    pub(super) more: Option<String>,
}

/// One witness.
pub(super) struct WitnessView {
    pub(super) entry: u64,
    /// Whether the report shows it.
    pub(super) is_shown: bool,
    pub(super) grade: &'static str,
    pub(super) shows: String,
}

impl<'a> ScenarioView<'a> {
    pub(super) fn of(account: &Account<'a>, judgement: &'a Judgement, language: Language, allowance: &Allowance) -> Self {
        let w = Words::of(language);
        let planned = account.scenario(&judgement.identity);
        let played = account
            .played_in(&judgement.realm)
            .map(|played| PlayedView::of(account, &played, judgement, language, allowance));
        let findings = judgement
            .findings()
            .map(|(judged, finding)| FindingView::of(account, judgement, judged, finding, played.as_ref(), w));
        let rules = judgement
            .judged
            .iter()
            .map(|judged| RuleView::of(judged, played.as_ref(), w))
            .collect();
        let findings = findings.collect();
        let own_tag = |tag: &&String| !tag.starts_with("case-") && !tag.starts_with("REQ-");
        let rerun = planned.as_ref().map(|planned| rerun_command(account.header, planned));
        let planned = planned.unwrap_or_default();
        Self {
            capability: if planned.capability.is_empty() {
                UNPLANNED.to_owned()
            } else {
                planned.capability
            },
            anchor: anchor("s", &judgement.identity),
            identity: &judgement.identity,
            title: if planned.title.is_empty() {
                judgement.identity.clone()
            } else {
                planned.title
            },
            row: row(&judgement.identity),
            feature: planned.feature,
            lang: planned.language,
            chip: Chip::of(judgement.verdict, w),
            because: &judgement.because,
            place: if planned.path.is_empty() {
                String::new()
            } else {
                format!("{}:{}", planned.path, planned.line)
            },
            tags: planned.tags.iter().filter(own_tag).cloned().collect(),
            requirements: judgement.requirements.iter().map(|id| (id.clone(), anchor("r", id))).collect(),
            weakest: judgement.weakest.map(|grade| w.grade(grade)),
            rerun,
            known: deviations_of(account, judgement)
                .map(|known| one_line_of(&known.deviation))
                .collect(),
            is_open: matches!(
                judgement.verdict,
                Verdict::NonConformant | Verdict::Advisory | Verdict::Inconclusive
            ),
            findings,
            rules,
            played,
        }
    }
}

impl PlayedView {
    fn of(account: &Account, played: &PlayedScenario, judgement: &Judgement, language: Language, allowance: &Allowance) -> Self {
        let w = Words::of(language);
        let entries = JournalSlice::of(played.entries);
        let meetings = meetings(entries);
        let steps = steps(account.header, played, judgement, language);
        Self {
            realm: played.realm.to_owned(),
            is_closed: played.is_closed(),
            lanes: lanes(account, played, judgement, language, allowance),
            timeline: Timeline::of(played, judgement, &meetings, &steps, allowance, w),
            exchanges: ExchangeList::of(entries, &meetings, judgement, allowance, w),
            happenings: HappeningList::of(played, judgement.verdict, allowance, w),
            steps,
        }
    }

    /// Whether the report shows that entry, under its number.
    fn shows(&self, entry: u64) -> bool {
        let mut exchanges = self.exchanges.shown.iter();
        let in_exchange =
            exchanges.any(|shown| shown.number == entry || shown.answer.as_ref().is_some_and(|answer| answer.number == entry));
        in_exchange || self.happenings.shown.iter().any(|shown| shown.number == entry)
    }
}

fn lanes(account: &Account, played: &PlayedScenario, judgement: &Judgement, language: Language, allowance: &Allowance) -> Option<String> {
    let lanes = account.lanes.get(played.realm).filter(|lanes| !lanes.is_empty())?;
    let figure = lanes_figure(lanes, None, &format!("{}.l", anchor("s", &judgement.identity)), language);
    allowance.take_lanes(figure.len()).then_some(figure)
}

impl FindingView {
    fn of(
        account: &Account,
        judgement: &Judgement,
        judged: &Judged,
        finding: &Finding,
        played: Option<&PlayedView>,
        w: &'static Words,
    ) -> Self {
        let own = finding.requirement.as_ref().filter(|id| !judgement.requirements.contains(id));
        Self {
            rule: judged.rule.clone(),
            step: played.and_then(|played| step_name(judged, &played.steps, w)),
            requirement: own.map(|id| (id.clone(), RequirementText::of(account, id, w))),
            expected: shortened(&finding.expected, bounds::SENTENCE),
            seen: shortened(&finding.seen, bounds::SENTENCE),
            entries: finding
                .entries
                .iter()
                .map(|entry| (*entry, played.is_some_and(|played| played.shows(*entry))))
                .collect(),
        }
    }
}

impl RuleView {
    fn of(judged: &Judged, played: Option<&PlayedView>, w: &'static Words) -> Self {
        let steps = played.map_or(&[][..], |played| &played.steps);
        let mark = Mark::of(&judged.assessment);
        let (text, witnesses): (_, &[Witness]) = match &judged.assessment {
            Assessment::Satisfied { witnesses } => (None, witnesses),
            Assessment::Violated { .. } => (None, &[]),
            Assessment::NotExercised { missing } => (Some(format!("{}{} {missing}", w.missing, w.colon)), &[]),
            Assessment::Open {
                parameter,
                seen,
                witnesses,
            } => (
                Some(format!("{}. {seen}", filled(w.open_parameter, &[("parameter", parameter)]))),
                witnesses,
            ),
        };
        let more = witnesses.len().saturating_sub(bounds::WITNESSES);
        let shown = witnesses.iter().take(bounds::WITNESSES).map(|witness| WitnessView {
            entry: witness.entry,
            is_shown: played.is_some_and(|played| played.shows(witness.entry)),
            grade: w.grade(witness.grade),
            shows: shortened(&witness.shows, bounds::SENTENCE),
        });
        Self {
            rule: judged.rule.clone(),
            class: mark.class(),
            sign: mark.sign(),
            word: mark.word(w),
            place: step_name(judged, steps, w).unwrap_or_else(|| w.standing.to_owned()),
            text: text.map(|text| shortened(&text, bounds::SENTENCE)),
            witnesses: shown.collect(),
            more: (more > 0).then(|| filled(w.n_more_witnesses, &[("n", &more.to_string())])),
        }
    }
}

/// `step 4`, for a rule that a step expects; nothing for a standing rule.
fn step_name(judged: &Judged, steps: &[StepView], w: &'static Words) -> Option<String> {
    let step = step_of(steps, judged.expectation?)?;
    Some(filled(w.step_n, &[("n", &step.to_string())]))
}
