//! Security codes at CSAM: which count, which do not, when one is locked out, and that nobody is told why.
#![allow(clippy::unwrap_used)]

mod country;

use country::{Browser, Country, Page};
use etalon_csam::{Means, Parameters};
use etalon_stage::MailDirection;
use etalon_wire::{Totp, totp_of_address};
use jiff::SignedDuration;

const LEVEL_300: (&str, &str) = ("acr_values", "urn:be:fedict:iam:fas:Level300");

fn country() -> Country {
    Country::open_with(Parameters::default())
}

fn seconds(country: &Country, by: i64) {
    country.realm.step(SignedDuration::from_secs(by));
}

fn app(country: &Country, person: &str) -> (Totp, Vec<u8>) {
    totp_of_address(&country.csam.app_address(&country.realm, person).unwrap()).unwrap()
}

/// What the person's app shows, `ahead` seconds from now.
fn shown(country: &Country, person: &str, ahead: i64) -> String {
    let (totp, secret) = app(country, person);
    totp.code_at(&secret, country.realm.now().as_second() + ahead)
}

/// The page that asks for a code.
async fn asked(country: &Country, browser: &mut Browser, person: &str, means: &str) -> Page {
    let opened = browser.get(&country.authorize(&[LEVEL_300, ("prompt", "login")])).await;
    let page = browser.follow(&opened).await;
    let sent_on = browser.submit(&page, "csam-choose", &[("means", means), ("person", person)]).await;
    let page = browser.follow(&sent_on).await;
    assert_eq!(page.attributes("body", "data-page"), ["csam-code"], "{page:?}");
    page
}

async fn enter(browser: &mut Browser, page: &Page, code: &str) -> Page {
    browser.submit(page, "csam-code", &[("code", code)]).await
}

fn is_in(page: &Page) -> bool {
    page.location_field("code").is_some()
}

/// What the page tells, and what the journal does.
fn told(country: &Country, page: &Page) -> (Vec<String>, String) {
    (
        page.attributes("[data-testid=problem]", "data-reason"),
        country.reason("code-refused"),
    )
}

fn refused(reason: &str) -> (Vec<String>, String) {
    (vec!["code-refused".to_owned()], reason.to_owned())
}

fn mailed(country: &Country, person: &etalon_people::Person) -> String {
    let letters = country.realm.mailbox().messages_for(&person.mail, country.realm.now());
    let letter = letters.last().unwrap_or_else(|| panic!("no letter for {}", person.mail));
    let code = letter
        .text
        .lines()
        .find(|line| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit()));
    code.unwrap_or_else(|| panic!("no code in {}", letter.text)).to_owned()
}

#[tokio::test]
async fn a_code_of_the_app_logs_in_at_its_level_once() {
    let country = country();
    let mut browser = country.browser();
    let anna = country.anna.id.clone();
    let page = asked(&country, &mut browser, &anna, "totp").await;
    let code = shown(&country, &anna, 0);
    assert!(
        is_in(&enter(&mut browser, &page, &format!(" {} {}", &code[..3], &code[3..])).await),
        "blanks are no digits"
    );
    let seen = country.observed("person-authenticated").unwrap();
    assert_eq!(
        (seen["means"].as_str(), seen["level"].as_u64(), seen["by"].as_str()),
        (Some("totp"), Some(400), Some("page"))
    );
    let page = asked(&country, &mut browser, &anna, "totp").await;
    let again = enter(&mut browser, &page, &code).await;
    assert_eq!(told(&country, &again), refused("code-used"));
    assert!(is_in(&enter(&mut browser, &again, &shown(&country, &anna, 30)).await));
}

#[tokio::test]
async fn a_code_of_the_app_holds_for_one_step_more_to_the_second() {
    let country = country();
    let mut browser = country.browser();
    let anna = country.anna.id.clone();
    let code = shown(&country, &anna, 0);
    let page = asked(&country, &mut browser, &anna, "totp").await;
    seconds(&country, 60);
    let late = enter(&mut browser, &page, &code).await;
    assert_eq!(told(&country, &late), refused("code-wrong"));
    seconds(&country, -1);
    assert!(is_in(&enter(&mut browser, &late, &code).await), "the last second of the next step");
    for (ahead, reason) in [(-61, "code-wrong"), (61, "code-wrong")] {
        let page = asked(&country, &mut browser, &anna, "totp").await;
        let page = enter(&mut browser, &page, &shown(&country, &anna, ahead)).await;
        assert_eq!(told(&country, &page), refused(reason), "{ahead}");
    }
}

