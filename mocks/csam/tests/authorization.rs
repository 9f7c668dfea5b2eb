//! The authorization endpoint: what it accepts, and every refusal beside its accepted twin.
#![allow(clippy::unwrap_used)]

mod country;

use country::{CALLBACK, Country, Pairs};

/// A change to the ordinary request, the reason in the journal, and the error that goes back (none: a page here).
const REFUSALS: [(Pairs, &str, Option<&str>); 24] = [
    (&[("client_id", "")], "client-missing", None),
    (&[("client_id", "stranger")], "client-unknown", None),
    (&[("redirect_uri", "")], "redirect-uri-missing", None),
    (&[("redirect_uri", "https://portal.example/cb/")], "redirect-uri-unregistered", None),
    (&[("redirect_uri", "https://portal.example/CB")], "redirect-uri-unregistered", None),
    (
        &[("redirect_uri", "https://portal.example/cb?x=1")],
        "redirect-uri-unregistered",
        None,
    ),
    (&[("response_type", "")], "response-type-missing", Some("invalid_request")),
    (
        &[("response_type", "code id_token")],
        "response-type-unsupported",
        Some("unsupported_response_type"),
    ),
    (
        &[("response_type", "token")],
        "response-type-unsupported",
        Some("unsupported_response_type"),
    ),
    (
        &[("response_mode", "fragment")],
        "response-mode-unsupported",
        Some("invalid_request"),
    ),
    (
        &[("request", "e30.e30.")],
        "request-object-unsupported",
        Some("request_not_supported"),
    ),
    (
        &[("request_uri", "https://portal.example/r")],
        "request-object-unsupported",
        Some("request_uri_not_supported"),
    ),
    (&[("scope", "")], "openid-scope-missing", Some("invalid_scope")),
    (&[("scope", "profile")], "openid-scope-missing", Some("invalid_scope")),
    (&[("scope", "openid email")], "scope-unknown", Some("invalid_scope")),
    (&[("scope", "openid roles")], "scope-not-allowed", Some("invalid_scope")),
    (
        &[("code_challenge_method", "plain")],
        "challenge-method-unsupported",
        Some("invalid_request"),
    ),
    (
        &[("code_challenge_method", "")],
        "challenge-method-unsupported",
        Some("invalid_request"),
    ),
    (&[("code_challenge", "")], "challenge-missing", Some("invalid_request")),
    (&[("code_challenge", "tooshort")], "challenge-unreadable", Some("invalid_request")),
    (&[("prompt", "none login")], "prompt-contradictory", Some("invalid_request")),
    (&[("prompt", "create")], "prompt-unknown", Some("invalid_request")),
    (&[("max_age", "soon")], "max-age-unreadable", Some("invalid_request")),
    (&[("prompt", "none")], "login-required", Some("login_required")),
];

#[tokio::test]
async fn every_refusal_says_why_and_its_twin_is_accepted() {
    let country = Country::open();
    for (changes, reason, error) in REFUSALS {
        let mut browser = country.browser();
        let twin = browser.get(&country.authorize(&[])).await;
        assert_eq!(twin.status, 302, "{twin:?}");
        assert!(twin.location().unwrap().contains("/r/belgium/fas/XUI/?login="), "{twin:?}");
        let refused = browser.get(&country.authorize(changes)).await;
        assert_eq!(country.reason("authorization-refused"), reason, "{changes:?}");
        assert_eq!(
            country.observed("authorization-refused").unwrap()["error"].as_str(),
            error,
            "{changes:?}"
        );
        match error {
            Some(error) => {
                assert_eq!(refused.status, 302, "{changes:?}");
                assert!(
                    refused.location().unwrap().starts_with(&format!("{CALLBACK}?error=")),
                    "{refused:?}"
                );
                assert_eq!(refused.location_field("error").as_deref(), Some(error));
                assert_eq!(refused.location_field("state").as_deref(), Some("a state"));
                assert_eq!(refused.location_field("code"), None);
            }
            None => {
                assert_eq!((refused.status, refused.location()), (400, None), "{changes:?}");
                assert_eq!(refused.attributes("body", "data-page"), ["csam-error"]);
                assert_eq!(refused.attributes("[data-testid=error]", "data-reason"), [reason]);
            }
        }
    }
}

#[tokio::test]
async fn a_repeated_parameter_is_refused_on_a_page() {
    let country = Country::open();
    let refused = country.browser().get(&format!("{}&scope=openid", country.authorize(&[]))).await;
    assert_eq!(
        (refused.status, country.reason("authorization-refused").as_str()),
        (400, "parameters-unreadable")
    );
}

#[tokio::test]
async fn what_is_accepted_is_written_down_without_its_secrets() {
    let country = Country::open();
    country
        .browser()
        .get(&country.authorize(&[("prompt", "login"), ("max_age", "60")]))
        .await;
    let seen = country.observed("authorization-accepted").unwrap();
    let seen = serde_json::Value::Object(seen);
    let expected = serde_json::json!({
        "client": "portal", "redirect_uri": CALLBACK, "scopes": ["openid", "profile", "egovnrn"],
        "acr_values": ["urn:be:fedict:iam:fas:citizen:Level400"], "level": 400, "prompt": "login", "max_age": 60, "pkce": true, "nonce": true,
        "state": true,
    });
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn pkce_may_be_left_out_and_a_form_may_ask_as_well_as_a_query() {
    let country = Country::open();
    let mut browser = country.browser();
    let opened = browser
        .get(&country.authorize(&[("code_challenge", ""), ("code_challenge_method", "")]))
        .await;
    assert_eq!(opened.status, 302);
    let address = country.authorize(&[]);
    let (endpoint, query) = address.split_once('?').unwrap();
    let opened = browser.post(endpoint, query).await;
    assert!(opened.location().unwrap().contains("/fas/XUI/?login="), "{opened:?}");
}

#[tokio::test]
async fn an_answer_goes_to_the_address_that_was_asked_for_with_what_it_says_already() {
    let country = Country::open();
    let other = "https://portal.example/other?tenant=1";
    let refused = country
        .browser()
        .get(&country.authorize(&[("redirect_uri", other), ("prompt", "none")]))
        .await;
    assert_eq!(
        refused.location().as_deref(),
        Some("https://portal.example/other?tenant=1&error=login_required&state=a+state")
    );
}
