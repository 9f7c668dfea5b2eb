//! Exit codes are part of the interface; this is the one place that gives them.

use std::process::ExitCode;

use etalon_model::{Deviated, Judgement, Verdict};

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Nothing to complain about.
    Fine,
    /// The command line, a profile or a feature is wrong.
    Usage,
    /// The machine, the network or the system under test keeps us from it.
    Environment,
    /// A bug of ours.
    Bug,
    /// A *must* is violated, or a known deviation is one no more.
    NonConformant,
    /// Something could not be examined.
    Inconclusive,
    /// Nothing was examined.
    NothingRan,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::Usage => 2,
            Exit::Environment => 3,
            Exit::Bug => 4,
            Exit::NonConformant => 10,
            Exit::Inconclusive => 20,
            Exit::NothingRan => 30,
        })
    }
}

/// Why nothing could be done.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    pub(crate) message: String,
}

impl Failure {
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Usage,
            message: message.into(),
        }
    }

    pub(crate) fn environment(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Environment,
            message: message.into(),
        }
    }

    pub(crate) fn bug(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Bug,
            message: message.into(),
        }
    }
}

/// What the judgements make of a run. Known failures do not fail it; deviations that are none any more do.
pub(crate) fn of(judgements: &[Judgement], deviated: &Deviated) -> Exit {
    let unknown = judgements.iter().filter(|judgement| !deviated.is_known(judgement));
    let any = |wanted: Verdict| unknown.clone().any(|judgement| judgement.verdict == wanted);
    if any(Verdict::NonConformant) || deviated.has_stale() {
        Exit::NonConformant
    } else if any(Verdict::Inconclusive) {
        Exit::Inconclusive
    } else if judgements.iter().all(|judgement| judgement.verdict == Verdict::NotApplicable) {
        Exit::NothingRan
    } else {
        Exit::Fine
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(verdicts: &[Verdict]) -> Exit {
        let judgements: Vec<Judgement> = verdicts
            .iter()
            .map(|verdict| Judgement {
                realm: String::new(),
                identity: String::new(),
                requirements: Vec::new(),
                verdict: *verdict,
                because: String::new(),
                judged: Vec::new(),
                weakest: None,
            })
            .collect();
        of(&judgements, &Deviated::NONE)
    }

    #[test]
    fn a_deviation_outweighs_what_could_not_be_examined() {
        assert_eq!(
            judged(&[Verdict::Conformant, Verdict::Inconclusive, Verdict::NonConformant]),
            Exit::NonConformant
        );
        assert_eq!(judged(&[Verdict::Conformant, Verdict::Inconclusive]), Exit::Inconclusive);
        assert_eq!(judged(&[Verdict::Conformant, Verdict::Advisory, Verdict::Unspecified]), Exit::Fine);
    }

    #[test]
    fn nothing_examined_is_not_fine() {
        assert_eq!(judged(&[]), Exit::NothingRan);
        assert_eq!(judged(&[Verdict::NotApplicable]), Exit::NothingRan);
    }
}
