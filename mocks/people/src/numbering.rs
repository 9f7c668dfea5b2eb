//! Which INSZ a synthetic person gets, so that it is nobody's.
//!
//! Within a day of birth the National Register counts 001, 003 … 997 for men and 002, 004 … 998 for women (royal decree of 3 April 1984,
//! as retold in the report to the decree of 25 November 1997). **000 and 999 are never handed out**, and keep the parity rule: 000 is
//! even (a woman), 999 is odd (a man). The BIS register writes the rank of enrolment, even for women and odd for men, without naming a last
//! rank (royal decree of 8 February 1991, art. 3), so there only **000, which is no rank**, is certain to be nobody's: a woman gets it with
//! month + 40, a man with month + 20 (sex unknown when the number was given), where parity means nothing.
//!
//! High counters are no substitute: published BIS examples carry 997. Impossible dates (31 February) are nobody's either, but products
//! rightly refuse them, and births in the future are nobody's only for now. The price of plausible dates is room: one number per day, sex and
//! register, about 27 700. Two people of one sex share a number once in that many pairs; a `Cast` sees to it that they do not.

use jiff::{ToSpan, civil::Date};

use crate::{Chance, Insz, Kind, Series, Sex};

/// Where the counter of a drawn number comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Counters {
    /// 000 (and 999 in the National Register), which are never handed out: the number is nobody's.
    #[default]
    Unallocated,
    /// 001 to 998, as in real life, for a product that refuses the others. **The number may be a living person's**: only where a
    /// profile asks for it, and never towards a real service.
    Ordinary,
}

/// Births of synthetic people: adults throughout scenario time, on both sides of the year 2000.
const FIRST_BIRTH: Date = Date::constant(1930, 1, 1);
const DAYS_OF_BIRTH: u64 = 27_759;

/// Draws a date of birth and the number that goes with it.
pub fn draw_number(chance: &mut Chance, kind: Kind, sex: Sex, counters: Counters) -> (Date, Insz) {
    let days = i64::try_from(chance.below(DAYS_OF_BIRTH)).expect("a few ten thousand days");
    let birth = FIRST_BIRTH.checked_add(days.days()).expect("within 76 years of the first birth");
    let (series, counter) = match (counters, kind, sex) {
        (Counters::Unallocated, Kind::Citizen, Sex::Female) => (Series::Register, 0),
        (Counters::Unallocated, Kind::Citizen, Sex::Male) => (Series::Register, 999),
        (Counters::Unallocated, Kind::BisHolder, Sex::Female) => (Series::BisSexKnown, 0),
        (Counters::Unallocated, Kind::BisHolder, Sex::Male) => (Series::BisSexUnknown, 0),
        (Counters::Ordinary, Kind::Citizen, _) => (Series::Register, ordinary_counter(chance, sex)),
        (Counters::Ordinary, Kind::BisHolder, _) => (Series::BisSexKnown, ordinary_counter(chance, sex)),
    };
    (
        birth,
        Insz::compose(series, birth, counter).expect("a birth of 1930 to 2005 and a counter up to 999"),
    )
}

fn ordinary_counter(chance: &mut Chance, sex: Sex) -> u16 {
    let rank = u16::try_from(chance.below(499)).expect("below 499");
    if sex == Sex::Male { 1 + 2 * rank } else { 2 + 2 * rank }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_of_birth_end_with_2005() {
        let last = FIRST_BIRTH.checked_add((i64::try_from(DAYS_OF_BIRTH).expect("small") - 1).days());
        assert_eq!(last.ok(), Some(Date::constant(2005, 12, 31)));
    }

    #[test]
    fn ordinary_counters_stay_within_what_registers_hand_out() {
        let mut chance = Chance::new(3);
        for sex in [Sex::Female, Sex::Male].into_iter().cycle().take(4000) {
            let (_, number) = draw_number(&mut chance, Kind::Citizen, sex, Counters::Ordinary);
            assert!((1..=998).contains(&number.counter()) && number.shown_sex() == Some(sex), "{number}");
        }
    }
}
