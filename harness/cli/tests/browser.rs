//! A real browser looks at a report: Debian's headless Chromium, which nobody here wrote.
#![allow(clippy::print_stderr, reason = "a test that ran without its witness says so")]

mod programs;

use std::process::{Command, Stdio};

use programs::{folder, run};

/// The title that a script in recorded bytes would give the report, if it could run.
const HIJACKED: &str = "hijacked-by-recorded-bytes";

#[test]
fn chromium_shows_every_scenario_of_a_report_and_runs_no_recorded_script() {
    let Some(chromium) = chromium() else { return };
    let folder = folder();
    let record = folder.path().join("record");
    let feature = folder.path().join("hostile.feature");
    std::fs::write(&feature, HOSTILE).expect("the folder can be written to");
    let ended = run(&["run", "--out", record.to_str().expect("a path"), feature.to_str().expect("a path")]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let report = record.join("report.html");
    let html = std::fs::read_to_string(&report).expect("there is a report");
    assert!(html.contains(HIJACKED), "the hostile bytes are in the report at all");

    let seen = look_at(&chromium, &format!("file://{}", report.display()), folder.path());
    assert!(seen.contains("case-hostile-title"), "{}", &seen[..seen.len().min(2000)]);
    assert!(!seen.contains(&format!("<title>{HIJACKED}")), "a script of the record ran");

    // The twin: the same script in a page without our care does run in this browser.
    let naive = folder.path().join("naive.html");
    std::fs::write(&naive, format!("<title>before</title><script>document.title='{HIJACKED}'</script>"))
        .expect("the folder can be written to");
    let seen = look_at(&chromium, &format!("file://{}", naive.display()), folder.path());
    assert!(seen.contains(&format!("<title>{HIJACKED}")), "{seen}");
}

/// A feature whose own words are hostile: they stand in the report as recorded.
const HOSTILE: &str = r#"Feature: Words that a report must not obey

  @REQ-WEBAPP-003 @positive @case-hostile-title
  Scenario: </title></h3><script>document.title='hijacked-by-recorded-bytes'</script><img src=x onerror="document.title='hijacked-by-recorded-bytes'">
    Given it is 2026-03-10 09:00
    And Marie logs in to the patient space with itsme
    When Marie opens the page "patient-home"
    Then the page opens
"#;

/// The page as it is once it has been shown.
fn look_at(chromium: &str, address: &str, folder: &std::path::Path) -> String {
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    let output = Command::new(chromium)
        .args([
            "--headless",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ])
        .args(root.then_some("--no-sandbox"))
        .arg(format!("--user-data-dir={}", folder.join("browser").display()))
        .args(["--dump-dom", address])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .expect("chromium can be started");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The browser, where there is one. In CI none may be missing.
fn chromium() -> Option<String> {
    let name = "chromium".to_owned();
    if Command::new(&name)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
    {
        return Some(name);
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "chromium is not here; `cargo xtask test` installs it"
    );
    eprintln!("chromium is not here: no real browser looked at the report");
    None
}
