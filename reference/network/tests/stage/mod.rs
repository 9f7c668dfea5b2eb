//! A small world for the tests: one certificate authority, one identity provider, one hospital, and a browser that remembers cookies and
//! submits forms. Everything on loopback, over real TLS.
#![allow(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    reason = "every test binary uses a part of the stage, and a test may stop at what cannot be"
)]

mod authority;
mod browser;
mod hostile;
mod partners;

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, DuplexStream, Lines, ReadHalf, WriteHalf, split},
    task::JoinHandle,
};

pub(crate) use authority::Authority;
pub(crate) use browser::{Browser, Page};
pub(crate) use hostile::FAULTS;
pub(crate) use partners::{Partners, Person, make_keys};

pub(crate) const PATIENT: &str = "85073003328";
pub(crate) const OTHER_PATIENT: &str = "78110100234";
pub(crate) const DOCTOR: &str = "04022900132";
pub(crate) const COLLEAGUE: &str = "17073003384";
pub(crate) const NURSE: &str = "90020200265";
pub(crate) const CLERK: &str = "91030300368";
pub(crate) const OFFICE: &str = "92040400471";
pub(crate) const NOW: &str = "2026-03-10T10:00:00+01:00";
pub(crate) const CONTENT: &str = "<b>CANARY-71</b> content of ";

/// A host that is spoken to as an operator's program would.
pub(crate) struct Host {
    to: WriteHalf<DuplexStream>,
    from: Lines<BufReader<ReadHalf<DuplexStream>>>,
    task: JoinHandle<std::io::Result<()>>,
}

impl Host {
    pub(crate) async fn start() -> Self {
        let (near, far) = tokio::io::duplex(64 * 1024);
        let (input, output) = split(far);
        let task = tokio::spawn(etalon_reference_network::host(BufReader::new(input), output));
        let (from, to) = split(near);
        let mut host = Self {
            to,
            from: BufReader::new(from).lines(),
            task,
        };
        assert_eq!(host.hear().await["ready"]["name"], "reference-network");
        host
    }

    pub(crate) async fn hear(&mut self) -> Value {
        serde_json::from_str(&self.from.next_line().await.unwrap().unwrap()).unwrap()
    }

    pub(crate) async fn say(&mut self, line: &str) -> Value {
        self.to.write_all(line.as_bytes()).await.unwrap();
        self.to.write_all(b"\n").await.unwrap();
        self.hear().await
    }

    pub(crate) async fn end(mut self) {
        self.to.shutdown().await.unwrap();
        self.task.await.unwrap().unwrap();
    }
}

/// One instance with everything around it.
pub(crate) struct Stage {
    pub(crate) host: Host,
    pub(crate) partners: Arc<Partners>,
    pub(crate) authority: Arc<Authority>,
    pub(crate) base: String,
}

impl Stage {
    pub(crate) async fn upright() -> Self {
        Self::open(json!({})).await
    }

    /// An instance whose configuration differs from the usual one in these fields.
    pub(crate) async fn open(different: Value) -> Self {
        let authority = Authority::shared();
        let partners = Partners::start(&authority).await;
        let mut host = Host::start().await;
        let mut open = configuration(&authority, &partners.base);
        for (field, value) in different.as_object().unwrap() {
            open[field] = value.clone();
        }
        let opened = host.say(&json!({"id": 1, "open": open}).to_string()).await;
        let base = opened["opened"]["base_url"]
            .as_str()
            .unwrap_or_else(|| panic!("{opened}"))
            .to_owned();
        Self {
            host,
            partners,
            authority,
            base,
        }
    }

    pub(crate) async fn set_clock(&mut self, now: &str) {
        self.partners.set_clock(now);
        assert_eq!(
            self.host
                .say(&json!({"id": 2, "clock": {"instance": "s1", "now": now}}).to_string())
                .await,
            json!({"id": 2, "done": {}})
        );
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser::new(&self.base, self.authority.client())
    }

    pub(crate) async fn signed_in(&self, capacity: &str, insz: &str) -> Browser {
        let mut browser = self.browser();
        let page = self.sign_in(&mut browser, capacity, Person::named(insz)).await;
        assert_eq!(page.status, 200, "{}", page.body);
        browser
    }

    pub(crate) async fn sign_in(&self, browser: &mut Browser, capacity: &str, person: Person) -> Page {
        self.partners.expect(person);
        browser.get(&format!("/{capacity}")).await
    }

    /// A patient of the network who gave consent.
    pub(crate) async fn consenting_patient(&self, insz: &str) -> Browser {
        let mut browser = self.signed_in("patient", insz).await;
        browser.submit("/patient", "consent-give", &[]).await;
        browser
    }

