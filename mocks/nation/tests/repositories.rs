//! Repositories on the wire: strangers fetch from them, directions as a client sees them, many realms at once, and nobody deletes.
#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stderr, reason = "a run without a stranger says so")]

mod country;

use std::{
    path::Path,
    process::{Command, Output},
};

use country::{
    Browser, PATIENCE, nation,
    network::{HOSPITAL_SECRET, NAME, credentials, letter},
    observed,
};
use etalon_journal::{Event, JournalSlice};
use etalon_nation::{HospitalDirection, Nation, RealmHandle, Rule};
use futures::future::join_all;
use serde_json::json;

/// Strangers that are there wherever the suite counts; others are asked where they are.
const REQUIRED: [&str; 2] = ["curl", "python3"];
/// Realms that fetch at once.
const MANY: u64 = 200;

fn furnished(nation: &Nation, name: &str, seed: u64) -> RealmHandle {
    let realm = nation.open_realm(name, seed, None).unwrap();
    realm.hospital().connect("https://127.0.0.1:1", NAME, HOSPITAL_SECRET);
    realm
}

fn address(realm: &RealmHandle, reference: &str) -> String {
    format!("{}/documents/{reference}", realm.hospital().repository())
}

async fn fetch(nation: &Nation, url: &str) -> (u16, String) {
    let page = Browser::new(nation.root_pem())
        .get_with(url, "authorization", &credentials(HOSPITAL_SECRET))
        .await;
    (page.status, page.body)
}

/// What the stranger answers, or nothing where it is absent and may be.
async fn asked(program: &str, arguments: &[&str]) -> Option<Output> {
    let (program, arguments) = (
        program.to_owned(),
        arguments.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>(),
    );
    let said = tokio::task::spawn_blocking({
        let program = program.clone();
        move || Command::new(program).args(arguments).output()
    });
    match said.await.unwrap() {
        Ok(output) => Some(output),
        Err(absent) => {
            let may_be_absent = !REQUIRED.contains(&program.as_str()) || std::env::var("CI").as_deref() != Ok("true");
            assert!(may_be_absent, "{program} must be there: {absent}");
            eprintln!("{program} was not asked: {absent}");
            None
        }
    }
}

async fn curl(nation: &Nation, folder: &Path, arguments: &[&str]) -> Option<Output> {
    let root = folder.join("root.pem");
    std::fs::write(&root, nation.root_pem()).unwrap();
    let user = format!("{NAME}:{HOSPITAL_SECRET}");
    let common = [
        "--silent",
        "--noproxy",
        "*",
        "--max-time",
        "10",
        "--cacert",
        root.to_str().unwrap(),
        "--user",
        &user,
    ];
    asked("curl", &[&common, arguments].concat()).await
}

#[tokio::test]
async fn curl_fetches_a_document_and_its_attachments_and_their_programs_open_them() {
    let (nation, _) = nation().await;
    let realm = furnished(&nation, "h", 1);
    realm
        .hospital()
        .lay_down(letter("A 1/é", Rule::Immediate, &["scan.pdf", "photo.png"]));
    let url = address(&realm, "A%201%2F%C3%A9");
    let folder = tempfile::tempdir().unwrap();
    let Some(fetched) = curl(&nation, folder.path(), &[&url]).await else {
        return nation.close().await;
    };
    let text = String::from_utf8(fetched.stdout).unwrap();
    assert!(text.contains(&realm.hospital().canary("A 1/é").unwrap()), "{text}");
    let markers: Vec<String> = {
        let entries = realm.journal().entries();
        let (_, laid) = JournalSlice::of(&entries).states("document").next().unwrap();
        let attachments = laid["attachments"].as_array().unwrap();
        attachments.iter().map(|one| one["canary"].as_str().unwrap().to_owned()).collect()
    };
    let files = ["scan.pdf", "photo.png"].map(|name| folder.path().join(name));
    for (number, file) in files.iter().enumerate() {
        let url = format!("{url}/attachments/{number}");
        let fetched = curl(&nation, folder.path(), &["--fail", "--output", file.to_str().unwrap(), &url])
            .await
            .unwrap();
        assert!(fetched.status.success(), "{fetched:?}");
        let bytes = std::fs::read(file).unwrap();
        assert!(
            String::from_utf8_lossy(&bytes).contains(&markers[number]),
            "its marker can be read in the raw bytes"
        );
    }
    let opened = [
        ("pdfinfo", vec![files[0].to_str().unwrap()], "Pages:           1"),
        ("pdftotext", vec![files[0].to_str().unwrap(), "-"], markers[0].as_str()),
        (
            "file",
            vec!["--brief", files[1].to_str().unwrap()],
            "PNG image data, 16 x 16, 8-bit grayscale, non-interlaced",
        ),
        ("python3", vec!["-c", READ_PNG, files[1].to_str().unwrap()], markers[1].as_str()),
    ];
    for (program, arguments, expected) in opened {
        if let Some(said) = asked(program, &arguments).await {
            let text = String::from_utf8_lossy(&said.stdout).into_owned();
            let complaint = String::from_utf8_lossy(&said.stderr).into_owned();
            assert!(text.contains(expected) && complaint.is_empty(), "{program}: {text} {complaint}");
        }
    }
    assert_eq!(observed(&realm, "document-fetched").len(), 3);
    nation.close().await;
}

