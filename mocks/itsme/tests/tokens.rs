//! Tokens: a code against a signed and sealed ID token, userinfo likewise; what is refused, beside what is accepted.
#![allow(clippy::unwrap_used)]

mod country;

use country::{Browser, CALLBACK, Country, Page, SECRET, VERIFIER, secret_client};
use etalon_itsme::{Door, InnerSignature, ItsmeKey, Persona};
use etalon_wire::{
    Accepted, ContentEncryption, KeyManagement, Opened, UnverifiedJws, decrypt_jwe, decrypt_jwe_directly, encode_form, encrypt_jwe,
    verify_jws_with,
};
use jiff::SignedDuration;
use serde_json::{Map, Value, json};

const SEALED: Accepted<'static> = Accepted {
    key_management: &[KeyManagement::RsaOaep256],
    content: &[ContentEncryption::A128CbcHs256],
};
const SHARED: Accepted<'static> = Accepted {
    key_management: &[KeyManagement::Dir],
    content: &[ContentEncryption::A256Gcm],
};
const NUMBER: &str = "http://itsme.services/v2/claim/BENationalNumber";

fn inside(opened: Opened) -> String {
    assert_eq!(opened.header["cty"], "JWT");
    String::from_utf8(opened.plaintext).unwrap()
}

/// What a token says to the portal, which opens it and checks who signed it.
fn opened(country: &Country, key: &ItsmeKey, sealed: &str) -> Map<String, Value> {
    let signed = inside(decrypt_jwe(sealed, key.opening(), SEALED).unwrap());
    verify_jws_with(&signed, &country.itsme.keys().published()).unwrap().into_map()
}

async fn userinfo(country: &Country, browser: &mut Browser, tokens: &Page) -> Page {
    let bearer = format!("Bearer {}", tokens.json()["access_token"].as_str().unwrap());
    browser.get_with(&country.at("/userinfo"), "authorization", &bearer).await
}

/// Parameters of a request that are put or replaced.
type Changed<'a> = &'a [(&'a str, &'a str)];

#[tokio::test]
async fn a_code_becomes_a_signed_and_sealed_id_token_and_userinfo() {
    let country = Country::open();
    let mut browser = country.browser();
    let code = country.code(&mut browser, &country.authorize(&[])).await;
    assert_eq!(code.len(), 36);
    let tokens = country.tokens(&mut browser, &code, "j-1").await;
    assert_eq!(
        (
            tokens.status,
            tokens.json()["token_type"].as_str(),
            tokens.json()["expires_in"].as_i64()
        ),
        (200, Some("Bearer"), Some(3600))
    );
    assert!(tokens.json().get("refresh_token").is_none());
    let claims = opened(&country, &country.portal, tokens.json()["id_token"].as_str().unwrap());
    let now = country.realm.now().as_second();
    let expected = [
        ("iss", json!(Door::Keys.issuer(&country.realm))),
        ("aud", json!("portal")),
        ("nonce", json!("n-1")),
        ("iat", json!(now)),
        ("exp", json!(now + 300)),
    ];
    for (name, value) in expected {
        assert_eq!(claims[name], value, "{name}");
    }
    let subject = claims["sub"].as_str().unwrap();
    assert!(
        subject.len() == 36 && subject.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()),
        "{subject}"
    );
    assert!(claims.get(NUMBER).is_none(), "scopes' claims are told by the userinfo");

    let told = userinfo(&country, &mut browser, &tokens).await;
    assert_eq!(
        (told.status, told.header("content-type")),
        (200, Some("application/jwt;charset=UTF-8"))
    );
    let told = opened(&country, &country.portal, &told.body);
    assert_eq!(
        (&told["sub"], &told[NUMBER]),
        (&json!(subject), &json!(country.anna.insz.to_string()))
    );
    assert_eq!(
        (&told["family_name"], &told["given_name"]),
        (&json!(country.anna.surname), &json!(country.anna.given_name))
    );
    assert!(told.get("email").is_none(), "it was not asked for");
    assert!(decrypt_jwe(tokens.json()["id_token"].as_str().unwrap(), country.stranger.opening(), SEALED).is_err());
}