#[tokio::test]
async fn nobody_is_told_why_a_code_is_refused() {
    let country = country();
    let mut browser = country.browser();
    let (anna, bert) = (country.anna.id.clone(), country.bert.id.clone());
    let of_bert = shown(&country, &bert, 0);
    let page = asked(&country, &mut browser, &anna, "totp").await;
    let cases = [
        (of_bert.as_str(), "code-wrong"),
        ("", "code-malformed"),
        ("12345x", "code-malformed"),
        ("1234567", "code-malformed"),
    ];
    let mut pages = Vec::new();
    for (code, reason) in cases {
        let page = enter(&mut browser, &page, code).await;
        assert_eq!(told(&country, &page), refused(reason), "{code}");
        pages.push(page.texts("[data-testid=problem]"));
    }
    assert!(pages.windows(2).all(|two| two[0] == two[1]) && !pages[0].is_empty());
    // Nor is somebody who has nothing that a code could come from.
    country.csam.set_means(&country.realm, &bert, &[Means::CitizenToken]);
    country.realm.freeze("2024-05-01T08:00:00Z".parse().unwrap());
    let mut other = country.browser();
    let page = asked(&country, &mut other, &bert, "token").await;
    let page = enter(&mut other, &page, "ABC234").await;
    assert_eq!(told(&country, &page), refused("code-not-issued"));
    assert_eq!(page.texts("[data-testid=problem]"), pages[0]);
}

#[tokio::test]
async fn five_wrong_codes_lock_the_means_for_fifteen_minutes_and_no_other_means() {
    let country = country();
    let mut browser = country.browser();
    let (anna, bert) = (country.anna.id.clone(), country.bert.id.clone());
    let page = asked(&country, &mut browser, &anna, "totp").await;
    let wrong = if shown(&country, &anna, 0) == "000000" {
        "000001"
    } else {
        "000000"
    };
    for _ in 0..5 {
        let page = enter(&mut browser, &page, wrong).await;
        assert_eq!(told(&country, &page).0, ["code-refused"]);
    }
    let locked = enter(&mut browser, &page, &shown(&country, &anna, 0)).await;
    assert_eq!(told(&country, &locked), (vec!["code-locked".to_owned()], "code-locked".to_owned()));
    let mut other = country.browser();
    let page = asked(&country, &mut other, &bert, "totp").await;
    assert!(
        is_in(&enter(&mut other, &page, &shown(&country, &bert, 0)).await),
        "somebody else is not locked"
    );
    let page = asked(&country, &mut other, &anna, "mail").await;
    assert!(
        is_in(&enter(&mut other, &page, &mailed(&country, &country.anna)).await),
        "nor are the person's other means"
    );
    seconds(&country, 899);
    let page = asked(&country, &mut browser, &anna, "totp").await;
    let locked = enter(&mut browser, &page, &shown(&country, &anna, 0)).await;
    assert_eq!(told(&country, &locked).0, ["code-locked"]);
    seconds(&country, 1);
    assert!(is_in(&enter(&mut browser, &locked, &shown(&country, &anna, 0)).await));
}

#[tokio::test]
async fn a_mailed_code_logs_in_once_and_until_its_end() {
    let country = country();
    let mut browser = country.browser();
    let anna = country.anna.clone();
    let page = asked(&country, &mut browser, &anna.id, "mail").await;
    let code = mailed(&country, &anna);
    seconds(&country, 600);
    let late = enter(&mut browser, &page, &code).await;
    assert_eq!(told(&country, &late), refused("code-expired"));
    seconds(&country, -1);
    assert!(is_in(&enter(&mut browser, &late, &code).await), "the last second");
    let seen = country.observed("person-authenticated").unwrap();
    assert_eq!((seen["means"].as_str(), seen["level"].as_u64()), (Some("mail"), Some(350)));
    let page = asked(&country, &mut browser, &anna.id, "mail").await;
    let again = enter(&mut browser, &page, &code).await;
    assert_eq!(told(&country, &again), refused("code-used"));
    let sent = country.observed("code-sent").unwrap();
    assert_eq!(
        (sent["to"].as_str(), sent["means"].as_str()),
        (Some(anna.mail.as_str()), Some("mail"))
    );
}

