//! Parties with keys, and the strangers that check what they sign: Debian's xmlsec1, and signxml and pysaml2 where `ETALON_PYTHON` names a Python
//! that has them.
#![allow(dead_code, reason = "every test uses another part")]
#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stderr, reason = "a run without the stranger says so")]

use std::{
    io::Write,
    process::{Command, Output, Stdio},
    sync::OnceLock,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use etalon_wire::xmlsec::{Credential, TrustedKey};
use serde_json::Value;
use tempfile::TempDir;

/// A key, its certificate, and a folder that holds both for other programs.
pub(crate) struct Party {
    pub(crate) credential: Credential,
    pub(crate) pkcs8: Vec<u8>,
    pub(crate) folder: TempDir,
}

impl Party {
    pub(crate) fn new() -> Self {
        let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_RSA_SHA256).unwrap();
        let certificate = rcgen::CertificateParams::new(vec!["idp.example".to_owned()]).unwrap();
        let certificate = certificate.self_signed(&key).unwrap().der().to_vec();
        let pkcs8 = key.serialize_der();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("key.der"), &pkcs8).unwrap();
        std::fs::write(folder.path().join("certificate.der"), &certificate).unwrap();
        Self {
            credential: Credential::new(&pkcs8, &certificate).unwrap(),
            pkcs8,
            folder,
        }
    }

    pub(crate) fn trusted(&self) -> [TrustedKey; 1] {
        [self.credential.public()]
    }

    pub(crate) fn file(&self, name: &str, content: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.display().to_string()
    }

    pub(crate) fn key_file(&self) -> String {
        self.folder.path().join("key.der").display().to_string()
    }

    pub(crate) fn certificate_file(&self) -> String {
        self.folder.path().join("certificate.der").display().to_string()
    }

    pub(crate) fn key_base64(&self) -> String {
        STANDARD.encode(&self.pkcs8)
    }

    pub(crate) fn certificate_base64(&self) -> String {
        STANDARD.encode(self.credential.certificate())
    }
}

/// Two parties, made once for all tests of a file: keys take long.
pub(crate) fn parties() -> &'static (Party, Party) {
    static PARTIES: OnceLock<(Party, Party)> = OnceLock::new();
    PARTIES.get_or_init(|| (Party::new(), Party::new()))
}

/// Debian's xmlsec1, if it is here.
pub(crate) fn xmlsec1(arguments: &[&str]) -> Option<Output> {
    match Command::new("xmlsec1").args(arguments).output() {
        Ok(output) => Some(output),
        Err(error) => {
            absent(&format!("xmlsec1: {error}"));
            None
        }
    }
}

/// What a Python program answers, in JSON, to what it is given in JSON; nothing where there is no Python with the libraries.
pub(crate) fn python(program: &str, given: &Value) -> Option<Value> {
    let Ok(python) = std::env::var("ETALON_PYTHON") else {
        absent("ETALON_PYTHON must name a Python that has signxml and pysaml2");
        return None;
    };
    let mut stranger = Command::new(&python);
    stranger
        .args(["-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut running = stranger.spawn().unwrap_or_else(|error| panic!("{python}: {error}"));
    running.stdin.take().unwrap().write_all(given.to_string().as_bytes()).unwrap();
    let answer = running.wait_with_output().unwrap();
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    Some(serde_json::from_slice(&answer.stdout).unwrap())
}

fn absent(what: &str) {
    assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{what}");
    eprintln!("a stranger was not asked: {what}");
}

pub(crate) fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}
