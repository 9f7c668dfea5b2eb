//! `etalon certs` as a user meets it: the root that stays, certificates by recipe, and strangers who read what was written.
#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stderr, reason = "a run without the stranger says so")]

mod programs;

use std::{fs, path::Path, process::Command};

use programs::*;

fn stranger(program: &str, arguments: &[&str]) -> Option<(bool, String)> {
    let Ok(output) = Command::new(program).args(arguments).output() else {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{program} must be installed");
        eprintln!("{program} was not asked: it is not installed");
        return None;
    };
    let said = [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
    Some((output.status.success(), said.concat()))
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path).unwrap().permissions()) & 0o777
}

#[test]
fn the_root_is_the_same_at_every_export_and_its_key_never_leaves() {
    let home = folder();
    let (data, first, second) = (
        home.path().join("data"),
        home.path().join("first.pem"),
        home.path().join("second.pem"),
    );
    for out in [&first, &second] {
        let ended = run(&["certs", "root", "--out", text(out), "--data", text(&data)]);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        for said in [
            "import",
            "remove",
            "Debian",
            "Windows",
            "macOS",
            "Firefox",
            "Java",
            "test machines",
            text(out),
        ] {
            assert!(ended.out.contains(said), "{said}: {}", ended.out);
        }
        assert_eq!(ended.out.matches("  import  ").count(), ended.out.matches("  remove  ").count());
    }
    let root = fs::read_to_string(&first).unwrap();
    assert_eq!(root, fs::read_to_string(&second).unwrap());
    assert!(root.starts_with("-----BEGIN CERTIFICATE-----") && !root.contains("PRIVATE"));
    let ended = run(&["certs", "root", "--out", text(&first), "--data", text(&data)]);
    ended.fails(2, &["exists already", "first.pem"]);
    let ended = run(&["certs", "root", "--out", "/no/such/folder/root.pem", "--data", text(&data)]);
    ended.fails(3, &["/no/such/folder/root.pem"]);
    let ended = run(&[
        "certs",
        "root",
        "--out",
        text(&home.path().join("third.pem")),
        "--data",
        text(&first),
    ]);
    ended.fails(3, &["first.pem"]);
}

#[test]
fn java_imports_the_root_and_removes_it_as_the_instructions_say() {
    let home = folder();
    let (data, out, store) = (
        home.path().join("data"),
        home.path().join("root.pem"),
        home.path().join("trust.p12"),
    );
    let ended = run(&["certs", "root", "--out", text(&out), "--data", text(&data)]);
    let of_java = |what: &str| {
        let line = (ended.out.lines()).find(|line| line.contains(what) && line.contains("keytool") && line.contains("-cacerts"));
        let words = line.unwrap().split_once("keytool ").unwrap().1;
        // A store of its own in place of the machine's.
        words.replace("-cacerts", &format!("-keystore {}", text(&store)))
    };
    let fingerprint = (ended.out.lines())
        .find_map(|line| line.strip_prefix("SHA-256 "))
        .unwrap()
        .to_uppercase();
    for (command, entries) in [(of_java("import  "), 1), (of_java("remove  "), 0)] {
        let words: Vec<&str> = command.split(' ').collect();
        let Some((done, said)) = stranger("keytool", &words) else { return };
        assert!(done, "{command}: {said}");
        let (_, listed) = stranger("keytool", &["-list", "-keystore", text(&store), "-storepass", "changeit"]).unwrap();
        assert_eq!(listed.matches("trustedCertEntry").count(), entries, "{listed}");
        assert_eq!(listed.contains(&fingerprint), entries == 1, "{listed}");
    }
}

#[test]
fn a_certificate_is_made_with_all_that_goes_along() {
    let home = folder();
    let out = home.path().join("doctor");
    let at = "2026-03-10T09:00:00Z";
    let arguments = [
        "certs",
        "make",
        "ehealth-person",
        "--out",
        text(&out),
        "--at",
        at,
        "--password",
        "open sesame",
    ];
    let ended = run(&arguments);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let file = |name: &str| out.join(name).display().to_string();
    let page = fs::read_to_string(out.join("README.txt")).unwrap();
    for said in ["FAKE", "ehealth-person", "open sesame", "accepts it", "Specimen", "SSIN="] {
        assert!(page.contains(said), "{said}: {page}");
    }
    for entry in fs::read_dir(&out).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(
            page.contains(&format!("{name}: ")) || name == "README.txt",
            "{name} is not explained"
        );
        #[cfg(unix)]
        assert_eq!(mode(&path) & 0o077 == 0, name.contains("key"), "{name}");
    }
    let (root, chain, leaf) = (file("root.pem"), file("with-chain.pem"), file("certificate.pem"));
    if let Some((accepted, said)) = stranger(
        "openssl",
        &["verify", "-attime", "1773133200", "-CAfile", &root, "-untrusted", &chain, &leaf],
    ) {
        assert!(accepted, "{said}");
        let (opened, said) = stranger(
            "openssl",
            &["pkcs12", "-nokeys", "-in", &file("keystore.p12"), "-passin", "pass:open sesame"],
        )
        .unwrap();
        assert!(opened && said.contains("Specimen"), "{said}");
    }
    run(&arguments).fails(2, &["exists already"]);
}

#[test]
fn two_recipes_share_the_root_that_was_imported_once() {
    let home = folder();
    let root = |recipe: &str| {
        let out = home.path().join(recipe);
        let ended = run(&[
            "certs",
            "make",
            recipe,
            "--out",
            text(&out),
            "--key",
            "rsa-2048",
            "--at",
            "2026-03-10T09:00:00Z",
        ]);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        fs::read_to_string(out.join("root.pem")).unwrap()
    };
    assert_eq!(root("citizen-authentication"), root("expired"));
}

#[test]
fn every_recipe_is_listed_and_what_is_none_is_refused_with_a_remedy() {
    let listed = run(&["certs", "list"]);
    assert_eq!(listed.code, Some(0), "{listed:?}");
    let json: serde_json::Value = serde_json::from_str(run(&["certs", "list", "--format", "json"]).out.lines().last().unwrap()).unwrap();
    let recipes = json["recipes"].as_array().unwrap();
    assert!(recipes.len() > 40);
    for recipe in recipes {
        assert!(listed.out.contains(&format!("{}  ", recipe["id"].as_str().unwrap())), "{recipe}");
    }
    let home = folder();
    let out = home.path().join("x");
    let make = |more: &[&str]| run(&[&["certs", "make"], more, &["--out", text(&out)]].concat());
    make(&["no-such-recipe"]).fails(2, &["no-such-recipe", "etalon certs list"]);
    make(&["expired", "--at", "yesterday"]).fails(2, &["--at `yesterday`", "2026-03-10"]);
    make(&["expired", "--at", "1949-01-01T00:00:00Z"]).fails(2, &["1950"]);
    make(&["weak-key", "--key", "p-384"]).fails(2, &["weak-key", "etalon certs list"]);
    make(&["expired", "--addresses", "http://ex ample"]).fails(2, &["blanks"]);
    assert!(!out.exists());
}
