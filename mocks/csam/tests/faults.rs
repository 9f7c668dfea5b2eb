//! A fault belongs to one login of one person at one client: who gets it, who does not, and what the journal says when it was not used.
#![allow(clippy::unwrap_used)]

mod country;

use country::{Browser, CALLBACK, Country, client};
use etalon_csam::{CsamDirection, Means};
use etalon_journal::Event;
use etalon_wire::{JwkSet, UnverifiedJws, verify_jws_with};

fn direct(country: &Country, person: Option<&str>, fault: &str) {
    let direction = CsamDirection::Fault(fault.to_owned());
    country.csam.direct(&country.realm, "portal", person, direction, false);
}

async fn reply(country: &Country, browser: &mut Browser, person: &str, changes: &[(&str, &str)]) -> country::Page {
    let changes: Vec<_> = changes.iter().copied().chain([("prompt", "login")]).collect();
    let opened = browser.get(&country.authorize(&changes)).await;
    country.choose(browser, &opened, person, "totp").await
}

async fn id_token(country: &Country, browser: &mut Browser, person: &str) -> UnverifiedJws {
    let code = reply(country, browser, person, &[]).await.location_field("code").unwrap();
    let tokens = country.tokens(browser, &code, &[]).await.json();
    UnverifiedJws::parse(tokens["id_token"].as_str().unwrap()).unwrap()
}

async fn keys(country: &Country, browser: &mut Browser) -> JwkSet {
    let page = browser.get(&country.at("/connect/jwk_uri")).await;
    serde_json::from_str(&page.body).unwrap()
}

#[tokio::test]
async fn it_happens_to_whom_it_is_meant_for_and_once() {
    let country = Country::open();
    let mut browser = country.browser();
    let (anna, bert) = (country.anna.id.clone(), country.bert.id.clone());
    direct(&country, Some(&anna), "id-token-issuer-other");
    let issuer = country.at("");
    assert_eq!(
        id_token(&country, &mut browser, &bert).await.payload["iss"],
        issuer,
        "it was not for Bert"
    );
    assert_eq!(country.all_observed("fault-applied").len(), 0);
    assert_ne!(id_token(&country, &mut browser, &anna).await.payload["iss"], issuer);
    let applied = country.observed("fault-applied").unwrap();
    let told = ["fault", "step", "client", "person"].map(|field| applied[field].as_str().unwrap().to_owned());
    assert_eq!(told, ["id-token-issuer-other", "token", "portal", &anna]);
    assert_eq!(id_token(&country, &mut browser, &anna).await.payload["iss"], issuer, "it held once");
    assert_eq!(
        (
            country.all_observed("fault-applied").len(),
            country.all_observed("fault-unused").len()
        ),
        (1, 0)
    );
}

#[tokio::test]
async fn another_client_of_the_same_person_is_left_alone() {
    let country = Country::open();
    country.csam.register_client(&country.realm, client("other", "other-secret"));
    direct(&country, Some(&country.anna.id), "state-missing");
    let mut browser = country.browser();
    let elsewhere = reply(&country, &mut browser, &country.anna.id, &[("client_id", "other")]).await;
    assert_eq!(elsewhere.location_field("state").as_deref(), Some("a state"));
    let here = reply(&country, &mut browser, &country.anna.id, &[]).await;
    assert_eq!(here.location_field("state"), None);
}

#[tokio::test]
async fn a_login_with_a_session_that_is_there_carries_it_too() {
    let country = Country::open();
    let mut browser = country.browser();
    country.code(&mut browser, &[]).await;
    direct(&country, Some(&country.anna.id), "state-other");
    let again = browser.get(&country.authorize(&[])).await;
    assert_eq!(again.location_field("state").as_deref(), Some("state-of-another-login"));
    assert_eq!(country.observed("code-issued").unwrap()["session"], "reused");
}