#[tokio::test]
async fn a_code_is_good_once_for_three_minutes_for_its_client_and_address() {
    let country = Country::open();
    country.register(country.key_client("other"));
    let mut browser = country.browser();
    let mut jti = 0;
    let mut assertion = |changes: &Value| {
        jti += 1;
        country.assertion(&format!("j-{jti}"), changes)
    };
    let other = json!({"iss": "other", "sub": "other"});
    let cases: [(Value, Changed<'_>, &str); 6] = [
        (other, &[], "code-of-other-client"),
        (json!({}), &[("redirect_uri", "https://portal.example/cb")], "redirect-uri-differs"),
        (json!({}), &[("code_verifier", "")], "verifier-missing"),
        (
            json!({}),
            &[("code_verifier", "another-verifier-that-is-long-enough-to-be-one")],
            "verifier-wrong",
        ),
        (json!({}), &[("code", "nobody's")], "code-unknown"),
        (json!({}), &[("grant_type", "password")], "grant-type-unsupported"),
    ];
    let code = country.code(&mut browser, &country.authorize(&[])).await;
    for (claims, changes, reason) in cases {
        let form = country.token_form(&code, &assertion(&claims), changes);
        let refused = browser.post(&country.at("/token"), &form).await;
        assert_eq!((refused.status, refused.json()["detail"].as_str()), (400, Some(reason)));
        assert_eq!(country.reason("itsme-token-refused"), reason);
    }
    let redeem = |assertion: String| country.token_form(&code, &assertion, &[]);
    let tokens = browser.post(&country.at("/token"), &redeem(assertion(&json!({})))).await;
    assert_eq!(tokens.status, 200, "its twin is accepted");
    assert_eq!(userinfo(&country, &mut browser, &tokens).await.status, 200);
    let again = browser.post(&country.at("/token"), &redeem(assertion(&json!({})))).await;
    assert_eq!(
        (again.json()["error"].as_str(), again.json()["detail"].as_str()),
        (Some("invalid_grant"), Some("code-reused"))
    );
    assert_eq!(
        userinfo(&country, &mut browser, &tokens).await.status,
        401,
        "what it gave is worth nothing any more"
    );

    for (seconds, status) in [(179, 200), (180, 400)] {
        let code = country.code(&mut browser, &country.authorize(&[])).await;
        country.realm.step(SignedDuration::from_secs(seconds));
        let answer = country.tokens(&mut browser, &code, &format!("late-{seconds}")).await;
        assert_eq!(answer.status, status, "{seconds} s");
    }
    assert_eq!(country.reason("itsme-token-refused"), "code-expired");
}

#[tokio::test]
async fn an_access_token_lasts_an_hour() {
    let country = Country::open();
    let mut browser = country.browser();
    let code = country.code(&mut browser, &country.authorize(&[])).await;
    let tokens = country.tokens(&mut browser, &code, "j-1").await;
    country.realm.step(SignedDuration::from_secs(3599));
    assert_eq!(userinfo(&country, &mut browser, &tokens).await.status, 200);
    country.realm.step(SignedDuration::from_secs(1));
    let refused = userinfo(&country, &mut browser, &tokens).await;
    assert_eq!((refused.status, refused.json()["error"].as_str()), (401, Some("invalid_token")));
    assert!(refused.header("www-authenticate").unwrap().contains("invalid_token"));
}

#[tokio::test]
async fn an_assertion_is_of_the_client_for_the_token_address_and_comes_once() {
    let country = Country::open();
    let mut browser = country.browser();
    let code = country.code(&mut browser, &country.authorize(&[])).await;
    let now = country.realm.now().as_second();
    let foreign = country.stranger.signing().sign_jws(
        &country.portal.signing().header(),
        &json!({"iss": "portal", "sub": "portal", "aud": country.at("/token"), "jti": "f", "exp": now + 60}),
    );
    let long = "x".repeat(256);
    let cases = [
        (
            country.assertion("a", &json!({"aud": Door::Keys.issuer(&country.realm)})),
            "assertion-for-other-audience",
        ),
        (country.assertion("b", &json!({"sub": "other"})), "assertion-of-other-client"),
        (country.assertion("c", &json!({"exp": now})), "assertion-expired"),
        (country.assertion("d", &json!({"exp": null})), "assertion-without-end"),
        (country.assertion("e", &json!({"iat": now + 3600})), "assertion-not-yet-valid"),
        (country.assertion(&long, &json!({})), "assertion-jti-too-long"),
        (country.assertion("x", &json!({"jti": null})), "assertion-without-jti"),
        (foreign, "assertion-signature-wrong"),
    ];
    for (assertion, reason) in cases {
        let refused = browser
            .post(&country.at("/token"), &country.token_form(&code, &assertion, &[]))
            .await;
        assert_eq!(
            (refused.status, refused.json()["error"].as_str()),
            (400, Some("unauthorized_client")),
            "{reason}"
        );
        assert_eq!(country.reason("itsme-token-refused"), reason);
    }
    let unknown = country.assertion("u", &json!({"iss": "nobody", "sub": "nobody"}));
    let refused = browser.post(&country.at("/token"), &country.token_form(&code, &unknown, &[])).await;
    assert_eq!(refused.json()["error"], "invalid_client");
    let both = country.token_form(
        &code,
        &country.assertion("g", &json!({})),
        &[("client_secret", SECRET), ("client_id", "portal")],
    );
    assert_eq!(
        browser.post(&country.at("/token"), &both).await.json()["detail"],
        "client-authentication-twice"
    );

    // Sealed for itsme it is as good; and it is remembered.
    let assertion = country.assertion("once", &json!({}));
    let sealing = country.itsme.keys().opening().jwk();
    let sealed = encrypt_jwe(
        &sealing,
        KeyManagement::RsaOaep256,
        ContentEncryption::A128CbcHs256,
        Some("JWT"),
        assertion.as_bytes(),
    )
    .unwrap();
    assert_eq!(
        browser
            .post(&country.at("/token"), &country.token_form(&code, &sealed, &[]))
            .await
            .status,
        200
    );
    let code = country.code(&mut browser, &country.authorize(&[])).await;
    let again = browser
        .post(&country.at("/token"), &country.token_form(&code, &assertion, &[]))
        .await;
    assert_eq!(
        (again.status, country.reason("itsme-token-refused").as_str()),
        (400, "assertion-replayed")
    );
}

#[tokio::test]
async fn a_client_with_a_secret_gets_what_its_secret_opens_at_either_door() {
    let country = Country::open();
    country.register(secret_client("older", InnerSignature::Hs256));
    for (id, at_old_door) in [("old-portal", false), ("old-portal", true), ("older", true)] {
        let mut browser = country.browser();
        let door = if at_old_door { Door::Legacy } else { Door::Keys };
        let at = |new: &str, old: &str| if at_old_door { country.at_old_door(old) } else { country.at(new) };
        let request = encode_form(Country::fields(&[("client_id", id)]));
        let code = country
            .code(&mut browser, &format!("{}?{request}", at("/authorization", "/connect/authorize")))
            .await;
        let form = |secret: &str| {
            encode_form([
                ("grant_type", "authorization_code"),
                ("code", &code),
                ("redirect_uri", CALLBACK),
                ("code_verifier", VERIFIER),
                ("client_id", id),
                ("client_secret", secret),
            ])
        };
        let token_address = at("/token", "/connect/token");
        let refused = browser.post(&token_address, &form("another secret")).await;
        assert_eq!((refused.status, refused.json()["error"].as_str()), (400, Some("invalid_client")));
        let tokens = browser.post(&token_address, &form(SECRET)).await;
        assert_eq!(tokens.status, 200, "{id} {tokens:?}");
        let shared = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, SECRET.as_bytes());
        let sealed = tokens.json()["id_token"].as_str().unwrap().to_owned();
        let signed = inside(decrypt_jwe_directly(&sealed, shared.as_ref(), SHARED).unwrap());
        let claims = if id == "older" {
            let read = UnverifiedJws::parse(&signed).unwrap();
            assert_eq!(
                etalon_wire::hs256_jws(
                    &Value::Object(read.header.clone()),
                    &Value::Object(read.payload.clone()),
                    SECRET.as_bytes()
                ),
                signed
            );
            read.payload
        } else {
            verify_jws_with(&signed, &country.itsme.keys().published()).unwrap().into_map()
        };
        assert_eq!((&claims["iss"], &claims["aud"]), (&json!(door.issuer(&country.realm)), &json!(id)));
        let access_token = tokens.json()["access_token"].as_str().unwrap().to_owned();
        let bearer = format!("Bearer {access_token}");
        let address = at("/userinfo", "/connect/userinfo");
        assert_eq!(browser.get_with(&address, "authorization", &bearer).await.status, 200);
        if at_old_door {
            for token in [access_token.as_str(), "nobody's"] {
                let form = encode_form([("token", token), ("client_id", id), ("client_secret", SECRET)]);
                assert_eq!(browser.post(&country.at_old_door("/connect/revoke"), &form).await.status, 200);
            }
            assert_eq!(browser.get_with(&address, "authorization", &bearer).await.status, 401);
        } else {
            let form = encode_form([("token", access_token.as_str()), ("client_id", id), ("client_secret", SECRET)]);
            assert_eq!(
                browser.post(&country.at("/connect/revoke"), &form).await.status,
                404,
                "only the older door has it"
            );
        }
    }
}

