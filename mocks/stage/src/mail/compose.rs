//! A message as bytes (RFC 5322, RFC 2047): what an authority writes to somebody, and the notice that something could not be delivered
//! (RFC 3464). Reading messages of others is left to a library.

use std::fmt::Write as _;

use jiff::{Timestamp, fmt::rfc2822, tz::TimeZone};

/// The longest encoded word. RFC 2047, 2 allows 75, and 76 for its line with the name of the field.
const ENCODED_WORD: usize = 60;
/// Who tells that something could not be delivered.
pub(super) const POSTMASTER: &str = "postmaster@mail.example";

/// A letter in plain words.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The sender's address.
    pub from: String,
    /// The name that a reader shows beside it.
    pub from_name: String,
    /// The recipient's address.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// Its words; lines end with `\n`.
    pub text: String,
    /// What stands before the `@` of its identifier: unlike that of every other letter.
    pub id: String,
}

impl Letter {
    /// The letter as it goes over the wire, dated `at`.
    #[must_use]
    pub fn bytes(&self, at: Timestamp) -> Vec<u8> {
        let domain = self.from.rsplit('@').next().unwrap_or_default();
        let mut head = String::new();
        field(
            &mut head,
            "From",
            &format!("{}\r\n <{}>", words(&self.from_name), plain(&self.from)),
        );
        field(&mut head, "To", &format!("<{}>", plain(&self.to)));
        field(&mut head, "Subject", &words(&self.subject));
        field(&mut head, "Date", &date(at));
        field(&mut head, "Message-ID", &format!("<{}@{}>", plain(&self.id), plain(domain)));
        field(&mut head, "MIME-Version", "1.0");
        field(&mut head, "Content-Type", "text/plain; charset=utf-8");
        field(&mut head, "Content-Transfer-Encoding", "8bit");
        // RFC 3834: nobody's holiday notice answers it.
        field(&mut head, "Auto-Submitted", "auto-generated");
        format!("{head}\r\n{}", lines(&self.text)).into_bytes()
    }
}

/// The notice that what `from` wrote to `to` could not be delivered.
pub(super) fn bounce(from: &str, to: &str, number: u64, at: Timestamp) -> Vec<u8> {
    let (from, to) = (plain(from), plain(to));
    let boundary = format!("notice-{number}");
    let mut head = String::new();
    field(&mut head, "From", &format!("Mail delivery <{POSTMASTER}>"));
    field(&mut head, "To", &format!("<{from}>"));
    field(&mut head, "Subject", "Undelivered mail returned to sender");
    field(&mut head, "Date", &date(at));
    field(&mut head, "Message-ID", &format!("<{boundary}@mail.example>"));
    field(&mut head, "MIME-Version", "1.0");
    field(
        &mut head,
        "Content-Type",
        &format!("multipart/report; report-type=delivery-status; boundary=\"{boundary}\""),
    );
    field(&mut head, "Auto-Submitted", "auto-replied");
    let text = format!(
        "--{boundary}\nContent-Type: text/plain; charset=utf-8\n\nYour message to {to} could not be delivered: there is no such mailbox.\n\n\
         --{boundary}\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example\n\nFinal-Recipient: rfc822; {to}\nAction: failed\n\
         Status: 5.1.1\n\n--{boundary}--\n"
    );
    format!("{head}\r\n{}", lines(&text)).into_bytes()
}

fn field(head: &mut String, name: &str, value: &str) {
    write!(head, "{name}: {value}\r\n").expect("a string takes everything");
}

fn date(at: Timestamp) -> String {
    // Instants that RFC 5322 cannot write lie in years before Christ.
    rfc2822::to_string(&at.to_zoned(TimeZone::UTC)).unwrap_or_else(|_| "Thu, 1 Jan 1970 00:00:00 +0000".to_owned())
}

fn lines(text: &str) -> String {
    text.lines().map(|line| format!("{}\r\n", line.trim_end_matches('\r'))).collect()
}

/// Without anything that could begin another header field.
fn plain(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_control()).collect()
}

/// Words in a header field: as they are, or encoded where something else than ASCII is among them.
fn words(text: &str) -> String {
    let text = plain(text);
    if text.is_ascii() {
        return text;
    }
    let (begin, end) = ("=?utf-8?Q?", "?=");
    let mut encoded: Vec<String> = vec![String::new()];
    for sign in text.chars() {
        let mut bytes = [0; 4];
        let quoted: String = match sign {
            ' ' => "_".to_owned(),
            sign if sign.is_ascii_alphanumeric() => sign.to_string(),
            sign => sign.encode_utf8(&mut bytes).bytes().map(|byte| format!("={byte:02X}")).collect(),
        };
        let word = encoded.last_mut().expect("there is always one");
        if begin.len() + word.len() + quoted.len() + end.len() > ENCODED_WORD {
            encoded.push(quoted);
        } else {
            word.push_str(&quoted);
        }
    }
    encoded
        .iter()
        .map(|word| format!("{begin}{word}{end}"))
        .collect::<Vec<_>>()
        .join("\r\n ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use mail_parser::MessageParser;

    use super::*;

    #[test]
    fn a_reader_of_others_shows_what_was_written() {
        let letter = Letter {
            from: "noreply@csam.example".to_owned(),
            from_name: "CSAM".to_owned(),
            to: "zoe@people.example".to_owned(),
            subject: "Votre code de sécurité pour accéder à une application en ligne des autorités fédérales, à Bruxelles comme à Liège"
                .to_owned(),
            text: "Bonjour Zoé,\n\n123456\n.\n".to_owned(),
            id: "1".to_owned(),
        };
        let bytes = letter.bytes("2026-04-09T08:00:00Z".parse().unwrap());
        let read = MessageParser::default().parse(&bytes).unwrap();
        assert_eq!(read.subject(), Some(letter.subject.as_str()));
        assert_eq!(read.body_text(0).unwrap(), "Bonjour Zoé,\r\n\r\n123456\r\n.\r\n");
        assert_eq!(read.date().unwrap().to_timestamp(), 1_775_721_600);
        assert!(String::from_utf8(bytes).unwrap().lines().all(|line| line.len() <= 76));
    }

    #[test]
    fn nothing_begins_another_field() {
        let letter = Letter {
            from: "a@b.example".to_owned(),
            from_name: "x\r\nBcc: <c@d.example>".to_owned(),
            to: "e@f.example>\r\nX: y".to_owned(),
            subject: "s\nY: z".to_owned(),
            text: String::new(),
            id: "1".to_owned(),
        };
        let text = String::from_utf8(letter.bytes(Timestamp::UNIX_EPOCH)).unwrap();
        assert!(
            !text.contains("\nBcc") && !text.contains("\nX:") && !text.contains("\nY:"),
            "{text}"
        );
    }

    #[test]
    fn a_notice_says_who_could_not_be_reached() {
        let bytes = bounce("a@b.example", "c@d.example", 7, Timestamp::UNIX_EPOCH);
        let read = MessageParser::default().parse(&bytes).unwrap();
        assert!(read.body_text(0).unwrap().contains("c@d.example could not be delivered"));
    }
}
