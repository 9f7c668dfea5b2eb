//! Exchanges over TLS: what is written down and when, and what the stage answers by itself.
#![allow(clippy::unwrap_used)]

use std::{
    io,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Extension, Router,
    body::Bytes,
    http::Uri,
    routing::{get, post},
};
use etalon_certs::{TestRoot, server_certificate};
use etalon_journal::{Blame, Entry, Event, Journal, Side, Silence, Sink};
use etalon_stage::{
    Authority, GRACE, HttpClient, OutgoingError, OutgoingRequest, Presence, REQUEST_BODY_LIMIT, Realm, Stage, StageError, Tls,
};
use reqwest::{Certificate, Client};

const PATIENCE: Duration = Duration::from_secs(10);

struct Nowhere;
impl Sink for Nowhere {
    fn append(&self, _: &Entry) -> io::Result<()> {
        Ok(())
    }
}

/// What the handler found in the journal when it ran.
async fn says_what_is_written(Extension(realm): Extension<Arc<Realm>>, uri: Uri, body: Bytes) -> String {
    let entries = realm.journal().entries();
    let last =
        matches!(&entries.last().unwrap().event, Event::Request { side: Side::Incoming, body, .. } if body.text.as_deref() == Some("in"));
    format!("{uri} {last} {}", body.len())
}

#[allow(clippy::panic)]
async fn breaks() -> &'static str {
    panic!("a plate fell")
}

async fn waits_for_ever(Extension(presence): Extension<Presence>) -> &'static str {
    presence.gone().await;
    "nobody hears this"
}

fn router() -> Router {
    Router::new()
        .route("/shop/echo", post(says_what_is_written))
        .route("/shop/break", get(breaks))
        .route("/shop/wait", get(waits_for_ever))
        .route("/shop/bulk", get(|| async { vec![b'x'; etalon_stage::RESPONSE_BODY_LIMIT + 1] }))
}

struct Set {
    stage: Stage,
    realm: Arc<Realm>,
    client: Client,
    root_pem: String,
}

fn set() -> Set {
    let root = TestRoot::fresh().unwrap();
    let identity = server_certificate(&root, &["127.0.0.1".into()]).unwrap();
    let tls = Tls {
        chain_pem: &identity.cert_pem,
        key_pem: &identity.key_pem,
    };
    let authority = Authority {
        name: "shop",
        prefix: "/shop",
        router: router(),
    };
    let stage = Stage::listen(SocketAddr::from(([127, 0, 0, 1], 0)), None, tls, vec![authority]).unwrap();
    let journal = Journal::new(Arc::new(Nowhere), &[9; 32]);
    let realm = stage.open_realm(&journal, "here", 1, None, |_| {}).unwrap();
    let roots = Certificate::from_pem_bundle(root.pem().as_bytes()).unwrap();
    let client = Client::builder().tls_certs_only(roots).no_proxy().build().unwrap();
    Set {
        stage,
        realm,
        client,
        root_pem: root.pem(),
    }
}

