//! Whose an entry of a shared realm is: two scenarios in one journal, in order, and mixed up in every way that could make a verdict of the one
//! rest on what the other did.
#![allow(clippy::unwrap_used)]

use std::{collections::BTreeMap, sync::Arc};

use etalon_journal::{Body, Entry, Event, Fields, ScenarioOpened, Side};
use etalon_model::{Catalogue, Intent, Judgement, Kind, Means, Outcome, Role, Verdict};
use etalon_rules::{
    Grounds,
    attribution::{Dealt, deal},
    judge_dealt,
};
use serde_json::{Value, json};

const NATION: &str = "https://127.0.0.1:1/r/shared/fas";
const PRODUCT: &str = "https://localhost:2";
/// By scenario: its person's identifier and national number.
const PEOPLE: [(&str, &str, &str); 2] = [("one", "marie-0a1b2c3d", "85073003328"), ("two", "luc-4e5f6071", "70020299922")];

/// A journal that two scenarios share.
#[derive(Default)]
struct Told(Vec<Arc<Entry>>);

impl Told {
    /// Both scenarios are open, and their people are known.
    fn begun() -> Self {
        let mut told = Self::default();
        told.write(None, None, "hospital", state("institution", json!({"publisher": "example"})));
        for (scenario, id, insz) in PEOPLE {
            let opened = ScenarioOpened {
                identity: format!("case-{scenario}"),
                requirements: vec!["REQ-STORY-001".to_owned()],
                ..ScenarioOpened::default()
            };
            told.own(scenario, Event::ScenarioOpened(opened));
            told.own(scenario, state("cast", json!({"name": scenario, "id": id, "insz": insz})));
        }
        told
    }

    fn write(&mut self, scenario: Option<&str>, during: Option<u64>, authority: &str, event: Event) -> u64 {
        let number = self.0.len() as u64 + 1;
        let at = "2026-03-10T08:00:00Z".parse().unwrap();
        self.0.push(Arc::new(Entry {
            realm: "shared".to_owned(),
            number,
            scenario: scenario.map(str::to_owned),
            during,
            authority: authority.to_owned(),
            at,
            wall: at,
            event,
        }));
        number
    }

    fn own(&mut self, scenario: &str, event: Event) -> u64 {
        self.write(Some(scenario), None, "harness", event)
    }

    fn sends(&mut self, scenario: &str, url: &str) -> u64 {
        self.own(scenario, request(Side::Outgoing, "GET", url, ""))
    }

    fn shown(&mut self, scenario: &str, to: u64, headers: &[(&str, &str)], text: &str) {
        self.own(scenario, response(to, headers, text));
    }

    fn reaches(&mut self, method: &str, url: &str, body: &str) -> u64 {
        self.write(None, None, "csam", request(Side::Incoming, method, url, body))
    }

    fn observed(&mut self, during: u64, name: &str, fields: Value) {
        let event = Event::Observation {
            name: name.to_owned(),
            fields: of(fields),
        };
        self.write(None, Some(during), "csam", event);
    }

    fn answers(&mut self, to: u64, headers: &[(&str, &str)], text: &str) {
        self.write(None, Some(to), "csam", response(to, headers, text));
    }

    /// The browser of `scenario` gets a code at CSAM.
    fn gets_code(&mut self, scenario: &str, code: &str) {
        let url = format!("{NATION}/oauth2/authorize?state={scenario}");
        let (sent, reached) = (self.sends(scenario, &url), self.reaches("GET", &url, ""));
        let back = format!("{PRODUCT}/back?code=[secret code {code}]&state={scenario}");
        self.observed(reached, "code-issued", json!({"client": "product", "person": person(scenario)}));
        self.answers(reached, &[("location", &back)], "");
        self.shown(scenario, sent, &[("location", &back)], "");
    }

    /// The product redeems a code.
    fn redeems(&mut self, code: &str, whose: &str) -> u64 {
        let reached = self.reaches(
            "POST",
            &format!("{NATION}/oauth2/access_token"),
            &format!("code=[secret code {code}]"),
        );
        self.observed(reached, "token-issued", json!({"client": "product", "person": person(whose)}));
        self.answers(
            reached,
            &[("content-type", "application/json")],
            &format!("{{\"access_token\":\"[secret access_token {code}]\"}}"),
        );
        self.userinfo(code, whose);
        reached
    }

