//! Entries as a person follows them: a request, its answer and what the nation made of it are one happening, everything else stands alone.

use std::{collections::BTreeMap, sync::Arc};

use super::recorded::{Entry, Event};

/// The most requests that wait for their answer at a time; the oldest is then taken to stay without one.
pub(crate) const MAX_OPEN: usize = 1024;
/// The most entries that one exchange is told with; what comes behind stands alone.
pub(crate) const MAX_MADE_OF_IT: usize = 32;

/// One thing that happened, as it is known so far.
#[derive(Clone, Debug)]
pub(crate) enum Happening {
    /// What was asked, what was answered, and what the one who was asked wrote down between the two.
    Exchange(Exchange),
    /// An entry by itself.
    Alone(Arc<Entry>),
}

/// A request and what came of it.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    pub(crate) request: Arc<Entry>,
    /// A response, or that there was none. Open while it is missing.
    pub(crate) answer: Option<Arc<Entry>>,
    pub(crate) made_of_it: Vec<Arc<Entry>>,
}

/// Puts entries together as they come. Keeps only what may still change.
#[derive(Default)]
pub(crate) struct Grouping {
    open: BTreeMap<u64, Exchange>,
}

impl Grouping {
    /// The happening that `entry` makes or changes, as it is from now on.
    pub(crate) fn feed(&mut self, entry: &Arc<Entry>) -> Happening {
        match &entry.event {
            Event::Request { .. } => {
                let exchange = Exchange {
                    request: Arc::clone(entry),
                    answer: None,
                    made_of_it: Vec::new(),
                };
                if self.open.len() >= MAX_OPEN {
                    self.open.pop_first();
                }
                self.open.insert(entry.number, exchange.clone());
                Happening::Exchange(exchange)
            }
            Event::Response { to, .. } | Event::NoAnswer { to, .. } => match self.open.remove(to) {
                Some(exchange) => Happening::Exchange(Exchange {
                    answer: Some(Arc::clone(entry)),
                    ..exchange
                }),
                None => Happening::Alone(Arc::clone(entry)),
            },
            Event::Observation { .. } | Event::State { .. } => match self.only_open_of(&entry.authority) {
                Some(exchange) => {
                    exchange.made_of_it.push(Arc::clone(entry));
                    Happening::Exchange(exchange.clone())
                }
                None => Happening::Alone(Arc::clone(entry)),
            },
            _ => Happening::Alone(Arc::clone(entry)),
        }
    }

    /// The exchange that an authority is busy with. With several at a time nobody can say which one an observation belongs to.
    fn only_open_of(&mut self, authority: &str) -> Option<&mut Exchange> {
        let mut busy = self.open.values_mut().filter(|exchange| exchange.request.authority == authority);
        let only = busy.next()?;
        (busy.next().is_none() && only.made_of_it.len() < MAX_MADE_OF_IT).then_some(only)
    }
}

impl Happening {
    /// All that `entries` tell, in order.
    pub(crate) fn of(entries: &[Arc<Entry>]) -> Vec<Self> {
        let (mut grouping, mut told) = (Grouping::default(), BTreeMap::new());
        for entry in entries {
            let happening = grouping.feed(entry);
            told.insert(happening.number(), happening);
        }
        told.into_values().collect()
    }

    /// The entry that it begins with: its place in the journal.
    pub(crate) fn number(&self) -> u64 {
        self.first().number
    }

    /// The entry that it begins with.
    pub(crate) fn first(&self) -> &Entry {
        match self {
            Self::Exchange(exchange) => &exchange.request,
            Self::Alone(entry) => entry,
        }
    }

    /// Every entry that it is told with.
    pub(crate) fn entries(&self) -> Vec<&Entry> {
        match self {
            Self::Alone(entry) => vec![entry],
            Self::Exchange(exchange) => {
                let mut all: Vec<&Entry> = vec![&exchange.request];
                all.extend(exchange.made_of_it.iter().map(Arc::as_ref));
                all.extend(exchange.answer.as_deref());
                all
            }
        }
    }

    /// The observation that says no, where there is one.
    pub(crate) fn refusal(&self) -> Option<&Entry> {
        self.entries().into_iter().find(|entry| match &entry.event {
            Event::Observation { name, .. } => name.ends_with("-refused"),
            _ => false,
        })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

    use jiff::Timestamp;
    use serde_json::{Value, json};

    use super::*;

    /// An entry from the rest of its line.
    pub(crate) fn entry(number: u64, authority: &str, rest: Value) -> Arc<Entry> {
        let at: Timestamp = "2026-04-09T08:00:00Z".parse().unwrap();
        let mut line = json!({"realm": "r", "number": number, "authority": authority, "at": at, "wall": at});
        line.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        Arc::new(serde_json::from_value(line).unwrap())
    }

    pub(crate) fn request(number: u64, authority: &str, url: &str) -> Arc<Entry> {
        let rest = json!({"event": "request", "side": "incoming", "method": "GET", "url": url, "headers": [], "body": {"size": 0}});
        entry(number, authority, rest)
    }

    pub(crate) fn response(number: u64, authority: &str, to: u64, status: u16) -> Arc<Entry> {
        let rest = json!({"event": "response", "to": to, "status": status, "headers": [], "body": {"size": 0}});
        entry(number, authority, rest)
    }

    pub(crate) fn observation(number: u64, authority: &str, name: &str, fields: Value) -> Arc<Entry> {
        entry(number, authority, json!({"event": "observation", "name": name, "fields": fields}))
    }

    fn told(entries: &[Arc<Entry>]) -> Vec<(u64, Vec<u64>)> {
        let told = Happening::of(entries);
        told.iter()
            .map(|one| (one.number(), one.entries().iter().map(|entry| entry.number).collect()))
            .collect()
    }

    #[test]
    fn what_was_made_of_a_request_is_told_with_it() {
        let entries = [
            request(1, "csam", "https://n/a"),
            observation(2, "csam", "authorization-refused", json!({"reason": "scope-unknown"})),
            observation(3, "hospital", "answered", json!({})),
            response(4, "csam", 1, 400),
            observation(5, "csam", "later", json!({})),
        ];
        assert_eq!(told(&entries), [(1, vec![1, 2, 4]), (3, vec![3]), (5, vec![5])]);
        assert_eq!(Happening::of(&entries)[0].refusal().unwrap().number, 2);
    }

    #[test]
    fn where_two_requests_are_open_nothing_is_guessed() {
        let entries = [
            request(1, "csam", "https://n/a"),
            request(2, "csam", "https://n/b"),
            observation(3, "csam", "token-refused", json!({})),
            response(4, "csam", 2, 400),
            observation(5, "csam", "token-issued", json!({})),
            response(6, "csam", 1, 200),
        ];
        assert_eq!(told(&entries), [(1, vec![1, 5, 6]), (2, vec![2, 4]), (3, vec![3])]);
    }

    #[test]
    fn an_answer_whose_request_is_gone_stands_alone() {
        assert_eq!(told(&[response(9, "csam", 1, 200)]), [(9, vec![9])]);
    }

    #[test]
    fn what_is_open_is_bounded() {
        let mut grouping = Grouping::default();
        for number in 1..=MAX_OPEN as u64 + 1 {
            grouping.feed(&request(number, "csam", "https://n/a"));
        }
        assert_eq!(grouping.open.len(), MAX_OPEN);
        assert!(!grouping.open.contains_key(&1));
    }
}
