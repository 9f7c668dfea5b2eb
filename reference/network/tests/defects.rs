//! Defects show: the same journey ends differently in an upright network and in one with the defect. And each shows alone: the upright
//! ending is the one the requirement asks for.
#![cfg(feature = "crooked")]
#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod stage;

use std::collections::HashSet;

use etalon_reference_network::defects;
use reqwest::Method;
use serde_json::{Value, json};
use stage::{Browser, COLLEAGUE, DOCTOR, OTHER_PATIENT, PATIENT, Page, Person, Stage};
use tokio::sync::Semaphore;

/// Defect, ending in an upright network, ending with the defect.
const ENDINGS: [(&str, &str, &str); 50] = [
    ("patient-consent-ignored", "patient-consent-missing", "200"),
    ("withdrawn-consent-cached", "patient-consent-missing", "200"),
    ("consent-guards-list-only", "patient-consent-missing", "200"),
    ("consent-of-other-patient", "patient-consent-missing", "200"),
    ("link-counts-as-consent", "patient-consent-missing", "200"),
    ("consent-of-one-side", "doctor-consent-missing", "200"),
    ("doctor-consent-once-given-stays", "doctor-consent-missing", "200"),
    ("link-ignored", "no-therapeutic-link", "200"),
    ("link-of-any-colleague", "no-therapeutic-link", "200"),
    ("link-with-any-patient", "no-therapeutic-link", "200"),
    ("revoked-link-alive", "no-therapeutic-link", "200"),
    ("link-outlives-its-end", "no-therapeutic-link", "200"),
    ("link-guards-list-only", "no-therapeutic-link", "200"),
    ("refusal-crashes", "no-therapeutic-link", "500"),
    ("link-for-unregistered-patient", "patient-not-registered", "200"),
    ("link-duplicated", "1 in force", "2 in force"),
    ("list-drops-beyond-first-page", "20 of 21, more", "20 of 20, end"),
    ("list-of-one-publisher-type", "2 of 2, end", "1 of 1, end"),
    ("list-for-anyone-counts", "discreet", "telling"),
    ("list-without-link", "no-therapeutic-link", "200"),
    ("empty-list-is-an-error", "200", "not-found"),
    ("read-by-id-unchecked", "not-found", "200"),
    ("wrong-document-served", "content of r-2", "content of r-1"),
    ("right-kept-from-list", "no-therapeutic-link", "200"),
    ("outage-is-a-crash", "502 unavailable", "500 fault"),
    ("attachment-unchecked", "no-therapeutic-link", "200"),
    ("attachment-of-first-document", "scan of r-2", "scan of r-1"),
    ("attachment-lost", "200", "not-found"),
    ("delay-forgotten", "not-yet-accessible", "200"),
    ("delay-one-day-short", "not-yet-accessible", "200"),
    ("delay-counted-from-registration", "200", "not-yet-accessible"),
    ("delay-never-ends", "200", "not-accessible-to-patient"),
    ("never-means-thirty-days", "not-accessible-to-patient", "200"),
    ("never-hides-list-only", "not-accessible-to-patient", "200"),
    ("never-guards-not-attachments", "not-accessible-to-patient", "200"),
    ("rule-change-ignored", "not-accessible-to-patient", "200"),
    ("own-record-unchecked", "not-found, not-found", "200, 200"),
    ("list-of-everybody", "2 of 2, end", "3 of 3, end"),
    (
        "delay-binds-doctors",
        "1 listed, 200, 200",
        "0 listed, not-yet-accessible, not-yet-accessible",
    ),
    ("documents-without-login", "303", "200"),
    ("session-survives-logout", "303", "200"),
    ("session-never-expires", "303", "200"),
    ("session-of-one-page", "200", "303, prompt login"),
    ("level-not-asked", "urn:be:fedict:iam:fas:Level400", "no level"),
    (
        "card-level-asked",
        "urn:be:fedict:iam:fas:Level400",
        "urn:be:fedict:iam:fas:Level500",
    ),
    ("lower-level-accepted", "level-too-low", "200"),
    ("acr-zero-accepted", "level-too-low", "200"),
    ("card-only", "200", "level-too-low"),
    ("anyone-is-a-professional", "not-a-professional", "200"),
    ("unknown-device-refused", "200", "device-not-supported"),
];