/// Reads a PNG by the standard library's own checksums, and prints its comment.
const READ_PNG: &str = r#"
import struct, sys, zlib
data = open(sys.argv[1], "rb").read()
assert data[:8] == b"\x89PNG\r\n\x1a\n"
at, seen = 8, {}
while at < len(data):
    length, kind = struct.unpack(">I4s", data[at:at + 8])
    body = data[at + 8:at + 8 + length]
    assert struct.unpack(">I", data[at + 8 + length:at + 12 + length])[0] == zlib.crc32(kind + body)
    seen[kind] = body
    at += 12 + length
width, height = struct.unpack(">II", seen[b"IHDR"][:8])
assert len(zlib.decompress(seen[b"IDAT"])) == height * (width + 1)
assert at == len(data) and kind == b"IEND"
print(seen[b"tEXt"].decode("latin-1").replace("\0", ": "))
"#;

#[tokio::test]
async fn a_truncated_answer_announces_more_than_it_brings() {
    let (nation, _) = nation().await;
    let realm = furnished(&nation, "h", 1);
    realm.hospital().lay_down(letter("A", Rule::Immediate, &["scan.pdf"]));
    let url = address(&realm, "A");
    let (_, whole) = fetch(&nation, &url).await;
    realm.hospital().direct(HospitalDirection::Truncated, Some("A"), true);
    let folder = tempfile::tempdir().unwrap();
    if let Some(fetched) = curl(&nation, folder.path(), &[&url]).await {
        // 18: a part of the file; 56: the connection ended without TLS saying so.
        assert!(matches!(fetched.status.code(), Some(18 | 56)), "{fetched:?}");
        assert_eq!(String::from_utf8_lossy(&fetched.stdout), whole[..whole.len() / 2]);
    }
    for url in [url.clone(), format!("{url}/attachments/0")] {
        let roots = reqwest::Certificate::from_pem_bundle(nation.root_pem().as_bytes()).unwrap();
        let client = reqwest::Client::builder().tls_certs_only(roots).no_proxy().build().unwrap();
        let answer = client
            .get(&url)
            .header("authorization", credentials(HOSPITAL_SECRET))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 200);
        assert!(answer.bytes().await.is_err(), "the client knows that something is missing");
    }
    let seen = observed(&realm, "document-fetched");
    assert_eq!(
        seen.iter().map(|one| one["truncated"].clone()).collect::<Vec<_>>()[..2],
        [json!(false), json!(true)]
    );
    let entries = realm.journal().entries();
    let answers: Vec<_> = entries
        .iter()
        .filter_map(|entry| match &entry.event {
            Event::Response { headers, body, .. } => Some((headers, body)),
            _ => None,
        })
        .collect();
    let (headers, body) = answers[1];
    let announced = headers
        .iter()
        .find(|(name, _)| name == "content-length")
        .map(|(_, value)| value.as_str());
    assert_eq!(announced, Some(whole.len().to_string().as_str()));
    assert_eq!(
        body.text.as_deref(),
        Some(&whole[..whole.len() / 2]),
        "what was sent is what is written down"
    );
    realm.hospital().lift(&HospitalDirection::Truncated);
    assert_eq!(fetch(&nation, &url).await, (200, whole));
    nation.close().await;
}

