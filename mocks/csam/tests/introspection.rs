//! Introspection and revocation: what a client is told of its own tokens, and nobody of others'.
#![allow(clippy::unwrap_used)]

mod country;

use country::{Browser, Country, Pairs, SECRET, client};
use etalon_wire::encode_form;
use jiff::SignedDuration;

const OWN: Pairs = &[("client_id", "portal"), ("client_secret", SECRET)];
const OTHER: Pairs = &[("client_id", "other"), ("client_secret", "other-secret")];

async fn ask(country: &Country, browser: &mut Browser, path: &str, token: &str, who: Pairs<'_>) -> country::Page {
    let fields = who.iter().copied().chain([("token", token)]);
    browser.post(&country.at(path), &encode_form(fields)).await
}

async fn access_token(country: &Country, browser: &mut Browser) -> String {
    let code = country.code(browser, &[("prompt", "login")]).await;
    let tokens = country.tokens(browser, &code, &[]).await.json();
    tokens["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn discovery_names_both_endpoints() {
    let country = Country::open();
    let mut browser = country.browser();
    let metadata = browser.get(&country.at("/.well-known/openid-configuration")).await.json();
    assert_eq!(metadata["introspection_endpoint"], country.at("/introspect"));
    assert_eq!(metadata["revocation_endpoint"], country.at("/token/revoke"));
}

#[tokio::test]
async fn a_token_that_holds_is_told_to_its_client_alone() {
    let country = Country::open();
    country.csam.register_client(&country.realm, client("other", "other-secret"));
    let mut browser = country.browser();
    let token = access_token(&country, &mut browser).await;
    let told = ask(&country, &mut browser, "/introspect", &token, OWN).await;
    assert_eq!((told.status, told.header("cache-control")), (200, Some("no-store")));
    let told = told.json();
    let now = country.realm.now().as_second();
    assert_eq!((told["active"].as_bool(), told["client_id"].as_str()), (Some(true), Some("portal")));
    assert_eq!((told["iat"].as_i64(), told["exp"].as_i64()), (Some(now), Some(now + 3600)));
    assert_eq!(
        (told["scope"].as_str(), told["token_type"].as_str()),
        (Some("openid profile egovnrn"), Some("Bearer"))
    );
    assert_eq!(told["sub"], country.observed("token-issued").unwrap()["claims"]["sub"]);
    for (token, who, reason) in [
        (token.as_str(), OTHER, "token-of-other-client"),
        ("made-up-by-somebody", OWN, "token-unknown"),
    ] {
        let told = ask(&country, &mut browser, "/introspect", token, who).await;
        assert_eq!((told.status, told.body.as_str()), (200, "{\"active\":false}"), "{reason}");
        assert_eq!(country.reason("token-introspected"), reason);
    }
    country.realm.step(SignedDuration::from_secs(3599));
    assert_eq!(ask(&country, &mut browser, "/introspect", &token, OWN).await.json()["active"], true);
    country.realm.step(SignedDuration::from_secs(1));
    assert_eq!(
        ask(&country, &mut browser, "/introspect", &token, OWN).await.json()["active"],
        false
    );
    assert_eq!(country.reason("token-introspected"), "token-expired");
}

#[tokio::test]
async fn a_token_that_was_given_back_opens_nothing_any_more() {
    let country = Country::open();
    country.csam.register_client(&country.realm, client("other", "other-secret"));
    let mut browser = country.browser();
    let token = access_token(&country, &mut browser).await;
    let bearer = format!("Bearer {token}");
    let refused = ask(&country, &mut browser, "/token/revoke", &token, OTHER).await;
    assert_eq!((refused.status, refused.json()["error"].as_str()), (400, Some("invalid_grant")));
    assert_eq!(country.reason("revocation-refused"), "token-of-other-client");
    let userinfo = country.at("/userinfo");
    assert_eq!(
        browser.get_with(&userinfo, "authorization", &bearer).await.status,
        200,
        "another client took nothing away"
    );
    let revoked = ask(&country, &mut browser, "/token/revoke", &token, OWN).await;
    assert_eq!((revoked.status, revoked.body.as_str()), (200, ""));
    assert_eq!(country.observed("token-revoked").unwrap()["person"], country.anna.id);
    assert_eq!(browser.get_with(&userinfo, "authorization", &bearer).await.status, 401);
    assert_eq!(country.reason("userinfo-refused"), "token-revoked");
    assert_eq!(
        ask(&country, &mut browser, "/introspect", &token, OWN).await.json()["active"],
        false
    );
    let unknown = ask(&country, &mut browser, "/token/revoke", "made-up-by-somebody", OWN).await;
    assert_eq!(
        (unknown.status, country.observed("token-revoked").unwrap()["known"].as_bool()),
        (200, Some(false))
    );
}

#[tokio::test]
async fn nobody_asks_without_saying_who_they_are() {
    let country = Country::open();
    let mut browser = country.browser();
    let token = access_token(&country, &mut browser).await;
    for (path, observation) in [("/introspect", "introspection-refused"), ("/token/revoke", "revocation-refused")] {
        for (who, token, status, reason) in [
            (&[("client_id", "portal")][..], token.as_str(), 401, "client-authentication-missing"),
            (
                &[("client_id", "portal"), ("client_secret", "wrong-secret")],
                &token,
                401,
                "client-secret-wrong",
            ),
            (OWN, "", 400, "token-missing"),
        ] {
            let refused = ask(&country, &mut browser, path, token, who).await;
            assert_eq!((refused.status, country.reason(observation).as_str()), (status, reason), "{path}");
        }
        assert_eq!(browser.get(&country.at(path)).await.status, 405, "{path}");
    }
    assert_eq!(ask(&country, &mut browser, "/introspect", &token, OWN).await.json()["active"], true);
}
