//! A happening as the journal's page shows it. Recorded bytes are text here, and the template keeps them text.

use askama::Template;
use jiff::Timestamp;
use serde_json::Value;

use super::{
    curl,
    filter::Kind,
    happening::{Exchange, Happening},
    message_view::{MessageView, Room},
    parsed,
    recorded::{Entry, Event, Fields, Side, Silence},
};
use crate::language::{Language, legal};

/// The most characters of an address in the line that stays visible.
const LONGEST_PLACE: usize = 160;
/// The most characters of one value in the line that stays visible.
const LONGEST_VALUE: usize = 120;

/// One happening, folded in a list or open on a page of its own.
#[derive(Template)]
#[template(path = "happening.html")]
pub(crate) struct HappeningView {
    pub(crate) language: Language,
    pub(crate) realm: String,
    pub(crate) number: u64,
    pub(crate) is_open: bool,
    /// Who wrote it down.
    pub(crate) authority: String,
    /// What kind it is, in words.
    pub(crate) kind: &'static str,
    pub(crate) code: &'static str,
    /// Legal time of the day in the realm.
    pub(crate) hour: String,
    pub(crate) at: String,
    pub(crate) wall: String,
    /// The method of a request; the name of anything else.
    pub(crate) what: String,
    /// The address of a request, without its host; what belongs to anything else, in short.
    pub(crate) place: String,
    /// What came back, for a request.
    pub(crate) came_back: Option<CameBack>,
    /// Why it was refused, where it was.
    pub(crate) refused: Option<String>,
    pub(crate) address: Option<String>,
    pub(crate) made_title: &'static str,
    pub(crate) made_of_it: Vec<NoteView>,
    pub(crate) messages: Vec<MessageView>,
    pub(crate) curl: Option<String>,
}

/// The state of an exchange.
pub(crate) enum CameBack {
    Status(u16),
    Waiting,
    Nothing,
}

/// What was written down beside the messages.
pub(crate) struct NoteView {
    pub(crate) number: u64,
    pub(crate) name: String,
    pub(crate) fields: Vec<(String, String)>,
}

impl HappeningView {
    pub(crate) fn of(happening: &Happening, language: Language, room: Room) -> Self {
        let first = happening.first();
        let blank = Self {
            language,
            realm: first.realm.clone(),
            number: first.number,
            is_open: room == Room::Alone,
            authority: first.authority.clone(),
            kind: singular(Kind::of(&first.event)),
            code: Kind::of(&first.event).code(),
            hour: hour(first.at),
            at: language.moment(first.at),
            wall: language.moment(first.wall),
            what: String::new(),
            place: String::new(),
            came_back: None,
            refused: happening.refusal().map(reason),
            address: None,
            made_title: "What was written down",
            made_of_it: Vec::new(),
            messages: Vec::new(),
            curl: None,
        };
        match happening {
            Happening::Exchange(exchange) => blank.exchange(exchange, room),
            Happening::Alone(entry) => blank.alone(entry, room),
        }
    }

    /// As HTML.
    pub(crate) fn html(&self) -> String {
        self.render().expect("the templates write to memory and call nothing that fails")
    }

    fn exchange(mut self, exchange: &Exchange, room: Room) -> Self {
        let Event::Request {
            side,
            method,
            url,
            headers,
            body,
            ..
        } = &exchange.request.event
        else {
            return self;
        };
        self.kind = match side {
            Side::Incoming => "Asked of the nation",
            Side::Outgoing => "Asked by the nation",
        };
        self.made_title = "What the nation made of it";
        self.what = shortened(method, LONGEST_VALUE);
        self.place = shortened(place_of(url, &self.realm), LONGEST_PLACE);
        self.address = Some(url.clone());
        self.came_back = Some(match exchange.answer.as_deref().map(|answer| &answer.event) {
            Some(Event::Response { status, .. }) => CameBack::Status(*status),
            Some(_) => CameBack::Nothing,
            None => CameBack::Waiting,
        });
        self.made_of_it = exchange.made_of_it.iter().filter_map(|entry| NoteView::of(entry)).collect();
        let mut request = MessageView::of(exchange.request.number, "Asked", headers, body, room);
        request.start = format!("{method} {url}");
        request.parsed.splice(0..0, parsed::query(url));
        self.messages.push(request);
        self.curl = curl::command(&exchange.request);
        if let Some(answer) = exchange.answer.as_deref() {
            self.answered(answer, room);
        }
        self
    }

    fn answered(&mut self, answer: &Entry, room: Room) {
        match &answer.event {
            Event::Response { status, headers, body, .. } => {
                let mut message = MessageView::of(answer.number, "Answered", headers, body, room);
                message.start = status.to_string();
                message.parsed.splice(0..0, parsed::redirect(headers));
                self.messages.push(message);
            }
            Event::NoAnswer { how, detail, .. } => self.made_of_it.push(NoteView {
                number: answer.number,
                name: silence(*how).to_owned(),
                fields: vec![("detail".to_owned(), detail.clone())],
            }),
            _ => {}
        }
    }

