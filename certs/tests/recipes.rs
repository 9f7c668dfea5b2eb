//! The recipes as data: what the lint proves, and what refuses.
#![allow(clippy::unwrap_used)]

use std::{collections::BTreeSet, sync::Arc};

use etalon_certs::{
    AUTHORITY_ORGANISATION, Addresses, Attribute, AuthorityName, CertificateError, CertificateParts, Hierarchy, Holder, HolderKind,
    KeyKind, KeyRing, OcspRefusal, OcspRequest, Protection, Reaction, Recipe, Status, lint,
};
use jiff::Timestamp;

fn keys() -> Arc<KeyRing> {
    // RSA keys take long to make, and which ones they are does not matter here: one folder for all runs of these tests.
    Arc::new(KeyRing::open(std::path::Path::new(env!("CARGO_TARGET_TMPDIR"))).unwrap())
}

fn hierarchy() -> Hierarchy {
    Hierarchy::at("2026-03-10T09:00:00Z".parse().unwrap(), 7, keys())
}

#[test]
fn every_flawed_certificate_is_its_twin_and_one_change() {
    assert_eq!(lint(keys()).unwrap(), Vec::<String>::new());
}

#[test]
fn every_kind_of_change_has_a_recipe_and_every_recipe_its_name() {
    let ids: BTreeSet<&str> = Recipe::all().iter().map(|recipe| recipe.id.as_str()).collect();
    assert_eq!(ids.len(), Recipe::all().len(), "names are unique");
    let folder = std::fs::read_dir(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("recipes")).unwrap();
    let files: BTreeSet<String> = (folder.map(|file| file.unwrap().path()))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(
        files.iter().map(String::as_str).collect::<BTreeSet<_>>(),
        ids,
        "a file is named for its recipe"
    );
    for recipe in Recipe::all() {
        let words = &recipe.title;
        assert!(
            [&words.en, &words.fr, &words.nl].iter().all(|text| !text.is_empty()),
            "{}",
            recipe.id
        );
        assert!(recipe.twin.is_none() == (recipe.reaction == Reaction::Accepted), "{}", recipe.id);
    }
}

#[test]
fn what_is_no_recipe_is_refused_with_the_reason() {
    let upright = "id = \"a\"\ntitle = { en = \"a\", fr = \"a\", nl = \"a\" }\nreaction = \"accepted\"\n";
    let flawed = "id = \"a\"\ntitle = { en = \"a\", fr = \"a\", nl = \"a\" }\nreaction = \"refused\"\ntwin = \"site\"\n";
    for (text, reason) in [
        (upright.to_owned(), "either [certificate], or a twin and [change]"),
        (format!("{flawed}[change]\nserial = \"zero\"\n"), "names the clause"),
        (format!("{flawed}clause = \"x\"\n[change]\nserial = \"seven\"\n"), "seven"),
        (
            format!("{flawed}clause = \"x\"\n[change]\nserial = \"zero\"\ndigest = \"sha1\"\n"),
            "",
        ),
        (
            format!("{flawed}clause = \"x\"\ncolour = \"red\"\n[change]\nserial = \"zero\"\n"),
            "colour",
        ),
    ] {
        let refusal = Recipe::parse(&text).unwrap_err();
        assert!(refusal.contains(reason), "{reason}: {refusal}");
    }
    assert!(Recipe::parse(&format!("{flawed}clause = \"x\"\n[change]\nserial = \"zero\"\n")).is_ok());
}

#[test]
fn the_same_seed_instant_and_keys_give_the_same_bytes_with_rsa() {
    let make = |seed: u64| {
        let hierarchy = Hierarchy::at("2026-03-10T09:00:00Z".parse().unwrap(), seed, keys());
        let made = Recipe::by_id("ehealth-person")
            .unwrap()
            .make(&hierarchy, Some(KeyKind::Rsa2048))
            .unwrap();
        (made.certificate().to_vec(), made.chain().to_vec(), made.root().to_vec())
    };
    assert_eq!(make(7), make(7));
    assert_ne!(make(7).0, make(8).0);
}

#[test]
fn every_authority_says_that_it_is_none() {
    let hierarchy = hierarchy().with_addresses(Addresses::below("http://127.0.0.1:1/pki/"));
    for name in AuthorityName::ALL {
        let authority = hierarchy.authority(name, KeyKind::P384).unwrap();
        assert_eq!(authority.name().value(Attribute::Organisation), Some(AUTHORITY_ORGANISATION));
        assert!(authority.name().value(Attribute::CommonName).unwrap().starts_with("ETALON TEST"));
        assert_eq!(authority.chain().is_empty(), name.parent().is_none());
        let again = hierarchy.authority(name, KeyKind::P384).unwrap();
        assert_eq!(authority.certificate(), again.certificate(), "one authority has one certificate");
        let stranger = hierarchy.namesake(name, KeyKind::P384).unwrap();
        assert_eq!(stranger.name(), authority.name());
        let key = |certificate: &[u8]| CertificateParts::read(certificate).unwrap().public_key;
        assert_ne!(key(stranger.certificate()), key(authority.certificate()));
    }
    let authority = hierarchy.authority(AuthorityName::CitizenCa, KeyKind::P384).unwrap();
    let address = b"http://127.0.0.1:1/pki/crl/belgium-root-p-384.crl";
    assert!(authority.certificate().windows(address.len()).any(|window| window == address));
}

