//! Reading a record back, also one that a killed process left half-written.

use std::{collections::BTreeMap, sync::Arc};

use crate::Entry;

/// What a record held.
#[derive(Debug, Default)]
pub struct ReadEntries {
    /// Entries by realm, in order.
    pub realms: BTreeMap<String, Vec<Arc<Entry>>>,
    /// Realms in the order of their first entry.
    pub order: Vec<String>,
    /// Whether the last line was cut off while it was being written.
    pub cut_off: bool,
}

/// A line that cannot be what we wrote.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum LineProblem {
    /// A line in the middle is no entry.
    #[error("line {line} is no journal entry ({why}); the record was changed after it was written")]
    NotAnEntry {
        /// Counted from 1.
        line: usize,
        /// What the parser said.
        why: String,
    },
    /// A number is missing or comes twice.
    #[error("line {line}: entry {found} of realm `{realm}` where {wanted} was due; the record was changed after it was written")]
    OutOfOrder {
        /// Counted from 1.
        line: usize,
        /// The realm.
        realm: String,
        /// The number that was due.
        wanted: u64,
        /// The number found.
        found: u64,
    },
}

/// Reads a record's lines. A last line without its end is left out and said so: the writer was killed.
///
/// # Errors
/// A line that is no entry, or one out of order.
pub fn read_lines(text: &str) -> Result<ReadEntries, LineProblem> {
    let mut read = ReadEntries::default();
    let whole = match text.rfind('\n') {
        Some(end) => &text[..=end],
        None => "",
    };
    read.cut_off = whole.len() < text.len();
    for (index, line) in whole.lines().enumerate() {
        let line_number = index + 1;
        let entry: Entry = serde_json::from_str(line).map_err(|why| LineProblem::NotAnEntry {
            line: line_number,
            why: why.to_string(),
        })?;
        let entries = read.realms.entry(entry.realm.clone()).or_insert_with(|| {
            read.order.push(entry.realm.clone());
            Vec::new()
        });
        let wanted = entries.len() as u64 + 1;
        if entry.number != wanted {
            return Err(LineProblem::OutOfOrder {
                line: line_number,
                realm: entry.realm,
                wanted,
                found: entry.number,
            });
        }
        entries.push(Arc::new(entry));
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn line(realm: &str, number: u64) -> String {
        format!(
            r#"{{"realm":"{realm}","number":{number},"authority":"harness","at":"2026-03-10T09:00:00Z","wall":"2026-03-10T09:00:00Z","event":"scenario-closed"}}"#
        )
    }

    #[test]
    fn realms_are_told_apart_and_kept_in_order() {
        let text = [line("b", 1), line("a", 1), line("b", 2)].join("\n") + "\n";
        let read = read_lines(&text).unwrap();
        assert_eq!(read.order, ["b", "a"]);
        assert_eq!(read.realms["b"].len(), 2);
        assert!(!read.cut_off);
    }

    #[test]
    fn a_last_line_without_its_end_is_left_out_and_said() {
        let text = line("a", 1) + "\n" + &line("a", 2)[..40];
        let read = read_lines(&text).unwrap();
        assert_eq!(read.realms["a"].len(), 1);
        assert!(read.cut_off);
    }

    #[test]
    fn a_changed_record_is_not_read() {
        let missing = [line("a", 1), line("a", 3)].join("\n") + "\n";
        assert_eq!(
            read_lines(&missing).unwrap_err(),
            LineProblem::OutOfOrder {
                line: 2,
                realm: "a".into(),
                wanted: 2,
                found: 3
            }
        );
        let damaged = line("a", 1) + "\nrubbish\n" + &line("a", 2) + "\n";
        assert!(matches!(read_lines(&damaged), Err(LineProblem::NotAnEntry { line: 2, .. })));
    }
}
