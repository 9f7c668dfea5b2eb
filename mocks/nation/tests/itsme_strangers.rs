//! Relying parties of itsme that nobody here wrote: Authlib with jwcrypto, which proves itself with a key and opens what it is sent; and Apache's
//! mod_auth_openidc, whose tokens are encrypted.
#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stderr, reason = "a run without the stranger says so")]

mod country;

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
};

use country::{Browser, app, nation};
use etalon_nation::{ItsmeAuthentication, ItsmeClient, ItsmeService, ItsmeServiceKind, Kind, Nation, PartyKeys, RealmHandle};
use serde_json::{Value, json};

const PARTY: &str = include_str!("country/itsme_party.py");
const APACHE: &str = "/usr/sbin/apache2";
const MODULE: &str = "/usr/lib/apache2/modules/mod_auth_openidc.so";

/// Whether a part is here; in CI none may be missing.
fn is_here(part: &str, there: bool) -> bool {
    assert!(there || std::env::var("CI").as_deref() != Ok("true"), "{part} is missing");
    if !there {
        eprintln!("{part} was not asked: it is not here");
    }
    there
}

fn register(realm: &RealmHandle, id: &str, redirect_uri: &str, keys: PartyKeys, request_uris: Vec<String>) {
    let client = ItsmeClient {
        id: id.to_owned(),
        services: vec![ItsmeService {
            code: format!("{}_LOGIN", id.to_uppercase()),
            kind: ItsmeServiceKind::Authentication,
            redirect_uris: vec![redirect_uri.to_owned()],
        }],
        authentication: ItsmeAuthentication::PrivateKeyJwt(keys),
        pkce_required: true,
        request_object_required: false,
        request_uris,
    };
    realm.register_itsme_client(client).unwrap();
}

