//! Decisions at every instant of the specification's vectors, just before and at.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use etalon_rules::access::{Answer, Facts, Moment, decide};
use jiff::{SignedDuration, Timestamp};

fn answer(facts: &Facts, who: &str, at: Timestamp, readings: &BTreeMap<String, String>) -> Answer {
    decide(facts, who, "letter", Moment::at(at), readings).unwrap().answer
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
