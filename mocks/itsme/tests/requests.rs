//! Authorization requests: what is refused, on which side, beside what is accepted; request objects, in the request and fetched.
#![allow(clippy::unwrap_used)]

mod country;

use country::{CALLBACK, Country, OTHER_CALLBACK};
use etalon_itsme::{Client, Door};
use etalon_wire::{ContentEncryption, KeyManagement, encode_form, encrypt_jwe};
use serde_json::{Value, json};

/// Parameters of a request that are put or replaced.
type Changed<'a> = &'a [(&'a str, &'a str)];

#[tokio::test]
async fn who_cannot_be_answered_is_told_on_the_page() {
    let country = Country::open();
    let mut browser = country.browser();
    let cases: [(&[(&str, &str)], &str); 8] = [
        (&[("client_id", "")], "client-missing"),
        (&[("client_id", "nobody")], "client-unknown"),
        (&[("redirect_uri", "")], "redirect-uri-missing"),
        (&[("redirect_uri", "https://portal.example/cb")], "redirect-uri-unregistered"),
        (
            &[("redirect_uri", "https://portal.example/CB?tenant=1")],
            "redirect-uri-unregistered",
        ),
        (
            &[("redirect_uri", "https://portal.example/cb?tenant=1#x")],
            "redirect-uri-unregistered",
        ),
        (&[("redirect_uri", OTHER_CALLBACK)], "redirect-uri-of-other-service"),
        (&[("scope", "openid service:PORTAL_SIGN")], "redirect-uri-of-other-service"),
    ];
    for (changes, reason) in cases {
        let page = browser.get(&country.authorize(changes)).await;
        assert_eq!((page.status, page.location()), (400, None), "{reason}");
        assert_eq!(page.attributes("main", "data-reason"), [reason]);
        assert_eq!(country.reason("itsme-request-refused"), reason);
    }
    let doubled = format!("{}&state=twice", country.authorize(&[]));
    assert_eq!(
        browser.get(&doubled).await.attributes("main", "data-reason"),
        ["parameters-unreadable"]
    );
}

