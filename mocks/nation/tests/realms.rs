//! Realms open fast, are isolated from each other, and answer nothing once closed.
#![allow(clippy::unwrap_used)]

mod country;

use std::time::{Duration, Instant};

use country::{Browser, CALLBACK, client, keys, nation};
use etalon_journal::{Entry, Journal, JournalSlice};
use etalon_nation::{CsamDirection, Nation, NationConfig, NationError, RealmHandle};
use etalon_wire::encode_form;
use jiff::{SignedDuration, Timestamp};

/// What a scenario may spend on its realm; the bound of the design is a few milliseconds.
const OPENING_LIMIT: Duration = Duration::from_millis(3);

fn authorize(realm: &RealmHandle) -> String {
    let fields = [
        ("client_id", "portal"),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "openid"),
    ];
    format!("{}/authorize?{}", realm.issuer(), encode_form(fields))
}

#[tokio::test]
async fn a_realm_opens_within_its_bound() {
    let (nation, _) = nation().await;
    nation.open_realm("warm", 0, None).unwrap();
    let mut taken: Vec<_> = (0..50)
        .map(|number| {
            let begun = Instant::now();
            nation.open_realm(&format!("r{number}"), number, None).unwrap();
            begun.elapsed()
        })
        .collect();
    taken.sort();
    // The median: a machine that is busy with something else may interrupt any single one.
    assert!(taken[25] < OPENING_LIMIT, "{taken:?}");
    nation.close().await;
}

#[tokio::test]
async fn two_realms_do_not_see_each_other() {
    let (nation, _) = nation().await;
    let (one, two) = (
        nation.open_realm("one", 1, None).unwrap(),
        nation.open_realm("two", 1, None).unwrap(),
    );
    let anna = etalon_people::person(1, "Anna");
    one.add_person(anna.clone());
    one.register_client(client());
    one.direct_csam("portal", None, CsamDirection::Unavailable, true);
    let mut browser = Browser::new(nation.root_pem());
    assert_eq!(browser.get(&authorize(&one)).await.status, 503);
    let before = one.journal().last();
    let refused = browser.get(&authorize(&two)).await;
    assert_eq!(
        (refused.status, refused.attributes("[data-testid=error]", "data-reason")),
        (400, vec!["client-unknown".to_owned()])
    );
    assert_eq!(one.journal().last(), before, "nothing of it stands in the other journal");
    assert!(two.person(&anna.id).is_none() && one.person(&anna.id).is_some());
    two.register_client(client());
    assert_eq!(browser.get(&authorize(&two)).await.status, 302);
    let keys: Vec<_> = {
        let mut seen = Vec::new();
        for realm in [&one, &two] {
            seen.push(browser.get(&format!("{}/connect/jwk_uri", realm.issuer())).await.json()["keys"][0]["kid"].clone());
        }
        seen
    };
    assert_ne!(keys[0], keys[1], "neighbours sign with different keys");
    nation.close().await;
}

#[tokio::test]
async fn a_closed_realm_answers_404_and_its_journal_stays() {
    let (nation, _) = nation().await;
    let realm = nation.open_realm("brief", 1, None).unwrap();
    let mut browser = Browser::new(nation.root_pem());
    let discovery = format!("{}/.well-known/openid-configuration", realm.issuer());
    assert_eq!(browser.get(&discovery).await.status, 200);
    let kept = realm.journal().clone();
    realm.close();
    realm.close();
    assert_eq!(browser.get(&discovery).await.status, 404);
    assert_eq!(nation.stray_requests(), 1);
    assert!(kept.entries().iter().any(|entry: &std::sync::Arc<Entry>| entry.authority == "csam"));
    let again = nation.open_realm("brief", 2, None).unwrap();
    realm.close();
    assert_eq!(
        browser.get(&discovery).await.status,
        200,
        "the old handle does not close the new realm"
    );
    assert_eq!(again.seed(), 2);
    nation.close().await;
}

#[tokio::test]
async fn names_that_cannot_be_used_are_refused_with_a_remedy() {
    let (nation, _) = nation().await;
    let _open = nation.open_realm("taken", 1, None).unwrap();
    for name in ["", "a/b", "a b", "é", "a?b", "..", &"a".repeat(101), "taken"] {
        let refused = nation.open_realm(name, 1, None).err().unwrap();
        assert!(
            refused
                .to_string()
                .contains(if name == "taken" { "choose another name" } else { "use 1 to 100" }),
            "{refused}"
        );
    }
    nation.close().await;
}

#[tokio::test]
async fn a_pool_that_cannot_be_used_is_named_with_a_remedy() {
    let (_, written) = nation().await;
    let file = keys().join("not-a-folder");
    std::fs::write(&file, "").unwrap();
    let config = NationConfig::local(Journal::new(written, &[0; 32]), file);
    let refused = Nation::start(config).await.err().unwrap();
    assert!(
        matches!(refused, NationError::KeyPool(_)) && refused.to_string().contains("not-a-folder"),
        "{refused}"
    );
}

#[tokio::test]
async fn an_address_of_another_machine_is_named_with_a_remedy() {
    let (_, written) = nation().await;
    let config = NationConfig {
        bind: "192.0.2.1".parse().unwrap(),
        ..NationConfig::local(Journal::new(written, &[0; 32]), keys())
    };
    let refused = Nation::start(config).await.err().unwrap();
    assert!(refused.to_string().contains("cannot listen on 192.0.2.1:0"), "{refused}");
}

#[tokio::test]
async fn the_clock_of_a_realm_is_its_own() {
    let (nation, _) = nation().await;
    let at: Timestamp = "2026-03-29T00:30:00Z".parse().unwrap();
    let (still, other) = (
        nation.open_realm("still", 1, Some(at)).unwrap(),
        nation.open_realm("other", 1, None).unwrap(),
    );
    assert_eq!(still.now(), at);
    still.step(SignedDuration::from_hours(1));
    assert_eq!(still.now(), at + SignedDuration::from_hours(1));
    still.offset(SignedDuration::from_hours(-48));
    assert!(still.now() < other.now() - SignedDuration::from_hours(47));
    still.real();
    still.freeze(at);
    assert_eq!(still.now(), at);
    assert!(other.now() > at);
    nation.close().await;
}

#[tokio::test]
async fn who_lives_in_a_realm_is_written_down() {
    let (nation, _) = nation().await;
    let realm = nation.open_realm("people", 1, None).unwrap();
    let anna = etalon_people::person(1, "Anna");
    realm.add_person(anna.clone());
    let entries = realm.journal().entries();
    let (_, state) = JournalSlice::of(&entries).states("person-added").next().unwrap();
    assert_eq!(
        (state["id"].as_str(), state["insz"].as_str()),
        (Some(anna.id.as_str()), Some(anna.insz.to_string().as_str()))
    );
    assert_eq!(realm.people().len(), 1);
    nation.close().await;
}
