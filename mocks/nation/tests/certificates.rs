//! Certificates, revocation lists and status answers over plain HTTP, as openssl and curl see them: by the realm's clock, and as the scenario
//! lets each certificate stand.
#![allow(clippy::unwrap_used)]

mod country;

use std::{fs, path::Path, process::Command};

use country::{api::Api, observed};
use etalon_certs::{AuthorityName, KeyKind, Material, to_pem};
use etalon_journal::{Journal, Unwritten};
use etalon_nation::{
    CertificateStatus, Event, IssuedCertificate, Kind, ListFlaw, Nation, NationConfig, OcspFlaw, PkiDirection, PkiError, PkiHandle,
    RealmHandle, Reason, RootChoice,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tempfile::TempDir;

const CARD: &str = "citizen-authentication";

/// What a program says, and whether it is content. The nation answers meanwhile, on other threads.
fn ask(program: &str, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(program).args(arguments).env("NO_PROXY", "*").output();
    let output = output.unwrap_or_else(|why| panic!("{program} must be installed: {why}"));
    let said = [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
    (output.status.success(), said.concat())
}

/// A certificate in the hands of a relying party that trusts its root.
struct Shown {
    folder: TempDir,
    issued: IssuedCertificate,
    status_address: String,
}

impl Shown {
    fn of(pki: &PkiHandle, issued: IssuedCertificate, material: &Material) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let pem = |name: &str, ders: &[Vec<u8>]| {
            let text: String = ders.iter().map(|der| to_pem("CERTIFICATE", der)).collect();
            fs::write(folder.path().join(name), text).unwrap();
        };
        pem("certificate.pem", &[material.certificate().to_vec()]);
        pem("issuer.pem", &[material.authority().certificate().to_vec()]);
        pem("chain.pem", material.chain());
        pem("root.pem", &[material.root().to_vec()]);
        Self {
            folder,
            issued,
            status_address: pki.status_address(),
        }
    }

    fn issue(realm: &RealmHandle, recipe: &str, kind: Option<KeyKind>) -> Self {
        let pki = realm.pki().unwrap();
        let (issued, material) = pki.issue(recipe, None, kind).unwrap();
        Self::of(&pki, issued, &material)
    }

    fn file(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// `openssl ocsp`, asking over HTTP with a nonce of its own; at `now`, where it is not the machine's time.
    fn status_at(&self, now: Option<Timestamp>) -> String {
        let (issuer, certificate, root) = (self.file("issuer.pem"), self.file("certificate.pem"), self.file("root.pem"));
        let asked = [
            "ocsp",
            "-issuer",
            &issuer,
            "-cert",
            &certificate,
            "-url",
            &self.status_address,
            "-CAfile",
            &root,
            "-verify_other",
            &issuer,
        ];
        match now {
            None => ask("openssl", &asked).1,
            Some(now) => {
                ask(
                    "faketime",
                    &[&["-f", &format!("@{}", now.strftime("%Y-%m-%d %H:%M:%S")), "openssl"], &asked[..]].concat(),
                )
                .1
            }
        }
    }

    fn status(&self) -> String {
        self.status_at(None)
    }

    /// `openssl verify`, fetching the list from where the certificate says it is.
    fn verify(&self, more: &[&str]) -> (bool, String) {
        let (root, chain, certificate) = (self.file("root.pem"), self.file("chain.pem"), self.file("certificate.pem"));
        let asked = [
            "verify",
            "-x509_strict",
            "-crl_check",
            "-crl_download",
            "-CAfile",
            &root,
            "-untrusted",
            &chain,
        ];
        ask("openssl", &[&asked[..], more, &[certificate.as_str()]].concat())
    }
}

fn found(said: &str, parts: &[&str]) {
    for part in parts {
        assert!(said.contains(part), "`{part}` in {said}");
    }
}

async fn nation() -> Nation {
    country::nation().await.0
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn openssl_reads_how_a_certificate_stands_over_http() {
    let nation = nation().await;
    let realm = nation.open_realm("now", 7, None).unwrap();
    let pki = realm.pki().unwrap();
    for kind in [KeyKind::Rsa2048, KeyKind::P384] {
        let shown = Shown::issue(&realm, CARD, Some(kind));
        let serial = shown.issued.serial.clone();
        let stands = |status| pki.set_status(&serial, status, None).unwrap();
        found(&shown.status(), &["Response verify OK", ": good"]);
        let (accepted, said) = shown.verify(&[]);
        assert!(accepted, "{said}");

        stands(CertificateStatus::OnHold);
        found(&shown.status(), &["Response verify OK", ": revoked", "certificateHold"]);
        found(&shown.verify(&[]).1, &["certificate revoked"]);
        stands(CertificateStatus::Good);
        found(&shown.status(), &["Response verify OK", ": good"]);
        let (accepted, said) = shown.verify(&[]);
        assert!(accepted, "a hold can be lifted: {said}");

        stands(CertificateStatus::Revoked(Reason::KeyCompromise));
        found(&shown.status(), &["Response verify OK", ": revoked", "keyCompromise"]);
        found(&shown.verify(&[]).1, &["certificate revoked"]);
        let lifted = pki.set_status(&serial, CertificateStatus::Good, None);
        assert!(matches!(lifted, Err(PkiError::Revoked { .. })), "{lifted:?}");

        let issuer = shown.file("issuer.pem");
        let asked = [
            "ocsp",
            "-issuer",
            &issuer,
            "-serial",
            "0x4242",
            "-url",
            &shown.status_address,
            "-noverify",
        ];
        found(&ask("openssl", &asked).1, &[": unknown"]);
    }
    nation.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_and_answers_follow_the_clock_of_the_realm() {
    let nation = nation().await;
    let then: Timestamp = "2019-05-06T07:08:09Z".parse().unwrap();
    let realm = nation.open_realm("then", 7, Some(then)).unwrap();
    let pki = realm.pki().unwrap();
    let shown = Shown::issue(&realm, CARD, Some(KeyKind::P384));
    found(&shown.status(), &["Status times invalid"]);
    found(
        &shown.status_at(Some(then)),
        &["Response verify OK", ": good", "This Update: May  6 07:08:09 2019 GMT"],
    );

    let hour = SignedDuration::from_hours(1);
    pki.set_status(
        &shown.issued.serial,
        CertificateStatus::Revoked(Reason::Superseded),
        Some(then + hour),
    )
    .unwrap();
    let attime = |at: Timestamp| at.as_second().to_string();
    found(&shown.status_at(Some(then)), &[": good"]);
    assert!(shown.verify(&["-attime", &attime(then)]).0, "it is not revoked yet");
    realm.step(hour);
    found(
        &shown.status_at(Some(then + hour)),
        &["Response verify OK", ": revoked", "Revocation Time: May  6 08:08:09 2019 GMT"],
    );
    found(&shown.verify(&["-attime", &attime(then + hour)]).1, &["certificate revoked"]);
    realm.step(-hour);
    found(&shown.status_at(Some(then)), &[": good"]);

    // Whoever answers gets a new certificate as the years go by.
    realm.step(SignedDuration::from_hours(24 * 700));
    found(&shown.status_at(Some(realm.now())), &["Response verify OK", ": revoked"]);
    nation.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn curl_fetches_what_the_certificate_points_at_and_the_journal_has_it() {
    let nation = nation().await;
    let realm = nation.open_realm("files", 7, None).unwrap();
    let other = nation.open_realm("other", 7, None).unwrap();
    let shown = Shown::issue(&realm, CARD, Some(KeyKind::P384));
    let pki = realm.pki().unwrap();
    let (_, text) = ask("openssl", &["x509", "-noout", "-text", "-in", &shown.file("certificate.pem")]);
    let (list, issuer) = (pki.list_address("citizen-ca-p-384"), pki.issuer_address("citizen-ca-p-384"));
    found(
        &text,
        &[
            &format!("URI:{list}"),
            &format!("CA Issuers - URI:{issuer}"),
            &format!("OCSP - URI:{}", shown.status_address),
        ],
    );
    assert!(
        list.starts_with("http://127.0.0.1:") && list.ends_with("/r/files/pki/citizen-ca-p-384.crl"),
        "{list}"
    );

    let fetch = |url: &str, file: &str| ask("curl", &["-sS", "-o", &shown.file(file), "-w", "%{http_code} %{content_type}", url]).1;
    assert_eq!(fetch(&issuer, "fetched.crt"), "200 application/pkix-cert");
    assert_eq!(fetch(&list, "fetched.crl"), "200 application/pkix-crl");
    let (_, same) = ask("openssl", &["x509", "-inform", "DER", "-in", &shown.file("fetched.crt")]);
    assert_eq!(same.trim(), fs::read_to_string(shown.file("issuer.pem")).unwrap().trim());
    let fetched = [shown.file("fetched.crl"), shown.file("issuer.pem")];
    found(
        &ask(
            "openssl",
            &[
                "crl",
                "-inform",
                "DER",
                "-in",
                &fetched[0],
                "-CAfile",
                &fetched[1],
                "-noout",
                "-crlnumber",
            ],
        )
        .1,
        &["verify OK"],
    );

    // RFC 6960, A.1: the request in the address.
    let request = shown.file("request.der");
    ask(
        "openssl",
        &[
            "ocsp",
            "-issuer",
            &fetched[1],
            "-cert",
            &shown.file("certificate.pem"),
            "-no_nonce",
            "-reqout",
            &request,
        ],
    );
    let (_, encoded) = ask("base64", &["-w0", &request]);
    let escaped = encoded.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    let told = fetch(&format!("{}/{escaped}", shown.status_address), "answer.der");
    assert_eq!(told, "200 application/ocsp-response");
    let read = [
        "ocsp",
        "-respin",
        &shown.file("answer.der"),
        "-issuer",
        &fetched[1],
        "-cert",
        &shown.file("certificate.pem"),
        "-noverify",
    ];
    found(&ask("openssl", &read).1, &[": good"]);
    fetch(&format!("{}/bm8gcmVxdWVzdA==", shown.status_address), "refused.der");
    found(
        &ask("openssl", &["ocsp", "-respin", &shown.file("refused.der")]).1,
        &["malformedrequest"],
    );

    let status = |url: String| fetch(&url, "x").split(' ').next().unwrap().to_owned();
    assert_eq!(status(list.replace("citizen", "no")), "404");
    assert_eq!(
        status(list.replace("/pki/citizen-ca-p-384.crl", "/fas/")),
        "404",
        "nothing else is served in the clear"
    );
    let strays = nation.stray_requests();
    assert_eq!(status(list.replace("/r/files/", "/r/nobody/")), "404");
    assert_eq!(nation.stray_requests(), strays + 1, "what belongs to nobody is counted here too");
    let foreign = shown.status_address.replace("/r/files/", "/r/other/");
    let asked = [
        "ocsp",
        "-issuer",
        &fetched[1],
        "-cert",
        &shown.file("certificate.pem"),
        "-url",
        &foreign,
        "-noverify",
    ];
    found(&ask("openssl", &asked).1, &["unauthorized"]);
    assert_eq!(observed(&other, "status-refused").len(), 1);

    let entries = realm.journal().entries();
    let asked_for: Vec<_> = entries
        .iter()
        .filter_map(|entry| match &entry.event {
            Event::Request { url, .. } if entry.authority == "pki" => Some(url.clone()),
            _ => None,
        })
        .collect();
    assert!(asked_for.contains(&list) && asked_for.contains(&issuer), "{asked_for:?}");
    assert_eq!(observed(&realm, "list-answered")[0]["issuer"], "citizen-ca-p-384");
    assert_eq!(
        observed(&realm, "status-answered")[0]["certificates"],
        json!([{"serial": shown.issued.serial, "status": "good"}])
    );
    realm.close();
    assert_eq!(status(list), "404");
    nation.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_recipe_says_of_lists_and_answers_is_what_is_served() {
    let nation = nation().await;
    for (recipe, of_status, of_list) in [
        ("on-hold", "certificateHold", "certificate revoked"),
        ("status-unknown", ": unknown", ": OK"),
        ("issuer-revoked", ": good", ": OK"),
        ("ocsp-stale", "Status times invalid", ": OK"),
        ("ocsp-other-nonce", "Nonce Verify error", ": OK"),
        ("ocsp-try-later", "trylater", ": OK"),
        ("ocsp-delegated-by-namesake", "Response Verify Failure", ": OK"),
        ("list-stale", ": good", "CRL has expired"),
        ("list-signed-by-namesake", ": good", "CRL signature failure"),
    ] {
        let realm = nation.open_realm(recipe, 7, None).unwrap();
        let shown = Shown::issue(&realm, recipe, None);
        found(&shown.status(), &[of_status]);
        found(&shown.verify(&[]).1, &[of_list]);
        if recipe == "issuer-revoked" {
            found(&shown.verify(&["-crl_check_all"]).1, &["certificate revoked"]);
        }
        if recipe == "ocsp-stale" {
            realm.pki().unwrap().lift(&PkiDirection::FlawedAnswer(OcspFlaw::Stale));
            found(&shown.status(), &["Response verify OK", ": good"]);
        }
        realm.close();
    }
    nation.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn authorities_fail_for_as_long_as_they_are_asked_to() {
    let nation = nation().await;
    let realm = nation.open_realm("directed", 7, None).unwrap();
    let pki = realm.pki().unwrap();
    let shown = Shown::issue(&realm, CARD, Some(KeyKind::P384));
    pki.direct(PkiDirection::Unavailable, None, None, false);
    found(&shown.status(), &["503"]);
    found(&shown.status(), &[": good"]);
    let list = PkiDirection::FlawedList(ListFlaw::Stale);
    pki.direct(list, Some("citizen-ca-rsa-2048"), None, true);
    assert!(shown.verify(&[]).0, "it is another authority's");
    pki.direct(list, Some(&shown.issued.issuer), None, true);
    found(&shown.verify(&[]).1, &["CRL has expired"]);
    found(&shown.verify(&[]).1, &["CRL has expired"]);
    pki.lift(&list);
    assert!(shown.verify(&[]).0);
    nation.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_issued_and_revoked_outlives_a_restart_at_the_same_address() {
    let (folder, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let start = async |pki_port: Option<u16>| {
        let journal = Journal::new(std::sync::Arc::new(Unwritten), &[5; 32]);
        let config = NationConfig {
            root: RootChoice::Kept,
            pki_port,
            ..NationConfig::local(journal, keys.path())
        };
        fs::create_dir_all(keys.path()).unwrap();
        link_keys(&country::keys(), keys.path());
        Nation::start(config).await.unwrap()
    };
    let first = start(None).await;
    first.keep(folder.path()).unwrap();
    let realm = first.open_realm("kept", 7, None).unwrap();
    let anna = realm.introduce("Anna Janssens", Kind::Citizen).unwrap();
    let pki = realm.pki().unwrap();
    let (issued, material) = pki.issue(CARD, Some(&anna), Some(KeyKind::P384)).unwrap();
    assert_eq!(
        (issued.person.as_deref(), issued.recipe.as_deref()),
        (Some(anna.id.as_str()), Some(CARD))
    );
    let shown = Shown::of(&pki, issued.clone(), &material);
    pki.set_status(&issued.serial, CertificateStatus::OnHold, None).unwrap();
    let port = pki
        .status_address()
        .strip_prefix("http://127.0.0.1:")
        .and_then(|rest| rest.split('/').next())
        .unwrap()
        .parse()
        .unwrap();
    let before = pki.issued();
    first.close().await;

    let second = start(Some(port)).await;
    let kept = second.keep(folder.path()).unwrap();
    found(&shown.status(), &["Response verify OK", ": revoked", "certificateHold"]);
    let pki = kept[0].pki().unwrap();
    assert_eq!(pki.issued(), before);
    let (again, _) = pki.issue(CARD, Some(&anna), Some(KeyKind::P384)).unwrap();
    assert_eq!(again.serial, issued.serial);
    assert_eq!(again.standing.status, CertificateStatus::OnHold);
    let pki_root = pki.certificate_of(AuthorityName::BelgiumRoot, KeyKind::P384).unwrap();
    assert!(!pki_root.is_empty());
    second.close().await;
}

/// The pool of this user's keys takes seconds to make: a test with a folder of its own begins with the others'.
fn link_keys(from: &Path, to: &Path) {
    for pool in ["rsa-2048", "certificate-keys"] {
        let (from, to) = (from.join(pool), to.join(pool));
        if to.exists() || !from.exists() {
            continue;
        }
        fs::create_dir_all(&to).unwrap();
        for file in fs::read_dir(from).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_control_api_issues_lists_and_revokes() {
    let api = Api::open().await;
    api.post("/v1/realms", json!({"name": "r"})).await;
    assert_eq!(api.get("/v1/realms/r/certificates").await, json!([]));
    let anna = api.post("/v1/realms/r/people", json!({"name": "Anna Janssens"})).await;
    let order = json!({"recipe": CARD, "person": anna["id"], "key": "p-384", "password": "open sesame"});
    let issued = api.post("/v1/realms/r/certificates", order.clone()).await;
    for field in ["certificate_pem", "key_pem", "chain_pem", "root_pem", "keystore"] {
        assert!(issued[field].as_str().is_some_and(|text| !text.is_empty()), "{field}: {issued}");
    }
    assert_eq!((&issued["status"], &issued["person"]), (&json!("good"), &anna["id"]));
    assert!(issued["subject"].as_str().unwrap().contains("Janssens-Specimen"), "{issued}");
    assert_eq!(
        api.post("/v1/realms/r/certificates", order).await["certificate_pem"],
        issued["certificate_pem"]
    );
    let serial = issued["serial"].as_str().unwrap();
    let listed = api.get("/v1/realms/r/certificates").await;
    let listed = listed.as_array().unwrap();
    assert_eq!(listed.len(), 2, "the authority above it can be revoked too: {listed:?}");
    assert!(listed.iter().all(|one| one.get("key_pem").is_none()));

    let path = format!("/v1/realms/r/certificates/{}/status", serial.to_lowercase());
    let status = |order: serde_json::Value| api.call("POST", &path, Some(order));
    let revoked = status(json!({"status": "revoked", "reason": "key-compromise"})).await.json();
    assert_eq!(
        (&revoked["status"], &revoked["reason"]),
        (&json!("revoked"), &json!("key-compromise"))
    );
    assert!(revoked["since"].is_string());
    for (order, named) in [
        (json!({"status": "good"}), "status"),
        (json!({"status": "gone"}), "status"),
        (json!({"status": "on-hold", "reason": "superseded"}), "reason"),
        (json!({"status": "revoked", "reason": "certificate-hold"}), "reason"),
        (json!({"status": "revoked", "at": "-009000-01-01T00:00:00Z"}), "at"),
        (json!({"status": "revoked", "at": "9999-01-01T00:00:00Z"}), "at"),
    ] {
        let answer = status(order.clone()).await;
        assert_eq!(answer.problem(), (422, "field-unusable".to_owned()), "{order}");
        assert!(answer.body.contains(&format!("`{named}`")), "{answer:?}");
    }
    let nobody = api
        .call("POST", "/v1/realms/r/certificates/4242/status", Some(json!({"status": "good"})))
        .await;
    assert_eq!(nobody.problem(), (404, "certificate-unknown".to_owned()));
    for (order, kind) in [
        (json!({"recipe": "none"}), "field-unusable"),
        (json!({"recipe": CARD, "key": "rsa-1024"}), "field-unusable"),
        (json!({"recipe": "ehealth-hospital", "person": anna["id"]}), "field-unusable"),
        (json!({"recipe": CARD, "person": "nobody"}), "person-unknown"),
        (json!({"recipe": CARD, "password": ""}), "field-unusable"),
    ] {
        assert_eq!(
            api.call("POST", "/v1/realms/r/certificates", Some(order.clone())).await.problem().1,
            kind,
            "{order}"
        );
    }
    let direction =
        json!({"authority": "pki", "name": "flawed-status-answer", "arguments": {"flaw": "stale", "serial": serial}, "standing": true});
    let set = api.post("/v1/realms/r/directions", direction).await;
    assert_eq!(
        (&set["name"], &set["arguments"]["flaw"]),
        (&json!("flawed-status-answer"), &json!("stale"))
    );
    let wrong = json!({"authority": "pki", "name": "flawed-list", "arguments": {"flaw": "try-later"}});
    assert_eq!(
        api.call("POST", "/v1/realms/r/directions", Some(wrong)).await.problem().1,
        "field-unusable"
    );
    api.close().await;
}
