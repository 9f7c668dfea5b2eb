//! What holds for every number and every person, over many seeds and names.

use etalon_people::{
    Cast, Cbe, Chance, Counters, Ehp, Insz, InszRefusal, Kind, Modulus, Nihii, Nihii11, NihiiRefusal, OrganisationRefusal, Person, Series,
    Sex, person, person_of,
};
use proptest::prelude::*;

fn kinds() -> impl Strategy<Value = Kind> {
    prop_oneof![Just(Kind::Citizen), Just(Kind::BisHolder)]
}

proptest! {
    #[test]
    fn a_generated_number_is_valid_unallocated_and_agrees_with_the_person(seed: u64, name in ".{0,30}", kind in kinds()) {
        let someone = person_of(seed, &name, kind, Counters::Unallocated, 0);
        let number = someone.insz;
        prop_assert_eq!(Insz::parse(&number.to_string()), Ok(number));
        prop_assert_eq!(Insz::parse(&number.formatted()), Ok(number));
        prop_assert_eq!(number.shown_birth_date(), Some(someone.birth_date));
        let (series, counter, shown_sex) = match (kind, someone.sex) {
            (Kind::Citizen, Sex::Female) => (Series::Register, 0, Some(Sex::Female)),
            (Kind::Citizen, Sex::Male) => (Series::Register, 999, Some(Sex::Male)),
            (Kind::BisHolder, Sex::Female) => (Series::BisSexKnown, 0, Some(Sex::Female)),
            (Kind::BisHolder, Sex::Male) => (Series::BisSexUnknown, 0, None),
        };
        prop_assert_eq!((number.series(), number.counter(), number.shown_sex()), (series, counter, shown_sex));
        prop_assert!(someone.surname.ends_with("Specimen") && someone.fedid.len() == 40);
        prop_assert!(someone.mail.len() <= 100 && someone.mail.is_ascii());
    }

    #[test]
    fn the_same_seed_and_name_are_the_same_person_in_any_process(seed: u64, name in ".{0,30}") {
        let someone = person(seed, &name);
        prop_assert_eq!(&someone, &person(seed, &name));
        let written = serde_json::to_string(&someone).expect("plain data");
        prop_assert_eq!(serde_json::from_str::<Person>(&written).expect("what we wrote"), someone);
    }

    /// Modulus 97 sees every change of one digit within a century. Across centuries one is invisible, since 76 × 6 ≡ 2·10⁹ (mod 97):
    /// the last digit of the year moved by six, which turns 1988 into 2082. No reader without a clock can refuse that.
    #[test]
    fn a_changed_digit_is_refused_or_moves_the_birth_to_the_other_century(seed: u64, kind in kinds(), at in 0_usize..11, step in 1_u8..10) {
        let number = person_of(seed, "Anna", kind, Counters::Ordinary, 0).insz;
        let mut digits = number.to_string().into_bytes();
        let before = digits[at];
        digits[at] = b'0' + (before - b'0' + step) % 10;
        let moved_by_six = at == 1 && before.abs_diff(digits[at]) == 6;
        match Insz::parse(&String::from_utf8(digits).expect("digits")) {
            Ok(other) => prop_assert!(moved_by_six && other.is_born_from_2000() != number.is_born_from_2000(), "{} {}", number, other),
            Err(refusal) => prop_assert!(matches!(refusal, InszRefusal::CheckDigits | InszRefusal::Month(_))),
        }
    }

    #[test]
    fn a_nihii_number_is_read_as_it_was_composed(stem in 0_u32..1_000_000, of_89: bool, qualification in 0_u16..1000) {
        let modulus = if of_89 { Modulus::Of89 } else { Modulus::Of97 };
        let number = Nihii::compose(stem, modulus).expect("six digits");
        prop_assert!(number.moduli().contains(&modulus));
        prop_assert_eq!(u32::from(number.profession()), stem / 100_000);
        prop_assert_eq!(Nihii::parse(&number.to_string()), Ok(number));
        prop_assert_eq!(Nihii::parse(&number.formatted()), Ok(number));
        let long = number.with_qualification(qualification).expect("three digits");
        prop_assert_eq!((long.number(), long.qualification()), (number, qualification));
        prop_assert_eq!(Nihii11::parse(&long.to_string()), Ok(long));
        prop_assert_eq!(Nihii11::parse(&long.formatted()), Ok(long));
        let written = serde_json::to_string(&long).expect("plain data");
        prop_assert_eq!(serde_json::from_str::<Nihii11>(&written).expect("what we wrote"), long);
    }

    /// One modulus sees every changed digit; with two, a change may turn a number of one series into one of the other.
    #[test]
    fn a_changed_digit_never_stays_in_the_series(stem in 0_u32..1_000_000, of_89: bool, at in 0_usize..8, step in 1_u8..10) {
        let modulus = if of_89 { Modulus::Of89 } else { Modulus::Of97 };
        let number = Nihii::compose(stem, modulus).expect("six digits");
        match Nihii::parse(&changed(&number.to_string(), at, step)) {
            Ok(other) => prop_assert!(!other.moduli().contains(&modulus), "{number} {other}"),
            Err(refusal) => prop_assert_eq!(refusal, NihiiRefusal::CheckDigits),
        }
    }

    #[test]
    fn a_changed_digit_of_an_organisation_is_refused(stem in 1_u64..20_000_000, at in 0_usize..10, step in 1_u8..10) {
        let number = Cbe::compose(stem).expect("eight digits that begin with 0 or 1");
        prop_assert_eq!(Cbe::parse(&number.to_string()), Ok(number));
        prop_assert_eq!(Cbe::parse(&number.formatted()), Ok(number));
        prop_assert_eq!(Cbe::parse(&changed(&number.to_string(), at, step)), Err(OrganisationRefusal::CheckDigits));
    }

    #[test]
    fn drawn_numbers_of_organisations_and_professionals_are_nobodys(seed: u64) {
        let mut chance = Chance::new(seed);
        for modulus in [Modulus::Of97, Modulus::Of89] {
            let professional = Nihii::unallocated(&mut chance, modulus);
            prop_assert_eq!((professional.profession(), Nihii::parse(&professional.to_string())), (0, Ok(professional)));
            let doctor = Nihii::ordinary(&mut chance, 1, modulus);
            prop_assert_eq!((doctor.profession(), Nihii::parse(&doctor.to_string())), (1, Ok(doctor)));
        }
        let enterprise = Cbe::unallocated(&mut chance);
        prop_assert!(enterprise.to_string().starts_with("00"));
        prop_assert_eq!(Cbe::parse(&enterprise.to_string()), Ok(enterprise));
        let hub = Ehp::unallocated(&mut chance);
        prop_assert!(hub.to_string().starts_with("19999"));
        prop_assert_eq!(Ehp::parse(&hub.to_string()), Ok(hub));
    }

    #[test]
    fn no_text_makes_the_readers_panic(text in ".{0,20}") {
        let _ = Insz::parse(&text);
        let _ = (Nihii::parse(&text), Nihii11::parse(&text), Cbe::parse(&text), Ehp::parse(&text));
    }
}

fn changed(number: &str, at: usize, step: u8) -> String {
    let mut digits = number.as_bytes().to_vec();
    digits[at] = b'0' + (digits[at] - b'0' + step) % 10;
    String::from_utf8(digits).expect("digits")
}

#[test]
fn a_person_does_not_change_between_releases() {
    let anna = person(1, "Anna");
    let mut cast = Cast::new(1, Counters::Unallocated);
    assert_eq!(cast.introduce("Anna", Kind::Citizen), Ok(&anna));
    assert_eq!((anna.id.as_str(), anna.insz.to_string().as_str()), ("anna-67d050c9", "68100500087"));
}