#[tokio::test]
async fn what_is_wrong_otherwise_goes_back_to_the_party() {
    let country = Country::open();
    country.register(Client {
        pkce_required: true,
        ..country.key_client("strict")
    });
    let mut browser = country.browser();
    let cases: [(Changed<'_>, &str, &str); 17] = [
        (&[("scope", "openid profile")], "invalid_scope", "service-missing"),
        (&[("scope", "openid service:OTHER")], "invalid_scope", "service-unknown"),
        (
            &[("scope", "openid service:PORTAL_LOGIN service:PORTAL_SIGN")],
            "invalid_scope",
            "service-several",
        ),
        (&[("scope", "service:PORTAL_LOGIN")], "invalid_scope", "openid-scope-missing"),
        (&[("scope", "openid service:PORTAL_LOGIN cheese")], "invalid_scope", "scope-unknown"),
        (
            &[("response_type", "token")],
            "unsupported_response_type",
            "response-type-unsupported",
        ),
        (&[("response_type", "")], "invalid_request", "response-type-missing"),
        (&[("response_mode", "fragment")], "invalid_request", "response-mode-unsupported"),
        (&[("display", "popup")], "unsupported_display", "display-unsupported"),
        (&[("prompt", "none login")], "invalid_request", "prompt-contradictory"),
        (&[("prompt", "none")], "login_required", "login-required"),
        (&[("max_age", "soon")], "invalid_request", "max-age-unreadable"),
        (
            &[("code_challenge_method", "plain")],
            "invalid_request",
            "challenge-method-unsupported",
        ),
        (&[("code_challenge", "short")], "invalid_request", "challenge-unreadable"),
        (&[("claims", "[]")], "invalid_request", "claims-unreadable"),
        (
            &[("client_id", "strict"), ("code_challenge", ""), ("code_challenge_method", "")],
            "invalid_request",
            "challenge-missing",
        ),
        (
            &[("scope", "openid service:PORTAL_SIGN"), ("redirect_uri", OTHER_CALLBACK)],
            "invalid_request",
            "request-object-missing",
        ),
    ];
    for (changes, error, reason) in cases {
        let answer = browser.get(&country.authorize(changes)).await;
        let said = (answer.location_field("error"), answer.location_field("state"));
        assert_eq!(said, (Some(error.to_owned()), Some("a state".to_owned())), "{reason}: {answer:?}");
        assert_eq!(country.reason("itsme-request-refused"), reason);
    }
    let accepted = browser
        .get(&country.authorize(&[("display", "page"), ("prompt", "login consent"), ("max_age", "60")]))
        .await;
    assert!(
        accepted.location().unwrap().starts_with(&country.at("/login?login=")),
        "the twin is accepted"
    );
}

#[tokio::test]
async fn the_older_door_is_for_clients_with_a_secret() {
    let country = Country::open();
    let mut browser = country.browser();
    let at = |client: &str| {
        format!(
            "{}?{}",
            country.at_old_door("/connect/authorize"),
            encode_form(Country::fields(&[("client_id", client)]))
        )
    };
    let refused = browser.get(&at("portal")).await;
    assert_eq!(refused.attributes("main", "data-reason"), ["client-of-other-door"]);
    assert!(browser.get(&at("old-portal")).await.location().is_some());
}

/// The portal's request object, with some claims changed, signed and sealed as it should be.
fn object(country: &Country, changes: &Value) -> String {
    let mut claims = json!({
        "iss": "portal", "aud": Door::Keys.issuer(&country.realm), "client_id": "portal", "response_type": "code", "redirect_uri": OTHER_CALLBACK,
        "scope": "openid service:PORTAL_SIGN", "state": "a state", "nonce": "n-1", "claims": {"userinfo": {"name": null}},
    });
    for (name, value) in changes.as_object().unwrap() {
        claims[name] = value.clone();
    }
    let signed = country.portal.signing().sign_jws(&country.portal.signing().header(), &claims);
    seal(country, &signed)
}

fn seal(country: &Country, signed: &str) -> String {
    let (alg, enc) = (KeyManagement::RsaOaep, ContentEncryption::A256Gcm);
    encrypt_jwe(&country.itsme.keys().opening().jwk(), alg, enc, Some("JWT"), signed.as_bytes()).unwrap()
}

/// Only what must be outside, and the object.
fn with_object<'a>(object: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("client_id", "portal"), ("redirect_uri", OTHER_CALLBACK), ("request", object)];
    fields.extend(more);
    fields
}

