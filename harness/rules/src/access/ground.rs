//! A decision with its grounds: every rule that was looked at, whether it holds, and which of them decides.

use jiff::Timestamp;

use super::{saw::Saw, when::Act, when::Possible, when::When};

/// Whether the document may be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Every rule that binds allows it.
    Permitted,
    /// A rule forbids it.
    Refused,
    /// The sources allow both; that parameter would decide, and is not pinned.
    Open {
        /// Its name.
        parameter: &'static str,
    },
    /// It depends on a fact of which it is not known whether it had happened.
    Uncertain {
        /// Why not.
        why: Why,
    },
}

/// Why something is uncertain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The moment lies between the request and the response of an act.
    UnderWay {
        /// The request.
        from: Timestamp,
        /// The response.
        to: Timestamp,
    },
    /// An act was asked for and its answer is not known.
    Unanswered {
        /// When it was asked for.
        from: Timestamp,
    },
}

/// Whether one rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// It allows.
    Yes,
    /// It forbids.
    No,
    /// That parameter would decide.
    Open(&'static str),
    /// Nobody knows.
    Uncertain(Why),
}

/// One rule that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    pub(crate) family: Family,
    /// The requirement that states the rule.
    pub requirement: &'static str,
    /// What was found.
    pub saw: Saw,
    /// Whether the rule allows it.
    pub holds: Holds,
    /// Since when it has been so; none where it was never otherwise.
    pub since: Option<Timestamp>,
    /// When that next changes, by all that is known; none where nothing is known to change it.
    pub until: Option<Timestamp>,
    /// The entries of the journal that tell.
    pub entries: Vec<u64>,
    /// Whether the answer follows from this one.
    pub decides: bool,
}

/// An answer and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The answer.
    pub answer: Answer,
    /// Every rule that was looked at, in the order in which they are asked.
    pub grounds: Vec<Ground>,
}

impl Decision {
    /// The ground from which the answer follows.
    ///
    /// # Panics
    /// Never: every decision has grounds, and one of them decides.
    #[must_use]
    pub fn deciding(&self) -> &Ground {
        self.grounds.iter().find(|ground| ground.decides).expect("one ground decides")
    }
}

/// What the rules of a family are about, so that they can be followed through time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Quality,
    Reference,
    PatientConsent,
    DoctorConsent,
    Profession,
    Exclusion,
    Restriction,
    Link,
    LinkForm,
    PatientRule,
    Release,
    DoctorsKeepAccess,
    OthersSetting,
}

/// What one rule says at one moment.
#[derive(Clone, Debug)]
pub(crate) struct Look {
    pub(crate) family: Family,
    pub(crate) requirement: &'static str,
    pub(crate) saw: Saw,
    pub(crate) holds: Holds,
    pub(crate) entries: Vec<u64>,
}

impl Look {
    pub(crate) fn new(family: Family, requirement: &'static str, holds: Holds, saw: Saw) -> Self {
        Self {
            family,
            requirement,
            saw,
            holds,
            entries: Vec::new(),
        }
    }

    pub(crate) fn told_by(mut self, when: &When) -> Self {
        if let Some((first, last)) = when.entries {
            self.entries.extend([first, last]);
        }
        self.entries.sort_unstable();
        self.entries.dedup();
        self
    }
}

/// What a rule says where one of several acts may have been the last: what all of them agree on, else nobody knows.
pub(crate) fn look<T>(possible: &Possible<'_, T>, judge: impl Fn(Option<&Act<T>>) -> Look) -> Look {
    let nothing = possible.nothing.then(|| judge(None));
    let mut looks: Vec<Look> = nothing.into_iter().collect();
    looks.extend(possible.acts.iter().map(|act| judge(Some(act)).told_by(&act.when)));
    // Either nothing has happened or an act is the last: there is always one.
    let last = looks.pop().expect("something or nothing has happened");
    if looks.iter().all(|look| look.holds == last.holds) {
        return last;
    }
    let why = possible.acts.last().map(|act| match act.is_sure {
        true => Why::UnderWay {
            from: act.when.from,
            to: act.when.to,
        },
        false => Why::Unanswered { from: act.when.from },
    });
    Look {
        holds: why.map_or(last.holds, Holds::Uncertain),
        ..last
    }
}

/// What the rules say together: one that forbids is enough; what nobody knows weighs more than what a parameter decides.
pub(crate) fn answer(looks: &[Look]) -> Answer {
    if looks.iter().any(|look| look.holds == Holds::No) {
        return Answer::Refused;
    }
    let uncertain = looks.iter().find_map(|look| match look.holds {
        Holds::Uncertain(why) => Some(Answer::Uncertain { why }),
        _ => None,
    });
    let open = || {
        looks.iter().find_map(|look| match look.holds {
            Holds::Open(parameter) => Some(Answer::Open { parameter }),
            _ => None,
        })
    };
    uncertain.or_else(open).unwrap_or(Answer::Permitted)
}
