//! A country with itsme in it, for tests: one realm behind one listener, relying parties of each kind, people, and a browser. No assertions here.
#![allow(dead_code, clippy::unwrap_used)]

#[path = "../../../csam/tests/country/browser.rs"]
mod browser;
mod party;

use std::{io, net::SocketAddr, path::Path, sync::Arc};

pub(crate) use browser::{Browser, Page};
use etalon_certs::{KeyPool, RsaKey, TestRoot, server_certificate};
use etalon_itsme::{Authentication, Client, Door, InnerSignature, Itsme, ItsmeKey, Parameters, PartyKeys, Service, ServiceKind};
use etalon_journal::{Entry, Event, Fields, Journal, Sink};
use etalon_people::Person;
use etalon_stage::{Authority, HttpClient, Realm, Register, Stage, Tls};
use etalon_wire::encode_form;
pub(crate) use party::Published;

/// Names and values of a form or query.
pub(crate) type Pairs<'a> = &'a [(&'a str, &'a str)];

pub(crate) const CALLBACK: &str = "https://portal.example/cb?tenant=1";
pub(crate) const OTHER_CALLBACK: &str = "https://portal.example/sign";
pub(crate) const SECRET: &str = "a secret of the portal, long enough";
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub(crate) struct Country {
    pub stage: Stage,
    pub realm: Arc<Realm>,
    pub itsme: Arc<Itsme>,
    pub root_pem: String,
    /// The portal's own keys.
    pub portal: ItsmeKey,
    /// Keys of nobody whom itsme knows.
    pub stranger: ItsmeKey,
    pub anna: Person,
    pub bert: Person,
}

struct Nowhere;
impl Sink for Nowhere {
    fn append(&self, _: &Entry) -> io::Result<()> {
        Ok(())
    }
}

impl Country {
    /// Standing still at 10:00 on 9 April 2026.
    pub(crate) fn open() -> Self {
        Self::with(Parameters::default())
    }

    pub(crate) fn with(parameters: Parameters) -> Self {
        let root = TestRoot::fresh().unwrap();
        let pool = KeyPool::open(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("keys")).unwrap();
        let keys: Vec<RsaKey> = pool.keys(6).unwrap();
        let pair = |at: usize| ItsmeKey::new(&keys[at], &keys[at + 1]).unwrap();
        let identity = server_certificate(&root, &["127.0.0.1".into()]).unwrap();
        let tls = Tls {
            chain_pem: &identity.cert_pem,
            key_pem: &identity.key_pem,
        };
        let itsme = Authority {
            name: etalon_itsme::AUTHORITY,
            prefix: etalon_itsme::PREFIX,
            router: etalon_itsme::router(),
        };
        // The portal serves its keys and request objects from behind the same listener.
        let party = Authority {
            name: "portal",
            prefix: "/party",
            router: party::router(),
        };
        let stage = Stage::listen(SocketAddr::from(([127, 0, 0, 1], 0)), None, tls, vec![itsme, party]).unwrap();
        let journal = Journal::new(Arc::new(Nowhere), &[3; 32]);
        let at = Some("2026-04-09T08:00:00Z".parse().unwrap());
        let http = HttpClient::new(&root.pem(), Vec::new()).unwrap();
        let realm = stage
            .open_realm(&journal, "belgium", 42, at, |realm| {
                Itsme::settle(realm, &pair(0), &http, parameters, Vec::new());
            })
            .unwrap();
        let itsme = Itsme::of(&realm).unwrap();
        let (portal, stranger) = (pair(2), pair(4));
        let (anna, bert) = (etalon_people::person(42, "Anna Janssens"), etalon_people::person(42, "Bert"));
        let people = realm.slot::<Register<Person>>();
        for person in [&anna, &bert] {
            people.add(&person.id, person.clone());
        }
        let country = Self {
            stage,
            realm,
            itsme,
            root_pem: root.pem(),
            portal,
            stranger,
            anna,
            bert,
        };
        country.register(country.key_client("portal"));
        country.register(secret_client("old-portal", InnerSignature::Rs256));
        country
    }

    pub(crate) fn register(&self, client: Client) {
        self.itsme.register_client(&self.realm, client).unwrap();
    }

    /// One that proves itself with the portal's keys.
    pub(crate) fn key_client(&self, id: &str) -> Client {
        Client {
            authentication: Authentication::PrivateKeyJwt(PartyKeys::Given(self.portal.published())),
            ..secret_client(id, InnerSignature::Rs256)
        }
    }

