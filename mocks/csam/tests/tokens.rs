//! The token and userinfo endpoints: what is given, and every refusal beside its accepted twin.
#![allow(clippy::unwrap_used)]

mod country;

use country::{Country, Pairs, SECRET, client};
use etalon_wire::{BasicCredentials, JwkSet, verify_jws_with};
use jiff::SignedDuration;

#[tokio::test]
async fn a_login_gives_tokens_that_the_published_keys_verify() {
    let country = Country::open();
    let mut browser = country.browser();
    let code = country.code(&mut browser, &[]).await;
    let answer = country.tokens(&mut browser, &code, &[]).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, Some("no-store")));
    let tokens = answer.json();
    assert_eq!(
        (tokens["token_type"].as_str(), tokens["expires_in"].as_i64()),
        (Some("Bearer"), Some(3600))
    );
    let metadata = browser.get(&country.at("/.well-known/openid-configuration")).await.json();
    assert_eq!(metadata["issuer"], country.at(""));
    let keys = browser.get(metadata["jwks_uri"].as_str().unwrap()).await;
    let keys: JwkSet = serde_json::from_str(&keys.body).unwrap();
    assert_eq!(keys.keys[0].x5c.len(), 2, "the certificate and the root");
    let claims = verify_jws_with(tokens["id_token"].as_str().unwrap(), &keys).unwrap();
    assert_eq!(claims.text("iss"), Some(country.at("").as_str()));
    assert_eq!((claims.text("aud"), claims.text("nonce")), (Some("portal"), Some("n-1")));
    assert_eq!(claims.text("acr"), Some("urn:be:fedict:iam:fas:Level400"));
    assert_eq!(
        claims.get("amr").unwrap(),
        &serde_json::json!(["totp", "urn:be:fedict:iam:fas:Level400"])
    );
    let now = country.realm.now().as_second();
    assert_eq!(
        (claims.get("iat").unwrap().as_i64(), claims.get("exp").unwrap().as_i64()),
        (Some(now), Some(now + 3600))
    );
    assert_eq!(
        country.observed("token-issued").unwrap()["claims"],
        serde_json::Value::Object(claims.clone().into_map())
    );
    verify_jws_with(tokens["access_token"].as_str().unwrap(), &keys).unwrap();

    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    let userinfo = browser.get_with(&country.at("/userinfo"), "authorization", &bearer).await;
    assert!(userinfo.header("content-type").unwrap().starts_with("application/jwt"));
    let person = verify_jws_with(&userinfo.body, &keys).unwrap();
    assert_eq!(person.text("egovNRN"), Some(country.anna.insz.to_string().as_str()));
    assert_eq!(person.text("sub"), claims.text("sub"));
    for (claim, expected) in [
        ("givenName", &country.anna.given_name),
        ("surname", &country.anna.surname),
        ("fedid", &country.anna.fedid),
    ] {
        assert_eq!(person.text(claim), Some(expected.as_str()));
    }
}

#[tokio::test]
async fn only_what_the_scopes_allow_is_told() {
    let country = Country::open();
    let mut browser = country.browser();
    for (scope, told, untold) in [
        ("openid", vec!["sub"], vec!["egovNRN", "mail"]),
        ("openid egovnrn", vec!["egovNRN"], vec!["mail", "fedid"]),
    ] {
        let code = country.code(&mut browser, &[("scope", scope), ("prompt", "login")]).await;
        let tokens = country.tokens(&mut browser, &code, &[]).await.json();
        let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
        assert_eq!(
            browser.get_with(&country.at("/userinfo"), "authorization", &bearer).await.status,
            200
        );
        let claims = country.observed("userinfo-answered").unwrap()["claims"].clone();
        assert!(
            told.iter().all(|claim| claims.get(claim).is_some()) && untold.iter().all(|claim| claims.get(claim).is_none()),
            "{claims}"
        );
    }
}

