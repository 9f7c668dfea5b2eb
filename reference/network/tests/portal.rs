//! Journeys of patients and doctors through an upright portal.
#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod stage;

use serde_json::json;
use stage::{CONTENT, DOCTOR, OTHER_PATIENT, PATIENT, Stage};

#[tokio::test]
async fn a_patient_with_consent_reads_what_is_open_and_nothing_else() {
    let mut stage = Stage::upright().await;
    let open = stage.publish("r-open", PATIENT, json!({"rule": "immediate"})).await;
    let late = stage.publish("r-late", PATIENT, json!({"rule": "after-days", "days": 30})).await;
    let never = stage.publish("r-never", PATIENT, json!({"rule": "never"})).await;
    let foreign = stage.publish("r-foreign", OTHER_PATIENT, json!({"rule": "immediate"})).await;

    let mut patient = stage.signed_in("patient", PATIENT).await;
    let home = patient.get("/patient").await;
    assert_eq!(home.name().as_deref(), Some("patient-home"));
    assert_eq!(home.value("consent-status", "data-value").as_deref(), Some("none"));
    assert!(home.body.contains("data-testid=\"signed-in-as\">Given Person 8507<"));
    assert_eq!(
        patient.get("/patient/documents").await.reason().as_deref(),
        Some("patient-consent-missing")
    );
    assert_eq!(
        patient.get(&format!("/patient/documents/{open}")).await.reason().as_deref(),
        Some("patient-consent-missing")
    );
    assert_eq!(stage.partners.fetched.lock().unwrap().len(), 0);

    let given = patient.submit("/patient", "consent-give", &[]).await;
    assert_eq!(
        (given.path.as_str(), given.value("consent-status", "data-value").as_deref()),
        ("/patient?done=consent", Some("active"))
    );
    assert!(given.tag("notice").is_some());
    let list = patient.get("/patient/documents").await;
    assert_eq!(list.values("document", "data-reference"), ["r-open"]);
    assert_eq!(list.value("total", "data-value").as_deref(), Some("1"));
    assert_eq!(list.value("document-link", "href"), Some(format!("/patient/documents/{open}")));

    let page = patient.get(&format!("/patient/documents/{open}")).await;
    assert_eq!((page.status, page.name().as_deref()), (200, Some("document")));
    assert!(
        page.body.contains("&#60;b&#62;CANARY-71&#60;/b&#62; content of r-open"),
        "{}",
        page.body
    );
    assert_eq!(page.value("attachment", "data-name").as_deref(), Some("scan r-open.png"));
    let scan = patient.get(&page.value("attachment", "href").unwrap()).await;
    assert_eq!((scan.status, scan.body.as_str()), (200, "scan of r-open"));
    assert_eq!(scan.headers["content-type"], "image/png");
    assert!(
        scan.headers["content-disposition"]
            .to_str()
            .unwrap()
            .starts_with("attachment; filename=\"scan r-open.png\"")
    );
    assert!(scan.headers["content-security-policy"].to_str().unwrap().contains("sandbox"));

    for (id, reason) in [
        (&late, "not-yet-accessible"),
        (&never, "not-accessible-to-patient"),
        (&foreign, "not-found"),
    ] {
        for path in [format!("/patient/documents/{id}"), format!("/patient/documents/{id}/attachments/1")] {
            let page = patient.get(&path).await;
            assert_eq!(page.reason().as_deref(), Some(reason));
            assert!(!page.body.contains("Title of"));
        }
    }
    assert_eq!(*stage.partners.fetched.lock().unwrap(), ["r-open", "r-open/scan"]);

    stage.set_clock("2026-04-09T09:59:59+02:00").await;
    let mut patient = stage.signed_in("patient", PATIENT).await;
    assert_eq!(
        patient.get(&format!("/patient/documents/{late}")).await.reason().as_deref(),
        Some("not-yet-accessible")
    );
    stage.set_clock("2026-04-09T10:00:00+02:00").await;
    assert_eq!(patient.get(&format!("/patient/documents/{late}")).await.status, 200);

    let gone = patient.submit("/patient", "consent-withdraw", &[]).await;
    assert_eq!(gone.value("consent-status", "data-value").as_deref(), Some("withdrawn"));
    assert_eq!(
        patient.get(&format!("/patient/documents/{late}")).await.reason().as_deref(),
        Some("patient-consent-missing")
    );

    let trail = patient.get("/patient/audit").await;
    assert!(trail.tags("audit-entry").len() > 8);
    assert_eq!(trail.values("audit-entry", "data-outcome")[0], "patient-consent-missing");
    assert_eq!(trail.values("audit-entry", "data-document")[0], late);
}

