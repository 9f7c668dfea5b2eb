//! A network that takes every reference, and what a hospital lays down for it. No assertions here.

use std::{
    net::TcpListener,
    sync::{Arc, Mutex},
};

use axum::{Json, Router, extract::State, http::HeaderMap, routing::post};
use axum_server::tls_rustls::RustlsConfig;
use base64::{Engine, engine::general_purpose::STANDARD};
use etalon_nation::{Document, Nation, PUBLISH_PATH, Rule};
use serde_json::{Value, json};

pub(crate) const NAME: &str = "hospital";
pub(crate) const HOSPITAL_SECRET: &str = "hospital-secret: 1%";

/// What was presented as credentials, and the reference.
pub(crate) type Heard = Arc<Mutex<Vec<(String, Value)>>>;

/// A network that takes every reference, over TLS from the nation's root.
pub(crate) fn network(nation: &Nation) -> (String, Heard) {
    async fn take(State(heard): State<Heard>, headers: HeaderMap, Json(body): Json<Value>) -> (axum::http::StatusCode, Json<Value>) {
        let credentials = headers["authorization"].to_str().unwrap().to_owned();
        heard.lock().unwrap().push((credentials, body));
        (axum::http::StatusCode::CREATED, Json(json!({"id": "n-1"})))
    }
    let heard = Heard::default();
    let router: Router = Router::new().route(PUBLISH_PATH, post(take)).with_state(heard.clone());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let base_url = format!("https://{}", listener.local_addr().unwrap());
    let identity = nation.server_identity().clone();
    tokio::spawn(async move {
        rustls::crypto::aws_lc_rs::default_provider().install_default().ok();
        let config = RustlsConfig::from_pem(identity.cert_pem.into_bytes(), identity.key_pem.into_bytes())
            .await
            .unwrap();
        axum_server::from_tcp_rustls(listener, config)
            .unwrap()
            .serve(router.into_make_service())
            .await
            .unwrap();
    });
    (base_url, heard)
}

pub(crate) fn letter(reference: &str, rule: Rule, attachments: &[&str]) -> Document {
    Document {
        name: "the letter".to_owned(),
        reference: reference.to_owned(),
        title: "Discharge letter".to_owned(),
        kind: "discharge-letter".to_owned(),
        author: "Dr Peeters-Specimen".to_owned(),
        author_insz: None,
        publisher: String::new(),
        patient_insz: etalon_people::person(1, "Anna").insz.to_string(),
        published_at: "2026-03-01T09:00:00Z".parse().unwrap(),
        patient_access: rule,
        attachments: attachments.iter().map(|name| (*name).to_owned()).collect(),
    }
}

pub(crate) fn credentials(secret: &str) -> String {
    credentials_of(NAME, secret)
}

pub(crate) fn credentials_of(name: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{name}:{secret}")))
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes);
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
