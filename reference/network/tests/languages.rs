//! The language of a page: asked for, remembered, preferred, English; and the switch that asks for another.
#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod stage;

use reqwest::header;
use serde_json::json;
use stage::{DOCTOR, PATIENT, Page, Stage};

fn language(page: &Page) -> (String, String) {
    let html = page.body.split("<html lang=\"").nth(1).unwrap().split('"').next().unwrap();
    (html.to_owned(), page.headers["content-language"].to_str().unwrap().to_owned())
}

fn both(code: &str) -> (String, String) {
    (code.to_owned(), code.to_owned())
}

#[tokio::test]
async fn a_language_that_was_asked_for_is_remembered() {
    let stage = Stage::upright().await;
    let mut browser = stage.browser();
    assert_eq!(language(&browser.get("/").await), both("en"));
    let french = browser.get("/?lang=fr").await;
    assert_eq!(language(&french), both("fr"));
    assert!(french.body.contains("Je suis patient"), "{}", french.body);
    let remembered = browser.get("/help").await;
    assert_eq!(language(&remembered), both("fr"));
    assert!(!remembered.headers.contains_key("set-cookie"));
    assert_eq!(language(&browser.get("/?lang=nl").await), both("nl"));
    assert_eq!(language(&browser.get("/?lang=tlh").await), both("nl"));
    assert_eq!(language(&browser.get("/?lang=en").await), both("en"));
    assert_eq!(browser.cookies["net_s1_lang"], "en");
}

#[tokio::test]
async fn without_a_choice_the_browsers_preference_counts() {
    let stage = Stage::upright().await;
    for (preference, cookie, expected) in [
        ("nl-BE,nl;q=0.9,en;q=0.5", "", "nl"),
        ("de-DE,fr;q=0.4", "", "fr"),
        ("de", "", "en"),
        ("nl", "net_s1_lang=fr", "fr"),
        ("nl", "net_s1_lang=nonsense", "nl"),
        ("nl", "net_s2_lang=fr", "nl"),
    ] {
        let request = stage.authority.client().get(format!("{}/help", stage.base));
        let answer = request
            .header(header::ACCEPT_LANGUAGE, preference)
            .header(header::COOKIE, cookie)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.headers()["content-language"], expected, "{preference} {cookie}");
        assert!(answer.text().await.unwrap().contains(&format!("<html lang=\"{expected}\">")));
    }
}

#[tokio::test]
async fn every_page_offers_itself_in_the_other_languages() {
    let stage = Stage::upright().await;
    let mut patient = stage.consenting_patient(PATIENT).await;
    let list = patient.get("/patient/documents?page=1&lang=nl").await;
    assert_eq!(
        list.values("language", "href"),
        [
            "/patient/documents?page=1&#38;lang=fr",
            "/patient/documents?page=1&#38;lang=nl",
            "/patient/documents?page=1&#38;lang=en"
        ]
    );
    let current: Vec<_> = list.tags("language").iter().map(|tag| tag.contains("aria-current")).collect();
    assert_eq!(current, [false, true, false]);
    let elsewhere = patient.get("//elsewhere.example/").await;
    assert_eq!(elsewhere.values("language", "href")[0], "/?lang=fr");
}

#[tokio::test]
async fn pages_refusals_notices_and_dates_speak_the_readers_language() {
    let stage = Stage::upright().await;
    let id = stage.publish("r-1", PATIENT, json!({"rule": "never"})).await;
    stage.publish("r-2", PATIENT, json!({"rule": "immediate"})).await;
    let mut patient = stage.signed_in("patient", PATIENT).await;
    patient.get("/patient?lang=fr").await;
    let given = patient.submit("/patient", "consent-give", &[]).await;
    assert!(given.body.contains("Votre décision concernant le consentement a été enregistrée."));
    assert!(given.body.contains("Vos données de santé"));
    let list = patient.get("/patient/documents").await;
    assert!(list.body.contains("10 mars 2026, 10:00"), "{}", list.body);
    assert!(list.body.contains("Title of r-2"), "a document's own words stay as they are");
    let refused = patient.get(&format!("/patient/documents/{id}?lang=nl")).await;
    assert_eq!(language(&refused), both("nl"));
    assert!(
        refused.body.contains("Dit is op het netwerk niet toegankelijk voor u."),
        "{}",
        refused.body
    );
    let trail = patient.get("/patient/audit").await;
    assert_eq!(
        trail.value("audit-entry", "data-outcome").as_deref(),
        Some("not-accessible-to-patient")
    );
    assert!(trail.body.contains("niet toegankelijk voor de patiënt"));
    assert!(patient.get("/nowhere").await.body.contains("Er is niets op dit adres."));

    let mut doctor = stage.consenting_doctor(DOCTOR).await;
    doctor.get("/professional?lang=nl").await;
    let missing = doctor.submit("/professional", "find-patient", &[("insz", "12")]).await;
    assert!(missing.status == 422 && missing.body.contains("Een rijksregisternummer telt 11 cijfers."));
    assert_eq!(missing.values("language", "href")[0], "/professional?lang=fr");
    let record = stage.find(&mut doctor, PATIENT).await;
    let linked = doctor.submit(&record, "link-declare", &[("until", "2026-04-01")]).await;
    assert!(linked.body.contains("1 april 2026") && linked.body.contains("De therapeutische relatie is geregistreerd."));
}

#[tokio::test]
async fn an_outage_is_told_in_the_readers_language() {
    let stage = Stage::upright().await;
    let id = stage.publish("r-1", PATIENT, json!({"rule": "immediate"})).await;
    let mut patient = stage.consenting_patient(PATIENT).await;
    stage.partners.hospital_answers(500);
    let page = patient.get(&format!("/patient/documents/{id}?lang=fr")).await;
    assert_eq!((page.status, language(&page)), (502, both("fr")));
    assert!(page.body.contains("Momentanément indisponible") && page.body.contains("Title of r-1"));
}

#[tokio::test]
async fn the_publishers_interface_and_the_style_sheet_know_no_language() {
    let stage = Stage::upright().await;
    let mut browser = stage.browser();
    for path in ["/network.css?lang=fr", "/publisher/v1/references?lang=fr"] {
        let answer = browser.get(path).await;
        assert!(
            !answer.headers.contains_key("set-cookie") && !answer.headers.contains_key("content-language"),
            "{path}"
        );
    }
}
