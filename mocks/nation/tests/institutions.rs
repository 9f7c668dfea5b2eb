//! The institutions of a realm: what each decides for itself, what it tells the network, and who publishes precedence.
#![allow(clippy::unwrap_used)]

mod country;

use country::{
    Browser, nation,
    network::{HOSPITAL_SECRET, NAME, credentials, credentials_of, letter, network},
    observed,
};
use etalon_journal::JournalSlice;
use etalon_nation::{Document, HospitalDirection, Quarter, RealmHandle, Rule};
use etalon_people::{Counters, Kind, person_of};
use serde_json::json;

const TITLES: [&str; 3] = ["Example Hospital", "North Hospital", "South Clinic"];

fn last_document(realm: &RealmHandle) -> etalon_journal::Fields {
    let entries = realm.journal().entries();
    let (_, fields) = JournalSlice::of(&entries).states("document").last().unwrap();
    fields.clone()
}

#[tokio::test]
async fn every_realm_has_the_same_three() {
    let (nation, _) = nation().await;
    let realm = nation.open_realm("h", 1, None).unwrap();
    let known: Vec<_> = realm.hospitals().iter().map(|one| (one.title(), one.publisher_name())).collect();
    let names = ["example-hospital", "north-hospital", "south-clinic"];
    assert_eq!(known, TITLES.into_iter().zip(names.map(str::to_owned)).collect::<Vec<_>>());
    assert_eq!(realm.hospital().title(), "Example Hospital");
    assert!(realm.hospital_named("East Hospital").is_none());
    let public: Vec<_> = TITLES
        .iter()
        .map(|title| realm.hospital_named(title).unwrap().is_public())
        .collect();
    assert_eq!(public, [true, true, false]);
    let entries = realm.journal().entries();
    let written: Vec<_> = JournalSlice::of(&entries)
        .states("institution")
        .map(|(_, fields)| fields["title"].clone())
        .collect();
    assert_eq!(written, TITLES);
    nation.close().await;
}

#[tokio::test]
async fn each_institution_decides_by_type_and_for_itself_alone() {
    let (nation, _) = nation().await;
    let realm = nation.open_realm("h", 1, None).unwrap();
    let [example, north, south] = TITLES.map(|title| realm.hospital_named(title).unwrap());
    let rules = [
        ("laboratory result", Rule::Immediate),
        ("imaging report", Rule::AfterDays(30)),
        ("psychiatric report", Rule::Never),
        ("pathology report", Rule::Releasable),
    ];
    for (kind, rule) in rules {
        north.set_type_rule(kind, rule);
    }
    south.set_type_rule("laboratory result", Rule::Never);
    for (kind, rule) in rules {
        assert_eq!(north.rule_for(kind), rule);
        assert_eq!((example.rule_for(kind), south.rule_for(kind)), (Rule::Never, Rule::Never));
    }
    north.opt_in(false);
    assert!(!north.is_opted_in() && south.is_opted_in());
    assert!(rules.iter().all(|(kind, _)| north.rule_for(kind) == Rule::Never));
    north.opt_in(true);
    assert!(rules.iter().all(|(kind, rule)| north.rule_for(kind) == *rule));
    nation.close().await;
}

#[tokio::test]
async fn each_publishes_under_its_own_name_with_its_own_rule_and_keeps_its_own_documents() {
    let (nation, _) = nation().await;
    let realm = nation.open_realm("h", 1, None).unwrap();
    let (base_url, heard) = network(&nation);
    let rules = [Rule::Immediate, Rule::AfterDays(7), Rule::Releasable];
    for (title, rule) in TITLES.into_iter().zip(rules) {
        let hospital = realm.hospital_named(title).unwrap();
        hospital.connect(&base_url, &hospital.publisher_name(), &format!("secret of {title}"));
        hospital.set_type_rule("discharge-letter", rule);
        hospital.lay_down(Document {
            author_insz: Some("00000000000".to_owned()),
            ..letter("A", hospital.rule_for("discharge-letter"), &[])
        });
        hospital.publish("A").await.unwrap();
        let (_, body) = heard.lock().unwrap().pop().unwrap();
        assert_eq!(body["patient_access"], rule.published());
        assert_eq!(body["author_insz"], "00000000000");
        assert_eq!(body["content_url"], format!("{}/documents/A", hospital.repository()));
        let written = last_document(&realm);
        assert_eq!(
            (&written["publisher"], &written["author_insz"], &written["rule"]),
            (&json!(title), &json!("00000000000"), &json!(rule.name()))
        );
    }
    let markers: Vec<_> = realm.hospitals().iter().map(|one| one.canary("A").unwrap()).collect();
    assert!(markers[0] != markers[1] && markers[1] != markers[2] && markers[0] != markers[2]);

    let mut browser = Browser::new(nation.root_pem());
    for (hospital, marker) in realm.hospitals().iter().zip(&markers) {
        let url = format!("{}/documents/A", hospital.repository());
        for asking in realm.hospitals() {
            let presented = credentials_of(&asking.publisher_name(), &format!("secret of {}", asking.title()));
            let answer = browser.get_with(&url, "authorization", &presented).await;
            let own = asking.title() == hospital.title();
            assert_eq!(
                (answer.status == 200, answer.body.contains(marker)),
                (own, own),
                "{asking:?} at {hospital:?}"
            );
        }
    }
    nation.close().await;
}

