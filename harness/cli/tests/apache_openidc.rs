//! A relying party that nobody here wrote, examined as its vendor would: unattended, to its end, with what it is known to get wrong borne,
//! and nothing left behind.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod programs;

use std::path::Path;

use programs::*;

/// Where Debian's `apache2-bin` and `libapache2-mod-auth-openidc` put what is examined.
const PARTS: [&str; 2] = ["/usr/sbin/apache2", "/usr/lib/apache2/modules/mod_auth_openidc.so"];
/// Scenarios whose verdict says something about each way in which it can be told: by a page, a status, a log, the nation, or not at all.
const EXPECTED: [(&str, &str); 9] = [
    ("case-login-without-fault/patient", "conformant"),
    ("case-token-issuer/id-token-issuer-other", "conformant"),
    ("case-token-signature/id-token-signature-foreign", "conformant"),
    ("case-infos-sans-numero/userinfo-number-missing", "conformant"),
    ("case-reponse-refus/reply-error-access-denied", "conformant"),
    ("case-token-endpoint-silent/token-answer-reset", "conformant"),
    ("case-key-rotation/key-rotated-before-token", "conformant"),
    ("case-token-nog-niet-geldig/id-token-not-yet-valid", "non-conformant"),
    (
        "case-token-audience-besides/id-token-audience-several-without-azp",
        "non-conformant",
    ),
];

fn is_here() -> bool {
    let absent = PARTS.into_iter().find(|part| !Path::new(part).is_file());
    if let Some(part) = absent {
        assert!(
            std::env::var_os("CI").is_none(),
            "{part} is missing; install apache2-bin and libapache2-mod-auth-openidc"
        );
        eprintln!("mod_auth_openidc was not examined: {part} is missing");
    }
    absent.is_none()
}

#[test]
fn mod_auth_openidc_is_examined_whole_and_what_it_gets_wrong_is_known() {
    if !is_here() {
        return;
    }
    let folder = folder();
    let out = folder.path().join("record");
    let profile = project().join("vendor-profiles/apache-openidc").display().to_string();
    let ended = run(&[
        "run",
        "--profile",
        &profile,
        "--tags",
        "@national-login",
        "--out",
        out.to_str().unwrap(),
    ]);
    // Every failure is a deviation that its profile knows, and each of those still fails.
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let verdicts = verdicts(&summary(&out));
    for (identity, verdict) in EXPECTED {
        let (found, because) = &verdicts[identity];
        assert_eq!(found, verdict, "{identity}: {because}");
    }
    let inconclusive: Vec<_> = verdicts.iter().filter(|(_, (verdict, _))| verdict == "inconclusive").collect();
    assert!(
        inconclusive.iter().all(|(identity, _)| identity.starts_with("case-discovery-")),
        "{inconclusive:?}"
    );
    let again = run(&["judge", out.to_str().unwrap()]);
    assert_eq!(again.code, Some(0), "{again:?}");
}
