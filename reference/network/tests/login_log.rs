//! What the log says of a sign-in that was refused: the message and the check, and nothing that was in the message.
#![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod stage;

use std::process::Stdio;

use serde_json::{Value, json};
use stage::{Authority, Browser, PATIENT, Partners, Person, configuration};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    process::Command,
};

/// The fault, and the step and check that the log names.
const NAMED: [(&str, &str, &str); 14] = [
    ("id-token-issuer-other", "id-token", "issuer"),
    ("id-token-audience-missing", "id-token", "audience"),
    ("id-token-expired", "id-token", "expiry"),
    ("id-token-nonce-missing", "id-token", "nonce"),
    ("id-token-alg-none", "id-token", "algorithm"),
    ("id-token-signature-foreign", "id-token", "signature"),
    ("key-withdrawn", "id-token", "unknown-key"),
    ("level-missing", "id-token", "level"),
    ("userinfo-subject-other", "user-info", "subject"),
    ("userinfo-number-missing", "user-info", "national-number"),
    ("code-already-used", "token", "code"),
    ("token-redirected-elsewhere", "token", "redirect"),
    ("issuer-mixed-up", "reply", "issuer"),
    ("state-other", "reply", "state"),
];

#[tokio::test]
async fn the_log_names_the_check_that_refused_and_quotes_nothing() {
    let authority = Authority::shared();
    let partners = Partners::start(&authority).await;
    let mut host = Command::new(env!("CARGO_BIN_EXE_reference-network"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut input = host.stdin.take().unwrap();
    let mut answers = BufReader::new(host.stdout.take().unwrap()).lines();
    let mut errors = host.stderr.take().unwrap();
    let log = tokio::spawn(async move {
        let mut log = String::new();
        errors.read_to_string(&mut log).await.unwrap();
        log
    });
    let open = json!({"id": 1, "open": configuration(&authority, &partners.base)});
    input.write_all(format!("{open}\n").as_bytes()).await.unwrap();
    answers.next_line().await.unwrap().unwrap();
    let opened: Value = serde_json::from_str(&answers.next_line().await.unwrap().unwrap()).unwrap();
    let base = opened["opened"]["base_url"].as_str().unwrap();
    let mut secrets = vec!["client-secret".to_owned(), PATIENT.to_owned()];
    for (fault, ..) in NAMED {
        partners.expect(Person::with_fault(PATIENT, fault));
        Browser::new(base, authority.client()).get("/patient").await;
        secrets.extend(["state", "nonce", "code_challenge"].map(|name| partners.asked(name).unwrap()));
    }
    secrets.extend(partners.given());
    drop(input);
    assert!(host.wait().await.unwrap().success());
    let log = log.await.unwrap();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let refused: Vec<_> = lines.iter().filter(|line| line["event"] == "login-refused").collect();
    let named: Vec<_> = refused
        .iter()
        .map(|line| (line["step"].as_str().unwrap(), line["check"].as_str().unwrap()))
        .collect();
    assert_eq!(named, NAMED.map(|(_, step, check)| (step, check)));
    assert!(refused.iter().all(|line| line["instance"] == "s1" && line["level"] == "WARN"));
    assert!(secrets.len() > 3 * NAMED.len());
    for secret in secrets {
        assert!(!log.contains(&secret), "{secret} is in the log");
    }
}
