//! The system under test as a process: ready or not, silent, chattering, dying, deaf. The programs are shell scripts.
#![allow(clippy::unwrap_used)]

use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use etalon_driver::{InstanceRequest, System, SystemProblem};

/// How long a script may take to be ready on a machine that is busy with others.
const PATIENCE: Duration = Duration::from_secs(60);
const READY: &str = "echo '{\"ready\":{}}'";

type Lines = Arc<Mutex<Vec<String>>>;

async fn start(script: &str, patience: Duration) -> (Result<System, SystemProblem>, Lines) {
    let lines = Lines::default();
    let kept = lines.clone();
    let arguments = ["-c".to_owned(), script.to_owned()];
    let output = move |stream: &str, line: &str| kept.lock().unwrap().push(format!("{stream}: {line}"));
    (System::start(&PathBuf::from("sh"), &arguments, patience, output).await, lines)
}

async fn started(script: &str) -> (System, Lines) {
    let (system, lines) = start(script, PATIENCE).await;
    (system.unwrap(), lines)
}

fn request(ca_pem: String) -> InstanceRequest {
    InstanceRequest {
        instance: "s0001".to_owned(),
        issuer: String::new(),
        client_id: String::new(),
        client_secret: String::new(),
        ca_pem,
        tls_cert_pem: String::new(),
        tls_key_pem: String::new(),
        clock: None,
        minimum_level: 400,
        professionals: Vec::new(),
        professions: Vec::new(),
        office: Vec::new(),
        publishers: Vec::new(),
        delay_reading: None,
        link_end: None,
        crooked: Vec::new(),
    }
}

#[tokio::test]
async fn an_instance_is_opened_and_the_program_ends_with_its_input() {
    let script = format!(
        "{READY}; read line; echo '{{\"id\":1,\"opened\":{{\"instance\":\"s0001\",\"base_url\":\"https://127.0.0.1:5\"}}}}'; \
         read line; echo \"$line\" >&2; echo '{{\"id\":2,\"done\":{{}}}}'; while read line; do :; done; echo bye"
    );
    let (system, lines) = started(&script).await;
    let instance = system.open(&request(String::new())).await.unwrap();
    assert_eq!(
        (instance.instance.as_str(), instance.base_url.as_str()),
        ("s0001", "https://127.0.0.1:5")
    );
    system.set_clock("s0001", "2026-03-10T09:00:00Z".parse().unwrap()).await.unwrap();
    system.end().await;
    let told = lines.lock().unwrap().join("\n");
    assert!(
        told.contains("stderr: {\"clock\":{\"instance\":\"s0001\",\"now\":\"2026-03-10T09:00:00Z\"}"),
        "{told}"
    );
}

#[tokio::test]
async fn a_program_that_is_not_there_or_not_ready_is_a_problem_with_its_remedy() {
    let none = System::start(&PathBuf::from("./no-such-program"), &[], PATIENCE, |_, _| {})
        .await
        .err()
        .unwrap();
    assert!(matches!(&none, SystemProblem::NotStarted { program, .. } if program == "./no-such-program"));
    assert!(none.to_string().contains("[start]"), "{none}");
    let (ended, _) = start("exit 0", PATIENCE).await;
    assert!(matches!(ended.err(), Some(SystemProblem::Ended)));
    let (silent, lines) = start("echo not ready yet; read line", Duration::from_millis(700)).await;
    let silent = silent.err().unwrap();
    assert!(matches!(silent, SystemProblem::NotReady { .. }), "{silent}");
    drop(lines);
}

