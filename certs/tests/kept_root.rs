//! The root that stays.
#![allow(clippy::unwrap_used)]

use std::{fs, path::Path, thread};

use etalon_certs::{CertificateParts, KeptRoot, KeptRootError, PoolError, TestRoot, server_certificate, to_pem};

fn kept(folder: &Path) -> TestRoot {
    KeptRoot::open(folder).unwrap().into_root()
}

#[test]
fn it_is_the_same_in_every_start_and_another_in_another_folder() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = kept(here.path());
    assert_eq!(kept(here.path()).pem(), first.pem());
    assert_eq!(kept(here.path()).der(), first.der());
    assert_ne!(kept(there.path()).pem(), first.pem());
    assert!(first.pem().starts_with("-----BEGIN CERTIFICATE-----") && !first.pem().contains("PRIVATE"));
}

#[test]
fn what_it_signs_after_a_restart_names_the_root_that_was_imported() {
    let folder = tempfile::tempdir().unwrap();
    let imported = kept(folder.path()).der();
    let server = server_certificate(&kept(folder.path()), &["localhost".into()]).unwrap();
    let fresh = server_certificate(&TestRoot::fresh().unwrap(), &["localhost".into()]).unwrap();
    let openssl = |certificate: &str| {
        let (root, leaf) = (folder.path().join("r.pem"), folder.path().join("l.pem"));
        fs::write(&root, to_pem("CERTIFICATE", &imported)).unwrap();
        fs::write(&leaf, certificate).unwrap();
        let mut verify = std::process::Command::new("openssl");
        verify.args(["verify", "-x509_strict", "-CAfile"]).arg(&root).arg(&leaf);
        verify.output().map(|output| output.status.success())
    };
    match openssl(&server.cert_pem) {
        Ok(accepted) => assert!(accepted && !openssl(&fresh.cert_pem).unwrap()),
        Err(_) => assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "openssl must be installed"),
    }
    assert_eq!(
        CertificateParts::read(&imported).unwrap().subject,
        CertificateParts::read(&imported).unwrap().issuer
    );
}

#[test]
fn racing_starts_get_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let got: Vec<String> = thread::scope(|scope| {
        let racers: Vec<_> = (0..8).map(|_| scope.spawn(|| kept(folder.path()).pem())).collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).collect()
    });
    assert!(got.iter().all(|pem| *pem == got[0]));
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let root = KeptRoot::open(folder.path()).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(root.file()), 0o600);
    assert_eq!(mode(root.file().parent().unwrap()), 0o700);
    fs::set_permissions(root.file(), PermissionsExt::from_mode(0o640)).unwrap();
    let refused = KeptRoot::open(folder.path()).unwrap_err();
    assert!(matches!(refused, KeptRootError::File(PoolError::Exposed(_))), "{refused}");
}

#[test]
fn a_damaged_file_is_named_and_never_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let file = KeptRoot::open(folder.path()).unwrap().file().to_owned();
    let good = fs::read_to_string(&file).unwrap();
    let other = TestRoot::fresh().unwrap().pem();
    let of_another = format!("{}{other}", &good[..good.find("-----BEGIN CERTIFICATE").unwrap()]);
    for damaged in [
        String::new(),
        good[..40].to_owned(),
        other,
        of_another,
        good.replace("BEGIN CERTIFICATE", "BEGIN X"),
    ] {
        fs::write(&file, &damaged).unwrap();
        let refused = KeptRoot::open(folder.path()).unwrap_err();
        assert!(matches!(refused, KeptRootError::File(PoolError::Corrupt { .. })), "{refused}");
        assert!(refused.to_string().contains("delete it"), "{refused}");
        assert_eq!(fs::read_to_string(&file).unwrap(), damaged);
    }
    fs::write(&file, &good).unwrap();
    assert!(KeptRoot::open(folder.path()).is_ok());
}
