//! How much of a realm's journal stays in memory. Numbers go on, whatever is dropped; the sink gets everything.

use std::{collections::VecDeque, sync::Arc};

use crate::{Body, Entry, Event};

/// How many entries of a realm stay in memory where a nation is kept running and nobody says otherwise.
pub const LAST_ENTRIES: usize = 10_000;
/// The most bytes of bodies that such a realm keeps in memory; the oldest entries go first, down to the last one written.
pub const MOST_BODY_BYTES: usize = 64 * 1024 * 1024;
/// The most secrets that a realm which forgets entries looks for. Those marked longest ago are forgotten first: they belong to logins that
/// ended long ago, and what is a secret by its place in a message is hidden whether it is known or not.
pub const MOST_SECRETS: usize = 50_000;

/// How much of each realm's journal stays in memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum JournalMemory {
    /// All of it: what a run that judges needs.
    #[default]
    Whole,
    /// The last so many entries, at least one, and of their bodies at most [`MOST_BODY_BYTES`]: what a nation that runs for weeks can afford.
    Last(usize),
}

/// The entries in memory: consecutive, the last one written among them.
pub(crate) struct Remembered {
    memory: JournalMemory,
    entries: VecDeque<Arc<Entry>>,
    dropped: u64,
    body_bytes: usize,
}

impl Remembered {
    pub(crate) fn new(memory: JournalMemory) -> Self {
        Self {
            memory,
            entries: VecDeque::new(),
            dropped: 0,
            body_bytes: 0,
        }
    }

    pub(crate) fn push(&mut self, entry: Arc<Entry>) {
        self.body_bytes += body_bytes(&entry);
        self.entries.push_back(entry);
        if let JournalMemory::Last(most) = self.memory {
            while self.entries.len() > most.max(1) || (self.entries.len() > 1 && self.body_bytes > MOST_BODY_BYTES) {
                self.body_bytes -= self.entries.pop_front().map_or(0, |dropped| body_bytes(&dropped));
                self.dropped += 1;
            }
        }
    }

    pub(crate) fn last(&self) -> u64 {
        self.dropped + self.entries.len() as u64
    }

    pub(crate) fn oldest(&self) -> u64 {
        self.dropped + 1
    }

    pub(crate) fn get(&self, number: u64) -> Option<&Arc<Entry>> {
        let at = usize::try_from(number.checked_sub(self.oldest())?).ok()?;
        self.entries.get(at)
    }

    pub(crate) fn after(&self, number: u64, limit: usize) -> Vec<Arc<Entry>> {
        let skipped = usize::try_from(number.saturating_sub(self.dropped)).unwrap_or(usize::MAX);
        self.entries.iter().skip(skipped).take(limit).cloned().collect()
    }
}

fn body_bytes(entry: &Entry) -> usize {
    let kept = |body: &Body| body.text.as_ref().or(body.base64.as_ref()).map_or(0, String::len);
    match &entry.event {
        Event::Request { body, .. } | Event::Response { body, .. } => kept(body),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn response(number: u64, size: usize) -> Arc<Entry> {
        let event = Event::Response {
            to: 1,
            status: 200,
            headers: Vec::new(),
            body: Body::of(&vec![b'x'; size]),
        };
        Arc::new(Entry {
            realm: "r".to_owned(),
            number,
            scenario: None,
            during: None,
            authority: "csam".to_owned(),
            at: Timestamp::UNIX_EPOCH,
            wall: Timestamp::UNIX_EPOCH,
            event,
        })
    }

    fn kept(memory: JournalMemory, sizes: &[usize]) -> (usize, u64) {
        let mut remembered = Remembered::new(memory);
        for (number, size) in (1..).zip(sizes) {
            remembered.push(response(number, *size));
        }
        (remembered.entries.len(), remembered.last())
    }

    #[test]
    fn large_bodies_push_old_entries_out_where_memory_is_bounded() {
        let large = [Body::LIMIT; 8];
        assert_eq!(kept(JournalMemory::Last(100), &large), (MOST_BODY_BYTES / Body::LIMIT, 8));
        assert_eq!(kept(JournalMemory::Whole, &large), (8, 8));
        assert_eq!(kept(JournalMemory::Last(100), &[1; 50]), (50, 50));
    }
}
