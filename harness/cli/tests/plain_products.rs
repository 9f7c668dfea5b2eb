//! Products that know nothing of Etalon: started with files and a port of their own, examined by recipes or through an adapter, told apart
//! when they refuse, crash, end and log, and ended with everything that they have started.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod programs;

use std::{fs, path::Path};

use programs::{plain::*, *};
use serde_json::Value;

const FEATURE: &str = r#"Feature: A plain product

  @REQ-WEBAPP-003 @case-plain-page-opens
  Scenario: A page opens
    When a visitor who is not logged in opens the page "home"
    Then the page opens

  @REQ-WEBAPP-003 @case-plain-login-demanded
  Scenario: A login is demanded
    When a visitor who is not logged in opens the page "patient-home"
    Then a login is demanded

  @REQ-WEBAPP-004 @case-plain-logged-in
  Scenario: A login is accepted
    When Marie logs in to the patient space with itsme
    Then Marie is logged in

  @REQ-WEBAPP-004 @case-plain-cancelled
  Scenario: A login is given up
    Given Marie will cancel at CSAM
    When Marie logs in to the patient space with itsme
    Then the request is refused because "login-cancelled"

  @REQ-WEBAPP-003 @case-plain-timed
  Scenario: At an instant
    Given it is 2026-03-10 09:00
    When Marie logs in to the patient space with itsme
    Then Marie is logged in

  @REQ-WEBAPP-003 @case-plain-later
  Scenario: Later
    Given it is 2026-03-10 09:00
    And it is 2026-06-10 09:00
    When Marie logs in to the patient space with itsme
    Then Marie is logged in

  @REQ-WEBAPP-003 @case-plain-unsupported
  Scenario: What the product does not have
    When Marie gives consent to the sharing of health data
    Then the request is carried out
"#;

/// Processes whose command line names something in that folder or the product's file.
fn left_over(of: &Path) -> Vec<String> {
    let name = of.display().to_string();
    let command = |entry: fs::DirEntry| {
        let line = fs::read(entry.path().join("cmdline")).ok()?;
        let line = String::from_utf8_lossy(&line).replace('\0', " ");
        line.contains(&name).then_some(line)
    };
    fs::read_dir("/proc").unwrap().filter_map(|entry| command(entry.ok()?)).collect()
}

#[test]
fn a_product_that_knows_nothing_of_us_is_started_examined_by_recipes_and_ended() {
    let Some(python) = python() else { return };
    let profile = profile(&python, REALM, "", &format!("{LOGGED}{RECIPES}"));
    let examined = examine(
        &profile,
        FEATURE,
        &[],
        "@case-plain-page-opens or @case-plain-login-demanded or @case-plain-logged-in or @case-plain-cancelled or @case-plain-timed",
    );
    assert!(examined.ended.err.contains("starting, for each scenario: "), "{:?}", examined.ended);
    examined.is("case-plain-page-opens", "conformant", "");
    examined.is("case-plain-login-demanded", "conformant", "");
    examined.is("case-plain-logged-in", "conformant", "");
    // The page says nothing: the reason stands in what it printed.
    examined.is("case-plain-cancelled", "conformant", "");
    examined.is("case-plain-timed", "inconclusive", "needs clock level");
    let printed: Vec<_> = examined.observed("output").map(|line| line["line"].as_str().unwrap()).collect();
    assert!(
        printed.contains(&"listening") && printed.contains(&"refused: access_denied"),
        "{printed:?}"
    );
}

#[test]
fn what_believes_every_login_is_found_out_and_so_is_what_ends_or_does_not_start() {
    let Some(python) = python() else { return };
    let credulous = profile(&python, REALM, "", RECIPES);
    let examined = examine(
        &credulous,
        FEATURE,
        &["features/national-login/issuer-and-audience.feature"],
        "@case-token-issuer",
    );
    let (verdict, because) = examined.verdicts.values().next().unwrap();
    assert_eq!(verdict, "non-conformant", "{because}");

    let gone = profile(
        &python,
        REALM,
        "environment = { ENDS = \"yes\" }",
        &RECIPES.replace("\"/protected\" }, ", "\"/elsewhere\" }, "),
    );
    let examined = examine(&gone, FEATURE, &[], "@case-plain-logged-in");
    examined.is("case-plain-logged-in", "inconclusive", "");
    let told = |line: &Value| line["what"].as_str().is_some_and(|what| what.contains("ended by itself"));
    assert!(examined.observed("trouble").any(told), "{:?}", examined.verdicts);

    let absent = credulous.replace("{tls-cert-file}", "/nowhere/certificate");
    let examined = examine(&absent, FEATURE, &[], "@case-plain-page-opens");
    let (verdict, because) = &examined.verdicts["case-plain-page-opens"];
    assert!(
        verdict == "inconclusive" && because.contains("ended while it was starting"),
        "{because}"
    );
    assert!(because.contains("No such file"), "its last words are not told: {because}");
}