    pub(crate) fn published(&self) -> Arc<Published> {
        self.realm.slot()
    }

    /// An address of the portal, reached by itsme alone.
    pub(crate) fn party(&self, path: &str) -> String {
        format!("{}/party{path}", self.realm.base_url())
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser::new(&self.root_pem)
    }

    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", Door::Keys.issuer(&self.realm))
    }

    pub(crate) fn at_old_door(&self, path: &str) -> String {
        format!("{}{path}", Door::Legacy.issuer(&self.realm))
    }

    /// The fields of an ordinary request, with some changed (an empty value leaves the field out).
    pub(crate) fn fields<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let ordinary = [
            ("client_id", "portal"),
            ("redirect_uri", CALLBACK),
            ("response_type", "code"),
            ("scope", "openid service:PORTAL_LOGIN profile eid"),
            ("state", "a state"),
            ("nonce", "n-1"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        changed(&ordinary, changes)
    }

    /// The address of an ordinary request, likewise.
    pub(crate) fn authorize(&self, changes: &[(&str, &str)]) -> String {
        format!("{}?{}", self.at("/authorization"), encode_form(Self::fields(changes)))
    }

    /// An assertion of the portal, with some claims changed.
    pub(crate) fn assertion(&self, jti: &str, changes: &serde_json::Value) -> String {
        let now = self.realm.now().as_second();
        let mut claims = serde_json::json!({
            "iss": "portal", "sub": "portal", "aud": self.at("/token"), "jti": jti, "iat": now, "exp": now + 60,
        });
        for (name, value) in changes.as_object().into_iter().flatten() {
            claims[name] = value.clone();
        }
        self.portal.signing().sign_jws(&self.portal.signing().header(), &claims)
    }

    /// The body of an ordinary token request, with some fields changed.
    pub(crate) fn token_form(&self, code: &str, assertion: &str, changes: &[(&str, &str)]) -> String {
        let ordinary = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion),
        ];
        encode_form(changed(&ordinary, changes))
    }

    /// A code for Anna, who approved.
    pub(crate) async fn code(&self, browser: &mut Browser, address: &str) -> String {
        let sent_on = self.approve(browser, address, &self.anna.id).await;
        sent_on.location_field("code").unwrap_or_else(|| panic!("no code in {sent_on:?}"))
    }

    pub(crate) async fn approve(&self, browser: &mut Browser, address: &str, person: &str) -> Page {
        let opened = browser.get(address).await;
        let page = browser.follow(&opened).await;
        let app = browser.submit(&page, "itsme-person", &[("person", person)]).await;
        browser.submit(&app, "itsme-approve", &[("step", "approve")]).await
    }

    pub(crate) async fn tokens(&self, browser: &mut Browser, code: &str, jti: &str) -> Page {
        let form = self.token_form(code, &self.assertion(jti, &serde_json::json!({})), &[]);
        browser.post(&self.at("/token"), &form).await
    }

    /// What was observed last under that name.
    pub(crate) fn observed(&self, name: &str) -> Option<Fields> {
        let entries = self.realm.journal().entries();
        let mut fields = entries.iter().rev().filter_map(|entry| match &entry.event {
            Event::Observation { name: found, fields } if found == name => Some(fields.clone()),
            _ => None,
        });
        fields.next()
    }

    /// The `reason` of the last observation of that name.
    pub(crate) fn reason(&self, name: &str) -> String {
        let observed = self.observed(name).unwrap_or_else(|| panic!("{name} was not observed"));
        observed["reason"].as_str().unwrap_or_default().to_owned()
    }
}

pub(crate) fn secret_client(id: &str, inner: InnerSignature) -> Client {
    let service = |code: &str, kind, redirect_uri: &str| Service {
        code: code.to_owned(),
        kind,
        redirect_uris: vec![redirect_uri.to_owned()],
    };
    Client {
        id: id.to_owned(),
        services: vec![
            service("PORTAL_LOGIN", ServiceKind::Authentication, CALLBACK),
            service("PORTAL_SIGN", ServiceKind::Confirmation, OTHER_CALLBACK),
        ],
        authentication: Authentication::Secret {
            secret: SECRET.to_owned(),
            inner,
        },
        pkce_required: false,
        request_object_required: false,
        request_uris: Vec::new(),
    }
}

fn changed<'a>(ordinary: &[(&'a str, &'a str)], changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = ordinary.iter().filter(|(name, _)| changes.iter().all(|(other, _)| other != name));
    kept.chain(changes.iter().filter(|(_, value)| !value.is_empty())).copied().collect()
}
