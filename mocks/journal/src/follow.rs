//! Reading a journal while it is written. A reader has a place and no queue: what it did not fetch in time is gone, and it is told so.

use std::{
    collections::HashMap,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use futures::Stream;

use crate::{Entry, write::Inner, write::lock};

/// What a reader is told next.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// The next entry.
    Entry(Arc<Entry>),
    /// So many entries were dropped from memory before this reader came to them. The next entry follows behind the gap.
    Missed(u64),
}

/// Whoever waits for the next entry of a realm.
#[derive(Default)]
pub(crate) struct Readers {
    next_id: u64,
    waiting: HashMap<u64, Waker>,
}

impl Readers {
    pub(crate) fn take_waiting(&mut self) -> Vec<Waker> {
        self.waiting.drain().map(|(_, waker)| waker).collect()
    }
}

/// A place in a realm's journal that moves on with what is written. It never ends by itself: a journal can always be written to.
pub struct Subscription {
    journal: Arc<Inner>,
    id: u64,
    next: u64,
}

impl Subscription {
    pub(crate) fn new(journal: Arc<Inner>, after: u64) -> Self {
        let id = {
            let readers = &mut lock(&journal.state).readers;
            readers.next_id += 1;
            readers.next_id
        };
        Self {
            journal,
            id,
            next: after.saturating_add(1),
        }
    }

    /// What comes next, as soon as there is something.
    pub async fn next(&mut self) -> Told {
        std::future::poll_fn(|context| self.poll(context)).await
    }

    /// What comes next, if it is there already.
    pub fn next_now(&mut self) -> Option<Told> {
        match self.poll(&Context::from_waker(Waker::noop())) {
            Poll::Ready(told) => Some(told),
            Poll::Pending => None,
        }
    }

    fn poll(&mut self, context: &Context<'_>) -> Poll<Told> {
        let mut state = lock(&self.journal.state);
        let oldest = state.remembered.oldest();
        if self.next < oldest {
            let missed = oldest - self.next;
            self.next = oldest;
            return Poll::Ready(Told::Missed(missed));
        }
        if let Some(entry) = state.remembered.get(self.next) {
            self.next += 1;
            return Poll::Ready(Told::Entry(Arc::clone(entry)));
        }
        state.readers.waiting.insert(self.id, context.waker().clone());
        Poll::Pending
    }
}

impl Stream for Subscription {
    type Item = Told;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Told>> {
        self.get_mut().poll(context).map(Some)
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        lock(&self.journal.state).readers.waiting.remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::{
        sync::atomic::{AtomicUsize, Ordering},
        task::Wake,
    };

    use jiff::Timestamp;

    use super::*;
    use crate::{Clock, Event, Journal, JournalMemory, RealmJournal, Unwritten};

    struct Still;
    impl Clock for Still {
        fn now(&self) -> Timestamp {
            Timestamp::UNIX_EPOCH
        }
        fn wall(&self) -> Timestamp {
            Timestamp::UNIX_EPOCH
        }
    }

    #[derive(Default)]
    struct Bell(AtomicUsize);
    impl Wake for Bell {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    fn journal(memory: JournalMemory) -> RealmJournal {
        Journal::new(Arc::new(Unwritten), &[0; 32])
            .remembering(memory)
            .realm("r", Arc::new(Still))
    }

    fn write(journal: &RealmJournal, times: usize) {
        (0..times).for_each(|_| {
            journal.write("harness", Event::ScenarioClosed {});
        });
    }

    fn numbers(journal: &RealmJournal, after: u64, limit: usize) -> Vec<u64> {
        journal.entries_after(after, limit).iter().map(|entry| entry.number).collect()
    }

    fn number_of(told: Option<Told>) -> Result<u64, Option<Told>> {
        match told {
            Some(Told::Entry(entry)) => Ok(entry.number),
            other => Err(other),
        }
    }

    #[test]
    fn old_entries_are_dropped_and_numbers_go_on() {
        let journal = journal(JournalMemory::Last(3));
        assert_eq!((journal.oldest(), journal.last()), (1, 0));
        write(&journal, 7);
        assert_eq!((journal.oldest(), journal.last(), journal.entries().len()), (5, 7, 3));
        assert_eq!(numbers(&journal, 0, 9), [5, 6, 7]);
        assert_eq!(numbers(&journal, 5, 1), [6]);
        assert_eq!(numbers(&journal, 7, 9), [0_u64; 0]);
        assert_eq!(numbers(&journal, u64::MAX, 9), [0_u64; 0]);
        assert_eq!(journal.entry(6).map(|entry| entry.number), Some(6));
        assert!(journal.entry(4).is_none() && journal.entry(8).is_none() && journal.entry(0).is_none());
    }

    #[test]
    fn a_run_keeps_the_whole() {
        let journal = journal(JournalMemory::Whole);
        write(&journal, 25_000);
        assert_eq!((journal.oldest(), journal.entries().len()), (1, 25_000));
    }

    #[test]
    fn a_memory_of_nothing_still_holds_the_last_entry() {
        let journal = journal(JournalMemory::Last(0));
        write(&journal, 2);
        assert_eq!(numbers(&journal, 0, 9), [2]);
    }

    #[test]
    fn a_reader_gets_what_was_written_before_and_what_comes() {
        let journal = journal(JournalMemory::Whole);
        write(&journal, 2);
        let mut reader = journal.subscribe(1);
        assert_eq!(number_of(reader.next_now()), Ok(2));
        assert_eq!(reader.next_now(), None);
        write(&journal, 1);
        assert_eq!(number_of(reader.next_now()), Ok(3));
    }

    #[test]
    fn a_slow_reader_is_told_how_many_it_missed() {
        let journal = journal(JournalMemory::Last(2));
        let mut reader = journal.subscribe(0);
        write(&journal, 1);
        assert_eq!(number_of(reader.next_now()), Ok(1));
        write(&journal, 5);
        assert_eq!(reader.next_now(), Some(Told::Missed(3)));
        assert_eq!(number_of(reader.next_now()), Ok(5));
        assert_eq!(number_of(reader.next_now()), Ok(6));
        assert_eq!(reader.next_now(), None);
    }

    #[test]
    fn a_reader_that_waits_is_woken_once_and_one_that_left_is_forgotten() {
        let journal = journal(JournalMemory::Whole);
        let bell = Arc::new(Bell::default());
        let waker = Waker::from(Arc::clone(&bell));
        let mut reader = journal.subscribe(0);
        assert!(reader.poll(&Context::from_waker(&waker)).is_pending());
        assert!(reader.poll(&Context::from_waker(&waker)).is_pending());
        write(&journal, 2);
        assert_eq!(bell.0.load(Ordering::SeqCst), 1);
        let mut gone = journal.subscribe(9);
        assert!(gone.poll(&Context::from_waker(&waker)).is_pending());
        drop(gone);
        write(&journal, 1);
        assert_eq!(bell.0.load(Ordering::SeqCst), 1);
    }
}
