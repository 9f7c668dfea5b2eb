//! The publishers' interface over TLS: what it takes, and how it says what is wrong.
#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod stage;

use serde_json::{Value, json};
use stage::{CONTENT, OTHER_PATIENT, PATIENT, Stage};

#[tokio::test]
async fn a_reference_said_again_replaces_what_was_said_before() {
    let stage = Stage::upright().await;
    let (status, first) = stage.put(&stage.reference("r-1", PATIENT, json!({"rule": "never"}))).await;
    assert_eq!((status, first["id"].as_str().unwrap().len()), (201, 32));
    let mut changed = stage.reference("r-1", PATIENT, json!({"rule": "immediate"}));
    changed["title"] = json!("<i>New</i> title");
    changed["attachments"] = json!([]);
    assert_eq!(stage.put(&changed).await, (200, first.clone()));
    let mut patient = stage.consenting_patient(PATIENT).await;
    let page = patient.get(&format!("/patient/documents/{}", first["id"].as_str().unwrap())).await;
    assert!(
        page.status == 200 && page.tag("attachment").is_none() && page.body.contains("&#60;i&#62;New&#60;/i&#62; title"),
        "{}",
        page.body
    );
    let (status, answer) = stage
        .put(&stage.reference("r-1", OTHER_PATIENT, json!({"rule": "immediate"})))
        .await;
    assert_eq!((status, answer["field"].as_str()), (422, Some("patient")));
}

/// By their identifiers, which are drawn at random, a list would come out otherwise each time.
#[tokio::test]
async fn documents_of_one_instant_are_listed_the_latest_to_come_first() {
    let stage = Stage::upright().await;
    let mut addresses = Vec::new();
    for number in 0..8 {
        let id = stage.publish(&format!("r-{number}"), PATIENT, json!({"rule": "immediate"})).await;
        addresses.insert(0, format!("/patient/documents/{id}"));
    }
    let list = stage.consenting_patient(PATIENT).await.get("/patient/documents").await;
    let place = |address: &String| list.body.find(address.as_str()).unwrap();
    assert!(addresses.is_sorted_by_key(place), "{}", list.body);
}

#[tokio::test]
async fn what_is_wrong_is_named_with_its_remedy() {
    let stage = Stage::upright().await;
    let wrong: [(&str, Value, &str); 25] = [
        ("reference", json!(""), "reference"),
        ("reference", json!(null), "reference"),
        ("patient", json!("8507300332"), "patient"),
        ("patient", json!("850730-3328"), "patient"),
        ("patient", json!("PAT-000017"), "patient"),
        ("patient", json!(""), "patient"),
        ("type", json!(7), "type"),
        ("title", json!("two\nlines"), "title"),
        ("author", json!("x".repeat(501)), "author"),
        ("published_at", json!("2026-03-10"), "published_at"),
        ("published_at", json!("2026-03-10T10:00:00"), "published_at"),
        ("patient_access", json!(null), "patient_access"),
        ("patient_access", json!({"rule": "later"}), "patient_access.rule"),
        ("patient_access", json!({"rule": "after-days", "days": -1}), "patient_access.days"),
        ("content_url", json!("http://127.0.0.1/x"), "content_url"),
        ("content_url", json!("https://user:word@127.0.0.1/x"), "content_url"),
        (
            "attachments",
            json!([{"name": "a", "media_type": "png", "url": "https://127.0.0.1/x"}]),
            "attachments[0].media_type",
        ),
        ("attachments", json!({}), "attachments"),
        (
            "patient_access",
            json!({"rule": "after-days", "days": 36_501}),
            "patient_access.days",
        ),
        ("patient_access", json!({"rule": "sumehr"}), "patient_access.rule"),
        ("author_insz", json!("0402290013"), "author_insz"),
        ("author_insz", json!(4_022_900_132_u64), "author_insz"),
        ("content_sha256", json!("ab"), "content_sha256"),
        ("content_sha256", json!("z".repeat(64)), "content_sha256"),
        (
            "attachments",
            json!([{"name": "a", "media_type": "image/png", "url": "https://127.0.0.1/x", "sha256": 7}]),
            "attachments[0].sha256",
        ),
    ];
    for (field, value, named) in wrong {
        let mut reference = stage.reference("r-1", PATIENT, json!({"rule": "immediate"}));
        reference[field] = value.clone();
        let (status, answer) = stage.put(&reference).await;
        assert_eq!((status, answer["field"].as_str()), (422, Some(named)), "{field} {value}");
        assert!(!answer["remedy"].as_str().unwrap().is_empty());
    }
}

