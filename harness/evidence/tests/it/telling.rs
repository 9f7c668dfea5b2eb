//! Telling a realm's journal: entries are numbered and timed as they are told.

use std::sync::Arc;

use etalon_journal::{Body, Entry, Event, Fields, ScenarioOpened, Side, StepTaken};
use etalon_model::{Assessment, Finding, Grade, Judged, Witness};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// A realm while it is told.
pub(crate) struct Realm {
    name: String,
    now: Timestamp,
    pub(crate) entries: Vec<Arc<Entry>>,
}

impl Realm {
    pub(crate) fn new(name: &str, at: &str) -> Self {
        Self {
            name: name.to_owned(),
            now: at.parse().unwrap(),
            entries: Vec::new(),
        }
    }

    pub(crate) fn tell(&mut self, authority: &str, event: Event) -> u64 {
        let number = self.entries.len() as u64 + 1;
        self.now += SignedDuration::from_millis(7);
        let wall = "2026-07-01T08:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_millis(i64::try_from(number).unwrap() * 11);
        let (realm, authority) = (self.name.clone(), authority.to_owned());
        self.entries.push(Arc::new(Entry {
            realm,
            number,
            scenario: None,
            during: None,
            authority,
            at: self.now,
            wall,
            event,
        }));
        number
    }

    pub(crate) fn open(&mut self, opened: ScenarioOpened) {
        self.tell("harness", Event::ScenarioOpened(opened));
    }

    pub(crate) fn close(&mut self) {
        self.tell("harness", Event::ScenarioClosed {});
    }

    pub(crate) fn step(&mut self, role: &str, keyword: &str, text: &str, phrase: &str, arguments: Value) {
        let (role, keyword, text, phrase) = (role.to_owned(), keyword.to_owned(), text.to_owned(), phrase.to_owned());
        self.tell(
            "harness",
            Event::StepTaken(StepTaken {
                role,
                keyword,
                text,
                phrase,
                arguments: fields(arguments),
                line: 7,
            }),
        );
    }

    pub(crate) fn clock(&mut self, at: &str) {
        self.now = at.parse().unwrap();
        self.state("nation", "clock", json!({ "mode": "frozen", "at": at }));
    }

    pub(crate) fn state(&mut self, authority: &str, name: &str, of: Value) -> u64 {
        self.tell(
            authority,
            Event::State {
                name: name.to_owned(),
                fields: fields(of),
            },
        )
    }

    pub(crate) fn observe(&mut self, authority: &str, name: &str, of: Value) -> u64 {
        self.tell(
            authority,
            Event::Observation {
                name: name.to_owned(),
                fields: fields(of),
            },
        )
    }

    pub(crate) fn intent(&mut self, actor: &str, intent: &str, arguments: Value) -> u64 {
        self.tell(
            "harness",
            Event::Intent {
                actor: actor.to_owned(),
                intent: intent.to_owned(),
                arguments,
            },
        )
    }

    pub(crate) fn outcome(&mut self, to: u64, outcome: Value) {
        self.tell("harness", Event::Outcome { to, outcome });
    }

    pub(crate) fn sent(&mut self, actor: &str, method: &str, url: &str, body: &str) -> u64 {
        self.request("user-agent", Side::Outgoing, Some(actor), method, url, body)
    }

    pub(crate) fn received(&mut self, authority: &str, method: &str, url: &str, body: &str) -> u64 {
        self.request(authority, Side::Incoming, None, method, url, body)
    }

    fn request(&mut self, authority: &str, side: Side, actor: Option<&str>, method: &str, url: &str, body: &str) -> u64 {
        let headers = vec![
            ("host".to_owned(), "portal.test".to_owned()),
            ("accept".to_owned(), "text/html".to_owned()),
        ];
        let (method, url, body) = (method.to_owned(), url.to_owned(), Body::of(body.as_bytes()));
        self.tell(
            authority,
            Event::Request {
                side,
                actor: actor.map(str::to_owned),
                method,
                url,
                headers,
                body,
            },
        )
    }

    pub(crate) fn answered(&mut self, authority: &str, to: u64, status: u16, body: &[u8]) -> u64 {
        let headers = vec![("content-type".to_owned(), "text/html; charset=utf-8".to_owned())];
        self.tell(
            authority,
            Event::Response {
                to,
                status,
                headers,
                body: Body::of(body),
            },
        )
    }

    pub(crate) fn expect(&mut self, rule: &str, from: u64) -> u64 {
        let to = self.entries.len() as u64;
        self.tell(
            "harness",
            Event::Expectation {
                rule: rule.to_owned(),
                arguments: json!({}),
                from,
                to,
            },
        )
    }
}

pub(crate) fn fields(value: Value) -> Fields {
    match value {
        Value::Object(fields) => fields,
        other => panic!("fields are told as an object, not as {other}"),
    }
}

pub(crate) fn satisfied(rule: &str, expectation: Option<u64>, witnesses: &[(u64, Grade, &str)]) -> Judged {
    let witnesses = witnesses.iter().map(|(entry, grade, shows)| Witness {
        entry: *entry,
        grade: *grade,
        shows: (*shows).to_owned(),
    });
    Judged {
        rule: rule.to_owned(),
        expectation,
        assessment: Assessment::Satisfied {
            witnesses: witnesses.collect(),
        },
    }
}

pub(crate) fn violated(
    rule: &str,
    expectation: Option<u64>,
    requirement: Option<&str>,
    expected: &str,
    seen: &str,
    entries: &[u64],
) -> Judged {
    let (requirement, expected, seen) = (requirement.map(str::to_owned), expected.to_owned(), seen.to_owned());
    let findings = vec![Finding {
        requirement,
        expected,
        seen,
        entries: entries.to_vec(),
    }];
    Judged {
        rule: rule.to_owned(),
        expectation,
        assessment: Assessment::Violated { findings },
    }
}
