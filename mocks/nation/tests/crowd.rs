//! Many at a time: a thousand realms in one process, and two hundred logins at once that do not touch each other.
#![allow(clippy::unwrap_used)]

mod country;

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use country::{Browser, api::Api, codes, log_in, log_in_with, observed};
use etalon_journal::{Journal, Unwritten};
use etalon_nation::{
    Client, Event, Kind, Nation, NationConfig,
    control::{ClientOrder, PersonOrder, RealmOrder},
};
use futures::future::join_all;

const REALMS: usize = 10;
const LOGINS_EACH: usize = 20;
/// A debug build on a machine that does other things too; what is measured for real is in `benches`.
const BOUND: Duration = Duration::from_secs(120);

fn client(realm: usize, number: usize) -> Client {
    Client {
        id: format!("portal-{realm}-{number}"),
        secret: format!("secret-of-portal-{realm}-{number}"),
        ..country::client()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_logins_at_once_do_not_touch_each_other() {
    let journal = Journal::new(Arc::new(Unwritten), &[5; 32]);
    let nation = Nation::start(NationConfig::local(journal, country::keys())).await.unwrap();
    // One seed for all: people of one name differ between realms in nothing but where they live.
    let realms: Vec<_> = (0..REALMS)
        .map(|number| nation.open_realm(&format!("realm-{number}"), 3, None).unwrap())
        .collect();
    let mut logins = Vec::new();
    for (at, realm) in realms.iter().enumerate() {
        for number in 0..LOGINS_EACH {
            let person = realm.introduce(&format!("Person {number}"), Kind::Citizen).unwrap();
            let client = client(at, number);
            realm.register_client(client.clone());
            let (mut browser, issuer, realm) = (Browser::new(nation.root_pem()), realm.issuer(), realm.clone());
            logins.push(tokio::spawn(async move {
                let means = ["eid", "itsme", "totp"][number % 3];
                let code = || codes::shown(&realm.app_address(&person.id).unwrap(), realm.now().as_second());
                let claims = log_in_with(&mut browser, &issuer, &client, (&person.id, means), code).await;
                assert_eq!((&claims["iss"], &claims["aud"]), (&issuer.into(), &client.id.into()));
                assert_eq!(claims["egovNRN"], person.insz.to_string());
            }));
        }
    }
    let played = tokio::time::timeout(BOUND, join_all(logins)).await.unwrap();
    played.into_iter().for_each(|login| login.unwrap());
    for (at, realm) in realms.iter().enumerate() {
        let text = |name: &str, field: &str| -> BTreeSet<String> {
            observed(realm, name)
                .iter()
                .map(|fields| fields[field].as_str().unwrap().to_owned())
                .collect()
        };
        let own: BTreeSet<_> = (0..LOGINS_EACH).map(|number| client(at, number).id).collect();
        assert_eq!(text("token-issued", "client"), own);
        assert_eq!(text("person-authenticated", "person").len(), LOGINS_EACH);
        let entries = realm.journal().entries();
        assert!(
            entries.iter().map(|entry| entry.number).eq(1..=entries.len() as u64),
            "numbered without gaps"
        );
        let mut unanswered = BTreeSet::new();
        for entry in &entries {
            match &entry.event {
                Event::Request { url, .. } => {
                    assert!(
                        url.starts_with(&format!("{}/", realm.base_url())),
                        "{url} in the journal of {}",
                        realm.name()
                    );
                    unanswered.insert(entry.number);
                }
                Event::Response { to, .. } => assert!(unanswered.remove(to), "each is answered once"),
                Event::Trouble { what, .. } => panic!("{what}"),
                _ => {}
            }
        }
        assert!(unanswered.is_empty(), "{unanswered:?}");
        assert!(observed(realm, "token-refused").is_empty() && observed(realm, "authorization-refused").is_empty());
    }
    assert_eq!(nation.stray_requests(), 0);
    nation.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_realms_are_open_in_one_process() {
    let api = Api::open().await;
    let desk = api.control.desk();
    for number in 0..1_000 {
        let order = RealmOrder {
            name: format!("realm-{number}"),
            ..RealmOrder::default()
        };
        let realm = desk.open_realm(order).await.unwrap();
        desk.add_person(&realm.name, PersonOrder::default()).await.unwrap();
        let portal = ClientOrder {
            id: "portal".to_owned(),
            secret: Some(country::SECRET.to_owned()),
            redirect_uris: vec![country::CALLBACK.to_owned()],
            ..ClientOrder::default()
        };
        desk.register_client(&realm.name, portal).await.unwrap();
    }
    assert_eq!(desk.realms().await.len(), 1_000);
    let lasts: Vec<_> = api
        .nation
        .realms()
        .iter()
        .map(|realm| (realm.name().to_owned(), realm.journal().last()))
        .collect();
    let mut browser = Browser::new(api.nation.root_pem());
    for number in (0..1_000).step_by(50) {
        let realm = api.nation.realm(&format!("realm-{number}")).unwrap();
        let person = Arc::clone(&realm.people()[0]);
        let claims = log_in(&mut browser, &realm.issuer(), &country::client(), &person.id, "eid").await;
        assert_eq!(claims["egovNRN"], person.insz.to_string());
    }
    let touched = lasts
        .iter()
        .filter(|(name, last)| api.nation.realm(name).unwrap().journal().last() > *last);
    assert_eq!(touched.count(), 20, "nobody else noticed");
    let numbers: BTreeSet<_> = api.nation.realms().iter().map(|realm| realm.people()[0].insz).collect();
    assert!(numbers.len() > 900, "realms draw people of their own: {}", numbers.len());
    for number in 0..1_000 {
        desk.close_realm(&format!("realm-{number}")).await.unwrap();
    }
    assert!(api.nation.realms().is_empty());
    api.close().await;
}
