//! The one way into a journal: number the entry, hide its secrets, hand it to the sink, and only then remember it.
//! Reading along while it is written lives in `follow`.

use std::{
    io,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use aws_lc_rs::hmac;
use jiff::Timestamp;

use crate::{
    Entry, Event,
    follow::{Readers, Subscription},
    memory::{JournalMemory, Remembered},
    redact::Secrets,
    within::{present_request, present_scenario},
};

/// Where entries go as they are written. `etalon-evidence` writes them to disk.
pub trait Sink: Send + Sync {
    /// Makes `entry` last.
    ///
    /// # Errors
    /// Whatever keeps it from lasting, such as a full disk.
    fn append(&self, entry: &Entry) -> io::Result<()>;
}

/// The two times an entry bears.
pub trait Clock: Send + Sync {
    /// The realm's own time.
    fn now(&self) -> Timestamp;
    /// The machine's time.
    fn wall(&self) -> Timestamp;
}

/// A sink for a nation that nobody examines: its entries live in memory only.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwritten;

impl Sink for Unwritten {
    fn append(&self, _: &Entry) -> io::Result<()> {
        Ok(())
    }
}

/// The journal of a run. Cloning it shares it.
#[derive(Clone)]
pub struct Journal {
    shared: Arc<Shared>,
    memory: JournalMemory,
}

struct Shared {
    sink: Arc<dyn Sink>,
    key: hmac::Key,
    broken: Mutex<Option<String>>,
}

impl Journal {
    /// A journal that writes to `sink` and digests secrets with `key`, which is thrown away with the run.
    #[must_use]
    pub fn new(sink: Arc<dyn Sink>, key: &[u8; 32]) -> Self {
        let key = hmac::Key::new(hmac::HMAC_SHA256, key);
        Self {
            shared: Arc::new(Shared {
                sink,
                key,
                broken: Mutex::new(None),
            }),
            memory: JournalMemory::Whole,
        }
    }

    /// The same journal; realms opened through what is returned keep this much of it in memory. The sink gets everything either way.
    #[must_use]
    pub fn remembering(&self, memory: JournalMemory) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            memory,
        }
    }

    /// Opens the journal of one realm.
    #[must_use]
    pub fn realm(&self, realm: &str, clock: Arc<dyn Clock>) -> RealmJournal {
        let state = Mutex::new(State {
            remembered: Remembered::new(self.memory),
            secrets: match self.memory {
                JournalMemory::Whole => Secrets::default(),
                JournalMemory::Last(_) => Secrets::at_most(crate::MOST_SECRETS),
            },
            readers: Readers::default(),
        });
        RealmJournal {
            inner: Arc::new(Inner {
                journal: self.clone(),
                realm: realm.to_owned(),
                clock,
                is_shared: AtomicBool::new(false),
                state,
            }),
        }
    }

    /// The first reason why an entry could not be made to last. A run that sees one ends: its record has a gap.
    #[must_use]
    pub fn broken(&self) -> Option<String> {
        lock(&self.shared.broken).clone()
    }
}

/// The journal of one realm. Cloning it shares it.
#[derive(Clone)]
pub struct RealmJournal {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    journal: Journal,
    realm: String,
    clock: Arc<dyn Clock>,
    /// Whether entries say within what they were written.
    is_shared: AtomicBool,
    pub(crate) state: Mutex<State>,
}

pub(crate) struct State {
    pub(crate) remembered: Remembered,
    secrets: Secrets,
    pub(crate) readers: Readers,
}

impl RealmJournal {
    /// Writes what happened and says under which number.
    pub fn write(&self, authority: &str, mut event: Event) -> u64 {
        let inner = &self.inner;
        let mut state = lock(&inner.state);
        state.secrets.mark_by_place(&inner.journal.shared.key, &event);
        state.secrets.redact(&mut event);
        let number = state.remembered.last() + 1;
        let is_shared = inner.is_shared.load(Ordering::Relaxed);
        let entry = Entry {
            realm: inner.realm.clone(),
            number,
            scenario: is_shared.then(present_scenario).flatten().map(|name| name.to_string()),
            during: is_shared.then(present_request).flatten(),
            authority: authority.to_owned(),
            at: inner.clock.now(),
            wall: inner.clock.wall(),
            event,
        };
        if let Err(problem) = inner.journal.shared.sink.append(&entry) {
            lock(&inner.journal.shared.broken).get_or_insert_with(|| problem.to_string());
        }
        state.remembered.push(Arc::new(entry));
        let waiting = state.readers.take_waiting();
        drop(state);
        // Outside of the lock: whoever wakes up reads at once.
        waiting.into_iter().for_each(std::task::Waker::wake);
        number
    }

    /// From now on `value` is replaced by a keyed digest wherever it is written.
    pub fn mark_secret(&self, kind: &str, value: &str) {
        lock(&self.inner.state).secrets.mark(&self.inner.journal.shared.key, kind, value);
    }

    /// The number of the last entry; 0 before the first.
    #[must_use]
    pub fn last(&self) -> u64 {
        lock(&self.inner.state).remembered.last()
    }

