//! The way to a repository and back: what is written down, what is held back or broken off, and what never gets there.
#![allow(clippy::unwrap_used)]

use std::{
    io,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use etalon_certs::{TestRoot, server_certificate};
use etalon_journal::{Blame, Entry, Event, Journal, Sink};
use etalon_stage::{Asked, Authority, Keeper, Manner, Note, REQUEST_BODY_LIMIT, Realm, Reply, Repositories, Stage, Tls};
use reqwest::{Certificate, Client, StatusCode, header};
use serde_json::json;

const PATIENCE: Duration = Duration::from_secs(10);
const WAIT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(3600);

struct Nowhere;
impl Sink for Nowhere {
    fn append(&self, _: &Entry) -> io::Result<()> {
        Ok(())
    }
}

struct Shelf;
impl Keeper for Shelf {
    #[allow(clippy::panic)]
    fn answer(&self, asked: &Asked<'_>) -> Reply {
        let note = |name| Note {
            authority: "shelf",
            name,
            fields: json!({"path": asked.path}),
        };
        let told: Vec<_> = asked.headers.keys().map(|name| name.as_str()).collect();
        let body = format!("{} {} {} {}", asked.realm.name(), asked.method, asked.path, told.join(","));
        let reply = |manner| Reply::new(StatusCode::OK, body.clone().into_bytes(), note("given"), manner);
        let cut = Reply::new(StatusCode::GATEWAY_TIMEOUT, b"cut".to_vec(), note("cut"), Manner::Whole);
        match asked.path {
            "/shelf/late" => reply(Manner::Whole).held(WAIT, cut),
            "/shelf/never" => reply(Manner::Whole).held(LONG, cut),
            "/shelf/half" => reply(Manner::Half),
            "/shelf/break" => panic!("a shelf fell"),
            _ => reply(Manner::Whole).with(header::ETAG, header::HeaderValue::from_static("\"1\"")),
        }
    }
}

struct Set {
    stage: Stage,
    repositories: Repositories,
    realm: Arc<Realm>,
    client: Client,
}

async fn set() -> Set {
    let root = TestRoot::fresh().unwrap();
    let identity = server_certificate(&root, &["127.0.0.1".into()]).unwrap();
    let tls = Tls {
        chain_pem: &identity.cert_pem,
        key_pem: &identity.key_pem,
    };
    let repositories = Repositories::open(Shelf).await.unwrap();
    let authority = Authority {
        name: "shelf",
        prefix: "/shelf",
        router: repositories.router(),
    };
    let stage = Stage::listen(SocketAddr::from(([127, 0, 0, 1], 0)), None, tls, vec![authority]).unwrap();
    let realm = stage
        .open_realm(&Journal::new(Arc::new(Nowhere), &[9; 32]), "here", 1, None, |_| {})
        .unwrap();
    let roots = Certificate::from_pem_bundle(root.pem().as_bytes()).unwrap();
    let client = Client::builder().tls_certs_only(roots).no_proxy().build().unwrap();
    Set {
        stage,
        repositories,
        realm,
        client,
    }
}

impl Set {
    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.realm.base_url())
    }

    fn noted(&self) -> Vec<String> {
        let entries = self.realm.journal().entries();
        let names = entries.iter().filter_map(|entry| match &entry.event {
            Event::Observation { name, .. } => Some(name.clone()),
            _ => None,
        });
        names.collect()
    }

    async fn until(&self, wanted: impl Fn(&Event) -> bool) {
        let waiting = async {
            while !self.realm.journal().entries().iter().any(|entry| wanted(&entry.event)) {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.unwrap();
    }
}

#[tokio::test]
async fn an_exchange_stands_in_the_journal_once_with_its_note_in_between() {
    let set = set().await;
    let before = set.realm.journal().last();
    let answer = set
        .client
        .get(set.at("/shelf/a%20b?c=1"))
        .header("x-own", "1")
        .header("etalon-ticket", "0-forged")
        .header("te", "trailers")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.headers()["etag"], "\"1\"");
    assert!(answer.headers().get("etalon-ticket").is_none());
    let said = answer.text().await.unwrap();
    assert!(
        said.starts_with("here GET /shelf/a%20b ") && said.contains("x-own") && !said.contains("te,"),
        "{said}"
    );
    let entries = set.realm.journal().entries();
    let events: Vec<_> = entries
        .iter()
        .filter(|entry| entry.number > before)
        .map(|entry| &entry.event)
        .collect();
    let [
        Event::Request { url, .. },
        Event::Observation { .. },
        Event::Response { status: 200, body, .. },
    ] = events.as_slice()
    else {
        panic!("{events:?}")
    };
    assert_eq!(
        (url.as_str(), body.text.as_deref()),
        (set.at("/shelf/a%20b?c=1").as_str(), Some(said.as_str()))
    );
    set.stage.close().await;
}

