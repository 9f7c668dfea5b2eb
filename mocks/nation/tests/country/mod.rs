//! A nation for tests, with its record kept in memory, and a browser in it. No assertions here.
#![allow(dead_code, clippy::unwrap_used)]

#[path = "../../../csam/tests/country/browser.rs"]
mod browser;
pub(crate) mod network;

use std::{
    io,
    net::{IpAddr, Ipv4Addr},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

pub(crate) use browser::Browser;
use etalon_journal::{Entry, Event, Fields, Journal, Sink};
use etalon_nation::{Client, Nation, NationConfig, RealmHandle};

pub(crate) const CALLBACK: &str = "https://portal.example/cb";
pub(crate) const SECRET: &str = "portal-secret-1";
pub(crate) const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

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
    let nation = Nation::start(NationConfig {
        journal,
        key_pool_dir: keys(),
        bind: LOOPBACK,
    })
    .await
    .unwrap();
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
