//! The pool of keys as processes and threads share it, and as it fails.
#![allow(clippy::unwrap_used)]

use std::{
    env, fs,
    path::Path,
    process::{Command, Stdio},
    thread,
};

use etalon_certs::{KeyPool, MAX_POOL_KEYS, PoolError};

/// Tells this test binary, started again, to be one of the racing processes: the data folder, and where to write what it got.
const RACER: &str = "ETALON_POOL_RACER";
const KEYS: usize = 2;

#[test]
fn racing_processes_get_the_same_keys() {
    if let Ok(race) = env::var(RACER) {
        let (folder, report) = race.split_once('|').unwrap();
        fs::write(report, keys_in(Path::new(folder)).concat()).unwrap();
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let reports: Vec<_> = (0..2).map(|n| folder.path().join(format!("report-{n}"))).collect();
    let racers = reports.iter().map(|report| {
        let mut racer = Command::new(env::current_exe().unwrap());
        racer.args(["--exact", "racing_processes_get_the_same_keys"]);
        racer
            .env(RACER, format!("{}|{}", folder.path().display(), report.display()))
            .stdout(Stdio::null())
            .spawn()
            .unwrap()
    });
    for mut racer in racers.collect::<Vec<_>>() {
        assert!(racer.wait().unwrap().success());
    }
    let got: Vec<_> = reports.iter().map(|report| fs::read(report).unwrap()).collect();
    assert!(!got[0].is_empty() && got[0] == got[1]);
    assert_eq!(keys_in(folder.path()).concat(), got[0], "and a later process too");
}

#[test]
fn racing_threads_get_the_same_distinct_keys() {
    let folder = tempfile::tempdir().unwrap();
    let [one, other] = thread::scope(|scope| {
        [0, 1]
            .map(|_| scope.spawn(|| keys_in(folder.path())))
            .map(|racer| racer.join().unwrap())
    });
    assert_eq!(one, other);
    assert_ne!(one[0], one[1]);
}

fn keys_in(folder: &Path) -> Vec<Vec<u8>> {
    KeyPool::open(folder)
        .unwrap()
        .keys(KEYS)
        .unwrap()
        .iter()
        .map(|key| key.pkcs8_der().to_vec())
        .collect()
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_the_pool() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let above = tempfile::tempdir().unwrap();
    let data = above.path().join("not/yet/there");
    let pool = KeyPool::open(&data).unwrap();
    pool.key(0).unwrap();
    let folder = data.join("rsa-2048");
    assert_eq!(mode(&folder), 0o700);
    let names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(names.iter().any(|path| path.ends_with("000.pk8")));
    for path in &names {
        assert_eq!(mode(path), 0o600, "{}", path.display());
    }
    fs::set_permissions(&folder, PermissionsExt::from_mode(0o755)).unwrap();
    KeyPool::open(&data).unwrap();
    assert_eq!(mode(&folder), 0o700, "a folder that was open to others is closed");
    fs::set_permissions(folder.join("000.pk8"), PermissionsExt::from_mode(0o644)).unwrap();
    assert!(matches!(pool.key(0), Err(PoolError::Exposed(_))));
}

#[test]
fn a_damaged_file_is_named_with_its_remedy_and_never_replaced() {
    let data = tempfile::tempdir().unwrap();
    let pool = KeyPool::open(data.path()).unwrap();
    let good = pool.key(0).unwrap();
    let path = data.path().join("rsa-2048").join("000.pk8");
    let mut flipped = good.pkcs8_der().to_vec();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    for damage in [good.pkcs8_der()[..600].to_vec(), flipped, Vec::new(), vec![0; 100_000]] {
        fs::write(&path, &damage).unwrap();
        let error = pool.key(0).unwrap_err();
        assert!(matches!(error, PoolError::Corrupt { .. }), "{error}");
        let message = error.to_string();
        assert!(
            message.contains(&path.display().to_string()) && message.contains("delete it"),
            "{message}"
        );
        assert_eq!(fs::read(&path).unwrap(), damage);
    }
    fs::remove_file(&path).unwrap();
    assert_ne!(pool.key(0).unwrap(), good, "the remedy works");
}

#[test]
fn the_pool_is_bounded() {
    let data = tempfile::tempdir().unwrap();
    let pool = KeyPool::open(data.path()).unwrap();
    assert!(matches!(pool.keys(MAX_POOL_KEYS + 1), Err(PoolError::TooMany(_))));
    assert!(matches!(pool.key(MAX_POOL_KEYS), Err(PoolError::TooMany(_))));
    assert_eq!(pool.keys(0).unwrap(), []);
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let data = tempfile::NamedTempFile::new().unwrap();
    let error = KeyPool::open(data.path()).unwrap_err().to_string();
    assert!(error.contains(&data.path().display().to_string()), "{error}");
}
