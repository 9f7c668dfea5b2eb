//! The journal over the control API: pages and filters, the stream, and what a bounded memory tells.
#![allow(clippy::unwrap_used)]

mod country;

use std::time::Duration;

use country::{PATIENCE, api::Api};
use etalon_journal::JournalMemory;
use etalon_nation::{
    Told,
    control::{JournalQuestion, MAX_STREAMS, RealmOrder},
};
use jiff::SignedDuration;
use serde_json::{Value, json};
use tokio::time::timeout;

/// One server-sent event.
#[derive(Debug, Default, PartialEq)]
struct Event {
    kind: String,
    id: String,
    data: String,
}

/// A reader of a stream of events, as the standard has it, for lines that end in LF.
struct Reader {
    response: reqwest::Response,
    pending: String,
}

impl Reader {
    async fn open(api: &Api, path: &str, headers: &[(&str, &str)]) -> Self {
        let bearer = format!("Bearer {}", api.control.token());
        let headers: Vec<_> = [("authorization", bearer.as_str())]
            .into_iter()
            .chain(headers.iter().copied())
            .collect();
        let response = api.send("GET", path, &headers, None).await;
        assert_eq!(
            (response.status().as_u16(), response.headers()["content-type"].to_str().unwrap()),
            (200, "text/event-stream")
        );
        Self {
            response,
            pending: String::new(),
        }
    }

    /// The next event; none when the stream has ended.
    async fn next(&mut self) -> Option<Event> {
        timeout(PATIENCE, async {
            loop {
                if let Some((block, rest)) = self.pending.split_once("\n\n") {
                    let mut event = Event::default();
                    for line in block.lines() {
                        match line.split_once(": ") {
                            Some(("event", kind)) => event.kind = kind.to_owned(),
                            Some(("id", id)) => event.id = id.to_owned(),
                            Some(("data", data)) => event.data = data.to_owned(),
                            _ => {}
                        }
                    }
                    self.pending = rest.to_owned();
                    return Some(event);
                }
                let chunk = self.response.chunk().await.unwrap()?;
                self.pending.push_str(std::str::from_utf8(&chunk).unwrap());
            }
        })
        .await
        .expect("an event within the bound")
    }
}

#[tokio::test]
async fn an_entry_appears_in_the_stream_as_it_is_written_and_the_stream_can_be_taken_up_again() {
    let api = Api::open().await;
    api.post("/v1/realms", json!({"name": "live"})).await;
    let realm = api.nation.realm("live").unwrap();
    let written_before = realm.journal().last();
    let path = "/v1/realms/live/journal/stream?kind=clock";
    let mut reader = Reader::open(&api, path, &[]).await;
    let first = reader.next().await.unwrap();
    assert_eq!(serde_json::from_str::<Value>(&first.data).unwrap()["name"], "clock");
    realm.step(SignedDuration::from_secs(5));
    let second = reader.next().await.unwrap();
    assert_eq!(second.id, (written_before + 1).to_string());
    drop(reader);
    realm.step(SignedDuration::from_secs(5));
    let mut again = Reader::open(&api, path, &[("last-event-id", &second.id)]).await;
    assert_eq!(again.next().await.unwrap().id, (written_before + 2).to_string());
    let answer = api.call("DELETE", "/v1/realms/live", None).await;
    assert_eq!(answer.status, 204);
    assert_eq!(again.next().await.unwrap().kind, "closed");
    assert_eq!(again.next().await, None);
    api.close().await;
}

#[tokio::test]
async fn a_stream_does_not_keep_the_control_api_from_closing() {
    let api = Api::open().await;
    api.post("/v1/realms", json!({"name": "open"})).await;
    let mut reader = Reader::open(&api, "/v1/realms/open/journal/stream", &[]).await;
    assert!(reader.next().await.is_some());
    let closing = tokio::spawn(api.close());
    while reader.next().await.is_some() {}
    timeout(PATIENCE, closing).await.unwrap().unwrap();
}