#[tokio::test]
async fn a_doctor_needs_both_consents_and_a_link_in_force() {
    let mut stage = Stage::upright().await;
    let id = stage.publish("r-1", PATIENT, json!({"rule": "never"})).await;
    let document = format!("/professional/documents/{id}");
    let scan = format!("{document}/attachments/1");
    let mut doctor = stage.signed_in("professional", DOCTOR).await;
    let refused = doctor.submit("/professional", "find-patient", &[("insz", PATIENT)]).await;
    assert_eq!((refused.status, refused.reason().as_deref()), (403, Some("doctor-consent-missing")));
    assert_eq!(doctor.get(&document).await.reason().as_deref(), Some("doctor-consent-missing"));

    let given = doctor.submit("/professional", "consent-give", &[]).await;
    assert_eq!(given.value("consent-status", "data-value").as_deref(), Some("active"));
    let unknown = doctor.submit("/professional", "find-patient", &[("insz", PATIENT)]).await;
    assert_eq!((unknown.status, unknown.reason().as_deref()), (403, Some("patient-not-registered")));
    assert!(unknown.tag("remedy").is_some());
    assert_eq!(doctor.get(&document).await.reason().as_deref(), Some("patient-not-registered"));
    assert_eq!(doctor.submit("/professional", "find-patient", &[("insz", "12")]).await.status, 422);

    let mut patient = stage.signed_in("patient", PATIENT).await;
    let record = stage.find(&mut doctor, "85.07.30-033.28").await;
    assert!(!record.contains(PATIENT));
    assert_eq!(
        doctor.get(&record).await.value("link-status", "data-value").as_deref(),
        Some("none")
    );
    assert_eq!(doctor.get(&document).await.reason().as_deref(), Some("patient-consent-missing"));
    patient.submit("/patient", "consent-give", &[]).await;
    for path in [&document, &scan, &format!("{record}/documents")] {
        let page = doctor.get(path).await;
        assert_eq!((page.status, page.reason().as_deref()), (403, Some("no-therapeutic-link")));
        assert!(!page.body.contains("Title of") && !page.body.contains("Person 8507"));
    }
    assert_eq!(
        doctor
            .get("/professional/documents/00000000000000000000000000000000")
            .await
            .reason()
            .as_deref(),
        Some("not-found")
    );
    assert!(stage.partners.fetched.lock().unwrap().is_empty());

    let linked = doctor.submit(&record, "link-declare", &[]).await;
    assert_eq!(linked.value("link-status", "data-value").as_deref(), Some("active"));
    assert_eq!(linked.values("link", "data-end"), ["2027-06-10"]);
    let list = doctor.get(&linked.value("open-documents", "href").unwrap()).await;
    assert_eq!(
        (list.name().as_deref(), list.values("document", "data-id")),
        (Some("professional-documents"), vec![id.clone()])
    );
    let page = doctor.get(&document).await;
    assert!(page.status == 200 && page.body.contains("CANARY-71"));
    assert_eq!(doctor.get(&scan).await.body, "scan of r-1");

    let again = doctor.submit(&record, "link-declare", &[("until", "2026-04-01")]).await;
    assert_eq!(again.values("link", "data-value"), ["active", "revoked"]);
    let past = doctor.submit(&record, "link-declare", &[("until", "2026-03-10")]).await;
    assert_eq!((past.status, past.tag("mistake").is_some()), (422, true));
    stage.set_clock("2026-03-31T23:59:59+02:00").await;
    let mut doctor = stage.signed_in("professional", DOCTOR).await;
    assert_eq!(doctor.get(&document).await.status, 200);
    stage.set_clock("2026-04-01T00:00:00+02:00").await;
    assert_eq!(doctor.get(&document).await.reason().as_deref(), Some("no-therapeutic-link"));
    assert_eq!(
        doctor.get(&record).await.value("link-status", "data-value").as_deref(),
        Some("ended")
    );

    doctor.submit(&record, "link-declare", &[]).await;
    assert_eq!(doctor.get(&document).await.status, 200);
    let revoked = doctor.submit(&record, "link-revoke", &[]).await;
    assert_eq!(revoked.value("link-status", "data-value").as_deref(), Some("revoked"));
    assert_eq!(doctor.get(&document).await.reason().as_deref(), Some("no-therapeutic-link"));

    let mut patient = stage.signed_in("patient", PATIENT).await;
    assert_eq!(
        patient.get("/patient/links").await.values("link", "data-value"),
        ["revoked", "ended", "revoked"]
    );
    let trail = patient.get("/patient/audit").await;
    assert_eq!(trail.values("audit-entry", "data-actor")[0], "Dr Doctor");
    assert!(trail.values("audit-entry", "data-action").contains(&"attachment".to_owned()));
    assert_eq!(patient.get("/professional").await.reason().as_deref(), Some("not-a-professional"));
}

