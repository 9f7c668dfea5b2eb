//! A caller of the control API, and a nation with one. No assertions here.

use std::sync::Arc;

use etalon_journal::{Journal, JournalMemory, Unwritten};
use etalon_nation::{
    Nation, NationConfig,
    control::{Control, ControlConfig},
};
use reqwest::{Certificate, Client, Method, Response, redirect::Policy};
use serde_json::Value;

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|why| panic!("{why}: {self:?}"))
    }

    /// The kind of problem it tells, as RFC 9457 does.
    pub(crate) fn problem(&self) -> (u16, String) {
        let media_type = self.headers.get("content-type").map(|value| value.to_str().unwrap_or_default());
        assert_eq!(media_type, Some("application/problem+json"), "{self:?}");
        let told = self.json();
        assert_eq!(told["status"], self.status, "{self:?}");
        assert!(told["title"].as_str().is_some_and(|title| !title.is_empty()), "{self:?}");
        assert!(told["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{self:?}");
        let kind = told["type"].as_str().unwrap_or_default().strip_prefix("urn:etalon:problem:");
        (self.status, kind.unwrap_or_default().to_owned())
    }
}

pub(crate) struct Api {
    pub(crate) nation: Arc<Nation>,
    pub(crate) control: Control,
    pub(crate) client: Client,
}

impl Api {
    pub(crate) async fn open() -> Self {
        Self::open_with(JournalMemory::Whole).await
    }

    pub(crate) async fn open_with(memory: JournalMemory) -> Self {
        let config = NationConfig {
            memory,
            ..NationConfig::local(Journal::new(Arc::new(Unwritten), &[5; 32]), super::keys())
        };
        let nation = Arc::new(Nation::start(config).await.unwrap());
        let control = Control::open(Arc::clone(&nation), ControlConfig::default()).await.unwrap();
        let roots = Certificate::from_pem_bundle(nation.root_pem().as_bytes()).unwrap();
        let client = Client::builder()
            .tls_certs_only(roots)
            .no_proxy()
            .redirect(Policy::none())
            .build()
            .unwrap();
        Self { nation, control, client }
    }

    /// A call as it should be.
    pub(crate) async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let token = format!("Bearer {}", self.control.token());
        let body = body.map(|body| body.to_string());
        self.raw(
            method,
            path,
            &[("authorization", &token), ("content-type", "application/json")],
            body,
        )
        .await
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let answer = self.call("GET", path, None).await;
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        answer.json()
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Value {
        let answer = self.call("POST", path, Some(body)).await;
        assert_eq!(answer.status, 201, "{path}: {answer:?}");
        answer.json()
    }

    /// Only the status: for what does not end.
    pub(crate) async fn call_head(&self, method: &str, path: &str) -> u16 {
        let token = format!("Bearer {}", self.control.token());
        self.send(method, path, &[("authorization", &token)], None).await.status().as_u16()
    }

    pub(crate) async fn raw(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<String>) -> Answer {
        let response = self.send(method, path, headers, body).await;
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.text().await.unwrap(),
        }
    }

    pub(crate) async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<String>) -> Response {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self.client.request(method, format!("{}{path}", self.control.url()));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(body.unwrap_or_default()).send().await.unwrap()
    }

    pub(crate) async fn close(self) {
        self.control.close().await;
        Arc::try_unwrap(self.nation).unwrap().close().await;
    }
}
