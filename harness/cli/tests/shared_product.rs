//! Isolation `person`: one product and one realm for all scenarios, played at a time. What is said of each is what would be said if it had
//! been alone, or that it cannot be told whose something is.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod programs;

use std::{collections::BTreeSet, fs, path::Path};

use programs::{plain::*, *};
use serde_json::Value;

const PERSON: &str = "isolation = \"person\"\nclock = \"wall\"";
const EXCLUSIVE: &str = "isolation = \"exclusive\"\nclock = \"wall\"";

const TWO: &str = r#"Feature: Two who come at a time

  @REQ-WEBAPP-004 @case-shared-one
  Scenario: One
    When Marie logs in to the patient space with itsme
    Then Marie is logged in

  @REQ-WEBAPP-004 @case-shared-other
  Scenario: Another
    When Marie logs in to the patient space with itsme
    Then Marie is logged in
"#;

const TIMED: &str = r#"Feature: What is about everybody

  @REQ-WEBAPP-003 @case-shared-timed
  Scenario: At an instant
    Given it is 2026-03-10 09:00
    When Marie logs in to the patient space with itsme
    Then Marie is logged in

  @REQ-WEBAPP-004 @case-shared-one
  Scenario: One
    When Marie logs in to the patient space with itsme
    Then Marie is logged in
"#;

const NATIONAL_LOGIN: [&str; 3] = [
    "features/national-login/issuer-and-audience.feature",
    "features/national-login/token-endpoint.feature",
    "features/national-login/userinfo.feature",
];

/// What a scenario needs that a shared product cannot give.
fn is_refused(because: &str) -> bool {
    because.starts_with("needs isolation `realm` or `exclusive`")
}

#[test]
fn what_is_played_together_is_judged_as_what_is_played_alone() {
    let Some(python) = python() else { return };
    let features: Vec<&str> = NATIONAL_LOGIN
        .into_iter()
        .filter(|feature| project().join(feature).is_file())
        .collect();
    assert!(!features.is_empty());
    // Without reasons in its log nothing but the login itself waits for its turn.
    let together = examine(&profile(&python, PERSON, "", RECIPES), "", &features, "@national-login");
    let alone = examine(&profile(&python, EXCLUSIVE, "", RECIPES), "", &features, "@national-login");
    assert!(together.verdicts.len() > 10, "{:?}", together.verdicts);
    for (identity, (verdict, because)) in &together.verdicts {
        assert!(
            is_refused(because) || *verdict == alone.verdicts[identity].0,
            "{identity}: {verdict} ({because}); alone: {:?}",
            alone.verdicts[identity]
        );
    }
    let listening = |line: &&Value| line["line"] == "listening";
    assert_eq!(together.observed("output").filter(listening).count(), 1, "it was started once");
    // In one realm, at a time, and each with a person of its own.
    let realms: BTreeSet<&str> = together.lines.iter().map(|line| line["realm"].as_str().unwrap()).collect();
    assert_eq!(realms, BTreeSet::from(["shared"]));
    let order: Vec<&str> = together
        .lines
        .iter()
        .filter_map(|line| line["event"].as_str())
        .filter(|event| event.starts_with("scenario-"))
        .collect();
    assert!(
        order.windows(2).any(|two| two == ["scenario-opened", "scenario-opened"]),
        "{order:?}"
    );
    let numbers: Vec<&str> = together
        .observed("state")
        .filter(|line| line["name"] == "person-added")
        .map(|line| line["fields"]["insz"].as_str().unwrap())
        .collect();
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len(), "{numbers:?}");
}

#[test]
fn what_is_about_everybody_is_refused_before_it_is_played() {
    let Some(python) = python() else { return };
    let examined = examine(
        &profile(&python, PERSON, "", RECIPES),
        TIMED,
        &[],
        "@REQ-WEBAPP-003 or @REQ-WEBAPP-004",
    );
    examined.is("case-shared-timed", "inconclusive", "needs isolation `realm` or `exclusive`");
    examined.is("case-shared-one", "conformant", "");
    let of_the_refused = examined
        .lines
        .iter()
        .filter(|line| line["scenario"] == "s0001")
        .map(|line| line["event"].as_str().unwrap());
    assert_eq!(
        of_the_refused.collect::<Vec<_>>(),
        ["scenario-opened", "trouble", "scenario-closed"]
    );
}

