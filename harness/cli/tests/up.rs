//! `etalon up` as its users start it: its addresses in a file for the owner only, a door that the token opens, and an end that leaves nothing.
#![allow(clippy::unwrap_used)]

mod programs;

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Command, Stdio},
};

use programs::*;
use serde_json::Value;

/// The status of an answer, as curl sees it, which trusts that root only.
fn status(root: &Path, address: &str, token: Option<&str>) -> String {
    let mut curl = Command::new("curl");
    curl.args([
        "--silent",
        "--noproxy",
        "*",
        "--output",
        "/dev/null",
        "--write-out",
        "%{http_code}",
        "--cacert",
    ]);
    curl.arg(root).arg(address);
    if let Some(token) = token {
        curl.args(["--header", &format!("Authorization: Bearer {token}")]);
    }
    String::from_utf8(curl.output().unwrap().stdout).unwrap()
}

#[test]
fn it_says_where_it_is_opens_to_its_token_and_leaves_nothing() {
    let home = folder();
    let (ports, root) = (home.path().join("ports.json"), home.path().join("root.pem"));
    let mut command = etalon(&["up", "--until-input-ends", "--realm", "team-a", "--realm", "team-b", "--ports"]);
    let mut child = command
        .arg(&ports)
        .env("ETALON_DATA", data_folder())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    wait_until("the file of addresses", || ports.exists());
    assert_eq!(fs::metadata(&ports).unwrap().permissions().mode() & 0o777, 0o600);
    let told: Value = serde_json::from_str(&fs::read_to_string(&ports).unwrap()).unwrap();
    let text = |name: &str| told[name].as_str().unwrap().to_owned();
    fs::write(&root, text("root_pem")).unwrap();
    let realms = format!("{}/v1/realms", text("control"));
    assert_eq!(status(&root, &realms, Some(&text("token"))), "200");
    assert_eq!(status(&root, &realms, None), "401");
    for realm in ["team-a", "team-b"] {
        let issuer = told["realms"][realm]["issuer"].as_str().unwrap();
        assert_eq!(status(&root, &format!("{issuer}/.well-known/openid-configuration"), None), "200");
    }
    let second = run(&["up", "--ports", ports.to_str().unwrap()]);
    second.fails(2, &["ports.json", "there already"]);
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
    assert!(!ports.exists(), "the file says where to reach what is no more");
}

#[test]
fn what_would_open_it_to_others_unsaid_is_refused() {
    run(&["up", "--bind", "0.0.0.0"]).fails(2, &["--bind 0.0.0.0", "--public-host"]);
    let mut guessable = etalon(&["up"]);
    guessable.env("ETALON_TOKEN", "short");
    Running::start(guessable).end().fails(2, &["ETALON_TOKEN"]);
}