    /// A doctor who gave consent.
    pub(crate) async fn consenting_doctor(&self, insz: &str) -> Browser {
        let mut browser = self.signed_in("professional", insz).await;
        browser.submit("/professional", "consent-give", &[]).await;
        browser
    }

    /// A doctor with consent and a link with the patient, and the address of the patient's page.
    pub(crate) async fn attending_doctor(&self, insz: &str, patient: &str) -> (Browser, String) {
        let mut doctor = self.consenting_doctor(insz).await;
        let record = self.find(&mut doctor, patient).await;
        let linked = doctor.submit(&record, "link-declare", &[]).await;
        assert_eq!(
            linked.value("link-status", "data-value").as_deref(),
            Some("active"),
            "{}",
            linked.body
        );
        (doctor, record)
    }

    /// The same patient signed in anew: consent that was given stays.
    pub(crate) async fn consenting_patient_again(&self, insz: &str) -> Browser {
        let mut browser = self.signed_in("patient", insz).await;
        if browser.get("/patient").await.tag("consent-give").is_some() {
            browser.submit("/patient", "consent-give", &[]).await;
        }
        browser
    }

    /// The same doctor signed in anew: consent that was given stays, and a link is put again.
    pub(crate) async fn attending_doctor_again(&self, insz: &str, patient: &str) -> (Browser, String) {
        let mut doctor = self.signed_in("professional", insz).await;
        if doctor.get("/professional").await.tag("consent-give").is_some() {
            doctor.submit("/professional", "consent-give", &[]).await;
        }
        let record = self.find(&mut doctor, patient).await;
        doctor.submit(&record, "link-declare", &[]).await;
        (doctor, record)
    }

    /// Publishes a document that the professional drew up and answers with the network's identifier.
    pub(crate) async fn publish_of(&self, author: &str, reference: &str, patient: &str, access: Value) -> String {
        let mut document = self.reference(reference, patient, access);
        document["author_insz"] = json!(author);
        let (status, answer) = self.put(&document).await;
        assert!(status == 200 || status == 201, "{answer}");
        answer["id"].as_str().unwrap().to_owned()
    }

    /// The address of a patient's page, as this doctor finds it.
    pub(crate) async fn find(&self, doctor: &mut Browser, insz: &str) -> String {
        let page = doctor.submit("/professional", "find-patient", &[("insz", insz)]).await;
        assert_eq!(
            (page.status, page.name()),
            (200, Some("patient-record".to_owned())),
            "{}",
            page.body
        );
        page.path
    }

    /// Publishes a document about the patient and answers with the network's identifier.
    pub(crate) async fn publish(&self, reference: &str, patient: &str, access: Value) -> String {
        let (status, answer) = self.put(&self.reference(reference, patient, access)).await;
        assert!(status == 200 || status == 201, "{answer}");
        answer["id"].as_str().unwrap().to_owned()
    }

    pub(crate) fn reference(&self, reference: &str, patient: &str, access: Value) -> Value {
        json!({
            "reference": reference, "patient": patient, "type": "letter", "title": format!("Title of {reference}"), "author": "Dr Author",
            "published_at": NOW, "patient_access": access, "content_url": format!("{}/store/{reference}", self.partners.base),
            "attachments": [{"name": format!("scan {reference}.png"), "media_type": "image/png", "url": format!("{}/store/{reference}/scan", self.partners.base)}]
        })
    }

    pub(crate) async fn put(&self, reference: &Value) -> (u16, Value) {
        let request = self
            .authority
            .client()
            .post(format!("{}/publisher/v1/references", self.base))
            .basic_auth("hospital", Some("hospital-secret"));
        let answer = request
            .header("content-type", "application/json")
            .body(reference.to_string())
            .send()
            .await
            .unwrap();
        let status = answer.status().as_u16();
        (status, serde_json::from_str(&answer.text().await.unwrap()).unwrap())
    }
}

pub(crate) fn configuration(authority: &Authority, partners: &str) -> Value {
    let (certificate, key) = authority.server();
    json!({
        "instance": "s1", "issuer": format!("{partners}/fas/oauth2"), "client_id": "network", "client_secret": "client-secret",
        "ca_pem": authority.root_pem(), "tls_cert_pem": certificate, "tls_key_pem": key, "clock": NOW, "minimum_level": 400,
        "professionals": [
            {"insz": DOCTOR, "name": "Dr Doctor"}, {"insz": COLLEAGUE, "name": "Dr Colleague", "profession": "physician"},
            {"insz": NURSE, "name": "Nurse Nightingale", "profession": "nurse"}, {"insz": CLERK, "name": "Clerk Cole", "profession": "clerk"}
        ],
        "office": [{"insz": OFFICE, "name": "Office"}],
        "publishers": [{"name": "hospital", "secret": "hospital-secret", "title": "Example Hospital"}],
        "delay_reading": "calendar", "link_end": "exclusive", "crooked": []
    })
}
