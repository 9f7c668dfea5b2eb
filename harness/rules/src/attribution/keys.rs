//! By what an entry of a shared realm is known as somebody's: numbers and identifiers of people and documents, and whatever the nation gave
//! out in their exchanges (codes, tokens, cookies). A key that two scenarios bear is known as both's.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use etalon_journal::{Body, Event};
use serde_json::Value;

/// A scenario, by the name that its entries bear.
pub(super) type Label = Arc<str>;

/// What is shorter says nothing: it would be met by chance.
const SHORTEST_KEY: usize = 8;
/// Digits of a national number.
const NUMBER_DIGITS: usize = 11;
/// In which states and observations people and documents are introduced, and under which names their identifiers stand there.
const INTRODUCED_IN: [&str; 5] = ["cast", "person-added", "document", "document-accepted", "sumehr-written"];
const IDENTIFIERS: [&str; 7] = ["id", "insz", "fedid", "mail", "reference", "canary", "marker"];
/// Kinds of secrets that the nation gives out for one login; a client's own secret is everybody's.
const GIVEN_OUT: [&str; 7] = [
    "code",
    "access_token",
    "id_token",
    "id_token_hint",
    "refresh_token",
    "csrf",
    "cookie",
];
/// How a secret is written down: `[secret KIND DIGEST]`.
const MARK: &str = "[secret ";

/// Which scenarios bear which key.
#[derive(Default)]
pub(super) struct Keys(HashMap<String, BTreeSet<Label>>);

impl Keys {
    /// The people and documents that an entry of `whose` introduces.
    pub(super) fn introduce(&mut self, whose: &Label, event: &Event) {
        if let Event::State { name, fields } = event
            && INTRODUCED_IN.contains(&name.as_str())
        {
            fields.iter().for_each(|(name, value)| self.introduce_value(whose, name, value));
        }
    }

    fn introduce_value(&mut self, whose: &Label, name: &str, value: &Value) {
        match value {
            Value::String(text) if IDENTIFIERS.contains(&name) && text.len() >= SHORTEST_KEY => self.give(text, whose),
            Value::Array(items) => items.iter().for_each(|item| self.introduce_value(whose, name, item)),
            Value::Object(fields) => fields.iter().for_each(|(name, value)| self.introduce_value(whose, name, value)),
            _ => {}
        }
    }

    /// What the nation gives out in `event`, an answer of its own or what it says of one, belongs to `whose` from now on.
    pub(super) fn given_out(&mut self, event: &Event, whose: &BTreeSet<Label>) {
        texts(event, true, |text| {
            for mark in text.split(MARK).skip(1) {
                let Some((kind, rest)) = mark.split_once(' ') else { continue };
                if let Some((digest, _)) = rest.split_once(']').filter(|_| GIVEN_OUT.contains(&kind)) {
                    whose.iter().for_each(|label| self.give(digest, label));
                }
            }
        });
    }

    fn give(&mut self, key: &str, whose: &Label) {
        self.0.entry(key.to_owned()).or_default().insert(Arc::clone(whose));
    }

    /// Whose keys `event` bears. Pages list people whom they are not about: `with_pages` says whether to look into them.
    pub(super) fn borne_by(&self, event: &Event, with_pages: bool) -> BTreeSet<Label> {
        let mut found = BTreeSet::new();
        texts(event, with_pages, |text| self.look(text, &mut found));
        found
    }

    fn look(&self, text: &str, found: &mut BTreeSet<Label>) {
        let text = without_escapes(text);
        let words = text.split(|sign: char| !sign.is_alphanumeric() && sign != '-' && sign != '_');
        for word in words.filter(|word| word.len() >= SHORTEST_KEY) {
            found.extend(self.0.get(word).into_iter().flatten().cloned());
        }
        // A national number as people write it: 85.07.30-033.28.
        let numbers = text.split(|sign: char| !sign.is_ascii_digit() && sign != '-' && sign != '.');
        for number in numbers.filter(|number| number.len() > NUMBER_DIGITS) {
            let digits: String = number.chars().filter(char::is_ascii_digit).collect();
            if digits.len() == NUMBER_DIGITS {
                found.extend(self.0.get(&digits).into_iter().flatten().cloned());
            }
        }
    }
}

