//! Intents through an adapter: what it is asked, what its answers mean, and that nothing else than what it may reach is reached.
#![allow(clippy::unwrap_used)]

mod doors;

use std::sync::{Arc, Mutex};

use doors::*;
use etalon_certs::TestRoot;
use etalon_driver::{AdapterLine, Beside, LoginDesk};
use etalon_model::{Intent, Means, Outcome, Reason, Role};
use serde_json::Value;
use url::Url;

const TOKEN: &str = "a-token-of-an-adapter";
/// Everything but opening pages goes to the adapter.
const INTENTS: &str = "[adapter.http]\nurl = \"http://127.0.0.1:1\"\n";

fn login() -> Intent {
    Intent::LogIn {
        role: Role::Patient,
        means: Means::Itsme,
    }
}

fn visiting(server: &Server, url: &str) -> Visit {
    let root = TestRoot::fresh().unwrap();
    let visiting = Visiting {
        intents: INTENTS,
        ..Visiting::usual(&root)
    };
    let adapter = AdapterLine::new(visiting.client(), Url::parse(url).unwrap(), Some(TOKEN.to_owned()));
    visiting.visit(&server.base).with(Beside {
        adapter: Some(adapter),
        ..Beside::default()
    })
}

async fn answered(status: u16, body: &'static str) -> (Visit, Server) {
    let server = Server::plain(move |_| answer(status, "content-type: application/json\r\n", body)).await;
    let visit = visiting(&server, server.base.as_str());
    (visit, server)
}