#[tokio::test]
async fn a_login_that_csam_refuses_does_not_use_it_up() {
    let country = Country::open();
    let mut browser = country.browser();
    direct(&country, Some(&country.anna.id), "state-missing");
    let too_low = CsamDirection::LogInAs {
        person: country.anna.id.clone(),
        means: Means::Password,
    };
    country.csam.direct(&country.realm, "portal", None, too_low, false);
    let refused = browser.get(&country.authorize(&[])).await;
    assert_eq!(refused.location_field("error").as_deref(), Some("access_denied"));
    let sent_on = reply(&country, &mut browser, &country.anna.id, &[]).await;
    assert!(sent_on.location_field("code").is_some() && sent_on.location_field("state").is_none());
}

#[tokio::test]
async fn what_cannot_be_put_in_is_said_and_never_claimed() {
    for (fault, changes, why) in [
        ("state-missing", [("state", "")], "parameter-absent"),
        ("state-other", [("state", "")], "parameter-absent"),
        ("id-token-nonce-other", [("nonce", "")], "claim-absent"),
        ("id-token-nonce-missing", [("nonce", "")], "claim-absent"),
        ("userinfo-number-missing", [("scope", "openid profile")], "claim-absent"),
        ("level-lower-than-asked", [("acr_values", "")], "no-lower-level"),
    ] {
        let country = Country::open();
        let mut browser = country.browser();
        direct(&country, Some(&country.anna.id), fault);
        let sent_on = reply(&country, &mut browser, &country.anna.id, &changes).await;
        let code = sent_on.location_field("code").unwrap();
        let tokens = country.tokens(&mut browser, &code, &[]).await;
        assert_eq!(tokens.status, 200, "{fault}");
        let bearer = format!("Bearer {}", tokens.json()["access_token"].as_str().unwrap());
        let userinfo = browser.get_with(&country.at("/userinfo"), "authorization", &bearer).await;
        assert_eq!(userinfo.status, 200, "{fault}");
        let unused = country
            .observed("fault-unused")
            .unwrap_or_else(|| panic!("{fault} was not said to be unused"));
        assert_eq!((unused["fault"].as_str(), unused["why"].as_str()), (Some(fault), Some(why)));
        assert_eq!(country.all_observed("fault-applied").len(), 0, "{fault}");
    }
}

#[tokio::test]
async fn a_client_with_one_address_gets_no_reply_at_another() {
    let country = Country::open();
    let mut one = client("portal", country::SECRET);
    one.redirect_uris = vec![CALLBACK.to_owned()];
    country.csam.register_client(&country.realm, one);
    direct(&country, None, "reply-to-other-address");
    let mut browser = country.browser();
    let sent_on = reply(&country, &mut browser, &country.anna.id, &[]).await;
    assert!(sent_on.location().unwrap().starts_with(CALLBACK));
    assert_eq!(country.observed("fault-unused").unwrap()["why"], "no-other-address");
}

#[tokio::test]
async fn a_login_that_never_came_to_the_step_says_so_when_the_next_begins() {
    let country = Country::open();
    let mut browser = country.browser();
    direct(&country, Some(&country.anna.id), "userinfo-alg-none");
    id_token(&country, &mut browser, &country.anna.id).await;
    assert_eq!(
        country.all_observed("fault-unused").len(),
        0,
        "the client may still ask for userinfo"
    );
    reply(&country, &mut browser, &country.anna.id, &[]).await;
    let unused = country.observed("fault-unused").unwrap();
    assert_eq!(
        (unused["step"].as_str(), unused["why"].as_str()),
        (Some("userinfo"), Some("step-not-reached"))
    );
}

#[tokio::test]
async fn a_login_that_was_overtaken_goes_on_without_it() {
    let country = Country::open();
    let mut browser = country.browser();
    for fault in ["id-token-issuer-other", "token-error-server"] {
        direct(&country, Some(&country.anna.id), fault);
        let code = reply(&country, &mut browser, &country.anna.id, &[])
            .await
            .location_field("code")
            .unwrap();
        reply(&country, &mut country.browser(), &country.anna.id, &[]).await;
        assert_eq!(country.observed("fault-unused").unwrap()["fault"], fault);
        let tokens = country.tokens(&mut browser, &code, &[]).await.json();
        let token = UnverifiedJws::parse(tokens["id_token"].as_str().unwrap()).unwrap();
        assert_eq!(token.payload["iss"], country.at(""), "what was said not to happen does not happen");
    }
    assert_eq!(country.all_observed("fault-applied").len(), 0);
}