    fn userinfo(&mut self, token: &str, whose: &str) {
        let asked = Event::Request {
            side: Side::Incoming,
            method: "GET".to_owned(),
            url: format!("{NATION}/oauth2/userinfo"),
            actor: None,
            headers: vec![("authorization".to_owned(), format!("Bearer [secret access_token {token}]"))],
            body: Body::default(),
        };
        let asked = self.write(None, None, "csam", asked);
        self.observed(asked, "userinfo-answered", json!({"person": person(whose)}));
        self.answers(asked, &[("content-type", "application/jwt")], "");
    }

    /// A whole login of `scenario`, in which the product redeems `redeemed`.
    fn logs_in(&mut self, scenario: &str, code: &str, redeemed: &str, whose: &str) {
        let login = Intent::LogIn {
            role: Role::Patient,
            means: Means::Itsme,
        };
        let wanted = self.own(
            scenario,
            Event::Intent {
                actor: scenario.to_owned(),
                intent: login.name().to_owned(),
                arguments: serde_json::to_value(&login).unwrap(),
            },
        );
        self.gets_code(scenario, code);
        let back = self.sends(scenario, &format!("{PRODUCT}/back?code=[secret code {code}]&state={scenario}"));
        self.redeems(redeemed, whose);
        self.shown(scenario, back, &[("content-type", "text/html")], "welcome");
        let done = serde_json::to_value(Outcome::Done { shown: BTreeMap::new() }).unwrap();
        let to = self.own(scenario, Event::Outcome { to: wanted, outcome: done });
        let arguments = json!({"person": scenario});
        self.own(
            scenario,
            Event::Expectation {
                rule: "logged-in".to_owned(),
                arguments,
                from: wanted,
                to,
            },
        );
    }

    fn closes(&mut self, scenario: &str) {
        self.own(scenario, Event::ScenarioClosed {});
    }

    fn dealt(&self) -> BTreeMap<String, Dealt> {
        deal(&self.0).into_iter().map(|dealt| (dealt.place.clone(), dealt)).collect()
    }

    /// The verdicts of both, with what is told of them.
    fn verdicts(&mut self) -> BTreeMap<String, (Verdict, String)> {
        ["one", "two"].iter().for_each(|scenario| self.closes(scenario));
        let judged = self.dealt().into_values().map(|dealt| judged(&dealt));
        judged
            .map(|judgement| (judgement.identity, (judgement.verdict, judgement.because)))
            .collect()
    }
}

fn judged(dealt: &Dealt) -> Judgement {
    let catalogue = Catalogue::default();
    let parameters = BTreeMap::new();
    let grounds = Grounds {
        catalogue: &catalogue,
        parameters: &parameters,
        adopts: &[],
        kind: Kind::Portal,
        shows_reasons: false,
    };
    judge_dealt(&dealt.entries, &dealt.doubts, &grounds).unwrap()
}

fn person(scenario: &str) -> &'static str {
    PEOPLE.iter().find(|(name, ..)| *name == scenario).unwrap().1
}

fn of(fields: Value) -> Fields {
    fields.as_object().unwrap().clone()
}

fn state(name: &str, fields: Value) -> Event {
    Event::State {
        name: name.to_owned(),
        fields: of(fields),
    }
}

fn request(side: Side, method: &str, url: &str, body: &str) -> Event {
    Event::Request {
        side,
        actor: None,
        method: method.to_owned(),
        url: url.to_owned(),
        headers: Vec::new(),
        body: Body::of(body.as_bytes()),
    }
}

fn response(to: u64, headers: &[(&str, &str)], text: &str) -> Event {
    let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Event::Response {
        to,
        status: 200,
        headers: headers.iter().map(pair).collect(),
        body: Body::of(text.as_bytes()),
    }
}

/// Both log in, one after the other, and the second while the first still plays.
fn in_order() -> Told {
    let mut told = Told::begun();
    told.logs_in("one", "1111111111111111", "1111111111111111", "one");
    told.logs_in("two", "2222222222222222", "2222222222222222", "two");
    told
}