#[tokio::test]
async fn it_is_asked_what_is_wanted_by_whom_and_where() {
    let (mut visit, server) = answered(200, r#"{"outcome": "done", "shown": {"references": ["a", "b"]}}"#).await;
    let wanted = Intent::ListDocuments {
        role: Role::Patient,
        patient: "Marie".to_owned(),
    };
    let outcome = visit.perform(&wanted, &[("patient.insz", "72092400079")]).await;
    let Outcome::Done { shown } = outcome else { panic!("{outcome:?}") };
    assert_eq!(shown["references"], ["a", "b"]);
    let seen = server.seen();
    let [asked] = seen.as_slice() else { panic!("{seen:?}") };
    assert_eq!(asked.line, "POST /v1/intents HTTP/1.1");
    assert_eq!(asked.header("authorization"), Some("Bearer a-token-of-an-adapter"));
    let told: Value = serde_json::from_str(&asked.body).unwrap();
    assert_eq!(told["intent"], "ListDocuments");
    assert_eq!(told["arguments"]["patient"], "Marie");
    assert_eq!(told["actor"]["name"], "Marie");
    assert!(told["actor"]["browser"].is_u64() && told["actor"]["user_agent"].as_str().unwrap().starts_with("Mozilla/"));
    assert_eq!(told["values"]["patient.insz"], "72092400079");
    assert_eq!(told["product"], server.base.as_str().trim_end_matches('/'));
    let written: String = visit
        .journal
        .entries()
        .iter()
        .map(|entry| serde_json::to_string(&**entry).unwrap())
        .collect();
    assert!(
        written.contains("\"witness\":\"adapter\""),
        "whoever judges must know by whose word"
    );
    assert!(!written.contains(TOKEN), "the token is nobody's business");
}

#[tokio::test]
async fn each_answer_means_what_it_says_and_anything_else_is_the_adapters_own_trouble() {
    let refused = |reason, shown: &str| Outcome::Refused {
        reason,
        shown: shown.to_owned(),
    };
    for (body, wanted) in [
        (r#"{"outcome": "done"}"#, Outcome::Done { shown: Default::default() }),
        (
            r#"{"outcome": "refused", "reason": "no-link", "shown": "no"}"#,
            refused(Some(Reason::NoTherapeuticLink), "no"),
        ),
        (
            r#"{"outcome": "refused", "reason": "login-failed", "shown": "no"}"#,
            refused(Some(Reason::LoginFailed), "no"),
        ),
        (
            r#"{"outcome": "refused", "reason": "moon", "shown": "no"}"#,
            refused(None, "moon: no"),
        ),
        (r#"{"outcome": "refused"}"#, refused(None, "")),
        (r#"{"outcome": "login-demanded"}"#, Outcome::LoginDemanded {}),
        (
            r#"{"outcome": "unavailable", "shown": "later"}"#,
            Outcome::SourceUnavailable { shown: "later".to_owned() },
        ),
        (r#"{"outcome": "crashed"}"#, Outcome::Crashed { status: 500 }),
        (r#"{"outcome": "crashed", "status": 502}"#, Outcome::Crashed { status: 502 }),
    ] {
        let (mut visit, _server) = answered(200, body).await;
        assert_eq!(visit.perform(&login(), &[]).await, wanted, "{body}");
    }
    let (mut visit, _server) = answered(200, r#"{"outcome": "unsupported"}"#).await;
    let outcome = visit.perform(&login(), &[]).await;
    assert!(
        matches!(&outcome, Outcome::Unrecognised { why } if why.contains("does not support LogIn")),
        "{outcome:?}"
    );
    for (status, body) in [
        (200, "fine"),
        (200, r#"{"outcome": "granted"}"#),
        (204, ""),
        (500, r#"{"outcome": "done"}"#),
        (302, ""),
    ] {
        let (mut visit, _server) = answered(status, body).await;
        let outcome = visit.perform(&login(), &[]).await;
        assert!(matches!(outcome, Outcome::NoAnswer { .. }), "{status} {body}: {outcome:?}");
    }
}

#[tokio::test]
async fn what_its_browser_cannot_know_of_is_not_asked_of_it() {
    let (mut visit, server) = answered(200, r#"{"outcome": "done"}"#).await;
    visit.actor.agent.keep_cookies();
    assert_eq!(visit.perform(&Intent::LogOut {}, &[]).await.word(), "done");
    visit.actor.agent.take_kept_cookies();
    let outcome = visit.perform(&login(), &[]).await;
    assert!(
        matches!(&outcome, Outcome::Unrecognised { why } if why.contains("cookies of before a logout")),
        "{outcome:?}"
    );
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn an_adapter_elsewhere_is_not_contacted() {
    let server = Server::plain(|_| answer(200, "", "")).await;
    let mut visit = visiting(&server, "http://adapter.example:9000");
    let outcome = visit.perform(&login(), &[]).await;
    assert!(
        matches!(&outcome, Outcome::NoAnswer { detail, .. } if detail.contains("not contacted")),
        "{outcome:?}"
    );
    assert!(visit.requested().is_empty());
}

/// What the nation was told, in order.
#[derive(Default)]
struct Told(Mutex<Vec<String>>);

impl LoginDesk for Told {
    fn expect(&self, person_id: &str, means: Means, gives_up: bool) {
        self.0.lock().unwrap().push(format!("{person_id} {} {gives_up}", means.as_str()));
    }

    fn forget(&self) {
        self.0.lock().unwrap().push("over".to_owned());
    }
}

#[tokio::test]
async fn the_nation_is_told_who_logs_in_and_when_that_is_over() {
    let server = Server::plain(|_| answer(200, "content-type: application/json\r\n", r#"{"outcome": "done"}"#)).await;
    let told = Arc::new(Told::default());
    let mut visit = visiting(&server, server.base.as_str());
    let adapter = AdapterLine::new(Visiting::usual(&TestRoot::fresh().unwrap()).client(), server.base.clone(), None);
    visit = visit.with(Beside {
        adapter: Some(adapter),
        login: Some(told.clone()),
        ..Beside::default()
    });
    visit.perform(&login(), &[]).await;
    visit.perform(&Intent::LogOut {}, &[]).await;
    assert_eq!(*told.0.lock().unwrap(), ["marie itsme false", "over"]);
}
