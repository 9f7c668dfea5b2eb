//! A relying party that nobody here wrote, before every fault: Authlib's Flask client. What it refuses was really in what it was sent.
#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stderr, reason = "a run without the stranger says so")]

mod country;

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use country::{CALLBACK, Country, SECRET};
use etalon_csam::{CsamDirection, Means, Reaction, Step, faults};
use serde_json::json;

const PARTY: &str = include_str!("country/authlib_party.py");

/// What this party lets pass, and where that lies. Whoever builds on the library has to do the rest.
const LETS_PASS: [(&str, &str); 8] = [
    (
        "id-token-audience-other",
        "Authlib compares `aud` only where the application names what it expects",
    ),
    (
        "id-token-issued-long-ago",
        "the standard leaves the range to the client, and Authlib has none",
    ),
    ("issuer-mixed-up", "Authlib does not support RFC 9207"),
    ("level-lower-than-asked", "the application's part, left out here"),
    ("level-missing", "the application's part, left out here"),
    ("token-answer-enormous", "requests reads whatever comes, and only time bounds it"),
    (
        "token-redirected-elsewhere",
        "requests follows redirects with the body and the credentials, on the same host",
    ),
    ("userinfo-number-missing", "the application's part, left out here"),
];

struct Party {
    process: Child,
    asked: ChildStdin,
    said: BufReader<ChildStdout>,
}

impl Party {
    fn start(python: &str, country: &Country) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("authlib-root.pem");
        std::fs::write(&root, &country.root_pem).unwrap();
        let mut command = Command::new(python);
        command.args(["-c", PARTY]).stdin(Stdio::piped()).stdout(Stdio::piped());
        for name in [
            "http_proxy",
            "https_proxy",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "ALL_PROXY",
            "all_proxy",
            "REQUESTS_CA_BUNDLE",
            "CURL_CA_BUNDLE",
        ] {
            command.env_remove(name);
        }
        let mut process = command.spawn().unwrap();
        let (mut asked, said) = (process.stdin.take().unwrap(), BufReader::new(process.stdout.take().unwrap()));
        let given = json!({
            "issuer": country.at(""), "client": "portal", "secret": SECRET, "callback": CALLBACK, "root": root,
        });
        writeln!(asked, "{given}").unwrap();
        Self { process, asked, said }
    }

    /// How a login ended.
    fn log_in(&mut self, fresh: bool) -> String {
        writeln!(self.asked, "{}", json!({"fresh": fresh})).unwrap();
        let mut line = String::new();
        self.said.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|problem| panic!("{problem}: `{line}`"))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn authlib_accepts_every_twin_and_refuses_what_it_checks() {
    let Ok(python) = std::env::var("ETALON_PYTHON") else {
        assert_ne!(
            std::env::var("CI").as_deref(),
            Ok("true"),
            "ETALON_PYTHON must name a Python that has Authlib and Flask"
        );
        eprintln!("Authlib was not asked: ETALON_PYTHON is not set");
        return;
    };
    let country = Country::open();
    country.realm.real();
    let person = country.anna.id.clone();
    let direction = CsamDirection::LogInAs {
        person: person.clone(),
        means: Means::Totp,
    };
    country.csam.direct(&country.realm, "portal", None, direction, true);
    let played = tokio::task::spawn_blocking(move || {
        let mut party = Party::start(&python, &country);
        assert_eq!(party.log_in(false), "logged-in");
        let mut wrong = Vec::new();
        for fault in faults() {
            let direction = CsamDirection::Fault(fault.id.clone());
            country.csam.direct(&country.realm, "portal", Some(&person), direction, false);
            // It reads the discovery document once, when it begins.
            let ended = party.log_in(fault.step == Step::Discovery);
            let applied = country.observed("fault-applied").unwrap_or_default();
            assert_eq!(applied.get("fault"), Some(&json!(fault.id)), "{ended}");
            let expected = fault.reaction == Reaction::Accepted || LETS_PASS.iter().any(|(id, _)| *id == fault.id);
            if (ended == "logged-in") != expected {
                wrong.push(format!("{}: {ended}", fault.id));
            }
            let twin = party.log_in(fault.step == Step::Discovery);
            assert_eq!(twin, "logged-in", "after {}", fault.id);
        }
        drop(party.asked);
        assert!(party.process.wait().unwrap().success());
        wrong
    });
    let wrong = played.await.unwrap();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
