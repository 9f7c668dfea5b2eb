//! The hospital: what it tells a network, and to whom it hands documents over.
#![allow(clippy::unwrap_used)]

mod country;

use std::net::TcpListener;

use country::{
    Browser, nation,
    network::{HOSPITAL_SECRET, NAME, credentials, letter, network, sha256},
    observed,
};
use etalon_journal::{Event, JournalSlice, Silence};
use etalon_nation::{HospitalDirection, HospitalError, Publication, RealmHandle, Rule};
use serde_json::json;

fn reason(realm: &RealmHandle) -> String {
    observed(realm, "fetch-refused").pop().unwrap()["reason"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn a_reference_is_published_and_published_again_when_its_rule_changes() {
    let (nation, written) = nation().await;
    let realm = nation.open_realm("h", 1, None).unwrap();
    let (base_url, heard) = network(&nation);
    realm.hospital().connect(&base_url, NAME, HOSPITAL_SECRET);
    realm.hospital().lay_down(letter("L 1/2", Rule::AfterDays(30), &["scan.pdf"]));
    let published = realm.hospital().publish("L 1/2").await.unwrap();
    assert_eq!(
        published,
        Publication::Published {
            status: 201,
            id: Some("n-1".to_owned())
        }
    );
    let (presented, body) = heard.lock().unwrap().pop().unwrap();
    assert_eq!(presented, credentials(HOSPITAL_SECRET));
    let content_url = format!("{}/hospital/example-hospital/documents/L%201%2F2", realm.base_url());
    let expected = json!({
        "reference": "L 1/2", "patient": etalon_people::person(1, "Anna").insz.to_string(), "type": "discharge-letter",
        "title": "Discharge letter", "author": "Dr Peeters-Specimen", "published_at": "2026-03-01T09:00:00Z",
        "patient_access": {"rule": "after-days", "days": 30}, "content_url": content_url, "content_sha256": body["content_sha256"],
        "attachments": [{
            "name": "scan.pdf", "media_type": "application/pdf", "url": format!("{content_url}/attachments/0"),
            "sha256": body["attachments"][0]["sha256"],
        }],
    });
    assert_eq!(body, expected);
    realm.hospital().change_rule("L 1/2", Rule::Never).unwrap();
    realm.hospital().publish("L 1/2").await.unwrap();
    assert_eq!(heard.lock().unwrap().pop().unwrap().1["patient_access"], json!({"rule": "never"}));

    let entries = realm.journal().entries();
    let journal = JournalSlice::of(&entries);
    assert_eq!(
        journal.sent().map(|exchange| exchange.status()).collect::<Vec<_>>(),
        [Some(201), Some(201)]
    );
    let rules: Vec<_> = journal
        .states("document")
        .map(|(_, fields)| (fields["rule"].clone(), fields["days"].clone()))
        .collect();
    assert_eq!(rules, [(json!("after-days"), json!(30)), (json!("never"), json!(null))]);
    for secret in [HOSPITAL_SECRET, credentials(HOSPITAL_SECRET).trim_start_matches("Basic ")] {
        assert!(!written.lines().contains(secret), "{secret} is in the record");
    }

    let mut browser = Browser::new(nation.root_pem());
    let letter = browser.get_with(&content_url, "authorization", &credentials(HOSPITAL_SECRET)).await;
    assert_eq!(
        (letter.status, letter.header("content-type")),
        (200, Some("text/plain; charset=utf-8"))
    );
    assert!(letter.body.contains(&realm.hospital().canary("L 1/2").unwrap()));
    assert_eq!(sha256(letter.body.as_bytes()), body["content_sha256"]);
    nation.close().await;
}

#[tokio::test]
async fn documents_are_handed_over_to_the_network_only() {
    let (nation, _) = nation().await;
    let realm = nation.open_realm("h", 1, None).unwrap();
    let mut browser = Browser::new(nation.root_pem());
    let url = format!("{}/hospital/example-hospital/documents/A", realm.base_url());
    assert_eq!(
        browser.get_with(&url, "authorization", &credentials(HOSPITAL_SECRET)).await.status,
        401
    );
    assert_eq!(reason(&realm), "not-connected");
    realm.hospital().connect("https://127.0.0.1:1", NAME, HOSPITAL_SECRET);
    realm.hospital().lay_down(letter("A", Rule::Immediate, &["scan.pdf", "photo.png"]));
    let canary = realm.hospital().canary("A").unwrap();
    let cases = [
        (url.clone(), None, 401, "credentials-missing"),
        (url.clone(), Some("Bearer abc".to_owned()), 401, "credentials-unreadable"),
        (url.clone(), Some(credentials("another secret")), 401, "credentials-wrong"),
        (format!("{url}B"), Some(credentials(HOSPITAL_SECRET)), 404, "unknown-reference"),
        (
            format!("{url}/attachments/2"),
            Some(credentials(HOSPITAL_SECRET)),
            404,
            "unknown-attachment",
        ),
    ];
    for (url, presented, status, why) in cases {
        let refused = match presented {
            Some(presented) => browser.get_with(&url, "authorization", &presented).await,
            None => browser.get(&url).await,
        };
        assert_eq!((refused.status, reason(&realm).as_str()), (status, why));
        assert!(!refused.body.contains(&canary));
    }
    let entries = realm.journal().entries();
    let (_, laid) = JournalSlice::of(&entries).states("document").next().unwrap();
    for number in 0..2 {
        let url = format!("{url}/attachments/{number}");
        let attachment = browser.get_with(&url, "authorization", &credentials(HOSPITAL_SECRET)).await;
        assert!(
            attachment.body.contains(laid["attachments"][number]["canary"].as_str().unwrap()),
            "{attachment:?}"
        );
        assert_eq!(observed(&realm, "document-fetched").pop().unwrap()["attachment"], number);
    }
    nation.close().await;
}

#[tokio::test]
async fn the_hospital_fails_as_directed_for_the_document_it_concerns() {
    let (nation, _) = nation().await;
    let realm = nation.open_realm("h", 1, None).unwrap();
    realm.hospital().connect("https://127.0.0.1:1", NAME, HOSPITAL_SECRET);
    ["A", "B"]
        .iter()
        .for_each(|reference| realm.hospital().lay_down(letter(reference, Rule::Immediate, &[])));
    let mut browser = Browser::new(nation.root_pem());
    let url = |reference: &str| format!("{}/hospital/example-hospital/documents/{reference}", realm.base_url());
    let presented = credentials(HOSPITAL_SECRET);
    realm.hospital().direct(HospitalDirection::Down, Some("A"), true);
    assert_eq!(browser.get_with(&url("B"), "authorization", &presented).await.status, 200);
    for _ in 0..2 {
        assert_eq!(browser.get_with(&url("A"), "authorization", &presented).await.status, 503);
    }
    realm.hospital().lift(&HospitalDirection::Down);
    realm.hospital().direct(HospitalDirection::WrongDocument, None, false);
    let wrong = browser.get_with(&url("A"), "authorization", &presented).await;
    assert!(wrong.body.contains(&realm.hospital().canary("B").unwrap()) && !wrong.body.contains(&realm.hospital().canary("A").unwrap()));
    let seen = observed(&realm, "document-fetched").pop().unwrap();
    assert_eq!((seen["reference"].as_str(), seen["handed_over"].as_str()), (Some("A"), Some("B")));
    let right = browser.get_with(&url("A"), "authorization", &presented).await;
    assert!(right.body.contains(&realm.hospital().canary("A").unwrap()));
    nation.close().await;
}

#[tokio::test]
async fn a_silent_hospital_says_nothing_until_the_client_leaves_or_the_realm_closes() {
    let (nation, _) = nation().await;
    let realm = nation.open_realm("h", 1, None).unwrap();
    realm.hospital().connect("https://127.0.0.1:1", NAME, HOSPITAL_SECRET);
    realm.hospital().lay_down(letter("A", Rule::Immediate, &[]));
    let url = format!("{}/hospital/example-hospital/documents/A", realm.base_url());
    let (browser, presented) = (Browser::new(nation.root_pem()), credentials(HOSPITAL_SECRET));
    let fetch = || {
        let (mut browser, url, presented) = (browser.clone(), url.clone(), presented.clone());
        tokio::spawn(async move { browser.get_with(&url, "authorization", &presented).await.status })
    };
    let written = |wanted: fn(&Event) -> bool| {
        let realm = realm.clone();
        async move {
            while !realm.journal().entries().iter().any(|entry| wanted(&entry.event)) {
                tokio::task::yield_now().await;
            }
        }
    };
    realm.hospital().direct(HospitalDirection::Silent, None, true);
    let leaving = fetch();
    let used = |event: &Event| matches!(event, Event::Observation { name, .. } if name == "direction-used");
    tokio::time::timeout(country::PATIENCE, written(used)).await.unwrap();
    leaving.abort();
    tokio::time::timeout(country::PATIENCE, written(|event| matches!(event, Event::NoAnswer { .. })))
        .await
        .unwrap();
    let staying = fetch();
    let used_again = async {
        while observed(&realm, "direction-used").len() < 2 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(country::PATIENCE, used_again).await.unwrap();
    realm.close();
    assert_eq!(tokio::time::timeout(country::PATIENCE, staying).await.unwrap().unwrap(), 504);
    nation.close().await;
}

#[tokio::test]
async fn a_network_that_does_not_answer_or_may_not_be_called_is_told_apart() {
    let (nation, _) = nation().await;
    let realm = nation.open_realm("h", 1, None).unwrap();
    let hospital = realm.hospital();
    assert_eq!(hospital.publish("A").await, Err(HospitalError::NoSuchDocument("A".to_owned())));
    hospital.lay_down(letter("A", Rule::Immediate, &[]));
    assert_eq!(hospital.publish("A").await, Err(HospitalError::NotConnected));
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    hospital.connect(&format!("https://{closed}"), NAME, HOSPITAL_SECRET);
    assert!(matches!(hospital.publish("A").await.unwrap(), Publication::NoAnswer(none) if none.how == Silence::NotListening));
    hospital.connect("https://network.example", NAME, HOSPITAL_SECRET);
    assert!(matches!(hospital.publish("A").await, Err(HospitalError::Address(_))));
    let entries = realm.journal().entries();
    assert!(
        entries
            .iter()
            .any(|entry| matches!(&entry.event, Event::Trouble { what, .. } if what.contains("network.example")))
    );
    nation.close().await;
}
