//! Every finding has its sentence in every language.
#![allow(clippy::unwrap_used)]

use etalon_evidence::Language;
use etalon_model::Role;
use etalon_rules::access::Profession;
use jiff::civil::date;

use super::*;

/// One finding of each kind.
fn each() -> Vec<Saw> {
    let (who, doctor, patient, by) = (
        || "Wies".to_owned(),
        || "Dr Docq".to_owned(),
        || "Pia".to_owned(),
        || "Dr Bya".to_owned(),
    );
    let (person, role, shared) = (who, Role::Patient, Timestamp::UNIX_EPOCH);
    let day = Some(date(2026, 4, 9));
    let after_days = |opens| Saw::AfterDays {
        days: 30,
        published: shared,
        opens,
        reading: None,
    };
    let later = shared + jiff::SignedDuration::from_hours(24);
    vec![
        Saw::OwnRecord { patient: patient() },
        Saw::OthersRecord {
            person: person(),
            patient: patient(),
        },
        Saw::Referenced,
        Saw::NotReferenced,
        Saw::ReferenceDeleted,
        Saw::NoConsent { who: who(), role },
        Saw::Consent { who: who(), role },
        Saw::ConsentWithdrawn { who: who(), role },
        Saw::NotExcluded {
            doctor: doctor(),
            patient: patient(),
        },
        Saw::Excluded {
            doctor: doctor(),
            patient: patient(),
        },
        Saw::NoLink {
            doctor: doctor(),
            patient: patient(),
        },
        Saw::Link {
            doctor: doctor(),
            patient: patient(),
            until: day,
        },
        Saw::LinkEnded {
            doctor: doctor(),
            patient: patient(),
            day: None,
        },
        Saw::LinkRevoked {
            doctor: doctor(),
            patient: patient(),
        },
        Saw::Immediate,
        after_days(None),
        after_days(Some((shared, shared))),
        after_days(Some((shared, later))),
        Saw::Inaccessible,
        Saw::NotReleased,
        Saw::Released { by: by() },
        Saw::ReleasedByOther { by: by() },
        Saw::ReleaseWithoutStatus { by: by() },
        Saw::RuleIsThePatients,
        Saw::Physician { person: person() },
        Saw::OtherCare {
            person: person(),
            profession: Profession::Nurse,
        },
        Saw::NoCare { person: person() },
        Saw::Registered { who: who(), by: by() },
        Saw::LinkFormOnly {
            doctor: doctor(),
            patient: patient(),
        },
        Saw::NotRestricted { doctor: doctor() },
        Saw::Restricted {
            doctor: doctor(),
            by: by(),
        },
        Saw::OpenedByHand { by: by() },
        Saw::SumehrByDefault { shared },
        Saw::SumehrBeforeCutOff { shared },
        Saw::SumehrsClosed { by: by() },
        Saw::SumehrSettingLater { by: by() },
        Saw::SumehrRuleAgainstSetting { by: by() },
        Saw::OthersSumehrsClosed { by: by() },
    ]
}

#[test]
fn every_finding_is_said_in_each_language_with_everybody_whom_it_names() {
    for saw in each() {
        let said = Language::ALL.map(|language| Words::of(language).saw(&saw));
        let [en, fr, nl] = &said;
        assert!(en != fr && fr != nl && en != nl, "{saw:?}: {said:?}");
        let told = format!("{saw:?}");
        for sentence in &said {
            assert!(sentence.ends_with('.') && !sentence.contains(['{', '}']), "{saw:?}: {sentence}");
            for name in ["Wies", "Dr Docq", "Pia", "Dr Bya"] {
                assert_eq!(told.contains(name), sentence.contains(name), "{saw:?}: {sentence}");
            }
        }
    }
}

#[test]
fn no_kind_of_finding_is_forgotten_above() {
    // The name of a kind is what stands first when it is shown; the model's own file lists them all.
    let kinds: Vec<String> = each().iter().map(kind).collect();
    let file = include_str!("../../../rules/src/access/saw.rs");
    let listed = file.split_once("pub enum Saw {").unwrap().1.split_once("\n}\n").unwrap().0;
    let names = listed.lines().filter_map(|line| {
        let name = line.strip_prefix("    ")?.split([' ', ',', '{']).next()?;
        name.starts_with(char::is_uppercase).then(|| name.to_owned())
    });
    for name in names {
        assert!(kinds.contains(&name), "{name}: no example of it");
    }
}

fn kind(saw: &Saw) -> String {
    format!("{saw:?}").split([' ', '{']).next().unwrap().to_owned()
}
