//! Plain products of tests: how one is described, examined, and what came of it.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::{collections::BTreeMap, fs};

use serde_json::Value;

use super::{Ended, folder, journal, project, run, summary, verdicts};

/// A Python to run the product with. Without one nothing is examined, which in CI may not happen.
pub(crate) fn python() -> Option<String> {
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

pub(crate) struct Examined {
    pub(crate) ended: Ended,
    pub(crate) verdicts: BTreeMap<String, (String, String)>,
    pub(crate) lines: Vec<Value>,
}

impl Examined {
    pub(crate) fn is(&self, case: &str, verdict: &str, words: &str) {
        let (found, because) = &self.verdicts[case];
        assert_eq!(found, verdict, "{case}: {because}");
        assert!(because.contains(words), "{case}: {because}");
    }

    pub(crate) fn observed(&self, event: &str) -> impl Iterator<Item = &Value> {
        self.lines.iter().filter(move |line| line["event"] == event)
    }
}

/// The profile of the product, which `more` completes.
pub(crate) fn profile(python: &str, head: &str, start: &str, more: &str) -> String {
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

pub(crate) const RECIPES: &str = r#"
[intents.LogIn.any]
recipe = [{ open = "/protected" }, { identify = "csam" }]
done = "main[data-marker=protected]"
[intents.OpenPage.any]
recipe = [{ open = "{page.path}" }]
done = "main:not([data-marker=refused])"
"#;
pub(crate) const REALM: &str = "isolation = \"realm\"\nclock = \"wall\"";
pub(crate) const LOGGED: &str = "[refusals.log]\nfile = \"stderr\"\n[refusals.log.reasons]\n\"access_denied\" = \"login-cancelled\"\n\"CSAM answers\" = \"login-failed\"\n";

/// Examines it by the scenarios of `text`, or by those of `features` where any are named, and judges the record once more.
pub(crate) fn examine(profile: &str, text: &str, features: &[&str], tags: &str) -> Examined {
    let folder = folder();
    fs::write(folder.path().join("profile.toml"), profile).unwrap();
    let out = folder.path().join("record");
    let feature = folder.path().join("plain.feature");
    fs::write(&feature, text).unwrap();
    let own = feature.display().to_string();
    let features: Vec<&str> = if features.is_empty() { vec![&own] } else { features.to_vec() };
    let mut arguments = vec!["run"];
    arguments.extend(features);
    let (folder_name, out_name) = (folder.path().display().to_string(), out.display().to_string());
    arguments.extend(["--profile", &folder_name, "--tags", tags, "--out", &out_name, "--jobs", "4"]);
    let ended = run(&arguments);
    assert!(!ended.err.contains("bug of Etalon"), "{ended:?}");
    let is_record = out.join("summary.json").is_file();
    if is_record {
        let of_the_run = summary(&out);
        let again = run(&["judge", &out_name]);
        assert_eq!(again.code, ended.code, "the record is judged alike: {again:?}");
        assert_eq!(summary(&out), of_the_run);
    }
    Examined {
        verdicts: if is_record { verdicts(&summary(&out)) } else { BTreeMap::new() },
        lines: journal(&out),
        ended,
    }
}
