//! What holds of every decision, whatever the facts: tried with facts that chance makes up, and with every vector of the specification.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use etalon_model::Role;
use etalon_rules::{
    access::{
        AccessRule, Act, Answer, ConsentAct, Document, ExclusionAct, Facts, LinkAct, Moment, Person, Reference, Release, When, changes,
        decide,
    },
    timing::DELAY_READINGS,
};
use jiff::{SignedDuration, Timestamp};
use proptest::{collection::vec, option, prelude::*};

const PEOPLE: [(&str, bool); 4] = [("Marie", false), ("Jan", false), ("Dr Peeters", true), ("Dr Janssens", true)];
const DOCTORS: [&str; 2] = ["Dr Peeters", "Dr Janssens"];

/// An hour of the year around both changes of the clock, as an instant.
fn hour(hour: i64) -> Timestamp {
    "2026-03-01T00:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(hour)
}

fn whens() -> impl Strategy<Value = When> {
    (0..6000i64, 0..3i64).prop_map(|(from, took)| When {
        from: hour(from),
        to: hour(from + took),
        entries: None,
    })
}

fn acts<T: std::fmt::Debug + Clone>(what: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<Act<T>>> {
    let act = (what, whens(), prop::bool::weighted(0.9)).prop_map(|(what, when, is_sure)| Act { what, when, is_sure });
    vec(act, 0..4).prop_map(|mut acts| {
        acts.sort_by_key(|act| act.when.to);
        acts
    })
}

fn rules() -> impl Strategy<Value = AccessRule> {
    prop_oneof![
        Just(AccessRule::Immediate),
        Just(AccessRule::Never),
        Just(AccessRule::Releasable),
        (0..40u32).prop_map(AccessRule::AfterDays)
    ]
}

fn doctor() -> impl Strategy<Value = String> {
    prop::sample::select(&DOCTORS[..]).prop_map(str::to_owned)
}

prop_compose! {
    fn documents()(
        published in 0..4000i64,
        rules in acts(rules()),
        first in rules(),
        deletions in acts(Just(Reference::Deleted)),
        releases in acts(prop::sample::select(&["Marie", "Dr Peeters", "Dr Janssens"][..]).prop_map(|by| Release { by: by.to_owned() })),
    ) -> Document {
        let laid = When::at(hour(published));
        let begin = |what| Act { what, when: laid, is_sure: true };
        let after = |when: &When| when.from >= laid.to;
        let mut all = vec![begin(first)];
        all.extend(rules.into_iter().filter(|act| after(&act.when)));
        let mut references = vec![Act { what: Reference::Made, when: laid, is_sure: true }];
        references.extend(deletions.into_iter().filter(|act| after(&act.when)).take(1));
        Document {
            name: "letter".to_owned(), reference: "EXS-1".to_owned(), kind: String::new(), patient: "Marie".to_owned(),
            published_at: hour(published), rules: all, references, releases,
        }
    }
}

prop_compose! {
    fn facts()(
        document in documents(),
        consents in acts((prop::sample::select(&PEOPLE[..]), any::<bool>()).prop_map(|((who, doctor), is_given)| ConsentAct {
            who: who.to_owned(),
            role: if doctor { Role::Professional } else { Role::Patient },
            is_given,
        })),
        in_order in any::<bool>(),
        links in acts((doctor(), any::<bool>(), option::of(0..300i64)).prop_map(|(doctor, is_declared, until)| LinkAct {
            doctor, patient: "Marie".to_owned(), is_declared,
            until: until.filter(|_| is_declared).map(|day| hour(24 * day).to_zoned(jiff::tz::TimeZone::UTC).date()),
        })),
        exclusions in acts((doctor(), any::<bool>()).prop_map(|(doctor, is_made)| ExclusionAct { patient: "Marie".to_owned(), doctor, is_made })),
    ) -> Facts {
        let mut facts = Facts {
            people: PEOPLE.iter().map(|(name, is_doctor)| Person { name: (*name).to_owned(), insz: None, is_doctor: *is_doctor }).collect(),
            documents: vec![document], consents, links, exclusions,
        };
        // Facts of chance alone would hardly ever permit anything.
        if in_order {
            let given = |who: &str, role| Act { what: ConsentAct { who: who.to_owned(), role, is_given: true }, when: When::at(hour(0)), is_sure: true };
            facts.consents.splice(0..0, [given("Marie", Role::Patient), given("Dr Peeters", Role::Professional)]);
            let what = LinkAct { doctor: "Dr Peeters".to_owned(), patient: "Marie".to_owned(), is_declared: true, until: None };
            facts.links.insert(0, Act { what, when: When::at(hour(0)), is_sure: true });
        }
        facts
    }
}

prop_compose! {
    fn readings()(
        delay in option::of(prop::sample::select(&DELAY_READINGS[..])),
        end in option::of(prop::sample::select(&["exclusive", "inclusive"][..])),
        months in option::of(prop::sample::select(&["1", "3"][..])),
    ) -> BTreeMap<String, String> {
        [("timing.delay", delay), ("therlink.end", end), ("therlink.default-months", months)]
            .into_iter()
            .filter_map(|(name, reading)| Some((name.to_owned(), reading?.to_owned())))
            .collect()
    }
}

fn answer(facts: &Facts, who: &str, at: Timestamp, readings: &BTreeMap<String, String>) -> Answer {
    decide(facts, who, "letter", Moment::at(at), readings).unwrap().answer
}

fn who() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&PEOPLE[..]).prop_map(|(name, _)| name)
}

