//! The login page: its languages, the means it offers, and who may answer it.
#![allow(clippy::unwrap_used)]

mod country;

use country::{CALLBACK, Country, Pairs};
use etalon_csam::Means;
use etalon_wire::encode_form;
use jiff::SignedDuration;

#[tokio::test]
async fn it_speaks_the_language_asked_for() {
    let country = Country::open();
    let cases = [
        ("", None, "en", "Choose your digital key"),
        ("fr-BE", None, "fr", "Choisissez votre clé numérique"),
        ("", Some("nl-BE,nl;q=0.9,en;q=0.5"), "nl", "Kies uw digitale sleutel"),
        ("de", Some("de"), "en", "Choose your digital key"),
    ];
    for (ui_locales, accepted, language, heading) in cases {
        let mut browser = country.browser();
        browser.language = accepted.map(str::to_owned);
        let opened = browser.get(&country.authorize(&[("ui_locales", ui_locales)])).await;
        let page = browser.follow(&opened).await;
        assert_eq!(page.attributes("html", "lang"), [language]);
        assert_eq!(page.texts("h1"), [heading]);
        let other = page.attributes("[data-testid=language-nl]", "href").pop().unwrap();
        let switched = browser.get(page.url.join(&other).unwrap().as_str()).await;
        assert_eq!(switched.attributes("html", "lang"), ["nl"]);
        assert_eq!(country.observed("login-page-shown").unwrap()["language"], "nl");
    }
}

#[tokio::test]
async fn it_offers_only_means_that_reach_the_level_the_strongest_checked() {
    let country = Country::open();
    let cases: [(&str, &[&str]); 7] = [
        ("urn:be:fedict:iam:fas:Level500", &["eid"]),
        ("urn:be:fedict:iam:fas:enterprise:Level450", &["eid", "itsme"]),
        ("urn:be:fedict:iam:fas:citizen:Level400", &["eid", "itsme", "totp"]),
        ("urn:be:fedict:iam:fas:Level350", &["eid", "itsme", "totp", "mail"]),
        ("urn:be:fedict:iam:fas:Level100", &["eid", "itsme", "totp", "mail", "password"]),
        ("", &["eid", "itsme", "totp", "mail", "password"]),
        ("urn:something:else urn:be:fedict:iam:fas:Level500", &["eid"]),
    ];
    for (acr_values, offered) in cases {
        let mut browser = country.browser();
        let opened = browser.get(&country.authorize(&[("acr_values", acr_values)])).await;
        let page = browser.follow(&opened).await;
        assert_eq!(page.attributes("body", "data-page"), ["csam-chooser"]);
        assert_eq!(
            page.attributes("form[data-testid=csam-choose] input[name=means]", "value"),
            offered,
            "{acr_values}"
        );
        assert_eq!(page.attributes("input[checked]", "data-testid"), [format!("means-{}", offered[0])]);
        assert_eq!(country.observed("login-page-shown").unwrap()["means"], serde_json::json!(offered));
    }
}

#[tokio::test]
async fn it_shows_everybody_by_name_and_a_banner() {
    let country = Country::open();
    let mut browser = country.browser();
    let opened = browser.get(&country.authorize(&[])).await;
    let page = browser.follow(&opened).await;
    for person in [&country.anna, &country.bert] {
        let button = format!("button[name=person][value='{0}'][data-testid='person-{0}']", person.id);
        assert_eq!(page.texts(&button), [format!("{} {}", person.given_name, person.surname)]);
    }
    assert_eq!(page.texts("[data-testid=test-nation]"), ["Test nation: nobody here is real."]);
    let policy = page.header("content-security-policy").unwrap();
    assert!(
        policy.contains("form-action 'self' https://portal.example;") && policy.contains("frame-ancestors 'none'"),
        "{policy}"
    );
    let style = page.attributes("link[rel=stylesheet]", "href").pop().unwrap();
    assert_eq!(
        browser.get(page.url.join(&style).unwrap().as_str()).await.header("content-type"),
        Some("text/css; charset=utf-8")
    );
}

#[tokio::test]
async fn cookies_are_bound_to_the_realm_and_kept_from_scripts() {
    let country = Country::open();
    let mut browser = country.browser();
    let opened = browser.get(&country.authorize(&[])).await;
    let sent_on = country.choose(&mut browser, &opened, &country.anna.id, "eid").await;
    for page in [&opened, &sent_on] {
        let cookie = page.header("set-cookie").unwrap();
        for attribute in ["; Path=/r/belgium/fas", "; Secure", "; HttpOnly", "; SameSite=Lax"] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
    }
}

