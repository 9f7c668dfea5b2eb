//! SUMEHRs: publishing one, what lacks in it, and when its patient may read it.
#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod stage;

use stage::{Browser, COLLEAGUE, DOCTOR, OTHER_PATIENT, PATIENT, Page, Stage};

const FULL: [(&str, &str); 8] = [
    ("summary", "SUMMARY-91 <b>of the patient</b>"),
    ("contacts", "Mother"),
    ("problems", "Asthma"),
    ("history", "Appendix"),
    ("observations", "Blood pressure"),
    ("treatments", "Inhaler"),
    ("vaccinations", "Tetanus"),
    ("allergies", "Nuts"),
];

async fn publish(doctor: &mut Browser, record: &str, fields: &[(&str, &str)]) -> (String, Page) {
    let address = doctor.get(record).await.value("publish-sumehr", "href").unwrap();
    let page = doctor.submit(&address, "publish-sumehr", fields).await;
    assert_eq!(page.name().as_deref(), Some("sumehr-published"), "{}", page.body);
    (page.value("published", "data-id").unwrap(), page)
}

#[tokio::test]
async fn a_sumehr_is_read_from_the_networks_own_safe() {
    let stage = Stage::upright().await;
    let mut patient = stage.consenting_patient(PATIENT).await;
    let (mut doctor, record) = stage.attending_doctor(DOCTOR, PATIENT).await;
    let (id, page) = publish(&mut doctor, &record, &FULL).await;
    assert!(page.tag("quality-warning").is_none());
    assert_eq!(id.len(), 32);
    let reference = page.value("published", "data-reference").unwrap();
    assert_ne!(reference, id);

    let own = patient.get("/patient/documents").await;
    assert_eq!(own.value("document", "data-reference"), Some(reference.clone()));
    let read = patient.get(&format!("/patient/documents/{id}")).await;
    assert!(
        read.body.contains("SUMMARY-91 &#60;b&#62;of the patient") && read.body.contains("Nuts"),
        "{}",
        read.body
    );
    assert!(read.body.contains("data-testid=\"document-type\">SUMEHR<"));
    assert!(stage.partners.fetched.lock().unwrap().is_empty());

    let list = doctor.get(&format!("{record}/documents")).await;
    assert_eq!(list.values("manage", "data-reference"), [reference]);
    let (mut colleague, colleagues) = stage.attending_doctor(COLLEAGUE, PATIENT).await;
    assert_eq!(colleague.get(&format!("/professional/documents/{id}")).await.status, 200);
    assert!(colleague.get(&format!("{colleagues}/documents")).await.tag("manage").is_none());
    assert_eq!(
        colleague.get(&format!("{colleagues}/sumehr?published={id}")).await.ending(),
        "not-found"
    );
    let mut other = stage.consenting_patient(OTHER_PATIENT).await;
    assert_eq!(other.get(&format!("/patient/documents/{id}")).await.ending(), "not-found");
    let guest = format!("{}/patient/documents/{id}", stage.base);
    assert_eq!(stage.browser().step(reqwest::Method::GET, &guest, None).await.status, 303);
    let trail = patient.get("/patient/audit").await;
    let actions = trail.values("audit-entry", "data-action");
    let at = actions.iter().position(|action| action == "publish-sumehr").unwrap();
    assert_eq!(trail.values("audit-entry", "data-document")[at], id);
}

#[tokio::test]
async fn what_lacks_is_told_and_published_all_the_same() {
    let stage = Stage::upright().await;
    let mut patient = stage.consenting_patient(PATIENT).await;
    let (mut doctor, record) = stage.attending_doctor(DOCTOR, PATIENT).await;
    let items = [
        "contacts",
        "problems",
        "history",
        "observations",
        "treatments",
        "vaccinations",
        "allergies",
    ];
    for lacking in items {
        let fields: Vec<_> = FULL.into_iter().filter(|(name, _)| *name != lacking).collect();
        let (id, page) = publish(&mut doctor, &record, &fields).await;
        assert_eq!(page.values("quality-warning", "data-item"), [lacking]);
        assert_eq!(patient.get(&format!("/patient/documents/{id}")).await.status, 200);
    }
    let (id, page) = publish(&mut doctor, &record, &[]).await;
    assert_eq!(page.values("quality-warning", "data-item"), items);
    assert_eq!(patient.get(&format!("/patient/documents/{id}")).await.status, 200);
    let long = "x".repeat(4001);
    let too_long = doctor
        .submit(&format!("{record}/sumehr"), "publish-sumehr", &[("allergies", &long)])
        .await;
    assert_eq!((too_long.status, too_long.tag("mistake").is_some()), (422, true));
}

#[tokio::test]
async fn nobody_publishes_into_a_record_that_is_closed_to_him() {
    let stage = Stage::upright().await;
    let mut patient = stage.consenting_patient(PATIENT).await;
    let mut colleague = stage.consenting_doctor(COLLEAGUE).await;
    let record = stage.find(&mut colleague, PATIENT).await;
    let address = format!("{record}/sumehr");
    let token = colleague.get("/professional").await.form("logout").unwrap().1[0].1.clone();
    assert_eq!(colleague.get(&address).await.ending(), "no-therapeutic-link");
    let posted = colleague.post(&address, &format!("csrf={token}&summary=x")).await;
    assert_eq!(posted.ending(), "no-therapeutic-link");
    assert_eq!(patient.get(&address).await.ending(), "not-a-professional");
    assert!(patient.get("/patient/documents").await.tag("document").is_none());
}