#[test]
fn an_adapter_of_thirty_lines_drives_it_and_is_the_weaker_witness() {
    let Some(python) = python() else { return };
    let adapter = project().join("docs/examples/adapter.py");
    let adapter = format!(
        "[adapter.http]\nstart-with = [\"{python}\", \"{}\", \"{{adapter-port}}\", \"{{ca-file}}\", \"/protected\"]\n",
        adapter.display()
    );
    let profile = profile(&python, REALM, "", &format!("{LOGGED}{adapter}"));
    let cases =
        "@case-plain-page-opens or @case-plain-login-demanded or @case-plain-logged-in or @case-plain-cancelled or @case-plain-unsupported";
    let examined = examine(&profile, FEATURE, &[], cases);
    for case in [
        "case-plain-page-opens",
        "case-plain-login-demanded",
        "case-plain-logged-in",
        "case-plain-cancelled",
    ] {
        examined.is(case, "conformant", "");
    }
    examined.is("case-plain-unsupported", "inconclusive", "does not support");
    assert!(examined.observed("outcome").all(|line| line["outcome"]["witness"] == "adapter"));
    // Nobody's own pages were opened by us.
    assert!(examined.lines.iter().all(|line| line["authority"] != "user-agent"));

    let examined = examine(
        &profile,
        FEATURE,
        &["features/national-login/issuer-and-audience.feature"],
        "@case-token-issuer",
    );
    let (verdict, because) = examined.verdicts.values().next().unwrap();
    assert_eq!(verdict, "non-conformant", "{because}");
}

#[test]
fn one_that_is_started_once_serves_all_scenarios_in_turn_each_in_its_own_journal() {
    let Some(python) = python() else { return };
    let head = "isolation = \"exclusive\"\nclock = \"wall\"";
    let profile = profile(&python, head, "", &format!("{LOGGED}{RECIPES}"));
    let cases = "@case-plain-page-opens or @case-plain-login-demanded or @case-plain-logged-in or @case-plain-cancelled";
    let examined = examine(&profile, FEATURE, &[], cases);
    for case in [
        "case-plain-page-opens",
        "case-plain-login-demanded",
        "case-plain-logged-in",
        "case-plain-cancelled",
    ] {
        examined.is(case, "conformant", "");
    }
    let told = |line: &&Value| line["line"] == "listening";
    assert_eq!(examined.observed("output").filter(told).count(), 1, "it was started once");
    let issued: Vec<_> = examined
        .lines
        .iter()
        .filter(|line| line["name"] == "token-issued")
        .map(|line| line["realm"].clone())
        .collect();
    assert_eq!(issued.len(), 1, "the login stands in the journal of its own scenario: {issued:?}");
}

/// libfaketime, where Debian puts it.
const FAKETIME: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

#[test]
fn a_clock_that_libfaketime_moves_goes_with_that_of_the_nation() {
    let Some(python) = python() else { return };
    if !Path::new(FAKETIME).is_file() {
        assert!(
            std::env::var_os("CI").is_none(),
            "{FAKETIME} is missing; install the package faketime"
        );
        eprintln!("no clock was moved: {FAKETIME} is missing");
        return;
    }
    let start = format!(
        "environment = {{ LD_PRELOAD = \"{FAKETIME}\", FAKETIME_TIMESTAMP_FILE = \"{{scratch}}/faketime\", FAKETIME_NO_CACHE = \"1\" }}"
    );
    for isolation in ["realm", "exclusive"] {
        let head = format!("isolation = \"{isolation}\"\nclock = \"offset\"");
        let profile = profile(&python, &head, &start, &format!("{LOGGED}{RECIPES}"));
        let examined = examine(
            &profile,
            FEATURE,
            &[],
            "@case-plain-timed or @case-plain-later or @case-plain-logged-in",
        );
        for (case, month) in [("case-plain-timed", "2026-03"), ("case-plain-later", "2026-06")] {
            examined.is(case, "conformant", "");
            let realm = examined.observed("scenario-opened").find(|line| line["identity"] == case).unwrap()["realm"].clone();
            let said =
                |line: &&Value| line["realm"] == realm && line["line"].as_str().is_some_and(|line| line.starts_with("logged in at "));
            let line = examined.observed("output").find(said).unwrap()["line"].clone();
            assert!(line.as_str().unwrap().contains(month), "{isolation}: {line}");
        }
    }
}

