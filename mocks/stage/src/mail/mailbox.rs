//! The mail that has come, by recipient: readable from an instant on, within bounds. How it came is the server's business.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::Timestamp;
use mail_parser::MessageParser;

use super::MailDirection;
use crate::Directions;

/// The most messages that a realm keeps; the oldest makes room.
pub const MAX_MESSAGES: usize = 1_000;
/// The most bytes of messages that a realm keeps; the oldest make room.
pub const MOST_MAIL_BYTES: usize = 16 * 1024 * 1024;

/// A message in somebody's box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailMessage {
    /// Its place among all that came to this realm, from 1.
    pub number: u64,
    /// Whose box it is in.
    pub to: String,
    /// Who handed it in; empty for a notice that something could not be delivered.
    pub from: String,
    /// What it is about.
    pub subject: String,
    /// Its words, as a reader shows them.
    pub text: String,
    /// All of it, as it came.
    pub raw: Vec<u8>,
    /// When it was handed in.
    pub received_at: Timestamp,
    /// From when on it can be read.
    pub readable_at: Timestamp,
    /// Number of the journal's entry with which it was handed in.
    pub entry: u64,
}

/// The boxes of a realm.
#[derive(Default)]
pub struct Mailbox {
    kept: Mutex<Kept>,
    pub(super) directions: Directions<MailDirection>,
}

#[derive(Default)]
struct Kept {
    messages: VecDeque<Arc<MailMessage>>,
    bytes: usize,
    count: u64,
}

/// A message that was handed in for one recipient.
pub(super) struct HandedIn<'a> {
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    pub(super) raw: &'a [u8],
    pub(super) at: Timestamp,
    pub(super) readable_at: Timestamp,
    pub(super) entry: u64,
}

impl Mailbox {
    /// Everything that can be read by `now`, in the order in which it was handed in.
    #[must_use]
    pub fn messages(&self, now: Timestamp) -> Vec<Arc<MailMessage>> {
        self.lock()
            .messages
            .iter()
            .filter(|message| message.readable_at <= now)
            .cloned()
            .collect()
    }

    /// The same, of one box.
    #[must_use]
    pub fn messages_for(&self, address: &str, now: Timestamp) -> Vec<Arc<MailMessage>> {
        let mut messages = self.messages(now);
        messages.retain(|message| message.to.eq_ignore_ascii_case(address));
        messages
    }

    pub(super) fn keep(&self, handed: &HandedIn<'_>) -> u64 {
        let parsed = MessageParser::default().parse(handed.raw);
        let subject = parsed.as_ref().and_then(|message| message.subject()).unwrap_or_default().to_owned();
        let text = parsed
            .as_ref()
            .and_then(|message| message.body_text(0))
            .unwrap_or_default()
            .into_owned();
        let mut kept = self.lock();
        kept.count += 1;
        let message = MailMessage {
            number: kept.count,
            to: handed.to.to_owned(),
            from: handed.from.to_owned(),
            subject,
            text,
            raw: handed.raw.to_vec(),
            received_at: handed.at,
            readable_at: handed.readable_at,
            entry: handed.entry,
        };
        kept.bytes += message.raw.len();
        kept.messages.push_back(Arc::new(message));
        while kept.messages.len() > MAX_MESSAGES || kept.bytes > MOST_MAIL_BYTES {
            let Some(oldest) = kept.messages.pop_front() else { break };
            kept.bytes -= oldest.raw.len();
        }
        kept.count
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hand_in(mailbox: &Mailbox, to: &str, raw: &[u8], readable: i64) -> u64 {
        let at = Timestamp::UNIX_EPOCH;
        mailbox.keep(&HandedIn {
            from: "csam@csam.example",
            to,
            raw,
            at,
            readable_at: Timestamp::from_second(readable).unwrap_or(at),
            entry: 1,
        })
    }

    #[test]
    fn mail_is_read_by_whom_it_is_for_and_not_before_it_has_come() {
        let mailbox = Mailbox::default();
        hand_in(
            &mailbox,
            "anna@people.example",
            b"Subject: =?utf-8?Q?caf=C3=A9?=\r\n\r\nHello\r\n",
            0,
        );
        hand_in(&mailbox, "Anna@people.example", b"Subject: late\r\n\r\n", 60);
        hand_in(&mailbox, "bert@people.example", b"Subject: other\r\n\r\n", 0);
        let subjects = |at: i64| -> Vec<String> {
            let now = Timestamp::from_second(at).unwrap_or_default();
            mailbox
                .messages_for("anna@people.example", now)
                .iter()
                .map(|message| message.subject.clone())
                .collect()
        };
        assert_eq!(
            (subjects(59), subjects(60)),
            (vec!["café".to_owned()], vec!["café".to_owned(), "late".to_owned()])
        );
        assert_eq!(mailbox.messages(Timestamp::UNIX_EPOCH).len(), 2);
    }

    #[test]
    fn what_is_kept_is_bounded_and_numbers_go_on() {
        let mailbox = Mailbox::default();
        for _ in 0..=MAX_MESSAGES {
            hand_in(&mailbox, "a@b.example", b"x", 0);
        }
        let kept = mailbox.messages(Timestamp::UNIX_EPOCH);
        assert_eq!((kept.len(), kept[0].number), (MAX_MESSAGES, 2));
        let large = vec![b'x'; MOST_MAIL_BYTES / 2 + 1];
        let last = [
            hand_in(&mailbox, "a@b.example", &large, 0),
            hand_in(&mailbox, "a@b.example", &large, 0),
        ];
        let kept: Vec<u64> = mailbox
            .messages(Timestamp::UNIX_EPOCH)
            .iter()
            .map(|message| message.number)
            .collect();
        assert_eq!(kept, [last[1]]);
    }
}
