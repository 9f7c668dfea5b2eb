//! Links and exclusions on a record, and rights on single documents: what shuts whom out, and what does not undo it.
#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod stage;

use serde_json::json;
use stage::{COLLEAGUE, DOCTOR, OTHER_PATIENT, PATIENT, Stage};

const OWN: &str = "/patient/authorisations";

#[tokio::test]
async fn an_excluded_doctor_gets_nothing_whatever_link_there_is() {
    let stage = Stage::upright().await;
    let id = stage.publish_of(DOCTOR, "r-1", PATIENT, json!({"rule": "releasable"})).await;
    let mut patient = stage.consenting_patient(PATIENT).await;
    let (mut doctor, record) = stage.attending_doctor(DOCTOR, PATIENT).await;
    let (mut colleague, colleagues_record) = stage.attending_doctor(COLLEAGUE, PATIENT).await;
    let document = format!("/professional/documents/{id}");
    assert_eq!(doctor.get(&document).await.status, 200);

    let menu = patient.get("/patient").await;
    assert_eq!(menu.value("open-authorisations", "href").as_deref(), Some(OWN));
    let page = patient.submit(OWN, "exclude", &[("professional", "Dr Doctor")]).await;
    assert_eq!(page.name().as_deref(), Some("patient-authorisations"));
    assert_eq!(page.values("exclusion", "data-professional"), ["Dr Doctor"]);
    assert_eq!(page.values("link", "data-value"), ["active", "active"]);
    patient.submit(OWN, "exclude", &[("professional", "Dr Doctor")]).await;

    for again in [false, true] {
        if again {
            doctor.submit(&record, "link-declare", &[]).await;
        }
        for path in [
            document.clone(),
            format!("{document}/attachments/1"),
            format!("{document}/access"),
            format!("{document}/release"),
            format!("{record}/documents"),
            format!("{record}/authorisations"),
            format!("{record}/sumehr"),
        ] {
            let page = doctor.get(&path).await;
            assert_eq!(page.reason().as_deref(), Some("no-therapeutic-link"), "{path}");
            assert!(!page.body.contains("Title of") && !page.body.contains("xclu"), "{}", page.body);
        }
        assert!(doctor.get("/professional/patients").await.tag("patient").is_none());
    }
    assert_eq!(colleague.get(&document).await.status, 200);
    assert_eq!(
        colleague
            .get(&format!("{colleagues_record}/authorisations"))
            .await
            .values("exclusion", "data-professional"),
        ["Dr Doctor"]
    );

    let lifted = patient.submit(OWN, "lift-exclusion", &[]).await;
    assert!(lifted.tag("exclusion-lifted").is_some() && lifted.tag("exclusion").is_none());
    assert_eq!(doctor.get(&document).await.status, 200);
    assert_eq!(doctor.get("/professional/patients").await.values("patient", "data-insz"), [PATIENT]);

    let trail = patient.get("/patient/audit").await;
    let actions = trail.values("audit-entry", "data-action");
    let actors = trail.values("audit-entry", "data-actor");
    let at = actions.iter().position(|action| action == "exclude").unwrap();
    assert_eq!(actors[at], "Given Person 8507");
    assert!(actions.contains(&"lift-exclusion".to_owned()));
}

#[tokio::test]
async fn a_patient_needs_no_consent_to_exclude_and_cannot_exclude_from_other_records() {
    let stage = Stage::upright().await;
    let mut patient = stage.signed_in("patient", PATIENT).await;
    let page = patient.submit(OWN, "exclude", &[("professional", "Dr Colleague")]).await;
    assert_eq!(page.values("exclusion", "data-professional"), ["Dr Colleague"]);
    let nobody = patient.submit(OWN, "exclude", &[("professional", "Dr Nobody")]).await;
    assert_eq!((nobody.status, nobody.tag("mistake").is_some()), (422, true));
    let mut other = stage.consenting_patient(OTHER_PATIENT).await;
    assert!(other.get(OWN).await.tag("exclusion").is_none());
    let guest = stage
        .browser()
        .step(reqwest::Method::GET, &format!("{}{OWN}", stage.base), None)
        .await;
    assert_eq!(guest.status, 303);
}