#[tokio::test]
async fn a_patient_with_a_bis_number_is_published_under_it() {
    let (nation, _) = nation().await;
    let realm = nation.open_realm("h", 1, None).unwrap();
    let (base_url, heard) = network(&nation);
    let hospital = realm.hospital_named("South Clinic").unwrap();
    hospital.connect(&base_url, "south-clinic", "secret");
    for (kind, written) in [(Kind::Citizen, "insz"), (Kind::BisHolder, "bis")] {
        let number = person_of(1, "Anna", kind, Counters::default(), 0).insz.to_string();
        hospital.lay_down(Document {
            patient_insz: number.clone(),
            ..letter(written, Rule::Immediate, &[])
        });
        hospital.publish(written).await.unwrap();
        assert_eq!(heard.lock().unwrap().pop().unwrap().1["patient"], number.as_str());
        assert_eq!(last_document(&realm)["patient_number"], written);
    }
    nation.close().await;
}

#[tokio::test]
async fn the_list_of_a_quarter_tells_who_published_precedence_then() {
    let (nation, _) = nation().await;
    let realm = nation.open_realm("h", 1, None).unwrap();
    let since: Vec<_> = realm
        .hospitals()
        .iter()
        .map(|one| one.publishes_precedence_since().map(|since| since.to_string()))
        .collect();
    assert_eq!(since, [None, Some("2025-Q3".to_owned()), None]);
    for (quarter, north) in [("2025-Q2", None), ("2025-Q3", Some("2025-Q3")), ("2026-Q1", Some("2025-Q3"))] {
        realm.write_precedence_list(quarter.parse::<Quarter>().unwrap());
        let entries = realm.journal().entries();
        let (_, list) = JournalSlice::of(&entries).states("precedence-list").last().unwrap();
        let expected = json!([
            {"name": "Example Hospital", "publishes_precedence": false, "since": null},
            {"name": "North Hospital", "publishes_precedence": north.is_some(), "since": north},
            {"name": "South Clinic", "publishes_precedence": false, "since": null},
        ]);
        assert_eq!((&list["quarter"], &list["hospitals"]), (&json!(quarter), &expected));
    }
    nation.close().await;
}

#[tokio::test]
async fn a_direction_for_one_institution_leaves_the_others_alone() {
    let (nation, _) = nation().await;
    let realm = nation.open_realm("h", 1, None).unwrap();
    for hospital in realm.hospitals() {
        hospital.connect("https://127.0.0.1:1", NAME, HOSPITAL_SECRET);
        hospital.lay_down(letter("A", Rule::Immediate, &[]));
    }
    realm
        .hospital_named("North Hospital")
        .unwrap()
        .direct(HospitalDirection::Down, None, true);
    let mut browser = Browser::new(nation.root_pem());
    for (hospital, expected) in realm.hospitals().iter().zip([200, 503, 200]) {
        let url = format!("{}/documents/A", hospital.repository());
        let presented = credentials(HOSPITAL_SECRET);
        assert_eq!(browser.get_with(&url, "authorization", &presented).await.status, expected);
    }
    assert_eq!(observed(&realm, "fetch-refused")[0]["publisher"], "North Hospital");
    nation.close().await;
}
