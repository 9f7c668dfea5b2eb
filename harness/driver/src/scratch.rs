//! The scratch folder of one start of a plain product: the files that its profile renders, the certificates, the time it is told. It is
//! gone afterwards.

use std::{
    collections::BTreeMap,
    path::{Component, Path, PathBuf},
    process::Command,
};

use etalon_model::{FileToRender, Placeholder};
use tempfile::TempDir;

/// The folder inside that holds what the nation hands out.
const NATION_FOLDER: &str = "nation";

/// A scratch folder, and to whom it is given.
#[derive(Debug)]
pub(crate) struct Scratch {
    folder: TempDir,
    owner: Option<(u32, u32)>,
}

impl Scratch {
    /// A fresh one, for the account `user` where we may give it away.
    pub(crate) fn fresh(user: Option<&str>) -> Result<Self, String> {
        let folder = tempfile::Builder::new()
            .prefix("etalon-product-")
            .tempdir()
            .map_err(|why| format!("no scratch folder: {why}"))?;
        let owner = match user {
            Some(user) if is_root() => Some((account(user, "-u")?, account(user, "-g")?)),
            _ => None,
        };
        let scratch = Self { folder, owner };
        scratch.give(scratch.path())?;
        Ok(scratch)
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes what the nation hands out under a fixed name, and says where.
    pub(crate) fn hand_over(&self, name: &str, text: &str) -> Result<String, String> {
        let path = self.write(Path::new(NATION_FOLDER).join(name).as_path(), text)?;
        Ok(path.display().to_string())
    }

    /// Writes a file that the profile renders.
    pub(crate) fn render(&self, file: &FileToRender, values: &BTreeMap<Placeholder, String>) -> Result<(), String> {
        let text = file
            .text
            .as_deref()
            .ok_or_else(|| format!("[start] files: `{}` has no text", file.path))?;
        self.write(Path::new(&file.path), &Placeholder::fill(text, values)).map(drop)
    }

    /// Writes `text` whole, so that whoever reads at that moment finds either the old or the new.
    pub(crate) fn write(&self, inside: &Path, text: &str) -> Result<PathBuf, String> {
        if inside.components().any(|part| !matches!(part, Component::Normal(_))) {
            return Err(format!("[start] files: `{}` leads out of the scratch folder", inside.display()));
        }
        let path = self.path().join(inside);
        self.write_at(&path, text)?;
        Ok(path)
    }

    fn write_at(&self, path: &Path, text: &str) -> Result<(), String> {
        let wrong = |why: std::io::Error| format!("{}: {why}", path.display());
        let folder = path.parent().unwrap_or(self.path());
        self.make_folders(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(wrong)?;
        std::io::Write::write_all(&mut file, text.as_bytes()).map_err(wrong)?;
        self.give(file.path())?;
        file.persist(path).map(drop).map_err(|why| wrong(why.error))
    }

    fn make_folders(&self, folder: &Path) -> Result<(), String> {
        if folder.is_dir() {
            return Ok(());
        }
        if let Some(above) = folder.parent() {
            self.make_folders(above)?;
        }
        std::fs::create_dir(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
        self.give(folder)
    }

    #[cfg(unix)]
    fn give(&self, path: &Path) -> Result<(), String> {
        let Some((user, group)) = self.owner else { return Ok(()) };
        std::os::unix::fs::chown(path, Some(user), Some(group)).map_err(|why| format!("{}: {why}", path.display()))
    }

    #[cfg(not(unix))]
    fn give(&self, _: &Path) -> Result<(), String> {
        Ok(())
    }
}

/// The name of the account under which we run.
pub(crate) fn own_account() -> String {
    let told = Command::new("id").arg("-un").output();
    let told = told.ok().filter(|told| told.status.success());
    told.map_or_else(String::new, |told| String::from_utf8_lossy(&told.stdout).trim().to_owned())
}

#[cfg(unix)]
fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}

/// The number of an account or of its group. `id` asks whatever this machine keeps accounts in.
fn account(user: &str, what: &str) -> Result<u32, String> {
    let unknown = |why: &str| format!("[start] user: `{user}` is no account of this machine: {why}");
    let told = Command::new("id")
        .args([what, "--", user])
        .output()
        .map_err(|why| unknown(&why.to_string()))?;
    if !told.status.success() {
        return Err(unknown(String::from_utf8_lossy(&told.stderr).trim()));
    }
    String::from_utf8_lossy(&told.stdout)
        .trim()
        .parse()
        .map_err(|_| unknown("`id` says no number"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn files_are_rendered_below_the_folder_and_nowhere_else() {
        let scratch = Scratch::fresh(None).unwrap();
        let values = BTreeMap::from([(Placeholder::Port, "8443".to_owned())]);
        let file = |path: &str| FileToRender {
            path: path.to_owned(),
            template: None,
            text: Some("Listen {port}".to_owned()),
        };
        scratch.render(&file("conf/httpd.conf"), &values).unwrap();
        assert_eq!(
            std::fs::read_to_string(scratch.path().join("conf/httpd.conf")).unwrap(),
            "Listen 8443"
        );
        for path in ["../out", "/etc/out", "a/../../out"] {
            assert!(scratch.render(&file(path), &values).unwrap_err().contains("leads out"), "{path}");
        }
        let folder = scratch.path().to_owned();
        drop(scratch);
        assert!(!folder.exists());
    }

    #[test]
    fn an_account_that_is_not_there_is_said() {
        assert!(account("nobody-of-that-name", "-u").unwrap_err().contains("no account"));
        assert_eq!(account("root", "-u"), Ok(0));
    }
}
