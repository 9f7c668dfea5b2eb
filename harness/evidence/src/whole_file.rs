//! Files that are there whole or not at all: written beside their place, made to last, then renamed into it.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

/// Writes `bytes` to `folder/name`, so that no reader ever meets half of it.
///
/// # Errors
/// Whatever the file system says.
pub(crate) fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let (place, beside) = (folder.join(name), folder.join(format!(".{name}.part")));
    let written = (|| {
        let mut file = File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, &place)?;
        sync_folder(folder)
    })();
    written.inspect_err(|_| {
        // What is left of the attempt helps nobody; that it cannot be removed changes nothing about the problem.
        let _ = fs::remove_file(&beside);
    })
}

/// `problem`, with the name of the file it befell.
pub(crate) fn at(file: &Path, problem: &io::Error) -> io::Error {
    io::Error::new(problem.kind(), format!("{}: {problem}", file.display()))
}

/// Makes a rename last: on Unix the folder itself has to be synchronised; elsewhere a folder cannot be opened as a file.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        write_whole(folder.path(), "a.json", b"one").unwrap();
        write_whole(folder.path(), "a.json", b"two").unwrap();
        assert_eq!(fs::read(folder.path().join("a.json")).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