impl Set {
    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.realm.base_url())
    }

    async fn written(&self, wanted: impl Fn(&Event) -> bool) -> Arc<Entry> {
        let waiting = async {
            loop {
                if let Some(found) = self.realm.journal().entries().into_iter().find(|entry| wanted(&entry.event)) {
                    return found;
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.unwrap()
    }
}

#[tokio::test]
async fn a_request_is_written_down_before_the_handler_runs_and_the_answer_before_it_is_sent() {
    let set = set();
    let sent = set
        .client
        .post(set.at("/shop/echo?a=1"))
        .header("x-first", "1")
        .header("x-second", "2")
        .body("in")
        .send()
        .await
        .unwrap();
    assert_eq!(sent.version(), reqwest::Version::HTTP_11);
    assert_eq!(sent.text().await.unwrap(), "/shop/echo?a=1 true 2");
    let entries = set.realm.journal().entries();
    let [.., request, answer] = entries.as_slice() else {
        panic!("{entries:?}")
    };
    let Event::Request { url, headers, method, .. } = &request.event else {
        panic!("{request:?}")
    };
    assert_eq!(
        (url.as_str(), method.as_str(), request.authority.as_str()),
        (set.at("/shop/echo?a=1").as_str(), "POST", "shop")
    );
    let places: Vec<_> = ["x-first", "x-second"]
        .map(|name| headers.iter().position(|(found, _)| found == name).unwrap())
        .to_vec();
    assert!(places[0] < places[1]);
    let Event::Response { to, status, body, .. } = &answer.event else {
        panic!("{answer:?}")
    };
    assert_eq!(
        (*to, *status, body.text.as_deref()),
        (request.number, 200, Some("/shop/echo?a=1 true 2"))
    );
    set.stage.close().await;
}

#[tokio::test]
async fn a_body_beyond_the_bound_is_refused_and_written_down() {
    let set = set();
    let exactly = set
        .client
        .post(set.at("/shop/echo"))
        .body(vec![b'a'; 1024 * 1024])
        .send()
        .await
        .unwrap();
    assert_eq!(exactly.status(), 200);
    let announced = set
        .client
        .post(set.at("/shop/echo"))
        .body(vec![b'a'; REQUEST_BODY_LIMIT + 1])
        .send()
        .await;
    // The refusal may overtake the body: then the client sees it, or a connection that closed while it was still sending.
    if let Ok(answer) = announced {
        assert_eq!(answer.status(), 413);
    }
    let request = set.written(|event| matches!(event, Event::Request { body, .. } if body.cut)).await;
    assert!(matches!(&request.event, Event::Request { body, .. } if body.size == REQUEST_BODY_LIMIT as u64 + 1));
    set.written(|event| matches!(event, Event::Response { to, status: 413, .. } if *to == request.number))
        .await;
    set.stage.close().await;
}

#[tokio::test]
async fn a_panic_is_our_trouble_and_the_next_request_is_served() {
    let set = set();
    assert_eq!(set.client.get(set.at("/shop/break")).send().await.unwrap().status(), 500);
    let trouble = set.written(|event| matches!(event, Event::Trouble { .. })).await;
    assert!(matches!(&trouble.event, Event::Trouble { blame: Blame::Harness, what } if what.contains("a plate fell")));
    assert_eq!(set.client.post(set.at("/shop/echo")).body("in").send().await.unwrap().status(), 200);
    set.stage.close().await;
}

#[tokio::test]
async fn an_answer_beyond_the_bound_is_our_trouble() {
    let set = set();
    assert_eq!(set.client.get(set.at("/shop/bulk")).send().await.unwrap().status(), 500);
    set.written(|event| matches!(event, Event::Trouble { blame: Blame::Harness, .. }))
        .await;
    set.stage.close().await;
}

#[tokio::test]
async fn a_client_that_leaves_is_written_down_as_not_answered() {
    let set = set();
    let leaving = tokio::spawn(set.client.get(set.at("/shop/wait")).send());
    let request = set.written(|event| matches!(event, Event::Request { .. })).await;
    leaving.abort();
    let none = set.written(|event| matches!(event, Event::NoAnswer { .. })).await;
    assert!(matches!(none.event, Event::NoAnswer { to, how: Silence::Reset, .. } if to == request.number));
    set.stage.close().await;
}

#[tokio::test]
async fn what_nobody_answers_to_is_404_and_counted_where_no_realm_is_named() {
    let set = set();
    for (path, strays) in [("/", 1), ("/r/", 2), ("/r/elsewhere/shop/echo", 3), ("/r/here%2Fshop", 4)] {
        assert_eq!(
            set.client
                .get(format!("{}{path}", set.stage.origin()))
                .send()
                .await
                .unwrap()
                .status(),
            404,
            "{path}"
        );
        assert_eq!(set.stage.stray_requests(), strays, "{path}");
    }
    let before = set.realm.journal().last();
    for path in ["/nothing", "/shopping/echo", "", "?a=1"] {
        assert_eq!(set.client.get(set.at(path)).send().await.unwrap().status(), 404, "{path}");
    }
    assert_eq!((set.stage.stray_requests(), set.realm.journal().last() - before), (4, 8));
    set.stage.close().await;
}

#[tokio::test]
async fn closing_cuts_short_what_is_held_back_and_stops_listening() {
    let set = set();
    let held = tokio::spawn(set.client.get(set.at("/shop/wait")).send());
    set.written(|event| matches!(event, Event::Request { .. })).await;
    let (address, begun) = (set.stage.address(), Instant::now());
    set.stage.close().await;
    assert!(begun.elapsed() < GRACE + PATIENCE);
    assert!(held.await.unwrap().is_err());
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_stage_that_is_dropped_stops_listening_too() {
    let set = set();
    assert_eq!(set.client.post(set.at("/shop/echo")).send().await.unwrap().status(), 200);
    let address = set.stage.address();
    drop(set.stage);
    let refused = async {
        while tokio::net::TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await
        }
    };
    tokio::time::timeout(PATIENCE, refused).await.unwrap();
}

#[tokio::test]
async fn a_port_that_is_taken_is_named_with_a_remedy() {
    let set = set();
    let root = TestRoot::fresh().unwrap();
    let identity = server_certificate(&root, &["127.0.0.1".into()]).unwrap();
    let tls = Tls {
        chain_pem: &identity.cert_pem,
        key_pem: &identity.key_pem,
    };
    let refused = Stage::listen(set.stage.address(), None, tls, Vec::new()).err().unwrap();
    assert!(
        matches!(&refused, StageError::Listen { .. }) && refused.to_string().contains("free the port"),
        "{refused}"
    );
    let mismatched = Tls {
        chain_pem: &set.root_pem,
        key_pem: &identity.key_pem,
    };
    let refused = Stage::listen(SocketAddr::from(([127, 0, 0, 1], 0)), None, mismatched, Vec::new())
        .err()
        .unwrap();
    assert!(matches!(refused, StageError::Certificate(_)), "{refused}");
    set.stage.close().await;
}

#[tokio::test]
async fn a_call_trusts_the_given_roots_only() {
    let set = set();
    let request = || OutgoingRequest {
        authority: "shop",
        method: http::Method::POST,
        url: set.at("/shop/echo"),
        headers: Vec::new(),
        body: Vec::new(),
    };
    let trusting = HttpClient::new(&set.root_pem, Vec::new()).unwrap();
    assert_eq!(trusting.send(&set.realm, request()).await.map(|answer| answer.status), Ok(200));
    let foreign = HttpClient::new(&TestRoot::fresh().unwrap().pem(), Vec::new()).unwrap();
    let refused = foreign.send(&set.realm, request()).await;
    assert!(
        matches!(&refused, Err(OutgoingError::NoAnswer(none)) if none.how == Silence::NotTrusted),
        "{refused:?}"
    );
    set.stage.close().await;
}