#[tokio::test]
async fn a_newer_code_replaces_the_one_before_and_no_login_gets_the_code_of_another() {
    let country = country();
    let (mut browser, mut other) = (country.browser(), country.browser());
    let anna = country.anna.clone();
    let page = asked(&country, &mut browser, &anna.id, "mail").await;
    let first = mailed(&country, &anna);
    let page = browser.submit(&page, "csam-code", &[("again", "1")]).await;
    let second = mailed(&country, &anna);
    assert_eq!(told(&country, &enter(&mut browser, &page, &first).await), refused("code-replaced"));
    let elsewhere = asked(&country, &mut other, &anna.id, "mail").await;
    let third = mailed(&country, &anna);
    assert_eq!(
        told(&country, &enter(&mut browser, &page, &third).await),
        refused("code-of-other-login")
    );
    assert_eq!(told(&country, &enter(&mut browser, &page, &second).await), refused("code-replaced"));
    assert!(is_in(&enter(&mut other, &elsewhere, &third).await));
}

#[tokio::test]
async fn so_many_codes_are_mailed_for_one_login_and_no_more() {
    let country = country();
    let mut browser = country.browser();
    let anna = country.anna.clone();
    let mut page = asked(&country, &mut browser, &anna.id, "mail").await;
    for _ in 0..4 {
        page = browser.submit(&page, "csam-code", &[("again", "1")]).await;
        assert_eq!(page.attributes("[data-testid=problem]", "data-reason"), [""; 0]);
    }
    page = browser.submit(&page, "csam-code", &[("again", "1")]).await;
    assert_eq!(page.attributes("[data-testid=problem]", "data-reason"), ["too-many-codes"]);
    assert_eq!(country.realm.mailbox().messages(country.realm.now()).len(), 5);
    assert!(
        is_in(&enter(&mut browser, &page, &mailed(&country, &anna)).await),
        "the last one still counts"
    );
}

#[tokio::test]
async fn a_letter_that_goes_astray_leaves_the_person_where_they_are() {
    let country = country();
    let anna = country.anna.clone();
    let letters = |country: &Country| country.realm.mailbox().messages_for(&anna.mail, country.realm.now()).len();
    for (direction, problem) in [
        (MailDirection::Lost, None),
        (MailDirection::Bounced, None),
        (MailDirection::Refused, Some("code-not-sent")),
        (MailDirection::Late(SignedDuration::from_mins(11)), None),
    ] {
        let mut browser = country.browser();
        country.realm.direct_mail(Some(&anna.mail), direction, false);
        let page = asked(&country, &mut browser, &anna.id, "mail").await;
        let told = page.attributes("[data-testid=problem]", "data-reason");
        assert_eq!(told.first().map(String::as_str), problem, "{direction:?}");
        assert_eq!(letters(&country), 0);
        if direction == MailDirection::Late(SignedDuration::from_mins(11)) {
            seconds(&country, 660);
            let late = enter(&mut browser, &page, &mailed(&country, &anna)).await;
            assert_eq!(crate::told(&country, &late), refused("code-expired"));
            let page = browser.submit(&late, "csam-code", &[("again", "1")]).await;
            assert!(
                is_in(&enter(&mut browser, &page, &mailed(&country, &anna)).await),
                "a new one does it"
            );
        }
    }
    assert_eq!(country.all_observed("code-not-sent").len(), 1);
}

