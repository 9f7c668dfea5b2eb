//! What a plain product prints and logs, read from its files when somebody wants to know: after every intent and at the end. So what
//! the product wrote before it answered is there before its answer is judged.

use std::{
    fs::File,
    io::{Read as _, Seek as _, SeekFrom},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

/// The longest line kept.
const LINE_LIMIT: usize = 1024 * 1024;
/// The most bytes that are read of one file at a time. Whoever writes more between two intents has lost its way: what lies between is
/// passed over, and that is said.
const READ_LIMIT: u64 = 8 * 1024 * 1024;

/// A line that the product wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// `stdout`, `stderr` or the file as the profile names it.
    pub file: String,
    /// The line without its end.
    pub line: String,
}

/// The files that a product writes.
#[derive(Debug)]
pub struct Logs {
    files: Mutex<Vec<Followed>>,
}

#[derive(Debug)]
struct Followed {
    name: String,
    path: PathBuf,
    read_to: u64,
    /// What stands behind the last end of a line.
    begun: Vec<u8>,
}

impl Logs {
    /// Follows `names`, which lie in `folder`. They need not be there yet.
    pub(crate) fn of<'a>(folder: &Path, names: impl IntoIterator<Item = &'a str>) -> Self {
        let followed = |name: &str| Followed {
            name: name.to_owned(),
            path: folder.join(name),
            read_to: 0,
            begun: Vec::new(),
        };
        Self {
            files: Mutex::new(names.into_iter().map(followed).collect()),
        }
    }

    /// What was written since it was last asked, file by file.
    pub fn news(&self) -> Vec<LogLine> {
        self.lines(false)
    }

    /// The same, with what never got an end of line: nothing more will come.
    pub(crate) fn rest(&self) -> Vec<LogLine> {
        self.lines(true)
    }

    fn lines(&self, to_the_end: bool) -> Vec<LogLine> {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let mut lines = Vec::new();
        for file in files.iter_mut() {
            let bytes = file.read();
            file.cut(&bytes, &mut lines);
            if to_the_end && !file.begun.is_empty() {
                let line = std::mem::take(&mut file.begun);
                lines.push(file.line(&line));
            }
        }
        lines
    }
}

impl Followed {
    /// What is new. A file that is not there, or cannot be read, says nothing; one that became shorter begins again.
    fn read(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let Ok(mut file) = File::open(&self.path) else { return bytes };
        let length = file.metadata().map_or(0, |found| found.len());
        if length < self.read_to {
            self.read_to = 0;
            self.begun.clear();
        }
        if length - self.read_to > READ_LIMIT {
            let skipped = length - self.read_to - READ_LIMIT;
            bytes.extend_from_slice(format!("… {skipped} bytes were passed over …\n").as_bytes());
            self.read_to += skipped;
            self.begun.clear();
        }
        if file.seek(SeekFrom::Start(self.read_to)).is_ok() {
            // Not beyond what was there: a product that writes without end would never let go of us.
            let read = file.take(length - self.read_to).read_to_end(&mut bytes);
            self.read_to += read.unwrap_or_default() as u64;
        }
        bytes
    }

    fn cut(&mut self, bytes: &[u8], lines: &mut Vec<LogLine>) {
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            let ended = part.ends_with(b"\n");
            let text = part.strip_suffix(b"\n").unwrap_or(part);
            let room = LINE_LIMIT.saturating_sub(self.begun.len());
            self.begun.extend_from_slice(&text[..text.len().min(room)]);
            if ended {
                let line = std::mem::take(&mut self.begun);
                lines.push(self.line(&line));
            }
        }
    }

    fn line(&self, bytes: &[u8]) -> LogLine {
        LogLine {
            file: self.name.clone(),
            line: String::from_utf8_lossy(bytes).trim_end_matches('\r').to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Write as _;

    use super::*;

    fn told(lines: Vec<LogLine>) -> Vec<String> {
        lines.into_iter().map(|line| format!("{}: {}", line.file, line.line)).collect()
    }

    #[test]
    fn each_line_is_told_once_and_a_begun_one_when_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let logs = Logs::of(folder.path(), ["stderr", "error.log"]);
        assert!(logs.news().is_empty(), "nothing is there yet");
        let mut file = File::create(folder.path().join("error.log")).unwrap();
        file.write_all(b"one\r\ntw").unwrap();
        assert_eq!(told(logs.news()), ["error.log: one"]);
        file.write_all(b"o\n\xff\nthree").unwrap();
        assert_eq!(told(logs.news()), ["error.log: two", "error.log: \u{fffd}"]);
        assert!(logs.news().is_empty());
        assert_eq!(told(logs.rest()), ["error.log: three"]);
    }

    #[test]
    fn a_log_that_is_begun_anew_is_read_from_its_beginning() {
        let folder = tempfile::tempdir().unwrap();
        let logs = Logs::of(folder.path(), ["log"]);
        std::fs::write(folder.path().join("log"), "a long first line\n").unwrap();
        assert_eq!(logs.news().len(), 1);
        std::fs::write(folder.path().join("log"), "anew\n").unwrap();
        assert_eq!(told(logs.news()), ["log: anew"]);
    }

    #[test]
    fn more_than_anybody_reads_is_passed_over_and_said() {
        let folder = tempfile::tempdir().unwrap();
        let logs = Logs::of(folder.path(), ["log"]);
        let size = usize::try_from(READ_LIMIT).unwrap();
        let mut bytes = vec![b'x'; size + 10];
        bytes[size + 9] = b'\n';
        std::fs::write(folder.path().join("log"), bytes).unwrap();
        let lines = logs.news();
        assert_eq!(lines[0].line, "… 10 bytes were passed over …");
        assert_eq!((lines.len(), lines[1].line.len()), (2, LINE_LIMIT));
    }
}
