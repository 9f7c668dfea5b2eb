//! A service provider that nobody here wrote, pysaml2, logs people in at CSAM and out again; and service providers in the control API.
#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stderr, reason = "a run without the stranger says so")]

mod country;

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::Arc,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use country::{Browser, api::Api};
use etalon_journal::{Journal, Unwritten};
use etalon_nation::{CsamDirection, Means, Nation, NationConfig, RealmHandle};
use serde_json::{Value, json};

const PROGRAM: &str = include_str!("pysaml2_party.py");
const REALM: &str = "/v1/realms/saml";

/// pysaml2 in a process of its own; it ends when its standard input closes.
struct Party {
    process: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    /// What it complained of.
    said: PathBuf,
}

impl Party {
    /// Nothing where there is no Python with it.
    fn start(folder: &Path, first: &Value) -> Option<Self> {
        let Ok(python) = std::env::var("ETALON_PYTHON") else {
            assert_ne!(
                std::env::var("CI").as_deref(),
                Ok("true"),
                "ETALON_PYTHON must name a Python that has pysaml2"
            );
            eprintln!("pysaml2 was not asked: ETALON_PYTHON is not set");
            return None;
        };
        let program = folder.join("party.py");
        std::fs::write(&program, PROGRAM).unwrap();
        let mut command = Command::new(python);
        let said = std::fs::File::create(folder.join("said.txt")).unwrap();
        command.arg(program).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(said);
        let mut process = command.spawn().unwrap();
        let mut party = Self {
            orders: process.stdin.take(),
            answers: BufReader::new(process.stdout.take().unwrap()),
            said: folder.join("said.txt"),
            process,
        };
        party.tell(first);
        Some(party)
    }

    fn tell(&mut self, order: &Value) {
        writeln!(self.orders.as_mut().unwrap(), "{order}").unwrap();
    }

    fn ask(&mut self, order: &Value) -> Value {
        self.tell(order);
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        let said = || std::fs::read_to_string(&self.said).unwrap_or_default();
        serde_json::from_str(&line).unwrap_or_else(|problem| panic!("{problem}: {order} -> {line}\n{}", said()))
    }
}

impl Drop for Party {
    fn drop(&mut self) {
        drop(self.orders.take());
        let _ = self.process.wait();
    }
}

/// What the page posts, after `change` to the message.
fn posted(page: &country::Page, change: impl FnOnce(String) -> String) -> String {
    let (action, fields) = page.form("saml-post");
    assert_eq!(action, "https://portal.example/saml/acs");
    let message = &fields.iter().find(|(name, _)| name == "SAMLResponse").unwrap().1;
    let xml = String::from_utf8(STANDARD.decode(message).unwrap()).unwrap();
    STANDARD.encode(change(xml))
}

struct Login {
    request: String,
    page: country::Page,
}

impl Login {
    /// Somebody logs in for pysaml2, on CSAM's page where there is one.
    async fn by(party: &mut Party, browser: &mut Browser, person: &str, contexts: &[&str], comparison: &str) -> Self {
        let asked = party.ask(&json!({"do": "ask", "contexts": contexts, "comparison": comparison}));
        let opened = browser.get(asked["address"].as_str().unwrap()).await;
        let page = match opened.location() {
            None => opened,
            Some(_) => {
                let page = browser.follow(&opened).await;
                browser.submit(&page, "csam-choose", &[("means", "eid"), ("person", person)]).await
            }
        };
        Self {
            request: asked["request"].as_str().unwrap().to_owned(),
            page,
        }
    }

    fn read(&self, party: &mut Party, change: impl FnOnce(String) -> String) -> Value {
        party.ask(&json!({"do": "read", "request": self.request, "response": posted(&self.page, change)}))
    }
}

