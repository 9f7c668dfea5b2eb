//! What holds of every decision, whatever the facts: tried with facts that chance makes up, and with every vector of the specification.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use etalon_model::Role;
use etalon_rules::{
    access::{
        AccessRule, Act, Answer, ConsentAct, Document, ExclusionAct, Facts, Lane, LinkAct, LinkForm, Moment, Person, Profession, Reference,
        Release, RestrictionAct, RuleSet, SettingAct, When, changes, decide, lanes,
    },
    timing::DELAY_READINGS,
};
use jiff::{SignedDuration, Timestamp};
use proptest::{collection::vec, option, prelude::*};

const PEOPLE: [(&str, Option<Profession>); 6] = [
    ("Marie", None),
    ("Jan", None),
    ("Dr Peeters", Some(Profession::Physician)),
    ("Dr Janssens", Some(Profession::Physician)),
    ("Sofie", Some(Profession::Nurse)),
    ("Karel", Some(Profession::Clerk)),
];
const DOCTORS: [&str; 2] = ["Dr Peeters", "Dr Janssens"];
const PROFESSIONALS: [&str; 4] = ["Dr Peeters", "Dr Janssens", "Sofie", "Karel"];

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

fn professional() -> impl Strategy<Value = String> {
    prop::sample::select(&PROFESSIONALS[..]).prop_map(str::to_owned)
}

/// When a document is published: in the year of everything else, or around the day from which patients read SUMEHRs.
fn publications() -> impl Strategy<Value = When> {
    let cut_off: Timestamp = "2019-01-14T23:00:00Z".parse().unwrap();
    let around = (-3..3i64, 0..3i64).prop_map(move |(from, took)| When {
        from: cut_off + SignedDuration::from_hours(from),
        to: cut_off + SignedDuration::from_hours(from + took),
        entries: None,
    });
    prop_oneof![3 => (0..4000i64).prop_map(|published| When::at(hour(published))), 1 => around]
}

prop_compose! {
    fn documents()(
        laid in publications(),
        is_sumehr in any::<bool>(),
        rules in acts((rules(), option::of(doctor())).prop_map(|(rule, by)| RuleSet { rule, by })),
        first in rules(),
        deletions in acts(Just(Reference::Deleted)),
        releases in acts(prop::sample::select(&["Marie", "Dr Peeters", "Dr Janssens", "Sofie"][..]).prop_map(|by| Release { by: by.to_owned() })),
        restrictions in acts((professional(), any::<bool>()).prop_map(|(doctor, is_made)| RestrictionAct {
            doctor, is_made, by: "Dr Peeters".to_owned(),
        })),
    ) -> Document {
        let after = |when: &When| when.from >= laid.to;
        let first = RuleSet { rule: if is_sumehr { AccessRule::Sumehr } else { first }, by: None };
        let mut all = vec![Act { what: first, when: laid, is_sure: true }];
        all.extend(rules.into_iter().filter(|act| after(&act.when)));
        let mut references = vec![Act { what: Reference::Made, when: laid, is_sure: true }];
        references.extend(deletions.into_iter().filter(|act| after(&act.when)).take(1));
        Document {
            name: "letter".to_owned(), reference: "EXS-1".to_owned(), patient: "Marie".to_owned(), author: Some("Dr Peeters".to_owned()),
            published_at: laid.to, rules: all, references, releases, restrictions, ..Document::default()
        }
    }
}

fn consent_act(who: &str, role: Role, is_given: bool) -> ConsentAct {
    ConsentAct {
        who: who.to_owned(),
        role,
        is_given,
        registered_by: None,
    }
}

fn link_act(doctor: &str, is_declared: bool) -> LinkAct {
    LinkAct {
        doctor: doctor.to_owned(),
        patient: "Marie".to_owned(),
        is_declared,
        until: None,
        by_form: false,
    }
}

prop_compose! {
    fn facts()(
        document in documents(),
        consents in acts((prop::sample::select(&PEOPLE[..]), any::<bool>()).prop_map(|((who, profession), is_given)| {
            consent_act(who, if profession.is_some() { Role::Professional } else { Role::Patient }, is_given)
        })),
        in_order in any::<bool>(),
        links in acts((professional(), any::<bool>(), option::of(0..300i64)).prop_map(|(doctor, is_declared, until)| LinkAct {
            until: until.filter(|_| is_declared).map(|day| hour(24 * day).to_zoned(jiff::tz::TimeZone::UTC).date()),
            ..link_act(&doctor, is_declared)
        })),
        link_forms in acts(professional().prop_map(|doctor| LinkForm { doctor, patient: "Marie".to_owned() })),
        exclusions in acts((professional(), any::<bool>()).prop_map(|(doctor, is_made)| exclusion_act(&doctor, is_made))),
        settings in acts((doctor(), any::<bool>()).prop_map(|(doctor, is_open)| SettingAct { doctor, is_open })),
    ) -> Facts {
        let people = PEOPLE.iter().map(|(name, profession)| Person {
            name: (*name).to_owned(), profession: *profession, ..Person::default()
        });
        let mut facts = Facts { people: people.collect(), documents: vec![document], consents, links, link_forms, exclusions, settings };
        // Facts of chance alone would hardly ever permit anything.
        if in_order {
            for (who, profession) in PEOPLE {
                let role = if profession.is_some() { Role::Professional } else { Role::Patient };
                facts.consents.insert(0, at_once(consent_act(who, role, true), hour(0)));
                facts.links.insert(0, at_once(link_act(who, true), hour(0)));
            }
        }
        facts
    }
}