#[tokio::test]
async fn lines_that_are_no_answer_are_output_whatever_bytes_they_hold() {
    let script = format!(
        "echo early; {READY}; printf 'l\\351gende\\n' >&2; printf '\\377\\n'; echo '{{\"id\":77}}'; echo '[1]'; read line; echo '{{\"id\":1,\"done\":{{}}}}'; read line"
    );
    let (system, lines) = started(&script).await;
    system.close("s0001").await.unwrap();
    system.end().await;
    let told = lines.lock().unwrap().clone();
    for line in [
        "stdout: early",
        "stdout: \u{fffd}",
        "stdout: {\"id\":77}",
        "stdout: [1]",
        "stderr: l\u{fffd}gende",
    ] {
        assert!(told.iter().any(|found| found == line), "`{line}` is not in {told:?}");
    }
}

#[tokio::test]
async fn what_the_program_cannot_do_comes_with_its_words() {
    let script = format!(
        "{READY}; read line; echo '{{\"id\":1,\"error\":\"no room\"}}'; read line; echo '{{\"id\":2,\"opened\":{{\"instance\":\"s\"}}}}'; read line"
    );
    let (system, _) = started(&script).await;
    let refused = system.open(&request(String::new())).await.err().unwrap();
    assert!(
        matches!(&refused, SystemProblem::Refused { why, .. } if why == "no room"),
        "{refused}"
    );
    let misshapen = system.open(&request(String::new())).await.err().unwrap();
    assert!(
        matches!(&misshapen, SystemProblem::Refused { why, .. } if why.contains("base_url")),
        "{misshapen}"
    );
}

#[tokio::test]
async fn answers_may_come_in_any_order() {
    let script = format!("{READY}; read a; read b; echo '{{\"id\":2,\"error\":\"second\"}}'; echo '{{\"id\":1,\"done\":{{}}}}'; read line");
    let (system, _) = started(&script).await;
    let (one, two) = tokio::join!(system.close("one"), system.close("two"));
    assert!(one.is_ok());
    assert!(matches!(two, Err(SystemProblem::Refused { why, .. }) if why == "second"));
}

#[tokio::test]
async fn a_program_that_ends_tells_everybody_who_waits_and_who_asks_later() {
    let (system, _) = started(&format!("{READY}; read a; read b; exit 3")).await;
    let (one, two) = tokio::join!(system.close("one"), system.close("two"));
    for asked in [one, two, system.close("later").await] {
        assert!(matches!(asked, Err(SystemProblem::Ended)), "{asked:?}");
    }
    system.end().await;
}

#[tokio::test]
async fn a_program_that_never_answers_is_given_up() {
    let (system, _) = started(&format!("{READY}; while read line; do :; done")).await;
    tokio::time::pause();
    let silent = system.close("s0001").await.err().unwrap();
    assert!(matches!(&silent, SystemProblem::Silent { what } if what == "close"), "{silent}");
}

#[tokio::test]
async fn a_program_that_never_reads_is_given_up_and_so_is_everybody_behind() {
    // Its script waits for an end that never comes, and does not read its input meanwhile.
    let (system, _) = started(&format!("{READY}; exec tail -f /dev/null")).await;
    let more_than_a_pipe_holds = "x".repeat(1024 * 1024);
    tokio::time::pause();
    let large = request(more_than_a_pipe_holds);
    let (first, second) = tokio::join!(system.open(&large), system.close("s0001"));
    for asked in [first.map(drop), second, system.close("later").await] {
        assert!(
            matches!(asked, Err(SystemProblem::Silent { .. } | SystemProblem::Ended)),
            "{asked:?}"
        );
    }
    system.end().await;
}

#[tokio::test]
async fn a_program_that_ignores_the_end_of_its_input_is_killed() {
    let home = tempfile_path();
    let script = format!("echo $$ > '{}'; {READY}; exec tail -f /dev/null", home.display());
    let (system, _) = started(&script).await;
    let pid = std::fs::read_to_string(&home).unwrap();
    std::fs::remove_file(&home).unwrap();
    tokio::time::pause();
    system.end().await;
    assert!(!std::path::Path::new(&format!("/proc/{}", pid.trim())).exists(), "it goes on");
}

fn tempfile_path() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("ignores-the-end-{}", std::process::id()))
}