/// A change to the ordinary token request, the reason in the journal, the status and the error.
const REFUSALS: [(Pairs, &str, u16, &str); 13] = [
    (&[("client_id", "stranger")], "client-unknown", 401, "invalid_client"),
    (&[("client_id", "")], "client-missing", 401, "invalid_client"),
    (
        &[("client_secret", "portal-secret-2")],
        "client-secret-wrong",
        401,
        "invalid_client",
    ),
    (&[("client_secret", "")], "client-authentication-missing", 401, "invalid_client"),
    (&[("grant_type", "")], "grant-type-missing", 400, "invalid_request"),
    (
        &[("grant_type", "client_credentials")],
        "grant-type-unsupported",
        400,
        "unsupported_grant_type",
    ),
    (&[("scope", "openid")], "scope-sent", 400, "invalid_request"),
    (&[("code", "")], "code-missing", 400, "invalid_request"),
    (&[("code", "neverissuedbyanybody")], "code-unknown", 400, "invalid_grant"),
    (
        &[("redirect_uri", "https://portal.example/other?tenant=1")],
        "redirect-uri-differs",
        400,
        "invalid_grant",
    ),
    (&[("redirect_uri", "")], "redirect-uri-differs", 400, "invalid_grant"),
    (&[("code_verifier", "")], "verifier-missing", 400, "invalid_grant"),
    (
        &[("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXm")],
        "verifier-wrong",
        400,
        "invalid_grant",
    ),
];

#[tokio::test]
async fn every_refusal_says_why_and_the_code_still_serves_its_owner() {
    let country = Country::open();
    let mut browser = country.browser();
    for (changes, reason, status, error) in REFUSALS {
        let code = country.code(&mut browser, &[("prompt", "login")]).await;
        let refused = country.tokens(&mut browser, &code, changes).await;
        assert_eq!(
            (refused.status, refused.json()["error"].as_str()),
            (status, Some(error)),
            "{changes:?}"
        );
        assert_eq!(country.reason("token-refused"), reason, "{changes:?}");
        let twin = country.tokens(&mut browser, &code, &[]).await;
        assert_eq!(twin.status, 200, "{changes:?}");
    }
}

#[tokio::test]
async fn a_client_proves_itself_in_one_way_only() {
    let country = Country::open();
    country.csam.register_client(&country.realm, client("other", "other-secret"));
    let mut browser = country.browser();
    let basic = |id: &str, secret: &str| {
        BasicCredentials {
            client_id: id.to_owned(),
            client_secret: secret.to_owned(),
        }
        .header()
    };
    let form_type = ("content-type", "application/x-www-form-urlencoded");
    let unposted = [("client_id", ""), ("client_secret", "")];
    let endpoint = country.at("/access_token");
    let code = country.code(&mut browser, &[]).await;
    let (own, posted) = (Country::token_form(&code, &unposted), Country::token_form(&code, &[]));

    let cases: [(&str, Pairs, &str, u16); 6] = [
        (
            &posted,
            &[form_type, ("authorization", &basic("portal", SECRET))],
            "client-authentication-twice",
            400,
        ),
        (
            &own,
            &[form_type, ("authorization", &basic("portal", "wrong-secret"))],
            "client-secret-wrong",
            401,
        ),
        (
            &own,
            &[form_type, ("authorization", "Bearer abcdefgh")],
            "client-authentication-unreadable",
            401,
        ),
        (
            &own,
            &[form_type, ("authorization", &basic("other", "other-secret"))],
            "code-of-other-client",
            400,
        ),
        (
            &own,
            &[("content-type", "application/json"), ("authorization", &basic("portal", SECRET))],
            "not-a-form",
            400,
        ),
        (
            "grant_type=%zz",
            &[form_type, ("authorization", &basic("portal", SECRET))],
            "form-unreadable",
            400,
        ),
    ];
    for (form, headers, reason, status) in cases {
        let refused = browser.post_with(&endpoint, form, headers).await;
        assert_eq!((refused.status, country.reason("token-refused").as_str()), (status, reason));
        assert_eq!(refused.header("www-authenticate").is_some(), status == 401, "{reason}");
    }
    let accepted = browser
        .post_with(&endpoint, &own, &[form_type, ("authorization", &basic("portal", SECRET))])
        .await;
    assert_eq!(accepted.status, 200, "{accepted:?}");
}