#[track_caller]
fn is_in_doubt(verdicts: &BTreeMap<String, (Verdict, String)>, scenario: &str, entry: u64, words: &str) {
    let (verdict, because) = &verdicts[&format!("case-{scenario}")];
    assert_eq!(*verdict, Verdict::Inconclusive, "{scenario}: {because}");
    assert!(
        because.contains(&format!("entry {entry}:")) && because.contains(words),
        "{scenario}: {because}"
    );
}

#[test]
fn scenarios_in_order_are_judged_as_if_each_had_a_realm() {
    let mut told = in_order();
    for (identity, (verdict, because)) in told.verdicts() {
        assert_eq!(verdict, Verdict::Conformant, "{identity}: {because}");
    }
    let dealt = told.dealt();
    let of_one = &dealt["shared/one"];
    assert!(matches!(&of_one.entries[0].event, Event::State { name, .. } if name == "institution"));
    assert!(of_one.entries.is_sorted_by_key(|entry| entry.number));
    let foreign = |entry: &&Arc<Entry>| serde_json::to_string(&***entry).unwrap().contains(person("two"));
    assert_eq!(of_one.entries.iter().find(foreign), None);
    let vouched = |entry: &&Arc<Entry>| matches!(&entry.event, Event::Observation { name, .. } if name == "userinfo-answered");
    assert_eq!(of_one.entries.iter().filter(vouched).count(), 1);
}

#[test]
fn a_code_that_another_login_brought_is_a_doubt_for_both() {
    let mut told = Told::begun();
    told.gets_code("one", "1111111111111111");
    let before = told.0.len() as u64;
    // The first waits for nothing when its code is redeemed; the second does.
    told.logs_in("two", "2222222222222222", "1111111111111111", "one");
    let redeemed = told
        .0
        .iter()
        .find(|entry| entry.number > before && is_token_request(entry))
        .unwrap()
        .number;
    let verdicts = told.verdicts();
    is_in_doubt(&verdicts, "two", redeemed, "POST /r/shared/fas/oauth2/access_token");
    is_in_doubt(&verdicts, "one", redeemed, "may have done it for case-two");
}

#[test]
fn two_who_come_back_from_logins_at_once_are_not_told_apart_whatever_is_redeemed() {
    let mut told = in_order();
    told.gets_code("one", "3333333333333333");
    told.gets_code("two", "4444444444444444");
    let back = |code: &str| format!("{PRODUCT}/back?code=[secret code {code}]");
    let sent = [
        told.sends("one", &back("3333333333333333")),
        told.sends("two", &back("4444444444444444")),
    ];
    let redeemed = told.redeems("3333333333333333", "one");
    told.shown("one", sent[0], &[], "welcome");
    told.shown("two", sent[1], &[], "welcome");
    let verdicts = told.verdicts();
    is_in_doubt(&verdicts, "one", redeemed, "may have done it for case-two");
    is_in_doubt(&verdicts, "two", redeemed, "may have done it for case-two");
}

#[test]
fn who_is_on_the_way_to_the_nation_waits_for_nothing_of_the_product() {
    let mut told = in_order();
    told.gets_code("one", "3333333333333333");
    let back = told.sends("one", &format!("{PRODUCT}/back?code=[secret code 3333333333333333]"));
    // It has left, and has not arrived yet.
    let url = format!("{NATION}/itsme/callback?code=[secret code 5555555555555555]");
    let sent = told.sends("two", &url);
    told.redeems("3333333333333333", "one");
    told.shown("one", back, &[], "welcome");
    let reached = told.reaches("GET", &url, "");
    told.answers(reached, &[], "");
    told.shown("two", sent, &[], "");
    for (identity, (verdict, because)) in told.verdicts() {
        assert_eq!(verdict, Verdict::Conformant, "{identity}: {because}");
    }
}

