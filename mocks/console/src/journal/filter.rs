//! Which happenings a reader wants to see.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::{
    happening::Happening,
    recorded::{Body, Entry, Event, Fields},
};

/// The most characters of a text to look for.
const LONGEST_TEXT: usize = 200;
/// A body is looked through up to here, in bytes.
const SEARCHED: usize = 64 * 1024;
/// What does not stand for itself in an address (RFC 3986, 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What the address of the journal asks for. What is left empty fits everything.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Filter {
    pub(crate) authority: String,
    pub(crate) kind: String,
    pub(crate) contains: String,
}

/// What kinds of happenings there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Exchange,
    Refusal,
    Observation,
    Direction,
    State,
    Trouble,
    Other,
}

impl Kind {
    /// In the order of the form.
    pub(crate) const ALL: [Self; 7] = [
        Self::Exchange,
        Self::Refusal,
        Self::Observation,
        Self::Direction,
        Self::State,
        Self::Trouble,
        Self::Other,
    ];

    /// As addresses spell it.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Exchange => "exchange",
            Self::Refusal => "refusal",
            Self::Observation => "observation",
            Self::Direction => "direction",
            Self::State => "state",
            Self::Trouble => "trouble",
            Self::Other => "other",
        }
    }

    /// What readers call it, in English.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Exchange => "Exchanges",
            Self::Refusal => "Refusals",
            Self::Observation => "Observations",
            Self::Direction => "Directions",
            Self::State => "Changes of state",
            Self::Trouble => "Troubles",
            Self::Other => "Everything else",
        }
    }

    fn fits(self, happening: &Happening) -> bool {
        match (self, &happening.first().event) {
            (Self::Refusal, _) => happening.refusal().is_some(),
            (kind, event) => kind == Self::of(event),
        }
    }

    pub(crate) fn of(event: &Event) -> Self {
        match event {
            Event::Request { .. } | Event::Response { .. } | Event::NoAnswer { .. } => Self::Exchange,
            Event::Observation { .. } => Self::Observation,
            Event::Direction { .. } => Self::Direction,
            Event::State { .. } => Self::State,
            Event::Trouble { .. } => Self::Trouble,
            _ => Self::Other,
        }
    }
}

impl Filter {
    /// Without what cannot be meant.
    pub(crate) fn cleaned(mut self) -> Self {
        let end = self.contains.char_indices().nth(LONGEST_TEXT).map(|(at, _)| at);
        self.contains.truncate(end.unwrap_or(self.contains.len()));
        self.contains = self.contains.trim().to_owned();
        self
    }

    /// Whether nothing is asked for.
    pub(crate) fn is_empty(&self) -> bool {
        self.authority.is_empty() && self.kind.is_empty() && self.contains.is_empty()
    }

    pub(crate) fn fits(&self, happening: &Happening) -> bool {
        let by_authority = self.authority.is_empty() || happening.first().authority == self.authority;
        let kind = Kind::ALL.into_iter().find(|kind| kind.code() == self.kind);
        let by_kind = kind.is_none_or(|kind| kind.fits(happening));
        let wanted = self.contains.to_lowercase();
        by_authority && by_kind && (wanted.is_empty() || happening.entries().into_iter().any(|entry| holds(entry, &wanted)))
    }

    /// As the query of an address, without its `?`; empty where nothing is asked for.
    pub(crate) fn query(&self) -> String {
        let pairs = [("authority", &self.authority), ("kind", &self.kind), ("contains", &self.contains)];
        let pairs = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        let encoded = |value: &str| utf8_percent_encode(value, RESERVED).to_string();
        pairs
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect::<Vec<_>>()
            .join("&")
    }
}

fn holds(entry: &Entry, wanted: &str) -> bool {
    let text = |text: &str| text.to_lowercase().contains(wanted);
    let fields = |fields: &Fields| fields.iter().any(|(name, value)| text(name) || text(&value.to_string()));
    let message = |headers: &[(String, String)], body: &Body| {
        headers.iter().any(|(name, value)| text(name) || text(value))
            || body
                .text
                .as_deref()
                .is_some_and(|body| text(&body[..body.floor_char_boundary(SEARCHED)]))
    };
    match &entry.event {
        Event::Request {
            method,
            url,
            headers,
            body,
            ..
        } => text(method) || text(url) || message(headers, body),
        Event::Response { status, headers, body, .. } => text(&status.to_string()) || message(headers, body),
        Event::NoAnswer { detail, .. } => text(detail),
        Event::Observation { name, fields: about } | Event::Direction { name, fields: about } | Event::State { name, fields: about } => {
            text(name) || fields(about)
        }
        Event::Trouble { what, .. } => text(what),
        Event::Output { line, .. } => text(line),
        other => serde_json::to_string(other).is_ok_and(|line| text(&line)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

    use serde_json::json;

    use super::*;
    use crate::journal::happening::tests::{entry, observation, request, response};

    #[test]
    fn a_filter_looks_at_all_that_belongs_to_an_exchange() {
        let told = Happening::of(&[
            request(1, "csam", "https://n/fas/oauth2/Authorize?scope=x"),
            observation(2, "csam", "authorization-refused", json!({"reason": "scope-unknown"})),
            response(3, "csam", 1, 400),
            request(4, "hospital", "https://n/doc"),
            response(5, "hospital", 4, 200),
            entry(
                6,
                "nation",
                json!({"event": "state", "name": "clock", "fields": {"mode": "frozen"}}),
            ),
        ]);
        for (authority, kind, contains, expected) in [
            ("", "", "", vec![1, 4, 6]),
            ("csam", "", "", vec![1]),
            ("", "exchange", "", vec![1, 4]),
            ("", "refusal", "", vec![1]),
            ("", "state", "", vec![6]),
            ("", "trouble", "", vec![]),
            ("", "no-such-kind", "", vec![1, 4, 6]),
            ("", "", "SCOPE-unknown", vec![1]),
            ("", "", "authorize", vec![1]),
            ("", "", "frozen", vec![6]),
            ("hospital", "", "400", vec![]),
        ] {
            let filter = Filter {
                authority: authority.to_owned(),
                kind: kind.to_owned(),
                contains: contains.to_owned(),
            };
            let seen: Vec<_> = told.iter().filter(|one| filter.fits(one)).map(Happening::number).collect();
            assert_eq!(seen, expected, "{filter:?}");
        }
    }

    #[test]
    fn the_text_is_bounded_and_survives_an_address() {
        let filter = Filter {
            contains: format!("  a&b=é {}", "x".repeat(2 * LONGEST_TEXT)),
            ..Filter::default()
        };
        let cleaned = filter.cleaned();
        assert!(cleaned.contains.chars().count() <= LONGEST_TEXT && cleaned.contains.starts_with("a&b"));
        assert!(cleaned.query().starts_with("contains=a%26b%3D%C3%A9%20x"));
    }
}
