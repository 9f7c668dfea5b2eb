//! What outlives a restart: realms that are kept, and the root; and what does not.
#![allow(clippy::unwrap_used)]

mod country;

use std::{fs, path::Path, sync::Arc};

use etalon_journal::{Journal, Unwritten};
use etalon_nation::{
    Kind, Means, Nation, NationConfig, NationError, RootChoice,
    control::{Desk, MeansOrder, PersonOrder, ProblemKind, RealmOrder},
};
use jiff::{SignedDuration, Timestamp};

async fn nation() -> Nation {
    let journal = Journal::new(Arc::new(Unwritten), &[5; 32]);
    Nation::start(NationConfig::local(journal, country::keys())).await.unwrap()
}

#[tokio::test]
async fn a_kept_realm_is_there_again_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let at: Timestamp = "2026-04-09T08:00:00Z".parse().unwrap();
    let first = nation().await;
    assert!(first.keep(folder.path()).unwrap().is_empty());
    let realm = first.open_realm("team", 42, None).unwrap();
    let anna = realm.introduce("Anna Janssens", Kind::Citizen).unwrap();
    let bert = realm.introduce("Bert", Kind::BisHolder).unwrap();
    realm.set_means(&bert.id, &[Means::Totp]);
    realm.register_client(country::client());
    realm.freeze(at);
    let moved = first.open_realm("moved", 1, None).unwrap();
    moved.offset(SignedDuration::from_hours(-24));
    first.open_realm("gone", 2, None).unwrap();
    assert!(first.forget_realm("gone").unwrap() && !first.forget_realm("gone").unwrap());
    first.close().await;

    let second = nation().await;
    let again = second.keep(folder.path()).unwrap();
    let names: Vec<_> = again.iter().map(|realm| realm.name().to_owned()).collect();
    assert_eq!(names, ["moved", "team"]);
    let realm = second.realm("team").unwrap();
    assert_eq!((realm.seed(), realm.now()), (42, at));
    assert_eq!(realm.person(&anna.id).as_deref(), Some(&*anna));
    assert_eq!(realm.person(&bert.id).as_deref(), Some(&*bert));
    assert_eq!(
        (realm.means_of(&anna.id), realm.means_of(&bert.id)),
        (Means::ALL.to_vec(), vec![Means::Totp])
    );
    assert_eq!(realm.client("portal").as_deref(), Some(&country::client()));
    let behind = second.realm("moved").unwrap();
    assert!(behind.now() < Timestamp::now() - SignedDuration::from_hours(23));
    let newcomer = realm.introduce("Anna Janssens", Kind::Citizen).unwrap();
    assert_eq!(newcomer.id, anna.id, "whoever is known stays who they are");
    let mut browser = country::Browser::new(second.root_pem());
    let claims = country::log_in(&mut browser, &realm.issuer(), &country::client(), &anna.id, "eid").await;
    assert_eq!(claims["egovNRN"], anna.insz.to_string());
    second.close().await;

    let third = nation().await;
    assert_eq!(third.keep(folder.path()).unwrap().len(), 2, "a restart by itself keeps everything");
    third.close().await;
}

#[cfg(unix)]
#[tokio::test]
async fn what_is_kept_is_for_the_owner_only_and_nothing_half_written_stays() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let nation = nation().await;
    nation.keep(folder.path()).unwrap();
    nation.open_realm("team", 1, None).unwrap().register_client(country::client());
    let realms = folder.path().join("realms");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&realms), mode(&realms.join("team.json"))), (0o700, 0o600));
    let files: Vec<_> = fs::read_dir(&realms).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(files, ["team.json"]);
    nation.close().await;
}

#[tokio::test]
async fn nothing_is_kept_unless_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let nation = nation().await;
    let before = nation.open_realm("before", 1, None).unwrap();
    nation.keep(folder.path()).unwrap();
    before.introduce("Anna", Kind::Citizen).unwrap();
    assert_eq!(fs::read_dir(folder.path().join("realms")).unwrap().count(), 0);
    nation.close().await;
}

#[tokio::test]
async fn what_is_damaged_is_named_with_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let first = nation().await;
    first.keep(folder.path()).unwrap();
    first.open_realm("team", 1, None).unwrap();
    let file = folder.path().join("realms/team.json");
    let whole = fs::read_to_string(&file).unwrap();
    let cases = [
        (whole[..whole.len() / 2].to_owned(), "EOF"),
        (whole.replace("\"format\": 1", "\"format\": 2"), "newer version"),
        (whole.replace("\"team\"", "\"other\""), "`other`"),
        (whole.replace("\"seed\"", "\"sede\""), "`sede`"),
        (String::new(), "EOF"),
    ];
    for (text, says) in cases {
        fs::write(&file, text).unwrap();
        let second = nation().await;
        let refused = second.keep(folder.path()).unwrap_err();
        let told = refused.to_string();
        assert!(
            matches!(refused, NationError::Keep(_)) && told.contains("team.json") && told.contains(says),
            "{says}: {told}"
        );
        assert!(told.contains("move it away"), "{told}");
        second.close().await;
    }
    first.close().await;
}

#[tokio::test]
async fn what_cannot_be_kept_is_said_where_it_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let nation = Arc::new(nation().await);
    nation.keep(folder.path()).unwrap();
    let desk = Desk::new(Arc::clone(&nation));
    let named = |name: &str| RealmOrder {
        name: name.to_owned(),
        ..RealmOrder::default()
    };
    desk.open_realm(named("team")).await.unwrap();
    let realms = folder.path().join("realms");
    fs::remove_dir_all(&realms).unwrap();
    fs::write(&realms, "a file where the folder should be").unwrap();
    let refused = desk.add_person("team", PersonOrder::default()).await.unwrap_err();
    assert_eq!(refused.kind, ProblemKind::NotKept);
    assert!(refused.detail.contains("will not outlive a restart"), "{refused}");
    assert!(desk.open_realm(named("other")).await.is_err() && nation.realm("other").is_none());
    fs::remove_file(&realms).unwrap();
    let anna = desk.people("team").await.unwrap().remove(0);
    desk.set_means("team", &anna.id, MeansOrder::default()).await.unwrap();
    assert!(
        fs::read_to_string(realms.join("team.json")).unwrap().contains(&anna.id),
        "mended by the next change"
    );
}

#[tokio::test]
async fn a_kept_root_stays_and_a_fresh_one_does_not() {
    let data = tempfile::tempdir().unwrap();
    // The keys of all tests, so that none are made here.
    country::nation().await.0.close().await;
    let pool = data.path().join("rsa-2048");
    fs::create_dir(&pool).unwrap();
    for file in fs::read_dir(country::keys().join("rsa-2048")).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), pool.join(file.file_name())).unwrap();
    }
    let root_of = async |root| {
        let config = NationConfig {
            root,
            ..NationConfig::local(Journal::new(Arc::new(Unwritten), &[0; 32]), data.path())
        };
        let nation = Nation::start(config).await.unwrap();
        let pem = nation.root_pem().to_owned();
        let realm = nation.open_realm("r", 1, None).unwrap();
        let reached = country::Browser::new(&pem)
            .get(&format!("{}/.well-known/openid-configuration", realm.issuer()))
            .await;
        assert_eq!(reached.status, 200);
        nation.close().await;
        pem
    };
    let (first, second) = (root_of(RootChoice::Kept).await, root_of(RootChoice::Kept).await);
    assert_eq!(first, second);
    let fresh = root_of(RootChoice::Fresh).await;
    assert_ne!(fresh, first);
    assert_ne!(fresh, root_of(RootChoice::Fresh).await);
}