    fn alone(mut self, entry: &Entry, room: Room) -> Self {
        match &entry.event {
            Event::Response { status, .. } => {
                self.what = status.to_string();
                self.answered(entry, room);
            }
            Event::NoAnswer { .. } => self.answered(entry, room),
            Event::Trouble { what, .. } => self.place = what.clone(),
            Event::Output { line, .. } => self.place = shortened(line, LONGEST_PLACE),
            _ => {}
        }
        if let Some(note) = NoteView::of(entry) {
            self.what.clone_from(&note.name);
            if self.place.is_empty() {
                let brief = note.fields.iter().map(|(name, value)| format!("{name}: {value}"));
                self.place = shortened(&brief.collect::<Vec<_>>().join(" · "), LONGEST_PLACE);
            }
            self.made_of_it.push(note);
        }
        self
    }
}

impl NoteView {
    fn of(entry: &Entry) -> Option<Self> {
        let (name, fields) = match &entry.event {
            Event::Observation { name, fields } | Event::Direction { name, fields } | Event::State { name, fields } => {
                (name.clone(), rows(fields))
            }
            Event::Request { .. } | Event::Response { .. } | Event::NoAnswer { .. } => return None,
            other => {
                let line = serde_json::to_value(other).ok()?;
                let Value::Object(mut fields) = line else { return None };
                let name = fields.remove("event").map(|name| text(&name)).unwrap_or_default();
                (name, rows(&fields))
            }
        };
        Some(Self {
            number: entry.number,
            name,
            fields,
        })
    }
}

fn singular(kind: Kind) -> &'static str {
    match kind {
        Kind::Exchange => "Answer without its question",
        Kind::Refusal | Kind::Observation => "Observation",
        Kind::Direction => "Direction",
        Kind::State => "Change of state",
        Kind::Trouble => "Trouble",
        Kind::Other => "Entry",
    }
}

fn silence(how: Silence) -> &'static str {
    match how {
        Silence::NotListening => "not-listening",
        Silence::Reset => "reset",
        Silence::TimedOut => "timed-out",
        Silence::NotTrusted => "not-trusted",
        Silence::Unreadable => "unreadable",
    }
}

/// The reason that a refusal gives; its name where it gives none.
fn reason(entry: &Entry) -> String {
    match &entry.event {
        Event::Observation { name, fields } => {
            let reason = fields.get("reason").and_then(Value::as_str);
            shortened(reason.unwrap_or(name), LONGEST_VALUE)
        }
        _ => String::new(),
    }
}

fn rows(fields: &Fields) -> Vec<(String, String)> {
    fields.iter().map(|(name, value)| (name.clone(), text(value))).collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// An address without scheme and host, and without the realm, which every address here begins with.
fn place_of<'a>(url: &'a str, realm: &str) -> &'a str {
    let Some((_, rest)) = url.split_once("://") else { return url };
    let path = rest.find('/').map_or("/", |at| &rest[at..]);
    let within = path.strip_prefix("/r/").and_then(|rest| rest.strip_prefix(realm));
    within.filter(|within| within.starts_with('/')).unwrap_or(path)
}

fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

fn hour(at: Timestamp) -> String {
    let at = legal(at);
    format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

    use serde_json::json;

    use super::*;
    use crate::journal::happening::tests::{entry, request, response};

    #[test]
    fn a_place_is_an_address_without_what_all_have() {
        for (url, expected) in [
            ("https://n:1/r/a/fas/x?y", "/fas/x?y"),
            ("https://n:1/r/ab/fas", "/r/ab/fas"),
            ("https://n:1/r/a", "/r/a"),
            ("https://n:1", "/"),
            ("nonsense", "nonsense"),
        ] {
            assert_eq!(place_of(url, "a"), expected, "{url}");
        }
    }

    #[test]
    fn an_exchange_waits_until_it_is_answered_or_given_up() {
        let silent = entry(2, "csam", json!({"event": "no-answer", "to": 1, "how": "reset", "detail": "cut"}));
        for (answer, expected) in [
            (None, "waits"),
            (Some(response(2, "csam", 1, 204)), ">204<"),
            (Some(silent), "no answer"),
        ] {
            let entries: Vec<_> = [Some(request(1, "csam", "https://n/")), answer].into_iter().flatten().collect();
            let html = HappeningView::of(&Happening::of(&entries)[0], Language::En, Room::InList).html();
            assert!(html.contains(expected), "{expected}: {html}");
        }
    }
}