    /// The number of the oldest entry that is still in memory; one more than [`RealmJournal::last`] where there is none.
    #[must_use]
    pub fn oldest(&self) -> u64 {
        lock(&self.inner.state).remembered.oldest()
    }

    /// The entries in memory, in order: all so far, unless the journal was opened to keep only the last.
    #[must_use]
    pub fn entries(&self) -> Vec<Arc<Entry>> {
        lock(&self.inner.state).remembered.after(0, usize::MAX)
    }

    /// The first `limit` of the entries in memory that come after entry `number`, in order. Where older ones were dropped, the first that
    /// is returned has a number above `number + 1`.
    #[must_use]
    pub fn entries_after(&self, number: u64, limit: usize) -> Vec<Arc<Entry>> {
        lock(&self.inner.state).remembered.after(number, limit)
    }

    /// The entry of that number, if it is in memory.
    #[must_use]
    pub fn entry(&self, number: u64) -> Option<Arc<Entry>> {
        let entries = self.entries_after(number.checked_sub(1)?, 1);
        entries.into_iter().next().filter(|entry| entry.number == number)
    }

    /// Everything that is written after entry `after` (0: from the first), as it is written. Nothing is kept for the reader: one that is
    /// slower than the journal forgets is told how many entries it missed.
    #[must_use]
    pub fn subscribe(&self, after: u64) -> Subscription {
        Subscription::new(Arc::clone(&self.inner), after)
    }

    /// Several scenarios share the realm: from now on its entries say for which they were written, and during which request.
    pub fn share(&self) {
        self.inner.is_shared.store(true, Ordering::Relaxed);
    }

    /// The realm's name.
    #[must_use]
    pub fn realm(&self) -> &str {
        &self.inner.realm
    }

    /// The realm's own time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }
}

/// A panic elsewhere leaves the data whole: every change under these locks is one push.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Body, Side};

    struct Kept(Mutex<Vec<Entry>>);
    impl Sink for Kept {
        fn append(&self, entry: &Entry) -> io::Result<()> {
            lock(&self.0).push(entry.clone());
            Ok(())
        }
    }
    struct Full;
    impl Sink for Full {
        fn append(&self, _: &Entry) -> io::Result<()> {
            Err(io::Error::new(io::ErrorKind::StorageFull, "no space left on device"))
        }
    }
    struct Still;
    impl Clock for Still {
        fn now(&self) -> Timestamp {
            Timestamp::UNIX_EPOCH
        }
        fn wall(&self) -> Timestamp {
            Timestamp::UNIX_EPOCH
        }
    }

    fn request(url: &str, headers: &[(&str, &str)], body: &str) -> Event {
        let headers = headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Event::Request {
            side: Side::Incoming,
            actor: None,
            method: "POST".into(),
            url: url.into(),
            headers,
            body: Body::of(body.as_bytes()),
        }
    }

    #[test]
    fn entries_are_numbered_per_realm_from_one() {
        let journal = Journal::new(Arc::new(Kept(Mutex::default())), &[0; 32]);
        let (one, two) = (journal.realm("one", Arc::new(Still)), journal.realm("two", Arc::new(Still)));
        assert_eq!(one.write("harness", Event::ScenarioClosed {}), 1);
        assert_eq!(two.write("harness", Event::ScenarioClosed {}), 1);
        assert_eq!(one.write("harness", Event::ScenarioClosed {}), 2);
    }

    #[test]
    fn a_secret_is_hidden_by_its_place_and_stays_hidden_elsewhere() {
        let kept = Arc::new(Kept(Mutex::default()));
        let realm = Journal::new(kept.clone(), &[7; 32]).realm("r", Arc::new(Still));
        realm.write(
            "csam",
            request(
                "https://x/cb?code=TOPSECRET%2F1&state=s",
                &[("cookie", "net_a=COOKIEVALUE; b=tiny")],
                "",
            ),
        );
        let form = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("authorization", "Basic QUJDREVG"),
        ];
        realm.write(
            "csam",
            request("https://x/token", &form, "grant_type=authorization_code&code=TOPSECRET%2F1"),
        );
        realm.write(
            "system",
            Event::Output {
                stream: "stderr".into(),
                line: "debug code=TOPSECRET/1 COOKIEVALUE".into(),
            },
        );
        let written = serde_json::to_string(&*lock(&kept.0)).unwrap();
        for secret in ["TOPSECRET", "COOKIEVALUE", "QUJDREVG"] {
            assert!(!written.contains(secret), "{secret} is in {written}");
        }
        assert_eq!(written.matches("[secret code ").count(), 3, "{written}");
        assert!(written.contains("state=s") && written.contains("b=tiny"));
    }

    #[test]
    fn a_sink_that_fails_is_remembered_and_the_entry_too() {
        let journal = Journal::new(Arc::new(Full), &[0; 32]);
        let realm = journal.realm("r", Arc::new(Still));
        assert_eq!(journal.broken(), None);
        realm.write("harness", Event::ScenarioClosed {});
        assert_eq!(journal.broken().as_deref(), Some("no space left on device"));
        assert_eq!(realm.last(), 1);
    }
}
