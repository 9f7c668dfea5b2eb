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

/// What kind of number a person has: which register wrote it, and what it tells of the birth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberKind {
    /// As the register usually writes it. Of BIS numbers that are nobody's, a man's was given without knowing the sex.
    Usual(Kind),
    /// National Register, month and day of birth unknown: `00`.
    BirthUnknown,
    /// BIS register, sex known: month + 40.
    BisSexKnown,
    /// BIS register, sex not known: month + 20.
    BisSexUnknown,
    /// BIS register, sex not known, month and day of birth unknown: month `20`, day `00`.
    BisBirthUnknown,
}

impl NumberKind {
    /// Each, with the word for it.
    pub const ALL: [(&'static str, Self); 6] = [
        ("national-register", Self::Usual(Kind::Citizen)),
        ("birth-unknown", Self::BirthUnknown),
        ("bis", Self::Usual(Kind::BisHolder)),
        ("bis-sex-known", Self::BisSexKnown),
        ("bis-sex-unknown", Self::BisSexUnknown),
        ("bis-birth-unknown", Self::BisBirthUnknown),
    ];

    /// By its word.
    #[must_use]
    pub fn by_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == word).map(|(_, kind)| *kind)
    }

    /// The register that wrote it.
    #[must_use]
    pub fn register(self) -> Kind {
        match self {
            Self::Usual(kind) => kind,
            Self::BirthUnknown => Kind::Citizen,
            Self::BisSexKnown | Self::BisSexUnknown | Self::BisBirthUnknown => Kind::BisHolder,
        }
    }
}

impl From<Kind> for NumberKind {
    fn from(kind: Kind) -> Self {
        Self::Usual(kind)
    }
}

/// Births of synthetic people: adults throughout scenario time, on both sides of the year 2000.
const FIRST_BIRTH: Date = Date::constant(1930, 1, 1);
const DAYS_OF_BIRTH: u64 = 27_759;

/// Draws a date of birth and the number that goes with it. A register may know a birth that the number does not show.
pub fn draw_number(chance: &mut Chance, number: NumberKind, sex: Sex, counters: Counters) -> (Date, Insz) {
    let days = i64::try_from(chance.below(DAYS_OF_BIRTH)).expect("a few ten thousand days");
    let birth = FIRST_BIRTH.checked_add(days.days()).expect("within 76 years of the first birth");
    let series = match (number, counters, sex) {
        (NumberKind::Usual(Kind::Citizen) | NumberKind::BirthUnknown, ..) => Series::Register,
        (NumberKind::BisSexUnknown | NumberKind::BisBirthUnknown, ..)
        | (NumberKind::Usual(Kind::BisHolder), Counters::Unallocated, Sex::Male) => Series::BisSexUnknown,
        (NumberKind::BisSexKnown | NumberKind::Usual(Kind::BisHolder), ..) => Series::BisSexKnown,
    };
    let counter = match (counters, series, sex) {
        (Counters::Unallocated, Series::Register, Sex::Male) => 999,
        (Counters::Unallocated, ..) => 0,
        (Counters::Ordinary, ..) => ordinary_counter(chance, sex),
    };
    let insz = match number {
        NumberKind::BirthUnknown | NumberKind::BisBirthUnknown => Insz::compose_with_year_only(series, birth.year(), counter),
        _ => Insz::compose(series, birth, counter),
    };
    (birth, insz.expect("a birth of 1930 to 2005 and a counter up to 999"))
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
    fn each_kind_shows_what_its_word_says_and_is_nobodys() {
        let mut chance = Chance::new(5);
        for (word, kind) in NumberKind::ALL {
            assert_eq!(NumberKind::by_word(word), Some(kind));
            for sex in [Sex::Female, Sex::Male] {
                let (birth, number) = draw_number(&mut chance, kind, sex, Counters::Unallocated);
                assert_eq!(Insz::parse(&number.to_string()), Ok(number), "{word}");
                assert_eq!(number.series() == Series::Register, kind.register() == Kind::Citizen, "{word}");
                assert_eq!(
                    number.shown_birth_date(),
                    (!word.ends_with("birth-unknown")).then_some(birth),
                    "{word}"
                );
                let nobodys = number.counter() == 0 || (number.series() == Series::Register && number.counter() == 999);
                assert!(nobodys, "{word}: {number}");
            }
        }
        assert_eq!(NumberKind::by_word("passport"), None);
    }

    /// Known sex in the month, whatever the person's sex; that is what the two words are for.
    #[test]
    fn bis_numbers_are_of_the_series_that_is_asked_for() {
        let mut chance = Chance::new(6);
        for sex in [Sex::Female, Sex::Male] {
            let mut series = |kind| draw_number(&mut chance, kind, sex, Counters::Unallocated).1.series();
            assert_eq!(series(NumberKind::BisSexKnown), Series::BisSexKnown);
            assert_eq!(series(NumberKind::BisSexUnknown), Series::BisSexUnknown);
            assert_eq!(series(NumberKind::BisBirthUnknown), Series::BisSexUnknown);
        }
    }

    #[test]
    fn ordinary_counters_stay_within_what_registers_hand_out() {
        let mut chance = Chance::new(3);
        for sex in [Sex::Female, Sex::Male].into_iter().cycle().take(4000) {
            let (_, number) = draw_number(&mut chance, NumberKind::Usual(Kind::Citizen), sex, Counters::Ordinary);
            assert!((1..=998).contains(&number.counter()) && number.shown_sex() == Some(sex), "{number}");
        }
    }
}
