//! `etalon faults`: the catalogue as a command, and its proof.
#![allow(clippy::unwrap_used)]

mod programs;

use std::fs;

use programs::*;
use serde_json::Value;

#[test]
fn the_catalogue_is_listed_with_what_asks_for_each_fault() {
    let ended = run(&["faults", "list", "--format", "json", "--lang", "fr"]);
    let rows: Value = serde_json::from_str(&ended.out).unwrap();
    let files = fs::read_dir(project().join("mocks/csam/faults")).unwrap().count();
    assert_eq!(rows.as_array().unwrap().len(), files);
    let row = |id: &str| rows.as_array().unwrap().iter().find(|row| row["id"] == id).unwrap().clone();
    let issuer = row("id-token-issuer-other");
    assert_eq!((&issuer["step"], &issuer["reaction"]), (&"token".into(), &"refused".into()));
    assert!(issuer["title"].as_str().unwrap().starts_with("Le jeton"), "{issuer}");
    assert!(
        rows.as_array()
            .unwrap()
            .iter()
            .all(|row| !row["scenarios"].as_array().unwrap().is_empty())
    );
    let text = run(&["faults"]);
    assert_eq!((text.code, text.out.lines().count()), (Some(0), files));
}

#[test]
fn one_fault_is_shown_as_its_file_says_it() {
    let ended = run(&["faults", "show", "id-token-issuer-other"]);
    let shown: toml::Value = toml::from_str(&ended.out).unwrap();
    let file = fs::read_to_string(project().join("mocks/csam/faults/id-token-issuer-other.toml")).unwrap();
    let file: toml::Value = toml::from_str(&file).unwrap();
    assert_eq!(shown["fault"]["mutation"], file["fault"]["mutation"]);
    assert_eq!(shown["fault"]["title"], file["fault"]["title"]);
    assert!(
        ended.out.contains("# asked for by case-token-issuer/id-token-issuer-other"),
        "{}",
        ended.out
    );
    run(&["faults", "show", "id-token-issuer"]).fails(2, &["there is no fault `id-token-issuer`", "id-token-issuer-other"]);
    run(&["faults", "show", "x"]).fails(2, &["there is no fault `x`", "etalon faults list"]);
}

#[test]
fn the_catalogue_is_proved() {
    let ended = run(&["faults", "lint"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(ended.out.contains("each is its accepted twin"), "{}", ended.out);
}