#[test]
fn what_was_left_by_a_scenario_that_is_over_is_a_doubt_for_who_waits() {
    let mut told = Told::begun();
    told.gets_code("one", "1111111111111111");
    told.closes("one");
    let before = told.0.len() as u64;
    told.logs_in("two", "2222222222222222", "1111111111111111", "one");
    told.closes("two");
    let redeemed = told
        .0
        .iter()
        .find(|entry| entry.number > before && is_token_request(entry))
        .unwrap()
        .number;
    let dealt = told.dealt();
    assert!(dealt["shared/one"].doubts.is_empty(), "what comes later changes nothing of it");
    assert_eq!(dealt["shared/two"].doubts[0].entry, redeemed);
    assert_eq!(judged(&dealt["shared/two"]).verdict, Verdict::Inconclusive);
}

fn is_token_request(entry: &Entry) -> bool {
    matches!(&entry.event, Event::Request { url, .. } if url.ends_with("/access_token"))
}

#[test]
fn what_bears_the_keys_of_both_is_a_doubt_for_both() {
    let mut told = in_order();
    let asked = told.reaches("GET", &format!("{NATION}/of/{}/by/{}", PEOPLE[0].2, PEOPLE[1].2), "");
    told.answers(asked, &[], "");
    let verdicts = told.verdicts();
    is_in_doubt(&verdicts, "one", asked, "it could be of case-one or case-two");
    is_in_doubt(&verdicts, "two", asked, "it could be of case-one or case-two");
}

#[test]
fn what_bears_nobodys_key_is_a_doubt_for_all_that_are_played() {
    let mut told = in_order();
    let asked = told.reaches("POST", &format!("{NATION}/oauth2/access_token"), "code=nobody-knows-it");
    told.answers(asked, &[], "");
    let verdicts = told.verdicts();
    is_in_doubt(&verdicts, "one", asked, "nothing in it says whose it is");
    is_in_doubt(&verdicts, "two", asked, "nothing in it says whose it is");
}

#[test]
fn what_everybody_may_read_is_everybodys_unless_it_is_answered_otherwise() {
    let discovery = format!("{NATION}/oauth2/.well-known/openid-configuration");
    let mut told = in_order();
    let asked = told.reaches("GET", &discovery, "");
    told.answers(asked, &[], "{}");
    assert!(told.verdicts().values().all(|(verdict, _)| *verdict == Verdict::Conformant));
    let has_it = |dealt: &Dealt| dealt.entries.iter().any(|entry| entry.number == asked);
    assert!(told.dealt().values().all(has_it));

    let mut told = in_order();
    let asked = told.reaches("GET", &discovery, "");
    told.observed(asked, "fault-applied", json!({"fault": "discovery-issuer-other", "person": null}));
    told.answers(asked, &[], "{}");
    is_in_doubt(&told.verdicts(), "one", asked, "nothing in it says");
}

#[test]
fn a_page_that_shows_one_what_is_the_others_is_a_doubt_for_both() {
    for number in [PEOPLE[1].2, "70.02.02-999.22"] {
        let mut told = in_order();
        let sent = told.sends("one", &format!("{PRODUCT}/me"));
        told.shown("one", sent, &[("content-type", "text/html")], &format!("<p>You are {number}</p>"));
        let verdicts = told.verdicts();
        is_in_doubt(&verdicts, "one", sent + 1, "has what belongs to case-two");
        is_in_doubt(&verdicts, "two", sent + 1, "has what belongs to case-two");
    }
}

#[test]
fn the_nations_own_pages_may_name_everybody() {
    let mut told = in_order();
    let url = format!("{NATION}/XUI/?login=x");
    let (sent, reached) = (told.sends("one", &url), told.reaches("GET", &url, ""));
    let page = format!("{} {}", PEOPLE[0].1, PEOPLE[1].1);
    told.answers(reached, &[("content-type", "text/html")], &page);
    told.shown("one", sent, &[("content-type", "text/html")], &page);
    assert!(told.verdicts().values().all(|(verdict, _)| *verdict == Verdict::Conformant));
}

#[test]
fn two_browsers_that_send_the_same_are_not_told_apart() {
    let mut told = in_order();
    let url = format!("{NATION}/oauth2/authorize?state=always-the-same");
    let sent = [told.sends("one", &url), told.sends("two", &url)];
    let reached = told.reaches("GET", &url, "");
    told.answers(reached, &[], "");
    told.shown("one", sent[0], &[], "");
    told.shown("two", sent[1], &[], "");
    let verdicts = told.verdicts();
    is_in_doubt(&verdicts, "one", reached, "it could be of case-one or case-two");
    is_in_doubt(&verdicts, "two", reached, "it could be of case-one or case-two");
}

