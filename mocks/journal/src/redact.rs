//! Secrets are marked when written: a keyed digest stands in their place, so that equal secrets stay recognisable as
//! equal and nothing else of them remains.

use std::collections::{HashMap, VecDeque};

use aws_lc_rs::hmac;
use serde_json::Value;

use crate::{Body, Event};

/// Names of fields whose value is a secret wherever it appears: in a query, a form or a JSON object.
const SECRET_FIELDS: [&str; 11] = [
    "code",
    "client_secret",
    "access_token",
    "id_token",
    "id_token_hint",
    "refresh_token",
    "code_verifier",
    "client_assertion",
    "password",
    "pin",
    "csrf",
];
/// Shorter values are not hidden: they would match everywhere.
const SHORTEST: usize = 6;

/// The secrets of one realm. Looking for them costs the same however many there are: a long-lived realm has thousands.
#[derive(Default)]
pub(crate) struct Secrets {
    /// By their first bytes, longest first.
    needles: HashMap<[u8; SHORTEST], Vec<Needle>>,
    /// Which first bytes occur at all; most places of a text are passed over by this alone.
    seen: Sieve,
    /// How many may be known, and those that are, in the order they were marked. Nothing is ever forgotten where no bound is set.
    bound: Option<Bound>,
}

struct Bound {
    most: usize,
    marked: VecDeque<String>,
}

struct Needle {
    text: String,
    mark: String,
}

impl Secrets {
    /// Knows only the `most` that were marked last.
    pub(crate) fn at_most(most: usize) -> Self {
        Self {
            bound: Some(Bound {
                most,
                marked: VecDeque::new(),
            }),
            ..Self::default()
        }
    }

    /// From now on `value` is replaced wherever it is written.
    pub(crate) fn mark(&mut self, key: &hmac::Key, kind: &str, value: &str) {
        if value.len() < SHORTEST || value.starts_with("[secret ") || self.knows(value) {
            return;
        }
        let digest = hmac::sign(key, value.as_bytes());
        let digest: String = digest.as_ref().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let mark = format!("[secret {kind} {digest}]");
        let encoded = percent_encoded(value);
        if encoded != value {
            self.add(encoded, mark.clone());
        }
        self.add(value.to_owned(), mark);
        if let Some(bound) = &mut self.bound {
            bound.marked.push_back(value.to_owned());
            if bound.marked.len() > bound.most {
                self.forget_some();
            }
        }
    }

    /// A tenth at a time, since the sieve must be made anew.
    fn forget_some(&mut self) {
        let Some(bound) = &mut self.bound else { return };
        let spared = bound.most - bound.most / 10;
        let forgotten: Vec<String> = bound.marked.drain(..bound.marked.len() - spared).collect();
        for value in forgotten {
            for text in [percent_encoded(&value), value] {
                let Some(first) = first_bytes(text.as_bytes()) else { continue };
                if let Some(needles) = self.needles.get_mut(&first) {
                    needles.retain(|needle| needle.text != text);
                    if needles.is_empty() {
                        self.needles.remove(&first);
                    }
                }
            }
        }
        self.seen = Sieve::default();
        self.needles.keys().for_each(|first| self.seen.add(*first));
    }

    fn knows(&self, value: &str) -> bool {
        let known = first_bytes(value.as_bytes()).and_then(|first| self.needles.get(&first));
        known.is_some_and(|needles| needles.iter().any(|needle| needle.text == value))
    }

    fn add(&mut self, text: String, mark: String) {
        let Some(first) = first_bytes(text.as_bytes()) else { return };
        self.seen.add(first);
        let needles = self.needles.entry(first).or_default();
        needles.push(Needle { text, mark });
        needles.sort_by_key(|needle| std::cmp::Reverse(needle.text.len()));
    }

    /// The longest secret that begins at `at`.
    fn at(&self, bytes: &[u8], at: usize) -> Option<&Needle> {
        let first = first_bytes(&bytes[at..])?;
        if !self.seen.may_hold(first) {
            return None;
        }
        self.needles
            .get(&first)?
            .iter()
            .find(|needle| bytes[at..].starts_with(needle.text.as_bytes()))
    }

