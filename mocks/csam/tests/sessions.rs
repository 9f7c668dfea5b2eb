//! Single sign-on: what a session is good for, when it is not enough, and how it ends.
#![allow(clippy::unwrap_used)]

mod country;

use country::{Browser, CALLBACK, Country};
use etalon_csam::Client;
use etalon_wire::encode_form;
use jiff::SignedDuration;

const LEVEL_500: (&str, &str) = ("acr_values", "urn:be:fedict:iam:fas:Level500");

/// Whether the browser is sent straight back with a code.
async fn signed_on(country: &Country, browser: &mut Browser, changes: &[(&str, &str)]) -> bool {
    browser.get(&country.authorize(changes)).await.location_field("code").is_some()
}

#[tokio::test]
async fn a_session_serves_the_next_login_up_to_its_level() {
    let country = Country::open();
    let mut browser = country.browser();
    assert!(!signed_on(&country, &mut browser, &[]).await);
    country.code(&mut browser, &[]).await;
    assert!(signed_on(&country, &mut browser, &[]).await);
    assert!(signed_on(&country, &mut browser, &[("prompt", "none")]).await);
    assert!(signed_on(&country, &mut browser, &[("acr_values", "urn:be:fedict:iam:fas:Level200")]).await);
    let seen = country.observed("code-issued").unwrap();
    assert_eq!((seen["session"].as_str(), seen["level"].as_u64()), (Some("reused"), Some(400)));
    assert!(!signed_on(&country, &mut browser, &[LEVEL_500]).await);
    assert!(
        !signed_on(&country, &mut country.browser(), &[]).await,
        "another browser has no session"
    );
}

#[tokio::test]
async fn more_than_the_session_reaches_asks_for_a_stronger_key() {
    let country = Country::open();
    let mut browser = country.browser();
    country.code(&mut browser, &[]).await;
    let refused = browser.get(&country.authorize(&[LEVEL_500, ("prompt", "none")])).await;
    assert_eq!(refused.location_field("error").as_deref(), Some("login_required"));
    let before = browser.cookies["fas_session"].clone();
    let opened = browser.get(&country.authorize(&[LEVEL_500])).await;
    let page = browser.follow(&opened).await;
    assert_eq!(page.texts("[data-testid=step-up]").len(), 1);
    assert_eq!(country.observed("login-page-shown").unwrap()["step_up"], true);
    let sent_on = browser
        .submit(&page, "csam-choose", &[("means", "eid"), ("person", &country.anna.id)])
        .await;
    assert!(sent_on.location_field("code").is_some());
    assert_ne!(browser.cookies["fas_session"], before, "a new proof is a new session");
    assert!(signed_on(&country, &mut browser, &[LEVEL_500]).await);
    browser.cookies.insert("fas_session".to_owned(), before);
    assert!(!signed_on(&country, &mut browser, &[]).await, "the old one is gone");
}

#[tokio::test]
async fn the_relying_party_may_insist_on_a_fresh_login() {
    let country = Country::open();
    let mut browser = country.browser();
    country.code(&mut browser, &[]).await;
    assert!(!signed_on(&country, &mut browser, &[("prompt", "login")]).await);
    country.realm.step(SignedDuration::from_secs(59));
    assert!(signed_on(&country, &mut browser, &[("max_age", "60")]).await);
    country.realm.step(SignedDuration::from_secs(1));
    assert!(!signed_on(&country, &mut browser, &[("max_age", "60")]).await);
    assert!(signed_on(&country, &mut browser, &[("max_age", "61")]).await);
}

#[tokio::test]
async fn a_session_that_is_not_used_for_half_an_hour_is_over() {
    let country = Country::open();
    let mut browser = country.browser();
    country.code(&mut browser, &[]).await;
    for _ in 0..2 {
        country.realm.step(SignedDuration::from_secs(30 * 60 - 1));
        assert!(signed_on(&country, &mut browser, &[]).await);
    }
    country.realm.step(SignedDuration::from_mins(30));
    assert!(!signed_on(&country, &mut browser, &[]).await);
}

#[tokio::test]
async fn logging_out_ends_the_session_and_sends_on_only_where_registered() {
    let country = Country::open();
    let other = Client {
        post_logout_redirect_uris: vec!["https://other.example/bye".into()],
        ..country::client("other", "other-secret")
    };
    country.csam.register_client(&country.realm, other);
    for endpoint in ["/endSession", "/connect/endSession"] {
        let mut browser = country.browser();
        let code = country.code(&mut browser, &[]).await;
        let id_token = country.tokens(&mut browser, &code, &[]).await.json()["id_token"]
            .as_str()
            .unwrap()
            .to_owned();
        let bye = "https://portal.example/bye";
        let with = |fields: &[(&str, &str)]| format!("{}?{}", country.at(endpoint), encode_form(fields.iter().copied()));
        let tampered = format!("{id_token}x");
        let refusals: [(&[(&str, &str)], &str); 4] = [
            (&[("post_logout_redirect_uri", bye)], "id-token-hint-missing"),
            (
                &[("id_token_hint", &id_token), ("post_logout_redirect_uri", CALLBACK)],
                "post-logout-redirect-uri-unregistered",
            ),
            (
                &[
                    ("id_token_hint", &id_token),
                    ("post_logout_redirect_uri", "https://other.example/bye"),
                ],
                "post-logout-redirect-uri-unregistered",
            ),
            (
                &[("id_token_hint", &tampered), ("post_logout_redirect_uri", bye)],
                "id-token-hint-unknown",
            ),
        ];
        for (fields, reason) in refusals {
            let refused = browser.get(&with(fields)).await;
            assert_eq!((refused.status, country.reason("end-session-refused").as_str()), (400, reason));
            assert!(signed_on(&country, &mut browser, &[]).await, "{reason}: the session is still there");
        }
        let cookie = browser.cookies["fas_session"].clone();
        let sent_on = browser
            .get(&with(&[
                ("id_token_hint", &id_token),
                ("post_logout_redirect_uri", bye),
                ("state", "s 1"),
            ]))
            .await;
        assert_eq!(sent_on.location().as_deref(), Some("https://portal.example/bye?state=s+1"));
        assert!(!browser.cookies.contains_key("fas_session"));
        let seen = country.observed("session-ended").unwrap();
        assert_eq!(
            (seen["person"].as_str(), seen["client"].as_str(), seen["session_of_hint"].as_bool()),
            (Some(country.anna.id.as_str()), Some("portal"), Some(true))
        );
        browser.cookies.insert("fas_session".to_owned(), cookie);
        assert!(!signed_on(&country, &mut browser, &[]).await, "it ended on the server");
    }
}

#[tokio::test]
async fn without_an_address_the_goodbye_is_said_here() {
    let country = Country::open();
    let mut browser = country.browser();
    country.code(&mut browser, &[]).await;
    let page = browser.get(&country.at("/connect/endSession")).await;
    assert_eq!(
        (page.status, page.attributes("body", "data-page")),
        (200, vec!["csam-signed-out".to_owned()])
    );
    assert!(!signed_on(&country, &mut browser, &[]).await);
}
