//! The report's own words, one constant per language; `{name}` stands for what is filled in. Texts of scenarios and of
//! requirements are data and not here.

mod en;
mod fr;
mod nl;

use etalon_model::{Basis, Grade, Level, Verdict};

use crate::Language;

/// The words of one language.
pub(crate) struct Words {
    pub(crate) colon: &'static str,
    pub(crate) report: &'static str,
    pub(crate) skip: &'static str,
    pub(crate) contents: &'static str,
    pub(crate) result: &'static str,
    pub(crate) conformant_of: &'static str,
    pub(crate) nothing_ran: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) profile: &'static str,
    pub(crate) belgian_time: &'static str,
    pub(crate) duration: &'static str,
    pub(crate) memory: &'static str,
    pub(crate) seed: &'static str,
    pub(crate) version: &'static str,
    pub(crate) examined_with: &'static str,
    pub(crate) coverage: &'static str,
    pub(crate) n_of_total: &'static str,
    pub(crate) command: &'static str,
    pub(crate) absent_parts: &'static str,
    pub(crate) partial_title: &'static str,
    pub(crate) partial_no_end: &'static str,
    pub(crate) partial_gap: &'static str,
    pub(crate) partial_cut: &'static str,
    pub(crate) shard: &'static str,
    pub(crate) partial_shards: &'static str,
    pub(crate) deviations: &'static str,
    pub(crate) deviations_lead: &'static str,
    pub(crate) deviations_stale: &'static str,
    pub(crate) deviation_known: &'static str,
    pub(crate) deviation_gone: &'static str,
    pub(crate) deviation_expired: &'static str,
    pub(crate) deviation_unseen: &'static str,
    pub(crate) deviation_reason: &'static str,
    pub(crate) deviation_owner: &'static str,
    pub(crate) deviation_expires: &'static str,
    pub(crate) attention: &'static str,
    pub(crate) all_well: &'static str,
    pub(crate) not_run: &'static str,
    pub(crate) not_run_lead: &'static str,
    pub(crate) not_played: &'static str,
    pub(crate) left_out: &'static str,
    pub(crate) requirements: &'static str,
    pub(crate) requirements_lead: &'static str,
    pub(crate) source: &'static str,
    pub(crate) unknown_requirement: &'static str,
    pub(crate) untested: &'static str,
    pub(crate) untested_lead: &'static str,
    pub(crate) no_scenario: &'static str,
    pub(crate) level_must: &'static str,
    pub(crate) level_should: &'static str,
    pub(crate) level_may: &'static str,
    pub(crate) basis_source: &'static str,
    pub(crate) basis_consequence: &'static str,
    pub(crate) basis_default: &'static str,
    pub(crate) basis_mock: &'static str,
    pub(crate) scenarios: &'static str,
    pub(crate) scenarios_lead: &'static str,
    pub(crate) evidence: &'static str,
    pub(crate) steps: &'static str,
    pub(crate) not_closed: &'static str,
    pub(crate) findings: &'static str,
    pub(crate) finding_requirement: &'static str,
    pub(crate) expected: &'static str,
    pub(crate) seen: &'static str,
    pub(crate) where_: &'static str,
    pub(crate) entries: &'static str,
    pub(crate) realm: &'static str,
    pub(crate) rule: &'static str,
    pub(crate) rules: &'static str,
    pub(crate) step_n: &'static str,
    pub(crate) standing: &'static str,
    pub(crate) weakest: &'static str,
    pub(crate) grade_nation: &'static str,
    pub(crate) grade_harness: &'static str,
    pub(crate) grade_adapter: &'static str,
    pub(crate) grade_attested: &'static str,
    pub(crate) open_parameter: &'static str,
    pub(crate) missing: &'static str,
    pub(crate) n_more_witnesses: &'static str,
    pub(crate) lanes: &'static str,
    pub(crate) timeline: &'static str,
    pub(crate) timeline_desc: &'static str,
    pub(crate) timeline_cut: &'static str,
    pub(crate) lane_scenario: &'static str,
    pub(crate) lane_system: &'static str,
    pub(crate) user_agent: &'static str,
    pub(crate) mark_intent: &'static str,
    pub(crate) mark_exchange: &'static str,
    pub(crate) mark_unanswered: &'static str,
    pub(crate) mark_state: &'static str,
    pub(crate) mark_direction: &'static str,
    pub(crate) mark_observation: &'static str,
    pub(crate) mark_trouble: &'static str,
    pub(crate) mark_satisfied: &'static str,
    pub(crate) mark_violated: &'static str,
    pub(crate) mark_not_exercised: &'static str,
    pub(crate) mark_open: &'static str,
    pub(crate) mark_done: &'static str,
    pub(crate) mark_unjudged: &'static str,
    pub(crate) exchanges: &'static str,
    pub(crate) exchanges_cut: &'static str,
    pub(crate) request: &'static str,
    pub(crate) answer: &'static str,
    pub(crate) no_answer: &'static str,
    pub(crate) no_answer_recorded: &'static str,
    pub(crate) headers: &'static str,
    pub(crate) body: &'static str,
    pub(crate) no_body: &'static str,
    pub(crate) more_bytes: &'static str,
    pub(crate) not_text: &'static str,
    pub(crate) n_bytes: &'static str,
    pub(crate) more_headers: &'static str,
    pub(crate) seen_by: &'static str,
    pub(crate) happenings: &'static str,
    pub(crate) happenings_cut: &'static str,
    pub(crate) kind_intent: &'static str,
    pub(crate) kind_outcome: &'static str,
    pub(crate) kind_output: &'static str,
    pub(crate) rerun: &'static str,
    pub(crate) given: &'static str,
    pub(crate) when: &'static str,
    pub(crate) then: &'static str,
    pub(crate) and: &'static str,
    pub(crate) v_conformant: &'static str,
    pub(crate) v_non_conformant: &'static str,
    pub(crate) v_advisory: &'static str,
    pub(crate) v_not_applicable: &'static str,
    pub(crate) v_unspecified: &'static str,
    pub(crate) v_inconclusive: &'static str,
    pub(crate) v_not_run: &'static str,
    pub(crate) print_note: &'static str,
    pub(crate) synthetic: &'static str,
    pub(crate) size_bound: &'static str,
}

