//! How a verdict, or what is said of a rule, looks: a word and a sign, so that colour is never alone.

use etalon_model::{Assessment, Verdict};

use crate::words::Words;

/// A verdict as a word with a sign.
#[derive(Clone, Copy)]
pub(super) struct Chip {
    pub(super) class: &'static str,
    pub(super) sign: &'static str,
    pub(super) word: &'static str,
}

impl Chip {
    pub(super) fn of(verdict: Verdict, w: &'static Words) -> Self {
        let sign = match verdict {
            Verdict::Conformant => "✓",
            Verdict::NonConformant => "✗",
            Verdict::Advisory => "!",
            Verdict::NotApplicable => "–",
            Verdict::Unspecified => "≈",
            Verdict::Inconclusive => "?",
        };
        Self {
            class: verdict.as_str(),
            sign,
            word: w.verdict(verdict),
        }
    }

    pub(super) fn not_run(w: &'static Words) -> Self {
        Self {
            class: "not-run",
            sign: "○",
            word: w.v_not_run,
        }
    }
}

/// What is said of a step, a rule or an expectation; a higher one hides a lower one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    Done,
    Unjudged,
    Satisfied,
    Open,
    NotExercised,
    Trouble,
    Violated,
}

impl Mark {
    pub(super) fn of(assessment: &Assessment) -> Self {
        match assessment {
            Assessment::Satisfied { .. } => Self::Satisfied,
            Assessment::Violated { .. } => Self::Violated,
            Assessment::NotExercised { .. } => Self::NotExercised,
            Assessment::Open { .. } => Self::Open,
        }
    }

    /// Its name in style sheets and among the signs of the timeline.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Unjudged => "unjudged",
            Self::Satisfied => "satisfied",
            Self::Open => "open",
            Self::NotExercised => "not-exercised",
            Self::Trouble => "trouble",
            Self::Violated => "violated",
        }
    }

    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Done => "·",
            Self::Unjudged => "○",
            Self::Satisfied => "✓",
            Self::Open => "≈",
            Self::NotExercised => "?",
            Self::Trouble => "!",
            Self::Violated => "✗",
        }
    }

    pub(super) fn word(self, w: &'static Words) -> &'static str {
        match self {
            Self::Done => w.mark_done,
            Self::Unjudged => w.mark_unjudged,
            Self::Satisfied => w.mark_satisfied,
            Self::Open => w.mark_open,
            Self::NotExercised => w.mark_not_exercised,
            Self::Trouble => w.mark_trouble,
            Self::Violated => w.mark_violated,
        }
    }
}