#[tokio::test]
async fn every_request_of_the_login_meets_it_and_the_journal_says_it_once() {
    let country = Country::open();
    let mut browser = country.browser();
    direct(&country, Some(&country.anna.id), "token-error-server");
    let code = reply(&country, &mut browser, &country.anna.id, &[])
        .await
        .location_field("code")
        .unwrap();
    for _ in 0..2 {
        assert_eq!(country.tokens(&mut browser, &code, &[]).await.status, 500);
    }
    let wrong = country.tokens(&mut browser, &code, &[("code_verifier", "")]).await;
    assert_eq!(
        (wrong.status, country.reason("token-refused").as_str()),
        (400, "verifier-missing"),
        "a wrong request is told so"
    );
    assert_eq!(country.all_observed("fault-applied").len(), 1);
}

#[tokio::test]
async fn the_first_to_read_discovery_gets_the_fault_and_the_next_the_twin() {
    let country = Country::open();
    let mut browser = country.browser();
    let document = country.at("/.well-known/openid-configuration");
    direct(&country, Some(&country.anna.id), "discovery-issuer-other");
    assert_ne!(browser.get(&document).await.json()["issuer"], country.at(""));
    let applied = country.observed("fault-applied").unwrap();
    assert_eq!(
        (applied["client"].as_str(), applied["person"].as_str()),
        (Some("portal"), Some(country.anna.id.as_str()))
    );
    assert_eq!(browser.get(&document).await.json()["issuer"], country.at(""));
    reply(&country, &mut browser, &country.anna.id, &[]).await;
    assert_eq!(country.all_observed("fault-unused").len(), 0);

    direct(&country, Some(&country.anna.id), "discovery-issuer-other");
    reply(&country, &mut browser, &country.anna.id, &[]).await;
    assert_eq!(country.observed("fault-unused").unwrap()["why"], "step-not-reached");
    assert_eq!(browser.get(&document).await.json()["issuer"], country.at(""), "the login is over");
    direct(&country, Some(&country.anna.id), "discovery-issuer-other");
    country.csam.lift(&country.realm, "fault");
    assert_eq!(browser.get(&document).await.json()["issuer"], country.at(""), "it was taken back");
}

#[tokio::test]
async fn a_new_key_is_published_for_one_login_and_the_next_puts_it_right() {
    let country = Country::open();
    let mut browser = country.browser();
    let anna = country.anna.id.clone();
    let before = keys(&country, &mut browser).await;
    assert_eq!(before.keys.len(), 1);
    let mut newest = Vec::new();
    for fault in ["key-rotated-before-login", "key-rotated-before-token", "key-rotated-before-login"] {
        direct(&country, Some(&anna), fault);
        let code = reply(&country, &mut browser, &anna, &[]).await.location_field("code").unwrap();
        let early = keys(&country, &mut browser).await.keys.len();
        assert_eq!(early, if fault == "key-rotated-before-login" { 2 } else { 1 }, "{fault}");
        let tokens = country.tokens(&mut browser, &code, &[]).await.json();
        let during = keys(&country, &mut browser).await;
        assert_eq!((during.keys.len(), &during.keys[0]), (2, &before.keys[0]), "{fault}");
        let token = tokens["id_token"].as_str().unwrap();
        assert!(
            verify_jws_with(token, &before).is_err() && verify_jws_with(token, &during).is_ok(),
            "{fault}"
        );
        let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
        let userinfo = browser.get_with(&country.at("/userinfo"), "authorization", &bearer).await;
        assert!(verify_jws_with(&userinfo.body, &before).is_err() && verify_jws_with(&userinfo.body, &during).is_ok());
        id_token(&country, &mut browser, &anna).await;
        assert_eq!(keys(&country, &mut browser).await, before, "{fault}");
        let later = browser.get_with(&country.at("/userinfo"), "authorization", &bearer).await;
        assert!(
            verify_jws_with(&later.body, &before).is_ok(),
            "an older login is signed for with the key that is left"
        );
        newest.push(during.keys[1].kid.clone());
    }
    assert!(
        newest[0] != newest[1] && newest[1] != newest[2],
        "each rotation brings another key than the one before"
    );
    let entries = country.realm.journal().entries();
    let told = entries.iter().filter_map(|entry| match &entry.event {
        Event::State { name, fields } if name == "keys-changed" => fields["kids"].as_array().map(Vec::len),
        _ => None,
    });
    assert_eq!(told.collect::<Vec<_>>(), [2, 1, 2, 1, 2, 1]);
}

