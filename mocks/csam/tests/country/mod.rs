//! A country with CSAM in it, for tests: one realm behind one listener, a client, two people, and a browser. No assertions here.
#![allow(dead_code, clippy::unwrap_used)]

mod browser;
pub(crate) mod portal;

use std::{
    collections::BTreeMap,
    io,
    net::SocketAddr,
    path::Path,
    sync::{Arc, Mutex},
};

pub(crate) use browser::{Browser, Page};
use etalon_certs::{KeyPool, TestRoot, server_certificate};
use etalon_csam::{Client, Csam, CsamKey, Parameters, issuer};
use etalon_journal::{Entry, Event, Fields, Journal, Sink};
use etalon_people::Person;
use etalon_stage::{Authority, Realm, Register, Stage, Tls};
use etalon_wire::{WIDEST_OTP_DRIFT, encode_form, totp_of_address};

/// Names and values of a form or query.
pub(crate) type Pairs<'a> = &'a [(&'a str, &'a str)];

pub(crate) const CALLBACK: &str = "https://portal.example/cb";
pub(crate) const SECRET: &str = "portal-secret-1";
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub(crate) struct Country {
    pub stage: Stage,
    pub realm: Arc<Realm>,
    pub csam: Arc<Csam>,
    pub root_pem: String,
    pub anna: Person,
    pub bert: Person,
    /// By person: the step of the code that was typed in last.
    typed: Mutex<BTreeMap<String, u64>>,
}

/// Steps that CSAM allows an app to be off here: as many logins of one person as that are possible while the clock stands still.
const DRIFT: u8 = WIDEST_OTP_DRIFT;

struct Nowhere;
impl Sink for Nowhere {
    fn append(&self, _: &Entry) -> io::Result<()> {
        Ok(())
    }
}

impl Country {
    /// Standing still at 10:00 on 9 April 2026.
    pub(crate) fn open() -> Self {
        let mut parameters = Parameters::default();
        parameters.codes.app_drift = DRIFT;
        Self::open_with(parameters)
    }