#[tokio::test]
async fn the_page_belongs_to_the_browser_that_opened_it_and_cannot_be_forged() {
    let country = country();
    let mut browser = country.browser();
    let anna = country.anna.id.clone();
    let page = asked(&country, &mut browser, &anna, "totp").await;
    let code = shown(&country, &anna, 0);
    let stolen = enter(&mut country.browser(), &page, &code).await;
    assert_eq!(
        (stolen.status, country.reason("authorization-refused").as_str()),
        (400, "login-page-of-other-browser")
    );
    let (action, hidden) = page.form("csam-code");
    let name = &hidden.iter().find(|(name, _)| name == "page").unwrap().1;
    let forged = browser
        .post(
            &action,
            &etalon_wire::encode_form([("page", name.as_str()), ("csrf", "x"), ("code", &code)]),
        )
        .await;
    assert_eq!(
        (forged.status, country.reason("authorization-refused").as_str()),
        (403, "form-forged")
    );
    let unknown = browser.get(&format!("{action}?page=made-up")).await;
    assert_eq!(
        (unknown.status, country.reason("authorization-refused").as_str()),
        (400, "code-page-unknown")
    );
    assert!(is_in(&enter(&mut browser, &page, &code).await));
    let spent = enter(&mut browser, &page, &shown(&country, &anna, 30)).await;
    assert_eq!(
        (spent.status, country.reason("authorization-refused").as_str()),
        (400, "code-page-unknown")
    );
    let page = asked(&country, &mut browser, &anna, "totp").await;
    seconds(&country, 1_800);
    let expired = enter(&mut browser, &page, &shown(&country, &anna, 0)).await;
    assert_eq!(
        (expired.status, country.reason("authorization-refused").as_str()),
        (400, "code-page-expired")
    );
}

#[tokio::test]
async fn who_has_no_code_chooses_another_key_or_gives_up() {
    let country = country();
    let mut browser = country.browser();
    let anna = country.anna.id.clone();
    let page = asked(&country, &mut browser, &anna, "mail").await;
    let back = browser.submit(&page, "csam-code", &[("other", "1")]).await;
    let chooser = browser.follow(&back).await;
    assert_eq!(chooser.attributes("body", "data-page"), ["csam-chooser"]);
    assert!(is_in(
        &browser
            .submit(&chooser, "csam-choose", &[("means", "eid"), ("person", &anna)])
            .await
    ));
    let page = asked(&country, &mut browser, &anna, "totp").await;
    let sent_on = browser.submit(&page, "csam-code", &[("cancel", "1"), ("code", "123456")]).await;
    assert_eq!(sent_on.location_field("error").as_deref(), Some("access_denied"));
}

#[tokio::test]
async fn the_page_and_the_letter_speak_three_languages_and_tell_no_more_than_they_must() {
    let country = country();
    let anna = country.anna.clone();
    for (language, heading, subject) in [
        ("en", "Enter your security code", "Your CSAM security code"),
        ("fr", "Saisissez votre code de sécurité", "Votre code de sécurité CSAM"),
        ("nl", "Vul uw beveiligingscode in", "Uw CSAM-beveiligingscode"),
    ] {
        let mut browser = country.browser();
        browser.language = Some(language.to_owned());
        let page = asked(&country, &mut browser, &anna.id, "mail").await;
        assert_eq!(
            (page.attributes("html", "lang"), page.texts("h1")),
            (vec![language.to_owned()], vec![heading.to_owned()])
        );
        let letters = country.realm.mailbox().messages_for(&anna.mail, country.realm.now());
        assert_eq!(letters.last().unwrap().subject, subject);
        assert!(!page.body.contains(&anna.mail), "whoever looks on learns no address");
        let field = page.attributes("input[data-testid=code]", "autocomplete");
        assert_eq!(
            (field, page.attributes("label", "for")),
            (vec!["one-time-code".to_owned()], vec!["code".to_owned()])
        );
        let other = page.attributes("[data-testid=language-nl]", "href").pop().unwrap();
        let switched = browser.get(page.url.join(&other).unwrap().as_str()).await;
        assert_eq!(switched.attributes("html", "lang"), ["nl"]);
    }
}

#[tokio::test]
async fn no_code_and_no_secret_stands_in_the_journal() {
    let country = country();
    let mut browser = country.browser();
    let anna = country.anna.clone();
    let address = country.csam.app_address(&country.realm, &anna.id).unwrap();
    let secret = address.split("secret=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let typed = shown(&country, &anna.id, 0);
    let page = asked(&country, &mut browser, &anna.id, "totp").await;
    enter(&mut browser, &page, &typed).await;
    asked(&country, &mut browser, &anna.id, "mail").await;
    let code = mailed(&country, &anna);
    let entries = country.realm.journal().entries();
    for entry in &entries {
        let text = serde_json::to_string(&entry.event).unwrap();
        for hidden in [&secret, &typed, &code] {
            assert!(!text.contains(hidden.as_str()), "{hidden} is in {text}");
        }
    }
}
