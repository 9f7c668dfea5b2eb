//! A stranger's opinion on our certificates: openssl.
#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stderr, reason = "a run without the stranger says so")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use etalon_certs::{KeyPool, ROOT_NAME, ServerIdentity, SignedBy, TestRoot, Validity, server_certificate, signing_certificate};
use jiff::Timestamp;
use tempfile::TempDir;

/// What openssl says, and whether it is content.
fn openssl(arguments: &[&str]) -> (bool, String) {
    let output = Command::new("openssl").args(arguments).output().unwrap();
    (
        output.status.success(),
        [output.stdout, output.stderr]
            .map(|said| String::from_utf8_lossy(&said).into_owned())
            .concat(),
    )
}

fn is_here() -> bool {
    let here = Command::new("openssl")
        .arg("version")
        .output()
        .is_ok_and(|output| output.status.success());
    assert!(here || std::env::var("CI").as_deref() != Ok("true"), "openssl must be installed");
    if !here {
        eprintln!("openssl was not asked: it is not installed");
    }
    here
}

struct Scene {
    folder: TempDir,
    root: TestRoot,
}

impl Scene {
    fn new() -> Self {
        let scene = Self {
            folder: tempfile::tempdir().unwrap(),
            root: TestRoot::fresh().unwrap(),
        };
        fs::write(scene.path("root.pem"), scene.root.pem()).unwrap();
        scene
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    fn server(&self) -> ServerIdentity {
        let identity = server_certificate(&self.root, &["idp.nation.test".into(), "127.0.0.1".into(), "::1".into()]).unwrap();
        fs::write(self.path("server.pem"), &identity.cert_pem).unwrap();
        identity
    }

    fn verify(&self, more: &[&str], certificate: &str) -> (bool, String) {
        let (root, certificate) = (self.text("root.pem"), self.text(certificate));
        openssl(&[&["verify", "-x509_strict", "-CAfile", root.as_str()], more, &[certificate.as_str()]].concat())
    }
}

#[test]
fn a_server_certificate_is_accepted_for_its_names_and_no_others() {
    if !is_here() {
        return;
    }
    let scene = Scene::new();
    scene.server();
    for names in [
        ["-verify_hostname", "idp.nation.test"],
        ["-verify_ip", "127.0.0.1"],
        ["-verify_ip", "::1"],
    ] {
        let (accepted, said) = scene.verify(&[&["-purpose", "sslserver"], names.as_slice()].concat(), "server.pem");
        assert!(accepted, "{names:?}: {said}");
    }
    assert!(!scene.verify(&["-verify_hostname", "other.nation.test"], "server.pem").0);
    assert!(!scene.verify(&["-purpose", "sslclient"], "server.pem").0);
    let another = Scene::new();
    scene.server();
    fs::copy(scene.path("server.pem"), another.path("server.pem")).unwrap();
    assert!(!another.verify(&[], "server.pem").0, "another run's root does not vouch for it");
}

#[test]
fn transport_certificates_hold_in_wall_time_and_in_all_scenario_time() {
    if !is_here() {
        return;
    }
    let scene = Scene::new();
    scene.server();
    for (time, expected) in [
        ("946684801", true),
        ("4102444799", true),
        ("946684799", false),
        ("4102444801", false),
    ] {
        assert_eq!(scene.verify(&["-attime", time], "server.pem").0, expected, "{time}");
    }
}

#[test]
fn certificates_show_that_they_are_test_material() {
    if !is_here() {
        return;
    }
    let scene = Scene::new();
    let identity = scene.server();
    let (_, root) = openssl(&["x509", "-noout", "-text", "-in", &scene.text("root.pem")]);
    let (_, server) = openssl(&["x509", "-noout", "-text", "-in", &scene.text("server.pem")]);
    for said in [
        "Synthetic test material",
        ROOT_NAME,
        "CA:TRUE, pathlen:0",
        "Certificate Sign",
        "prime256v1",
    ] {
        assert!(root.contains(said), "{said} in {root}");
    }
    for said in [
        "Synthetic test material",
        "DNS:idp.nation.test",
        "IP Address:127.0.0.1",
        "CA:FALSE",
        "TLS Web Server Authentication",
        "prime256v1",
    ] {
        assert!(server.contains(said), "{said} in {server}");
    }
    fs::write(scene.path("key.pem"), &identity.key_pem).unwrap();
    let (_, of_key) = openssl(&["pkey", "-pubout", "-in", &scene.text("key.pem")]);
    let (_, of_certificate) = openssl(&["x509", "-noout", "-pubkey", "-in", &scene.text("server.pem")]);
    assert_eq!(of_key, of_certificate);
}

#[test]
fn signing_certificates_carry_the_pools_key_and_the_callers_dates() {
    if !is_here() {
        return;
    }
    let scene = Scene::new();
    let key = KeyPool::open(scene.folder.path()).unwrap().key(0).unwrap();
    let day = |text: &str| text.parse::<Timestamp>().unwrap();
    let validity = Validity::between(day("2026-03-01T00:00:00Z"), day("2026-03-31T23:59:59Z")).unwrap();
    let by_root = signing_certificate(&key, "Token signer", SignedBy::Root(&scene.root), validity).unwrap();
    let by_itself = signing_certificate(&key, "Token signer", SignedBy::Itself, Validity::wide()).unwrap();
    let again = signing_certificate(&key, "Token signer", SignedBy::Root(&scene.root), validity).unwrap();
    for (name, der) in [("by-root", &by_root), ("by-itself", &by_itself), ("again", &again)] {
        fs::write(scene.path("certificate.der"), der).unwrap();
        convert(&scene.path("certificate.der"), &scene.path(&format!("{name}.pem")));
    }
    // RFC 5280 (4.1.2.5) counts the last second in, openssl does not: so the second before it.
    for (time, expected) in [
        ("1772323200", true),
        ("1775001598", true),
        ("1772323199", false),
        ("1775001600", false),
    ] {
        assert_eq!(scene.verify(&["-attime", time], "by-root.pem").0, expected, "{time}");
    }
    let (accepted, said) = openssl(&["verify", "-CAfile", &scene.text("by-itself.pem"), &scene.text("by-itself.pem")]);
    assert!(accepted, "{said}");
    assert!(!scene.verify(&[], "by-itself.pem").0);
    fs::write(scene.path("key.der"), key.pkcs8_der()).unwrap();
    let (_, of_key) = openssl(&["pkey", "-pubout", "-inform", "DER", "-in", &scene.text("key.der")]);
    for name in ["by-root.pem", "by-itself.pem"] {
        let (_, of_certificate) = openssl(&["x509", "-noout", "-pubkey", "-in", &scene.text(name)]);
        assert_eq!(of_key, of_certificate, "{name}");
    }
    let serial = |name: &str| openssl(&["x509", "-noout", "-serial", "-in", &scene.text(name)]).1;
    assert_ne!(
        serial("by-root.pem"),
        serial("again.pem"),
        "issuer and serial number name one certificate"
    );
}

fn convert(der: &Path, pem: &Path) {
    let (done, said) = openssl(&[
        "x509",
        "-inform",
        "DER",
        "-in",
        &der.display().to_string(),
        "-out",
        &pem.display().to_string(),
    ]);
    assert!(done, "{said}");
}