/// `%3A` and the like say nothing, and must not hang on to what stands behind them.
fn without_escapes(text: &str) -> String {
    let mut parts = text.split('%');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_escape = part.as_bytes().iter().take(2).filter(|byte| byte.is_ascii_hexdigit()).count() == 2;
        plain.push(' ');
        plain.push_str(if is_escape { &part[2..] } else { part });
    }
    plain
}

/// Every text of an event in which a key can stand.
fn texts(event: &Event, with_pages: bool, mut look: impl FnMut(&str)) {
    let mut message = |headers: &[(String, String)], body: &Body| {
        headers.iter().for_each(|(_, value)| look(value));
        let is_page = headers
            .iter()
            .any(|(name, value)| name.eq_ignore_ascii_case("content-type") && value.starts_with("text/html"));
        if with_pages || !is_page {
            match &body.text {
                Some(text) => look(text),
                None => look(&String::from_utf8_lossy(&body.bytes())),
            }
        }
    };
    match event {
        Event::Request { url, headers, body, .. } => {
            message(headers, body);
            look(url);
        }
        Event::Response { headers, body, .. } => message(headers, body),
        Event::Observation { fields, .. } | Event::Direction { fields, .. } | Event::State { fields, .. } => {
            fields.values().for_each(|value| look(&value.to_string()));
        }
        Event::Output { line: text, .. } | Event::NoAnswer { detail: text, .. } | Event::Trouble { what: text, .. } => look(text),
        Event::ScenarioOpened(_)
        | Event::StepTaken(_)
        | Event::Intent { .. }
        | Event::Outcome { .. }
        | Event::Expectation { .. }
        | Event::ScenarioClosed {} => {}
    }
}

#[cfg(test)]
mod tests {
    use etalon_journal::Fields;
    use serde_json::json;

    use super::*;

    fn keys() -> Keys {
        let mut keys = Keys::default();
        let fields = |value: Value| match value {
            Value::Object(fields) => fields,
            _ => Fields::new(),
        };
        let cast = json!({"name": "Marie", "id": "marie-0a1b2c3d", "insz": "85073003328"});
        let state = |name: &str, value| Event::State {
            name: name.to_owned(),
            fields: fields(value),
        };
        keys.introduce(&"one".into(), &state("cast", cast));
        let document =
            json!({"name": "letter", "reference": "EXS-0123456789ab", "attachments": [{"name": "scan", "canary": "CNRSCAN81KDW"}]});
        keys.introduce(&"two".into(), &state("document", document));
        keys
    }

    fn in_line(keys: &Keys, text: &str) -> Vec<String> {
        let event = Event::Output {
            stream: "stdout".to_owned(),
            line: text.to_owned(),
        };
        keys.borne_by(&event, true).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn people_and_documents_are_known_however_they_are_written() {
        let keys = keys();
        let check = |text: &str, expected: &[&str]| {
            assert_eq!(in_line(&keys, text), expected, "{text}");
        };
        check("/patients/85073003328/documents", &["one"]);
        check("patient: 85.07.30-033.28.", &["one"]);
        check("x=urn%3A85073003328&y", &["one"]);
        check("marie-0a1b2c3d@people.example", &["one"]);
        check("https://x/r/shared/hospital/x/documents/EXS-0123456789ab", &["two"]);
        check("…CNRSCAN81KDW… for 85073003328", &["one", "two"]);
        check("185073003328, Marie, 8507300332", &[]);
        check("100 % of it, %zz, and % at the end %", &[]);
    }

    #[test]
    fn what_is_given_out_for_a_login_is_a_key_and_a_clients_secret_is_none() {
        let mut keys = keys();
        let answer = Event::Response {
            to: 1,
            status: 302,
            headers: vec![("location".into(), "https://p/cb?code=[secret code 0123456789abcdef]&state=s".into())],
            body: Body::of(b"[secret client_secret fedcba9876543210]"),
        };
        keys.given_out(&answer, &BTreeSet::from(["one".into()]));
        assert_eq!(in_line(&keys, "code=[secret code 0123456789abcdef]"), ["one"]);
        assert!(in_line(&keys, "[secret client_secret fedcba9876543210]").is_empty());
    }
}
