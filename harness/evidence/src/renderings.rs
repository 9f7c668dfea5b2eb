//! The renderings as files beside the record. Each replaces its predecessor whole.

use std::{io, path::Path};

use crate::{
    Account, Language, html, junit, summary,
    summary::REPORT,
    whole_file::{at, write_whole},
};

/// The name of the JUnit report.
const JUNIT: &str = "junit.xml";
/// The name of the counts.
const SUMMARY: &str = "summary.json";

/// Writes `report.html`, `junit.xml` and `summary.json` to `folder`.
///
/// # Errors
/// Whatever the file system says, with the file's name.
pub fn write_all(folder: &Path, account: &Account, language: Language) -> io::Result<()> {
    let account = &Account { folder, ..*account };
    let counts = serde_json::to_vec_pretty(&summary(account))?;
    for (name, bytes) in [
        (REPORT, html(account, language).into_bytes()),
        (JUNIT, junit(account).into_bytes()),
        (SUMMARY, counts),
    ] {
        write_whole(folder, name, &bytes).map_err(|problem| at(&folder.join(name), &problem))?;
    }
    Ok(())
}
