//! Who gets into an upright portal, for how long, and what a form needs to be read.
#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod stage;

use reqwest::Method;
use serde_json::json;
use stage::{NOW, OTHER_PATIENT, PATIENT, Person, Stage};

#[tokio::test]
async fn nobody_gets_in_without_the_level_the_number_and_the_right_tokens() {
    let stage = Stage::upright().await;
    let usual = Person::named(PATIENT);
    let level = |acr: serde_json::Value| Person {
        acr,
        ..Person::named(PATIENT)
    };
    let number = |number: serde_json::Value| Person {
        claims: json!({"egovNRN": number, "givenName": "A", "surname": "B"}),
        ..Person::named(PATIENT)
    };
    let token = |claims: serde_json::Value| Person {
        id_token: claims,
        ..Person::named(PATIENT)
    };
    let second = NOW.parse::<jiff::Timestamp>().unwrap().as_second();
    let info = |name: &str, value: &str| {
        let mut person = Person::named(PATIENT);
        person.claims[name] = json!(value);
        person
    };
    let refused = [
        (info("aud", "another"), 403, Some("login-failed")),
        (info("iss", "https://127.0.0.1:1/fas/oauth2"), 403, Some("login-failed")),
        (info("sub", "another"), 403, Some("login-failed")),
        (
            Person {
                plain_user_info: true,
                ..usual.clone()
            },
            403,
            Some("login-failed"),
        ),
        (level(json!("urn:be:fedict:iam:fas:Level350")), 403, Some("level-too-low")),
        (level(json!("0")), 403, Some("level-too-low")),
        (level(json!(null)), 403, Some("level-too-low")),
        (level(json!("urn:example:Level500")), 403, Some("level-too-low")),
        (number(json!(null)), 403, Some("no-national-number")),
        (number(json!("8507300332")), 403, Some("no-national-number")),
        (
            Person {
                error: Some("access_denied"),
                ..usual.clone()
            },
            403,
            Some("login-cancelled"),
        ),
        (
            Person {
                error: Some("login_required"),
                ..usual.clone()
            },
            403,
            Some("login-cancelled"),
        ),
        (
            Person {
                error: Some("server_error"),
                ..usual.clone()
            },
            502,
            None,
        ),
        (
            Person {
                foreign_key: true,
                ..usual.clone()
            },
            403,
            Some("login-failed"),
        ),
        (token(json!({"nonce": "another"})), 403, Some("login-failed")),
        (token(json!({"aud": "another"})), 403, Some("login-failed")),
        (token(json!({"iss": "https://127.0.0.1:1/fas/oauth2"})), 403, Some("login-failed")),
        (token(json!({"sub": "another"})), 403, Some("login-failed")),
        (token(json!({"exp": second})), 403, Some("login-failed")),
        (
            token(json!({"iat": second + 3000, "exp": second + 6000})),
            403,
            Some("login-failed"),
        ),
    ];
    for (position, (person, status, reason)) in refused.into_iter().enumerate() {
        let mut browser = stage.browser();
        let page = stage.sign_in(&mut browser, "patient", person).await;
        assert_eq!((page.status, page.reason().as_deref()), (status, reason), "case {position}");
        assert_eq!(page.tag("unavailable").is_some(), status == 502);
        assert!(!browser.cookies.contains_key("net_s1"), "case {position}");
    }
    let mut browser = stage.browser();
    let enough = level(json!("urn:be:fedict:iam:fas:Level400"));
    assert_eq!(
        stage.sign_in(&mut browser, "patient", enough).await.name().as_deref(),
        Some("patient-home")
    );
    assert_eq!(*stage.partners.discoveries.lock().unwrap(), 1);
    assert_eq!(
        (stage.partners.asked("acr_values").as_deref(), stage.partners.asked("prompt")),
        (Some("urn:be:fedict:iam:fas:Level400"), None)
    );
}

#[tokio::test]
async fn a_new_signing_key_of_the_provider_is_looked_up() {
    let stage = Stage::upright().await;
    stage.signed_in("patient", PATIENT).await;
    *stage.partners.kid.lock().unwrap() = "k2";
    stage.signed_in("patient", PATIENT).await;
    stage.signed_in("patient", OTHER_PATIENT).await;
    assert_eq!(*stage.partners.discoveries.lock().unwrap(), 2);
}

