//! Every deed has its sentence in every language.

use etalon_rules::access::{ConsentAct, ExclusionAct, LinkAct, LinkForm, Release, RestrictionAct, SettingAct};
use jiff::civil::date;

use super::*;

/// Deeds of each kind, done and undone.
fn each() -> Vec<Deed> {
    let (who, doctor, patient, by) = ("Wies".to_owned(), "Dr Docq".to_owned(), "Pia".to_owned(), "Dr Bya".to_owned());
    let rules = [
        AccessRule::Immediate,
        AccessRule::AfterDays(30),
        AccessRule::Never,
        AccessRule::Releasable,
    ];
    let rules = rules.map(|rule| {
        Deed::Rule(RuleSet {
            rule,
            by: Some(by.clone()),
        })
    });
    let consent = |is_given, registered_by| {
        Deed::Consent(ConsentAct {
            who: who.clone(),
            role: Role::Patient,
            is_given,
            registered_by,
        })
    };
    let link = |is_declared, until, by_form| {
        Deed::Link(LinkAct {
            doctor: doctor.clone(),
            patient: patient.clone(),
            is_declared,
            until,
            by_form,
        })
    };
    let exclusion = |is_made, by: &String| {
        Deed::Exclusion(ExclusionAct {
            patient: patient.clone(),
            doctor: doctor.clone(),
            is_made,
            by: by.clone(),
        })
    };
    let restriction = |is_made| {
        Deed::Restriction(RestrictionAct {
            doctor: doctor.clone(),
            is_made,
            by: by.clone(),
        })
    };
    let setting = |is_open| {
        Deed::Setting(SettingAct {
            doctor: doctor.clone(),
            is_open,
        })
    };
    let others = vec![
        Deed::Reference(Reference::Made),
        Deed::Reference(Reference::Deleted),
        Deed::Rule(RuleSet {
            rule: AccessRule::Sumehr,
            by: None,
        }),
        Deed::Release(Release { by: by.clone() }),
        consent(true, None),
        consent(true, Some(by.clone())),
        consent(false, None),
        link(true, Some(date(2026, 4, 9)), false),
        link(true, None, true),
        link(false, None, false),
        Deed::LinkForm(LinkForm {
            doctor: doctor.clone(),
            patient: patient.clone(),
        }),
        exclusion(true, &patient),
        exclusion(true, &by),
        exclusion(false, &patient),
        exclusion(false, &by),
        restriction(true),
        restriction(false),
        setting(true),
        setting(false),
    ];
    rules.into_iter().chain(others).collect()
}

#[test]
fn every_deed_is_said_in_each_language_with_everybody_whom_it_names() {
    let mut sentences = Vec::new();
    for deed in each() {
        let Said { en, fr, nl } = said(&deed, Progress::Done, None);
        assert!(en != fr && fr != nl && en != nl, "{deed:?}: {en} {fr} {nl}");
        let told = format!("{deed:?}");
        for sentence in [&en, &fr, &nl] {
            assert!(!sentence.contains(['{', '}']), "{deed:?}: {sentence}");
            for name in ["Wies", "Dr Docq", "Pia", "Dr Bya"] {
                assert_eq!(told.contains(name), sentence.contains(name), "{deed:?}: {sentence}");
            }
        }
        sentences.extend([en, fr, nl]);
    }
    let count = sentences.len();
    sentences.sort_unstable();
    sentences.dedup();
    assert_eq!(sentences.len(), count, "no two deeds are said alike");
}

#[test]
fn how_far_a_deed_has_come_and_which_of_several_documents_it_is_about_are_said() {
    let deed = Deed::Reference(Reference::Deleted);
    let told = said(&deed, Progress::UnderWay, Some("scan"));
    assert_eq!(told.en, "the reference to the document is deleted (“scan”) (under way)");
    assert_eq!(told.fr, "la référence au document est supprimée («\u{a0}scan\u{a0}») (en cours)");
    let form = Deed::LinkForm(LinkForm {
        doctor: "Dr Docq".to_owned(),
        patient: "Pia".to_owned(),
    });
    let told = said(&form, Progress::Unanswered, Some("scan"));
    assert_eq!(
        told.nl,
        "Dr Docq vraagt met een formulier een therapeutische relatie met Pia (gevraagd; geen antwoord bekend)"
    );
}
