//! Answers that an authority spoils on purpose, over real connections: never sent, half sent.
#![allow(clippy::unwrap_used)]

use std::{io, net::SocketAddr, sync::Arc};

use axum::{Router, body::Body, routing::get};
use etalon_certs::{TestRoot, server_certificate};
use etalon_journal::{Entry, Event, Journal, Silence, Sink};
use etalon_stage::{Authority, Stage, Tls, half_sent, never_sent, sent_of};
use http::Response;
use reqwest::{Certificate, Client};

struct Nowhere;
impl Sink for Nowhere {
    fn append(&self, _: &Entry) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn what_is_never_sent_has_no_status_and_what_is_half_sent_has_no_end() {
    let root = TestRoot::fresh().unwrap();
    let identity = server_certificate(&root, &["127.0.0.1".into()]).unwrap();
    let tls = Tls {
        chain_pem: &identity.cert_pem,
        key_pem: &identity.key_pem,
    };
    let router = Router::new()
        .route("/a/never", get(|| async { never_sent() }))
        .route(
            "/a/half",
            get(|| async { half_sent(Response::new(Body::empty()), b"twelve bytes".to_vec()) }),
        )
        .route("/a/whole", get(|| async { "twelve bytes" }));
    let authority = Authority {
        name: "a",
        prefix: "/a",
        router,
    };
    let stage = Stage::listen(SocketAddr::from(([127, 0, 0, 1], 0)), None, tls, vec![authority]).unwrap();
    let journal = Journal::new(Arc::new(Nowhere), &[3; 32]);
    let realm = stage.open_realm(&journal, "r", 1, None, |_| {}).unwrap();
    let roots = Certificate::from_pem_bundle(root.pem().as_bytes()).unwrap();
    let client = Client::builder().tls_certs_only(roots).no_proxy().build().unwrap();
    let ask = |path: &str| client.get(format!("{}/a/{path}", realm.base_url())).send();

    let never = ask("never").await.unwrap_err();
    assert!(never.status().is_none() && !never.is_connect() && !never.is_timeout(), "{never:?}");
    let half = ask("half").await.unwrap();
    assert_eq!((half.status().as_u16(), half.content_length()), (200, Some(12)));
    assert!(half.bytes().await.is_err());
    assert_eq!(
        ask("whole").await.unwrap().text().await.unwrap(),
        "twelve bytes",
        "the next connection is served"
    );

    let entries = realm.journal().entries();
    let ends: Vec<_> = entries
        .iter()
        .filter_map(|entry| match &entry.event {
            Event::NoAnswer { how, .. } => Some(Err(*how)),
            Event::Response { body, .. } => Some(Ok(body.size)),
            _ => None,
        })
        .collect();
    // Idempotent requests on a connection that was closed before any answer are tried again by some clients; each try is written down.
    assert!(ends.iter().take_while(|end| **end == Err(Silence::Reset)).count() >= 1, "{ends:?}");
    assert_eq!(ends[ends.len() - 2..], [Ok(6), Ok(12)]);
    stage.close().await;
}

#[test]
fn how_much_is_sent_can_be_asked() {
    let whole = Response::new(Body::from("twelve bytes"));
    let half = half_sent(Response::new(Body::empty()), b"twelve bytes".to_vec());
    assert_eq!((sent_of(&whole), sent_of(&half), sent_of(&never_sent())), (None, Some(6), Some(0)));
}