#[tokio::test]
async fn who_cancels_is_sent_back_and_the_page_is_spent() {
    let country = Country::open();
    let mut browser = country.browser();
    let opened = browser.get(&country.authorize(&[])).await;
    let page = browser.follow(&opened).await;
    let sent_on = browser.submit(&page, "csam-choose", &[("means", "eid"), ("cancel", "1")]).await;
    assert!(sent_on.location().unwrap().starts_with(CALLBACK));
    assert_eq!(sent_on.location_field("error").as_deref(), Some("access_denied"));
    assert_eq!(country.reason("authorization-refused"), "cancelled");
    let again = browser
        .submit(&page, "csam-choose", &[("means", "eid"), ("person", &country.anna.id)])
        .await;
    assert_eq!(
        (again.status, country.reason("authorization-refused").as_str()),
        (400, "login-page-unknown")
    );
}

#[tokio::test]
async fn answers_that_no_browser_would_give_are_refused() {
    let country = Country::open();
    let anna = country.anna.id.clone();
    let cases: [(Pairs, u16, &str); 6] = [
        (&[("csrf", "guessed"), ("means", "eid"), ("person", &anna)], 403, "form-forged"),
        (&[("csrf", ""), ("means", "eid"), ("person", &anna)], 403, "form-forged"),
        (&[("means", "password"), ("person", &anna)], 400, "means-too-low"),
        (&[("means", "fingerprint"), ("person", &anna)], 400, "means-unknown"),
        (&[("means", "eid"), ("person", "nobody")], 400, "person-unknown"),
        (
            &[("login", "made-up"), ("means", "eid"), ("person", &anna)],
            400,
            "login-page-unknown",
        ),
    ];
    for (changes, status, reason) in cases {
        let mut browser = country.browser();
        let opened = browser.get(&country.authorize(&[])).await;
        let page = browser.follow(&opened).await;
        let (action, hidden) = page.form("csam-choose");
        let kept = hidden
            .iter()
            .filter(|(name, _)| changes.iter().all(|(other, _)| other != name))
            .map(|(name, value)| (name.as_str(), value.as_str()));
        let refused = browser.post(&action, &encode_form(kept.chain(changes.iter().copied()))).await;
        assert_eq!((refused.status, country.reason("authorization-refused").as_str()), (status, reason));
        let twin = browser.submit(&page, "csam-choose", &[("means", "eid"), ("person", &anna)]).await;
        assert!(twin.location_field("code").is_some(), "{reason}: {twin:?}");
    }
}

#[tokio::test]
async fn another_browser_cannot_answer_it() {
    let country = Country::open();
    let mut browser = country.browser();
    let opened = browser.get(&country.authorize(&[])).await;
    let page = browser.follow(&opened).await;
    for mut other in [country.browser(), {
        let mut other = country.browser();
        other.get(&country.authorize(&[])).await;
        other
    }] {
        let refused = other
            .submit(&page, "csam-choose", &[("means", "eid"), ("person", &country.anna.id)])
            .await;
        assert_eq!(
            (refused.status, country.reason("authorization-refused").as_str()),
            (400, "login-page-of-other-browser")
        );
    }
}

#[tokio::test]
async fn it_stays_open_just_short_of_ten_minutes() {
    let country = Country::open();
    let mut browser = country.browser();
    let opened = browser.get(&country.authorize(&[])).await;
    country.realm.step(SignedDuration::from_secs(599));
    assert_eq!(browser.follow(&opened).await.status, 200);
    country.realm.step(SignedDuration::from_secs(1));
    assert_eq!(browser.follow(&opened).await.status, 400);
    assert_eq!(country.reason("authorization-refused"), "login-page-expired");
}

#[tokio::test]
async fn who_lacks_the_means_may_choose_others() {
    let country = Country::open();
    country.csam.set_means(&country.realm, &country.anna.id, &[Means::Itsme]);
    let mut browser = country.browser();
    let opened = browser.get(&country.authorize(&[])).await;
    let page = country.choose(&mut browser, &opened, &country.anna.id, "eid").await;
    assert_eq!(
        (page.status, page.attributes("[data-testid=problem]", "data-reason")),
        (200, vec!["means-not-registered".to_owned()])
    );
    assert_eq!(country.reason("authentication-refused"), "means-not-registered");
    let sent_on = browser
        .submit(&page, "csam-choose", &[("means", "itsme"), ("person", &country.anna.id)])
        .await;
    assert!(sent_on.location_field("code").is_some());
    let seen = country.observed("person-authenticated").unwrap();
    assert_eq!(
        (seen["person"].as_str(), seen["means"].as_str(), seen["level"].as_u64()),
        (Some(country.anna.id.as_str()), Some("itsme"), Some(450))
    );
}
