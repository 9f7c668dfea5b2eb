//! Secrets are marked when written: a keyed digest stands in their place, so that equal secrets stay recognisable as
//! equal and nothing else of them remains.

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

/// The secrets of one realm.
#[derive(Default)]
pub(crate) struct Secrets {
    needles: Vec<(String, String)>,
}

impl Secrets {
    /// From now on `value` is replaced wherever it is written.
    pub(crate) fn mark(&mut self, key: &hmac::Key, kind: &str, value: &str) {
        if value.len() < SHORTEST || value.starts_with("[secret ") || self.needles.iter().any(|(needle, _)| needle == value) {
            return;
        }
        let digest = hmac::sign(key, value.as_bytes());
        let digest: String = digest.as_ref().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let mark = format!("[secret {kind} {digest}]");
        let encoded = percent_encoded(value);
        if encoded != value {
            self.needles.push((encoded, mark.clone()));
        }
        self.needles.push((value.to_owned(), mark));
        self.needles.sort_by_key(|(needle, _)| std::cmp::Reverse(needle.len()));
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
        for (needle, mark) in &self.needles {
            if text.contains(needle.as_str()) {
                *text = text.replace(needle.as_str(), mark);
            }
        }
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
