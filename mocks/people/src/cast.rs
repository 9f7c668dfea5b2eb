//! The people of one story: every name stands for one person, and no two share a number. What happens to them is not kept here.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Counters, Insz, NumberKind, Person, person_of};

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

    /// The person `name` stands for, with a number of that kind; introduced now if not met before.
    pub fn introduce(&mut self, name: &str, number: impl Into<NumberKind>) -> Result<&Person, CastRefusal> {
        let number = number.into();
        if self.people.get(name).is_some_and(|known| known.kind != number.register()) {
            return Err(CastRefusal::OtherRegister(name.to_owned()));
        }
        if !self.people.contains_key(name) {
            let newcomer = (0..MAX_DRAWS)
                .map(|draw| person_of(self.seed, name, number, self.counters, draw))
                .find(|candidate| !self.numbers.contains(&candidate.insz))
                .ok_or_else(|| CastRefusal::Crowded(name.to_owned(), self.people.len()))?;
            self.numbers.insert(newcomer.insz);
            self.people.insert(name.to_owned(), newcomer);
        }
        Ok(&self.people[name])
    }

    /// Lets `name`, who was met, bear the first and family names of `other`, who was met too. Number, address and everything else stay.
    pub fn make_namesake(&mut self, name: &str, other: &str) -> Option<&Person> {
        let (given_name, surname) = self
            .people
            .get(other)
            .map(|other| (other.given_name.clone(), other.surname.clone()))?;
        let person = self.people.get_mut(name)?;
        (person.given_name, person.surname) = (given_name, surname);
        Some(person)
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
    use crate::Kind;

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

    #[test]
    fn a_namesake_shares_the_names_and_nothing_else() {
        let mut cast = Cast::new(1, Counters::Unallocated);
        let anna = cast.introduce("Anna", Kind::Citizen).unwrap().clone();
        let before = cast.introduce("Marie", NumberKind::BisSexKnown).unwrap().clone();
        assert_ne!(before.given_name, anna.given_name);
        let after = cast.make_namesake("Marie", "Anna").unwrap().clone();
        assert_eq!((&after.given_name, &after.surname), (&anna.given_name, &anna.surname));
        let restored = Person {
            given_name: before.given_name.clone(),
            surname: before.surname.clone(),
            ..after
        };
        assert_eq!(restored, before);
        assert_eq!(cast.make_namesake("Marie", "Nobody"), None);
    }
}
