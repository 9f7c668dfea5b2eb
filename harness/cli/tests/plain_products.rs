//! Products that know nothing of Etalon: started with files and a port of their own, examined by recipes or through an adapter, told apart
//! when they refuse, crash, end and log, and ended with everything that they have started.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod programs;

use std::{collections::BTreeMap, fs, path::Path};

use programs::*;
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

/// A Python to run the product with. Without one nothing is examined, which in CI may not happen.
fn python() -> Option<String> {
    let named = std::env::var("ETALON_PYTHON").ok();
    assert!(
        named.is_some() || std::env::var_os("CI").is_none(),
        "ETALON_PYTHON must name a Python"
    );
    if named.is_none() {
        eprintln!("no plain product was examined: ETALON_PYTHON is not set");
    }
    named
}

struct Examined {
    ended: Ended,
    verdicts: BTreeMap<String, (String, String)>,
    lines: Vec<Value>,
}

impl Examined {
    fn is(&self, case: &str, verdict: &str, words: &str) {
        let (found, because) = &self.verdicts[case];
        assert_eq!(found, verdict, "{case}: {because}");
        assert!(because.contains(words), "{case}: {because}");
    }

    fn observed(&self, event: &str) -> impl Iterator<Item = &Value> {
        self.lines.iter().filter(move |line| line["event"] == event)
    }
}

/// The profile of the product, which `more` completes.
fn profile(python: &str, head: &str, start: &str, more: &str) -> String {
    let program = project().join("harness/cli/tests/programs/relying_party.py");
    format!(
        r#"
format = 1
name = "plain"
title = "A plain product"
kind = "portal"
capabilities = ["OIDC"]
patience-seconds = 5
{head}
[start]
command = ["{python}", "{}", "{{port}}", "{{tls-cert-file}}", "{{tls-key-file}}", "{{ca-file}}", "{{issuer}}", "{{client-id}}", "{{client-secret}}", "{{callback}}"]
base-url = "https://localhost:{{port}}"
seconds = 20
{start}
[refusals]
selector = "main[data-marker=refused]"
{more}
[pages]
alive = "/"
home = "/"
patient-home = "/protected"
professional-home = "/protected"
"#,
        program.display()
    )
}

const RECIPES: &str = r#"
[intents.LogIn.any]
recipe = [{ open = "/protected" }, { identify = "csam" }]
done = "main[data-marker=protected]"
[intents.OpenPage.any]
recipe = [{ open = "{page.path}" }]
done = "main:not([data-marker=refused])"
"#;
const REALM: &str = "isolation = \"realm\"\nclock = \"wall\"";
const LOGGED: &str = "[refusals.log]\nfile = \"stderr\"\n[refusals.log.reasons]\n\"access_denied\" = \"login-cancelled\"\n\"CSAM answers\" = \"login-failed\"\n";

fn examine(profile: &str, features: &[&str], tags: &str) -> Examined {
    let folder = folder();
    fs::write(folder.path().join("profile.toml"), profile).unwrap();
    let out = folder.path().join("record");
    let feature = folder.path().join("plain.feature");
    fs::write(&feature, FEATURE).unwrap();
    let own = feature.display().to_string();
    let features: Vec<&str> = if features.is_empty() { vec![&own] } else { features.to_vec() };
    let mut arguments = vec!["run"];
    arguments.extend(features);
    let (folder_name, out_name) = (folder.path().display().to_string(), out.display().to_string());
    arguments.extend(["--profile", &folder_name, "--tags", tags, "--out", &out_name, "--jobs", "4"]);
    let ended = run(&arguments);
    assert!(!ended.err.contains("bug of Etalon"), "{ended:?}");
    let is_record = out.join("summary.json").is_file();
    Examined {
        verdicts: if is_record { verdicts(&summary(&out)) } else { BTreeMap::new() },
        lines: journal(&out),
        ended,
    }
}

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
    let examined = examine(&gone, &[], "@case-plain-logged-in");
    examined.is("case-plain-logged-in", "inconclusive", "");
    let told = |line: &Value| line["what"].as_str().is_some_and(|what| what.contains("ended by itself"));
    assert!(examined.observed("trouble").any(told), "{:?}", examined.verdicts);

    let absent = credulous.replace("{tls-cert-file}", "/nowhere/certificate");
    let examined = examine(&absent, &[], "@case-plain-page-opens");
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
    let examined = examine(&profile, &[], cases);
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
    let examined = examine(&profile, &[], cases);
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

    let person = profile.replace("\"exclusive\"", "\"person\"");
    let examined = examine(&person, &[], cases);
    examined.ended.fails(2, &["cannot yet tell scenarios apart by their people"]);
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
        let examined = examine(&profile, &[], "@case-plain-timed or @case-plain-later or @case-plain-logged-in");
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