#[tokio::test]
async fn a_verifier_without_a_challenge_is_refused() {
    let country = Country::open();
    let mut browser = country.browser();
    let code = country
        .code(&mut browser, &[("code_challenge", ""), ("code_challenge_method", "")])
        .await;
    assert_eq!(country.tokens(&mut browser, &code, &[]).await.status, 400);
    assert_eq!(country.reason("token-refused"), "verifier-unexpected");
    assert_eq!(country.tokens(&mut browser, &code, &[("code_verifier", "")]).await.status, 200);
}

#[tokio::test]
async fn a_code_that_comes_twice_takes_back_what_it_gave() {
    let country = Country::open();
    let mut browser = country.browser();
    let code = country.code(&mut browser, &[]).await;
    let tokens = country.tokens(&mut browser, &code, &[]).await.json();
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    let userinfo = country.at("/userinfo");
    assert_eq!(browser.get_with(&userinfo, "authorization", &bearer).await.status, 200);
    let again = country.tokens(&mut browser, &code, &[]).await;
    assert_eq!(
        (
            again.status,
            again.json()["error"].as_str(),
            country.reason("token-refused").as_str()
        ),
        (400, Some("invalid_grant"), "code-reused")
    );
    let refused = browser.get_with(&userinfo, "authorization", &bearer).await;
    assert_eq!(
        (refused.status, country.reason("userinfo-refused").as_str()),
        (401, "token-revoked")
    );
    assert!(refused.header("www-authenticate").unwrap().contains("invalid_token"));
}

#[tokio::test]
async fn a_code_lasts_just_short_of_two_minutes() {
    let country = Country::open();
    let mut browser = country.browser();
    for (seconds, status) in [(119, 200), (120, 400)] {
        let code = country.code(&mut browser, &[("prompt", "login")]).await;
        country.realm.step(SignedDuration::from_secs(seconds));
        assert_eq!(country.tokens(&mut browser, &code, &[]).await.status, status, "after {seconds} s");
    }
    assert_eq!(country.reason("token-refused"), "code-expired");
}

#[tokio::test]
async fn an_access_token_lasts_just_short_of_an_hour() {
    let country = Country::open();
    let mut browser = country.browser();
    let code = country.code(&mut browser, &[]).await;
    let tokens = country.tokens(&mut browser, &code, &[]).await.json();
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    let userinfo = country.at("/userinfo");
    for (header, status, reason) in [
        ("Basic YTpi", 401, "token-missing"),
        ("Bearer made-up-by-somebody", 401, "token-unknown"),
    ] {
        let refused = browser.get_with(&userinfo, "authorization", header).await;
        assert_eq!((refused.status, country.reason("userinfo-refused").as_str()), (status, reason));
    }
    country.realm.step(SignedDuration::from_secs(3599));
    assert_eq!(browser.get_with(&userinfo, "authorization", &bearer).await.status, 200);
    country.realm.step(SignedDuration::from_secs(1));
    assert_eq!(browser.get_with(&userinfo, "authorization", &bearer).await.status, 401);
    assert_eq!(country.reason("userinfo-refused"), "token-expired");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_that_bring_one_code_at_once_one_is_served() {
    let country = Country::open();
    let mut browser = country.browser();
    let code = country.code(&mut browser, &[]).await;
    let (endpoint, form) = (country.at("/access_token"), Country::token_form(&code, &[]));
    let racing: Vec<_> = (0..8)
        .map(|_| {
            let (mut browser, endpoint, form) = (country.browser(), endpoint.clone(), form.clone());
            tokio::spawn(async move { browser.post(&endpoint, &form).await })
        })
        .collect();
    let mut served = Vec::new();
    for racer in racing {
        let answer = racer.await.unwrap();
        served.extend((answer.status == 200).then(|| answer.json()["access_token"].as_str().unwrap().to_owned()));
    }
    assert_eq!(served.len(), 1);
    let bearer = format!("Bearer {}", served[0]);
    assert_eq!(
        browser.get_with(&country.at("/userinfo"), "authorization", &bearer).await.status,
        401,
        "the others took it back"
    );
}
