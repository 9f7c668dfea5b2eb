//! What is asked for by form, and that it has its effect when the network's office has processed it, and no earlier.
#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod stage;

use serde_json::json;
use stage::{COLLEAGUE, DOCTOR, OFFICE, PATIENT, Stage};

#[tokio::test]
async fn a_reference_is_deleted_by_its_authors_request_and_the_offices_processing() {
    let stage = Stage::upright().await;
    let rule = json!({"rule": "immediate"});
    let id = stage.publish_of(DOCTOR, "r-1", PATIENT, rule.clone()).await;
    stage.publish("r-2", PATIENT, rule.clone()).await;
    let mut patient = stage.consenting_patient(PATIENT).await;
    let (mut doctor, record) = stage.attending_doctor(DOCTOR, PATIENT).await;
    let (mut colleague, _) = stage.attending_doctor(COLLEAGUE, PATIENT).await;
    let document = format!("/professional/documents/{id}");
    let address = doctor
        .get(&format!("{document}/access"))
        .await
        .value("open-deletion", "href")
        .unwrap();
    assert_eq!(colleague.get(&address).await.ending(), "not-author");
    assert_eq!(patient.get(&address).await.ending(), "not-a-professional");

    let form = doctor.get(&address).await;
    assert_eq!(form.name().as_deref(), Some("deletion-form"));
    for shown in [PATIENT, id.as_str(), "Dr Author", "10 March 2026"] {
        assert!(form.body.contains(shown), "{shown}");
    }
    assert_eq!(doctor.submit(&address, "request-deletion", &[("reason", " ")]).await.status, 422);
    let asked = doctor.submit(&address, "request-deletion", &[("reason", "wrong patient")]).await;
    assert_eq!(asked.value("deletion-status", "data-value").as_deref(), Some("requested"));
    assert_eq!(doctor.get(&document).await.status, 200);
    assert_eq!(patient.get(&format!("/patient/documents/{id}")).await.status, 200);

    let mut office = stage.signed_in("office", OFFICE).await;
    let home = office.get("/office").await;
    assert_eq!(home.name().as_deref(), Some("office-home"));
    assert_eq!(home.values("deletion-request", "data-reference"), ["r-1"]);
    assert!(home.body.contains("wrong patient"));
    let processed = office.submit("/office", "process-deletion", &[]).await;
    assert!(processed.tag("processed").is_some() && processed.tag("deletion-request").is_none());

    let own = format!("/patient/documents/{id}");
    for (browser, path) in [(&mut doctor, &document), (&mut colleague, &document), (&mut patient, &own)] {
        for path in [path.clone(), format!("{path}/attachments/1")] {
            let page = browser.get(&path).await;
            assert_eq!(page.ending(), "not-found", "{path}");
            assert!(!page.body.contains("Title of"));
        }
    }
    assert_eq!(doctor.get(&address).await.ending(), "not-found");
    assert_eq!(doctor.get(&format!("{document}/access")).await.ending(), "not-found");
    for list in [
        doctor.get(&format!("{record}/documents")).await,
        patient.get("/patient/documents").await,
    ] {
        assert_eq!(list.values("document", "data-reference"), ["r-2"]);
    }
    assert_eq!(*stage.partners.deletions.lock().unwrap(), 0);
    let trail = patient.get("/patient/audit").await;
    let at = trail
        .values("audit-entry", "data-action")
        .iter()
        .position(|action| action == "delete")
        .unwrap();
    assert_eq!(trail.values("audit-entry", "data-actor")[at], "Office");

    // What its publisher says again is referenced again.
    assert_eq!(stage.publish_of(DOCTOR, "r-1", PATIENT, rule).await, id);
    assert_eq!(doctor.get(&document).await.status, 200);
}

#[tokio::test]
async fn a_form_for_a_link_makes_one_when_it_is_processed() {
    let mut stage = Stage::upright().await;
    let id = stage.publish("r-1", PATIENT, json!({"rule": "immediate"})).await;
    let mut patient = stage.consenting_patient(PATIENT).await;
    let mut doctor = stage.consenting_doctor(DOCTOR).await;
    let record = stage.find(&mut doctor, PATIENT).await;
    let address = doctor.get(&record).await.value("send-link-form", "href").unwrap();
    let form = doctor.get(&address).await;
    assert_eq!((form.name().as_deref(), form.tag("link-form-status")), (Some("link-form"), None));
    let sent = doctor.submit(&address, "send-link-form", &[]).await;
    assert_eq!(sent.value("link-form-status", "data-value").as_deref(), Some("sent"));
    let document = format!("/professional/documents/{id}");
    assert_eq!(doctor.get(&document).await.ending(), "no-therapeutic-link");
    assert!(patient.get("/patient/links").await.tag("link").is_none());

    stage.set_clock("2026-03-12T10:00:00+01:00").await;
    let mut office = stage.signed_in("office", OFFICE).await;
    let home = office.get("/office").await;
    assert_eq!(home.value("link-request", "data-insz").as_deref(), Some(PATIENT));
    assert_eq!(home.value("link-request", "data-professional").as_deref(), Some("Dr Doctor"));
    let processed = office.submit_of("/office", "process-link", "data-professional=\"Dr Doctor\"").await;
    assert!(processed.tag("processed").is_some() && processed.tag("link-request").is_none());
    let mut doctor = stage.signed_in("professional", DOCTOR).await;
    assert_eq!(doctor.get(&document).await.status, 200);
    assert_eq!(doctor.get(&record).await.values("link", "data-end"), ["2027-06-12"]);
    assert_eq!(
        doctor.get(&address).await.value("link-form-status", "data-value").as_deref(),
        Some("processed")
    );
}

#[tokio::test]
async fn the_office_is_for_its_staff() {
    let stage = Stage::upright().await;
    let home = stage.browser().get("/").await;
    assert_eq!(home.value("enter-office", "href").as_deref(), Some("/office"));
    let guest = stage
        .browser()
        .step(reqwest::Method::GET, &format!("{}/office", stage.base), None)
        .await;
    assert_eq!(guest.status, 303);
    assert_eq!(guest.headers["location"], "/login?as=office&next=%2Foffice");
    let mut doctor = stage.consenting_doctor(DOCTOR).await;
    let token = doctor.get("/professional").await.form("logout").unwrap().1[0].1.clone();
    assert_eq!(doctor.get("/office").await.ending(), "not-staff");
    for path in ["/office/deletions/1", "/office/links/1"] {
        assert_eq!(doctor.post(path, &format!("csrf={token}")).await.ending(), "not-staff");
    }
    let mut office = stage.signed_in("office", OFFICE).await;
    let token = office.get("/office").await.form("logout").unwrap().1[0].1.clone();
    for path in ["/office/deletions/1", "/office/links/x"] {
        assert_eq!(office.post(path, &format!("csrf={token}")).await.ending(), "not-found");
    }
    assert_eq!(office.get("/professional").await.ending(), "not-a-professional");
}