#[tokio::test]
async fn pysaml2_logs_a_person_in_and_out() {
    let api = Api::open().await;
    api.post("/v1/realms", json!({"name": "saml", "seed": 7})).await;
    let realm: RealmHandle = api.nation.realm("saml").unwrap();
    let anna = etalon_people::person(7, "Anna Janssens");
    realm.add_person(anna.clone());
    let mut browser = Browser::new(api.nation.root_pem());
    let folder = tempfile::tempdir().unwrap();
    let first = json!({
        "identity_provider": realm.saml_entity_id(), "folder": folder.path(), "metadata": browser.get(&realm.saml_metadata_url()).await.body,
    });
    let Some(mut party) = Party::start(folder.path(), &first) else {
        return;
    };
    let metadata = party.ask(&json!({"do": "register"}))["metadata"].clone();
    let registered = api.post(&format!("{REALM}/service-providers"), json!({"metadata": metadata})).await;
    assert_eq!(registered["entity_id"], "https://portal.example/saml");
    assert_eq!(
        (&registered["signs_requests"], &registered["logout"]),
        (&json!(true), &json!("https://portal.example/saml/slo"))
    );

    let level = ["urn:be:fedict:iam:fas:citizen:Level400"];
    let login = Login::by(&mut party, &mut browser, &anna.id, &level, "minimum").await;
    let read = login.read(&mut party, |xml| xml);
    assert_eq!(read["context"], "urn:be:fedict:iam:fas:Level500", "{read}");
    assert_eq!(read["attributes"]["egovNRN"], json!([anna.insz.to_string()]), "{read}");
    assert_eq!(read["attributes"]["givenName"], json!([anna.given_name]));
    let session = read["session"].clone();
    // The same, spoilt: each is refused by pysaml2 too, and the twin is accepted again.
    let number = anna.insz.to_string();
    let spoilt = [
        login.read(&mut party, |xml| xml.replace(&number, "78110100234")),
        login.read(&mut party, |xml| xml.replace("Level500", "Level100")),
        login.read(&mut party, |xml| {
            xml.replace("portal.example/saml</saml:Audience>", "other.example</saml:Audience>")
        }),
        party.ask(&json!({"do": "read", "request": "id-other", "response": posted(&login.page, |xml| xml)})),
    ];
    assert!(spoilt.iter().all(|said| said["refused"].is_string()), "{spoilt:?}");

    // Exactly a named means, for the session there is; then a login that is cancelled.
    let exact = ["urn:be:fedict:iam:fas:citizen:eid", "urn:be:fedict:iam:fas:citizen:bmid"];
    let again = Login::by(&mut party, &mut browser, &anna.id, &exact, "exact").await;
    assert_eq!(again.read(&mut party, |xml| xml)["context"], exact[0]);
    let direction = json!({"authority": "csam", "name": "cancel", "client": "https://portal.example/saml"});
    api.post(&format!("{REALM}/directions"), direction).await;
    let cancelled = Login::by(&mut party, &mut browser, &anna.id, &level, "minimum").await;
    assert_eq!(cancelled.read(&mut party, |xml| xml)["refused"], "StatusAuthnFailed");

    // Encrypted to it from now on.
    let order = json!({"metadata": metadata, "encrypts_assertions": true});
    api.post(&format!("{REALM}/service-providers"), order).await;
    let login = Login::by(&mut party, &mut browser, &anna.id, &level, "minimum").await;
    let read = login.read(&mut party, |xml| {
        assert!(xml.contains("EncryptedAssertion") && !xml.contains(&number));
        xml
    });
    assert_eq!(read["attributes"]["egovNRN"], json!([number]), "{read}");

    let leaving = party.ask(&json!({"do": "leave", "session": read["session"]}));
    let page = browser.get(leaving["address"].as_str().unwrap()).await;
    let answer = page.location_field("SAMLResponse").unwrap();
    let left = party.ask(&json!({"do": "left", "response": answer}));
    assert_eq!(left["status"], "urn:oasis:names:tc:SAML:2.0:status:Success");
    assert!(session.is_string());
    let opened = party.ask(&json!({"do": "ask", "contexts": level, "comparison": "minimum"}));
    let page = browser.get(opened["address"].as_str().unwrap()).await;
    assert!(
        page.location().is_some_and(|to| to.contains("/fas/XUI/")),
        "the session is over: {page:?}"
    );
}