fn exclusion_act(doctor: &str, is_made: bool) -> ExclusionAct {
    ExclusionAct {
        patient: "Marie".to_owned(),
        doctor: doctor.to_owned(),
        is_made,
        by: "Marie".to_owned(),
    }
}

fn at_once<T>(what: T, at: Timestamp) -> Act<T> {
    Act {
        what,
        when: When::at(at),
        is_sure: true,
    }
}

/// One of these, or none.
fn reading(of: &'static [&'static str]) -> impl Strategy<Value = Option<&'static str>> {
    option::of(prop::sample::select(of))
}

prop_compose! {
    fn readings()(
        delay in reading(&DELAY_READINGS),
        end in reading(&["exclusive", "inclusive"]),
        months in reading(&["1", "3"]),
        reach in reading(&["all", "later"]),
        precedence in reading(&["document", "setting"]),
        professions in reading(&["physician", "care"]),
    ) -> BTreeMap<String, String> {
        [
            ("timing.delay", delay), ("therlink.end", end), ("therlink.default-months", months),
            ("sumehr.setting-reach", reach), ("sumehr.precedence", precedence), ("network.professions", professions),
        ]
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

fn put<T>(acts: &mut Vec<Act<T>>, act: Act<T>) {
    let place = acts.partition_point(|other| other.when.to <= act.when.to);
    acts.insert(place, act);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

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
            at_once(consent_act("Dr Peeters", Role::Professional, false), hour(taken))
        } else {
            at_once(consent_act("Marie", Role::Patient, false), hour(taken))
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
        let open = excluded.clone();
        put(&mut excluded.exclusions, at_once(exclusion_act("Dr Peeters", true), hour(made)));
        let at = hour(made + later);
        prop_assert_eq!(answer(&excluded, "Dr Peeters", at, &readings), Answer::Refused);
        prop_assert_eq!(answer(&excluded, "Dr Janssens", at, &readings), answer(&open, "Dr Janssens", at, &readings));
    }

    #[test]
    fn the_rule_for_the_patient_never_changes_what_a_doctor_may(facts in facts(), rule in rules(), readings in readings(), later in 0..6000i64) {
        let mut other = facts.clone();
        for act in &mut other.documents[0].rules {
            act.what.rule = rule;
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

    #[test]
    fn an_exclusion_or_a_restriction_never_opens_anything(
        facts in facts(), who in who(), of in professional(), readings in readings(), made in 0..6000i64, later in 0..6000i64,
    ) {
        let at = hour(later);
        let before = answer(&facts, who, at, &readings);
        let (mut excluded, mut restricted) = (facts.clone(), facts);
        put(&mut excluded.exclusions, at_once(exclusion_act(&of, true), hour(made)));
        let restriction = RestrictionAct { doctor: of, is_made: true, by: "Dr Peeters".to_owned() };
        put(&mut restricted.documents[0].restrictions, at_once(restriction, hour(made)));
        for more in [excluded, restricted] {
            if before != Answer::Permitted {
                prop_assert_ne!(answer(&more, who, at, &readings), Answer::Permitted);
            }
        }
    }

    #[test]
    fn no_link_helps_against_a_restriction_and_lifting_one_undoes_no_exclusion(
        facts in facts(), of in professional(), readings in readings(), made in 0..6000i64, later in 0..6000i64,
    ) {
        let mut facts = facts;
        let restriction = |is_made| RestrictionAct { doctor: of.clone(), is_made, by: "Dr Peeters".to_owned() };
        facts.documents[0].restrictions = vec![at_once(restriction(true), hour(made))];
        put(&mut facts.links, at_once(link_act(&of, true), hour(made)));
        let at = hour(made + later);
        prop_assert_eq!(answer(&facts, &of, at, &readings), Answer::Refused);
        facts.documents[0].restrictions.push(at_once(restriction(false), hour(made)));
        facts.exclusions = vec![at_once(exclusion_act(&of, true), hour(made))];
        prop_assert_eq!(answer(&facts, &of, at, &readings), Answer::Refused);
    }

    #[test]
    fn a_release_never_closes_anything(
        facts in facts(), who in who(), by in prop::sample::select(&["Marie", "Dr Peeters", "Dr Janssens", "Sofie"][..]),
        readings in readings(), released in 0..6000i64, later in 0..6000i64,
    ) {
        let at = hour(later);
        let before = answer(&facts, who, at, &readings);
        let mut more = facts;
        put(&mut more.documents[0].releases, at_once(Release { by: by.to_owned() }, hour(released)));
        let after = answer(&more, who, at, &readings);
        if before == Answer::Permitted {
            prop_assert_eq!(&after, &Answer::Permitted);
        }
        if before != Answer::Refused {
            prop_assert_ne!(after, Answer::Refused);
        }
    }

    #[test]
    fn a_form_that_was_only_sent_changes_nothing(
        facts in facts(), who in who(), of in professional(), readings in readings(), sent in 0..6000i64, later in 0..6000i64,
    ) {
        let mut more = facts.clone();
        put(&mut more.link_forms, at_once(LinkForm { doctor: of, patient: "Marie".to_owned() }, hour(sent)));
        prop_assert_eq!(answer(&more, who, hour(later), &readings), answer(&facts, who, hour(later), &readings));
    }

    #[test]
    fn the_setting_of_another_doctor_changes_nothing_and_closing_one_s_own_opens_nothing(
        facts in facts(), who in who(), readings in readings(), is_open in any::<bool>(), set in 0..6000i64, later in 0..6000i64,
    ) {
        let at = hour(later);
        let before = answer(&facts, who, at, &readings);
        let setting = |doctor: &str, is_open| at_once(SettingAct { doctor: doctor.to_owned(), is_open }, hour(set));
        let mut others = facts.clone();
        put(&mut others.settings, setting("Dr Janssens", is_open));
        prop_assert_eq!(&answer(&others, who, at, &readings), &before);
        let mut closed = facts;
        put(&mut closed.settings, setting("Dr Peeters", false));
        if before != Answer::Permitted {
            prop_assert_ne!(answer(&closed, who, at, &readings), Answer::Permitted);
        }
    }

    #[test]
    fn a_sumehr_from_before_the_cut_off_stays_closed_until_a_rule_is_set_for_it(
        facts in facts(), readings in readings(), hours in 1..9i64, later in 0..6000i64,
    ) {
        let mut facts = facts;
        let cut_off: Timestamp = "2019-01-14T23:00:00Z".parse().unwrap();
        let shared = When::at(cut_off - SignedDuration::from_hours(hours));
        let document = &mut facts.documents[0];
        document.rules = vec![Act { what: RuleSet { rule: AccessRule::Sumehr, by: None }, when: shared, is_sure: true }];
        document.references = vec![Act { what: Reference::Made, when: shared, is_sure: true }];
        prop_assert_eq!(answer(&facts, "Marie", hour(later), &readings), Answer::Refused);
    }

    #[test]
    fn whoever_gives_no_care_reads_nothing_and_others_only_where_the_reading_admits_them(
        facts in facts(), readings in readings(), later in 0..6000i64,
    ) {
        let mut readings = readings;
        prop_assert_eq!(answer(&facts, "Karel", hour(later), &readings), Answer::Refused);
        prop_assert_eq!(answer(&facts, "Jan", hour(later), &readings), Answer::Refused);
        readings.insert("network.professions".to_owned(), "physician".to_owned());
        prop_assert_eq!(answer(&facts, "Sofie", hour(later), &readings), Answer::Refused);
        readings.remove("network.professions");
        prop_assert_ne!(answer(&facts, "Sofie", hour(later), &readings), Answer::Permitted);
    }

    #[test]
    fn lanes_say_what_decide_says(facts in facts(), readings in readings(), minute in 0..400_000i64) {
        let at = hour(0) + SignedDuration::from_mins(minute);
        let lanes = lanes(&facts, &readings);
        prop_assert_eq!(lanes.len(), PEOPLE.len());
        for lane in &lanes {
            let decision = decide(&facts, &lane.person, &lane.document, Moment::at(at), &readings).unwrap();
            let span = lane.spans.iter().rfind(|span| span.since.is_none_or(|since| since.at <= at)).unwrap();
            prop_assert_eq!(&span.answer, &decision.answer, "{} at {}", lane.person, at);
            prop_assert_eq!(span.requirement, decision.deciding().requirement, "{} at {}", lane.person, at);
            check_form(lane)?;
            // Where the answer changes, a span begins.
            let seen: Vec<_> = changes(&facts, &lane.person, "letter", &readings).unwrap();
            for change in seen {
                let begins = |span: &etalon_rules::access::Span| span.answer == change.answer && span.since.is_some_and(|since| since.at == change.at);
                prop_assert!(lane.spans.iter().any(begins), "{change:?} in {lane:#?}");
            }
        }
    }
}

/// Spans follow each other without gap, and neighbours differ.
fn check_form(lane: &Lane) -> Result<(), TestCaseError> {
    prop_assert!(lane.spans.first().is_some_and(|span| span.since.is_none()));
    prop_assert!(lane.spans.last().is_some_and(|span| span.until.is_none()));
    for pair in lane.spans.windows(2) {
        prop_assert_eq!(pair[0].until, pair[1].since);
        prop_assert!(pair[0].answer != pair[1].answer || pair[0].requirement != pair[1].requirement);
    }
    prop_assert!(lane.acts.windows(2).all(|pair| pair[0].when.to <= pair[1].when.to));
    Ok(())
}
