//! Profiles as people write them: everything that is wrong is said at once, with its place; a new one can be used at once; the schemas in
//! `docs/schema` are those of the program.
#![allow(clippy::unwrap_used)]
#![allow(clippy::print_stderr, reason = "a run without the stranger says so")]

mod programs;

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use programs::*;

/// Runs with this standard input.
fn run_with(arguments: &[&str], input: &str) -> Ended {
    let mut child = etalon(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may end before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let ended = child.wait_with_output().unwrap();
    Ended {
        code: ended.status.code(),
        out: String::from_utf8(ended.stdout).unwrap(),
        err: String::from_utf8(ended.stderr).unwrap(),
    }
}

#[test]
fn everything_that_is_wrong_is_said_at_once_with_place_and_remedy() {
    let home = folder();
    let profile = profile_with(&[
        ("kind = \"portal\"", "kind = \"gateway\""),
        ("capabilities = [\"CONSENT\", ", "capabilities = [\"CONSNT\", "),
        ("clock = \"endpoint\"", "clok = \"endpoint\""),
        ("selector = \"main[data-testid=refusal]\"", "selector = \"main[[\""),
        ("[intents.LogOut.any]", "[intents.LogOff.any]"),
        (
            "\"National number\" = \"{patient.insz}\"",
            "\"National number\" = \"{patient.inss}\"",
        ),
        ("{ identify = \"csam\" }", "{ identify = \"itsme\" }"),
    ]);
    fs::write(home.path().join("profile.toml"), &profile).unwrap();
    let deviations = "format = 1\n[[deviation]]\nrequirement = \"REQ-CONSENT-0004\"\nreason = \"r\"\nowner = \"o\"\nexpires = \"soon\"\n";
    fs::write(home.path().join("deviations.toml"), deviations).unwrap();
    let ended = run(&["profile", "check", home.path().to_str().unwrap()]);
    assert_eq!(ended.code, Some(2), "{ended:?}");
    let said = |words: &str| ended.err.lines().find(|line| line.contains(words));
    for (line, words) in [
        ("kind = \"gateway\"", "`gateway` is not known here"),
        ("\"CONSNT\"", "`CONSNT` is no area"),
        ("clok = ", "`clok` is no field"),
        ("main[[", "`main[[` is no CSS selector"),
        ("[intents.LogOff.any]", "`LogOff` is no intent"),
        ("{patient.inss}", "`{patient.inss}`"),
        ("identify = \"itsme\"", "it must be \"csam\""),
    ] {
        let at = profile.lines().position(|found| found.contains(line)).unwrap() + 1;
        let found = said(words).unwrap_or_else(|| panic!("{words} is not said: {}", ended.err));
        assert!(found.contains(&format!("profile.toml:{at}:")), "{found}");
    }
    for words in [
        "`clock` is missing",
        "`clock` is meant?",
        "it is one of portal, hub",
        "deviations.toml:6:",
        "such as 2027-03-31",
    ] {
        assert!(said(words).is_some(), "{words} is not said: {}", ended.err);
    }
    assert!(
        ended.err.contains("| kind = \"gateway\"\n      |        ^^^^^^^^^\n"),
        "{}",
        ended.err
    );
}

#[test]
fn a_template_is_read_beside_the_profile_and_its_slips_are_found_there() {
    let home = folder();
    let start = "command = [\"serve\", \"{scratch}/app.conf\"]\nbase-url = \"https://localhost:{port}\"\nfiles = [{ path = \"app.conf\", template = \"app.conf.in\" }]";
    let profile = profile_with(&[
        ("reference = \"reference-network\"", start),
        ("clock = \"endpoint\"", "clock = \"wall\""),
    ]);
    let path = home.path().to_str().unwrap();
    fs::write(home.path().join("profile.toml"), profile).unwrap();
    run(&["profile", "check", path]).fails(2, &["template `app.conf.in`", "no such file"]);
    fs::write(
        home.path().join("app.conf.in"),
        "listen {port};\nid {client_id}\nuser %{REMOTE_USER}e\n",
    )
    .unwrap();
    run(&["profile", "check", path]).fails(2, &["app.conf.in:2:4:", "write `{client-id}`"]);
    fs::write(home.path().join("app.conf.in"), "server { listen {port}; id {client-id} }\n").unwrap();
    let ended = run(&["profile", "check", path]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(
        ended.out.contains("serve '{scratch}/app.conf'"),
        "what would be started is said: {}",
        ended.out
    );
}

#[test]
fn what_starts_a_product_is_checked_as_a_whole() {
    let plain = "command = [\"serve\"]\nbase-url = \"https://localhost:{port}\"";
    let wall = ("clock = \"endpoint\"", "clock = \"wall\"");
    let with = |start: &str| profile_with(&[("reference = \"reference-network\"", start), wall]);
    for (profile, words) in [
        (with(&format!("{plain}\nready = {{ url = \"status\" }}")), "`status` is no path"),
        (
            with("command = [\"serve\", \"{prot}\"]\nbase-url = \"https://localhost:{port}\""),
            "`{port}` is meant?",
        ),
        (with("command = [\"serve\"]\nbase-url = \"localhost\""), "`localhost` is no address"),
        (
            with(&format!("{plain}\nlog-files = [\"../error.log\"]")),
            "no place in the scratch folder",
        ),
        (
            with(&format!("{plain}\nfiles = [{{ path = \"a\" }}]")),
            "nothing says what stands in this file",
        ),
        (with(&format!("{plain}\nstop = \"kill\"")), "it is one of terminate, stdin"),
        (with("command = [\"host\"]\nuser = \"www-data\""), "`user` is for a plain product"),
        (
            profile_with(&[("reference = \"reference-network\"", plain)]),
            "a plain product has no test clock",
        ),
        (
            profile_with(&[("isolation = \"realm\"", "isolation = \"exclusive\"")]),
            "an instance host opens an instance for each scenario",
        ),
        (
            profile_with(&[("clock = \"endpoint\"", "clock = \"offset\"")]),
            "FAKETIME_TIMESTAMP_FILE",
        ),
        (
            profile_with(&[("patience-seconds = 10", "contacts = [\"portal.test\"]")]),
            "`portal.test` is no address",
        ),
        (
            profile_with(&[(
                "[parameters]",
                "[adapter]\nhttp = { url = \"http://adapter.test:9000\" }\n[parameters]",
            )]),
            "add \"adapter.test:9000\" to `contacts`",
        ),
        (profile_with(&[("[login]", "[login]\nscopes = [\"profile\"]")]), "add \"openid\""),
        (
            profile_with(&[(
                "[refusals.reasons]",
                "log = { file = \"error.log\", reasons = {} }\n[refusals.reasons]",
            )]),
            "`error.log` is no log that is read",
        ),
    ] {
        let home = folder();
        fs::write(home.path().join("profile.toml"), profile).unwrap();
        run(&["profile", "check", home.path().to_str().unwrap()]).fails(2, &[words, "profile.toml:"]);
    }
}

#[test]
fn a_profile_that_is_good_says_what_a_run_would_make_of_it() {
    let ended = run(&["profile", "check", "reference-network"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(
        ended.out.contains("nothing was started") && ended.out.contains("scenarios apply to it"),
        "{}",
        ended.out
    );
}

#[test]
fn a_new_profile_is_good_at_once_and_never_overwrites() {
    let home = folder();
    for (name, further) in [
        ("acme", &[][..]),
        ("acme-http", &["--adapter", "http"]),
        ("acme-host", &["--adapter", "instance-host", "--kind", "hub"]),
    ] {
        let path = home.path().join(name);
        let path = path.to_str().unwrap();
        let arguments = [&["profile", "new", path, "--yes"], further].concat();
        let ended = run(&arguments);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        assert!(ended.out.contains("etalon profile check"), "{}", ended.out);
        let ended = run(&["profile", "check", path]);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        let text = fs::read_to_string(Path::new(path).join("profile.toml")).unwrap();
        run(&arguments).fails(2, &["never overwritten", "profile.toml"]);
        assert_eq!(fs::read_to_string(Path::new(path).join("profile.toml")).unwrap(), text);
        fs::remove_file(Path::new(path).join("profile.toml")).unwrap();
        run(&arguments).fails(2, &["never overwritten", "deviations.toml"]);
    }
    run(&["profile", "new", "a b", "--yes"]).fails(2, &["letters, digits"]);
}

#[test]
fn a_new_profile_holds_what_was_answered() {
    let home = folder();
    let path = home.path().join("acme");
    let path = path.to_str().unwrap();
    let ended = run_with(
        &["profile", "new", path],
        "The Acme portal\ncommand\nacme-server --port {port}\n\nacme-client\n/login/back\nTeam Acme\n",
    );
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let text = fs::read_to_string(Path::new(path).join("profile.toml")).unwrap();
    for line in [
        "title = \"The Acme portal\"",
        "command = [\"acme-server\", \"--port\", \"{port}\"]",
        "base-url = \"https://localhost:{port}\"",
        "client-id = \"acme-client\"",
        "callback-paths = [\"/login/back\"]",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} is not in {text}");
    }
    assert!(
        fs::read_to_string(Path::new(path).join("deviations.toml"))
            .unwrap()
            .contains("Team Acme")
    );
    let silent = home.path().join("silent");
    run_with(&["profile", "new", silent.to_str().unwrap()], "Title\n").fails(2, &["standard input ended before", "--yes"]);
    run_with(&["profile", "new", silent.to_str().unwrap()], "Title\nmagic\n").fails(2, &["`magic`"]);
    assert!(!silent.exists(), "something was written");
}

#[test]
fn the_schemas_in_the_documentation_are_those_of_the_program() {
    for of in ["profile", "deviations"] {
        let ended = run(&["profile", "schema", of]);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        let file = format!("docs/schema/{of}.schema.json");
        let committed = fs::read_to_string(project().join(&file)).unwrap_or_default();
        assert!(
            committed == ended.out,
            "{file} is not what the program prints: cargo run -- profile schema {of} > {file}"
        );
    }
}

/// A stranger's opinion on the schemas, where `ETALON_PYTHON` names a Python that has jsonschema.
#[test]
fn a_stranger_finds_the_profiles_that_ship_to_be_of_the_schema_and_a_wrong_one_not() {
    let Ok(python) = std::env::var("ETALON_PYTHON") else {
        assert!(
            std::env::var_os("CI").is_none(),
            "ETALON_PYTHON must name a Python that has jsonschema"
        );
        eprintln!("jsonschema was not asked: ETALON_PYTHON is not set");
        return;
    };
    // JSON has no dates: editors see those of TOML as texts, too.
    let program = "import json, sys, tomllib, jsonschema\n\
                   read = json.loads(json.dumps(tomllib.load(open(sys.argv[2], 'rb')), default=str))\n\
                   jsonschema.validate(read, json.load(open(sys.argv[1])))\n";
    let home = folder();
    let asked = |schema: &str, file: &Path| {
        let schema = project().join(format!("docs/schema/{schema}.schema.json"));
        let asked = Command::new(&python).args(["-c", program]).arg(schema).arg(file).output().unwrap();
        asked.status.success()
    };
    for folder in fs::read_dir(project().join("vendor-profiles")).unwrap() {
        let file = folder.unwrap().path().join("profile.toml");
        assert!(asked("profile", &file), "{}", file.display());
        let known = file.with_file_name("deviations.toml");
        assert!(!known.exists() || asked("deviations", &known), "{}", known.display());
    }
    for (line, other) in [
        ("kind = \"portal\"", "kind = \"gateway\""),
        ("[intents.LogOut.any]", "[intents.LogOff.any]"),
        ("{ open = \"{page.path}\" }", "{ visit = \"{page.path}\" }"),
        ("clock = \"endpoint\"", "clock = \"endpoint\"\ncolour = \"blue\""),
    ] {
        let file = home.path().join("profile.toml");
        fs::write(&file, profile_with(&[(line, other)])).unwrap();
        assert!(!asked("profile", &file), "{other}");
    }
}

#[test]
fn what_a_run_will_refuse_to_play_is_said_beforehand_and_why() {
    let told = |isolation: &str| {
        let home = folder();
        for file in fs::read_dir(project().join("vendor-profiles/apache-openidc")).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), home.path().join(file.file_name())).unwrap();
        }
        let profile = home.path().join("profile.toml");
        let text = fs::read_to_string(&profile).unwrap();
        fs::write(
            &profile,
            text.replace("isolation = \"realm\"", &format!("isolation = \"{isolation}\"")),
        )
        .unwrap();
        let ended = run(&["profile", "check", home.path().to_str().unwrap()]);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        ended.out
    };
    let alone = told("realm");
    assert!(
        alone.contains("of them will be inconclusive, ") && alone.contains("needs clock level `offset`, `endpoint` or `shared`"),
        "{alone}"
    );
    assert!(!alone.contains("needs isolation"), "{alone}");
    let together = told("person");
    for why in [
        "it says what time it is",
        "it changes the keys that CSAM publishes",
        "it changes what CSAM says about itself",
    ] {
        let line = format!("needs isolation `realm` or `exclusive`: {why}");
        assert!(together.contains(&line), "{together}");
    }
}
