//! Documents that an attending physician releases: who may, which ones, and that nothing else opens them.
#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod stage;

use serde_json::json;
use stage::{COLLEAGUE, DOCTOR, NURSE, PATIENT, Stage};

#[tokio::test]
async fn only_a_release_opens_a_releasable_document_and_only_that_one() {
    let mut stage = Stage::upright().await;
    let releasable = json!({"rule": "releasable"});
    let id = stage.publish("r-1", PATIENT, releasable.clone()).await;
    let other = stage.publish("r-2", PATIENT, releasable.clone()).await;
    stage.set_clock("2036-03-10T10:00:00+01:00").await;
    let mut patient = stage.consenting_patient(PATIENT).await;
    let own = format!("/patient/documents/{id}");
    for path in [own.clone(), format!("{own}/attachments/1")] {
        assert_eq!(patient.get(&path).await.ending(), "not-yet-accessible");
    }
    assert!(patient.get("/patient/documents").await.tag("document").is_none());

    let (mut doctor, _) = stage.attending_doctor(DOCTOR, PATIENT).await;
    let page = doctor.get(&format!("/professional/documents/{id}")).await;
    let address = page.value("open-release", "href").unwrap();
    let form = doctor.get(&address).await;
    assert_eq!(form.name().as_deref(), Some("release"));
    assert!(form.tag("released").is_none());
    assert_eq!(patient.get(&own).await.ending(), "not-yet-accessible");
    let released = doctor.submit(&address, "release", &[]).await;
    assert_eq!(
        (released.name().as_deref(), released.tag("released").is_some()),
        (Some("release"), true)
    );
    assert!(
        doctor
            .get(&format!("/professional/documents/{id}"))
            .await
            .tag("open-release")
            .is_none()
    );

    assert_eq!(patient.get(&own).await.status, 200);
    assert_eq!(patient.get(&format!("{own}/attachments/1")).await.status, 200);
    assert_eq!(
        patient.get("/patient/documents").await.values("document", "data-reference"),
        ["r-1"]
    );
    assert_eq!(
        patient.get(&format!("/patient/documents/{other}")).await.ending(),
        "not-yet-accessible"
    );

    stage.publish("r-1", PATIENT, releasable).await;
    assert_eq!(patient.get(&own).await.status, 200);
    stage.publish("r-1", PATIENT, json!({"rule": "never"})).await;
    assert_eq!(patient.get(&own).await.ending(), "not-accessible-to-patient");
    let trail = patient.get("/patient/audit").await;
    let actions = trail.values("audit-entry", "data-action");
    let at = actions.iter().position(|action| action == "release").unwrap();
    assert_eq!(trail.values("audit-entry", "data-actor")[at], "Dr Doctor");
    assert_eq!(trail.values("audit-entry", "data-document")[at], id);
}

#[tokio::test]
async fn only_an_attending_physician_releases_and_only_what_has_the_status() {
    let stage = Stage::open(json!({"professions": ["physician", "nurse"]})).await;
    let id = stage.publish("r-1", PATIENT, json!({"rule": "releasable"})).await;
    let delayed = stage.publish("r-2", PATIENT, json!({"rule": "after-days", "days": 30})).await;
    let closed = stage.publish("r-3", PATIENT, json!({"rule": "never"})).await;
    let mut patient = stage.consenting_patient(PATIENT).await;
    let address = format!("/professional/documents/{id}/release");
    let token = patient.get("/patient").await.form("logout").unwrap().1[0].1.clone();
    let post = format!("csrf={token}");
    assert_eq!(patient.get(&address).await.ending(), "not-a-professional");
    assert_eq!(patient.post(&address, &post).await.ending(), "not-a-professional");
    let guest = stage
        .browser()
        .step(reqwest::Method::GET, &format!("{}{address}", stage.base), None)
        .await;
    assert_eq!(guest.status, 303);

    let (mut nurse, _) = stage.attending_doctor(NURSE, PATIENT).await;
    let read = nurse.get(&format!("/professional/documents/{id}")).await;
    assert_eq!((read.status, read.tag("open-release").is_none()), (200, true));
    assert_eq!(nurse.get(&address).await.ending(), "not-a-professional");

    let mut colleague = stage.consenting_doctor(COLLEAGUE).await;
    assert_eq!(colleague.get(&address).await.ending(), "no-therapeutic-link");
    let token = colleague.get("/professional").await.form("logout").unwrap().1[0].1.clone();
    assert_eq!(
        colleague.post(&address, &format!("csrf={token}")).await.ending(),
        "no-therapeutic-link"
    );

    let (mut doctor, _) = stage.attending_doctor(DOCTOR, PATIENT).await;
    for id in [&delayed, &closed] {
        let page = doctor.get(&format!("/professional/documents/{id}")).await;
        assert_eq!((page.status, page.tag("open-release").is_none()), (200, true));
        assert_eq!(
            doctor.get(&format!("/professional/documents/{id}/release")).await.ending(),
            "not-releasable"
        );
    }
    assert_eq!(doctor.get("/professional/documents/none/release").await.ending(), "not-found");
    assert_eq!(
        patient.get(&format!("/patient/documents/{id}")).await.ending(),
        "not-yet-accessible"
    );
    let outcomes = patient.get("/patient/audit").await.values("audit-entry", "data-outcome");
    for outcome in ["not-a-professional", "not-releasable", "no-therapeutic-link"] {
        assert!(outcomes.contains(&outcome.to_owned()), "{outcome}");
    }
}