    /// The same, with these parameters.
    pub(crate) fn open_with(parameters: Parameters) -> Self {
        let root = TestRoot::fresh().unwrap();
        let pool = KeyPool::open(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("keys")).unwrap();
        let keys: Vec<_> = pool
            .keys(5)
            .unwrap()
            .iter()
            .map(|key| Arc::new(CsamKey::new(key, &root).unwrap()))
            .collect();
        let identity = server_certificate(&root, &["127.0.0.1".into()]).unwrap();
        let tls = Tls {
            chain_pem: &identity.cert_pem,
            key_pem: &identity.key_pem,
        };
        let authority = Authority {
            name: etalon_csam::AUTHORITY,
            prefix: etalon_csam::PREFIX,
            router: etalon_csam::router(),
        };
        let stage = Stage::listen(SocketAddr::from(([127, 0, 0, 1], 0)), None, tls, vec![authority]).unwrap();
        let journal = Journal::new(Arc::new(Nowhere), &[3; 32]);
        let at = Some("2026-04-09T08:00:00Z".parse().unwrap());
        let realm = stage
            .open_realm(&journal, "belgium", 42, at, |realm| {
                Csam::settle(realm, &keys, parameters);
            })
            .unwrap();
        let csam = Csam::of(&realm).unwrap();
        csam.register_client(&realm, client("portal", SECRET));
        let (anna, bert) = (etalon_people::person(42, "Anna Janssens"), etalon_people::person(42, "Bert"));
        let people = realm.slot::<Register<Person>>();
        for person in [&anna, &bert] {
            people.add(&person.id, person.clone());
        }
        Self {
            stage,
            realm,
            csam,
            root_pem: root.pem(),
            anna,
            bert,
            typed: Mutex::default(),
        }
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser::new(&self.root_pem)
    }

    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", issuer(&self.realm))
    }

    /// The address of an ordinary request, with some fields changed (an empty value leaves the field out).
    pub(crate) fn authorize(&self, changes: &[(&str, &str)]) -> String {
        let ordinary = [
            ("client_id", "portal"),
            ("redirect_uri", CALLBACK),
            ("response_type", "code"),
            ("scope", "openid profile egovnrn"),
            ("state", "a state"),
            ("nonce", "n-1"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
            ("acr_values", "urn:be:fedict:iam:fas:citizen:Level400"),
        ];
        format!("{}?{}", self.at("/authorize"), encode_form(changed(&ordinary, changes)))
    }

    /// The body of an ordinary token request, likewise.
    pub(crate) fn token_form(code: &str, changes: &[(&str, &str)]) -> String {
        let ordinary = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
            ("client_id", "portal"),
            ("client_secret", SECRET),
        ];
        encode_form(changed(&ordinary, changes))
    }

    /// Logs a person in on the page that `opened` leads to, and returns the answer to the form.
    pub(crate) async fn choose(&self, browser: &mut Browser, opened: &Page, person: &str, means: &str) -> Page {
        let page = browser.follow(opened).await;
        let answer = browser.submit(&page, "csam-choose", &[("means", means), ("person", person)]).await;
        if means != "totp" || !answer.location().is_some_and(|to| to.contains("/XUI/code?")) {
            return answer;
        }
        let page = browser.follow(&answer).await;
        browser.submit(&page, "csam-code", &[("code", &self.next_app_code(person))]).await
    }

    /// A code of the person's app that was not typed in before.
    pub(crate) fn next_app_code(&self, person: &str) -> String {
        let (totp, secret) = totp_of_address(&self.csam.app_address(&self.realm, person).unwrap()).unwrap();
        let first = totp.step_at(self.realm.now().as_second()) - u64::from(DRIFT);
        let mut typed = self.typed.lock().unwrap();
        let step = typed.get(person).map_or(first, |last| first.max(last + 1));
        typed.insert(person.to_owned(), step);
        totp.code_at(&secret, i64::try_from(step).unwrap() * i64::from(totp.period))
    }

    /// A code for Anna, logged in with the app.
    pub(crate) async fn code(&self, browser: &mut Browser, changes: &[(&str, &str)]) -> String {
        let opened = browser.get(&self.authorize(changes)).await;
        let sent_on = self.choose(browser, &opened, &self.anna.id, "totp").await;
        sent_on.location_field("code").unwrap_or_else(|| panic!("no code in {sent_on:?}"))
    }

    pub(crate) async fn tokens(&self, browser: &mut Browser, code: &str, changes: &[(&str, &str)]) -> Page {
        browser.post(&self.at("/access_token"), &Self::token_form(code, changes)).await
    }

    /// What was observed last under that name.
    pub(crate) fn observed(&self, name: &str) -> Option<Fields> {
        self.all_observed(name).pop()
    }

    pub(crate) fn all_observed(&self, name: &str) -> Vec<Fields> {
        let entries = self.realm.journal().entries();
        let fields = entries.iter().filter_map(|entry| match &entry.event {
            Event::Observation { name: found, fields } if found == name => Some(fields.clone()),
            _ => None,
        });
        fields.collect()
    }

    /// The `reason` of the last observation of that name.
    pub(crate) fn reason(&self, name: &str) -> String {
        let observed = self.observed(name).unwrap_or_else(|| panic!("{name} was not observed"));
        observed["reason"].as_str().unwrap_or_default().to_owned()
    }
}

pub(crate) fn client(id: &str, secret: &str) -> Client {
    Client {
        id: id.to_owned(),
        secret: secret.to_owned(),
        redirect_uris: vec![CALLBACK.to_owned(), "https://portal.example/other?tenant=1".to_owned()],
        post_logout_redirect_uris: vec!["https://portal.example/bye".to_owned()],
        scopes: ["openid", "profile", "egovnrn"].map(str::to_owned).to_vec(),
    }
}

fn changed<'a>(ordinary: &[(&'a str, &'a str)], changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = ordinary.iter().filter(|(name, _)| changes.iter().all(|(other, _)| other != name));
    kept.chain(changes.iter().filter(|(_, value)| !value.is_empty())).copied().collect()
}
