//! The page and the app: who it is, approval, refusal, wrong codes, time; and the directions that stand for them.
#![allow(clippy::unwrap_used)]

mod country;

use country::{Browser, Country, Page};
use etalon_itsme::{ItsmeDirection, Mode};
use jiff::SignedDuration;

async fn page(country: &Country, browser: &mut Browser) -> Page {
    let opened = browser.get(&country.authorize(&[])).await;
    browser.follow(&opened).await
}

#[tokio::test]
async fn a_person_is_found_by_code_telephone_or_app_and_the_claim_says_how() {
    let country = Country::open();
    let mut browser = country.browser();
    for mode in Mode::ALL {
        let opened = page(&country, &mut browser).await;
        let app = browser
            .submit(
                &opened,
                "itsme-identify",
                &[("mode", mode.name()), ("person", &country.anna.id), ("step", "identify")],
            )
            .await;
        assert_eq!(
            app.texts("[data-testid=whose-app]"),
            [format!("The itsme app of {} {}", country.anna.given_name, country.anna.surname)]
        );
        assert!(
            app.texts("[data-testid=claims] li").contains(&"BENationalNumber".to_owned()),
            "it says what is shared"
        );
        let sent_on = browser.submit(&app, "itsme-approve", &[("step", "approve")]).await;
        assert!(sent_on.location_field("code").is_some());
        assert_eq!(country.observed("itsme-approved").unwrap()["mode"], mode.name());
    }
    // By telephone number alone: nobody has this one.
    let opened = page(&country, &mut browser).await;
    let shown = browser
        .submit(
            &opened,
            "itsme-identify",
            &[("mode", "MSISDN"), ("phone", "0440 99 99"), ("step", "identify")],
        )
        .await;
    assert_eq!(shown.attributes("[data-testid=problem]", "data-reason"), ["no-account"]);
    country.itsme.set_enrolled(&country.anna.id, false);
    let again = browser.submit(&shown, "itsme-person", &[("person", &country.anna.id)]).await;
    assert_eq!(again.attributes("[data-testid=problem]", "data-reason"), ["no-account"]);
    assert!(!again.body.contains(&format!("person-{}", country.anna.id)) && again.body.contains(&format!("person-{}", country.bert.id)));
}

#[tokio::test]
async fn refusing_ends_the_login_for_the_party_too() {
    let country = Country::open();
    let mut browser = country.browser();
    let opened = page(&country, &mut browser).await;
    for (form, fields) in [
        ("itsme-identify", vec![]),
        ("itsme-approve", vec![("person", country.anna.id.as_str())]),
    ] {
        let mut shown = opened.clone();
        if form == "itsme-approve" {
            let asked = page(&country, &mut browser).await;
            shown = browser.submit(&asked, "itsme-person", &fields).await;
        }
        let ended = browser.submit(&shown, form, &[("step", "cancel")]).await;
        assert_eq!(
            (ended.location_field("error").as_deref(), ended.location_field("state").as_deref()),
            (Some("access_denied"), Some("a state"))
        );
        let again = browser.submit(&shown, form, &[("step", "approve")]).await;
        assert_eq!(again.status, 400, "it is over");
    }
}

#[tokio::test]
async fn three_wrong_codes_end_the_login() {
    let country = Country::open();
    let mut browser = country.browser();
    let opened = page(&country, &mut browser).await;
    let mut app = browser.submit(&opened, "itsme-person", &[("person", &country.anna.id)]).await;
    for _ in 0..2 {
        app = browser.submit(&app, "itsme-approve", &[("step", "wrong-code")]).await;
        assert_eq!(app.attributes("[data-testid=problem]", "data-reason"), ["wrong-code"]);
    }
    let ended = browser.submit(&app, "itsme-approve", &[("step", "wrong-code")]).await;
    assert_eq!(
        (
            ended.location_field("error").as_deref(),
            country.reason("itsme-request-refused").as_str()
        ),
        (Some("access_denied"), "wrong-code")
    );
}