#[tokio::test]
async fn a_doctor_manages_authorisations_at_the_patients_request_where_the_record_is_open_to_him() {
    let stage = Stage::upright().await;
    let id = stage.publish("r-1", PATIENT, json!({"rule": "immediate"})).await;
    let mut patient = stage.consenting_patient(PATIENT).await;
    let (mut doctor, record) = stage.attending_doctor(DOCTOR, PATIENT).await;
    let (mut colleague, _) = stage.attending_doctor(COLLEAGUE, PATIENT).await;
    let page = doctor.get(&record).await;
    let address = page.value("open-authorisations", "href").unwrap();

    let excluded = doctor.submit(&address, "exclude", &[("professional", "Dr Colleague")]).await;
    assert_eq!(excluded.name().as_deref(), Some("authorisations"));
    assert_eq!(excluded.values("exclusion", "data-professional"), ["Dr Colleague"]);
    assert!(excluded.tag("link-revoke").is_some());
    assert_eq!(
        colleague.get(&format!("/professional/documents/{id}")).await.ending(),
        "no-therapeutic-link"
    );
    assert_eq!(colleague.get(&address).await.ending(), "no-therapeutic-link");
    assert_eq!(patient.get(OWN).await.values("exclusion", "data-professional"), ["Dr Colleague"]);
    let lifted = doctor.submit(&address, "lift-exclusion", &[]).await;
    assert!(lifted.tag("exclusion-lifted").is_some());
    assert_eq!(colleague.get(&format!("/professional/documents/{id}")).await.status, 200);

    let form = doctor.get(&address).await.form("exclude").unwrap().0;
    let token = doctor.get(&address).await.form("exclude").unwrap().1[0].1.clone();
    patient.submit("/patient", "consent-withdraw", &[]).await;
    let refused = doctor.post(&form, &format!("csrf={token}&professional=Dr+Colleague")).await;
    assert_eq!(refused.ending(), "patient-consent-missing");
    assert!(patient.get(OWN).await.tag("exclusion").is_none());
    patient.submit("/patient", "consent-give", &[]).await;
    let revoked = doctor.submit(&address, "link-revoke", &[]).await;
    assert_eq!(revoked.value("link-status", "data-value").as_deref(), Some("revoked"));
    assert_eq!(doctor.get(&address).await.ending(), "no-therapeutic-link");
}

#[tokio::test]
async fn manage_is_for_the_author_and_for_one_document() {
    let mut stage = Stage::upright().await;
    let own = stage.publish_of(DOCTOR, "r-own", PATIENT, json!({"rule": "immediate"})).await;
    let twin = stage.publish_of(DOCTOR, "r-twin", PATIENT, json!({"rule": "immediate"})).await;
    let foreign = stage.publish("r-foreign", PATIENT, json!({"rule": "immediate"})).await;
    let mut patient = stage.consenting_patient(PATIENT).await;
    let (mut doctor, record) = stage.attending_doctor(DOCTOR, PATIENT).await;
    let (mut colleague, _) = stage.attending_doctor(COLLEAGUE, PATIENT).await;
    let list = doctor.get(&format!("{record}/documents")).await;
    let mut managed = list.values("manage", "data-reference");
    managed.sort();
    assert_eq!(managed, ["r-own", "r-twin"]);
    assert!(patient.get("/patient/documents").await.tag("manage").is_none());

    let address = format!("/professional/documents/{own}/access");
    let page = doctor.get(&address).await;
    assert_eq!(page.name().as_deref(), Some("document-access"));
    assert_eq!(page.values("access-choice", "value"), ["immediate", "after-30-days", "never"]);
    assert_eq!(page.value("access-rule", "data-value").as_deref(), Some("immediate"));
    assert!(page.tag("tutorial-document").is_some());
    assert_eq!(
        doctor.get(&format!("/professional/documents/{foreign}/access")).await.ending(),
        "not-author"
    );
    assert_eq!(colleague.get(&address).await.ending(), "not-author");
    let token = colleague.get("/professional").await.form("logout").unwrap().1[0].1.clone();
    assert_eq!(
        colleague.post(&address, &format!("csrf={token}&access=never")).await.ending(),
        "not-author"
    );

    let (document, other) = (format!("/patient/documents/{own}"), format!("/patient/documents/{twin}"));
    for (access, ending) in [
        ("never", "not-accessible-to-patient"),
        ("after-30-days", "not-yet-accessible"),
        ("immediate", "200"),
        ("after-0-days", "200"),
        ("after-1-days", "not-yet-accessible"),
    ] {
        let set = doctor.submit(&address, "set-access", &[("access", access)]).await;
        assert_eq!(set.value("access-rule", "data-value").as_deref(), Some(access));
        for path in [document.clone(), format!("{document}/attachments/1")] {
            assert_eq!(patient.get(&path).await.ending(), ending, "{access}");
        }
        let listed = patient.get("/patient/documents").await.values("document", "data-reference");
        assert_eq!(listed.contains(&"r-own".to_owned()), ending == "200", "{access}");
        assert_eq!(patient.get(&other).await.status, 200);
        assert_eq!(doctor.get(&format!("/professional/documents/{own}")).await.status, 200);
    }
    // What is set by hand goes before what the hospital says later.
    stage.publish_of(DOCTOR, "r-own", PATIENT, json!({"rule": "immediate"})).await;
    assert_eq!(patient.get(&document).await.ending(), "not-yet-accessible");
    for wrong in ["", "releasable", "after-99999-days"] {
        let page = doctor.submit(&address, "set-access", &[("access", wrong)]).await;
        assert_eq!((page.status, page.tag("mistake").is_some()), (422, true));
    }
    stage.set_clock("2026-03-11T10:00:00+01:00").await;
    let mut patient = stage.signed_in("patient", PATIENT).await;
    assert_eq!(patient.get(&document).await.status, 200);

    doctor = stage.signed_in("professional", DOCTOR).await;
    doctor.submit(&record, "link-revoke", &[]).await;
    assert_eq!(doctor.get(&address).await.ending(), "no-therapeutic-link");
}

