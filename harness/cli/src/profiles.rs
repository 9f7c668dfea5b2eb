//! Where profiles come from: those that ship, or a folder or file on this machine. With a profile stand the files that it names and, in
//! `deviations.toml`, its known failures.

use std::path::{Path, PathBuf};

use etalon_model::{Catalogue, Deviations, InScope, KnownDeviation, Profile, ProfileGround};
use include_dir::{Dir, include_dir};

use crate::exit::Failure;

static SHIPPED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../vendor-profiles");

/// The profile itself.
pub(crate) const PROFILE: &str = "profile.toml";
/// Its known failures, beside it.
pub(crate) const DEVIATIONS: &str = "deviations.toml";
/// The largest file beside a profile that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// The folder in which a profile stands.
enum Home {
    /// One that ships, by name.
    Shipped(String),
    /// On this machine, with the name of the profile's file.
    Here(PathBuf, String),
}

impl Home {
    fn of(named: &str) -> Result<Self, Failure> {
        let is_shipped = SHIPPED.get_file(format!("{named}/{PROFILE}")).is_some();
        let path = Path::new(named);
        if is_shipped {
            Ok(Self::Shipped(named.to_owned()))
        } else if path.is_dir() {
            Ok(Self::Here(path.to_owned(), PROFILE.to_owned()))
        } else if let (true, Some(name)) = (path.is_file(), path.file_name()) {
            let folder = path.parent().unwrap_or(Path::new("")).to_owned();
            Ok(Self::Here(folder, name.to_string_lossy().into_owned()))
        } else {
            let shipped = shipped().collect::<Vec<_>>().join(", ");
            Err(Failure::usage(format!(
                "--profile `{named}` is neither a profile that ships ({shipped}) nor a folder or file here"
            )))
        }
    }

    fn profile(&self) -> &str {
        match self {
            Self::Shipped(_) => PROFILE,
            Self::Here(_, name) => name,
        }
    }

    /// What people call a file of it.
    fn name_of(&self, file: &str) -> String {
        match self {
            Self::Shipped(name) => format!("vendor-profiles/{name}/{file}"),
            Self::Here(folder, _) => folder.join(file).display().to_string(),
        }
    }

    /// The text of a file of it; none where there is none.
    fn text_of(&self, file: &str) -> Result<Option<String>, String> {
        match self {
            Self::Shipped(name) => {
                let Some(found) = SHIPPED.get_file(format!("{name}/{file}")) else {
                    return Ok(None);
                };
                let text = found.contents_utf8().ok_or_else(|| "it is no UTF-8".to_owned())?;
                Ok(Some(text.to_owned()))
            }
            Self::Here(folder, _) => {
                let path = folder.join(file);
                match std::fs::metadata(&path) {
                    Err(why) if why.kind() == std::io::ErrorKind::NotFound => return Ok(None),
                    Err(why) => return Err(why.to_string()),
                    Ok(found) if found.len() > LARGEST => return Err(format!("it has more than {LARGEST} bytes")),
                    Ok(_) => {}
                }
                std::fs::read_to_string(path).map(Some).map_err(|why| why.to_string())
            }
        }
    }
}

/// The names of those that ship.
pub(crate) fn shipped() -> impl Iterator<Item = &'static str> {
    SHIPPED.dirs().filter_map(|folder| folder.path().to_str())
}

/// The profile that `named` means.
pub(crate) fn find(named: &str, catalogue: &Catalogue) -> Result<Profile, Failure> {
    let home = Home::of(named)?;
    let file = home.name_of(home.profile());
    let text = home.text_of(home.profile());
    let text = text.and_then(|text| text.ok_or_else(|| "there is no such file".to_owned()));
    let text = text.map_err(|why| Failure::usage(format!("--profile: {file}: {why}")))?;
    let beside = |name: &str| {
        home.text_of(name)
            .and_then(|text| text.ok_or_else(|| "there is no such file beside the profile".to_owned()))
    };
    let ground = ProfileGround {
        catalogue,
        template: &beside,
        selector: &etalon_driver::check_selector,
    };
    Profile::read_on(&file, &text, &ground).map_err(|why| Failure::usage(format!("the profile cannot be used:\n{why}")))
}

/// The known failures of that profile: none where no file says any. `all` is every scenario that the system plays.
pub(crate) fn deviations(named: &str, catalogue: &Catalogue, all: &[InScope<'_>]) -> Result<Vec<KnownDeviation>, Failure> {
    let home = Home::of(named)?;
    let file = home.name_of(DEVIATIONS);
    let text = home.text_of(DEVIATIONS).map_err(|why| Failure::usage(format!("{file}: {why}")))?;
    let Some(text) = text else { return Ok(Vec::new()) };
    Deviations::read(&file, &text, catalogue, all).map_err(|why| Failure::usage(format!("the known deviations cannot be used:\n{why}")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use etalon_steps::Specification;

    use super::*;

    #[test]
    fn every_profile_that_ships_is_good() {
        let specification = Specification::embedded().unwrap();
        let names: Vec<&str> = shipped().collect();
        assert!(names.contains(&"reference-network"));
        for name in names {
            let profile = find(name, &specification.catalogue).unwrap_or_else(|why| panic!("{}", why.message));
            assert_eq!(profile.name, name);
        }
    }
}
