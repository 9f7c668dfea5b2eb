//! What a scenario asks CSAM to do happens to whom it is meant for, once or always, and is written down.
#![allow(clippy::unwrap_used)]

mod country;

use country::{Browser, Country, client};
use etalon_csam::{CsamDirection, Means};

async fn claims_after_login(country: &Country, browser: &mut Browser, person: &str) -> (serde_json::Value, serde_json::Value) {
    let opened = browser.get(&country.authorize(&[("prompt", "login")])).await;
    let code = country
        .choose(browser, &opened, person, "totp")
        .await
        .location_field("code")
        .unwrap();
    let tokens = country.tokens(browser, &code, &[]).await.json();
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    assert_eq!(
        browser.get_with(&country.at("/userinfo"), "authorization", &bearer).await.status,
        200
    );
    (
        country.observed("token-issued").unwrap()["claims"].clone(),
        country.observed("userinfo-answered").unwrap()["claims"].clone(),
    )
}

#[tokio::test]
async fn a_person_logs_in_without_the_page() {
    let country = Country::open();
    let mut browser = country.browser();
    let direction = CsamDirection::LogInAs {
        person: country.bert.id.clone(),
        means: Means::Eid,
    };
    country
        .csam
        .direct(&country.realm, "portal", Some(&country.bert.id), direction, false);
    let refused = browser.get(&country.authorize(&[("prompt", "none")])).await;
    assert_eq!(
        refused.location_field("error").as_deref(),
        Some("login_required"),
        "nobody logs in where no page may be shown"
    );
    let sent_on = browser.get(&country.authorize(&[])).await;
    assert!(sent_on.location_field("code").is_some());
    let seen = country.observed("person-authenticated").unwrap();
    assert_eq!(
        (seen["person"].as_str(), seen["by"].as_str()),
        (Some(country.bert.id.as_str()), Some("direction"))
    );
    assert!(
        browser.get(&country.authorize(&[])).await.location_field("code").is_some(),
        "a session began"
    );
    let opened = country.browser().get(&country.authorize(&[])).await;
    assert!(opened.location_field("login").is_some(), "it held once");
}

#[tokio::test]
async fn a_direction_cannot_take_a_person_where_their_means_do_not_reach() {
    let country = Country::open();
    country
        .csam
        .set_means(&country.realm, &country.bert.id, &[Means::Password, Means::Totp]);
    for (person, means, reason) in [
        (country.anna.id.as_str(), Means::Password, "level-out-of-reach"),
        (country.bert.id.as_str(), Means::Eid, "means-not-registered"),
        ("nobody", Means::Eid, "person-unknown"),
    ] {
        let direction = CsamDirection::LogInAs {
            person: person.to_owned(),
            means,
        };
        country.csam.direct(&country.realm, "portal", None, direction, false);
        let refused = country.browser().get(&country.authorize(&[])).await;
        assert_eq!(refused.location_field("error").as_deref(), Some("access_denied"));
        assert_eq!(country.reason("authorization-refused"), reason);
    }
}

#[tokio::test]
async fn another_level_is_answered_for_that_person_and_no_other() {
    let country = Country::open();
    let mut browser = country.browser();
    country.csam.direct(
        &country.realm,
        "portal",
        Some(&country.anna.id),
        CsamDirection::AnswerLevel(200),
        false,
    );
    let (bert, _) = claims_after_login(&country, &mut browser, &country.bert.id).await;
    assert_eq!(bert["acr"], "urn:be:fedict:iam:fas:Level400");
    let (anna, person) = claims_after_login(&country, &mut browser, &country.anna.id).await;
    assert_eq!(anna["acr"], "urn:be:fedict:iam:fas:Level200");
    assert_eq!(anna["amr"], serde_json::json!(["password", "urn:be:fedict:iam:fas:Level200"]));
    assert_eq!(person["egovNRN"], country.anna.insz.to_string());
    assert_eq!(country.observed("direction-used").unwrap()["direction"], "answer-level");
    let (anna, _) = claims_after_login(&country, &mut browser, &country.anna.id).await;
    assert_eq!(anna["acr"], "urn:be:fedict:iam:fas:Level400", "it held once");
}

#[tokio::test]
async fn a_standing_direction_holds_until_it_is_lifted() {
    let country = Country::open();
    let mut browser = country.browser();
    country
        .csam
        .direct(&country.realm, "portal", None, CsamDirection::AnswerAcr("0".to_owned()), true);
    country
        .csam
        .direct(&country.realm, "portal", None, CsamDirection::WithoutNationalNumber, true);
    for _ in 0..2 {
        let (token, person) = claims_after_login(&country, &mut browser, &country.anna.id).await;
        assert_eq!((token["acr"].as_str(), token["amr"][0].as_str()), (Some("0"), Some("totp")));
        assert!(person.get("egovNRN").is_none() && person.get("fedid").is_some());
    }
    country.csam.lift(&country.realm, "without-national-number");
    let (_, person) = claims_after_login(&country, &mut browser, &country.anna.id).await;
    assert!(person.get("egovNRN").is_some());
}

#[tokio::test]
async fn a_person_cancels_before_the_page_or_on_it() {
    let country = Country::open();
    let mut browser = country.browser();
    country.csam.direct(&country.realm, "portal", None, CsamDirection::Cancel, false);
    let refused = browser.get(&country.authorize(&[])).await;
    assert_eq!(refused.location_field("error").as_deref(), Some("access_denied"));
    country
        .csam
        .direct(&country.realm, "portal", Some(&country.anna.id), CsamDirection::Cancel, false);
    let opened = browser.get(&country.authorize(&[])).await;
    let refused = country.choose(&mut browser, &opened, &country.anna.id, "eid").await;
    assert_eq!(refused.location_field("error").as_deref(), Some("access_denied"));
    assert_eq!(country.all_observed("authorization-refused").len(), 2);
}

#[tokio::test]
async fn out_of_service_means_503_for_that_client_at_every_endpoint() {
    let country = Country::open();
    country.csam.register_client(&country.realm, client("other", "other-secret"));
    let mut browser = country.browser();
    let code = country.code(&mut browser, &[]).await;
    country
        .csam
        .direct(&country.realm, "portal", None, CsamDirection::Unavailable, true);
    assert_eq!(browser.get(&country.authorize(&[])).await.status, 503);
    assert_eq!(
        browser.get(&country.authorize(&[("client_id", "other")])).await.status,
        302,
        "another client is served"
    );
    assert_eq!(country.tokens(&mut browser, &code, &[]).await.status, 503);
    country.csam.lift(&country.realm, "unavailable");
    let tokens = country.tokens(&mut browser, &code, &[]).await;
    assert_eq!(tokens.status, 200, "the code was not used up");
    country
        .csam
        .direct(&country.realm, "portal", Some(&country.anna.id), CsamDirection::Unavailable, false);
    let bearer = format!("Bearer {}", tokens.json()["access_token"].as_str().unwrap());
    assert_eq!(
        browser.get_with(&country.at("/userinfo"), "authorization", &bearer).await.status,
        503
    );
    assert_eq!(
        browser.get_with(&country.at("/userinfo"), "authorization", &bearer).await.status,
        200
    );
}