#[tokio::test]
async fn the_page_waits_three_minutes_and_for_its_own_browser_only() {
    let country = Country::open();
    let mut browser = country.browser();
    let opened = page(&country, &mut browser).await;
    let mut thief = country.browser();
    assert_eq!(
        thief.get(opened.url.as_str()).await.attributes("main", "data-reason"),
        ["login-of-other-browser"]
    );
    let (action, mut fields) = opened.form("itsme-person");
    fields.retain(|(name, _)| name != "csrf");
    let fields = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .chain([("csrf", "guessed")]);
    let forged = browser.post(&action, &etalon_wire::encode_form(fields)).await;
    assert_eq!(
        (forged.status, forged.attributes("main", "data-reason")),
        (403, vec!["form-forged".to_owned()])
    );
    country.realm.step(SignedDuration::from_secs(179));
    let app = browser.submit(&opened, "itsme-person", &[("person", &country.anna.id)]).await;
    country.realm.step(SignedDuration::from_secs(1));
    let late = browser.submit(&app, "itsme-approve", &[("step", "approve")]).await;
    assert_eq!(late.attributes("main", "data-reason"), ["login-expired"]);
}

#[tokio::test]
async fn the_page_speaks_four_languages() {
    let country = Country::open();
    let mut browser = country.browser();
    for (language, title) in [
        ("fr", "Qui êtes-vous ?"),
        ("nl", "Wie bent u?"),
        ("de", "Wer sind Sie?"),
        ("en", "Who are you?"),
    ] {
        let opened = browser.get(&country.authorize(&[("ui_locales", language)])).await;
        let shown = browser.follow(&opened).await;
        assert_eq!(shown.texts("h1"), [title]);
        assert_eq!(shown.attributes("html", "lang"), [language]);
        let labelled = shown.attributes("label[for=phone]", "for").len() + shown.texts("label").len();
        assert!(labelled >= 4, "every field has a label");
    }
    let styled = browser.get(&country.at("/itsme.css")).await;
    assert_eq!(
        (styled.status, styled.header("content-type")),
        (200, Some("text/css; charset=utf-8"))
    );
}

#[tokio::test]
async fn directions_stand_for_the_person() {
    let country = Country::open();
    let mut browser = country.browser();
    let direct = |direction| country.itsme.direct(&country.realm, Some("portal"), None, direction, false);
    let approve = || ItsmeDirection::ApproveAs {
        person: country.anna.id.clone(),
        mode: Mode::AppToApp,
    };
    direct(approve());
    let sent_on = browser.get(&country.authorize(&[])).await;
    assert!(sent_on.location_field("code").is_some());
    assert_eq!(country.observed("itsme-approved").unwrap()["by"], "direction");
    let ends = [
        (ItsmeDirection::Cancel, "access_denied", "cancelled"),
        (ItsmeDirection::TimeOut, "access_denied", "timed-out"),
        (ItsmeDirection::Unavailable, "temporary_unavailable", "unavailable"),
    ];
    for (direction, error, reason) in ends {
        direct(direction);
        let ended = browser.get(&country.authorize(&[])).await;
        assert_eq!(
            (
                ended.location_field("error").as_deref(),
                country.reason("itsme-request-refused").as_str()
            ),
            (Some(error), reason)
        );
    }
    // About one person: it waits until that one approves.
    country
        .itsme
        .direct(&country.realm, None, Some(&country.anna.id), ItsmeDirection::WrongCode, false);
    assert!(
        country
            .approve(&mut browser, &country.authorize(&[]), &country.bert.id)
            .await
            .location_field("code")
            .is_some()
    );
    let ended = country.approve(&mut browser, &country.authorize(&[]), &country.anna.id).await;
    assert_eq!(
        (
            ended.location_field("error").as_deref(),
            country.reason("itsme-request-refused").as_str()
        ),
        (Some("access_denied"), "wrong-code")
    );
    // And out of service at the token address.
    let code = country.code(&mut browser, &country.authorize(&[])).await;
    direct(ItsmeDirection::Unavailable);
    assert_eq!(country.tokens(&mut browser, &code, "down").await.status, 503);
    assert_eq!(country.tokens(&mut browser, &code, "up").await.status, 200, "the code is as it was");
}