#[tokio::test]
async fn the_cut_off_is_the_beginning_of_15_january_2019_in_belgium() {
    let mut stage = Stage::upright().await;
    let cases = [
        ("2019-01-14T22:59:59Z", "not-accessible-to-patient"),
        ("2019-01-14T23:00:00Z", "200"),
        ("2019-01-15T00:00:00Z", "200"),
    ];
    for (instant, ending) in cases {
        stage.set_clock(instant).await;
        let mut patient = stage.consenting_patient_again(PATIENT).await;
        let (mut doctor, record) = stage.attending_doctor_again(DOCTOR, PATIENT).await;
        let (id, _) = publish(&mut doctor, &record, &FULL).await;
        assert_eq!(patient.get(&format!("/patient/documents/{id}")).await.ending(), ending, "{instant}");
        assert_eq!(doctor.get(&format!("/professional/documents/{id}")).await.status, 200);
    }
    // Years do not open an old one, and its author does.
    stage.set_clock("2026-03-10T10:00:00+01:00").await;
    let (mut doctor, record) = stage.attending_doctor_again(DOCTOR, PATIENT).await;
    let mut patient = stage.signed_in("patient", PATIENT).await;
    let listed = patient.get("/patient/documents").await.values("document", "data-id");
    assert_eq!(listed.len(), 2);
    let all = doctor.get(&format!("{record}/documents")).await.values("document", "data-id");
    let old = all.iter().find(|id| !listed.contains(id)).unwrap();
    assert_eq!(
        patient.get(&format!("/patient/documents/{old}")).await.ending(),
        "not-accessible-to-patient"
    );
    let address = format!("/professional/documents/{old}/access");
    assert_eq!(
        doctor.get(&address).await.value("access-rule", "data-value").as_deref(),
        Some("sumehr")
    );
    doctor.submit(&address, "set-access", &[("access", "immediate")]).await;
    assert_eq!(patient.get(&format!("/patient/documents/{old}")).await.status, 200);
    // The next one does not inherit it.
    doctor
        .submit(
            &format!("/professional/documents/{old}/access"),
            "set-access",
            &[("access", "never")],
        )
        .await;
    let (next, _) = publish(&mut doctor, &record, &FULL).await;
    assert_eq!(patient.get(&format!("/patient/documents/{next}")).await.status, 200);
}

#[tokio::test]
async fn the_general_setting_closes_all_sumehrs_of_its_author_and_no_others() {
    let stage = Stage::upright().await;
    let mut patient = stage.consenting_patient(PATIENT).await;
    let (mut doctor, record) = stage.attending_doctor(DOCTOR, PATIENT).await;
    let (mut colleague, colleagues) = stage.attending_doctor(COLLEAGUE, PATIENT).await;
    let (before, _) = publish(&mut doctor, &record, &FULL).await;
    let (foreign, _) = publish(&mut colleague, &colleagues, &FULL).await;
    let settings = doctor.get("/professional").await.value("open-settings", "href").unwrap();
    let page = doctor.get(&settings).await;
    assert_eq!(page.name().as_deref(), Some("settings"));
    assert_eq!(page.value("sumehr-access-status", "data-value").as_deref(), Some("open"));
    assert!(page.tag("tutorial-setting").is_some() && page.tag("tutorial-document").is_some());

    let closed = doctor.submit(&settings, "sumehr-access", &[("patients", "closed")]).await;
    assert_eq!(closed.value("sumehr-access-status", "data-value").as_deref(), Some("closed"));
    let (after, _) = publish(&mut doctor, &record, &FULL).await;
    for id in [&before, &after] {
        assert_eq!(
            patient.get(&format!("/patient/documents/{id}")).await.ending(),
            "not-accessible-to-patient"
        );
    }
    assert_eq!(patient.get(&format!("/patient/documents/{foreign}")).await.status, 200);
    assert_eq!(patient.get("/patient/documents").await.values("document", "data-id"), [foreign]);

    doctor
        .submit(
            &format!("/professional/documents/{before}/access"),
            "set-access",
            &[("access", "immediate")],
        )
        .await;
    assert_eq!(patient.get(&format!("/patient/documents/{before}")).await.status, 200);
    assert_eq!(
        patient.get(&format!("/patient/documents/{after}")).await.ending(),
        "not-accessible-to-patient"
    );
    doctor.submit(&settings, "sumehr-access", &[("patients", "open")]).await;
    assert_eq!(patient.get(&format!("/patient/documents/{after}")).await.status, 200);
    let wrong = doctor.submit(&settings, "sumehr-access", &[("patients", "perhaps")]).await;
    assert_eq!((wrong.status, wrong.tag("mistake").is_some()), (422, true));
    assert_eq!(patient.get("/professional/settings").await.ending(), "not-a-professional");
    let actions = patient.get("/patient/audit").await.values("audit-entry", "data-action");
    assert_eq!(actions.iter().filter(|action| *action == "set-sumehr-access").count(), 2);
}