#[tokio::test]
async fn a_callback_counts_once_and_in_its_own_browser() {
    let stage = Stage::upright().await;
    let (mut victim, mut stranger) = (stage.browser(), stage.browser());
    stage.partners.expect(Person::named(PATIENT));
    let away = victim
        .step(
            Method::GET,
            &format!("{}/login?as=patient&next=//elsewhere.example", stage.base),
            None,
        )
        .await;
    assert_eq!(away.status, 303);
    let back = victim.step(Method::GET, away.headers["location"].to_str().unwrap(), None).await;
    let callback = back.headers["location"]
        .to_str()
        .unwrap()
        .strip_prefix(&stage.base)
        .unwrap()
        .to_owned();
    assert_eq!(stranger.get(&callback).await.reason().as_deref(), Some("login-state-unknown"));
    assert_eq!(
        stranger.get("/oidc/callback?code=c&state=s").await.reason().as_deref(),
        Some("login-state-unknown")
    );
    assert_eq!(
        stranger.get("/oidc/callback").await.reason().as_deref(),
        Some("login-state-unknown")
    );
    assert_eq!(victim.get(&callback).await.path, "/patient");
    assert_eq!(victim.get(&callback).await.reason().as_deref(), Some("login-state-unknown"));
}

#[tokio::test]
async fn sessions_end_by_idleness_by_age_and_by_signing_out() {
    let mut stage = Stage::upright().await;
    let mut browser = stage.signed_in("patient", PATIENT).await;
    let fresh = |browser: &stage::Browser| browser.cookies["net_s1"].clone();
    let cookie = fresh(&browser);
    stage.sign_in(&mut browser, "login", Person::named(PATIENT)).await;
    assert_ne!(cookie, fresh(&browser), "every sign-in has a fresh session");
    let address = format!("{}/patient", stage.base);
    stage.set_clock("2026-03-10T10:29:59+01:00").await;
    assert_eq!(browser.step(Method::GET, &address, None).await.status, 200);
    stage.set_clock("2026-03-10T10:59:59+01:00").await;
    let ended = browser.step(Method::GET, &address, None).await;
    assert_eq!(
        (ended.status, ended.headers["location"].to_str().unwrap()),
        (303, "/login?as=patient&next=%2Fpatient")
    );

    stage.set_clock("2026-03-10T11:00:00+01:00").await;
    let mut browser = stage.signed_in("patient", PATIENT).await;
    for half_hours in 1..=16 {
        let minutes = 11 * 60 + half_hours * 29;
        stage
            .set_clock(&format!("2026-03-10T{:02}:{:02}:00+01:00", minutes / 60, minutes % 60))
            .await;
        assert_eq!(browser.step(Method::GET, &address, None).await.status, 200);
    }
    stage.set_clock("2026-03-10T19:00:00+01:00").await;
    assert_eq!(browser.step(Method::GET, &address, None).await.status, 303);

    let mut browser = stage.signed_in("patient", PATIENT).await;
    let cookies = browser.cookies.clone();
    let out = browser.submit("/patient", "logout", &[]).await;
    assert_eq!((out.path.as_str(), out.name().as_deref()), ("/logged-out", Some("logged-out")));
    assert!(!browser.cookies.contains_key("net_s1"));
    browser.cookies = cookies;
    assert_eq!(browser.step(Method::GET, &address, None).await.status, 303);
    let post = browser
        .step(Method::POST, &format!("{address}/consent"), Some("action=give".to_owned()))
        .await;
    assert_eq!(post.headers["location"], "/login?as=patient&next=%2Fpatient");
}

#[tokio::test]
async fn forms_need_their_token_and_come_from_the_portal_itself() {
    let stage = Stage::upright().await;
    let mut browser = stage.signed_in("patient", PATIENT).await;
    for body in ["action=give", "action=give&csrf=wrong", "csrf=", ""] {
        let page = browser.post("/patient/consent", body).await;
        assert_eq!((page.status, page.reason().as_deref()), (403, Some("form-expired")), "{body}");
        assert!(page.tag("signed-in-as").is_some() && page.tag("logout").is_some());
    }
    let (_, fields) = browser.get("/patient").await.form("consent-give").unwrap();
    let csrf = &fields.iter().find(|(name, _)| name == "csrf").unwrap().1;
    let send = async |origin: &str| {
        let request = stage
            .authority
            .client()
            .post(format!("{}/patient/consent", stage.base))
            .header("origin", origin);
        let request = request
            .header("cookie", format!("net_s1={}", browser.cookies["net_s1"]))
            .header("content-type", "application/x-www-form-urlencoded");
        request
            .body(format!("csrf={csrf}&action=give"))
            .send()
            .await
            .unwrap()
            .status()
            .as_u16()
    };
    assert_eq!(send("https://elsewhere.example").await, 403);
    assert_eq!(send("null").await, 303);
    assert_eq!(send(&stage.base).await, 303);
}

#[tokio::test]
async fn a_provider_that_is_down_makes_the_sign_in_unavailable() {
    let stage = Stage::open(json!({"issuer": "https://127.0.0.1:9/fas/oauth2"})).await;
    let page = stage.browser().get("/login?as=patient").await;
    assert_eq!((page.status, page.tag("unavailable").is_some(), page.reason()), (502, true, None));
}