#[tokio::test]
async fn the_wrong_document_is_the_same_patients_and_the_wrong_patient_is_another() {
    let (nation, _) = nation().await;
    let realm = furnished(&nation, "h", 1);
    realm.hospital().lay_down(letter("A", Rule::Immediate, &["scan.pdf"]));
    let url = address(&realm, "A");
    let patient = letter("A", Rule::Immediate, &[]).patient_insz;
    // First with nothing that fits, so that it is made up; then with what was made up.
    for direction in [HospitalDirection::WrongDocument, HospitalDirection::WrongPatient] {
        let mut handed_over = Vec::new();
        for url in [url.clone(), format!("{url}/attachments/0")] {
            realm.hospital().direct(direction, Some("A"), false);
            let (status, body) = fetch(&nation, &url).await;
            assert_eq!(status, 200);
            let seen = observed(&realm, "document-fetched").pop().unwrap();
            assert_eq!(seen["reference"], "A");
            let other = seen["handed_over"].as_str().unwrap().to_owned();
            let entries = realm.journal().entries();
            let laid: Vec<_> = JournalSlice::of(&entries)
                .states("document")
                .filter(|(_, fields)| fields["reference"] == other.as_str())
                .map(|(_, fields)| fields.clone())
                .collect();
            assert_eq!(laid.len(), 1, "what was made up stands in the journal, once");
            let same_patient = laid[0]["patient"] == patient.as_str();
            assert_eq!(same_patient, direction == HospitalDirection::WrongDocument);
            assert!(body.contains(seen["canary"].as_str().unwrap()));
            assert!(!body.contains(&realm.hospital().canary("A").unwrap()));
            assert_ne!(other, "A");
            handed_over.push(other);
        }
        assert_eq!(handed_over[0], handed_over[1]);
    }
    assert!(fetch(&nation, &url).await.1.contains(&realm.hospital().canary("A").unwrap()));
    nation.close().await;
}

#[tokio::test]
async fn a_slow_hospital_has_handed_nothing_over_when_the_client_leaves_or_the_realm_closes() {
    let (nation, _) = nation().await;
    let realm = furnished(&nation, "h", 1);
    realm.hospital().lay_down(letter("A", Rule::Immediate, &[]));
    realm.hospital().direct(HospitalDirection::Slow, None, true);
    let (root_pem, url) = (nation.root_pem().to_owned(), address(&realm, "A"));
    let asking = || {
        let (mut browser, url) = (Browser::new(&root_pem), url.clone());
        tokio::spawn(async move { browser.get_with(&url, "authorization", &credentials(HOSPITAL_SECRET)).await.status })
    };
    let until = |what: &'static str, times: usize| {
        let realm = realm.clone();
        let waiting = async move {
            while observed(&realm, what).len() < times {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting)
    };
    let leaving = asking();
    until("direction-used", 1).await.unwrap();
    leaving.abort();
    until("fetch-refused", 1).await.unwrap();
    let staying = asking();
    until("direction-used", 2).await.unwrap();
    realm.close();
    assert_eq!(tokio::time::timeout(PATIENCE, staying).await.unwrap().unwrap(), 504);
    let reasons: Vec<_> = observed(&realm, "fetch-refused").iter().map(|one| one["reason"].clone()).collect();
    assert_eq!(reasons, ["slow", "slow"]);
    assert!(observed(&realm, "document-fetched").is_empty());
    nation.close().await;
}

