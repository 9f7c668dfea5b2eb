//! Reading a record folder back: complete, or partial and said so, or refused with the file and the line.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use etalon_journal::{Entry, LineProblem, read_lines};
use etalon_model::{Doubt, Judgement};
use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    Account, End, Header, PlayedScenario, RECORD_FORMAT,
    account::{NO_DEVIATIONS, NO_LANES},
};

pub(crate) const HEADER: &str = "record.json";
pub(crate) const JOURNAL: &str = "journal.jsonl";
pub(crate) const END: &str = "end.json";

/// The largest header read, in bytes: the catalogue and the plan are a few hundred KiB.
const LARGEST_HEADER: u64 = 64 << 20;
/// The largest journal read, in bytes.
const LARGEST_JOURNAL: u64 = 4 << 30;
/// The largest end read, in bytes.
const LARGEST_END: u64 = 1 << 20;

/// A record, as read.
#[derive(Debug)]
pub struct Record {
    /// Its folder.
    pub folder: PathBuf,
    /// What was to be examined.
    pub header: Header,
    /// Entries by realm, in order.
    pub realms: BTreeMap<String, Vec<Arc<Entry>>>,
    /// Realms in the order of their first entry.
    pub order: Vec<String>,
    /// By realm, what could not be told of it: where scenarios share a realm, whose an entry is.
    pub doubts: BTreeMap<String, Vec<Doubt>>,
    /// How it ended; none where the run did not come to its end.
    pub end: Option<End>,
    /// Whether the last line was cut off while it was being written.
    pub cut_off: bool,
}

/// Why a record cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum RecordProblem {
    /// The folder is taken.
    #[error("{}: exists and is not empty, and a record is never overwritten; choose another --out", folder.display())]
    Exists {
        /// The folder.
        folder: PathBuf,
    },
    /// A file that makes a record is not there.
    #[error("{}: not found, so {} is no record; name the folder that --out named", file.display(), folder.display())]
    Missing {
        /// The folder.
        folder: PathBuf,
        /// The file.
        file: PathBuf,
    },
    /// The file system refused.
    #[error("{}: {problem}", file.display())]
    Io {
        /// The file.
        file: PathBuf,
        /// What it said.
        problem: io::Error,
    },
    /// A newer Etalon wrote it.
    #[error("{}: {what} {found} is newer than this Etalon reads ({known}); use the Etalon that wrote it, or a newer one", file.display())]
    Newer {
        /// The file.
        file: PathBuf,
        /// `format` or `rules_version`.
        what: &'static str,
        /// What the record says.
        found: u32,
        /// What is known here.
        known: u32,
    },
    /// A file is not what was written.
    #[error("{}: {why}", file.display())]
    Changed {
        /// The file.
        file: PathBuf,
        /// What is wrong, with the line.
        why: String,
    },
    /// A file is larger than any that is read.
    #[error("{}: {size} bytes is more than is read ({most})", file.display())]
    TooLarge {
        /// The file.
        file: PathBuf,
        /// Its size.
        size: u64,
        /// The bound.
        most: u64,
    },
}

/// What is read of a header before the rest, so that a newer form is refused as newer and not as damaged.
#[derive(Deserialize)]
struct Versions {
    format: u32,
    rules_version: u32,
}

impl Record {
    /// Reads the record in `folder`. `rules_version` is that of the rules at hand.
    ///
    /// # Errors
    /// A file is missing, unreadable, changed after it was written, or of a newer form.
    pub fn open(folder: &Path, rules_version: u32) -> Result<Self, RecordProblem> {
        let missing = |file: PathBuf| RecordProblem::Missing {
            folder: folder.to_owned(),
            file,
        };
        let header = read_header(folder, rules_version)?.ok_or_else(|| missing(folder.join(HEADER)))?;
        let file = folder.join(JOURNAL);
        let bytes = read_bounded(&file, LARGEST_JOURNAL)?.ok_or_else(|| missing(file.clone()))?;
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let cut_off = whole < bytes.len();
        let changed = |why: LineProblem| RecordProblem::Changed {
            file: file.clone(),
            why: why.to_string(),
        };
        let text = std::str::from_utf8(&bytes[..whole]).map_err(|why| {
            let line = bytes[..why.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
            changed(LineProblem::NotAnEntry {
                line,
                why: "not UTF-8".to_owned(),
            })
        })?;
        let read = read_lines(text).map_err(changed)?;
        let end = read_bounded(&folder.join(END), LARGEST_END)?
            .map(|bytes| parse(&folder.join(END), &bytes))
            .transpose()?;
        Ok(Self {
            folder: folder.to_owned(),
            header,
            realms: read.realms,
            order: read.order,
            doubts: BTreeMap::new(),
            end,
            cut_off,
        })
    }

    /// Whether the run did not come to its end, its journal has a gap, or a shard of it is missing.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        let lacks_shards = self.header.merged.as_ref().is_some_and(|merged| !merged.missing.is_empty());
        lacks_shards || self.cut_off || self.end.as_ref().is_none_or(|end| end.broken.is_some())
    }

    /// The scenarios played, in the order in which they began.
    pub fn scenarios(&self) -> impl Iterator<Item = PlayedScenario<'_>> {
        PlayedScenario::all(&self.realms, &self.order)
    }

    /// This record with what is said of it, ready to be rendered.
    #[must_use]
    pub fn account<'a>(&'a self, judgements: &'a [Judgement]) -> Account<'a> {
        Account {
            folder: &self.folder,
            header: &self.header,
            realms: &self.realms,
            order: &self.order,
            judgements,
            end: self.end.as_ref(),
            partial: self.is_partial(),
            lanes: &NO_LANES,
            deviated: &NO_DEVIATIONS,
        }
    }
}

fn read_header(folder: &Path, rules_version: u32) -> Result<Option<Header>, RecordProblem> {
    let file = folder.join(HEADER);
    let Some(bytes) = read_bounded(&file, LARGEST_HEADER)? else {
        return Ok(None);
    };
    let versions: Versions = parse(&file, &bytes)?;
    for (what, found, known) in [
        ("format", versions.format, RECORD_FORMAT),
        ("rules_version", versions.rules_version, rules_version),
    ] {
        if found > known {
            return Err(RecordProblem::Newer { file, what, found, known });
        }
    }
    parse(&file, &bytes).map(Some)
}

fn parse<T: DeserializeOwned>(file: &Path, bytes: &[u8]) -> Result<T, RecordProblem> {
    serde_json::from_slice(bytes).map_err(|why| RecordProblem::Changed {
        file: file.to_owned(),
        why: format!("not as it was written ({why}); the record was changed, or is no record"),
    })
}

fn read_bounded(file: &Path, most: u64) -> Result<Option<Vec<u8>>, RecordProblem> {
    let at = |problem| RecordProblem::Io {
        file: file.to_owned(),
        problem,
    };
    let size = match fs::metadata(file) {
        Ok(found) => found.len(),
        Err(problem) if problem.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(problem) => return Err(at(problem)),
    };
    if size > most {
        return Err(RecordProblem::TooLarge {
            file: file.to_owned(),
            size,
            most,
        });
    }
    fs::read(file).map(Some).map_err(at)
}
