//! Histories by chance: which kinds of acts, by whom, about what. A seed gives the same ones; what an act then says is beside.

use proptest::{
    collection::vec,
    prelude::*,
    strategy::{Union, ValueTree as _},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

use super::{
    kinds::{About, Effect, Kind},
    themes::{self, THEMES},
    times::STARTS,
};

/// So many acts bring a history about, beside one opening, mostly a link, and one publication: without these there is nothing to read.
const EARLY: std::ops::RangeInclusive<usize> = 0..=4;
/// So many then go on in it.
const LATE: std::ops::RangeInclusive<usize> = 2..=10;
/// Which patient is chosen how often: most of a history is about the same one.
const PATIENTS: [(u32, u8); 3] = [(12, 0), (4, 1), (1, 2)];
/// No more documents than these are told apart.
pub(crate) const DOCUMENTS: u8 = 4;

/// What may become a line of a scenario.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Act {
    pub(crate) kind: &'static Kind,
    pub(crate) patient: u8,
    pub(crate) doctor: u8,
    /// Whichever document there is at that place.
    pub(crate) document: u8,
    /// What else there is to choose.
    pub(crate) detail: u32,
}

/// A beginning and what comes of it.
#[derive(Clone, Debug)]
pub(crate) struct History {
    /// Which of the instants it begins at.
    pub(crate) start: usize,
    pub(crate) acts: Vec<Act>,
}

/// The history of that number under that seed, made of `kinds`.
pub(crate) fn history(kinds: &[&'static Kind], seed: u64, number: u32) -> History {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    bytes[8..12].copy_from_slice(&number.to_le_bytes());
    let mut runner = TestRunner::new_with_rng(quiet(), TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let tree = histories(kinds)
        .new_tree(&mut runner)
        .expect("nothing is filtered, so nothing is rejected");
    tree.current()
}

/// Nothing is kept on disk: a seed and a number are enough to have a history again.
pub(crate) fn quiet() -> Config {
    Config {
        failure_persistence: None,
        ..Config::default()
    }
}

fn histories(kinds: &[&'static Kind]) -> impl Strategy<Value = History> + use<> {
    let kinds = kinds.to_vec();
    (0..THEMES.len()).prop_flat_map(move |theme| about(&kinds, theme))
}

fn about(kinds: &[&'static Kind], theme: usize) -> impl Strategy<Value = History> + use<> {
    let weighed = |weight: fn(&Kind) -> u32| acts(kinds, themes::doctors(theme), |kind| themes::weight(theme, kind, weight(kind)));
    let early = weighed(|kind| kind.weight.early);
    let late = weighed(|kind| kind.weight.late);
    let published = weighed(|kind| match kind.about {
        About::Published | About::Written => kind.weight.early,
        _ => 0,
    });
    let opening = weighed(|kind| match kind.effect {
        Effect::PutsInOrder => 4 * kind.weight.early,
        _ => kind.weight.early,
    });
    (0..STARTS.len(), opening, published, vec(early, EARLY), vec(late, LATE)).prop_map(|(start, opening, published, early, late)| {
        let mut acts = vec![opening, published];
        acts.extend(early);
        acts.extend(late);
        History { start, acts }
    })
}

fn acts(kinds: &[&'static Kind], doctors: [(u32, u8); 3], weight: impl Fn(&Kind) -> u32) -> BoxedStrategy<Act> {
    let chosen = kinds.iter().filter(|kind| weight(kind) > 0);
    let kind = Union::new_weighted(chosen.map(|kind| (weight(kind), Just(*kind))).collect());
    let person = |chosen: [(u32, u8); 3]| Union::new_weighted(chosen.map(|(weight, person)| (weight, Just(person))).to_vec());
    (kind, person(PATIENTS), person(doctors), 0..DOCUMENTS, any::<u32>())
        .prop_map(|(kind, patient, doctor, document, detail)| Act {
            kind,
            patient,
            doctor,
            document,
            detail,
        })
        .boxed()
}

#[cfg(test)]
mod tests {
    use super::{super::kinds::KINDS, *};

    #[test]
    fn a_seed_and_a_number_give_the_same_history() {
        let kinds: Vec<&'static Kind> = KINDS.iter().collect();
        let told = |seed, number| {
            let history = history(&kinds, seed, number);
            let acts: Vec<_> = history
                .acts
                .iter()
                .map(|act| (act.kind.phrase, act.patient, act.doctor, act.document, act.detail))
                .collect();
            (history.start, acts)
        };
        assert_eq!(told(1, 7), told(1, 7));
        assert_ne!(told(1, 7), told(2, 7));
        assert_ne!(told(1, 7), told(1, 8));
    }
}
