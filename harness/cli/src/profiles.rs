//! Where profiles come from: those that ship, or a folder or file on this machine.

use std::path::{Path, PathBuf};

use etalon_model::{Catalogue, Profile};

use crate::exit::Failure;

const SHIPPED: [(&str, &str); 1] = [(
    "reference-network",
    include_str!("../../../vendor-profiles/reference-network/profile.toml"),
)];

/// The profile that `named` means.
pub(crate) fn find(named: &str, catalogue: &Catalogue) -> Result<Profile, Failure> {
    let (file, text) = match SHIPPED.iter().find(|(name, _)| *name == named) {
        Some((name, text)) => (format!("vendor-profiles/{name}/profile.toml"), (*text).to_owned()),
        None => {
            let path = path_of(named)?;
            let text = std::fs::read_to_string(&path).map_err(|why| Failure::usage(format!("--profile: {}: {why}", path.display())))?;
            (path.display().to_string(), text)
        }
    };
    Profile::read(&file, &text, catalogue).map_err(|why| Failure::usage(format!("the profile cannot be used: {why}")))
}

fn path_of(named: &str) -> Result<PathBuf, Failure> {
    let path = Path::new(named);
    if path.is_dir() {
        return Ok(path.join("profile.toml"));
    }
    if path.is_file() {
        return Ok(path.to_owned());
    }
    let shipped = SHIPPED.map(|(name, _)| name).join(", ");
    Err(Failure::usage(format!(
        "--profile `{named}` is neither a profile that ships ({shipped}) nor a folder or file here"
    )))
}