#[tokio::test]
async fn a_late_answer_comes_when_it_is_due_and_is_noted_then() {
    let set = set().await;
    let begun = Instant::now();
    let answer = set.client.get(set.at("/shelf/late")).send().await.unwrap();
    assert!(begun.elapsed() >= WAIT && answer.text().await.unwrap().starts_with("here GET /shelf/late"));
    assert_eq!(set.noted(), ["given"]);
    set.stage.close().await;
}

#[tokio::test]
async fn what_is_held_back_ends_with_the_client_or_the_realm() {
    let set = set().await;
    let leaving = tokio::spawn(set.client.get(set.at("/shelf/never")).send());
    set.until(|event| matches!(event, Event::Request { .. })).await;
    leaving.abort();
    set.until(|event| matches!(event, Event::NoAnswer { .. })).await;
    assert_eq!(set.noted(), ["cut"]);
    let staying = tokio::spawn(set.client.get(set.at("/shelf/never")).send());
    let both = || {
        set.realm
            .journal()
            .entries()
            .iter()
            .filter(|entry| matches!(entry.event, Event::Request { .. }))
            .count()
            == 2
    };
    while !both() {
        tokio::task::yield_now().await;
    }
    set.realm.close();
    let answer = tokio::time::timeout(PATIENCE, staying).await.unwrap().unwrap().unwrap();
    assert_eq!(
        (answer.status(), answer.text().await.unwrap().as_str()),
        (StatusCode::GATEWAY_TIMEOUT, "cut")
    );
    assert_eq!(set.noted(), ["cut", "cut"]);
    set.stage.close().await;
}

#[tokio::test]
async fn half_of_an_answer_is_sent_under_the_length_of_the_whole() {
    let set = set().await;
    let mut answer = set.client.get(set.at("/shelf/half")).send().await.unwrap();
    let announced: usize = answer.headers()["content-length"].to_str().unwrap().parse().unwrap();
    let mut received = Vec::new();
    let ended = loop {
        match answer.chunk().await {
            Ok(Some(piece)) => received.extend_from_slice(&piece),
            other => break other,
        }
    };
    assert!(ended.is_err(), "the connection is closed before the end");
    assert_eq!(received.len(), announced / 2);
    let written = received.clone();
    set.until(|event| matches!(event, Event::Response { body, .. } if body.bytes() == written))
        .await;
    assert_eq!(set.client.get(set.at("/shelf/x")).send().await.unwrap().status(), StatusCode::OK);
    set.stage.close().await;
}

#[tokio::test]
async fn a_panic_behind_the_repository_is_our_trouble_and_the_next_request_is_served() {
    let set = set().await;
    let answer = set.client.get(set.at("/shelf/break")).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
    set.until(|event| matches!(event, Event::Trouble { blame: Blame::Harness, what } if what.contains("a shelf fell")))
        .await;
    assert_eq!(set.client.get(set.at("/shelf/x")).send().await.unwrap().status(), StatusCode::OK);
    set.stage.close().await;
}

#[tokio::test]
async fn who_does_not_come_through_the_stage_gets_nothing() {
    let set = set().await;
    let before = set.realm.journal().last();
    for ticket in [None, Some("0-0000000000000000")] {
        let request = set.client.get(format!("http://{}/r/here/shelf/x", set.repositories.address()));
        let request = ticket
            .into_iter()
            .fold(request, |request, ticket| request.header("etalon-ticket", ticket));
        let answer = request.send().await.unwrap();
        assert_eq!(
            (answer.status(), answer.text().await.unwrap().as_str()),
            (StatusCode::NOT_FOUND, "")
        );
    }
    assert_eq!(set.realm.journal().last(), before);
    set.stage.close().await;
}

#[tokio::test]
async fn the_server_forgets_what_it_was_asked_and_goes_on_answering() {
    let set = set().await;
    let large = || async {
        let body = vec![b'x'; REQUEST_BODY_LIMIT / 2];
        set.client.post(set.at("/shelf/x")).body(body).send().await.unwrap().status()
    };
    // More than it may remember, several times over, and two at once.
    for _ in 0..3 {
        let (one, two) = tokio::join!(large(), large());
        assert_eq!((one, two), (StatusCode::OK, StatusCode::OK));
    }
    assert_eq!(set.noted().len(), 6);
    set.stage.close().await;
}

#[tokio::test]
async fn a_repository_that_is_gone_is_our_trouble() {
    let Set {
        stage,
        repositories,
        realm,
        client,
    } = set().await;
    let url = format!("{}/shelf/x", realm.base_url());
    let address = repositories.address();
    drop(repositories);
    assert_eq!(client.get(&url).send().await.unwrap().status(), StatusCode::BAD_GATEWAY);
    let told = |entry: &Arc<Entry>| matches!(&entry.event, Event::Trouble { blame: Blame::Harness, what } if what.contains("closed"));
    assert!(realm.journal().entries().iter().any(told));
    let stopped = async {
        while tokio::net::TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, stopped).await.unwrap();
    stage.close().await;
}
