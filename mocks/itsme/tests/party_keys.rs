//! A relying party's keys: fetched once, remembered by the realm's clock, and not looked for again before their time.
#![allow(clippy::unwrap_used)]

mod country;

use country::{Country, Page};
use etalon_itsme::{Authentication, Client, JwkSet, Parameters, PartyKeys};
use jiff::SignedDuration;
use serde_json::json;

async fn log_in(country: &Country, jti: &str) -> Page {
    let mut browser = country.browser();
    let code = country.code(&mut browser, &country.authorize(&[])).await;
    country.tokens(&mut browser, &code, jti).await
}

fn with_keys_at(country: &Country) {
    country.register(Client {
        authentication: Authentication::PrivateKeyJwt(PartyKeys::At(country.party("/jwks"))),
        ..country.key_client("portal")
    });
}

fn set(keys: &JwkSet) -> String {
    serde_json::to_string(keys).unwrap()
}

#[tokio::test]
async fn keys_are_remembered_as_long_as_the_party_says_within_bounds() {
    let country = Country::open();
    with_keys_at(&country);
    let keys = set(&country.portal.published());
    for (said, minutes) in [
        (None, 30),
        (Some("max-age=60"), 30),
        (Some("public, max-age=7200"), 120),
        (Some("max-age=9999999"), 24 * 60),
    ] {
        country.published().lay_out(&keys, said);
        let before = country.published().fetched();
        assert_eq!(log_in(&country, &format!("a {said:?}")).await.status, 200);
        assert_eq!(country.published().fetched(), before + 1, "{said:?}");
        country
            .realm
            .step(SignedDuration::from_mins(minutes) - SignedDuration::from_secs(1));
        assert_eq!(log_in(&country, &format!("b {said:?}")).await.status, 200);
        assert_eq!(country.published().fetched(), before + 1, "{said:?}: still remembered");
        country.realm.step(SignedDuration::from_secs(1));
    }
}

#[tokio::test]
async fn a_new_key_is_unknown_until_the_old_ones_are_forgotten() {
    let country = Country::open();
    with_keys_at(&country);
    country.published().lay_out(&set(&country.portal.published()), None);
    assert_eq!(log_in(&country, "first").await.status, 200);
    // The portal rotates, and signs with its new key at once.
    country.published().lay_out(&set(&country.stranger.published()), None);
    let now = country.realm.now().as_second();
    let claims = json!({"iss": "portal", "sub": "portal", "aud": country.at("/token"), "jti": "rotated", "exp": now + 7200});
    let assertion = country.stranger.signing().sign_jws(&country.stranger.signing().header(), &claims);
    let mut browser = country.browser();
    let code = country.code(&mut browser, &country.authorize(&[])).await;
    let early = browser
        .post(&country.at("/token"), &country.token_form(&code, &assertion, &[]))
        .await;
    assert_eq!(
        (early.status, country.reason("itsme-token-refused").as_str()),
        (400, "assertion-signature-wrong")
    );
    country.realm.step(SignedDuration::from_mins(30));
    let code = country.code(&mut browser, &country.authorize(&[])).await;
    let later = browser
        .post(&country.at("/token"), &country.token_form(&code, &assertion, &[]))
        .await;
    assert_eq!(later.status, 200, "{later:?}");
}

#[tokio::test]
async fn keys_that_will_not_do_are_refused() {
    let country = Country::open();
    with_keys_at(&country);
    let mut only_signing = country.portal.published();
    only_signing.keys.truncate(1);
    for (body, reason) in [
        ("<html>", "party-keys-unreadable"),
        (&set(&only_signing), "party-keys-incomplete"),
        ("{\"keys\":[]}", "party-keys-incomplete"),
    ] {
        country.published().lay_out(body, None);
        let refused = log_in(&country, reason).await;
        assert_eq!(
            (refused.status, refused.json()["error"].as_str()),
            (400, Some("unauthorized_client"))
        );
        assert_eq!(country.reason("itsme-party-keys-refused"), reason);
    }
    let refused = |keys| {
        country.itsme.register_client(
            &country.realm,
            Client {
                authentication: Authentication::PrivateKeyJwt(keys),
                ..country.key_client("p")
            },
        )
    };
    assert_eq!(refused(PartyKeys::Given(only_signing)).unwrap_err().field, "jwks");
    assert_eq!(
        refused(PartyKeys::At("http://portal.example/jwks".to_owned())).unwrap_err().field,
        "jwks_uri"
    );
}

#[tokio::test]
async fn nobody_is_called_whose_keys_are_known() {
    let country = Country::with(Parameters {
        late_keys_refused: true,
        ..Parameters::default()
    });
    assert_eq!(log_in(&country, "given").await.status, 200);
    assert_eq!(country.published().fetched(), 0);
}
