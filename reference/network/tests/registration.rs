//! Patients of a professional: registering them, and the list.
#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod stage;

use stage::{CLERK, COLLEAGUE, DOCTOR, NURSE, OTHER_PATIENT, PATIENT, Person, Stage};

const NEW: &str = "/professional/patients/new";
const LIST: &str = "/professional/patients";

#[tokio::test]
async fn registering_is_consenting() {
    let stage = Stage::upright().await;
    let mut doctor = stage.consenting_doctor(DOCTOR).await;
    let list = doctor.get(LIST).await;
    assert_eq!(
        (list.name().as_deref(), list.value("add-patient", "href").as_deref()),
        (Some("patient-list"), Some(NEW))
    );
    assert!(list.tag("helpdesk").is_some());
    let fields = [
        ("insz", "85.07.30-033.28"),
        ("name", "Peeters"),
        ("first_name", "Paul"),
        ("birth_date", "30/07/1985"),
        ("mail", "paul@example.org"),
        ("telephone", ""),
        ("consent", "yes"),
    ];
    let registered = doctor.submit(NEW, "register-patient", &fields).await;
    assert_eq!(registered.name().as_deref(), Some("patient-record"), "{}", registered.body);
    assert!(registered.tag("registered").is_some() && registered.body.contains("Paul Peeters"));
    let record = registered.path.split('?').next().unwrap().to_owned();
    assert_eq!(doctor.get(&format!("{record}/documents")).await.ending(), "no-therapeutic-link");
    doctor.submit(&record, "link-declare", &[]).await;
    assert_eq!(doctor.get(&format!("{record}/documents")).await.status, 200);

    let mut patient = stage.signed_in("patient", PATIENT).await;
    let home = patient.get("/patient").await;
    assert_eq!(home.value("consent-status", "data-value").as_deref(), Some("active"));
    assert!(home.body.contains("Given Person 8507"));
    let trail = patient.get("/patient/audit").await;
    assert!(trail.values("audit-entry", "data-action").contains(&"register".to_owned()));

    let again = doctor.submit(NEW, "register-patient", &fields).await;
    assert_eq!(again.path.split('?').next(), Some(record.as_str()));
    assert!(again.body.contains("Given Person 8507"), "the name of the own sign-in stays");
    assert_eq!(doctor.get(LIST).await.values("patient", "data-insz"), [PATIENT]);

    patient.submit("/patient", "consent-withdraw", &[]).await;
    let refused = doctor
        .submit(NEW, "register-patient", &[("insz", PATIENT), ("consent", "no")])
        .await;
    assert_eq!(refused.ending(), "patient-consent-missing");
    let home = patient.get("/patient").await;
    assert_eq!(home.value("consent-status", "data-value").as_deref(), Some("withdrawn"));
    doctor
        .submit(NEW, "register-patient", &[("insz", PATIENT), ("consent", "yes")])
        .await;
    let home = patient.get("/patient").await;
    assert_eq!(home.value("consent-status", "data-value").as_deref(), Some("active"));
}

#[tokio::test]
async fn without_consent_nothing_is_kept() {
    let stage = Stage::upright().await;
    let mut doctor = stage.signed_in("professional", DOCTOR).await;
    assert_eq!(doctor.get(NEW).await.ending(), "doctor-consent-missing");
    doctor.submit("/professional", "consent-give", &[]).await;
    let refused = doctor
        .submit(NEW, "register-patient", &[("insz", PATIENT), ("consent", "no")])
        .await;
    assert_eq!(refused.ending(), "patient-consent-missing");
    let unknown = doctor.submit("/professional", "find-patient", &[("insz", PATIENT)]).await;
    assert_eq!(unknown.ending(), "patient-not-registered");
    for wrong in [
        [("insz", "12"), ("consent", "yes")],
        [("insz", PATIENT), ("consent", "")],
        [("insz", PATIENT), ("consent", "perhaps")],
    ] {
        let page = doctor.submit(NEW, "register-patient", &wrong).await;
        assert_eq!((page.status, page.tag("mistake").is_some()), (422, true), "{wrong:?}");
    }
    let date = [("insz", PATIENT), ("consent", "yes"), ("birth_date", "yesterday")];
    assert_eq!(doctor.submit(NEW, "register-patient", &date).await.status, 422);
    let nobody = doctor.submit("/professional", "find-patient", &[("insz", PATIENT)]).await;
    assert_eq!(nobody.ending(), "patient-not-registered");
    let contactless = doctor
        .submit(NEW, "register-patient", &[("insz", PATIENT), ("consent", "yes")])
        .await;
    assert!(contactless.tag("registered").is_some());
}

#[tokio::test]
async fn the_list_holds_linked_patients_who_have_not_shut_the_doctor_out() {
    let mut stage = Stage::upright().await;
    let mut patient = stage.consenting_patient(PATIENT).await;
    let mut other = stage.consenting_patient(OTHER_PATIENT).await;
    let (mut doctor, record) = stage.attending_doctor(DOCTOR, PATIENT).await;
    let others = stage.find(&mut doctor, OTHER_PATIENT).await;
    assert_eq!(
        doctor.get("/professional").await.value("open-patients", "href").as_deref(),
        Some(LIST)
    );
    let list = doctor.get(LIST).await;
    assert_eq!(list.values("patient", "data-insz"), [PATIENT]);
    assert_eq!(list.value("open-patient", "href").as_deref(), Some(record.as_str()));
    doctor.submit(&others, "link-declare", &[("until", "2026-03-12")]).await;
    assert_eq!(doctor.get(LIST).await.tags("patient").len(), 2);
    let mut colleague = stage.consenting_doctor(COLLEAGUE).await;
    let empty = colleague.get(LIST).await;
    assert!(empty.tag("patient").is_none() && empty.tag("empty-list").is_some());

    other
        .submit("/patient/authorisations", "exclude", &[("professional", "Dr Doctor")])
        .await;
    assert_eq!(doctor.get(LIST).await.values("patient", "data-insz"), [PATIENT]);
    other.submit("/patient/authorisations", "lift-exclusion", &[]).await;
    patient.submit("/patient", "consent-withdraw", &[]).await;
    assert_eq!(doctor.get(LIST).await.tags("patient").len(), 2);
    stage.set_clock("2026-03-12T00:00:00+01:00").await;
    let mut doctor = stage.signed_in("professional", DOCTOR).await;
    assert_eq!(doctor.get(LIST).await.values("patient", "data-insz"), [PATIENT]);
    doctor.submit(&record, "link-revoke", &[]).await;
    assert!(doctor.get(LIST).await.tag("patient").is_none());
}

#[tokio::test]
async fn only_the_professions_that_the_network_admits_come_in() {
    for (admitted, ending) in [(vec!["physician"], "not-a-professional"), (vec!["physician", "nurse"], "200")] {
        let stage = Stage::open(serde_json::json!({"professions": admitted})).await;
        for (insz, ending) in [
            (NURSE, ending),
            (CLERK, "not-a-professional"),
            (DOCTOR, "200"),
            (PATIENT, "not-a-professional"),
        ] {
            let mut browser = stage.browser();
            let page = stage.sign_in(&mut browser, "professional", Person::named(insz)).await;
            assert_eq!(page.ending(), ending, "{insz}");
        }
    }
}
