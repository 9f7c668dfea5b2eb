//! The exchanges of a scenario as the report shows them: those that the verdict rests on first, the others up to a bound.

use etalon_journal::{Body, Event, JournalSlice};
use etalon_model::{Judgement, Verdict};

use super::{
    bounds::{self, Allowance},
    overview::instant,
    parties::Meeting,
};
use crate::{
    behind::{entries_of_findings, entries_of_witnesses, exchanges_behind},
    visible::shortened,
    words::{Words, filled},
};

/// The exchanges shown, and how many there were.
pub(super) struct ExchangeList {
    pub(super) shown: Vec<ExchangeView>,
    /// Says how many are left out, where some are.
    pub(super) cut: Option<String>,
}

/// One exchange.
pub(super) struct ExchangeView {
    pub(super) number: u64,
    pub(super) at: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) seen_by: Option<String>,
    pub(super) method: String,
    pub(super) address: String,
    /// The address without its query, for the line that stays visible.
    pub(super) place: String,
    /// The status, or that no answer came.
    pub(super) came_back: String,
    pub(super) is_answered: bool,
    /// Whether a finding points at it.
    pub(super) is_evidence: bool,
    pub(super) request: MessageView,
    pub(super) answer: Option<MessageView>,
    pub(super) silence: Option<String>,
}

/// Header fields and body of one message.
pub(super) struct MessageView {
    pub(super) number: u64,
    pub(super) headers: Vec<(String, String)>,
    pub(super) more_headers: Option<String>,
    pub(super) size: String,
    pub(super) body: Option<String>,
    pub(super) note: Option<String>,
}

impl ExchangeList {
    pub(super) fn of(entries: JournalSlice, meetings: &[Meeting], judgement: &Judgement, allowance: &Allowance, w: &'static Words) -> Self {
        let evidence = exchanges_behind(&entries_of_findings(judgement), entries);
        let witnesses = exchanges_behind(&entries_of_witnesses(judgement), entries);
        let most = if judgement.verdict == Verdict::Conformant {
            bounds::EXCHANGES_WHEN_CONFORMANT
        } else {
            bounds::EXCHANGES
        };
        let rank = |meeting: &Meeting| {
            let number = meeting.exchange.request.number;
            match (evidence.contains(&number), witnesses.contains(&number)) {
                (true, _) => 0,
                (_, true) => 1,
                _ if meeting.is_other_side => 3,
                _ => 2,
            }
        };
        let mut chosen: Vec<&Meeting> = meetings.iter().collect();
        chosen.sort_by_key(|meeting| rank(meeting));
        chosen.truncate(most);
        chosen.sort_by_key(|meeting| meeting.exchange.request.number);
        let shown: Vec<ExchangeView> = chosen
            .into_iter()
            .filter_map(|meeting| ExchangeView::of(meeting, evidence.contains(&meeting.exchange.request.number), allowance, w))
            .collect();
        let (total, count) = (meetings.len().to_string(), shown.len().to_string());
        let cut = (shown.len() < meetings.len()).then(|| filled(w.exchanges_cut, &[("shown", &count), ("total", &total)]));
        Self { shown, cut }
    }
}

impl ExchangeView {
    /// The exchange, or nothing where the report has reached its largest size.
    fn of(meeting: &Meeting, is_evidence: bool, allowance: &Allowance, w: &'static Words) -> Option<Self> {
        let exchange = &meeting.exchange;
        let Event::Request {
            method,
            url,
            headers,
            body,
            ..
        } = &exchange.request.event
        else {
            return None;
        };
        let request = MessageView::of(exchange.request.number, headers, body, w);
        let (came_back, answer, silence) = match exchange.answer.map(|entry| (entry.number, &entry.event)) {
            Some((number, Event::Response { status, headers, body, .. })) => {
                (status.to_string(), Some(MessageView::of(number, headers, body, w)), None)
            }
            Some((_, Event::NoAnswer { how, detail, .. })) => (
                w.no_answer.to_owned(),
                None,
                Some(shortened(&format!("{how:?}: {detail}"), bounds::HAPPENING)),
            ),
            _ => (w.no_answer.to_owned(), None, Some(w.no_answer_recorded.to_owned())),
        };
        let address = shortened(url, bounds::ADDRESS);
        let size = address.len() + request.bytes() + answer.as_ref().map_or(0, MessageView::bytes);
        allowance.take(size).then(|| Self {
            number: exchange.request.number,
            at: instant(exchange.request.at),
            from: meeting.from.name(w),
            to: meeting.to.name(w),
            seen_by: meeting.is_other_side.then(|| filled(w.seen_by, &[("who", &meeting.to.name(w))])),
            method: shortened(method, bounds::METHOD),
            place: place_of(&address),
            address,
            came_back,
            is_answered: answer.is_some(),
            is_evidence,
            request,
            answer,
            silence,
        })
    }
}

impl MessageView {
    fn of(number: u64, headers: &[(String, String)], body: &Body, w: &'static Words) -> Self {
        let shown = headers.iter().take(bounds::HEADER_FIELDS);
        let shown = shown
            .map(|(name, value)| (shortened(name, bounds::HEADER_VALUE), shortened(value, bounds::HEADER_VALUE)))
            .collect();
        let more = headers.len().saturating_sub(bounds::HEADER_FIELDS);
        let size = body.size.to_string();
        let (text, note) = match (&body.text, &body.base64) {
            (Some(text), _) => {
                let start = beginning(text, bounds::BODY);
                let more = body.size.saturating_sub(start.len() as u64);
                (
                    Some(start.to_owned()),
                    (more > 0).then(|| filled(w.more_bytes, &[("n", &more.to_string())])),
                )
            }
            (None, Some(encoded)) => (Some(shortened(encoded, bounds::BASE64)), Some(filled(w.not_text, &[("n", &size)]))),
            (None, None) => (None, None),
        };
        Self {
            number,
            headers: shown,
            more_headers: (more > 0).then(|| filled(w.more_headers, &[("n", &more.to_string())])),
            size: if body.size == 0 {
                w.no_body.to_owned()
            } else {
                filled(w.n_bytes, &[("n", &size)])
            },
            body: text,
            note,
        }
    }

    fn bytes(&self) -> usize {
        self.headers.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() + self.body.as_ref().map_or(0, String::len)
    }
}

/// An address without its query, cut where it is still long; an ellipsis says so.
fn place_of(address: &str) -> String {
    match address.split_once('?') {
        Some((place, _)) => shortened(place, bounds::PLACE) + "?…",
        None => shortened(address, bounds::PLACE),
    }
}

/// At most `most` bytes of `text`, ending between two characters.
fn beginning(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}
