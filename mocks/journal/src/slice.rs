//! Questions that rules and reports ask of a journal.

use std::sync::Arc;

use jiff::Timestamp;

use crate::{Body, Entry, Event, Side, redact::percent_decoded};

/// The entries of one realm, in order.
#[derive(Clone, Copy)]
pub struct JournalSlice<'a> {
    entries: &'a [Arc<Entry>],
}

/// A request and what came back.
#[derive(Clone, Copy, Debug)]
pub struct Exchange<'a> {
    /// The entry of the request.
    pub request: &'a Entry,
    /// The entry of the answer, or of its absence; none where the record ends before it.
    pub answer: Option<&'a Entry>,
}

impl<'a> JournalSlice<'a> {
    /// All of `entries`, which must be those of one realm, in order.
    #[must_use]
    pub fn of(entries: &'a [Arc<Entry>]) -> Self {
        Self { entries }
    }

    /// The entries numbered `from` to `to`, both included.
    #[must_use]
    pub fn between(&self, from: u64, to: u64) -> Self {
        let start = self.entries.partition_point(|entry| entry.number < from);
        let end = self.entries.partition_point(|entry| entry.number <= to);
        Self {
            entries: &self.entries[start.min(end)..end],
        }
    }

    /// The entries, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &'a Entry> + use<'a> {
        self.entries.iter().map(AsRef::as_ref)
    }

    /// The entry with that number.
    #[must_use]
    pub fn get(&self, number: u64) -> Option<&'a Entry> {
        let at = self.entries.binary_search_by_key(&number, |entry| entry.number).ok()?;
        Some(&self.entries[at])
    }

    /// The number of the last entry; 0 where there is none.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.entries.last().map_or(0, |entry| entry.number)
    }

    /// Requests with their answers, in the order of the requests.
    pub fn exchanges(&self) -> impl Iterator<Item = Exchange<'a>> + use<'a> {
        let entries = self.entries;
        entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| matches!(entry.event, Event::Request { .. }))
            .map(move |(at, request)| Exchange {
                request,
                answer: entries[at + 1..]
                    .iter()
                    .map(AsRef::as_ref)
                    .find(|later| answers(later, request.number)),
            })
    }

    /// Exchanges of our own clients, whose raw bytes the harness saw.
    pub fn sent(&self) -> impl Iterator<Item = Exchange<'a>> + use<'a> {
        self.exchanges().filter(|exchange| exchange.side() == Some(Side::Outgoing))
    }

    /// Exchanges that reached a listener of the nation.
    pub fn received(&self) -> impl Iterator<Item = Exchange<'a>> + use<'a> {
        self.exchanges().filter(|exchange| exchange.side() == Some(Side::Incoming))
    }

    /// Observations of that name.
    pub fn observations(&self, name: &'a str) -> impl Iterator<Item = (&'a Entry, &'a crate::Fields)> + use<'a> {
        self.iter().filter_map(move |entry| match &entry.event {
            Event::Observation { name: found, fields } if found == name => Some((entry, fields)),
            _ => None,
        })
    }

    /// States of that name.
    pub fn states(&self, name: &'a str) -> impl Iterator<Item = (&'a Entry, &'a crate::Fields)> + use<'a> {
        self.iter().filter_map(move |entry| match &entry.event {
            Event::State { name: found, fields } if found == name => Some((entry, fields)),
            _ => None,
        })
    }
}

fn answers(entry: &Entry, number: u64) -> bool {
    matches!(&entry.event, Event::Response { to, .. } | Event::NoAnswer { to, .. } if *to == number)
}

impl<'a> Exchange<'a> {
    /// On which side we stood.
    #[must_use]
    pub fn side(&self) -> Option<Side> {
        match &self.request.event {
            Event::Request { side, .. } => Some(*side),
            _ => None,
        }
    }

    /// Whom the request was sent for, where known.
    #[must_use]
    pub fn actor(&self) -> Option<&'a str> {
        match &self.request.event {
            Event::Request { actor, .. } => actor.as_deref(),
            _ => None,
        }
    }

    /// The address asked for.
    #[must_use]
    pub fn url(&self) -> &'a str {
        match &self.request.event {
            Event::Request { url, .. } => url,
            _ => "",
        }
    }

    /// The status that came back.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self.answer.map(|entry| &entry.event) {
            Some(Event::Response { status, .. }) => Some(*status),
            _ => None,
        }
    }

    /// The body that came back.
    #[must_use]
    pub fn body(&self) -> Option<&'a Body> {
        match self.answer.map(|entry| &entry.event) {
            Some(Event::Response { body, .. }) => Some(body),
            _ => None,
        }
    }

    /// A header field of the answer.
    #[must_use]
    pub fn header(&self, wanted: &str) -> Option<&'a str> {
        match self.answer.map(|entry| &entry.event) {
            Some(Event::Response { headers, .. }) => headers
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
                .map(|(_, value)| value.as_str()),
            _ => None,
        }
    }

    /// Whether the answer disclosed `marker`: in its body or, decoded, in one of its header fields.
    #[must_use]
    pub fn discloses(&self, marker: &str) -> bool {
        match self.answer.map(|entry| &entry.event) {
            Some(Event::Response { headers, body, .. }) => {
                body.holds(marker) || headers.iter().any(|(_, value)| percent_decoded(value).contains(marker))
            }
            _ => false,
        }
    }

    /// The interval, in the realm's time, in which whatever it caused happened.
    #[must_use]
    pub fn interval(&self) -> (Timestamp, Timestamp) {
        (self.request.at, self.answer.map_or(self.request.at, |answer| answer.at))
    }
}
