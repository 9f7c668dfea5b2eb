//! The fixed words of `explain` in English, French and Dutch. Sentences about what was found and done are in `found` and `deeds`; quotes of the sources stay in the language of the source.

use etalon_evidence::{Language, filled};
use etalon_model::{Basis, lanes::SpanState};
use etalon_rules::access::{Answer, Holds, Profession};
use jiff::Timestamp;

use super::{words_en::EN, words_fr::FR, words_nl::NL};

/// The words of one language.
pub(crate) struct Words {
    pub(crate) language: Language,
    pub(crate) title: &'static str,
    pub(crate) question: &'static str,
    pub(crate) about: &'static str,
    pub(crate) published: &'static str,
    pub(crate) reference: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) number: &'static str,
    pub(crate) last_instant: &'static str,
    pub(crate) scenario: &'static str,
    pub(crate) file: &'static str,
    pub(crate) readings: &'static str,
    pub(crate) no_readings: &'static str,
    pub(crate) permitted: &'static str,
    pub(crate) refused: &'static str,
    pub(crate) open: &'static str,
    pub(crate) uncertain: &'static str,
    pub(crate) decides: &'static str,
    pub(crate) fulfilled_last: &'static str,
    pub(crate) allows: &'static str,
    pub(crate) forbids: &'static str,
    pub(crate) since: &'static str,
    pub(crate) until: &'static str,
    pub(crate) entry: &'static str,
    pub(crate) entries: &'static str,
    pub(crate) patient: &'static str,
    pub(crate) doctor: &'static str,
    pub(crate) other: &'static str,
    pub(crate) parameter_decides: &'static str,
    pub(crate) under_way: &'static str,
    pub(crate) unanswered: &'static str,
    pub(crate) not_known_between: &'static str,
    pub(crate) not_known_since: &'static str,
    pub(crate) changes: &'static str,
    pub(crate) was_shown: &'static str,
    pub(crate) was_not_shown: &'static str,
    pub(crate) no_changes: &'static str,
    pub(crate) before: &'static str,
    pub(crate) by_time: &'static str,
    pub(crate) rules: &'static str,
    pub(crate) limits: &'static str,
    pub(crate) belgian_time: &'static str,
    pub(crate) colon: &'static str,
    pub(crate) answer_yes: &'static str,
    pub(crate) answer_no: &'static str,
    pub(crate) answer_open: &'static str,
    pub(crate) answer_unknown: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) reasoning: &'static str,
    pub(crate) read_as: &'static str,
    pub(crate) basis_source: &'static str,
    pub(crate) basis_consequence: &'static str,
    pub(crate) basis_default: &'static str,
    pub(crate) timeline: &'static str,
    pub(crate) left_open: &'static str,
    pub(crate) nothing_open: &'static str,
    pub(crate) under_reading: &'static str,
    pub(crate) free_value: &'static str,
    pub(crate) also_open: &'static str,
    pub(crate) reproduce: &'static str,
    pub(crate) reproduce_note: &'static str,
    pub(crate) recorded_by: &'static str,
    pub(crate) facts: &'static str,
    pub(crate) author: &'static str,
    pub(crate) publisher: &'static str,
    pub(crate) nurse: &'static str,
    pub(crate) pharmacist: &'static str,
    pub(crate) clerk: &'static str,
    pub(crate) office: &'static str,
}

impl Words {
    pub(crate) fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &EN,
            Language::Fr => &FR,
            Language::Nl => &NL,
        }
    }

    pub(crate) fn answer(&self, answer: &Answer) -> &'static str {
        match answer {
            Answer::Permitted => self.permitted,
            Answer::Refused => self.refused,
            Answer::Open { .. } => self.open,
            Answer::Uncertain { .. } => self.uncertain,
        }
    }

    /// What is said of the ground from which an answer follows.
    pub(crate) fn marks(&self, answer: &Answer) -> &'static str {
        match answer {
            Answer::Permitted => self.fulfilled_last,
            Answer::Refused | Answer::Open { .. } | Answer::Uncertain { .. } => self.decides,
        }
    }

    pub(crate) fn state(&self, state: &SpanState) -> &'static str {
        match state {
            SpanState::Permitted => self.permitted,
            SpanState::Refused => self.refused,
            SpanState::Open { .. } => self.open,
            SpanState::Uncertain => self.uncertain,
        }
    }

    pub(crate) fn holds(&self, holds: &Holds) -> &'static str {
        match holds {
            Holds::Yes => self.allows,
            Holds::No => self.forbids,
            Holds::Open(_) => self.open,
            Holds::Uncertain(_) => self.uncertain,
        }
    }

    /// Of a row in the three languages the one in this language, with its places filled in.
    pub(crate) fn filled(&self, row: &[&'static str; 3], values: &[(&str, &str)]) -> String {
        let [en, fr, nl] = row;
        let template = match self.language {
            Language::En => en,
            Language::Fr => fr,
            Language::Nl => nl,
        };
        filled(template, values)
    }

    pub(crate) fn instant(&self, instant: Timestamp) -> String {
        self.language.instant(instant)
    }

    pub(crate) fn profession(&self, profession: Profession) -> &'static str {
        match profession {
            Profession::Physician => self.doctor,
            Profession::Nurse => self.nurse,
            Profession::Pharmacist => self.pharmacist,
            Profession::Clerk => self.clerk,
        }
    }

    /// What a requirement rests on.
    pub(crate) fn basis(&self, basis: Basis) -> &'static str {
        match basis {
            Basis::Source => self.basis_source,
            Basis::Consequence => self.basis_consequence,
            Basis::Default | Basis::Mock => self.basis_default,
        }
    }

    /// “entry 5”, “entries 5, 9”; nothing where there are none.
    pub(crate) fn told_by(&self, entries: &[u64]) -> String {
        let numbers: Vec<String> = entries.iter().map(u64::to_string).collect();
        match numbers.as_slice() {
            [] => String::new(),
            [one] => format!("{} {one}", self.entry),
            several => format!("{} {}", self.entries, several.join(", ")),
        }
    }
}
