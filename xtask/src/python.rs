//! A Python of our own below the build folder, with the strangers that check our numbers and signatures.

use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result};

use crate::{child::carry_out, project::Project};

/// What is installed, each with its version.
const REQUIREMENTS: &str = "ci/python-requirements.txt";

/// Makes it where it is not there yet or has other packages. Returns the Python to hand to tests as `ETALON_PYTHON`.
pub(crate) fn install(project: &Project) -> Result<PathBuf> {
    let folder = project.target.join("etalon-python");
    let python = folder.join("bin/python");
    let wanted = project.read(REQUIREMENTS)?;
    // Written last, so that an interrupted installation is begun anew.
    let installed = folder.join("installed.txt");
    if python.is_file() && fs::read_to_string(&installed).is_ok_and(|installed| installed == wanted) {
        println!("\n==> Python packages of {REQUIREMENTS}: present");
        return Ok(python);
    }
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
    }
    carry_out(
        "a Python of our own, below the build folder",
        project.command("python3").args(["-m", "venv"]).arg(&folder),
    )?;
    carry_out(
        "python-stdnum and jwcrypto from the package registry",
        project.command(&python).args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--requirement",
            REQUIREMENTS,
        ]),
    )?;
    fs::write(&installed, wanted).with_context(|| installed.display().to_string())?;
    Ok(python)
}