#[tokio::test]
async fn a_restriction_takes_one_document_away_and_gives_nothing() {
    let stage = Stage::upright().await;
    let id = stage.publish_of(DOCTOR, "r-1", PATIENT, json!({"rule": "immediate"})).await;
    let rest = stage.publish("r-2", PATIENT, json!({"rule": "immediate"})).await;
    let mut patient = stage.consenting_patient(PATIENT).await;
    let (mut doctor, _) = stage.attending_doctor(DOCTOR, PATIENT).await;
    let (mut colleague, record) = stage.attending_doctor(COLLEAGUE, PATIENT).await;
    let (document, address) = (
        format!("/professional/documents/{id}"),
        format!("/professional/documents/{id}/access"),
    );
    let restricted = doctor.submit(&address, "restrict", &[("professional", "Dr Colleague")]).await;
    assert_eq!(restricted.values("restriction", "data-professional"), ["Dr Colleague"]);
    for _ in 0..2 {
        for path in [document.clone(), format!("{document}/attachments/1"), format!("{document}/release")] {
            let page = colleague.get(&path).await;
            assert_eq!(page.ending(), "restricted", "{path}");
            assert!(!page.body.contains("Title of"));
        }
        let list = colleague.get(&format!("{record}/documents")).await;
        assert_eq!(list.values("document", "data-reference"), ["r-2"]);
        colleague.submit(&record, "link-declare", &[]).await;
    }
    assert_eq!(colleague.get(&format!("/professional/documents/{rest}")).await.status, 200);
    assert_eq!(doctor.get(&document).await.status, 200);
    assert_eq!(patient.get(&format!("/patient/documents/{id}")).await.status, 200);

    patient.submit(OWN, "exclude", &[("professional", "Dr Colleague")]).await;
    assert_eq!(colleague.get(&document).await.ending(), "no-therapeutic-link");
    let lifted = doctor.submit(&address, "lift-restriction", &[]).await;
    assert!(lifted.tag("restriction-lifted").is_some() && lifted.tag("restriction").is_none());
    assert_eq!(colleague.get(&document).await.ending(), "no-therapeutic-link");
    patient.submit(OWN, "lift-exclusion", &[]).await;
    assert_eq!(colleague.get(&document).await.status, 200);

    let own = doctor.submit(&address, "restrict", &[("professional", "Dr Doctor")]).await;
    assert_eq!((own.status, own.tag("restriction").is_none()), (422, true));
    let actions = patient.get("/patient/audit").await.values("audit-entry", "data-action");
    for action in ["restrict", "lift-restriction", "see-access"] {
        assert!(actions.contains(&action.to_owned()), "{action}");
    }
}