#[tokio::test]
async fn only_a_known_publisher_gets_an_answer_about_the_reference() {
    let stage = Stage::upright().await;
    let client = stage.authority.client();
    let address = format!("{}/publisher/v1/references", stage.base);
    for (name, secret) in [("hospital", "wrong"), ("nobody", "hospital-secret"), ("nobody", ""), ("", "")] {
        let answer = client
            .post(&address)
            .basic_auth(name, Some(secret))
            .header("content-type", "application/json")
            .body("{}")
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status().as_u16(), 401);
        assert!(answer.headers()["www-authenticate"].to_str().unwrap().starts_with("Basic "));
    }
    assert_eq!(
        client
            .post(&address)
            .header("authorization", "Basic !!")
            .send()
            .await
            .unwrap()
            .status()
            .as_u16(),
        401
    );
    let with = |kind: &'static str, body: String| {
        client
            .post(&address)
            .basic_auth("hospital", Some("hospital-secret"))
            .header("content-type", kind)
            .body(body)
            .send()
    };
    let plain = with("text/plain", "{}".to_owned()).await.unwrap();
    assert_eq!(plain.status().as_u16(), 415);
    assert_eq!(
        with("application/json", "x".repeat(256 * 1024 + 1))
            .await
            .unwrap()
            .status()
            .as_u16(),
        413
    );
    let broken = with("application/json; charset=utf-8", "{".to_owned()).await.unwrap();
    assert_eq!(
        (broken.status().as_u16(), broken.headers()["content-type"].to_str().unwrap()),
        (422, "application/problem+json")
    );
}

#[tokio::test]
async fn bytes_that_are_not_those_published_are_not_shown() {
    let stage = Stage::upright().await;
    let mut reference = stage.reference("r-1", PATIENT, json!({"rule": "immediate"}));
    reference["content_sha256"] = json!(sha256(format!("{CONTENT}r-1").as_bytes()).to_uppercase());
    reference["attachments"][0]["sha256"] = json!(sha256(b"scan of r-1"));
    let id = stage.put(&reference).await.1["id"].as_str().unwrap().to_owned();
    let mut patient = stage.consenting_patient(PATIENT).await;
    let (document, scan) = (format!("/patient/documents/{id}"), format!("/patient/documents/{id}/attachments/1"));
    assert_eq!(patient.get(&document).await.status, 200);
    assert_eq!(patient.get(&scan).await.body, "scan of r-1");
    *stage.partners.other_content.lock().unwrap() = Some("OTHER-55".to_owned());
    for path in [&document, &scan] {
        let page = patient.get(path).await;
        assert_eq!(page.value("unavailable", "data-whose").as_deref(), Some("hospital"));
        assert!(!page.body.contains("OTHER-55"));
    }
    *stage.partners.other_content.lock().unwrap() = None;
    assert_eq!(patient.get(&document).await.status, 200);
}

#[tokio::test]
async fn a_hospital_that_takes_too_long_is_out_of_service() {
    let stage = Stage::upright().await;
    let slow = stage.publish("r-slow", PATIENT, json!({"rule": "immediate"})).await;
    let mut patient = stage.consenting_patient(PATIENT).await;
    let page = patient.get(&format!("/patient/documents/{slow}")).await;
    assert_eq!((page.status, page.tag("unavailable").is_some()), (502, true));
}

#[tokio::test]
async fn people_see_the_institutions_name() {
    let stage = Stage::upright().await;
    stage.publish("r-1", PATIENT, json!({"rule": "immediate"})).await;
    let mut patient = stage.consenting_patient(PATIENT).await;
    assert!(patient.get("/patient/documents").await.body.contains("<dd>Example Hospital</dd>"));
}

fn sha256(bytes: &[u8]) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes);
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
