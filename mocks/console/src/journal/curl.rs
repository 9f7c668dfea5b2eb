//! A recorded request as a command that sends it again. Secrets were replaced when it was written down, and stay replaced here.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::recorded::{Body, Entry, Event};

/// The most bytes of a body that stand in the command; a larger one is left out and said so.
const LARGEST_BODY: usize = 16 * 1024;
/// Header fields that the program writes itself, or that belong to the connection.
const OF_THE_CONNECTION: [&str; 8] = [
    "host",
    "content-length",
    "connection",
    "transfer-encoding",
    "accept-encoding",
    "te",
    "upgrade",
    "expect",
];
/// Header fields whose value is a secret, however short.
const SECRET: [&str; 3] = ["authorization", "proxy-authorization", "cookie"];
const HIDDEN: &str = "[secret]";

/// The command, for a POSIX shell; nothing for what is no request.
pub(crate) fn command(entry: &Entry) -> Option<String> {
    let Event::Request {
        method,
        url,
        headers,
        body,
        ..
    } = &entry.event
    else {
        return None;
    };
    let mut parts = vec!["curl --cacert etalon-root.pem".to_owned()];
    if method != "GET" || body.size > 0 {
        parts.push(format!("-X {}", quoted(method)?));
    }
    for (name, value) in headers {
        let lower = name.to_ascii_lowercase();
        if OF_THE_CONNECTION.contains(&lower.as_str()) {
            continue;
        }
        let value = if SECRET.contains(&lower.as_str()) && !value.contains("[secret ") {
            HIDDEN
        } else {
            value
        };
        // A field that cannot be typed is not sent.
        parts.extend(quoted(&format!("{name}: {value}")).map(|field| format!("-H {field}")));
    }
    let mut before = String::new();
    match sent(body) {
        Sent::Nothing => {}
        Sent::Text(text) => parts.push(format!("--data-raw {text}")),
        Sent::Bytes(encoded) => {
            before = format!("printf %s '{encoded}' | base64 -d | ");
            parts.push("--data-binary @-".to_owned());
        }
        Sent::TooLarge => parts.push(format!("--data-binary @body-{}", entry.number)),
    }
    parts.push(quoted(url)?);
    Some(format!("{before}{}", parts.join(" \\\n  ")))
}

enum Sent {
    Nothing,
    Text(String),
    Bytes(String),
    TooLarge,
}

fn sent(body: &Body) -> Sent {
    let bytes = body.bytes();
    if body.cut || bytes.len() > LARGEST_BODY {
        return Sent::TooLarge;
    }
    match (&body.text, bytes.is_empty()) {
        (_, true) => Sent::Nothing,
        (Some(text), _) => quoted(text).map_or_else(|| Sent::Bytes(STANDARD.encode(&bytes)), Sent::Text),
        (None, _) => Sent::Bytes(STANDARD.encode(&bytes)),
    }
}

/// The text as one word of the shell; nothing where a terminal would not show it as it is: pasted control characters can act,
/// and turned text can read as something else.
fn quoted(text: &str) -> Option<String> {
    let is_treacherous = |sign: char| {
        (sign.is_control() && sign != '\n' && sign != '\t')
            || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    (!text.contains(is_treacherous)).then(|| format!("'{}'", text.replace('\'', "'\\''")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

    use std::process::Command;

    use serde_json::json;

    use super::*;
    use crate::journal::happening::tests::entry;

    fn asked(url: &str, headers: &[(&str, &str)], body: &[u8]) -> String {
        let rest = json!({
            "event": "request", "side": "incoming", "method": if body.is_empty() { "GET" } else { "POST" }, "url": url, "headers": headers,
            "body": Body::of(body),
        });
        command(&entry(7, "csam", rest)).unwrap()
    }

    /// What a shell makes of the command: the words that the program is given.
    fn words(command: &str) -> Vec<String> {
        let script = format!("curl() {{ printf '%s\\0' \"$@\"; cat >&2; }}\n{command}");
        let output = Command::new("sh")
            .args(["-c", &script])
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap();
        let words = String::from_utf8(output.stdout).unwrap();
        words.split_terminator('\0').map(str::to_owned).collect()
    }

    #[test]
    fn a_shell_reads_it_as_it_was_sent() {
        let url = "https://n/a?x='$(id)'&y=`id`;id\\";
        let seen = words(&asked(
            url,
            &[("Accept", "a'b"), ("Host", "n"), ("Content-Length", "5")],
            b"it's\n$HOME",
        ));
        let expected = [
            "--cacert",
            "etalon-root.pem",
            "-X",
            "POST",
            "-H",
            "Accept: a'b",
            "--data-raw",
            "it's\n$HOME",
            url,
        ];
        assert_eq!(seen, expected);
    }

    #[test]
    fn secrets_stay_hidden_even_short_ones() {
        let command = asked(
            "https://n/",
            &[("authorization", "Basic YTpi"), ("cookie", "s=1"), ("x", "[secret code 12]")],
            b"",
        );
        assert!(!command.contains("YTpi") && !command.contains("s=1"), "{command}");
        assert!(
            command.contains("authorization: [secret]") && command.contains("x: [secret code 12]"),
            "{command}"
        );
    }

    #[test]
    fn what_a_terminal_would_act_on_is_not_pasted() {
        for body in [&b"a\x1b[2J"[..], b"a\rb", "a\u{202e}b".as_bytes(), b"\xff\x00"] {
            let command = asked("https://n/", &[], body);
            assert!(
                command.starts_with("printf %s '") && command.contains("--data-binary @-"),
                "{command}"
            );
            assert!(!command.contains(|sign: char| sign.is_control() && sign != '\n'), "{command:?}");
        }
        assert!(asked("https://n/", &[], &vec![b'a'; LARGEST_BODY + 1]).contains("--data-binary @body-7"));
        let hidden = asked("https://n/", &[("x", "a\u{1b}b"), ("y", "seen")], b"");
        assert!(!hidden.contains("x:") && hidden.contains("y: seen"), "{hidden}");
    }
}