#[test]
fn names_are_written_as_cards_and_the_ehealth_platform_write_them() {
    let hierarchy = hierarchy();
    let name = |id: &str| Recipe::by_id(id).unwrap().make(&hierarchy, None).unwrap().subject().rfc2253();
    let anna = etalon_people::person(7, "Anna");
    assert_eq!(
        name("citizen-authentication"),
        format!(
            "serialNumber={},GN=Anna,SN=Specimen,CN=Anna Specimen (Authentication),C=BE",
            anna.insz
        )
    );
    let doctor = etalon_people::person(7, "Dr Peeters");
    let number = format!("\"SSIN={}\"", doctor.insz);
    assert_eq!(
        name("ehealth-person"),
        format!(
            "CN={number},OU=eHealth-platform Belgium,OU={} {},OU={number},O=Federal Government,C=BE",
            doctor.given_name, doctor.surname
        )
    );
    assert!(name("ehealth-hub").starts_with("CN=\"EHP=19999"));
    assert!(name("ehealth-hub").contains(", ETALONGATEWAY\",OU=ETALONGATEWAY,"));
    assert!(name("ehealth-hospital").starts_with("CN=\"NIHII-HOSPITAL=0"));
    assert!(name("ehealth-enterprise").starts_with("CN=\"CBE=00"));
}

#[test]
fn a_certificate_is_made_for_whom_one_chooses_if_it_can_name_them() {
    let hierarchy = hierarchy();
    let recipe = Recipe::by_id("ehealth-hospital").unwrap();
    let organisation = |number: &str, name: &str| Holder::Organisation {
        kind: "NIHII-PHARMACY".to_owned(),
        number: number.to_owned(),
        name: name.to_owned(),
        application: None,
    };
    let made = recipe
        .make_for(&organisation("01234538", "ETALON TEST PHARMACY"), &hierarchy, Some(KeyKind::P384))
        .unwrap();
    assert_eq!(made.subject().value(Attribute::CommonName), Some("NIHII-PHARMACY=01234538"));
    assert_eq!(made.key().kind(), KeyKind::P384);
    assert_eq!(made.encryption().unwrap().key().kind(), KeyKind::Rsa2048);
    let unfit = [
        recipe.make_for(&Holder::drawn(HolderKind::CardSignature, 1), &hierarchy, None),
        recipe.make_for(&organisation("01234538", &"x".repeat(65)), &hierarchy, None),
        recipe.make_for(&organisation("01234538", "a\u{0}b"), &hierarchy, None),
    ];
    for made in unfit {
        assert!(matches!(made, Err(CertificateError::Text(..))));
    }
    let weak = recipe.make(&hierarchy, Some(KeyKind::Rsa1024));
    assert!(matches!(weak, Err(CertificateError::NoSuchKind(_))));
}

#[test]
fn every_recipe_can_be_written_as_a_keystore() {
    let hierarchy = hierarchy();
    for recipe in Recipe::all() {
        let made = recipe.make(&hierarchy, None).unwrap();
        let kept = made.keystore("etalon", Protection::Modern);
        assert!(kept.is_ok_and(|kept| !kept.is_empty()), "{}", recipe.id);
    }
}

#[test]
fn instants_at_the_ends_of_time_are_refused_and_never_panic() {
    for now in [Timestamp::MIN, Timestamp::MAX, Timestamp::UNIX_EPOCH] {
        let hierarchy = Hierarchy::at(now, 1, keys());
        for id in ["citizen-authentication", "expired", "not-yet-valid", "list-stale", "ocsp-stale"] {
            let made = Recipe::by_id(id).unwrap().make(&hierarchy, None);
            let stapled = made.and_then(|made| made.stapled_answer());
            assert_eq!(stapled.is_ok(), now == Timestamp::UNIX_EPOCH, "{id} at {now}");
        }
    }
}

#[test]
fn status_requests_that_are_none_are_answered_as_such() {
    let hierarchy = hierarchy();
    let made = Recipe::by_id("revoked").unwrap().make(&hierarchy, None).unwrap();
    let now = hierarchy.now();
    for broken in [&b""[..], b"\x30\x03\x30\x01\x30", &[0x30; 40], &vec![0; 100_000]] {
        assert_eq!(made.status_answer(broken, now).unwrap(), OcspRefusal::Malformed.der());
    }
    let responder = hierarchy.responder(AuthorityName::CitizenCa, KeyKind::P384).unwrap();
    let of_foreigners = hierarchy.authority(AuthorityName::ForeignerCa, KeyKind::P384).unwrap();
    let asked = OcspRequest::about(&of_foreigners, &[1, 2, 3]).unwrap();
    assert_eq!(asked.serials().collect::<Vec<_>>(), [&[1, 2, 3]]);
    let answer = responder.answer(&asked, now, |_| Status::Good).unwrap();
    assert!(
        answer.windows(2).any(|window| window == [0x82, 0]),
        "unknown, since it is another authority's"
    );
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_the_readers_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
        let _ = (OcspRequest::parse(&bytes), CertificateParts::read(&bytes));
    }
}

#[test]
fn a_damaged_certificate_never_makes_the_readers_panic() {
    let authority = hierarchy().authority(AuthorityName::SiteRoot, KeyKind::P384).unwrap();
    let good = authority.certificate();
    for at in 0..good.len() {
        for byte in [0, 1, 0x30, 0x7f, 0x80, 0x84, 0xff, good[at] ^ 1] {
            let mut damaged = good.to_vec();
            damaged[at] = byte;
            let _ = (OcspRequest::parse(&damaged), CertificateParts::read(&damaged));
        }
        assert!(CertificateParts::read(&good[..at]).is_none());
    }
}
