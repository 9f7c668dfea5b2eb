//! Python's jwcrypto, where `ETALON_PYTHON` names a Python that has it: asked by a script, told by JSON.
#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stderr, reason = "a run without the stranger says so")]

use std::{
    io::Write,
    process::{Command, Stdio},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;

/// What `script` prints in answer to `given`, as JSON; nothing where there is no Python that has it and none need be.
pub(crate) fn ask(script: &str, given: &Value) -> Option<Value> {
    let Ok(python) = std::env::var("ETALON_PYTHON") else {
        assert_ne!(
            std::env::var("CI").as_deref(),
            Ok("true"),
            "ETALON_PYTHON must name a Python that has jwcrypto"
        );
        eprintln!("jwcrypto was not asked: ETALON_PYTHON is not set");
        return None;
    };
    let mut stranger = Command::new(&python);
    stranger
        .args(["-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut running = stranger.spawn().unwrap_or_else(|error| panic!("{python}: {error}"));
    running.stdin.take().unwrap().write_all(given.to_string().as_bytes()).unwrap();
    let answer = running.wait_with_output().unwrap();
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    Some(serde_json::from_slice(&answer.stdout).unwrap())
}

/// A private key in the form that strangers read.
pub(crate) fn pem(pkcs8: &[u8]) -> String {
    let text = STANDARD.encode(pkcs8);
    let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", lines.join("\n"))
}