#[tokio::test]
async fn nothing_is_deleted_and_who_tries_is_written_down() {
    let (nation, _) = nation().await;
    let realm = furnished(&nation, "h", 1);
    realm.hospital().lay_down(letter("A", Rule::Immediate, &["scan.pdf"]));
    let roots = reqwest::Certificate::from_pem_bundle(nation.root_pem().as_bytes()).unwrap();
    let client = reqwest::Client::builder().tls_certs_only(roots).no_proxy().build().unwrap();
    let url = address(&realm, "A");
    let cases = [
        (url.clone(), json!("A"), json!(null)),
        (format!("{url}/attachments/0"), json!("A"), json!(0)),
        (address(&realm, "unheard%20of"), json!("unheard of"), json!(null)),
        (realm.hospital().repository(), json!(null), json!(null)),
    ];
    for (url, reference, attachment) in cases {
        let refused = client
            .delete(&url)
            .header("authorization", credentials(HOSPITAL_SECRET))
            .send()
            .await
            .unwrap();
        assert_eq!(
            (refused.status().as_u16(), &refused.headers()["allow"]),
            (405, &"GET".parse().unwrap())
        );
        let seen = observed(&realm, "delete-asked").pop().unwrap();
        assert_eq!((&seen["reference"], &seen["attachment"]), (&reference, &attachment));
    }
    for method in ["POST", "PUT", "PATCH"] {
        let asked = client.request(method.parse().unwrap(), &url).body("{}").send().await.unwrap();
        assert_eq!(asked.status(), 405, "{method}");
        assert_eq!(observed(&realm, "fetch-refused").pop().unwrap()["reason"], "method");
    }
    assert_eq!((observed(&realm, "delete-asked").len(), fetch(&nation, &url).await.0), (4, 200));
    nation.close().await;
}

#[tokio::test]
async fn an_address_of_nobody_is_404_and_written_down() {
    let (nation, _) = nation().await;
    let realm = furnished(&nation, "h", 1);
    let other = furnished(&nation, "other", 2);
    other.hospital().lay_down(letter("A", Rule::Immediate, &[]));
    for (path, reason) in [
        ("/hospital", "unknown-address"),
        ("/hospital/example-hospital/documents", "unknown-address"),
        ("/hospital/example-hospital/documents/A/attachments/first", "unknown-address"),
        ("/hospital/example-hospital/documents/%FF", "unknown-address"),
        ("/hospital/east-hospital/documents/A", "unknown-institution"),
        ("/hospital/example-hospital/documents/A", "unknown-reference"),
    ] {
        assert_eq!(fetch(&nation, &format!("{}{path}", realm.base_url())).await.0, 404, "{path}");
        assert_eq!(observed(&realm, "fetch-refused").pop().unwrap()["reason"], reason, "{path}");
    }
    assert!(observed(&other, "fetch-refused").is_empty());
    nation.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_realms_that_fetch_at_once_get_their_own() {
    let (nation, _) = nation().await;
    let realms: Vec<_> = (0..MANY).map(|number| furnished(&nation, &format!("r{number}"), number)).collect();
    for realm in &realms {
        realm.hospital().lay_down(letter("A", Rule::Immediate, &["scan.pdf"]));
    }
    let markers: Vec<_> = realms.iter().map(|realm| realm.hospital().canary("A").unwrap()).collect();
    let browser = Browser::new(nation.root_pem());
    let fetches = realms.iter().map(|realm| {
        let (mut browser, url) = (browser.clone(), address(realm, "A"));
        async move {
            let presented = credentials(HOSPITAL_SECRET);
            let document = browser.get_with(&url, "authorization", &presented).await;
            let attachment = browser.get_with(&format!("{url}/attachments/0"), "authorization", &presented).await;
            (document, attachment)
        }
    });
    let fetched = join_all(fetches).await;
    for ((realm, marker), (document, attachment)) in realms.iter().zip(&markers).zip(&fetched) {
        assert_eq!((document.status, attachment.status), (200, 200));
        let shown: Vec<_> = markers.iter().filter(|marker| document.body.contains(marker.as_str())).collect();
        assert_eq!(shown, [marker]);
        let seen = observed(realm, "document-fetched");
        assert_eq!(seen.len(), 2);
        assert!(seen[0]["canary"] == marker.as_str() && attachment.body.contains(seen[1]["canary"].as_str().unwrap()));
        let entries = realm.journal().entries();
        let exchanges = entries.iter().filter(|entry| matches!(entry.event, Event::Request { .. })).count();
        assert_eq!(exchanges, 2, "each exchange stands in the journal once");
    }
    nation.close().await;
}
