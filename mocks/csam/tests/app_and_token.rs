//! How a person comes to have an app, and what became of the means that were withdrawn.
#![allow(clippy::unwrap_used)]

mod country;

use country::{Browser, Country, Page};
use etalon_csam::{CODES_ON_CARD, Means, Parameters};
use etalon_wire::{Totp, from_base32, totp_of_address};
use jiff::Timestamp;

const LEVEL_300: (&str, &str) = ("acr_values", "urn:be:fedict:iam:fas:Level300");

fn country() -> Country {
    Country::open_with(Parameters::default())
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

async fn log_in(country: &Country, browser: &mut Browser, means: &str) -> Page {
    let opened = browser.get(&country.authorize(&[LEVEL_300, ("prompt", "login")])).await;
    country.choose(browser, &opened, &country.anna.id, means).await
}

fn app_page(country: &Country) -> String {
    format!("{}/fas/XUI/app", country.realm.base_url())
}

#[tokio::test]
async fn with_a_card_one_sets_up_an_app_and_its_codes_count_from_then_on() {
    let country = country();
    let mut browser = country.browser();
    country.csam.set_means(&country.realm, &country.anna.id, &[Means::Eid]);
    assert_eq!(country.csam.app_address(&country.realm, &country.anna.id), None);
    log_in(&country, &mut browser, "eid").await;
    let page = browser.get(&app_page(&country)).await;
    let address = page.attributes("[data-testid=app-address]", "href").pop().unwrap();
    let secret = from_base32(&page.texts("[data-testid=app-secret]").pop().unwrap()).unwrap();
    assert_eq!(totp_of_address(&address), Some((Totp::default(), secret.clone())));
    let code = || Totp::default().code_at(&secret, country.realm.now().as_second());
    let wrong = if code() == "000000" { "000001" } else { "000000" };
    let again = browser.submit(&page, "csam-app", &[("code", wrong)]).await;
    assert_eq!(again.attributes("[data-testid=problem]", "data-reason"), ["code-refused"]);
    assert_eq!(
        country.csam.app_address(&country.realm, &country.anna.id),
        None,
        "nothing is set up yet"
    );
    let done = browser.submit(&again, "csam-app", &[("code", &code())]).await;
    assert_eq!(done.texts("[data-testid=app-set-up]").len(), 1);
    assert!(country.csam.means_of(&country.anna.id).contains(&Means::Totp));
    let used = log_in(&country, &mut browser, "totp").await;
    assert_eq!(
        used.attributes("[data-testid=problem]", "data-reason"),
        ["code-refused"],
        "the code that set it up is spent"
    );
    country.realm.step(jiff::SignedDuration::from_secs(30));
    let sent_on = browser.submit(&used, "csam-code", &[("code", &code())]).await;
    assert!(sent_on.location_field("code").is_some(), "{sent_on:?}");
}

#[tokio::test]
async fn without_a_card_nobody_sets_up_an_app() {
    let country = country();
    let mut browser = country.browser();
    let stranger = browser.get(&app_page(&country)).await;
    assert_eq!((stranger.status, country.reason("app-refused").as_str()), (403, "login-required"));
    log_in(&country, &mut browser, "password").await;
    log_in(&country, &mut browser, "totp").await;
    let weaker = browser.get(&app_page(&country)).await;
    assert_eq!(weaker.status, 403);
    log_in(&country, &mut browser, "eid").await;
    let page = browser.get(&app_page(&country)).await;
    let (action, hidden) = page.form("csam-app");
    let name = &hidden.iter().find(|(name, _)| name == "page").unwrap().1;
    let forged = browser
        .post(
            &action,
            &etalon_wire::encode_form([("page", name.as_str()), ("csrf", "x"), ("code", "1")]),
        )
        .await;
    assert_eq!((forged.status, country.reason("app-refused").as_str()), (403, "form-forged"));
    let mut other = country.browser();
    let opened = other.get(&country.authorize(&[("prompt", "login")])).await;
    country.choose(&mut other, &opened, &country.bert.id, "eid").await;
    let foreign = other.submit(&page, "csam-app", &[("code", "123456")]).await;
    assert_eq!((foreign.status, country.reason("app-refused").as_str()), (403, "enrolment-unknown"));
}

#[tokio::test]
async fn the_secret_and_its_picture_are_hidden_in_the_journal() {
    let country = country();
    let mut browser = country.browser();
    log_in(&country, &mut browser, "eid").await;
    let page = browser.get(&app_page(&country)).await;
    let secret = page.texts("[data-testid=app-secret]").pop().unwrap();
    let picture = page.attributes("svg[data-testid=qr] path", "d").pop().unwrap();
    let written = serde_json::to_string(
        &country
            .realm
            .journal()
            .entries()
            .iter()
            .map(|entry| entry.event.clone())
            .collect::<Vec<_>>(),
    )
    .unwrap();
    assert!(!written.contains(&secret) && !written.contains(&picture[..200]));
    assert!(written.contains("[secret app-picture "));
}

/// The means on the page that anybody is shown.
async fn offered(country: &Country) -> Vec<String> {
    let mut browser = country.browser();
    let opened = browser.get(&country.authorize(&[LEVEL_300])).await;
    let page = browser.follow(&opened).await;
    page.attributes("form[data-testid=csam-choose] input[name=means]", "value")
}

#[tokio::test]
async fn withdrawn_means_are_offered_until_their_day_and_refused_from_it_on() {
    let country = country();
    country
        .csam
        .set_means(&country.realm, &country.anna.id, &[Means::TextMessage, Means::CitizenToken]);
    country.realm.freeze(at("2025-12-31T22:59:59Z"));
    assert_eq!(offered(&country).await, ["eid", "itsme", "totp", "sms", "mail", "token"]);
    let mut browser = country.browser();
    let opened = browser.get(&country.authorize(&[LEVEL_300])).await;
    let page = browser.follow(&opened).await;
    country.realm.freeze(at("2025-12-31T23:00:00Z"));
    for means in ["sms", "token"] {
        let refused = browser
            .submit(&page, "csam-choose", &[("means", means), ("person", &country.anna.id)])
            .await;
        assert_eq!(
            (refused.status, country.reason("authorization-refused").as_str()),
            (400, "means-withdrawn")
        );
    }
    assert_eq!(offered(&country).await, ["eid", "itsme", "totp", "mail"]);
    let direction = etalon_csam::CsamDirection::LogInAs {
        person: country.anna.id.clone(),
        means: Means::CitizenToken,
    };
    country.csam.direct(&country.realm, "portal", None, direction, true);
    for (at_instant, answered) in [("2025-12-31T23:00:00Z", "error"), ("2025-12-31T22:59:59Z", "code")] {
        country.realm.freeze(at(at_instant));
        let sent_on = browser.get(&country.authorize(&[LEVEL_300, ("prompt", "login")])).await;
        assert!(
            sent_on.location_field(answered).is_some(),
            "a direction changes nothing about it: {sent_on:?}"
        );
    }
}

#[tokio::test]
async fn a_code_by_text_message_goes_to_the_telephone_and_counts_once() {
    let country = country();
    country.csam.set_means(&country.realm, &country.anna.id, &[Means::TextMessage]);
    country.realm.freeze(at("2019-03-01T09:00:00Z"));
    let mut browser = country.browser();
    let sent_on = log_in(&country, &mut browser, "sms").await;
    let page = browser.follow(&sent_on).await;
    let telephone = format!("{}@sms.example", country.anna.id);
    let messages = country.realm.mailbox().messages_for(&telephone, country.realm.now());
    let code = messages[0]
        .text
        .lines()
        .find(|line| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit()))
        .unwrap();
    let logged_in = browser.submit(&page, "csam-code", &[("code", code)]).await;
    assert!(logged_in.location_field("code").is_some());
    assert_eq!(country.observed("person-authenticated").unwrap()["level"], 400);
}