#[tokio::test]
async fn a_key_for_a_login_that_was_taken_back_is_published_no_longer() {
    let country = Country::open();
    let mut browser = country.browser();
    direct(&country, Some(&country.anna.id), "key-rotated-before-login");
    assert_eq!(keys(&country, &mut browser).await.keys.len(), 2);
    country.csam.lift(&country.realm, "fault");
    assert_eq!(keys(&country, &mut browser).await.keys.len(), 1);
    let token = id_token(&country, &mut browser, &country.anna.id).await;
    assert_eq!(token.header["kid"], keys(&country, &mut browser).await.keys[0].kid.clone().unwrap());
}

#[tokio::test]
async fn a_token_without_kid_needs_a_single_key() {
    let country = Country::open();
    let mut browser = country.browser();
    direct(&country, Some(&country.bert.id), "key-rotated-before-login");
    direct(&country, Some(&country.anna.id), "id-token-kid-missing");
    let token = id_token(&country, &mut browser, &country.anna.id).await;
    assert!(token.header.contains_key("kid"));
    assert_eq!(country.observed("fault-unused").unwrap()["why"], "several-keys-published");
}

#[tokio::test]
async fn a_fault_that_does_not_exist_is_said_and_never_waits() {
    let country = Country::open();
    direct(&country, Some(&country.anna.id), "id-token-issuer-otter");
    assert_eq!(country.observed("fault-unknown").unwrap()["fault"], "id-token-issuer-otter");
    assert_eq!(country.realm.waiting_directions().len(), 0);
}

#[tokio::test]
async fn it_is_for_one_login_also_where_it_was_asked_for_from_now_on() {
    let country = Country::open();
    let mut browser = country.browser();
    let direction = CsamDirection::Fault("state-missing".to_owned());
    country.csam.direct(&country.realm, "portal", None, direction, true);
    assert_eq!(
        reply(&country, &mut browser, &country.anna.id, &[]).await.location_field("state"),
        None
    );
    assert!(
        reply(&country, &mut browser, &country.anna.id, &[])
            .await
            .location_field("state")
            .is_some()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn logins_side_by_side_carry_each_their_own() {
    let country = std::sync::Arc::new(Country::open());
    let wanted = [
        (country.anna.id.clone(), "id-token-issuer-other", "iss"),
        (country.bert.id.clone(), "id-token-audience-other", "aud"),
    ];
    for (person, fault, _) in &wanted {
        direct(&country, Some(person), fault);
    }
    let playing: Vec<_> = wanted
        .into_iter()
        .map(|(person, _, claim)| {
            let country = std::sync::Arc::clone(&country);
            tokio::spawn(async move {
                let token = id_token(&country, &mut country.browser(), &person).await;
                (claim, token)
            })
        })
        .collect();
    let right = [("iss", country.at("")), ("aud", "portal".to_owned())];
    for login in playing {
        let (claim, token) = login.await.unwrap();
        for (name, right) in &right {
            assert_eq!(token.payload[*name] == right.as_str(), *name != claim, "{claim}: {name}");
        }
    }
    assert_eq!(country.all_observed("fault-applied").len(), 2);
}