#[tokio::test]
async fn subjects_differ_by_party_and_by_account() {
    let country = Country::open();
    country.register(country.key_client("other"));
    let mut browser = country.browser();
    let mut subjects = Vec::new();
    for (client, renewed) in [("portal", false), ("portal", false), ("other", false), ("portal", true)] {
        if renewed {
            country.itsme.renew_account(&country.realm, &country.anna.id);
        }
        country.code(&mut browser, &country.authorize(&[("client_id", client)])).await;
        subjects.push(
            country.observed("itsme-code-issued").unwrap()["subject"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
    }
    assert_eq!(subjects[0], subjects[1]);
    assert!(subjects[0] != subjects[2] && subjects[0] != subjects[3]);
}

#[tokio::test]
async fn each_persona_lacks_what_its_document_lacks() {
    let own = |name: &str| format!("http://itsme.services/v2/claim/{name}");
    let asked = ["given_name", "name", "birthdate", "email", "picture", "address", "phone_number"].map(str::to_owned);
    let own_asked = [
        "BENationalNumber",
        "BEeidSn",
        "birthdate_as_string",
        "physical_person_photo",
        "place_of_birth",
        "ongoing_call",
        "identification_mode",
        "validityFrom",
    ]
    .map(own);
    let wishes: Map<String, Value> = asked.iter().chain(&own_asked).map(|name| (name.clone(), Value::Null)).collect();
    let claims = json!({"userinfo": wishes}).to_string();
    let country = Country::open();
    let mut browser = country.browser();
    for persona in Persona::ALL {
        country.itsme.set_persona(&country.realm, &country.anna.id, persona);
        let code = country
            .code(
                &mut browser,
                &country.authorize(&[("scope", "openid service:PORTAL_LOGIN"), ("claims", &claims)]),
            )
            .await;
        let tokens = country.tokens(&mut browser, &code, persona.name()).await;
        let told = opened(&country, &country.portal, &userinfo(&country, &mut browser, &tokens).await.body);
        let mut lacking: Vec<String> = asked
            .iter()
            .chain(&own_asked)
            .filter(|name| !told.contains_key(*name))
            .cloned()
            .collect();
        let mut expected: Vec<String> = match persona {
            Persona::NoGivenName => vec!["given_name".to_owned()],
            Persona::NoBirthDate => vec!["birthdate".to_owned()],
            Persona::NoEmail => vec!["email".to_owned()],
            Persona::NoPhoto => vec!["picture".to_owned(), own("physical_person_photo")],
            Persona::NoPlaceOfBirth => vec![own("place_of_birth")],
            Persona::DutchDocument => vec!["address".to_owned(), own("BENationalNumber"), own("BEeidSn"), own("place_of_birth")],
            Persona::Belgian | Persona::ForeignerCard | Persona::OngoingCall => vec![],
        };
        lacking.sort();
        expected.sort();
        assert_eq!(lacking, expected, "{}", persona.name());
        assert_eq!(told[&own("ongoing_call")], persona == Persona::OngoingCall);
        assert_eq!(told[&own("identification_mode")], "QR");
        let about = told[&own("validityFrom")].as_object().unwrap();
        assert!(
            about.contains_key("name") && !about.contains_key(&own("validityFrom")) && about.len() == told.len() - 4,
            "{about:?}"
        );
    }
}

#[tokio::test]
async fn what_is_told_about_claims_is_not_told_alone() {
    let country = Country::open();
    let mut browser = country.browser();
    let claims = json!({"userinfo": {"http://itsme.services/v2/claim/validityTo": null}}).to_string();
    let code = country
        .code(
            &mut browser,
            &country.authorize(&[("scope", "openid service:PORTAL_LOGIN"), ("claims", &claims)]),
        )
        .await;
    let tokens = country.tokens(&mut browser, &code, "j").await;
    let told = opened(&country, &country.portal, &userinfo(&country, &mut browser, &tokens).await.body);
    assert_eq!(told.keys().map(String::as_str).collect::<Vec<_>>(), ["iss", "aud", "sub"]);
}