/// The nation's root, and a certificate from it, as files.
fn files(nation: &Nation, folder: &Path) -> [String; 3] {
    let identity = nation.server_identity();
    let all = [
        ("root.pem", nation.root_pem()),
        ("cert.pem", &identity.cert_pem),
        ("key.pem", &identity.key_pem),
    ];
    all.map(|(name, text)| {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn authlib_logs_in_and_jwcrypto_opens_the_tokens() {
    let python = std::env::var("ETALON_PYTHON");
    if !is_here("ETALON_PYTHON, a Python that has Authlib and jwcrypto,", python.is_ok()) {
        return;
    }
    let (nation, written) = nation().await;
    let realm = nation.open_realm("python", 8, None).unwrap();
    let anna = realm.introduce("Anna Janssens", Kind::Citizen).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let [root, certificate, key] = files(&nation, folder.path());
    let mut command = Command::new(python.unwrap());
    command.args(["-c", PARTY]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut stranger = command.spawn().unwrap();
    let (mut asked, mut said) = (stranger.stdin.take().unwrap(), BufReader::new(stranger.stdout.take().unwrap()));
    writeln!(asked, "{}", json!({"root": root, "certificate": certificate, "key": key})).unwrap();
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    let own: Value = serde_json::from_str(&line).unwrap();
    let own = own["own"].as_str().unwrap();
    register(
        &realm,
        "python",
        &format!("{own}/cb"),
        PartyKeys::At(format!("{own}/jwks")),
        vec![format!("{own}/object")],
    );
    writeln!(asked, "{}", json!({"issuer": realm.itsme_issuer(), "person": anna.id})).unwrap();
    let told = tokio::task::spawn_blocking(move || {
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        line
    });
    let told = told.await.unwrap();
    assert!(stranger.wait().unwrap().success(), "{told}");
    let told: Value = serde_json::from_str(&told).unwrap();
    let number = "http://itsme.services/v2/claim/BENationalNumber";
    for login in told.as_array().unwrap() {
        assert_eq!(
            (&login["id_token"]["nonce"], &login["id_token"]["iss"]),
            (&json!("n-1"), &json!(realm.itsme_issuer()))
        );
        assert_eq!(login["id_token"]["sub"], login["userinfo"]["sub"]);
        assert_eq!(login["userinfo"]["family_name"], anna.surname);
    }
    assert_eq!(
        (told[0]["userinfo"].get(number), &told[1]["userinfo"][number]),
        (None, &json!(anna.insz.to_string()))
    );
    let about = told[1]["userinfo"]["http://itsme.services/v2/claim/validityTo"]
        .as_object()
        .unwrap();
    assert!(about.contains_key(number) && about.contains_key("family_name"), "{about:?}");
    let fetched = country::observed(&realm, "itsme-party-keys-fetched");
    assert_eq!(fetched.len(), 1, "once for two logins");
    assert!(written.lines().contains("itsme-token-issued"));
    nation.close().await;
}

/// Ended with the test.
struct Apache(Child);

impl Drop for Apache {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mod_auth_openidc_logs_in_with_encrypted_tokens() {
    let there = [APACHE, MODULE].iter().all(|part| Path::new(part).is_file());
    if !is_here("apache2-bin with libapache2-mod-auth-openidc", there) {
        return;
    }
    let (nation, _) = nation().await;
    let realm = nation.open_realm("apache", 9, None).unwrap();
    let anna = realm.introduce("Anna Janssens", Kind::Citizen).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let base = format!("https://localhost:{port}");
    let keys = lay_out(&nation, &realm, folder.path(), port);
    register(&realm, "apache", &format!("{base}/oidc/callback"), keys, Vec::new());
    let mut command = Command::new(APACHE);
    command.arg("-f").arg(folder.path().join("httpd.conf")).args(["-D", "FOREGROUND"]);
    let apache = Apache(
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let log = || fs::read_to_string(folder.path().join("error.log")).unwrap_or_default();
    answers(port, &log).await;

    let mut browser = Browser::new(nation.root_pem());
    let sent_on = browser.get(&format!("{base}/protected.html")).await;
    let back = app::approve(&mut browser, sent_on, &anna.id).await;
    let entered = browser.follow(&back).await;
    assert_eq!(
        entered.location().as_deref(),
        Some(format!("{base}/protected.html").as_str()),
        "{entered:?}\n{}",
        log()
    );
    let shown = browser.follow(&entered).await;
    assert_eq!(
        (shown.status, shown.body.contains("behind the login")),
        (200, true),
        "{shown:?}\n{}",
        log()
    );
    let issued = country::observed(&realm, "itsme-token-issued").pop().unwrap();
    assert_eq!((&issued["client"], &issued["person"]), (&json!("apache"), &json!(anna.id)));
    assert_eq!(country::observed(&realm, "itsme-userinfo-answered").len(), 1);
    drop(apache);
    nation.close().await;
}

/// An Apache of its own in `folder`: configuration, page, certificate and keys. Its public keys are returned; what it opens must be sealed with
/// RSA-OAEP, the one way that it knows.
fn lay_out(nation: &Nation, realm: &RealmHandle, folder: &Path, port: u16) -> PartyKeys {
    let [root, certificate, key] = files(nation, folder);
    let mut published = json!({"keys": []});
    for (name, purpose, alg) in [("sign", "sig", "RS256"), ("open", "enc", "RSA-OAEP")] {
        let path = folder.join(format!("{name}.pem"));
        let made = Command::new("openssl")
            .args(["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out"])
            .arg(&path)
            .stderr(Stdio::null())
            .status();
        assert!(made.is_ok_and(|status| status.success()), "openssl makes keys");
        let public = folder.join(format!("{name}.pub"));
        let made = Command::new("openssl")
            .args(["rsa", "-pubout", "-in"])
            .arg(&path)
            .arg("-out")
            .arg(public)
            .stderr(Stdio::null())
            .status();
        assert!(made.is_ok_and(|status| status.success()), "openssl writes the public half");
        let modulus = Command::new("openssl")
            .args(["rsa", "-noout", "-modulus", "-in"])
            .arg(&path)
            .output()
            .unwrap();
        let modulus = String::from_utf8(modulus.stdout).unwrap();
        let modulus = modulus.trim().strip_prefix("Modulus=").unwrap();
        let bytes: Vec<u8> = (0..modulus.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&modulus[at..at + 2], 16).unwrap())
            .collect();
        let jwk = json!({"kty": "RSA", "kid": name, "use": purpose, "alg": alg, "n": etalon_wire::base64url(&bytes), "e": "AQAB"});
        published["keys"].as_array_mut().unwrap().push(jwk);
    }
    fs::create_dir(folder.join("pages")).unwrap();
    fs::write(
        folder.join("pages/protected.html"),
        "<!doctype html><title>p</title><p>behind the login</p>",
    )
    .unwrap();
    fs::write(
        folder.join("pages/index.html"),
        "<!doctype html><title>f</title><p>the front page</p>",
    )
    .unwrap();
    let root_user = Command::new("id").arg("-u").output().is_ok_and(|said| said.stdout == b"0\n");
    let account = if root_user { "User www-data\nGroup www-data\n" } else { "" };
    let template = include_str!("country/itsme_httpd.conf");
    let places = [
        ("{scratch}", folder.display().to_string()),
        ("{port}", port.to_string()),
        ("{account}", account.to_owned()),
        ("{certificate}", certificate),
        ("{key}", key),
        ("{root}", root),
        ("{issuer}", realm.itsme_issuer()),
    ];
    let config = places
        .iter()
        .fold(template.to_owned(), |text, (place, value)| text.replace(place, value));
    fs::write(folder.join("httpd.conf"), config).unwrap();
    // Apache may change to another account, which has to read the folder.
    let open = Command::new("chmod").args(["-R", "a+rwX"]).arg(folder).status();
    assert!(open.is_ok_and(|status| status.success()));
    PartyKeys::Given(serde_json::from_value(published).unwrap())
}

/// Waits until somebody listens there.
async fn answers(port: u16, log: &dyn Fn() -> String) {
    let connected = async {
        while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    assert!(
        tokio::time::timeout(country::PATIENCE, connected).await.is_ok(),
        "Apache does not listen: {}",
        log()
    );
}