#[tokio::test]
async fn lists_are_ordinary_when_empty_and_paged_when_long() {
    let stage = Stage::upright().await;
    let mut patient = stage.consenting_patient(PATIENT).await;
    let empty = patient.get("/patient/documents").await;
    assert_eq!((empty.status, empty.tag("empty-list").is_some()), (200, true));
    for number in 0..41 {
        stage.publish(&format!("r-{number}"), PATIENT, json!({"rule": "immediate"})).await;
    }
    let (mut address, mut seen, mut pages) = ("/patient/documents".to_owned(), std::collections::HashSet::new(), 0);
    loop {
        let page = patient.get(&address).await;
        assert_eq!(page.value("total", "data-value").as_deref(), Some("41"));
        seen.extend(page.values("document", "data-id"));
        pages += 1;
        match page.value("next-page", "href") {
            Some(next) => address = next,
            None => break,
        }
    }
    assert_eq!((seen.len(), pages), (41, 3));
    assert_eq!(patient.get("/patient/documents?page=18446744073709551615").await.status, 200);
}

#[tokio::test]
async fn a_hospital_that_fails_makes_the_document_unavailable_and_nothing_more() {
    let stage = Stage::upright().await;
    let id = stage.publish("r-1", PATIENT, json!({"rule": "immediate"})).await;
    let mut patient = stage.consenting_patient(PATIENT).await;
    for status in [500, 404, 401, 302, 204] {
        stage.partners.hospital_answers(status);
        let page = patient.get(&format!("/patient/documents/{id}")).await;
        assert_eq!((page.status, page.tag("unavailable").is_some()), (502, true), "{status}");
        assert!(page.body.contains("Title of r-1") && !page.body.contains(CONTENT));
        assert_eq!(patient.get(&format!("/patient/documents/{id}/attachments/1")).await.status, 502);
    }
    stage.partners.hospital_answers(200);
    let mut silent = stage.reference("r-silent", PATIENT, json!({"rule": "immediate"}));
    silent["content_url"] = json!("https://127.0.0.1:9/store/r-silent");
    let silent = stage.put(&silent).await.1["id"].as_str().unwrap().to_owned();
    let endless = stage.publish("r-endless", PATIENT, json!({"rule": "immediate"})).await;
    for id in [silent, endless] {
        assert_eq!(patient.get(&format!("/patient/documents/{id}")).await.status, 502);
    }
    assert_eq!(patient.get(&format!("/patient/documents/{id}")).await.status, 200);
    assert_eq!(
        patient
            .get(&format!("/patient/documents/{id}/attachments/2"))
            .await
            .reason()
            .as_deref(),
        Some("not-found")
    );
    assert_eq!(
        patient
            .get(&format!("/patient/documents/{id}/attachments/x"))
            .await
            .reason()
            .as_deref(),
        Some("not-found")
    );
}

#[tokio::test]
async fn every_page_carries_the_security_headers() {
    let stage = Stage::upright().await;
    let mut browser = stage.browser();
    for path in ["/", "/logged-out", "/nowhere", "/oidc/callback"] {
        let page = browser.get(path).await;
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.starts_with("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' https://127.0.0.1:"),
            "{policy}"
        );
        assert_eq!(page.headers["cache-control"], "no-store");
        assert_eq!(page.headers["x-content-type-options"], "nosniff");
        assert_eq!(page.headers["referrer-policy"], "no-referrer");
        assert!(page.headers.contains_key("strict-transport-security"));
        assert!(page.body.contains("<html lang=\"en\">"));
    }
    assert_eq!(browser.get("/nowhere").await.reason().as_deref(), Some("not-found"));
    let home = browser.get("/").await;
    assert_eq!(home.name().as_deref(), Some("home"));
    assert_eq!(
        (
            home.value("enter-patient", "href").as_deref(),
            home.value("enter-professional", "href").as_deref()
        ),
        (Some("/patient"), Some("/professional"))
    );
    assert_eq!(browser.get("/network.css").await.headers["content-type"], "text/css; charset=utf-8");
}