#[test]
fn a_change_of_the_nation_that_names_nobody_is_a_doubt_for_all() {
    let mut told = in_order();
    let down = Event::Direction {
        name: "down".to_owned(),
        fields: of(json!({"client": null, "actor": null, "standing": true})),
    };
    let asked = told.write(Some("one"), None, "hospital", down.clone());
    is_in_doubt(&told.verdicts(), "two", asked, "about everybody");

    // Also for who comes when it was done; who has the nation to himself may change it.
    let mut told = Told::default();
    for scenario in ["one", "two"] {
        told.own(scenario, Event::ScenarioOpened(ScenarioOpened::default()));
        told.write(Some(scenario), None, "hospital", down.clone());
        told.closes(scenario);
    }
    let dealt = told.dealt();
    let doubts = |place: &str| dealt[place].doubts.iter().map(|doubt| doubt.entry).collect::<Vec<_>>();
    assert_eq!((doubts("shared/one"), doubts("shared/two")), (vec![], vec![2]));

    let mut told = in_order();
    let own = Event::Direction {
        name: "answer-level".to_owned(),
        fields: of(json!({"client": "product", "actor": person("one"), "standing": true})),
    };
    told.write(Some("one"), None, "csam", own);
    assert!(told.verdicts().values().all(|(verdict, _)| *verdict == Verdict::Conformant));
}

#[test]
fn what_one_authority_asks_of_another_is_whose_answer_it_is_for() {
    let mut told = in_order();
    let url = format!("{NATION}/itsme/callback?state=x");
    let (sent, reached) = (told.sends("one", &url), told.reaches("GET", &url, ""));
    let waits = told.sends("two", &format!("{PRODUCT}/me"));
    let token = "https://127.0.0.1:1/r/shared/itsme/v2/token";
    let called = told.write(None, Some(reached), "csam", request(Side::Outgoing, "POST", token, "code=it"));
    let asked = told.reaches("POST", token, "code=it");
    told.observed(asked, "token-issued", json!({"client": "csam", "person": person("one")}));
    told.answers(asked, &[("content-type", "application/json")], "{}");
    told.write(None, Some(reached), "csam", response(called, &[], "{}"));
    told.answers(reached, &[], "");
    told.shown("one", sent, &[], "");
    told.shown("two", waits, &[], "");
    assert!(told.verdicts().values().all(|(verdict, _)| *verdict == Verdict::Conformant));
    let has = |scenario: &str, number| told.dealt()[scenario].entries.iter().any(|entry| entry.number == number);
    for number in [called, asked, reached] {
        assert!(has("shared/one", number) && !has("shared/two", number), "{number}");
    }
}

#[test]
fn calls_of_authorities_that_go_to_one_place_at_once_are_told_apart_by_their_credentials() {
    let mut told = in_order();
    let userinfo = "https://127.0.0.1:1/r/shared/itsme/v2/userinfo";
    let shows = |side: Side, token: &str| Event::Request {
        side,
        actor: None,
        method: "GET".to_owned(),
        url: userinfo.to_owned(),
        headers: vec![("authorization".to_owned(), format!("Bearer [secret authorization {token}]"))],
        body: Body::default(),
    };
    let mut calls = Vec::new();
    for (scenario, token) in [("one", "3333333333333333"), ("two", "4444444444444444")] {
        let url = format!("{NATION}/itsme/callback?state={scenario}");
        let (sent, reached) = (told.sends(scenario, &url), told.reaches("GET", &url, ""));
        let called = told.write(None, Some(reached), "csam", shows(Side::Outgoing, token));
        calls.push((scenario, token, sent, reached, called));
    }
    for (scenario, token, sent, reached, called) in calls {
        let asked = told.write(None, None, "itsme", shows(Side::Incoming, token));
        told.answers(asked, &[], "");
        told.write(None, Some(reached), "csam", response(called, &[], ""));
        told.answers(reached, &[], "");
        told.shown(scenario, sent, &[], "");
    }
    for (identity, (verdict, because)) in told.verdicts() {
        assert_eq!(verdict, Verdict::Conformant, "{identity}: {because}");
    }
}