#[test]
fn a_clock_that_an_adapter_sets_begins_and_goes_with_that_of_the_nation() {
    let Some(python) = python() else { return };
    let program = project().join("harness/cli/tests/programs/clock_adapter.py");
    let example = project().join("docs/examples/adapter.py");
    let adapter = format!(
        "[adapter.http]\nstart-with = [\"{python}\", \"{}\", \"{}\", \"{{adapter-port}}\", \"{{ca-file}}\", \"/protected\"]\n",
        program.display(),
        example.display()
    );
    let start = "environment = { CLOCK = \"{scratch}/clock\" }";
    for isolation in ["realm", "exclusive"] {
        let head = format!("isolation = \"{isolation}\"\nclock = \"endpoint\"");
        let profile = profile(&python, &head, start, &format!("{LOGGED}{adapter}"));
        let examined = examine(
            &profile,
            FEATURE,
            &[],
            "@case-plain-timed or @case-plain-later or @case-plain-logged-in",
        );
        for (case, instant) in [
            ("case-plain-timed", "2026-03-10T08:00:00Z"),
            ("case-plain-later", "2026-06-10T07:00:00Z"),
            // Where a scenario says nothing, the nation's usual instant, and not the machine's.
            ("case-plain-logged-in", "2026-03-10T08:00:00Z"),
        ] {
            examined.is(case, "conformant", "");
            let realm = examined.observed("scenario-opened").find(|line| line["identity"] == case).unwrap()["realm"].clone();
            let said =
                |line: &&Value| line["realm"] == realm && line["line"].as_str().is_some_and(|line| line.starts_with("logged in at "));
            let line = examined.observed("output").find(said).unwrap()["line"].clone();
            assert_eq!(line, format!("logged in at {instant}"), "{isolation}: {case}");
        }
    }
    // An adapter that knows no clock is told of, before anything is played.
    let without = profile(
        &python,
        "isolation = \"realm\"\nclock = \"endpoint\"",
        "",
        &format!("{LOGGED}{}", adapter.replace(&format!("\"{}\", ", program.display()), "")),
    );
    let examined = examine(&without, FEATURE, &[], "@case-plain-logged-in");
    examined.is(
        "case-plain-logged-in",
        "inconclusive",
        "no instance of the system under test: the adapter",
    );
}

#[test]
fn nothing_outlives_an_etalon_that_is_killed() {
    let Some(python) = python() else { return };
    // A link of its own tells its processes from those of other tests.
    let own = folder();
    let program = own.path().join("relying_party.py");
    fs::copy(project().join("harness/cli/tests/programs/relying_party.py"), &program).unwrap();
    let text = profile(&python, REALM, "ready = { url = \"/never\", status = 200 }", RECIPES);
    let text = text.replace(
        &project().join("harness/cli/tests/programs/relying_party.py").display().to_string(),
        &program.display().to_string(),
    );
    fs::write(own.path().join("profile.toml"), text).unwrap();
    let feature = own.path().join("plain.feature");
    fs::write(&feature, FEATURE).unwrap();
    let own_path = own.path().display().to_string();
    let out = own.path().join("record").display().to_string();
    let mut running = Running::start(etalon(&[
        "run",
        feature.to_str().unwrap(),
        "--profile",
        &own_path,
        "--tags",
        "@case-plain-page-opens",
        "--out",
        &out,
    ]));
    wait_until("the product runs", || {
        left_over(&program).iter().any(|line| line.contains("etalon-product-"))
    });
    let line = left_over(&program)
        .into_iter()
        .find(|line| line.contains("etalon-product-"))
        .unwrap();
    let scratch = line.split(' ').find(|word| word.contains("etalon-product-")).unwrap();
    let scratch = Path::new(scratch).ancestors().nth(2).unwrap();
    assert!(scratch.is_dir(), "{line}");
    running.kill();
    wait_until("the product has ended", || left_over(&program).is_empty());
    wait_until("its scratch folder, with secrets in it, is gone", || !scratch.exists());
}
