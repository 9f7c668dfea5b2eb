//! A nation for tests, with its record kept in memory, and a browser in it. No assertions here.
#![allow(dead_code, clippy::unwrap_used)]

pub(crate) mod api;
pub(crate) mod app;
#[path = "../../../csam/tests/country/browser.rs"]
mod browser;
pub(crate) mod codes;
pub(crate) mod network;

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

pub(crate) use browser::Browser;
#[allow(unused_imports, reason = "every test uses another part")]
pub(crate) use browser::Page;
use etalon_journal::{Entry, Event, Fields, Journal, Sink};
use etalon_nation::{Client, Nation, NationConfig, RealmHandle};

pub(crate) const CALLBACK: &str = "https://portal.example/cb";
pub(crate) const SECRET: &str = "portal-secret-1";

/// What reached the record, as the lines it would be written as.
#[derive(Default)]
pub(crate) struct Written(Mutex<Vec<String>>);

impl Sink for Written {
    fn append(&self, entry: &Entry) -> io::Result<()> {
        self.0.lock().unwrap().push(serde_json::to_string(entry)?);
        Ok(())
    }
}

impl Written {
    pub(crate) fn lines(&self) -> String {
        self.0.lock().unwrap().join("\n")
    }
}

pub(crate) fn keys() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("keys")
}

pub(crate) async fn nation() -> (Nation, Arc<Written>) {
    let written = Arc::new(Written::default());
    let journal = Journal::new(written.clone(), &[5; 32]);
    let nation = Nation::start(NationConfig::local(journal, keys())).await.unwrap();
    (nation, written)
}

pub(crate) fn client() -> Client {
    Client {
        id: "portal".to_owned(),
        secret: SECRET.to_owned(),
        redirect_uris: vec![CALLBACK.to_owned()],
        post_logout_redirect_uris: vec!["https://portal.example/bye".to_owned()],
        scopes: ["openid", "profile", "egovnrn"].map(str::to_owned).to_vec(),
    }
}

pub(crate) fn observed(realm: &RealmHandle, wanted: &str) -> Vec<Fields> {
    let entries = realm.journal().entries();
    let fields = entries.iter().filter_map(|entry| match &entry.event {
        Event::Observation { name, fields } if name == wanted => Some(fields.clone()),
        _ => None,
    });
    fields.collect()
}

/// How long a test waits for what must come.
pub(crate) const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);

/// Logs `person` in at `realm` as the portal would, by the page, and returns the claims of the userinfo.
pub(crate) async fn log_in(browser: &mut Browser, issuer: &str, client: &Client, person: &str, means: &str) -> serde_json::Value {
    log_in_with(browser, issuer, client, (person, means), || panic!("{means} asks for a code")).await
}

/// The same, for a means that asks for a code.
pub(crate) async fn log_in_with(
    browser: &mut Browser,
    issuer: &str,
    client: &Client,
    (person, means): (&str, &str),
    code: impl FnOnce() -> String,
) -> serde_json::Value {
    let request = [
        ("client_id", client.id.as_str()),
        ("redirect_uri", &client.redirect_uris[0]),
        ("response_type", "code"),
        ("scope", "openid profile egovnrn"),
        ("state", person),
    ];
    let opened = browser
        .get(&format!("{issuer}/authorize?{}", etalon_wire::encode_form(request)))
        .await;
    let page = browser.follow(&opened).await;
    let sent_on = browser.submit(&page, "csam-choose", &[("means", means), ("person", person)]).await;
    let sent_on = app::approve(browser, sent_on, person).await;
    let sent_on = codes::type_in(browser, sent_on, code).await;
    assert_eq!(sent_on.location_field("state").as_deref(), Some(person), "{sent_on:?}");
    let code = sent_on.location_field("code").unwrap();
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", &client.redirect_uris[0]),
        ("client_id", &client.id),
        ("client_secret", &client.secret),
    ];
    let tokens = browser
        .post(&format!("{issuer}/access_token"), &etalon_wire::encode_form(form))
        .await
        .json();
    let id_token = claims_of(tokens["id_token"].as_str().unwrap());
    assert_eq!(id_token["iss"], issuer);
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    let userinfo = browser.get_with(&format!("{issuer}/userinfo"), "authorization", &bearer).await;
    claims_of(&userinfo.body)
}

/// What a token says; its signature is looked at elsewhere.
pub(crate) fn claims_of(token: &str) -> serde_json::Value {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}