    /// Marks what is a secret by its place in a message.
    pub(crate) fn mark_by_place(&mut self, key: &hmac::Key, event: &Event) {
        let (headers, body) = match event {
            Event::Request { url, headers, body, .. } => {
                if let Some((_, query)) = url.split_once('?') {
                    self.mark_pairs(key, query);
                }
                (headers, body)
            }
            Event::Response { headers, body, .. } => (headers, body),
            _ => return,
        };
        for (name, value) in headers {
            match name.to_ascii_lowercase().as_str() {
                "authorization" | "proxy-authorization" => {
                    self.mark(
                        key,
                        "authorization",
                        value.split_once(' ').map_or(value.as_str(), |(_, credentials)| credentials),
                    );
                }
                "cookie" => value.split(';').for_each(|pair| self.mark_cookie(key, pair)),
                "set-cookie" => self.mark_cookie(key, value.split(';').next().unwrap_or_default()),
                "location" => {
                    if let Some((_, query)) = value.split_once('?') {
                        self.mark_pairs(key, query);
                    }
                }
                _ => {}
            }
        }
        self.mark_in_body(key, headers, body);
    }

    fn mark_in_body(&mut self, key: &hmac::Key, headers: &[(String, String)], body: &Body) {
        let Some(text) = &body.text else { return };
        let media_type = headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
            .map_or("", |(_, value)| value.as_str());
        if media_type.starts_with("application/x-www-form-urlencoded") {
            self.mark_pairs(key, text);
        } else if media_type.contains("json")
            && let Ok(Value::Object(fields)) = serde_json::from_str::<Value>(text)
        {
            for (name, value) in &fields {
                if let (Some(kind), Some(value)) = (secret_field(name), value.as_str()) {
                    self.mark(key, kind, value);
                }
            }
        }
    }

    fn mark_pairs(&mut self, key: &hmac::Key, query: &str) {
        for pair in query.split('#').next().unwrap_or_default().split('&') {
            if let Some((name, value)) = pair.split_once('=')
                && let Some(kind) = secret_field(name)
            {
                self.mark(key, kind, &percent_decoded(value));
            }
        }
    }

    fn mark_cookie(&mut self, key: &hmac::Key, pair: &str) {
        if let Some((_, value)) = pair.split_once('=') {
            self.mark(key, "cookie", value.trim());
        }
    }

    /// Replaces every secret in `event`.
    pub(crate) fn redact(&self, event: &mut Event) {
        match event {
            Event::Request { url, headers, body, .. } => {
                self.text(url);
                self.message(headers, body);
            }
            Event::Response { headers, body, .. } => self.message(headers, body),
            Event::NoAnswer { detail, .. } => self.text(detail),
            Event::Observation { fields, .. } | Event::Direction { fields, .. } | Event::State { fields, .. } => {
                fields.iter_mut().for_each(|(_, value)| self.value(value));
            }
            Event::Intent { arguments, .. } | Event::Expectation { arguments, .. } => self.value(arguments),
            Event::Outcome { outcome, .. } => self.value(outcome),
            Event::Output { line, .. } => self.text(line),
            Event::Trouble { what, .. } => self.text(what),
            Event::ScenarioOpened(_) | Event::StepTaken(_) | Event::ScenarioClosed {} => {}
        }
    }

    fn message(&self, headers: &mut [(String, String)], body: &mut Body) {
        headers.iter_mut().for_each(|(_, value)| self.text(value));
        if let Some(text) = &mut body.text {
            self.text(text);
        }
    }

    fn value(&self, value: &mut Value) {
        match value {
            Value::String(text) => self.text(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.value(item)),
            Value::Object(fields) => fields.iter_mut().for_each(|(_, item)| self.value(item)),
            _ => {}
        }
    }

    fn text(&self, text: &mut String) {
        let bytes = text.as_bytes();
        let mut replaced = String::new();
        let (mut kept, mut at) = (0, 0);
        while at < bytes.len() {
            match self.at(bytes, at) {
                // A secret is UTF-8 and so is the text: where one begins in the other, a character begins.
                Some(needle) => {
                    replaced.push_str(&text[kept..at]);
                    replaced.push_str(&needle.mark);
                    at += needle.text.len();
                    kept = at;
                }
                None => at += 1,
            }
        }
        if kept > 0 {
            replaced.push_str(&text[kept..]);
            *text = replaced;
        }
    }
}