#[tokio::test]
async fn streams_leave_places_for_calls_and_give_theirs_back() {
    let api = Api::open().await;
    api.post("/v1/realms", json!({"name": "busy"})).await;
    let path = "/v1/realms/busy/journal/stream";
    let mut readers = Vec::new();
    for _ in 0..MAX_STREAMS {
        readers.push(Reader::open(&api, path, &[]).await);
    }
    assert_eq!(api.call("GET", path, None).await.problem(), (409, "too-many".to_owned()));
    assert_eq!(api.get("/v1/realms/busy").await["name"], "busy");
    readers.pop();
    let again = async {
        // A place is free as soon as the listener notices that the reader has gone.
        while api.call_head("GET", path).await == 409 {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, again).await.unwrap();
    drop(readers);
    api.close().await;
}

#[tokio::test]
async fn what_memory_has_dropped_is_told() {
    let api = Api::open_with(JournalMemory::Last(10)).await;
    api.post("/v1/realms", json!({"name": "long"})).await;
    let realm = api.nation.realm("long").unwrap();
    (0..100).for_each(|_| realm.step(SignedDuration::from_secs(1)));
    let last = realm.journal().last();
    let page = api.get("/v1/realms/long/journal?after=20").await;
    assert_eq!(page["entries"].as_array().unwrap().len(), 10);
    assert_eq!((&page["oldest"], &page["last"]), (&json!(last - 9), &json!(last)));
    assert_eq!(page["missed"], json!(last - 10 - 20));
    assert_eq!(api.call("GET", "/v1/realms/long/journal/5", None).await.problem().0, 404);
    assert_eq!(api.get(&format!("/v1/realms/long/journal/{last}")).await["number"], json!(last));
    let mut reader = Reader::open(&api, "/v1/realms/long/journal/stream?after=20", &[]).await;
    let told = reader.next().await.unwrap();
    assert_eq!((told.kind.as_str(), told.data), ("missed", (last - 10 - 20).to_string()));
    assert_eq!(reader.next().await.unwrap().id, (last - 9).to_string());
    api.close().await;
}

#[tokio::test]
async fn pages_follow_one_another_and_filters_choose() {
    let api = Api::open().await;
    api.post("/v1/realms", json!({"name": "pages"})).await;
    for name in ["Anna", "Bert", "Chris"] {
        api.post("/v1/realms/pages/people", json!({"name": name, "means": ["eid"]})).await;
    }
    let mut browser = country::Browser::new(api.nation.root_pem());
    browser
        .get(&format!(
            "{}/r/pages/fas/oauth2/authorize?client_id=%22Unknown%22",
            api.nation.base_url()
        ))
        .await;
    let whole = api.get("/v1/realms/pages/journal").await;
    let all = whole["entries"].as_array().unwrap();
    let (mut after, mut seen) = (0, Vec::new());
    loop {
        let page = api.get(&format!("/v1/realms/pages/journal?limit=2&after={after}")).await;
        seen.extend(page["entries"].as_array().unwrap().clone());
        after = page["next_after"].as_u64().unwrap();
        if page["more"] == false {
            break;
        }
    }
    assert_eq!(&seen, all);
    let numbers = |page: Value| page["entries"].as_array().unwrap().len();
    assert_eq!(numbers(api.get("/v1/realms/pages/journal?kind=person-added").await), 3);
    assert_eq!(
        numbers(api.get("/v1/realms/pages/journal?kind=state&authority=nation").await),
        4,
        "people and the clock"
    );
    assert_eq!(
        numbers(api.get("/v1/realms/pages/journal?contains=bert").await),
        2,
        "letters are compared without their case"
    );
    assert_eq!(
        numbers(api.get("/v1/realms/pages/journal?kind=request&contains=%2522Unknown").await),
        1
    );
    assert_eq!(numbers(api.get("/v1/realms/pages/journal?contains=nobody-of-that-name").await), 0);
    assert_eq!(numbers(api.get("/v1/realms/pages/journal?limit=0").await), 0);
    api.close().await;
}

#[tokio::test]
async fn a_feed_in_this_process_ends_with_its_realm() {
    let api = Api::open().await;
    let desk = api.control.desk();
    let order = RealmOrder {
        name: "feed".to_owned(),
        ..RealmOrder::default()
    };
    desk.open_realm(order).await.unwrap();
    let realm = desk.handle("feed").unwrap();
    let question = JournalQuestion {
        after: realm.journal().last(),
        ..JournalQuestion::default()
    };
    let mut feed = desk.follow("feed", question).await.unwrap();
    let nothing_yet = timeout(Duration::from_millis(20), feed.next()).await;
    assert!(nothing_yet.is_err(), "{nothing_yet:?}");
    realm.step(SignedDuration::from_secs(1));
    desk.close_realm("feed").await.unwrap();
    assert!(
        matches!(feed.next().await, Some(Told::Entry(_))),
        "what was written before the end is told"
    );
    assert_eq!(feed.next().await, None);
    drop(realm);
    api.close().await;
}
