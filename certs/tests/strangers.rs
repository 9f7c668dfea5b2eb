//! What strangers say of every recipe: openssl of certificates, revocation lists and status answers, keytool of keystores. Each flawed
//! certificate is refused for its flaw or, where openssl does not look, let through; each upright one is accepted.
#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stderr, reason = "a run without the stranger says so")]
#![allow(
    clippy::disallowed_methods,
    reason = "openssl judges status answers by the wall clock, and fetches them over HTTP"
)]

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    thread,
    time::Duration,
};

use etalon_certs::{AuthorityName, Hierarchy, KeyKind, KeyRing, Material, Protection, Reason, Recipe, Revocation, to_pem};
use jiff::Timestamp;
use tempfile::TempDir;

const PASSWORD: &str = "etalon";

/// What a program says, and whether it is content.
fn ask(program: &str, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(program).args(arguments).output().unwrap();
    let said = [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
    (output.status.success(), said.concat())
}

fn is_here(program: &str) -> bool {
    let here = Command::new(program).arg("--help").output().is_ok();
    assert!(here || std::env::var("CI").as_deref() != Ok("true"), "{program} must be installed");
    if !here {
        eprintln!("{program} was not asked: it is not installed");
    }
    here
}

fn hierarchy(now: Timestamp) -> Hierarchy {
    Hierarchy::at(now, 7, Arc::new(KeyRing::open(Path::new(env!("CARGO_TARGET_TMPDIR"))).unwrap()))
}

/// A material's files in a folder of their own.
struct Laid {
    folder: TempDir,
}

impl Laid {
    fn out(material: &Material) -> Self {
        let laid = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let pem = |certificates: &[Vec<u8>]| certificates.iter().map(|der| to_pem("CERTIFICATE", der)).collect::<String>();
        laid.write("certificate.pem", &pem(&[material.certificate().to_vec()]));
        laid.write("chain.pem", &pem(material.chain()));
        laid.write("issuer.pem", &pem(&[material.authority().certificate().to_vec()]));
        laid.write(
            "along.pem",
            &(pem(&[material.authority().certificate().to_vec()]) + &pem(material.chain())),
        );
        laid.write("root.pem", &pem(&[material.root().to_vec()]));
        let lists = material.revocation_lists().iter().map(|list| to_pem("X509 CRL", &list.der));
        laid.write("lists.pem", &lists.collect::<String>());
        laid.write("key.pem", &to_pem("PRIVATE KEY", material.key().pkcs8_der()));
        laid
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    fn write(&self, name: &str, content: &str) {
        fs::write(self.path(name), content).unwrap();
    }
}

/// `openssl verify`, strict, at the instant of scenarios, with the lists of every authority.
fn verify(laid: &Laid, recipe: &Recipe, now: Timestamp) -> (bool, String) {
    let content = recipe.upright().unwrap().certificate.as_ref().unwrap();
    let (root, lists, certificate) = (laid.text("root.pem"), laid.text("lists.pem"), laid.text("certificate.pem"));
    let (chain, at) = (laid.text("chain.pem"), now.as_second().to_string());
    let mut arguments = vec!["verify", "-x509_strict", "-auth_level", "2", "-crl_check_all", "-CRLfile", &lists];
    arguments.extend(["-CAfile", &root, "-purpose", &content.purpose, "-attime", &at]);
    if fs::metadata(&chain).unwrap().len() > 0 {
        arguments.extend(["-untrusted", &chain]);
    }
    if let [host, ..] = content.hosts.as_slice() {
        arguments.extend(["-verify_hostname", host]);
    }
    arguments.push(&certificate);
    ask("openssl", &arguments)
}

#[test]
fn openssl_accepts_the_upright_and_refuses_each_flaw_by_its_name() {
    if !is_here("openssl") {
        return;
    }
    let now: Timestamp = "2026-03-10T09:00:00Z".parse().unwrap();
    let hierarchy = hierarchy(now);
    let mut wrong = Vec::new();
    for recipe in Recipe::all() {
        for kind in recipe.kinds() {
            let material = recipe.make(&hierarchy, Some(*kind)).unwrap();
            let (accepted, said) = verify(&Laid::out(&material), recipe, now);
            let as_expected = match &recipe.openssl.verify {
                Some(flaw) => !accepted && said.contains(flaw.as_str()),
                None => accepted,
            };
            if !as_expected {
                wrong.push(format!("{} ({kind:?}), {:?}: {said}", recipe.id, recipe.openssl.verify));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn openssl_reads_every_status_answer_for_what_it_is() {
    if !is_here("openssl") {
        return;
    }
    let now = Timestamp::now();
    let hierarchy = hierarchy(now);
    let mut wrong = Vec::new();
    for recipe in Recipe::all() {
        // Revocation is what is asked about here: the flaws of the certificate itself have their own test.
        if recipe.openssl.ocsp.is_none() && recipe.twin.is_some() {
            continue;
        }
        for kind in recipe.kinds() {
            let material = recipe.make(&hierarchy, Some(*kind)).unwrap();
            let said = status(&Laid::out(&material), &material, now);
            let expected = match recipe.openssl.ocsp.as_deref() {
                None => vec!["Response verify OK", ": good"],
                Some("revoked") => vec!["Response verify OK", ": revoked"],
                Some("unknown") => vec!["Response verify OK", ": unknown"],
                Some(flaw) => vec![flaw],
            };
            if !expected.iter().all(|part| said.contains(part)) {
                wrong.push(format!("{} ({kind:?}), {expected:?}: {said}", recipe.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Asks as a client does: openssl sends its request with its nonce over HTTP, gets our answer and says what it thinks of it.
fn status(laid: &Laid, material: &Material, now: Timestamp) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/ocsp", listener.local_addr().unwrap());
    let (issuer, certificate) = (laid.text("issuer.pem"), laid.text("certificate.pem"));
    let (root, along) = (laid.text("root.pem"), laid.text("along.pem"));
    thread::scope(|scope| {
        scope.spawn(|| answer_once(&listener, material, now));
        let asked = ["ocsp", "-issuer", &issuer, "-cert", &certificate, "-url", &url, "-timeout", "20"];
        ask("openssl", &[&asked[..], &["-CAfile", &root, "-verify_other", &along]].concat()).1
    })
}

fn answer_once(listener: &TcpListener, material: &Material, now: Timestamp) {
    let (mut stream, _) = listener.accept().unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut length = 0;
    for line in reader.by_ref().lines() {
        let line = line.unwrap().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.is_empty() {
            break;
        }
    }
    let mut request = vec![0; length];
    reader.read_exact(&mut request).unwrap();
    let answer = material.status_answer(&request, now).unwrap();
    let head = format!(
        "HTTP/1.0 200 OK\r\nContent-Type: application/ocsp-response\r\nContent-Length: {}\r\n\r\n",
        answer.len()
    );
    stream.write_all(&[head.as_bytes(), &answer].concat()).unwrap();
}

#[test]
fn openssl_shows_the_reason_of_a_hold_in_the_list_and_in_the_answer() {
    if !is_here("openssl") {
        return;
    }
    let now = Timestamp::now();
    let material = Recipe::by_id("on-hold").unwrap().make(&hierarchy(now), None).unwrap();
    let laid = Laid::out(&material);
    let (_, list) = ask("openssl", &["crl", "-noout", "-text", "-in", &laid.text("lists.pem")]);
    for said in [
        "Version 2",
        "Certificate Hold",
        "X509v3 CRL Number",
        "X509v3 Authority Key Identifier",
        "ETALON TEST Citizen CA",
    ] {
        assert!(list.contains(said), "{said} in {list}");
    }
    fs::write(laid.path("stapled.der"), material.stapled_answer().unwrap()).unwrap();
    let (_, answer) = ask(
        "openssl",
        &["ocsp", "-noverify", "-resp_text", "-respin", &laid.text("stapled.der")],
    );
    for said in [
        "Cert Status: revoked",
        "Revocation Reason: certificateHold",
        "OCSP No Check",
        "OCSP Signing",
    ] {
        assert!(answer.contains(said), "{said} in {answer}");
    }
}

#[test]
fn openssl_reads_every_reason_in_a_list_of_several() {
    if !is_here("openssl") {
        return;
    }
    let hierarchy = hierarchy("2026-03-10T09:00:00Z".parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let now = hierarchy.now();
    let reasons = [
        (Reason::Unspecified, ""),
        (Reason::KeyCompromise, "Key Compromise"),
        (Reason::AuthorityCompromise, "CA Compromise"),
        (Reason::AffiliationChanged, "Affiliation Changed"),
        (Reason::Superseded, "Superseded"),
        (Reason::CessationOfOperation, "Cessation Of Operation"),
        (Reason::CertificateHold, "Certificate Hold"),
        (Reason::PrivilegeWithdrawn, "Privilege Withdrawn"),
    ];
    let revoked: Vec<Revocation> = (reasons.iter().zip(1..))
        .map(|((reason, _), serial)| Revocation {
            serial: vec![serial],
            at: now,
            reason: *reason,
        })
        .collect();
    for (revoked, number) in [(revoked.as_slice(), 300), (&[], 0)] {
        let authority = hierarchy.authority(AuthorityName::EhealthCa, KeyKind::Rsa2048).unwrap();
        let list = authority
            .revocation_list(number, revoked, now, now + Duration::from_secs(3600))
            .unwrap();
        let (file, issuer) = (folder.path().join("list.pem"), folder.path().join("issuer.pem"));
        fs::write(&file, to_pem("X509 CRL", &list)).unwrap();
        fs::write(&issuer, to_pem("CERTIFICATE", authority.certificate())).unwrap();
        let (file, issuer) = (file.display().to_string(), issuer.display().to_string());
        let (read, said) = ask("openssl", &["crl", "-noout", "-text", "-in", &file, "-CAfile", &issuer]);
        assert!(read && said.contains("verify OK"), "{said}");
        assert!(
            said.contains(if number == 300 { "0x012C" } else { "No Revoked Certificates" }) || said.contains("300"),
            "{said}"
        );
        assert_eq!(said.matches("Serial Number:").count(), revoked.len(), "{said}");
        for (_, words) in reasons.iter().take(revoked.len()) {
            assert!(said.contains(words), "{words} in {said}");
        }
    }
}

#[test]
fn openssl_shows_what_cards_and_ehealth_certificates_say() {
    if !is_here("openssl") {
        return;
    }
    let hierarchy = hierarchy("2026-03-10T09:00:00Z".parse().unwrap());
    let shown = |id: &str, kind: KeyKind| {
        let laid = Laid::out(&Recipe::by_id(id).unwrap().make(&hierarchy, Some(kind)).unwrap());
        let (_, key) = ask("openssl", &["pkey", "-pubout", "-in", &laid.text("key.pem")]);
        let (_, named) = ask("openssl", &["x509", "-noout", "-pubkey", "-in", &laid.text("certificate.pem")]);
        assert_eq!(key, named, "{id}: the key is the certificate's");
        ask("openssl", &["x509", "-noout", "-text", "-in", &laid.text("certificate.pem")]).1
    };
    let signature = shown("citizen-signature", KeyKind::P384);
    for said in [
        "ecdsa-with-SHA384",
        "secp384r1",
        "Non Repudiation",
        "2.16.56.12.1.1.2.1",
        "qcStatements",
        "OCSP - URI:",
        "URI:http://pki.etalon.test/crl/",
    ] {
        assert!(signature.contains(said), "{said} in {signature}");
    }
    let person = shown("ehealth-person", KeyKind::Rsa2048);
    for said in [
        "sha256WithRSAEncryption",
        "(2048 bit)",
        "Digital Signature, Non Repudiation, Key Encipherment",
        "TLS Web Client Authentication, E-mail Protection",
        "O = Federal Government",
        "OU = eHealth-platform Belgium",
        "ETALON TEST - synthetic, not a real person or authority",
    ] {
        assert!(person.contains(said), "{said} in {person}");
    }
}

#[test]
fn keytool_and_openssl_open_the_keystores() {
    let hierarchy = hierarchy("2026-03-10T09:00:00Z".parse().unwrap());
    for (id, kind) in [
        ("ehealth-person", KeyKind::Rsa2048),
        ("ehealth-person", KeyKind::P384),
        ("citizen-authentication", KeyKind::P384),
    ] {
        let material = Recipe::by_id(id).unwrap().make(&hierarchy, Some(kind)).unwrap();
        let laid = Laid::out(&material);
        for (name, protection) in [("modern.p12", Protection::Modern), ("legacy.p12", Protection::Legacy)] {
            fs::write(laid.path(name), material.keystore(PASSWORD, protection).unwrap()).unwrap();
            let aliases = 1 + usize::from(material.encryption().is_some());
            if is_here("keytool") {
                let (opened, said) = ask("keytool", &["-list", "-keystore", &laid.text(name), "-storepass", PASSWORD]);
                assert!(opened, "{id} {name}: {said}");
                assert_eq!(said.matches("PrivateKeyEntry").count(), aliases, "{id} {name}: {said}");
                assert!(said.contains("authentication,"), "{said}");
                if let Some(encryption) = material.encryption() {
                    assert!(said.contains(&format!("{},", encryption.alias())), "{said}");
                }
            }
            if is_here("openssl") {
                let (file, password) = (laid.text(name), format!("pass:{PASSWORD}"));
                let mut arguments = vec!["pkcs12", "-info", "-nodes", "-in", &file, "-passin", &password];
                let (opened, said) = ask("openssl", &arguments);
                let is_modern = protection == Protection::Modern;
                assert_eq!(said.contains("PBES2") && opened, is_modern, "{id} {name}: {said}");
                if !is_modern {
                    arguments.push("-legacy");
                    let (opened, said) = ask("openssl", &arguments);
                    assert!(opened && said.contains("pbeWithSHA1And3-KeyTripleDES-CBC"), "{id} {name}: {said}");
                    assert_eq!(said.matches("END PRIVATE KEY").count(), aliases, "{said}");
                }
                let (opened, _) = ask("openssl", &["pkcs12", "-nodes", "-legacy", "-in", &file, "-passin", "pass:other"]);
                assert!(!opened, "another password does not open it");
            }
        }
    }
}