fn first_bytes(bytes: &[u8]) -> Option<[u8; SHORTEST]> {
    bytes.get(..SHORTEST)?.try_into().ok()
}

/// Tells quickly that some bytes begin no secret; it may be wrong the other way.
struct Sieve(Box<[u64; Self::WORDS]>);

impl Default for Sieve {
    fn default() -> Self {
        Self(Box::new([0; Self::WORDS]))
    }
}

impl Sieve {
    const BITS: u64 = 1 << 14;
    #[allow(clippy::cast_possible_truncation, reason = "a small constant")]
    const WORDS: usize = (Self::BITS / 64) as usize;

    fn add(&mut self, first: [u8; SHORTEST]) {
        let (word, bit) = Self::place(first);
        self.0[word] |= 1 << bit;
    }

    fn may_hold(&self, first: [u8; SHORTEST]) -> bool {
        let (word, bit) = Self::place(first);
        self.0[word] & (1 << bit) != 0
    }

    #[allow(clippy::cast_possible_truncation, reason = "below the number of words")]
    fn place(first: [u8; SHORTEST]) -> (usize, u64) {
        let number = first.iter().fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
        let hash = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - Self::BITS.trailing_zeros());
        ((hash / 64) as usize, hash % 64)
    }
}

fn secret_field(name: &str) -> Option<&'static str> {
    SECRET_FIELDS.iter().find(|field| **field == name).copied()
}

fn percent_encoded(value: &str) -> String {
    let mut encoded = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(byte as char);
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// `+` and `%xx` undone; what is no valid escape stays as it is.
pub(crate) fn percent_decoded(value: &str) -> String {
    let bytes = value.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%').then(|| bytes.get(at + 1..at + 3)).flatten();
        let byte = escaped
            .and_then(|pair| std::str::from_utf8(pair).ok())
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        match byte {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(if bytes[at] == b'+' { b' ' } else { bytes[at] });
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redacted(secrets: &[&str], text: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &[1; 32]);
        let mut known = Secrets::default();
        secrets.iter().for_each(|secret| known.mark(&key, "code", secret));
        let mut text = text.to_owned();
        known.text(&mut text);
        text
    }

    #[test]
    fn the_longest_secret_that_begins_at_a_place_is_replaced() {
        let text = redacted(&["abcdef", "abcdefghi"], "x abcdefghi y abcdef z abcde");
        assert!(!text.contains("abcdef"), "{text}");
        assert_eq!(text.matches("[secret code ").count(), 2);
        assert!(text.starts_with("x [secret code ") && text.ends_with(" z abcde"), "{text}");
    }

    #[test]
    fn a_secret_is_found_among_thousands_at_either_end_and_between_other_letters() {
        let many: Vec<String> = (0..5000).map(|number| format!("{number:08}-secret")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let text = redacted(&many, "00004321-secret é 00000007-secret");
        assert!(!text.contains("-secret"), "{text}");
        assert!(text.contains(" é "));
        assert_eq!(redacted(&many, "nothing of that"), "nothing of that");
    }

    #[test]
    fn where_secrets_are_bounded_the_oldest_are_forgotten() {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &[1; 32]);
        let mut known = Secrets::at_most(20);
        (0..1000).for_each(|number| known.mark(&key, "code", &format!("{number:06}+secret")));
        let needles: usize = known.needles.values().map(Vec::len).sum();
        assert!((18..=20).contains(&(needles / 2)), "{needles}");
        let mut text = "000999+secret 000001+secret 000990%2Bsecret".to_owned();
        known.text(&mut text);
        assert_eq!(text.matches("[secret code ").count(), 2, "{text}");
        assert!(text.contains("000001+secret"), "{text}");
    }

    #[test]
    fn a_secret_is_found_in_its_percent_encoded_form() {
        let text = redacted(&["a+b/c=d%"], "x=a%2Bb%2Fc%3Dd%25&y");
        assert!(text.starts_with("x=[secret code ") && text.ends_with("]&y"), "{text}");
    }
}