/// Not the other way round: that each defect shows is proved against real scenarios, by the committed matrix
/// (`ci/expected-verdicts/defects.toml`).
#[test]
fn every_journey_is_of_a_listed_defect() {
    let listed: HashSet<_> = defects().iter().map(|defect| defect.name.as_str()).collect();
    for (walked, ..) in ENDINGS {
        assert!(listed.contains(walked), "{walked}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_upright_network_ends_every_journey_as_it_should() {
    let journeys = ENDINGS.map(|(defect, upright, _)| tokio::spawn(async move { (defect, upright, walk(defect, json!({})).await) }));
    for journey in journeys {
        let (defect, expected, seen) = journey.await.unwrap();
        assert_eq!(seen, expected, "{defect}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_defect_shows_on_its_journey() {
    let journeys = ENDINGS
        .map(|(defect, _, crooked)| tokio::spawn(async move { (defect, crooked, walk(defect, json!({ "crooked": [defect] })).await) }));
    for journey in journeys {
        let (defect, expected, seen) = journey.await.unwrap();
        assert_eq!(seen, expected, "{defect}");
    }
}

/// The reason of a refusal, or the status.
fn ending(page: &Page) -> String {
    page.reason().unwrap_or_else(|| page.status.to_string())
}

/// A patient and a doctor with everything that access needs.
struct Ready {
    stage: Stage,
    patient: Browser,
    doctor: Browser,
    record: String,
    document: String,
}

impl Ready {
    async fn with_link(stage: Stage, until: &str) -> Self {
        let mut ready = Self::without_link(stage).await;
        ready.doctor.submit(&ready.record, "link-declare", &[("until", until)]).await;
        ready
    }

    async fn without_link(stage: Stage) -> Self {
        let id = stage.publish("r-1", PATIENT, json!({"rule": "immediate"})).await;
        let patient = stage.consenting_patient(PATIENT).await;
        let mut doctor = stage.consenting_doctor(DOCTOR).await;
        let record = stage.find(&mut doctor, PATIENT).await;
        Self {
            stage,
            patient,
            doctor,
            record,
            document: format!("/professional/documents/{id}"),
        }
    }

    async fn read(&mut self) -> String {
        ending(&self.doctor.get(&self.document).await)
    }

    async fn list(&mut self) -> Page {
        self.doctor.get(&format!("{}/documents", self.record)).await
    }
}

/// Journeys under way at a time: with all at once on a busy machine, exchanges with the provider pass their bound.
static SEATS: Semaphore = Semaphore::const_new(8);

async fn walk(defect: &str, different: Value) -> String {
    let _seat = SEATS.acquire().await.unwrap();
    let stage = Stage::open(different).await;
    match defect {
        name if name.contains("consent") => consent(name, stage).await,
        "link-for-unregistered-patient" => {
            let mut doctor = stage.consenting_doctor(DOCTOR).await;
            ending(&doctor.submit("/professional", "find-patient", &[("insz", PATIENT)]).await)
        }
        name if name.contains("link") || name == "refusal-crashes" || name == "right-kept-from-list" => link(name, stage).await,
        name if name.contains("list-") && !name.starts_with("never") => list(name, stage).await,
        "delay-binds-doctors" => doctor_during_the_delay(stage).await,
        name if name.contains("delay") || name.contains("never-") && !name.starts_with("session") || name == "rule-change-ignored" => {
            timing(name, stage).await
        }
        "attachment-unchecked" => {
            let mut ready = Ready::without_link(stage).await;
            ending(&ready.doctor.get(&format!("{}/attachments/1", ready.document)).await)
        }
        "wrong-document-served"
        | "attachment-of-first-document"
        | "attachment-lost"
        | "read-by-id-unchecked"
        | "own-record-unchecked"
        | "outage-is-a-crash" => reading(defect, stage).await,
        _ => entry(defect, stage).await,
    }
}

async fn consent(defect: &str, stage: Stage) -> String {
    match defect {
        "withdrawn-consent-cached" => {
            let mut ready = Ready::with_link(stage, "").await;
            assert_eq!(ready.read().await, "200");
            ready.patient.submit("/patient", "consent-withdraw", &[]).await;
            ready.read().await
        }
        "consent-of-one-side" | "doctor-consent-once-given-stays" => {
            let mut ready = Ready::with_link(stage, "").await;
            ready.doctor.submit("/professional", "consent-withdraw", &[]).await;
            ready.read().await
        }
        _ => {
            let mut ready = Ready::with_link(stage, "").await;
            ready.patient.submit("/patient", "consent-withdraw", &[]).await;
            let _other = ready.stage.consenting_patient(OTHER_PATIENT).await;
            if defect == "consent-guards-list-only" {
                assert_eq!(ending(&ready.list().await), "patient-consent-missing");
            }
            ready.read().await
        }
    }
}

async fn link(defect: &str, stage: Stage) -> String {
    match defect {
        "link-of-any-colleague" => {
            let mut ready = Ready::without_link(stage).await;
            let mut colleague = ready.stage.consenting_doctor(COLLEAGUE).await;
            let record = ready.stage.find(&mut colleague, PATIENT).await;
            colleague.submit(&record, "link-declare", &[]).await;
            ready.read().await
        }
        "link-with-any-patient" => {
            let mut ready = Ready::without_link(stage).await;
            let _other = ready.stage.consenting_patient(OTHER_PATIENT).await;
            let record = ready.stage.find(&mut ready.doctor, OTHER_PATIENT).await;
            ready.doctor.submit(&record, "link-declare", &[]).await;
            ready.read().await
        }
        "revoked-link-alive" | "right-kept-from-list" => {
            let mut ready = Ready::with_link(stage, "").await;
            assert_eq!(ready.list().await.status, 200);
            ready.doctor.submit(&ready.record, "link-revoke", &[]).await;
            ready.read().await
        }
        "link-outlives-its-end" => {
            let mut ready = Ready::with_link(stage, "2026-04-01").await;
            ready.stage.set_clock("2026-04-01T00:00:00+02:00").await;
            ready.doctor = ready.stage.signed_in("professional", DOCTOR).await;
            ready.read().await
        }
        "link-duplicated" => {
            let mut ready = Ready::with_link(stage, "").await;
            let page = ready.doctor.submit(&ready.record, "link-declare", &[]).await;
            format!(
                "{} in force",
                page.values("link", "data-value").iter().filter(|state| *state == "active").count()
            )
        }
        "list-without-link" => ending(&Ready::without_link(stage).await.list().await),
        _ => {
            let mut ready = Ready::without_link(stage).await;
            if defect == "link-guards-list-only" {
                assert_eq!(ending(&ready.list().await), "no-therapeutic-link");
            }
            ready.read().await
        }
    }
}

async fn list(defect: &str, stage: Stage) -> String {
    if defect == "list-for-anyone-counts" {
        let page = Ready::without_link(stage).await.list().await;
        assert_eq!(ending(&page), "no-therapeutic-link");
        return if page.body.contains("holds 1 documents") {
            "telling".to_owned()
        } else {
            "discreet".to_owned()
        };
    }
    let number = if defect == "list-drops-beyond-first-page" { 21 } else { 2 };
    let mut patient = stage.consenting_patient(PATIENT).await;
    if defect == "empty-list-is-an-error" {
        return ending(&patient.get("/patient/documents").await);
    }
    for position in 0..number {
        let mut reference = stage.reference(&format!("r-{position}"), PATIENT, json!({"rule": "immediate"}));
        if number == 2 {
            reference["type"] = json!(format!("type {position}"));
        }
        assert_eq!(stage.put(&reference).await.0, 201);
    }
    let reference = stage.reference("r-other", OTHER_PATIENT, json!({"rule": "immediate"}));
    assert_eq!(stage.put(&reference).await.0, 201);
    let page = patient.get("/patient/documents").await;
    let more = if page.tag("next-page").is_some() { "more" } else { "end" };
    format!(
        "{} of {}, {more}",
        page.tags("document").len(),
        page.value("total", "data-value").unwrap()
    )
}

async fn reading(defect: &str, stage: Stage) -> String {
    stage.publish("r-1", PATIENT, json!({"rule": "immediate"})).await;
    let id = stage.publish("r-2", PATIENT, json!({"rule": "immediate"})).await;
    let mut patient = stage.consenting_patient(PATIENT).await;
    match defect {
        "wrong-document-served" => {
            let page = patient.get(&format!("/patient/documents/{id}")).await;
            let content = page.body.split("content of ").nth(1).unwrap().split('<').next().unwrap();
            format!("content of {content}")
        }
        "attachment-of-first-document" => patient.get(&format!("/patient/documents/{id}/attachments/1")).await.body,
        "own-record-unchecked" => {
            let mut stranger = stage.signed_in("patient", OTHER_PATIENT).await;
            let document = format!("/patient/documents/{id}");
            assert_ne!(stranger.get(&document).await.status, 200, "without own consent");
            stranger.submit("/patient", "consent-give", &[]).await;
            let attachment = stranger.get(&format!("{document}/attachments/1")).await;
            format!("{}, {}", ending(&stranger.get(&document).await), ending(&attachment))
        }
        "outage-is-a-crash" => {
            stage.partners.hospital_answers(503);
            let page = patient.get(&format!("/patient/documents/{id}")).await;
            format!("{} {}", page.status, page.name().unwrap())
        }
        "attachment-lost" => ending(&patient.get(&format!("/patient/documents/{id}/attachments/1")).await),
        _ => {
            let mut stranger = stage.consenting_patient(OTHER_PATIENT).await;
            ending(&stranger.get(&format!("/patient/documents/{id}")).await)
        }
    }
}

async fn doctor_during_the_delay(stage: Stage) -> String {
    let mut ready = Ready::with_link(stage, "").await;
    // Said again, with another rule.
    ready.stage.publish("r-1", PATIENT, json!({"rule": "after-days", "days": 30})).await;
    let listed = ready.list().await.tags("document").len();
    let attachment = ready.doctor.get(&format!("{}/attachments/1", ready.document)).await;
    format!("{listed} listed, {}, {}", ready.read().await, ending(&attachment))
}

async fn timing(defect: &str, mut stage: Stage) -> String {
    let never = defect.starts_with("never") || defect == "rule-change-ignored";
    let delay = json!({"rule": "after-days", "days": 30});
    let rule = if never { json!({"rule": "never"}) } else { delay.clone() };
    if defect == "rule-change-ignored" {
        stage.publish("r-1", PATIENT, json!({"rule": "immediate"})).await;
    }
    if defect == "delay-counted-from-registration" {
        stage.set_clock("2026-03-20T10:00:00+01:00").await;
    }
    let id = stage.publish("r-1", PATIENT, rule).await;
    let instant = match defect {
        "delay-one-day-short" => Some("2026-04-08T10:00:00+02:00"),
        "delay-counted-from-registration" | "delay-never-ends" | "never-means-thirty-days" => Some("2026-04-09T10:00:00+02:00"),
        _ => None,
    };
    if let Some(instant) = instant {
        stage.set_clock(instant).await;
    }
    let mut patient = stage.consenting_patient(PATIENT).await;
    let document = format!("/patient/documents/{id}");
    match defect {
        "never-hides-list-only" => assert!(patient.get("/patient/documents").await.tag("document").is_none()),
        "never-guards-not-attachments" => {
            assert_eq!(ending(&patient.get(&document).await), "not-accessible-to-patient");
            return ending(&patient.get(&format!("{document}/attachments/1")).await);
        }
        _ => {}
    }
    ending(&patient.get(&document).await)
}

async fn entry(defect: &str, mut stage: Stage) -> String {
    let mut browser = stage.browser();
    let as_reported = |acr: &str, means: &str| Person {
        acr: json!(acr),
        amr: json!([means]),
        ..Person::named(PATIENT)
    };
    match defect {
        "documents-without-login" => {
            let id = stage.publish("r-1", PATIENT, json!({"rule": "never"})).await;
            let address = format!("{}/patient/documents/{id}", stage.base);
            ending(&browser.step(Method::GET, &address, None).await)
        }
        "session-survives-logout" => {
            let mut patient = stage.signed_in("patient", PATIENT).await;
            let cookies = patient.cookies.clone();
            patient.submit("/patient", "logout", &[]).await;
            patient.cookies = cookies;
            ending(&patient.step(Method::GET, &format!("{}/patient", stage.base), None).await)
        }
        "session-never-expires" => {
            let mut patient = stage.signed_in("patient", PATIENT).await;
            stage.set_clock("2026-03-11T10:00:00+01:00").await;
            ending(&patient.step(Method::GET, &format!("{}/patient", stage.base), None).await)
        }
        "session-of-one-page" => {
            let mut patient = stage.signed_in("patient", PATIENT).await;
            let next = patient.step(Method::GET, &format!("{}/patient/audit", stage.base), None).await;
            match stage.partners.asked("prompt").filter(|_| next.status == 303) {
                Some(prompt) => format!("303, prompt {prompt}"),
                None => ending(&next),
            }
        }
        "level-not-asked" | "card-level-asked" => {
            stage.signed_in("patient", PATIENT).await;
            stage.partners.asked("acr_values").unwrap_or_else(|| "no level".to_owned())
        }
        "lower-level-accepted" => ending(
            &stage
                .sign_in(&mut browser, "patient", as_reported("urn:be:fedict:iam:fas:Level200", "eid"))
                .await,
        ),
        "acr-zero-accepted" => ending(&stage.sign_in(&mut browser, "patient", as_reported("0", "eid")).await),
        "card-only" => ending(
            &stage
                .sign_in(&mut browser, "patient", as_reported("urn:be:fedict:iam:fas:Level450", "bmid"))
                .await,
        ),
        "anyone-is-a-professional" => ending(&stage.sign_in(&mut browser, "professional", Person::named(PATIENT)).await),
        "unknown-device-refused" => ending(&browser.get("/").await),
        other => panic!("no journey for {other}"),
    }
}