#[test]
fn a_code_that_the_product_redeems_for_somebody_else_is_found_out() {
    let Some(python) = python() else { return };
    let mixing = profile(&python, PERSON, "environment = { MIXES = \"codes\" }", RECIPES);
    let examined = examine(&mixing, TWO, &[], "@REQ-WEBAPP-004");
    assert!(
        examined.verdicts.values().all(|(verdict, _)| verdict != "conformant"),
        "{:?}",
        examined.verdicts
    );
    let doubt = examined
        .verdicts
        .values()
        .map(|(_, because)| because)
        .find(|because| because.contains("cannot be told whose"));
    let doubt = doubt.unwrap_or_else(|| panic!("{:?}", examined.verdicts));
    // It says which entry.
    let number: usize = doubt.split("entry ").nth(2).unwrap().split(':').next().unwrap().parse().unwrap();
    let entry = &examined.lines[number - 1];
    assert!(
        entry["event"] == "request" && entry["url"].as_str().unwrap().ends_with("/access_token"),
        "{doubt}: {entry}"
    );
}

#[test]
fn a_page_that_shows_one_who_the_other_is_is_found_out() {
    let Some(python) = python() else { return };
    let mixing = profile(&python, PERSON, "environment = { MIXES = \"pages\" }", RECIPES);
    let examined = examine(&mixing, TWO, &[], "@REQ-WEBAPP-004");
    for case in ["case-shared-one", "case-shared-other"] {
        examined.is(case, "inconclusive", "has what belongs to");
    }
}

#[test]
fn an_adapter_serves_all_scenarios_one_wish_after_the_other() {
    let Some(python) = python() else { return };
    let adapter = project().join("docs/examples/adapter.py");
    let adapter = format!(
        "[adapter.http]\nstart-with = [\"{python}\", \"{}\", \"{{adapter-port}}\", \"{{ca-file}}\", \"/protected\"]\n",
        adapter.display()
    );
    let examined = examine(&profile(&python, PERSON, "", &adapter), TWO, &[], "@REQ-WEBAPP-004");
    for case in ["case-shared-one", "case-shared-other"] {
        examined.is(case, "conformant", "");
    }
}

/// Where Debian's `apache2-bin` and `libapache2-mod-auth-openidc` put what is examined.
const PARTS: [&str; 2] = ["/usr/sbin/apache2", "/usr/lib/apache2/modules/mod_auth_openidc.so"];

#[test]
fn mod_auth_openidc_gets_the_same_verdicts_together_and_alone() {
    if let Some(part) = PARTS.into_iter().find(|part| !Path::new(part).is_file()) {
        assert!(
            std::env::var_os("CI").is_none(),
            "{part} is missing; install apache2-bin and libapache2-mod-auth-openidc"
        );
        eprintln!("mod_auth_openidc was not examined: {part} is missing");
        return;
    }
    let folder = folder();
    let shipped = project().join("vendor-profiles/apache-openidc");
    let examined = |isolation: &str| {
        let profile = folder.path().join(isolation);
        fs::create_dir(&profile).unwrap();
        for file in fs::read_dir(&shipped).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), profile.join(file.file_name())).unwrap();
        }
        let text = fs::read_to_string(profile.join("profile.toml")).unwrap();
        let text = text.replace("isolation = \"realm\"", &format!("isolation = \"{isolation}\""));
        fs::write(profile.join("profile.toml"), text).unwrap();
        let out = folder.path().join(format!("record-{isolation}"));
        let (named, out_name) = (profile.display().to_string(), out.display().to_string());
        let tags = ["--tags", "@national-login", "--jobs", "4"];
        let ended = run(&[&["run", "--profile", &named, "--out", &out_name][..], &tags[..]].concat());
        assert!(!ended.err.contains("bug of Etalon"), "{ended:?}");
        let of_the_run = summary(&out);
        run(&["judge", &out_name]);
        assert_eq!(summary(&out), of_the_run, "the record is judged alike");
        verdicts(&of_the_run)
    };
    let (together, alone) = (examined("person"), examined("exclusive"));
    let refused: BTreeSet<&str> = together
        .iter()
        .filter(|(_, (_, because))| is_refused(because))
        .map(|(identity, _)| identity.as_str())
        .collect();
    assert!(
        refused
            .iter()
            .all(|identity| identity.starts_with("case-discovery-") || identity.starts_with("case-key-rotation/")),
        "{refused:?}"
    );
    for (identity, (verdict, because)) in together.iter().filter(|(identity, _)| !refused.contains(identity.as_str())) {
        assert_eq!(verdict, &alone[identity].0, "{identity}: {because}; alone: {:?}", alone[identity]);
    }
}