#[tokio::test]
async fn service_providers_are_registered_listed_kept_and_removed() {
    let api = Api::open().await;
    api.post("/v1/realms", json!({"name": "saml", "seed": 7})).await;
    let path = format!("{REALM}/service-providers");
    let order = json!({"entity_id": "urn:portal", "consumers": ["https://portal.example/acs"]});
    let registered = api.post(&path, order.clone()).await;
    let realm = api.nation.realm("saml").unwrap();
    assert_eq!(registered["identity_provider"], realm.saml_entity_id());
    assert_eq!(
        (
            registered["signs_requests"].as_bool(),
            registered["attributes"].as_array().unwrap().len()
        ),
        (Some(false), 10)
    );
    assert_eq!(api.get(&path).await, json!([registered]));
    let refused = [
        (json!({}), "metadata"),
        (json!({"metadata": "<a/>"}), "metadata"),
        (json!({"metadata": "<a/>", "entity_id": "urn:portal"}), "metadata"),
        (json!({"entity_id": "urn:portal"}), "consumers"),
        (json!({"entity_id": "", "consumers": ["https://portal.example/acs"]}), "entity_id"),
        (json!({"entity_id": "urn:portal", "consumers": ["acs"]}), "consumers"),
        (
            json!({"entity_id": "urn:portal", "consumers": ["https://x/"], "certificates": ["AAAA"]}),
            "certificates",
        ),
        (
            json!({"entity_id": "urn:portal", "consumers": ["https://x/"], "signs_requests": true}),
            "certificates",
        ),
        (
            json!({"entity_id": "urn:portal", "consumers": ["https://x/"], "attributes": ["nrn"]}),
            "attributes",
        ),
    ];
    for (order, field) in refused {
        let answer = api.call("POST", &path, Some(order.clone())).await;
        assert_eq!(answer.status, 422, "{order}");
        assert!(answer.body.contains(field), "{order}: {}", answer.body);
    }
    // What waits for it goes with it.
    let direction = CsamDirection::LogInAs {
        person: "anna".to_owned(),
        means: Means::Eid,
    };
    realm.direct_csam("urn:portal", None, direction, true);
    assert_eq!(realm.waiting_directions().len(), 1);
    let one = format!("{path}?entity_id=urn:portal");
    assert_eq!(api.call("DELETE", &one, None).await.status, 204);
    assert_eq!(api.call("DELETE", &one, None).await.status, 404);
    assert!(realm.waiting_directions().is_empty() && realm.service_providers().is_empty());
}

#[tokio::test]
async fn a_service_provider_outlives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let nation = async || {
        let journal = Journal::new(Arc::new(Unwritten), &[5; 32]);
        Nation::start(NationConfig::local(journal, country::keys())).await.unwrap()
    };
    let registration = etalon_nation::ServiceProviderRegistration {
        entity_id: "urn:portal".to_owned(),
        consumers: vec![etalon_nation::Consumer {
            index: 3,
            url: "https://portal.example/acs".to_owned(),
        }],
        logout: Some("https://portal.example/slo".to_owned()),
        attributes: vec!["mail".to_owned()],
        ..etalon_nation::ServiceProviderRegistration::default()
    };
    let first = nation().await;
    first.keep(folder.path()).unwrap();
    let realm = first.open_realm("team", 42, None).unwrap();
    realm.register_service_provider(registration.clone()).unwrap();
    first.close().await;
    let second = nation().await;
    second.keep(folder.path()).unwrap();
    assert_eq!(second.realm("team").unwrap().service_providers(), [registration]);
    second.close().await;
}