#[tokio::test]
async fn a_request_object_is_signed_then_sealed_and_says_nothing_else_than_the_request() {
    let country = Country::open();
    let mut browser = country.browser();
    let now = country.realm.now().as_second();
    let good = object(&country, &json!({"exp": now + 60}));
    let at = |fields: Vec<(&str, &str)>| format!("{}?{}", country.at("/authorization"), encode_form(fields));
    assert!(
        browser
            .get(&at(with_object(&good, &[("state", "a state")])))
            .await
            .location()
            .unwrap()
            .contains("/login?")
    );
    let accepted = country.observed("itsme-request-accepted").unwrap();
    assert_eq!(
        (&accepted["service"], &accepted["claims"]),
        (&json!("PORTAL_SIGN"), &json!(["name"]))
    );

    let unsealed = country
        .portal
        .signing()
        .sign_jws(&country.portal.signing().header(), &json!({"iss": "portal"}));
    let foreign = country
        .stranger
        .signing()
        .sign_jws(&country.portal.signing().header(), &json!({"iss": "portal"}));
    let cases: [(String, Changed<'_>, &str, &str); 9] = [
        (
            good.clone(),
            &[("state", "other")],
            "invalid_request",
            "request-object-contradicts-request",
        ),
        (
            good.clone(),
            &[("claims", r#"{"userinfo":{"email":null}}"#)],
            "invalid_request",
            "request-object-contradicts-request",
        ),
        (
            good.clone(),
            &[("request_uri", "https://x.example/")],
            "invalid_request",
            "request-object-twice",
        ),
        (unsealed, &[], "invalid_request_object", "request-object-not-sealed"),
        (seal(&country, &foreign), &[], "invalid_request_object", "request-object-not-signed"),
        (
            seal(&country, "e30.e30."),
            &[],
            "invalid_request_object",
            "request-object-not-signed",
        ),
        (
            object(&country, &json!({"iss": "other"})),
            &[],
            "invalid_request_object",
            "request-object-of-other-issuer",
        ),
        (
            object(&country, &json!({"aud": country.at("/token")})),
            &[],
            "invalid_request_object",
            "request-object-for-other-audience",
        ),
        (
            object(&country, &json!({"exp": now})),
            &[],
            "invalid_request_object",
            "request-object-expired",
        ),
    ];
    for (object, more, error, reason) in cases {
        let answer = browser.get(&at(with_object(&object, more))).await;
        assert_eq!(answer.location_field("error").as_deref(), Some(error), "{reason}: {answer:?}");
        assert_eq!(country.reason("itsme-request-refused"), reason);
    }
    let inside = object(&country, &json!({"redirect_uri": "https://evil.example/"}));
    let answer = browser.get(&at(with_object(&inside, &[]))).await;
    assert_eq!(
        answer.location_field("error").as_deref(),
        Some("invalid_request"),
        "inside and outside differ"
    );
    let unregistered = browser.get(&at(vec![("client_id", "portal"), ("request", &inside)])).await;
    assert_eq!((unregistered.status, unregistered.location()), (400, None));
    let other_client = object(&country, &json!({"client_id": "old-portal"}));
    let answer = browser.get(&at(with_object(&other_client, &[]))).await;
    assert_eq!(answer.location_field("error").as_deref(), Some("invalid_request"));
}

#[tokio::test]
async fn a_request_object_is_fetched_from_where_it_was_registered() {
    let country = Country::open();
    let address = country.party("/object");
    country.register(Client {
        request_uris: vec![address.clone()],
        request_object_required: true,
        ..country.key_client("portal")
    });
    let mut browser = country.browser();
    let at = |name: &str, value: &str| {
        let fields = [("client_id", "portal"), ("redirect_uri", OTHER_CALLBACK), (name, value)];
        format!("{}?{}", country.at("/authorization"), encode_form(fields))
    };
    country.published().lay_out(&format!("{}\n", object(&country, &json!({}))), None);
    assert!(
        browser
            .get(&at("request_uri", &address))
            .await
            .location()
            .unwrap()
            .contains("/login?")
    );
    let cases = [
        (
            "request_uri",
            country.party("/other"),
            "invalid_request_uri",
            "request-uri-unregistered",
        ),
        ("state", "s".to_owned(), "invalid_request", "request-object-missing"),
    ];
    for (name, value, error, reason) in cases {
        let answer = browser.get(&at(name, &value)).await;
        assert_eq!(answer.location_field("error").as_deref(), Some(error), "{reason}");
        assert_eq!(country.reason("itsme-request-refused"), reason);
    }
    country.published().lay_out("nothing of the kind", None);
    let answer = browser.get(&at("request_uri", &address)).await;
    assert_eq!(answer.location_field("error").as_deref(), Some("invalid_request_object"));
}

#[tokio::test]
async fn discovery_promises_what_the_endpoints_keep() {
    let country = Country::open();
    let mut browser = country.browser();
    let said = browser.get(&country.at("/.well-known/openid-configuration")).await.json();
    assert_eq!(said["issuer"], Door::Keys.issuer(&country.realm));
    assert_eq!(
        (&said["subject_types_supported"], &said["response_types_supported"]),
        (&json!(["pairwise"]), &json!(["code"]))
    );
    let keys = browser.get(said["jwks_uri"].as_str().unwrap()).await.json();
    let uses: Vec<_> = keys["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| key["use"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(uses, ["sig", "enc"]);
    let old = browser.get(&country.at_old_door("/.well-known/openid-configuration")).await.json();
    assert_eq!(old["issuer"], Door::Legacy.issuer(&country.realm));
    assert_eq!(old["token_endpoint_auth_methods_supported"], json!(["client_secret_post"]));
    assert!(
        old["token_endpoint"]
            .as_str()
            .unwrap()
            .ends_with("/clientsecret-oidc/csapi/v0.1/connect/token")
    );
    assert!(CALLBACK.starts_with("https://"));
}