impl Words {
    pub(crate) fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &en::EN,
            Language::Fr => &fr::FR,
            Language::Nl => &nl::NL,
        }
    }

    /// The signs of the timeline that stand for one party's doing, each with its word.
    pub(crate) fn signs(&self) -> [(&'static str, &'static str); 9] {
        [
            ("intent", self.mark_intent),
            ("state", self.mark_state),
            ("direction", self.mark_direction),
            ("observation", self.mark_observation),
            ("satisfied", self.mark_satisfied),
            ("violated", self.mark_violated),
            ("not-exercised", self.mark_not_exercised),
            ("open", self.mark_open),
            ("trouble", self.mark_trouble),
        ]
    }

    pub(crate) fn verdict(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Conformant => self.v_conformant,
            Verdict::NonConformant => self.v_non_conformant,
            Verdict::Advisory => self.v_advisory,
            Verdict::NotApplicable => self.v_not_applicable,
            Verdict::Unspecified => self.v_unspecified,
            Verdict::Inconclusive => self.v_inconclusive,
        }
    }

    pub(crate) fn grade(&self, grade: Grade) -> &'static str {
        match grade {
            Grade::Nation => self.grade_nation,
            Grade::Harness => self.grade_harness,
            Grade::Adapter => self.grade_adapter,
            Grade::Attested => self.grade_attested,
        }
    }

    pub(crate) fn level(&self, level: Level) -> &'static str {
        match level {
            Level::Must => self.level_must,
            Level::Should => self.level_should,
            Level::May => self.level_may,
        }
    }

    pub(crate) fn basis(&self, basis: Basis) -> &'static str {
        match basis {
            Basis::Source => self.basis_source,
            Basis::Consequence => self.basis_consequence,
            Basis::Default => self.basis_default,
            Basis::Mock => self.basis_mock,
        }
    }
}

/// `template` with `{name}` replaced by its value. One pass: what a value holds is never taken for a place.
#[must_use]
pub fn filled(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        text.push_str(&rest[..start]);
        let after = &rest[start + 1..];
        match after.find('}').and_then(|end| {
            values
                .iter()
                .find(|(name, _)| *name == &after[..end])
                .map(|(_, value)| (end, value))
        }) {
            Some((end, value)) => {
                text.push_str(value);
                rest = &after[end + 1..];
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_filled_in_once() {
        assert_eq!(filled("{n} of {total}{x", &[("n", "{total}"), ("total", "9")]), "{total} of 9{x");
    }
}
