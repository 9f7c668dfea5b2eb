//! What a message says, taken apart: queries, forms, JSON, tokens. Nothing is verified here, and what cannot be read is left to its bytes.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::recorded::Body;

/// The most fields shown of one form or query.
const MOST_FIELDS: usize = 64;
/// A body larger than this is not taken apart.
const LARGEST: usize = 256 * 1024;

/// One thing that a message says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Parsed {
    /// In English; the key of its words.
    pub(crate) title: &'static str,
    /// Names and values, as they came.
    pub(crate) fields: Vec<(String, String)>,
    /// A text laid out for reading.
    pub(crate) text: Option<String>,
}

/// What an address carries behind its `?`, and the tokens in it.
pub(crate) fn query(address: &str) -> Vec<Parsed> {
    let address = address.split('#').next().unwrap_or_default();
    address.split_once('?').map_or_else(Vec::new, |(_, query)| pairs("Query", query))
}

/// Where an answer sends on to, and with what.
pub(crate) fn redirect(headers: &[(String, String)]) -> Vec<Parsed> {
    let Some(location) = header(headers, "location") else {
        return Vec::new();
    };
    let place = location.split(['?', '#']).next().unwrap_or_default();
    let (_, carried) = location.split_once(['?', '#']).unwrap_or_default();
    let mut all = pairs("Sends on to", carried);
    let to = ("location".to_owned(), place.to_owned());
    match all.first_mut() {
        Some(first) => first.fields.insert(0, to),
        None => all.push(fields("Sends on to", vec![to])),
    }
    all
}

/// What a body says, by its media type.
pub(crate) fn body(headers: &[(String, String)], body: &Body) -> Vec<Parsed> {
    let Some(text) = body.text.as_deref().filter(|text| text.len() <= LARGEST && !body.cut) else {
        return Vec::new();
    };
    let media_type = header(headers, "content-type").unwrap_or_default().to_ascii_lowercase();
    if media_type.starts_with("application/x-www-form-urlencoded") {
        return pairs("Form", text);
    }
    if media_type.starts_with("application/jwt") {
        return token(text.trim());
    }
    if media_type.contains("json") {
        let laid_out = serde_json::from_str::<Value>(text).ok().map(|value| laid_out("JSON", &value));
        return laid_out.into_iter().collect();
    }
    Vec::new()
}

/// The header and the claims of a signed token.
fn token(text: &str) -> Vec<Parsed> {
    let parts: Vec<_> = text.split('.').collect();
    let [head, claims, _] = parts.as_slice() else { return Vec::new() };
    let read = |part: &str| serde_json::from_slice::<Value>(&URL_SAFE_NO_PAD.decode(part).ok()?).ok();
    match (read(head), read(claims)) {
        (Some(head), Some(claims)) => vec![
            laid_out("Header of the token", &head),
            laid_out("Claims of the token; its signature is not checked here", &claims),
        ],
        _ => Vec::new(),
    }
}

fn pairs(title: &'static str, text: &str) -> Vec<Parsed> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty()).take(MOST_FIELDS);
    let pairs: Vec<_> = pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        })
        .collect();
    if pairs.is_empty() {
        return Vec::new();
    }
    let tokens: Vec<_> = pairs.iter().flat_map(|(_, value)| token(value)).collect();
    let mut all = vec![fields(title, pairs)];
    all.extend(tokens);
    all
}

fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

fn fields(title: &'static str, fields: Vec<(String, String)>) -> Parsed {
    Parsed { title, fields, text: None }
}

fn laid_out(title: &'static str, value: &Value) -> Parsed {
    Parsed {
        title,
        fields: Vec::new(),
        text: serde_json::to_string_pretty(value).ok(),
    }
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut of_name = headers.iter().filter(|(found, _)| found.eq_ignore_ascii_case(name));
    of_name.next().map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &str, value: &str) -> Vec<(String, String)> {
        vec![(name.to_owned(), value.to_owned())]
    }

    fn said(parsed: &[Parsed]) -> Vec<(&str, Vec<(&str, &str)>)> {
        parsed
            .iter()
            .map(|one| {
                (
                    one.title,
                    one.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
                )
            })
            .collect()
    }

    #[test]
    fn queries_forms_and_redirects_are_decoded() {
        let parsed = query("https://n/a?scope=openid+profile&state=%3Cb%3E&flag#x=y");
        assert_eq!(
            said(&parsed),
            [("Query", vec![("scope", "openid profile"), ("state", "<b>"), ("flag", "")])]
        );
        let parsed = redirect(&headers("Location", "https://rp/cb?error=access_denied&state=1"));
        let expected = vec![("location", "https://rp/cb"), ("error", "access_denied"), ("state", "1")];
        assert_eq!(said(&parsed), [("Sends on to", expected)]);
        assert_eq!(
            said(&redirect(&headers("location", "/login"))),
            [("Sends on to", vec![("location", "/login")])]
        );
        let form = body(
            &headers("content-type", "application/x-www-form-urlencoded"),
            &Body::of(b"a=1&b=%C3%A9"),
        );
        assert_eq!(said(&form), [("Form", vec![("a", "1"), ("b", "é")])]);
    }

    #[test]
    fn json_and_tokens_are_laid_out() {
        let json = body(&headers("content-type", "application/json"), &Body::of(br#"{"b":1,"a":[true]}"#));
        assert_eq!(json[0].text.as_deref(), Some("{\n  \"b\": 1,\n  \"a\": [\n    true\n  ]\n}"));
        let encoded = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let jwt = format!("{}.{}.c2ln", encoded(r#"{"alg":"none"}"#), encoded(r#"{"sub":"x"}"#));
        let parsed = body(&headers("content-type", "application/jwt"), &Body::of(jwt.as_bytes()));
        assert_eq!(parsed.len(), 2);
        assert!(parsed[1].text.as_deref().is_some_and(|text| text.contains("\"sub\": \"x\"")));
        assert_eq!(query(&format!("https://n/?request={jwt}")).len(), 3);
    }

    #[test]
    fn what_cannot_be_read_is_left_alone() {
        for (media_type, bytes) in [
            ("application/json", &b"{"[..]),
            ("application/jwt", b"a.b.c"),
            ("application/jwt", b"a.b"),
            ("text/html", b"<p>"),
            ("application/json", b"\xff"),
        ] {
            assert_eq!(body(&headers("content-type", media_type), &Body::of(bytes)), [], "{media_type}");
        }
        assert_eq!(query("https://n/a"), []);
    }
}