#[test]
fn an_adapters_login_is_known_by_the_direction_that_it_used() {
    let mut told = in_order();
    let as_one = Event::Direction {
        name: "log-in-as".to_owned(),
        fields: of(json!({"person": person("one"), "client": "product", "actor": null, "standing": false})),
    };
    let set_in = told.write(Some("one"), None, "csam", as_one);
    let waits = told.sends("one", "http://127.0.0.1:3/intents");
    let asked = told.reaches("GET", &format!("{NATION}/oauth2/authorize?state=z"), "");
    told.observed(asked, "direction-used", json!({"set_in": set_in}));
    told.answers(
        asked,
        &[("location", "https://localhost:2/back?code=[secret code 3333333333333333]")],
        "",
    );
    told.redeems("3333333333333333", "one");
    told.shown("one", waits, &[], "{\"outcome\":\"done\"}");
    assert!(told.verdicts().values().all(|(verdict, _)| *verdict == Verdict::Conformant));
    let of_one = &told.dealt()["shared/one"];
    assert!(of_one.entries.iter().any(|entry| entry.number == asked));
}

#[test]
fn what_is_printed_without_a_name_is_everybodys_and_a_secret_its_owners() {
    let mut told = in_order();
    let line = |text: &str| Event::Output {
        stream: "stderr".to_owned(),
        line: text.to_owned(),
    };
    let plain = told.write(None, None, "system", line("a request was served"));
    let secret = told.write(None, None, "system", line("code=[secret code 1111111111111111]"));
    ["one", "two"].iter().for_each(|scenario| told.closes(scenario));
    let dealt = told.dealt();
    let has = |scenario: &str, number| dealt[scenario].entries.iter().any(|entry| entry.number == number);
    assert!(has("shared/one", plain) && has("shared/two", plain));
    assert!(has("shared/one", secret) && !has("shared/two", secret));
}

#[test]
fn what_is_unanswered_when_a_scenario_ends_is_its_own_or_a_doubt() {
    let mut told = in_order();
    told.gets_code("one", "4444444444444444");
    told.sends("one", &format!("{PRODUCT}/back?code=[secret code 4444444444444444]"));
    let own = told.reaches(
        "POST",
        &format!("{NATION}/oauth2/access_token"),
        "code=[secret code 4444444444444444]",
    );
    let nobodys = told.reaches("GET", &format!("{NATION}/oauth2/userinfo"), "");
    ["one", "two"].iter().for_each(|scenario| told.closes(scenario));
    let dealt = told.dealt();
    assert!(dealt["shared/one"].entries.iter().any(|entry| entry.number == own));
    assert!(!dealt["shared/two"].entries.iter().any(|entry| entry.number == own));
    let doubted = |scenario: &str| dealt[scenario].doubts.iter().map(|doubt| doubt.entry).collect::<Vec<_>>();
    assert_eq!((doubted("shared/one"), doubted("shared/two")), (vec![nobodys], vec![nobodys]));
}

#[test]
fn what_may_have_been_done_for_one_that_has_ended_is_its_doubt_too() {
    let mut told = in_order();
    told.gets_code("one", "3333333333333333");
    let back = told.sends("two", &format!("{PRODUCT}/back?code=[secret code 9999999999999999]"));
    let asked = told.reaches(
        "POST",
        &format!("{NATION}/oauth2/access_token"),
        "code=[secret code 3333333333333333]",
    );
    told.shown("two", back, &[], "welcome");
    told.closes("two");
    told.answers(asked, &[], "{}");
    told.closes("one");
    for (place, dealt) in told.dealt() {
        assert_eq!(dealt.doubts.iter().map(|doubt| doubt.entry).collect::<Vec<_>>(), [asked], "{place}");
    }
}

#[test]
fn a_realm_of_one_scenario_is_not_dealt() {
    let mut told = in_order();
    told.0 = told
        .0
        .iter()
        .map(|entry| {
            Arc::new(Entry {
                scenario: None,
                ..(**entry).clone()
            })
        })
        .collect();
    assert!(told.dealt().is_empty());
}
