//! The people of one story: every name stands for one person, and no two share a number. What happens to them is not kept here.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Counters, Insz, Kind, Person, person_of};

/// The people met so far under one seed. Deterministic for a given order of introductions.
#[derive(Debug, Clone)]
pub struct Cast {
    seed: u64,
    counters: Counters,
    people: BTreeMap<String, Person>,
    numbers: BTreeSet<Insz>,
}

/// Why a name got no person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CastRefusal {
    /// The name already stands for a person of the other register.
    #[error("`{0}` was already introduced, in the other register; use another name")]
    OtherRegister(String),
    /// No free number was found.
    #[error("no free number was found for `{0}`: the cast holds {1} people; use fewer people or another seed")]
    Crowded(String, usize),
}

const MAX_DRAWS: u32 = 256;

impl Cast {
    /// A cast with nobody in it.
    #[must_use]
    pub fn new(seed: u64, counters: Counters) -> Self {
        Self {
            seed,
            counters,
            people: BTreeMap::new(),
            numbers: BTreeSet::new(),
        }
    }

    /// The person `name` stands for; introduced now if not met before.
    pub fn introduce(&mut self, name: &str, kind: Kind) -> Result<&Person, CastRefusal> {
        if self.people.get(name).is_some_and(|known| known.kind != kind) {
            return Err(CastRefusal::OtherRegister(name.to_owned()));
        }
        if !self.people.contains_key(name) {
            let newcomer = (0..MAX_DRAWS)
                .map(|draw| person_of(self.seed, name, kind, self.counters, draw))
                .find(|candidate| !self.numbers.contains(&candidate.insz))
                .ok_or_else(|| CastRefusal::Crowded(name.to_owned(), self.people.len()))?;
            self.numbers.insert(newcomer.insz);
            self.people.insert(name.to_owned(), newcomer);
        }
        Ok(&self.people[name])
    }

    /// The person met under `name`, if any.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Person> {
        self.people.get(name)
    }

    /// Everyone met so far, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Person)> {
        self.people.iter().map(|(name, person)| (name.as_str(), person))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_crowd_shares_no_number_although_single_draws_collide() {
        let names: Vec<String> = (0..2000).map(|n| format!("Visitor {n}")).collect();
        let single: BTreeSet<Insz> = names.iter().map(|name| crate::person(1, name).insz).collect();
        assert!(
            single.len() < names.len(),
            "this seed must show the collisions that the cast resolves"
        );
        let mut cast = Cast::new(1, Counters::Unallocated);
        let distinct: BTreeSet<Insz> = names.iter().map(|name| cast.introduce(name, Kind::Citizen).unwrap().insz).collect();
        assert_eq!(distinct.len(), names.len());
    }

    #[test]
    fn a_name_stands_for_one_person() {
        let mut cast = Cast::new(1, Counters::Unallocated);
        let anna = cast.introduce("Anna", Kind::Citizen).unwrap().clone();
        assert_eq!(cast.introduce("Anna", Kind::Citizen).unwrap(), &anna);
        assert_eq!(anna, crate::person(1, "Anna"));
        assert_eq!(
            cast.introduce("Anna", Kind::BisHolder),
            Err(CastRefusal::OtherRegister("Anna".to_owned()))
        );
    }
}