#[tokio::test]
async fn a_citizen_token_is_given_out_until_its_day_and_asked_for_one_of_its_codes() {
    let country = country();
    let anna = country.anna.id.clone();
    country.csam.set_means(&country.realm, &anna, &[Means::CitizenToken]);
    country.realm.freeze(at("2020-09-24T22:00:00Z"));
    let refused = country.csam.citizen_token(&country.realm, &anna).unwrap_err();
    assert_eq!(refused.0, at("2020-09-24T22:00:00Z"));
    assert_eq!(country.reason("citizen-token-refused"), "not-given-out-any-more");
    country.realm.freeze(at("2020-09-24T21:59:59Z"));
    let codes = country.csam.citizen_token(&country.realm, &anna).unwrap();
    assert_eq!(codes.len(), CODES_ON_CARD);
    country.realm.freeze(at("2024-05-01T09:00:00Z"));
    assert_eq!(
        country.csam.citizen_token(&country.realm, &anna).unwrap(),
        codes,
        "an old one still counts"
    );
    let mut browser = country.browser();
    let sent_on = log_in(&country, &mut browser, "token").await;
    let page = browser.follow(&sent_on).await;
    let question = page.texts("[data-testid=question]").pop().unwrap();
    let place: usize = question.split(' ').find_map(|word| word.parse().ok()).unwrap();
    let other = codes.iter().find(|code| **code != codes[place - 1]).unwrap();
    let again = browser.submit(&page, "csam-code", &[("code", other)]).await;
    assert_eq!(country.reason("code-refused"), "code-wrong");
    let logged_in = browser
        .submit(&again, "csam-code", &[("code", &codes[place - 1].to_lowercase())])
        .await;
    assert!(logged_in.location_field("code").is_some());
    assert_eq!(country.observed("person-authenticated").unwrap()["level"], 300);
}