/// The answer that the last change before `at` brought.
fn by_changes(facts: &Facts, who: &str, at: Timestamp, readings: &BTreeMap<String, String>) -> Answer {
    let all = changes(facts, who, "letter", readings).unwrap();
    all.into_iter()
        .rfind(|change| change.at <= at)
        .map_or(Answer::Refused, |change| change.answer)
}

fn withdrawal(who: &str, role: Role, at: Timestamp) -> Act<ConsentAct> {
    Act {
        what: ConsentAct {
            who: who.to_owned(),
            role,
            is_given: false,
        },
        when: When::at(at),
        is_sure: true,
    }
}

fn put<T>(acts: &mut Vec<Act<T>>, act: Act<T>) {
    let place = acts.partition_point(|other| other.when.to <= act.when.to);
    acts.insert(place, act);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn between_two_changes_the_answer_stays(facts in facts(), who in who(), readings in readings(), minute in 0..400_000i64) {
        let at = hour(0) + SignedDuration::from_mins(minute);
        prop_assert_eq!(answer(&facts, who, at, &readings), by_changes(&facts, who, at, &readings));
    }

    #[test]
    fn at_every_change_the_answer_is_what_it_says_and_was_another(facts in facts(), who in who(), readings in readings()) {
        let mut last = Answer::Refused;
        for change in changes(&facts, who, "letter", &readings).unwrap() {
            prop_assert_eq!(&answer(&facts, who, change.at, &readings), &change.answer);
            prop_assert_eq!(answer(&facts, who, change.at - SignedDuration::from_nanos(1), &readings), last);
            last = change.answer;
        }
    }

    #[test]
    fn an_answer_follows_from_its_grounds(facts in facts(), who in who(), readings in readings(), minute in 0..400_000i64) {
        use etalon_rules::access::Holds;
        let at = hour(0) + SignedDuration::from_mins(minute);
        let decision = decide(&facts, who, "letter", Moment::at(at), &readings).unwrap();
        let any = |holds: fn(&Holds) -> bool| decision.grounds.iter().any(|ground| holds(&ground.holds));
        let no = any(|holds| *holds == Holds::No);
        prop_assert_eq!(decision.answer == Answer::Refused, no);
        prop_assert_eq!(decision.answer == Answer::Permitted, decision.grounds.iter().all(|ground| ground.holds == Holds::Yes));
        prop_assert_eq!(decision.grounds.iter().filter(|ground| ground.decides).count(), 1);
        for ground in &decision.grounds {
            prop_assert!(ground.since.is_none_or(|since| since <= at), "{:?}", ground);
            prop_assert!(ground.until.is_none_or(|until| until > at), "{:?}", ground);
        }
    }

    #[test]
    fn a_withdrawn_consent_never_opens_anything(
        facts in facts(), who in who(), readings in readings(), taken in 0..6000i64, of_doctor in any::<bool>(), later in 0..6000i64,
    ) {
        let mut withdrawn = facts.clone();
        let act = if of_doctor {
            withdrawal("Dr Peeters", Role::Professional, hour(taken))
        } else {
            withdrawal("Marie", Role::Patient, hour(taken))
        };
        put(&mut withdrawn.consents, act);
        let at = hour(later);
        // An act under way at that instant may hide what the withdrawal does; it can still not open anything.
        if answer(&facts, who, at, &readings) == Answer::Refused {
            prop_assert_ne!(answer(&withdrawn, who, at, &readings), Answer::Permitted);
        }
        if hour(taken) > at {
            prop_assert_eq!(answer(&withdrawn, who, at, &readings), answer(&facts, who, at, &readings));
        }
    }

    #[test]
    fn an_exclusion_in_force_refuses_its_doctor_and_nobody_else(facts in facts(), readings in readings(), made in 0..6000i64, later in 0..6000i64) {
        let mut excluded = facts.clone();
        excluded.exclusions.retain(|act| act.what.doctor != "Dr Peeters");
        let mut open = excluded.clone();
        open.exclusions.clone_from(&excluded.exclusions);
        let what = ExclusionAct { patient: "Marie".to_owned(), doctor: "Dr Peeters".to_owned(), is_made: true };
        put(&mut excluded.exclusions, Act { what, when: When::at(hour(made)), is_sure: true });
        let at = hour(made + later);
        prop_assert_eq!(answer(&excluded, "Dr Peeters", at, &readings), Answer::Refused);
        prop_assert_eq!(answer(&excluded, "Dr Janssens", at, &readings), answer(&open, "Dr Janssens", at, &readings));
    }

    #[test]
    fn the_rule_for_the_patient_never_changes_what_a_doctor_may(facts in facts(), rule in rules(), readings in readings(), later in 0..6000i64) {
        let mut other = facts.clone();
        for act in &mut other.documents[0].rules {
            act.what = rule;
        }
        for doctor in DOCTORS {
            prop_assert_eq!(answer(&facts, doctor, hour(later), &readings), answer(&other, doctor, hour(later), &readings));
        }
    }

    #[test]
    fn a_pinned_reading_only_settles_what_was_open(facts in facts(), who in who(), readings in readings(), minute in 0..400_000i64) {
        let mut readings = readings;
        // A pinned duration is shorter than the assumed one and so may end what was not open.
        readings.remove("therlink.default-months");
        let at = hour(0) + SignedDuration::from_mins(minute);
        let open = answer(&facts, who, at, &BTreeMap::new());
        if matches!(open, Answer::Permitted | Answer::Refused) && facts.documents[0].releases.is_empty() {
            prop_assert_eq!(answer(&facts, who, at, &readings), open);
        }
    }

    #[test]
    fn a_deleted_reference_refuses_everybody(facts in facts(), who in who(), readings in readings(), later in 0..6000i64) {
        let mut deleted = facts;
        let end = deleted.documents[0].references.iter().map(|act| act.when.to).max().unwrap();
        deleted.documents[0].references.push(Act { what: Reference::Deleted, when: When::at(end), is_sure: true });
        prop_assert_eq!(answer(&deleted, who, end + SignedDuration::from_hours(later), &readings), Answer::Refused);
    }
}

