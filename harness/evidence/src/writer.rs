//! The one writer of a run record: the header first, then the journal line by line, the end last.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use etalon_journal::{Entry, Sink};

use crate::{
    End, Header, RecordProblem,
    record::{END, HEADER, JOURNAL},
    whole_file::{at as named, write_whole},
};

/// Writes the record of a run into its folder.
pub struct RecordWriter {
    folder: PathBuf,
    lines: Mutex<Lines>,
}

struct Lines {
    file: File,
    /// Bytes of whole lines written so far.
    length: u64,
    /// The first failure. After it nothing is written: a later entry behind a gap would make the record unreadable.
    broken: Option<(io::ErrorKind, String)>,
}

impl RecordWriter {
    /// Makes the folder, writes `header` to it and opens the journal.
    ///
    /// # Errors
    /// The folder exists and is not empty, or cannot be written to.
    pub fn create(folder: &Path, header: &Header) -> Result<Self, RecordProblem> {
        let at = |file: &Path| {
            let file = file.to_owned();
            move |problem| RecordProblem::Io { file, problem }
        };
        fs::create_dir_all(folder).map_err(at(folder))?;
        if fs::read_dir(folder).map_err(at(folder))?.next().is_some() {
            return Err(RecordProblem::Exists { folder: folder.to_owned() });
        }
        let record = folder.join(HEADER);
        let text = serde_json::to_vec_pretty(header).map_err(io::Error::from).map_err(at(&record))?;
        write_whole(folder, HEADER, &text).map_err(at(&record))?;
        let journal = folder.join(JOURNAL);
        let file = OpenOptions::new()
            .append(true)
            .create_new(true)
            .open(&journal)
            .map_err(at(&journal))?;
        Ok(Self::over(folder, file))
    }

    fn over(folder: &Path, file: File) -> Self {
        Self {
            folder: folder.to_owned(),
            lines: Mutex::new(Lines {
                file,
                length: 0,
                broken: None,
            }),
        }
    }

    /// Makes the journal last and writes `end`: from here on the record is whole.
    ///
    /// # Errors
    /// Whatever keeps it from being written; the record then stays partial.
    pub fn finish(&self, end: &End) -> io::Result<()> {
        self.lines()
            .file
            .sync_all()
            .map_err(|problem| named(&self.folder.join(JOURNAL), &problem))?;
        write_whole(&self.folder, END, &serde_json::to_vec_pretty(end)?).map_err(|problem| named(&self.folder.join(END), &problem))
    }

    /// The folder of the record.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for RecordWriter {
    /// One `write` of one whole line, straight to the file: a killed process loses at most the end of a line.
    fn append(&self, entry: &Entry) -> io::Result<()> {
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        let mut lines = self.lines();
        if let Some((kind, what)) = &lines.broken {
            return Err(io::Error::new(*kind, what.clone()));
        }
        match lines.file.write_all(&line) {
            Ok(()) => {
                lines.length += line.len() as u64;
                Ok(())
            }
            Err(problem) => {
                let problem = named(&self.folder.join(JOURNAL), &problem);
                lines.broken = Some((problem.kind(), problem.to_string()));
                // Half a line would only be read as cut off; where it cannot be taken back, that is what happens.
                let _ = lines.file.set_len(lines.length);
                Err(problem)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn entry(number: u64) -> Entry {
        let at = jiff::Timestamp::UNIX_EPOCH;
        Entry {
            realm: "r".into(),
            number,
            scenario: None,
            during: None,
            authority: "harness".into(),
            at,
            wall: at,
            event: etalon_journal::Event::ScenarioClosed {},
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_said_and_nothing_is_written_behind_the_gap() {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let writer = RecordWriter::over(Path::new("out"), full);
        let problem = writer.append(&entry(1)).unwrap_err();
        assert_eq!(problem.kind(), io::ErrorKind::StorageFull);
        assert!(problem.to_string().contains("journal.jsonl"), "{problem}");
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join(JOURNAL);
        writer.lines().file = File::create(&journal).unwrap();
        assert_eq!(writer.append(&entry(2)).unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert_eq!(fs::read(&journal).unwrap(), b"");
    }

    #[test]
    fn each_entry_is_on_disk_as_a_whole_line_when_append_returns() {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join(JOURNAL);
        let writer = RecordWriter::over(folder.path(), File::create(&journal).unwrap());
        for number in 1..=3 {
            writer.append(&entry(number)).unwrap();
            let text = fs::read_to_string(&journal).unwrap();
            assert!(text.ends_with('\n'));
            assert_eq!(text.lines().count() as u64, number);
        }
    }
}
