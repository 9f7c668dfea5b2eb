//! Lines that the system under test prints find their scenario here, by the name of its instance in the line.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use etalon_journal::{Event, RealmJournal};

/// The longest line kept; a longer one is cut.
const LINE_LIMIT: usize = 8 * 1024;

/// Knows which scenarios are being played. Cloning it shares it.
#[derive(Clone, Default)]
pub struct OutputDesk {
    playing: Arc<Mutex<BTreeMap<String, RealmJournal>>>,
}

impl OutputDesk {
    pub(crate) fn attend(&self, journal: RealmJournal) {
        self.playing().insert(journal.realm().to_owned(), journal);
    }

    pub(crate) fn leave(&self, realm: &str) {
        self.playing().remove(realm);
    }

    /// Writes a line into the journal of the scenario whose instance it names, or, where it names none, into that of
    /// every scenario being played: a secret must not go unseen because a line does not say whose it is.
    pub fn line(&self, stream: &str, line: &str) {
        let cut = line.char_indices().nth(LINE_LIMIT).map_or(line, |(end, _)| &line[..end]);
        let playing = self.playing();
        let mut named = line
            .split(|sign: char| !sign.is_ascii_alphanumeric())
            .filter_map(|word| playing.get(word));
        let event = Event::Output {
            stream: stream.to_owned(),
            line: cut.to_owned(),
        };
        match named.next() {
            Some(journal) => {
                journal.write("system", event);
            }
            None => playing.values().for_each(|journal| {
                journal.write("system", event.clone());
            }),
        }
    }

    fn playing(&self) -> MutexGuard<'_, BTreeMap<String, RealmJournal>> {
        self.playing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