#[derive(serde::Deserialize)]
struct Vectors {
    vector: Vec<Vector>,
    link: Vec<LinkVector>,
}
#[derive(serde::Deserialize)]
struct Vector {
    published: String,
    delay_days: u32,
    start_of_day: String,
    elapsed: String,
    calendar_earlier: String,
    calendar_later: String,
    end_of_day: String,
    earliest: String,
    latest: String,
}
#[derive(serde::Deserialize)]
struct LinkVector {
    start: String,
    end_day: String,
    end_exclusive: String,
    end_inclusive: String,
}

fn vectors() -> Vectors {
    toml::from_str(include_str!("../../../features/requirements/time-vectors.toml")).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn just_before(instant: Timestamp) -> Timestamp {
    instant - SignedDuration::from_nanos(1)
}

fn pinned(name: &str, reading: &str) -> BTreeMap<String, String> {
    [(name.to_owned(), reading.to_owned())].into()
}

/// In order since long ago; the letter is published as the vector says.
fn in_order(published: &str, access: &str, until: &str) -> Facts {
    let text = format!(
        "[[person]]\nname = \"Marie\"\n[[person]]\nname = \"Dr Peeters\"\ndoctor = true\n\
         [[consent]]\nperson = \"Marie\"\nas = \"patient\"\ngiven = 2020-01-01T09:00:00\n\
         [[consent]]\nperson = \"Dr Peeters\"\nas = \"professional\"\ngiven = 2020-01-01T09:00:00\n\
         [[link]]\ndoctor = \"Dr Peeters\"\npatient = \"Marie\"\ndeclared = 2020-01-01T09:00:00\nuntil = {until}\n\
         [[document]]\nname = \"letter\"\npatient = \"Marie\"\npublished = {published}\naccess = \"{access}\"\n"
    );
    Facts::of_toml(&text).unwrap().facts
}

#[test]
fn every_delay_of_the_specification_is_decided_just_before_and_at_its_instants() {
    let vectors = vectors().vector;
    assert!(vectors.len() >= 18);
    for vector in &vectors {
        let facts = in_order(&vector.published, &format!("after {} days", vector.delay_days), "2050-01-01");
        let (earliest, latest) = (at(&vector.earliest), at(&vector.latest));
        let none = BTreeMap::new();
        assert_eq!(
            answer(&facts, "Marie", just_before(earliest), &none),
            Answer::Refused,
            "{}",
            vector.published
        );
        assert_eq!(answer(&facts, "Marie", latest, &none), Answer::Permitted, "{}", vector.published);
        if vector.delay_days == 0 {
            continue;
        }
        let open = Answer::Open { parameter: "timing.delay" };
        assert_eq!(answer(&facts, "Marie", earliest, &none), open, "{}", vector.published);
        assert_eq!(answer(&facts, "Marie", just_before(latest), &none), open, "{}", vector.published);
        for (reading, opens) in [
            ("start-of-day", &vector.start_of_day),
            ("elapsed", &vector.elapsed),
            ("end-of-day", &vector.end_of_day),
        ] {
            let readings = pinned("timing.delay", reading);
            assert_eq!(
                answer(&facts, "Marie", just_before(at(opens)), &readings),
                Answer::Refused,
                "{reading} {opens}"
            );
            assert_eq!(
                answer(&facts, "Marie", at(opens), &readings),
                Answer::Permitted,
                "{reading} {opens}"
            );
        }
        for (which, opens) in [("earlier", &vector.calendar_earlier), ("later", &vector.calendar_later)] {
            let mut readings = pinned("timing.delay", "calendar");
            readings.insert("timing.repeated-hour".to_owned(), which.to_owned());
            assert_eq!(
                answer(&facts, "Marie", just_before(at(opens)), &readings),
                Answer::Refused,
                "{which} {opens}"
            );
            assert_eq!(answer(&facts, "Marie", at(opens), &readings), Answer::Permitted, "{which} {opens}");
        }
    }
}

#[test]
fn every_end_of_a_link_of_the_specification_is_decided_just_before_and_at_its_instants() {
    let vectors = vectors().link;
    assert!(vectors.len() >= 7);
    for vector in &vectors {
        let facts = in_order(&format!("{}T00:00:00", vector.start), "immediate", &vector.end_day);
        let (exclusive, inclusive) = (at(&vector.end_exclusive), at(&vector.end_inclusive));
        let open = Answer::Open { parameter: "therlink.end" };
        let none = BTreeMap::new();
        for (instant, wanted) in [
            (just_before(exclusive), &Answer::Permitted),
            (exclusive, &open),
            (just_before(inclusive), &open),
            (inclusive, &Answer::Refused),
        ] {
            assert_eq!(
                &answer(&facts, "Dr Peeters", instant, &none),
                wanted,
                "{} at {instant}",
                vector.end_day
            );
        }
        for (reading, end) in [("exclusive", exclusive), ("inclusive", inclusive)] {
            let readings = pinned("therlink.end", reading);
            assert_eq!(answer(&facts, "Dr Peeters", just_before(end), &readings), Answer::Permitted);
            assert_eq!(answer(&facts, "Dr Peeters", end, &readings), Answer::Refused);
        }
    }
}
